CREATE TABLE `budget_changes` (
	`budget_id` text NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`from_day` text NOT NULL,
	`to_exclusive` text,
	`amount` integer,
	`thresholds` text,
	`carry_over` integer NOT NULL,
	`hard` integer NOT NULL,
	`recorded_at` text NOT NULL,
	`by` text NOT NULL,
	`reason` text NOT NULL,
	`withdrawn_at` text,
	PRIMARY KEY(`budget_id`, `version`, `kind`),
	FOREIGN KEY (`budget_id`) REFERENCES `budgets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
DROP INDEX `budgets_scope`;--> statement-breakpoint
ALTER TABLE `budgets` ADD `period` text DEFAULT 'month' NOT NULL;--> statement-breakpoint
ALTER TABLE `budgets` ADD `narrowing` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `budgets` ADD `known_from` text;--> statement-breakpoint
CREATE UNIQUE INDEX `budgets_slot` ON `budgets` (`scope_kind`,`scope_key`,`period`,`narrowing`);
--> statement-breakpoint
-- by hand: the history of budgets, as the audit log tells it
INSERT OR REPLACE INTO `budget_changes`
SELECT b.id, json_extract(a.after, '$.version'), 'set',
	CASE WHEN a.before IS NOT NULL THEN substr(a.at, 1, 10)
		ELSE max(substr(a.at, 1, 7) || '-01', coalesce((SELECT substr(max(e.at), 1, 10) FROM `audit` e
			WHERE e.action = 'budget.remove' AND e.subject = a.subject AND e.id < a.id), '')) END,
	NULL, CAST(json_extract(a.after, '$.amount') AS INTEGER), NULL, 0, 0, a.at, a.actor, coalesce(a.reason, ''), NULL
FROM `budgets` b JOIN `audit` a ON a.subject = b.scope_kind || ':' || b.scope_key
WHERE a.action = 'budget.set' AND json_extract(a.after, '$.version') IS NOT NULL
	AND json_extract(a.after, '$.amount') IS NOT NULL
ORDER BY a.id;
--> statement-breakpoint
INSERT OR REPLACE INTO `budget_changes`
SELECT b.id, coalesce((SELECT json_extract(s.after, '$.version') FROM `audit` s
		WHERE s.action = 'budget.set' AND s.subject = a.subject AND s.id < a.id ORDER BY s.id DESC LIMIT 1),
		(SELECT json_extract(s.after, '$.version') - 1 FROM `audit` s
		WHERE s.action = 'budget.set' AND s.subject = a.subject AND s.id > a.id ORDER BY s.id LIMIT 1), b.version),
	'end', substr(a.at, 1, 10), NULL, NULL, NULL, 0, 0, a.at, a.actor, coalesce(a.reason, ''), NULL
FROM `budgets` b JOIN `audit` a ON a.subject = b.scope_kind || ':' || b.scope_key
WHERE a.action = 'budget.remove'
ORDER BY a.id;
--> statement-breakpoint
-- by hand: what held before the log begins is known as far as its first entry says it
INSERT OR IGNORE INTO `budget_changes`
SELECT b.id, CASE a.action WHEN 'budget.set' THEN json_extract(a.after, '$.version') - 1
		ELSE (SELECT c.version FROM `budget_changes` c WHERE c.budget_id = b.id AND c.kind = 'end' ORDER BY c.from_day LIMIT 1) END,
	'set', substr(a.at, 1, 7) || '-01', NULL, CAST(json_extract(a.before, '$.amount') AS INTEGER), NULL, 0, 0,
	a.at, 'unknown', '', NULL
FROM `budgets` b JOIN `audit` a ON a.id = (SELECT min(f.id) FROM `audit` f
	WHERE f.subject = b.scope_kind || ':' || b.scope_key AND f.action IN ('budget.set', 'budget.remove'))
WHERE json_extract(a.before, '$.amount') IS NOT NULL;
--> statement-breakpoint
INSERT OR IGNORE INTO `budget_changes`
SELECT id, version, 'set', substr(updated_at, 1, 7) || '-01', NULL, amount, NULL, 0, 0, updated_at, 'unknown', '', NULL
FROM `budgets`;
--> statement-breakpoint
INSERT OR IGNORE INTO `budget_changes`
SELECT id, version, 'end', substr(deleted_at, 1, 10), NULL, NULL, NULL, 0, 0, deleted_at, 'unknown', '', NULL
FROM `budgets` WHERE deleted_at IS NOT NULL;
--> statement-breakpoint
UPDATE `budgets` SET `known_from` = (SELECT min(from_day) FROM `budget_changes` WHERE budget_id = budgets.id)
WHERE NOT EXISTS (SELECT 1 FROM `budget_changes` WHERE budget_id = budgets.id AND version = 1 AND kind = 'set' AND `by` <> 'unknown')
	AND NOT (version = 1 AND created_at = updated_at);
--> statement-breakpoint
ALTER TABLE `budgets` DROP COLUMN `amount`;--> statement-breakpoint
ALTER TABLE `budgets` DROP COLUMN `updated_at`;--> statement-breakpoint
ALTER TABLE `budgets` DROP COLUMN `deleted_at`;
