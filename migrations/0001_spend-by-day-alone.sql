DROP INDEX `spend_by_user`;--> statement-breakpoint
DROP INDEX `spend_by_profile`;