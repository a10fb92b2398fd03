CREATE TABLE `profile_quotas` (
	`account_id` text NOT NULL,
	`region` text NOT NULL,
	`quota` integer,
	`read_at` text NOT NULL,
	PRIMARY KEY(`account_id`, `region`)
);
--> statement-breakpoint
ALTER TABLE `catalogue` ADD `about` text;