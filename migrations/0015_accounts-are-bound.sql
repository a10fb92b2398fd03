CREATE TABLE `bindings` (
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`email` text NOT NULL,
	`address` text NOT NULL,
	`bound_at` text NOT NULL,
	`bound_by` text NOT NULL,
	`signed_in_at` text,
	PRIMARY KEY(`issuer`, `subject`)
);
--> statement-breakpoint
CREATE INDEX `bindings_by_person` ON `bindings` (`email`);--> statement-breakpoint
-- by hand
-- Nobody knows with which account a session of before was begun: each ends once, and who signs in again is bound by that.
DELETE FROM `sessions`;--> statement-breakpoint
DELETE FROM `sign_ins`;
