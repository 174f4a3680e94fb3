CREATE TABLE "notebook_sources" (
	"notebook_id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"path" text NOT NULL,
	"format" text NOT NULL,
	"outputs" boolean NOT NULL,
	"file_notebook_id" text,
	"file_etag" text NOT NULL,
	"file_stamp" text NOT NULL,
	"in_step" "bytea" NOT NULL,
	"in_step_at" timestamp with time zone NOT NULL,
	"kept_merge" "bytea",
	"merged_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "notebook_sources" ADD CONSTRAINT "notebook_sources_notebook_id_notebooks_id_fk" FOREIGN KEY ("notebook_id") REFERENCES "public"."notebooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notebook_sources_project_id_path_index" ON "notebook_sources" USING btree ("project_id","path");