CREATE TABLE "file_edits" (
	"project_id" text NOT NULL,
	"user_id" text NOT NULL,
	"path" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "file_edits_project_id_user_id_path_pk" PRIMARY KEY("project_id","user_id","path")
);
