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
ALTER TABLE `mirrored_budgets` ADD `intended` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `decision` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `held` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `actual` integer;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `forecast` integer;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `figure_since` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `figure_after` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `subscribers_at` text;--> statement-breakpoint
ALTER TABLE `mirrored_budgets` ADD `trouble` text;--> statement-breakpoint
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
