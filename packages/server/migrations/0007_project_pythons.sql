CREATE TABLE "project_pythons" (
	"project_id" text PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"remote_url" text,
	"sealed_remote_token" text,
	"autoreload" boolean NOT NULL,
	"idle_minutes" integer NOT NULL
);
