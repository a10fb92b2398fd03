CREATE TABLE `day_inputs` (
	`day` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`own_version` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `spend_days` ADD `version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `spend_days` ADD `own_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `spend_days` ADD `computed_by` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `spend_days` ADD `models` text;