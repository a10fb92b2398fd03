-- What was done stays as it was written. Only what is older than the setting keeps it for can go.
CREATE TRIGGER `audit_never_changes` BEFORE UPDATE ON `audit`
BEGIN
	SELECT RAISE(ABORT, 'the audit log cannot be changed');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_keeps` BEFORE DELETE ON `audit`
WHEN OLD.`at` >= coalesce((SELECT `value` FROM `meta` WHERE `key` = 'audit.keepFrom'), '')
BEGIN
	SELECT RAISE(ABORT, 'the audit log cannot be deleted before its time');
END;
