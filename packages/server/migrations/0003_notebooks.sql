CREATE TABLE "notebook_outputs" (
	"notebook_id" text NOT NULL,
	"hash" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"unused_since" timestamp with time zone,
	CONSTRAINT "notebook_outputs_notebook_id_hash_pk" PRIMARY KEY("notebook_id","hash")
);
--> statement-breakpoint
CREATE TABLE "notebook_updates" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"notebook_id" text NOT NULL,
	"bytes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notebooks" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"place" integer NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "notebook_outputs" ADD CONSTRAINT "notebook_outputs_notebook_id_notebooks_id_fk" FOREIGN KEY ("notebook_id") REFERENCES "public"."notebooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notebook_updates" ADD CONSTRAINT "notebook_updates_notebook_id_notebooks_id_fk" FOREIGN KEY ("notebook_id") REFERENCES "public"."notebooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notebook_updates_notebook_id_index" ON "notebook_updates" USING btree ("notebook_id");--> statement-breakpoint
CREATE INDEX "notebooks_project_id_index" ON "notebooks" USING btree ("project_id");