DROP INDEX `spend_keys_by_user`;--> statement-breakpoint
DROP INDEX `spend_keys_by_profile`;--> statement-breakpoint
CREATE INDEX `spend_keys_by_user` ON `spend_keys` (`user_email`,`grain`,`view`,`reason`);--> statement-breakpoint
CREATE INDEX `spend_keys_by_profile` ON `spend_keys` (`profile_arn`,`grain`,`view`,`reason`);