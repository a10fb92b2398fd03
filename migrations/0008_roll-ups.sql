CREATE TABLE `day_inputs` (
	`day` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`own_version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `profile_tag_values` (
	`key` text NOT NULL,
	`value` text NOT NULL,
	`arn` text NOT NULL,
	PRIMARY KEY(`key`, `value`, `arn`),
	FOREIGN KEY (`arn`) REFERENCES `profiles`(`arn`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `profile_tag_values_by_profile` ON `profile_tag_values` (`arn`);--> statement-breakpoint
CREATE TABLE `forecasts` (
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`low` integer,
	`mid` integer,
	`high` integer,
	`counted_low` integer,
	`counted_mid` integer,
	`counted_high` integer,
	PRIMARY KEY(`kind`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `spend_day_sums` (
	`grain` text NOT NULL,
	`view` text NOT NULL,
	`day` text NOT NULL,
	`key` integer NOT NULL,
	`label` text NOT NULL,
	`amount` integer NOT NULL,
	`billed` integer NOT NULL,
	`estimated` integer NOT NULL,
	`estimated_low` integer NOT NULL,
	`estimated_high` integer NOT NULL,
	`tokens` integer NOT NULL,
	`billed_tokens` integer NOT NULL,
	`input` integer NOT NULL,
	`output` integer NOT NULL,
	`cache_read` integer NOT NULL,
	`cache_write` integer NOT NULL,
	`unpriced` integer NOT NULL,
	`row_count` integer NOT NULL,
	`says_best` integer NOT NULL,
	`says_billed` integer NOT NULL,
	`says_estimated` integer NOT NULL,
	PRIMARY KEY(`grain`, `view`, `day`, `key`, `label`)
) WITHOUT ROWID, STRICT;
--> statement-breakpoint
CREATE TABLE `spend_keys` (
	`id` integer PRIMARY KEY NOT NULL,
	`grain` text NOT NULL,
	`view` text NOT NULL,
	`cost_center` text NOT NULL,
	`user_email` text NOT NULL,
	`profile_arn` text NOT NULL,
	`account_id` text NOT NULL,
	`region` text NOT NULL,
	`model_key` text NOT NULL,
	`kind` text NOT NULL,
	`service` text NOT NULL,
	`usage_type` text NOT NULL,
	`rate_source` text NOT NULL,
	`allocated_by` text NOT NULL,
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `spend_keys_once` ON `spend_keys` (`grain`,`view`,`cost_center`,`user_email`,`profile_arn`,`account_id`,`region`,`model_key`,`kind`,`service`,`usage_type`,`rate_source`,`allocated_by`,`reason`);--> statement-breakpoint
CREATE INDEX `spend_keys_by_user` ON `spend_keys` (`user_email`,`grain`,`view`,`reason`);--> statement-breakpoint
CREATE INDEX `spend_keys_by_model` ON `spend_keys` (`model_key`,`grain`,`view`,`reason`);--> statement-breakpoint
CREATE INDEX `spend_keys_by_profile` ON `spend_keys` (`profile_arn`,`grain`,`view`,`reason`);--> statement-breakpoint
CREATE TABLE `spend_month_sums` (
	`grain` text NOT NULL,
	`view` text NOT NULL,
	`month` text NOT NULL,
	`key` integer NOT NULL,
	`label` text NOT NULL,
	`amount` integer NOT NULL,
	`billed` integer NOT NULL,
	`estimated` integer NOT NULL,
	`estimated_low` integer NOT NULL,
	`estimated_high` integer NOT NULL,
	`tokens` integer NOT NULL,
	`billed_tokens` integer NOT NULL,
	`input` integer NOT NULL,
	`output` integer NOT NULL,
	`cache_read` integer NOT NULL,
	`cache_write` integer NOT NULL,
	`unpriced` integer NOT NULL,
	`row_count` integer NOT NULL,
	`says_best` integer NOT NULL,
	`says_billed` integer NOT NULL,
	`says_estimated` integer NOT NULL,
	PRIMARY KEY(`grain`, `view`, `month`, `key`, `label`)
) WITHOUT ROWID, STRICT;
--> statement-breakpoint
CREATE TABLE `spend_summed` (
	`month` text PRIMARY KEY NOT NULL,
	`through` text NOT NULL
);
--> statement-breakpoint
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
--> statement-breakpoint
DROP TABLE `spend_sums`;--> statement-breakpoint
ALTER TABLE `spend_days` ADD `version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `spend_days` ADD `own_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `spend_days` ADD `computed_by` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `spend_days` ADD `models` text;--> statement-breakpoint
CREATE INDEX `profiles_by_short_id` ON `profiles` (`short_id`);--> statement-breakpoint
CREATE INDEX `profiles_by_place` ON `profiles` (`account_id`,`region`,`gone_at`);--> statement-breakpoint
CREATE INDEX `people_by_cost_center` ON `people` (`cost_center`);
--> statement-breakpoint
INSERT INTO `profile_tag_values` (`key`, `value`, `arn`)
  SELECT t.key, t.value, v.arn FROM profile_tags v, json_each(v.tags) t
  WHERE v.valid_from = (SELECT max(valid_from) FROM profile_tags WHERE arn = v.arn);
