CREATE TABLE "export_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"by_name" text NOT NULL,
	"automatic" boolean NOT NULL,
	"message" text NOT NULL,
	"repository_path" text NOT NULL,
	"branch" text NOT NULL,
	"status" text NOT NULL,
	"commit" text,
	"commit_url" text,
	"counts" jsonb NOT NULL,
	"merge_request" jsonb,
	"problem" jsonb
);
--> statement-breakpoint
CREATE TABLE "exported_files" (
	"project_id" text NOT NULL,
	"repository_id" text NOT NULL,
	"branch" text NOT NULL,
	"path" text NOT NULL,
	"format" text NOT NULL,
	"notebook_id" text NOT NULL,
	"notebook_name" text NOT NULL,
	"file_name" text NOT NULL,
	"oid" text NOT NULL,
	CONSTRAINT "exported_files_project_id_repository_id_branch_path_format_notebook_id_pk" PRIMARY KEY("project_id","repository_id","branch","path","format","notebook_id")
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"project_id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"repository_id" text NOT NULL,
	"branch" text NOT NULL,
	"path" text NOT NULL,
	"formats" jsonb NOT NULL,
	"outputs" boolean NOT NULL,
	"automatic_by" text,
	"due_at" timestamp with time zone,
	"lease_until" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"problem" jsonb,
	"pending" jsonb
);
--> statement-breakpoint
CREATE INDEX "export_runs_project_id_at_index" ON "export_runs" USING btree ("project_id","at");--> statement-breakpoint
CREATE INDEX "exports_due_at_index" ON "exports" USING btree ("due_at");