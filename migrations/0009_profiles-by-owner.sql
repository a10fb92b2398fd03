CREATE TABLE `profile_tag_values` (
	`key` text NOT NULL,
	`value` text NOT NULL,
	`arn` text NOT NULL,
	PRIMARY KEY(`key`, `value`, `arn`),
	FOREIGN KEY (`arn`) REFERENCES `profiles`(`arn`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `profile_tag_values_by_profile` ON `profile_tag_values` (`arn`);--> statement-breakpoint
CREATE INDEX `profiles_by_short_id` ON `profiles` (`short_id`);--> statement-breakpoint
CREATE INDEX `profiles_by_place` ON `profiles` (`account_id`,`region`,`gone_at`);--> statement-breakpoint
CREATE INDEX `people_by_cost_center` ON `people` (`cost_center`);--> statement-breakpoint
INSERT INTO `profile_tag_values` (`key`, `value`, `arn`)
  SELECT t.key, t.value, v.arn FROM profile_tags v, json_each(v.tags) t
  WHERE v.valid_from = (SELECT max(valid_from) FROM profile_tags WHERE arn = v.arn);
