import type Database from 'better-sqlite3';
import { desc, eq } from 'drizzle-orm';
import { instantOf } from '../core/periods.ts';
import { CONFIRMS_AFTER_MS, LISTS_LAG_MS, mayLag } from '../core/quarantine.ts';
import type { Instant, Place, Profile } from '../core/types.ts';
import { outdateFigures } from './budgetFigures.ts';
import type { Connection, Db } from './connection.ts';
import { modelsKnown, type ProfileMoves, versionsOf } from './profileMoves.ts';
import * as schema from './schema.ts';

export const sameTags = (a: Tags, b: Tags): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([key, value]) => b[key] === value);

export type Listed = Omit<Profile, 'firstSeenAt' | 'lastSeenAt' | 'goneAt' | 'history'>;
export type Tags = Readonly<Record<string, string>>;
/** A profile as it is held, and its last tags, both with their JSON as it stands. */
type Held = Omit<Listed, keyof Place | 'modelArns'> & {
  modelArns: string;
  firstSeenAt: Instant;
  untaggedSince: Instant | null;
};
type Last = { from: Instant; tags: string };

/** The profiles of a place and their last tags, each read at once: one by one, thirty thousand would take seconds. */
function heldIn(sqlite: Database.Database, { accountId, region }: Place) {
  const profiles = sqlite
    .prepare(
      `SELECT arn, short_id AS shortId, name, status, model_key AS modelKey, model_arns AS modelArns, route,
          source_id AS sourceId, created_at AS createdAt, first_seen_at AS firstSeenAt, untagged_since AS untaggedSince
        FROM profiles WHERE account_id = ? AND region = ?`,
    )
    .all(accountId, region) as Held[];
  const versions = sqlite
    .prepare(
      `SELECT t.arn, t.valid_from AS "from", t.tags FROM profiles p JOIN profile_tags t ON t.arn = p.arn
        WHERE p.account_id = ? AND p.region = ? ORDER BY t.valid_from`,
    )
    .all(accountId, region) as (Last & { arn: string })[];
  return {
    profiles: new Map(profiles.map((held) => [held.arn, held])),
    last: new Map(versions.map(({ arn, ...version }): [string, Last] => [arn, version])),
  };
}

/**
 * What a listing of a place should hold: profiles that are not gone, each with the tags that it must have. Not what was just
 * made or tagged from here: lists may lag behind.
 */
export function knownIn(
  sqlite: Database.Database,
  { accountId, region }: Place,
  now: Instant,
): { arn: string; tags: Tags }[] {
  const since = lagging(now);
  const rows = sqlite
    .prepare(
      `SELECT p.arn, t.tags, CASE WHEN t.valid_from >= ? THEN coalesce(
            (SELECT e.tags FROM profile_tags e WHERE e.arn = p.arn AND e.valid_from < t.valid_from
              ORDER BY e.valid_from DESC LIMIT 1),
            CASE WHEN ${madeHere('p')} THEN '{}' END) END AS earlier
        FROM profiles p
        LEFT JOIN profile_tags t ON t.arn = p.arn
          AND t.valid_from = (SELECT max(valid_from) FROM profile_tags WHERE arn = p.arn)
        WHERE p.account_id = ? AND p.region = ? AND p.gone_at IS NULL
          AND NOT (${justMade('p')}) ORDER BY p.arn`,
    )
    .all(since, accountId, region, since) as { arn: string; tags: string | null; earlier: string | null }[];
  return rows.map(({ arn, tags, earlier }) => {
    const last = tags === null ? {} : (JSON.parse(tags) as Tags);
    if (earlier === null) return { arn, tags: last };
    const before = JSON.parse(earlier) as Tags;
    return { arn, tags: Object.fromEntries(Object.entries(last).filter(([key]) => key in before)) };
  });
}

/** One complete listing of a place. Runs inside the caller's transaction. */
export function replacePlace(
  { sqlite, db: inside }: Connection,
  place: Place,
  listed: readonly Listed[],
  tags: ReadonlyMap<string, Tags>,
  now: Instant,
  moves: ProfileMoves,
  isSure: boolean,
): { added: number; changed: number; gone: number } {
  const models = modelsKnown(sqlite);
  const held = heldIn(sqlite, place);
  let changed = 0;
  for (const profile of listed) {
    const { arn } = profile;
    const before = held.profiles.get(arn);
    const told = tags.get(arn);
    if (before === undefined) {
      inside
        .insert(schema.profiles)
        .values({ ...profile, firstSeenAt: now, lastSeenAt: now, goneAt: null })
        .run();
    } else if (keepListed(inside, profile, before)) {
      moves.whole(
        profile,
        versionsOf(sqlite, arn).map((version) => version.tags),
      );
      if (before.modelKey !== profile.modelKey) moves.unnamed(before.modelKey);
    }
    const last = held.last.get(arn);
    const doubted = keepDoubt(inside, before, last, told, now);
    const earlier = () => versionsOf(sqlite, arn).map((version) => version.tags);
    const wanted = doubted && !isSure ? null : tagsToKeep(last, told, before, now, earlier);
    if (before === undefined && wanted === null) moves.whole(profile, []);
    if (wanted === null) continue;
    if (last) changed++;
    moves.retagged(profile, versionsOf(sqlite, arn), { from: now, tags: wanted });
    keepTags(inside, arn, wanted, now);
  }
  seeAgain(sqlite, place, listed, now);
  moves.carryOut(models);
  return {
    added: listed.filter(({ arn }) => !held.profiles.has(arn)).length,
    changed,
    gone: markMissing(sqlite, place, listed, now),
  };
}

/** The tags that a profile has from now on; null where nothing new is known of them. */
function tagsToKeep(
  last: Last | undefined,
  told: Tags | undefined,
  before: Held | undefined,
  now: Instant,
  earlier: () => readonly Tags[],
): Tags | null {
  if (last === undefined && (told === undefined || Object.keys(told).length === 0))
    return isUntagged(before, now) ? {} : null;
  if (last === undefined) return told ?? null;
  // AWS tells of what once had tags even when it has none: left out, it went while the pages were read. And a version
  // newer than the listing is surer than it: the tags were written while the pages were read.
  if (told === undefined || last.from > now || sameTags(JSON.parse(last.tags), told)) return null;
  // What they were before they were just changed, a list may go on saying for a while.
  return mayLag(last.from, now) && earlier().some((tags) => sameTags(tags, told)) ? null : told;
}

/**
 * Whether that a profile has lost all of its tags is to be doubted: whose it was from then on would be nobody's for good, so
 * it is believed once it was said again hours later. Keeps since when it is said.
 */
function keepDoubt(
  inside: Db,
  before: Held | undefined,
  last: Last | undefined,
  told: Tags | undefined,
  now: Instant,
): boolean {
  if (before === undefined || told === undefined) return false;
  const isLost = Object.keys(told).length === 0 && last !== undefined && last.tags !== '{}';
  const since = isLost ? (before.untaggedSince ?? now) : null;
  if (since !== before.untaggedSince)
    inside
      .update(schema.profiles)
      .set({ untaggedSince: since })
      .where(eq(schema.profiles.arn, before.arn))
      .run();
  return since !== null && Date.parse(now) - Date.parse(since) < CONFIRMS_AFTER_MS;
}

/**
 * Whether a profile of which AWS's list of tags says nothing has none indeed: the list may lag behind, or be empty by
 * mistake, and the first tags that are known hold for all days before them. So it is believed once it was said again hours
 * after the profile was first seen.
 */
const isUntagged = (before: Held | undefined, now: Instant): boolean =>
  before !== undefined && Date.parse(now) - Date.parse(before.firstSeenAt) >= CONFIRMS_AFTER_MS;

/**
 * Keeps what a listing tells otherwise of a known profile; answers whether anything of it is another now. What was stored
 * when it was made here is surer than what a listing lets one infer.
 */
function keepListed(inside: Db, profile: Listed, before: Held): boolean {
  const { route, sourceId, ...rest } = profile;
  const told = {
    ...rest,
    ...(route === null ? {} : { route }),
    ...(sourceId === null ? {} : { sourceId }),
  };
  const isSame =
    before.shortId === rest.shortId &&
    before.name === rest.name &&
    before.status === rest.status &&
    before.modelKey === rest.modelKey &&
    before.createdAt === rest.createdAt &&
    before.modelArns === JSON.stringify(rest.modelArns) &&
    (route === null || before.route === route) &&
    (sourceId === null || before.sourceId === sourceId);
  if (isSame) return false;
  inside.update(schema.profiles).set(told).where(eq(schema.profiles.arn, profile.arn)).run();
  return true;
}

/** Tags of a profile from a moment on. */
export function keepTags(inside: Db, arn: string, tags: Tags, now: Instant): void {
  inside
    .insert(schema.profileTags)
    .values({ arn, from: now, tags })
    .onConflictDoUpdate({ target: [schema.profileTags.arn, schema.profileTags.from], set: { tags } })
    .run();
  indexTags(inside, arn);
  // What budgets of a tag count goes by the tags of the day.
  outdateFigures(inside.$client);
}

/** Called with each new version of a profile's tags: it is found by the newest. */
export function indexTags(inside: Db, arn: string): void {
  const { profileTagValues: values, profileTags: versions } = schema;
  inside.delete(values).where(eq(values.arn, arn)).run();
  const newest = inside
    .select({ tags: versions.tags })
    .from(versions)
    .where(eq(versions.arn, arn))
    .orderBy(desc(versions.from))
    .limit(1)
    .get();
  const found = Object.entries(newest?.tags ?? {}).map(([key, value]) => ({ key, value, arn }));
  if (found.length > 0) inside.insert(values).values(found).run();
}

const madeHere = (table: string): string =>
  `EXISTS (SELECT 1 FROM audit a WHERE a.subject = ${table}.arn AND a.action = 'profile.create')`;
/** Made from here since a moment, and never listed: lists may not hold it yet. */
const justMade = (table: string): string =>
  `${table}.first_seen_at = ${table}.last_seen_at AND ${table}.first_seen_at >= ? AND ${madeHere(table)}`;

/** What was made since then may not be in lists yet. */
const lagging = (now: Instant): Instant => instantOf(Date.parse(now) - LISTS_LAG_MS);

const arnsOf = (listed: readonly Listed[]): string => JSON.stringify(listed.map(({ arn }) => arn));

/**
 * Those that a listing holds are there, but for what was deleted from here: AWS uses no ARN again, so a list that still
 * holds it lags behind.
 */
function seeAgain(sqlite: Database.Database, place: Place, listed: readonly Listed[], now: Instant): void {
  sqlite
    .prepare(
      `UPDATE profiles SET last_seen_at = ?, gone_at = NULL
        WHERE account_id = ? AND region = ? AND arn IN (SELECT value FROM json_each(?))
          AND (gone_at IS NULL
            OR NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = profiles.arn AND a.action = 'profile.delete'))`,
    )
    .run(now, place.accountId, place.region, arnsOf(listed));
}

/**
 * Those of a place that its listing no longer holds are gone; how many. One that was just made and never listed is not: a
 * list may show it later.
 */
function markMissing(
  sqlite: Database.Database,
  place: Place,
  listed: readonly Listed[],
  now: Instant,
): number {
  return sqlite
    .prepare(
      `UPDATE profiles SET gone_at = ? WHERE account_id = ? AND region = ? AND gone_at IS NULL AND last_seen_at <= ?
        AND NOT (${justMade('profiles')}) AND arn NOT IN (SELECT value FROM json_each(?))`,
    )
    .run(now, place.accountId, place.region, now, lagging(now), arnsOf(listed)).changes;
}
