CREATE TABLE `job_troubles` (
	`job` text PRIMARY KEY NOT NULL,
	`since` text NOT NULL,
	`failures` integer NOT NULL,
	`told_at` text
);
