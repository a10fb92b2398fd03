CREATE TABLE `aws_bookings` (
	`run_id` text PRIMARY KEY NOT NULL,
	`month` text NOT NULL,
	`amount` integer NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `watched` (
	`account_id` text NOT NULL,
	`region` text NOT NULL,
	`dimension` text NOT NULL,
	`metrics` text NOT NULL,
	`read_until` text NOT NULL,
	`active_until` text NOT NULL,
	`whole_on` text NOT NULL,
	`highest` integer NOT NULL,
	PRIMARY KEY(`account_id`, `region`, `dimension`)
);
--> statement-breakpoint
CREATE INDEX `watched_by_activity` ON `watched` (`active_until`);--> statement-breakpoint
CREATE TABLE `watching` (
	`id` integer PRIMARY KEY NOT NULL,
	`attention` text NOT NULL,
	`hourly_rates` text NOT NULL,
	`stopped_since` text
);
--> statement-breakpoint
CREATE TABLE `watching_days` (
	`day` text PRIMARY KEY NOT NULL,
	`charge` integer NOT NULL,
	`polled` integer NOT NULL
);
