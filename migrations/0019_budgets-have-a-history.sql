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
CREATE INDEX `budget_changes_by_day` ON `budget_changes` (`budget_id`,`from_day`);--> statement-breakpoint
DROP INDEX `budgets_scope`;--> statement-breakpoint
ALTER TABLE `budgets` ADD `period` text DEFAULT 'month' NOT NULL;--> statement-breakpoint
ALTER TABLE `budgets` ADD `narrowing` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `budgets` ADD `known_from` text;--> statement-breakpoint
CREATE UNIQUE INDEX `budgets_slot` ON `budgets` (`scope_kind`,`scope_key`,`period`,`narrowing`);
--> statement-breakpoint
-- by hand: the history of budgets, as the audit log tells it, in tables that are gone at the end
CREATE TABLE `was_said` AS
SELECT id, at, actor, coalesce(reason, '') AS reason, action, subject,
	CAST(json_extract(before, '$.amount') AS INTEGER) AS before, CAST(json_extract(after, '$.amount') AS INTEGER) AS after,
	json_extract(after, '$.version') AS version, 'user:' || json_extract(after, '$.alias') AS alias
FROM `audit` WHERE action IN ('budget.set', 'budget.remove', 'person.alias') ORDER BY id;
--> statement-breakpoint
CREATE INDEX `was_said_of` ON `was_said` (`subject`, `id`);
--> statement-breakpoint
CREATE INDEX `was_said_then` ON `was_said` (`id`);
--> statement-breakpoint
-- by hand: budgets that went along when somebody got another address; one that had ended went without a word
CREATE TABLE `was_moved` AS
SELECT r.id AS left_id, e.id AS come_id, r.subject AS old, e.subject AS new, e.at AS at
FROM `was_said` e JOIN `was_said` r ON r.id = e.id - 1
WHERE e.action = 'budget.set' AND e.before IS NULL AND r.action = 'budget.remove' AND r.at = e.at
	AND EXISTS (SELECT 1 FROM `was_said` p
		WHERE p.subject = e.subject AND p.id > e.id AND p.action = 'person.alias' AND p.at = e.at AND p.alias = r.subject)
UNION ALL
SELECT p.id, p.id, p.alias, p.subject, p.at FROM `was_said` p
WHERE p.action = 'person.alias'
	AND NOT EXISTS (SELECT 1 FROM `was_said` o WHERE o.subject = p.subject AND o.id < p.id AND o.action <> 'person.alias')
	AND EXISTS (SELECT 1 FROM `was_said` o WHERE o.subject = p.alias AND o.id < p.id AND o.action <> 'person.alias')
	AND NOT EXISTS (SELECT 1 FROM `was_said` o WHERE o.id = p.id - 1 AND o.subject = p.alias AND o.at = p.at)
	AND NOT EXISTS (SELECT 1 FROM `budgets` b WHERE 'user:' || b.scope_key = p.alias AND b.scope_kind = 'user' AND b.created_at < p.at);
--> statement-breakpoint
-- by hand: under which names each budget stood, from the last to the first
CREATE TABLE `was_called` AS
WITH RECURSIVE called (budget_id, created_at, subject, upper) AS (
	SELECT id, created_at, scope_kind || ':' || scope_key, 9223372036854775807 FROM `budgets`
	UNION ALL
	SELECT p.budget_id, p.created_at, CASE WHEN m.new = p.subject THEN m.old ELSE m.new END,
		CASE WHEN m.new = p.subject THEN m.left_id ELSE m.come_id END
	FROM called p JOIN `was_moved` m ON m.come_id = (SELECT max(x.come_id) FROM `was_moved` x
		WHERE (x.new = p.subject OR x.old = p.subject) AND x.come_id < p.upper)
	WHERE m.new = p.subject OR p.created_at < m.at
)
SELECT budget_id, subject, upper, coalesce((SELECT max(x.come_id) FROM `was_moved` x
	WHERE (x.new = called.subject OR x.old = called.subject) AND x.come_id < called.upper), 0) AS lower
FROM called;
--> statement-breakpoint
CREATE TABLE `was_decided` AS
SELECT p.budget_id, s.id, s.at, s.actor, s.reason, s.action, s.before, s.after, s.version
FROM `was_called` p JOIN `was_said` s ON s.subject = p.subject AND s.id > p.lower AND s.id < p.upper
WHERE s.action = 'budget.remove' OR (s.action = 'budget.set' AND s.version IS NOT NULL AND s.after IS NOT NULL);
--> statement-breakpoint
CREATE INDEX `was_decided_of` ON `was_decided` (`budget_id`, `id`);
--> statement-breakpoint
-- by hand: one that began or came back counted from the beginning of the month, or since it had ended in it
INSERT OR REPLACE INTO `budget_changes`
SELECT a.budget_id, a.version, 'set',
	CASE WHEN a.before IS NOT NULL THEN substr(a.at, 1, 10)
		ELSE max(substr(a.at, 1, 7) || '-01', coalesce((SELECT substr(max(e.at), 1, 10) FROM `was_decided` e
			WHERE e.action = 'budget.remove' AND e.budget_id = a.budget_id AND e.id < a.id), '')) END,
	NULL, a.after, NULL, 0, 0, a.at, a.actor, a.reason, NULL
FROM `was_decided` a WHERE a.action = 'budget.set' ORDER BY a.id;
--> statement-breakpoint
INSERT OR REPLACE INTO `budget_changes`
SELECT a.budget_id, coalesce((SELECT s.version FROM `was_decided` s
		WHERE s.action = 'budget.set' AND s.budget_id = a.budget_id AND s.id < a.id ORDER BY s.id DESC LIMIT 1),
		(SELECT s.version - 1 FROM `was_decided` s
		WHERE s.action = 'budget.set' AND s.budget_id = a.budget_id AND s.id > a.id ORDER BY s.id LIMIT 1), b.version),
	'end', substr(a.at, 1, 10), NULL, NULL, NULL, 0, 0, a.at, a.actor, a.reason, NULL
FROM `was_decided` a JOIN `budgets` b ON b.id = a.budget_id WHERE a.action = 'budget.remove' ORDER BY a.id;
--> statement-breakpoint
-- by hand: since the log begins nothing was decided before its first entry, which says what held until then; of a first amount
-- it is known since when
INSERT OR IGNORE INTO `budget_changes`
SELECT f.id, f.version, 'set', substr(f.since, 1, 7) || '-01', NULL, f.amount, NULL, 0, 0, f.since, 'unknown', '', NULL
FROM (SELECT g.*, CASE WHEN g.version = 1 THEN g.created_at ELSE max((SELECT min(at) FROM `audit`), g.created_at) END AS since
	FROM (SELECT b.id, b.created_at, a.before AS amount, CASE a.action WHEN 'budget.set' THEN a.version - 1
			ELSE (SELECT c.version FROM `budget_changes` c WHERE c.budget_id = b.id AND c.kind = 'end' ORDER BY c.recorded_at LIMIT 1) END AS version
		FROM `budgets` b JOIN `was_decided` a ON a.budget_id = b.id
			AND a.id = (SELECT min(f.id) FROM `was_decided` f WHERE f.budget_id = b.id)
		WHERE a.before IS NOT NULL) g) f;
--> statement-breakpoint
UPDATE `budgets` SET `known_from` = substr(max((SELECT min(at) FROM `audit`), created_at), 1, 10)
WHERE EXISTS (SELECT 1 FROM `was_decided` a WHERE a.budget_id = budgets.id)
	AND NOT EXISTS (SELECT 1 FROM `budget_changes` c WHERE c.budget_id = budgets.id AND c.version = 1 AND c.kind = 'set');
--> statement-breakpoint
-- by hand: of whom the log says nothing, the last change is known by its day; of an end not what held until then
UPDATE `budgets` SET `updated_at` = coalesce(min(updated_at, max((SELECT min(at) FROM `audit`), created_at)), updated_at)
WHERE version > 1 AND NOT EXISTS (SELECT 1 FROM `was_decided` a WHERE a.budget_id = budgets.id);
--> statement-breakpoint
UPDATE `budgets` SET `known_from` = substr(updated_at, 1, 10)
WHERE version > 1 AND NOT EXISTS (SELECT 1 FROM `was_decided` a WHERE a.budget_id = budgets.id);
--> statement-breakpoint
INSERT OR IGNORE INTO `budget_changes`
SELECT id, version, 'set', CASE WHEN version = 1 THEN substr(created_at, 1, 7) || '-01'
		WHEN deleted_at IS NULL THEN substr(updated_at, 1, 7) || '-01' ELSE substr(deleted_at, 1, 10) END,
	NULL, amount, NULL, 0, 0, updated_at, 'unknown', '', NULL
FROM `budgets`;
--> statement-breakpoint
INSERT OR IGNORE INTO `budget_changes`
SELECT id, version, 'end', substr(deleted_at, 1, 10), NULL, NULL, NULL, 0, 0, deleted_at, 'unknown', '', NULL
FROM `budgets` WHERE deleted_at IS NOT NULL;
--> statement-breakpoint
DROP TABLE `was_decided`;--> statement-breakpoint
DROP TABLE `was_called`;--> statement-breakpoint
DROP TABLE `was_moved`;--> statement-breakpoint
DROP TABLE `was_said`;--> statement-breakpoint
ALTER TABLE `budgets` DROP COLUMN `amount`;--> statement-breakpoint
ALTER TABLE `budgets` DROP COLUMN `updated_at`;--> statement-breakpoint
ALTER TABLE `budgets` DROP COLUMN `deleted_at`;
