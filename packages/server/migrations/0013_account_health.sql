CREATE TABLE "gitlab_offered_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"instance_id" text NOT NULL,
	"gitlab_user_id" integer NOT NULL,
	"username" text NOT NULL,
	"name" text NOT NULL,
	"commit_email" text NOT NULL,
	"avatar_url" text,
	"web_url" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"sealed_access_token" text NOT NULL,
	"sealed_refresh_token" text,
	"access_token_expires_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "gitlab_offered_accounts_userId_instanceId_unique" UNIQUE("user_id","instance_id")
);
--> statement-breakpoint
ALTER TABLE "gitlab_accounts" ALTER COLUMN "sealed_refresh_token" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "gitlab_revocations" ALTER COLUMN "sealed_refresh_token" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "gitlab_accounts" ADD COLUMN "trouble" jsonb;--> statement-breakpoint
ALTER TABLE "gitlab_accounts" ADD COLUMN "renewal_begun_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "gitlab_revocations" ADD COLUMN "sealed_access_token" text;--> statement-breakpoint
ALTER TABLE "gitlab_offered_accounts" ADD CONSTRAINT "gitlab_offered_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gitlab_offered_accounts" ADD CONSTRAINT "gitlab_offered_accounts_instance_id_gitlab_instances_id_fk" FOREIGN KEY ("instance_id") REFERENCES "public"."gitlab_instances"("id") ON DELETE cascade ON UPDATE no action;