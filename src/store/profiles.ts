import { and, asc, desc, eq, isNull, lte, notInArray, sql } from 'drizzle-orm';
import type { AuditAction } from '../core/audit.ts';
import type { Actor, Instant, Place, Profile, TagVersion } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import {
  allProfiles,
  countProfiles,
  placesOfProfiles,
  profilesByShortId,
  profilesIn,
  usersOfProfiles,
} from './profileQuery.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

const sameTags = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([key, value]) => b[key] === value);

/** The newest version of its tags. */
const latestOf = (db: Db, arn: string): TagVersion | undefined =>
  db
    .select({ from: schema.profileTags.from, tags: schema.profileTags.tags })
    .from(schema.profileTags)
    .where(eq(schema.profileTags.arn, arn))
    .orderBy(desc(schema.profileTags.from))
    .limit(1)
    .get();

/** Called with each new version of a profile's tags: it is found by the newest. */
function indexTags(inside: Db, arn: string): void {
  const { profileTagValues: t } = schema;
  inside.delete(t).where(eq(t.arn, arn)).run();
  const found = Object.entries(latestOf(inside, arn)?.tags ?? {}).map(([key, value]) => ({
    key,
    value,
    arn,
  }));
  if (found.length > 0) inside.insert(t).values(found).run();
}

/** Whether the log holds it already: what was interrupted and is done again is one change. An ARN is never used twice. */
function isAudited(db: Db, action: AuditAction, arn: string): boolean {
  const { audit } = schema;
  return (
    db
      .select({ id: audit.id })
      .from(audit)
      .where(and(eq(audit.subject, arn), eq(audit.action, action)))
      .get() !== undefined
  );
}

function rowOf(profile: Profile): typeof schema.profiles.$inferInsert {
  const { history: _, ...row } = profile;
  return row;
}

type Listed = Omit<Profile, 'firstSeenAt' | 'lastSeenAt' | 'goneAt' | 'history'>;
type Tags = Readonly<Record<string, string>>;

const inPlace = ({ accountId, region }: Place) =>
  and(eq(schema.profiles.accountId, accountId), eq(schema.profiles.region, region));

function replacePlace(
  inside: Db,
  place: Place,
  listed: readonly Listed[],
  tags: ReadonlyMap<string, Tags>,
  now: Instant,
): { added: number; changed: number; gone: number } {
  const known = new Set(
    inside
      .select({ arn: schema.profiles.arn })
      .from(schema.profiles)
      .where(inPlace(place))
      .all()
      .map((row) => row.arn),
  );
  let changed = 0;
  for (const profile of listed) {
    keepListed(inside, profile, known.has(profile.arn), now);
    const last = latestOf(inside, profile.arn);
    const kept = keepTags(inside, profile.arn, tags.get(profile.arn) ?? {}, last, now);
    if (kept && last) changed++;
  }
  return {
    added: listed.filter(({ arn }) => !known.has(arn)).length,
    changed,
    gone: markMissing(inside, place, listed, now),
  };
}

function keepListed(inside: Db, profile: Listed, isKnown: boolean, now: Instant): void {
  if (!isKnown) {
    inside
      .insert(schema.profiles)
      .values({ ...profile, firstSeenAt: now, lastSeenAt: now, goneAt: null })
      .run();
    return;
  }
  const { route, sourceId, ...rest } = profile;
  // What was stored when it was made here is surer than what a listing lets one infer.
  const inferred = {
    ...(route === null ? {} : { route }),
    ...(sourceId === null ? {} : { sourceId }),
  };
  inside
    .update(schema.profiles)
    .set({ ...rest, ...inferred, lastSeenAt: now, goneAt: null })
    .where(eq(schema.profiles.arn, profile.arn))
    .run();
}

/** Whether they are a new version beside the last one. */
function keepTags(inside: Db, arn: string, tags: Tags, last: TagVersion | undefined, now: Instant): boolean {
  // A version newer than the listing is surer than it: the tags were written while the pages were read.
  if (last && (last.from > now || sameTags(last.tags, tags))) return false;
  inside
    .insert(schema.profileTags)
    .values({ arn, from: now, tags })
    .onConflictDoUpdate({ target: [schema.profileTags.arn, schema.profileTags.from], set: { tags } })
    .run();
  indexTags(inside, arn);
  return true;
}

/** Those of a place that its listing no longer holds are gone; how many. */
function markMissing(inside: Db, place: Place, listed: readonly Listed[], now: Instant): number {
  const arns = listed.map((p) => p.arn);
  return inside
    .update(schema.profiles)
    .set({ goneAt: now })
    .where(
      and(
        inPlace(place),
        isNull(schema.profiles.goneAt),
        lte(schema.profiles.lastSeenAt, now),
        arns.length > 0 ? notInArray(schema.profiles.arn, arns) : undefined,
      ),
    )
    .run().changes;
}

function addCreated(inside: Db, profile: Profile, actor: Actor, now: Instant): void {
  const { route, sourceId } = profile;
  inside
    .insert(schema.profiles)
    .values(rowOf(profile))
    .onConflictDoUpdate({ target: schema.profiles.arn, set: { route, sourceId } })
    .run();
  const [latest] = profile.history.slice(-1);
  const known = latestOf(inside, profile.arn);
  if (latest && !(known && sameTags(known.tags, latest.tags))) {
    inside
      .insert(schema.profileTags)
      .values({ arn: profile.arn, ...latest })
      .onConflictDoNothing()
      .run();
    indexTags(inside, profile.arn);
  }
  if (isAudited(inside, 'profile.create', profile.arn)) return;
  writeAudit(inside, {
    at: now,
    actor,
    action: 'profile.create',
    subject: profile.arn,
    before: null,
    after: { name: profile.name, tags: latest?.tags, source: sourceId },
  });
}

function markDeleted(inside: Db, arn: string, actor: Actor, now: Instant): void {
  const before = inside.select().from(schema.profiles).where(eq(schema.profiles.arn, arn)).get();
  inside
    .update(schema.profiles)
    .set({ goneAt: before?.goneAt ?? now })
    .where(eq(schema.profiles.arn, arn))
    .run();
  if (isAudited(inside, 'profile.delete', arn)) return;
  writeAudit(inside, {
    at: now,
    actor,
    action: 'profile.delete',
    subject: arn,
    before: before ? { name: before.name } : null,
    after: null,
  });
}

function getOne(inside: Db, arn: string): Profile | null {
  const row = inside.select().from(schema.profiles).where(eq(schema.profiles.arn, arn)).get();
  return row
    ? {
        ...row,
        history: inside
          .select({ from: schema.profileTags.from, tags: schema.profileTags.tags })
          .from(schema.profileTags)
          .where(eq(schema.profileTags.arn, arn))
          .orderBy(asc(schema.profileTags.from))
          .all(),
      }
    : null;
}

/** Profiles with the history of their tags, and the catalogue of models. Profiles that vanished are kept. */
export function profilesStore({ db, write, writeWith, read }: Connection): Store['profiles'] {
  return {
    replacePlace: async (lease, place, listed, tags, now) =>
      writeWith(lease, (inside) => replacePlace(inside, place, listed, tags, now)),
    addCreated: async (profile, actor, now) => write((inside) => addCreated(inside, profile, actor, now)),
    markDeleted: async (arn, actor, now) => write((inside) => markDeleted(inside, arn, actor, now)),
    all: async () => read(allProfiles),
    list: async (question, page) => read((inside) => profilesIn(inside, question, page)),
    count: async (question) => countProfiles(db, question),
    places: async (question) => placesOfProfiles(db, question),
    users: async (question, names = {}) => usersOfProfiles(db, question, names),
    byShortId: async (shortId) => read((inside) => profilesByShortId(inside, shortId)),
    get: async (arn) => read((inside) => getOne(inside, arn)),
    names: async (arns) =>
      read((inside) =>
        inside
          .select({
            arn: schema.profiles.arn,
            name: schema.profiles.name,
            shortId: schema.profiles.shortId,
          })
          .from(schema.profiles)
          .where(sql`${schema.profiles.arn} IN (SELECT value FROM json_each(${JSON.stringify(arns)}))`)
          .all(),
      ),
    replaceCatalogue: async (lease, region, entries) =>
      writeWith(lease, (inside) => {
        inside.delete(schema.catalogue).where(eq(schema.catalogue.region, region)).run();
        for (const entry of entries)
          inside.insert(schema.catalogue).values(entry).onConflictDoNothing().run();
      }),
    catalogue: async () =>
      db
        .select()
        .from(schema.catalogue)
        .orderBy(asc(schema.catalogue.region), asc(schema.catalogue.id))
        .all(),
  };
}
