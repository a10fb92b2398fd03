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
CREATE INDEX `budget_plans_by_state` ON `budget_plans` (`state`,`at`);