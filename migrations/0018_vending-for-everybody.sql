CREATE TABLE `profile_quotas` (
	`account_id` text NOT NULL,
	`region` text NOT NULL,
	`quota` integer,
	`read_at` text NOT NULL,
	PRIMARY KEY(`account_id`, `region`)
);
--> statement-breakpoint
CREATE TABLE `deputies` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`deputy` text NOT NULL,
	`start` text NOT NULL,
	`end_exclusive` text NOT NULL,
	`set_at` text NOT NULL,
	`set_by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `deputies_of` ON `deputies` (`email`);--> statement-breakpoint
CREATE INDEX `deputies_who` ON `deputies` (`deputy`);--> statement-breakpoint
CREATE INDEX `deputies_ended` ON `deputies` (`end_exclusive`);--> statement-breakpoint
CREATE TABLE `requests` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`user` text NOT NULL,
	`asked_by` text NOT NULL,
	`cost_center` text NOT NULL,
	`wanted` text NOT NULL,
	`reason` text NOT NULL,
	`state` text NOT NULL,
	`rule` text NOT NULL,
	`level` integer NOT NULL,
	`asked` text NOT NULL,
	`asked_at` text NOT NULL,
	`escalate_at` text,
	`escalated_at` text,
	`deadline_at` text NOT NULL,
	`next_at` text,
	`decided_at` text,
	`decided_by` text,
	`decided_for` text,
	`decision_reason` text NOT NULL,
	`ended_at` text,
	`arn` text,
	`attempts` integer NOT NULL,
	`last_error` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `requests_open` ON `requests` (`key`) WHERE "requests"."state" IN ('waiting', 'approved');--> statement-breakpoint
CREATE INDEX `requests_due` ON `requests` (`next_at`);--> statement-breakpoint
CREATE INDEX `requests_by_user` ON `requests` (`user`,`asked_at`);--> statement-breakpoint
CREATE INDEX `requests_by_time` ON `requests` (`asked_at`);--> statement-breakpoint
CREATE INDEX `requests_ended` ON `requests` (`ended_at`);--> statement-breakpoint
CREATE TABLE `letters` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`to` text NOT NULL,
	`locale` text NOT NULL,
	`about` text NOT NULL,
	`data` text NOT NULL,
	`raised_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `letters_by_time` ON `letters` (`raised_at`);--> statement-breakpoint
CREATE TABLE `provisioning_plans` (
	`id` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`title` text NOT NULL,
	`state` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	`applied_by` text,
	`since` text NOT NULL,
	`unchanged` integer NOT NULL,
	`refused_count` integer NOT NULL,
	`refused` text NOT NULL,
	`requests` text NOT NULL,
	`notes` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `provisioning_plans_by_state` ON `provisioning_plans` (`state`,`since`);--> statement-breakpoint
CREATE INDEX `provisioning_plans_by_time` ON `provisioning_plans` (`at`);--> statement-breakpoint
CREATE TABLE `provisioning_steps` (
	`plan_id` text NOT NULL,
	`number` integer NOT NULL,
	`phase` integer NOT NULL,
	`about` text NOT NULL,
	`kind` text NOT NULL,
	`deed` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`attempts` integer NOT NULL,
	`due` text NOT NULL,
	`result` text,
	`done_at` text,
	PRIMARY KEY(`plan_id`, `number`),
	FOREIGN KEY (`plan_id`) REFERENCES `provisioning_plans`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `provisioning_steps_by_state` ON `provisioning_steps` (`plan_id`,`state`,`phase`,`due`);--> statement-breakpoint
CREATE INDEX `provisioning_steps_by_kind` ON `provisioning_steps` (`plan_id`,`kind`,`state`,`number`);--> statement-breakpoint
ALTER TABLE `catalogue` ADD `about` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `letter_id` text REFERENCES letters(id);--> statement-breakpoint
CREATE INDEX `deliveries_by_letter` ON `deliveries` (`letter_id`);