CREATE TABLE `spend_sums` (
	`day` text NOT NULL,
	`view` text NOT NULL,
	`user_email` text,
	`cost_center` text,
	`model_key` text NOT NULL,
	`label` text NOT NULL,
	`allocated_by` text,
	`reason` text,
	`amount` integer NOT NULL,
	`billed` integer NOT NULL,
	`estimated` integer NOT NULL,
	`estimated_low` integer NOT NULL,
	`estimated_high` integer NOT NULL,
	`tokens` integer NOT NULL,
	`input` integer NOT NULL,
	`output` integer NOT NULL,
	`cache_read` integer NOT NULL,
	`cache_write` integer NOT NULL,
	`unpriced` integer NOT NULL,
	`counts_best` integer NOT NULL,
	`counts_billed` integer NOT NULL,
	`counts_estimated` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `spend_sums` SELECT day, view, user_email, cost_center, model_key, label, allocated_by, reason,
	sum(amount), sum(billed), sum(estimated), sum(estimated_low), sum(estimated_high), sum(tokens),
	sum(CASE WHEN kind = 'input' THEN tokens ELSE 0 END),
	sum(CASE WHEN kind = 'output' THEN tokens ELSE 0 END),
	sum(CASE WHEN kind = 'cacheRead' THEN tokens ELSE 0 END),
	sum(CASE WHEN kind = 'cacheWrite' THEN tokens ELSE 0 END),
	sum(CASE WHEN rate_source IS NULL AND tokens > 0 AND label = 'estimated' THEN tokens ELSE 0 END),
	max(amount <> 0 OR tokens <> 0), max(billed <> 0 OR tokens <> 0), max(estimated <> 0 OR tokens <> 0)
	FROM `spend` GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;--> statement-breakpoint
CREATE INDEX `spend_sums_by_day` ON `spend_sums` (`view`,`day`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_usage` (
	`account_id` text NOT NULL,
	`region` text NOT NULL,
	`dimension` text NOT NULL,
	`kind` text NOT NULL,
	`hour` text NOT NULL,
	`tokens` integer NOT NULL,
	PRIMARY KEY(`hour`, `account_id`, `region`, `dimension`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_usage`("account_id", "region", "dimension", "kind", "hour", "tokens") SELECT "account_id", "region", "dimension", "kind", "hour", "tokens" FROM `usage` ORDER BY `hour`, `account_id`, `region`, `dimension`, `kind`;--> statement-breakpoint
DROP TABLE `usage`;--> statement-breakpoint
ALTER TABLE `__new_usage` RENAME TO `usage`;--> statement-breakpoint
CREATE TABLE `__new_charges` (
	`day` text NOT NULL,
	`grouping` text NOT NULL,
	`account_id` text NOT NULL,
	`key1` text NOT NULL,
	`key2` text NOT NULL,
	`amount` integer NOT NULL,
	`quantity` integer NOT NULL,
	`unit` text NOT NULL,
	`provisional` integer NOT NULL,
	PRIMARY KEY(`day`, `grouping`, `account_id`, `key1`, `key2`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_charges`("day", "grouping", "account_id", "key1", "key2", "amount", "quantity", "unit", "provisional") SELECT "day", "grouping", "account_id", "key1", "key2", "amount", "quantity", "unit", "provisional" FROM `charges` ORDER BY `day`, `grouping`, `account_id`, `key1`, `key2`;--> statement-breakpoint
DROP TABLE `charges`;--> statement-breakpoint
ALTER TABLE `__new_charges` RENAME TO `charges`;--> statement-breakpoint
PRAGMA foreign_keys=ON;