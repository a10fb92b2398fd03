ALTER TABLE `audit` ADD `digest` text;--> statement-breakpoint
-- by hand
-- The digests of what is there are written by the program that runs this (`src/store/auditChain.ts`): SQLite has no SHA-256.
-- Entries go in the order in which they were written, so that what is left is one chain: no longer by their dates alone.
DROP TRIGGER `audit_keeps`;
--> statement-breakpoint
CREATE TRIGGER `audit_keeps` BEFORE DELETE ON `audit`
WHEN OLD.`id` >= coalesce((SELECT CAST(`value` AS INTEGER) FROM `meta` WHERE `key` = 'audit.keptFrom'), 0)
BEGIN
	SELECT RAISE(ABORT, 'the audit log cannot be deleted before its time');
END;
