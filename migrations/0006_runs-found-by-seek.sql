CREATE TABLE `aws_charges` (
	`month` text NOT NULL,
	`operation` text NOT NULL,
	`requests` integer NOT NULL,
	`charge` integer NOT NULL,
	PRIMARY KEY(`month`, `operation`)
);
--> statement-breakpoint
CREATE INDEX `runs_by_order` ON `runs` (`job`);--> statement-breakpoint
CREATE INDEX `runs_by_start` ON `runs` (`started_at`);--> statement-breakpoint
CREATE INDEX `runs_by_status` ON `runs` (`status`);--> statement-breakpoint
CREATE INDEX `alerts_by_month` ON `alerts` (`month`);--> statement-breakpoint
CREATE INDEX `deliveries_by_alert` ON `deliveries` (`alert_id`);--> statement-breakpoint
CREATE INDEX `tokens_by_expiry` ON `tokens` (`expires_at`);--> statement-breakpoint
CREATE INDEX `tokens_by_revocation` ON `tokens` (`revoked_at`);--> statement-breakpoint
-- What the runs so far were charged, by the UTC month in which they started.
INSERT INTO `aws_charges` (`month`, `operation`, `requests`, `charge`)
SELECT substr(`runs`.`started_at`, 1, 7), `operation`, sum(`run_operations`.`requests`), sum(`charge`)
FROM `run_operations` INNER JOIN `runs` ON `runs`.`id` = `run_operations`.`run_id`
GROUP BY 1, 2;
