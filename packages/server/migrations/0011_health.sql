CREATE TABLE "health_checks" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"user_id" text NOT NULL,
	"by_name" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"total" integer NOT NULL,
	"done" integer NOT NULL,
	"unjudged" jsonb NOT NULL,
	"versions" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gone_branches" (
	"repository_id" text NOT NULL,
	"branch" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"user_id" text NOT NULL,
	CONSTRAINT "gone_branches_repository_id_branch_pk" PRIMARY KEY("repository_id","branch")
);
--> statement-breakpoint
CREATE TABLE "repository_changes" (
	"repository_id" text NOT NULL,
	"field" text NOT NULL,
	"before" text NOT NULL,
	"after" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "repository_changes_repository_id_field_pk" PRIMARY KEY("repository_id","field")
);
--> statement-breakpoint
CREATE TABLE "repository_sightings" (
	"repository_id" text NOT NULL,
	"user_id" text NOT NULL,
	"seen_at" timestamp with time zone,
	"missed_since" timestamp with time zone,
	CONSTRAINT "repository_sightings_repository_id_user_id_pk" PRIMARY KEY("repository_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "health_checks" ADD CONSTRAINT "health_checks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gone_branches" ADD CONSTRAINT "gone_branches_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository_changes" ADD CONSTRAINT "repository_changes_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository_sightings" ADD CONSTRAINT "repository_sightings_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository_sightings" ADD CONSTRAINT "repository_sightings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;