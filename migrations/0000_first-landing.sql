CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`budget_id` text NOT NULL,
	`scope_kind` text NOT NULL,
	`scope_key` text NOT NULL,
	`version` integer NOT NULL,
	`month` text NOT NULL,
	`threshold_percent` integer NOT NULL,
	`spent` integer NOT NULL,
	`budget` integer NOT NULL,
	`label` text NOT NULL,
	`crossed_at` text NOT NULL,
	FOREIGN KEY (`budget_id`) REFERENCES `budgets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_once` ON `alerts` (`budget_id`,`scope_key`,`version`,`month`,`threshold_percent`);--> statement-breakpoint
CREATE INDEX `alerts_by_time` ON `alerts` (`crossed_at`);--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`before` text,
	`after` text,
	`reason` text
);
--> statement-breakpoint
CREATE TABLE `budgets` (
	`id` text PRIMARY KEY NOT NULL,
	`scope_kind` text NOT NULL,
	`scope_key` text NOT NULL,
	`amount` integer NOT NULL,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`deleted_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `budgets_scope` ON `budgets` (`scope_kind`,`scope_key`);--> statement-breakpoint
CREATE TABLE `catalogue` (
	`region` text NOT NULL,
	`type` text NOT NULL,
	`id` text NOT NULL,
	`model_key` text NOT NULL,
	`name` text NOT NULL,
	`provider` text NOT NULL,
	`model_arns` text NOT NULL,
	PRIMARY KEY(`region`, `type`, `id`)
);
--> statement-breakpoint
CREATE TABLE `charge_reads` (
	`day` text NOT NULL,
	`grouping` text NOT NULL,
	`account_id` text NOT NULL,
	`read_at` text NOT NULL,
	`provisional` integer NOT NULL,
	PRIMARY KEY(`day`, `grouping`, `account_id`)
);
--> statement-breakpoint
CREATE TABLE `charges` (
	`day` text NOT NULL,
	`grouping` text NOT NULL,
	`account_id` text NOT NULL,
	`key1` text NOT NULL,
	`key2` text NOT NULL,
	`amount` integer NOT NULL,
	`quantity` integer NOT NULL,
	`unit` text NOT NULL,
	`provisional` integer NOT NULL,
	PRIMARY KEY(`day`, `grouping`, `account_id`, `key1`, `key2`)
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`alert_id` text NOT NULL,
	`channel` text NOT NULL,
	`target` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` text,
	`delivered_at` text,
	`given_up_at` text,
	`last_error` text,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `findings` (
	`day` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`severity` text NOT NULL,
	`amount` integer,
	`detail` text NOT NULL,
	PRIMARY KEY(`day`, `kind`, `key`)
);
--> statement-breakpoint
CREATE TABLE `freshness` (
	`source` text NOT NULL,
	`slice` text NOT NULL,
	`complete_until` text,
	`last_success_at` text,
	`last_error` text,
	`last_error_at` text,
	PRIMARY KEY(`source`, `slice`)
);
--> statement-breakpoint
CREATE TABLE `lease` (
	`id` integer PRIMARY KEY NOT NULL,
	`holder` text,
	`fence` integer NOT NULL,
	`since` text,
	`expires_at` text
);
--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mirrored_budgets` (
	`name` text PRIMARY KEY NOT NULL,
	`budget_id` text NOT NULL,
	`written` text NOT NULL,
	`written_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `profile_tags` (
	`arn` text NOT NULL,
	`valid_from` text NOT NULL,
	`tags` text NOT NULL,
	PRIMARY KEY(`arn`, `valid_from`),
	FOREIGN KEY (`arn`) REFERENCES `profiles`(`arn`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `profiles` (
	`arn` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`region` text NOT NULL,
	`short_id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`model_key` text NOT NULL,
	`model_arns` text NOT NULL,
	`route` text,
	`source_id` text,
	`created_at` text NOT NULL,
	`first_seen_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`gone_at` text
);
--> statement-breakpoint
CREATE TABLE `rates` (
	`source` text NOT NULL,
	`model_key` text NOT NULL,
	`kind` text NOT NULL,
	`route` text NOT NULL,
	`tier` text NOT NULL,
	`cache_ttl` text NOT NULL,
	`long_context` integer NOT NULL,
	`region` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`per_million` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rates_key` ON `rates` (`source`,`model_key`,`kind`,`route`,`tier`,`cache_ttl`,`long_context`,`region`,`valid_from`);--> statement-breakpoint
CREATE TABLE `run_operations` (
	`run_id` text NOT NULL,
	`operation` text NOT NULL,
	`requests` integer NOT NULL,
	`charge` integer NOT NULL,
	PRIMARY KEY(`run_id`, `operation`),
	FOREIGN KEY (`run_id`) REFERENCES `runs`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`job` text NOT NULL,
	`fence` integer NOT NULL,
	`started_at` text NOT NULL,
	`ended_at` text,
	`status` text NOT NULL,
	`rows` integer NOT NULL,
	`requests` integer NOT NULL,
	`aws_charge` integer NOT NULL,
	`errors` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `runs_by_job` ON `runs` (`job`,`started_at`);--> statement-breakpoint
CREATE TABLE `spend` (
	`day` text NOT NULL,
	`view` text NOT NULL,
	`account_id` text NOT NULL,
	`region` text NOT NULL,
	`profile_arn` text,
	`model_key` text NOT NULL,
	`kind` text NOT NULL,
	`service` text NOT NULL,
	`usage_type` text NOT NULL,
	`user_email` text,
	`cost_center` text,
	`tokens` integer NOT NULL,
	`billed_tokens` integer NOT NULL,
	`billed` integer NOT NULL,
	`estimated` integer NOT NULL,
	`estimated_low` integer NOT NULL,
	`estimated_high` integer NOT NULL,
	`amount` integer NOT NULL,
	`label` text NOT NULL,
	`allocated_by` text,
	`reason` text,
	`rate_source` text
);
--> statement-breakpoint
CREATE INDEX `spend_by_day` ON `spend` (`view`,`day`);--> statement-breakpoint
CREATE INDEX `spend_by_user` ON `spend` (`user_email`,`day`);--> statement-breakpoint
CREATE INDEX `spend_by_profile` ON `spend` (`profile_arn`,`day`);--> statement-breakpoint
CREATE TABLE `spend_days` (
	`day` text PRIMARY KEY NOT NULL,
	`inputs_hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `usage` (
	`account_id` text NOT NULL,
	`region` text NOT NULL,
	`dimension` text NOT NULL,
	`kind` text NOT NULL,
	`hour` text NOT NULL,
	`tokens` integer NOT NULL,
	PRIMARY KEY(`account_id`, `region`, `dimension`, `kind`, `hour`)
);
--> statement-breakpoint
CREATE INDEX `usage_by_hour` ON `usage` (`hour`);