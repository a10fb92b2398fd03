CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`lines` text NOT NULL,
	`raised_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `notices_by_time` ON `notices` (`raised_at`);--> statement-breakpoint
CREATE TABLE `quarantine` (
	`source` text NOT NULL,
	`name` text NOT NULL,
	`day` text NOT NULL,
	`unit` text NOT NULL,
	`before` integer NOT NULL,
	`after` integer NOT NULL,
	`first_at` text NOT NULL,
	`last_at` text NOT NULL,
	`accepted_at` text,
	PRIMARY KEY(`source`, `name`, `day`)
);
--> statement-breakpoint
CREATE TABLE `__new_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`alert_id` text,
	`notice_id` text,
	`channel` text NOT NULL,
	`target` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`delivered_at` text,
	`given_up_at` text,
	`last_error` text,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`notice_id`) REFERENCES `notices`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
INSERT INTO `__new_deliveries`("id", "alert_id", "notice_id", "channel", "target", "attempts", "next_attempt_at", "delivered_at", "given_up_at", "last_error") SELECT "id", "alert_id", NULL, "channel", "target", "attempts", "next_attempt_at", "delivered_at", "given_up_at", "last_error" FROM `deliveries`;--> statement-breakpoint
DROP TABLE `deliveries`;--> statement-breakpoint
ALTER TABLE `__new_deliveries` RENAME TO `deliveries`;--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `deliveries_by_alert` ON `deliveries` (`alert_id`);--> statement-breakpoint
CREATE INDEX `deliveries_by_notice` ON `deliveries` (`notice_id`);