CREATE TABLE `marks` (
	`arn` text PRIMARY KEY NOT NULL,
	`mark` text,
	`stop_id` text,
	`since` text NOT NULL,
	`effective` text,
	`effective_at` text NOT NULL,
	`is_ours` integer NOT NULL,
	`refused_at` text,
	`refusals` integer NOT NULL,
	`last_error` text,
	`due_at` text
);
--> statement-breakpoint
CREATE INDEX `marks_due` ON `marks` (`due_at`);--> statement-breakpoint
CREATE INDEX `marks_by_stop` ON `marks` (`stop_id`);--> statement-breakpoint
CREATE TABLE `reprieves` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`budget_id` text NOT NULL,
	`scope_key` text NOT NULL,
	`period_start` text NOT NULL,
	`from_at` text NOT NULL,
	`until_at` text NOT NULL,
	`extra` integer,
	`by` text NOT NULL,
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reprieves_grace` ON `reprieves` (`budget_id`,`scope_key`,`period_start`) WHERE "reprieves"."kind" = 'grace';--> statement-breakpoint
CREATE INDEX `reprieves_until` ON `reprieves` (`until_at`);--> statement-breakpoint
CREATE INDEX `reprieves_of` ON `reprieves` (`scope_key`,`period_start`);--> statement-breakpoint
CREATE TABLE `stops` (
	`id` text PRIMARY KEY NOT NULL,
	`budget_id` text NOT NULL,
	`scope_kind` text NOT NULL,
	`scope_key` text NOT NULL,
	`period_start` text NOT NULL,
	`period_end` text NOT NULL,
	`narrowing` text NOT NULL,
	`since` text NOT NULL,
	`counted` integer NOT NULL,
	`budget` integer NOT NULL,
	`is_dry` integer NOT NULL,
	`ended_at` text,
	`why` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stops_open` ON `stops` (`budget_id`,`scope_key`,`period_start`) WHERE "stops"."ended_at" IS NULL;--> statement-breakpoint
CREATE INDEX `stops_by_time` ON `stops` (`since`);--> statement-breakpoint
CREATE INDEX `stops_ended` ON `stops` (`ended_at`);--> statement-breakpoint
CREATE INDEX `stops_of` ON `stops` (`scope_kind`,`scope_key`,`since`);