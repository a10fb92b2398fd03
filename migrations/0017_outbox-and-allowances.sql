CREATE TABLE `profile_reservations` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`email` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `profile_reservations_by_email` ON `profile_reservations` (`email`);--> statement-breakpoint
CREATE TABLE `refusals` (
	`key` text PRIMARY KEY NOT NULL,
	`action` text NOT NULL,
	`actor` text NOT NULL,
	`subject` text NOT NULL,
	`prefix` text NOT NULL,
	`code` text NOT NULL,
	`since` text NOT NULL,
	`until` text NOT NULL,
	`entries` integer NOT NULL,
	`more` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `refusals_by_time` ON `refusals` (`since`);--> statement-breakpoint
CREATE TABLE `channels` (
	`channel` text PRIMARY KEY NOT NULL,
	`down_since` text NOT NULL,
	`failures` integer NOT NULL,
	`last_error` text NOT NULL,
	`last_error_at` text NOT NULL,
	`next_probe_at` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `deliveries` ADD `dropped_at` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `dropped_why` text;--> statement-breakpoint
CREATE INDEX `deliveries_given_up` ON `deliveries` (`given_up_at`);--> statement-breakpoint
CREATE INDEX `deliveries_dropped` ON `deliveries` (`dropped_at`);