import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { leftNotice } from '../core/notices.ts';
import type { Recipient } from '../core/recipients.ts';
import type { Instant } from '../core/types.ts';
import { owe } from './alerts.ts';
import { addressesNamed } from './aliases.ts';
import type { Db } from './connection.ts';
import * as schema from './schema.ts';

const THEIRS = `SELECT p.name FROM profile_tag_values v JOIN profiles p ON p.arn = v.arn
  WHERE v.key = ? AND v.value IN (SELECT value FROM json_each(?)) AND p.gone_at IS NULL ORDER BY p.name, p.arn`;

/** Owes operators one message about those of these people who still have profiles; answers how many have. */
export function tellLeft(
  sqlite: Database.Database,
  inside: Db,
  { emails, userTag, send }: { emails: readonly string[]; userTag: string; send: readonly Recipient[] },
  now: Instant,
): number {
  const theirs = sqlite.prepare(THEIRS).pluck();
  const people = emails.flatMap((email) => {
    const profiles = theirs.all(userTag, JSON.stringify(addressesNamed(sqlite, [email]))) as string[];
    return profiles.length === 0 ? [] : [{ email, profiles }];
  });
  if (people.length === 0) return 0;
  const id = randomUUID();
  inside
    .insert(schema.notices)
    .values({ id, ...leftNotice(people), raisedAt: now })
    .run();
  for (const to of send) owe(inside, { noticeId: id }, to, now);
  return people.length;
}
