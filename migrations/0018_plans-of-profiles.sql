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
CREATE INDEX `provisioning_steps_by_kind` ON `provisioning_steps` (`plan_id`,`kind`,`state`,`number`);