ALTER TABLE "gitlab_instances" ADD COLUMN "certificate_authority" text;--> statement-breakpoint
ALTER TABLE "gitlab_instances" ADD COLUMN "proxy_url" text;--> statement-breakpoint
ALTER TABLE "gitlab_instances" ADD COLUMN "sealed_proxy_credentials" text;