CREATE TABLE `looks` (
	`person` text NOT NULL,
	`day` text NOT NULL,
	`viewer` text NOT NULL,
	`kind` text NOT NULL,
	PRIMARY KEY(`person`, `day`, `viewer`, `kind`)
);
--> statement-breakpoint
CREATE INDEX `looks_by_day` ON `looks` (`day`);--> statement-breakpoint
CREATE INDEX `looks_by_viewer` ON `looks` (`viewer`,`day`);