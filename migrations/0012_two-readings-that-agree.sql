ALTER TABLE `charge_reads` ADD `agrees` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `profiles` ADD `untagged_since` text;--> statement-breakpoint
ALTER TABLE `watched` ADD `unsettled_from` text DEFAULT '' NOT NULL;