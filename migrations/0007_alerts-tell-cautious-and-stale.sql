ALTER TABLE `alerts` ADD `cautious` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `stale_since` text;