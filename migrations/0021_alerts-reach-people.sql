CREATE TABLE `heard` (
	`id` text PRIMARY KEY NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `heard_by_time` ON `heard` (`at`);--> statement-breakpoint
CREATE TABLE `preferences` (
	`email` text PRIMARY KEY NOT NULL,
	`locale` text,
	`quiet` text,
	`wishes` text NOT NULL,
	`reports` text,
	`via` text,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `deliveries` ADD `role` text DEFAULT 'subscriber' NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `locale` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `owed_at` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `digest_id` text;--> statement-breakpoint
CREATE INDEX `deliveries_by_time` ON `deliveries` (`owed_at`);--> statement-breakpoint
CREATE INDEX `deliveries_to` ON `deliveries` (`target`,`owed_at`);--> statement-breakpoint
ALTER TABLE `notices` ADD `about` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `notices` ADD `scope` text;--> statement-breakpoint
ALTER TABLE `notices` ADD `data` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `notices` ADD `resolved_at` text;--> statement-breakpoint
CREATE UNIQUE INDEX `notices_open` ON `notices` (`about`) WHERE about <> '' AND resolved_at IS NULL;--> statement-breakpoint
-- by hand: what is owed already was owed when it was raised
UPDATE deliveries SET owed_at = coalesce(
  (SELECT crossed_at FROM alerts WHERE alerts.id = deliveries.alert_id),
  (SELECT raised_at FROM notices WHERE notices.id = deliveries.notice_id),
  (SELECT raised_at FROM letters WHERE letters.id = deliveries.letter_id),
  '');
