CREATE TABLE `person_aliases` (
	`alias` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`source` text NOT NULL,
	`since` text NOT NULL,
	`by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `person_aliases_by_person` ON `person_aliases` (`email`);--> statement-breakpoint
ALTER TABLE `person_facts` ADD `source_id` text;