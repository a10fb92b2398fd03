CREATE TABLE `belongings` (
	`email` text NOT NULL,
	`from_day` text NOT NULL,
	`cost_center` text NOT NULL,
	`manager` text NOT NULL,
	`groups` text NOT NULL,
	PRIMARY KEY(`email`, `from_day`)
);
--> statement-breakpoint
CREATE INDEX `belongings_by_manager` ON `belongings` (`manager`,`email`);--> statement-breakpoint
CREATE INDEX `belongings_by_day` ON `belongings` (`from_day`);--> statement-breakpoint
CREATE TABLE `budget_figures` (
	`budget_id` text NOT NULL,
	`scope_kind` text NOT NULL,
	`scope_key` text NOT NULL,
	`period_start` text NOT NULL,
	`spent` integer NOT NULL,
	`unpriced_tokens` integer NOT NULL,
	`forecast` integer,
	`forecast_counted` integer,
	`carried_over` integer NOT NULL,
	`rank` integer NOT NULL,
	`state` text NOT NULL,
	`excess` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`budget_id`, `scope_kind`, `scope_key`)
);
--> statement-breakpoint
CREATE INDEX `budget_figures_worst` ON `budget_figures` (`rank`,`excess`);--> statement-breakpoint
CREATE INDEX `budget_figures_by_whom` ON `budget_figures` (`scope_kind`,`scope_key`);--> statement-breakpoint
CREATE TABLE `budget_plans` (
	`id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`source` text NOT NULL,
	`title` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	`created` integer NOT NULL,
	`changed` integer NOT NULL,
	`ended` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`applied_by` text,
	`applied_at` text,
	`undone_by` text,
	`undone_at` text,
	`replaced_by` text,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `budget_plans_by_time` ON `budget_plans` (`at`);--> statement-breakpoint
CREATE INDEX `budget_plans_by_state` ON `budget_plans` (`state`,`at`);--> statement-breakpoint
CREATE TABLE `alert_members` (
	`alert_id` text PRIMARY KEY NOT NULL,
	`members` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `looks` (
	`person` text NOT NULL,
	`day` text NOT NULL,
	`viewer` text NOT NULL,
	`kind` text NOT NULL,
	PRIMARY KEY(`person`, `day`, `viewer`, `kind`)
);
--> statement-breakpoint
CREATE INDEX `looks_by_day` ON `looks` (`day`);--> statement-breakpoint
CREATE INDEX `looks_by_viewer` ON `looks` (`viewer`,`day`);--> statement-breakpoint
DROP INDEX `alerts_by_month`;--> statement-breakpoint
DROP INDEX `alerts_once`;--> statement-breakpoint
ALTER TABLE `alerts` ADD `period` text DEFAULT 'month' NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `period_start` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `period_end` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `narrowing` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `threshold` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `carried_over` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `forecast` integer;--> statement-breakpoint
ALTER TABLE `alerts` ADD `member_count` integer;--> statement-breakpoint
-- by hand: crossings that are kept were of months and of percents
UPDATE `alerts` SET `period_start` = `month` || '-01', `period_end` = date(`month` || '-01', '+1 month'),
	`threshold` = `threshold_percent` || '%';
--> statement-breakpoint
-- by hand: where people belong has been so since the directory last said something new of them
INSERT INTO `belongings` SELECT `email`, substr(`updated_at`, 1, 10), coalesce(`cost_center`, ''), coalesce(`manager`, ''), `groups` FROM `people`;
--> statement-breakpoint
CREATE INDEX `alerts_by_period` ON `alerts` (`period_start`);--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_once` ON `alerts` (`budget_id`,`scope_key`,`version`,`period_start`,`threshold`);--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `intended` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `decision` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `held` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `actual` integer;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `forecast` integer;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `figure_since` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `figure_after` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `subscribers_at` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `trouble` text;
--> statement-breakpoint
-- by hand: whatever changes a budget makes the mirror due
CREATE TRIGGER `budget_changes_added` AFTER INSERT ON `budget_changes` BEGIN
	INSERT INTO `meta` (`key`, `value`) VALUES ('version.budgets', hex(randomblob(16)))
		ON CONFLICT (`key`) DO UPDATE SET `value` = excluded.`value`;
END;
--> statement-breakpoint
CREATE TRIGGER `budget_changes_withdrawn` AFTER UPDATE ON `budget_changes` BEGIN
	INSERT INTO `meta` (`key`, `value`) VALUES ('version.budgets', hex(randomblob(16)))
		ON CONFLICT (`key`) DO UPDATE SET `value` = excluded.`value`;
END;
--> statement-breakpoint
CREATE TRIGGER `budget_slots_moved` AFTER UPDATE OF `scope_kind`, `scope_key` ON `budgets` BEGIN
	INSERT INTO `meta` (`key`, `value`) VALUES ('version.budgets', hex(randomblob(16)))
		ON CONFLICT (`key`) DO UPDATE SET `value` = excluded.`value`;
END;
