CREATE TABLE "version_contents" (
	"project_id" text NOT NULL,
	"hash" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"outputs" jsonb NOT NULL,
	CONSTRAINT "version_contents_project_id_hash_pk" PRIMARY KEY("project_id","hash")
);
--> statement-breakpoint
CREATE TABLE "version_notebooks" (
	"project_id" text NOT NULL,
	"notebook_id" text NOT NULL,
	"version_number" bigint NOT NULL,
	"name" text NOT NULL,
	"hash" text,
	CONSTRAINT "version_notebooks_project_id_notebook_id_version_number_pk" PRIMARY KEY("project_id","notebook_id","version_number")
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"id" text PRIMARY KEY NOT NULL,
	"number" bigserial NOT NULL,
	"project_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"name" text,
	"by" text,
	"editors" jsonb NOT NULL,
	"changed" integer NOT NULL,
	"commit" jsonb,
	CONSTRAINT "versions_number_unique" UNIQUE("number")
);
--> statement-breakpoint
ALTER TABLE "version_contents" ADD CONSTRAINT "version_contents_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_notebooks" ADD CONSTRAINT "version_notebooks_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "versions_project_id_number_index" ON "versions" USING btree ("project_id","number");