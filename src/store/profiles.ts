import type Database from 'better-sqlite3';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { AuditAction } from '../core/audit.ts';
import type { Actor, Instant, Profile, TagVersion } from '../core/types.ts';
import { withAliases } from './aliases.ts';
import { catalogueIn, replaceCatalogue } from './catalogue.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { indexTags, keepTags, knownIn, replacePlace, sameTags, type Tags } from './listing.ts';
import { modelsKnown, ProfileMoves, versionsOf } from './profileMoves.ts';
import {
  countProfiles,
  holdersOfModels,
  lackingTags,
  namesOfProfiles,
  PROFILE_COLUMNS,
  placesOfProfiles,
  profilesByShortId,
  profilesIn,
  profilesTagged,
  usersOfProfiles,
} from './profileQuery.ts';
import { quotasOn } from './quotas.ts';
import { reservationsOn } from './reservations.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

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
  const { history: _, aliases: __, ...row } = profile;
  return row;
}

function addCreated(
  { sqlite, db: inside }: Connection,
  profile: Profile,
  actor: Actor,
  now: Instant,
  moves: ProfileMoves,
): void {
  const { route, sourceId } = profile;
  const models = modelsKnown(sqlite);
  inside
    .insert(schema.profiles)
    .values(rowOf(profile))
    .onConflictDoUpdate({ target: schema.profiles.arn, set: { route, sourceId } })
    .run();
  const [latest] = profile.history.slice(-1);
  const known = versionsOf(sqlite, profile.arn);
  const last = known.at(-1);
  if (latest && !(last && sameTags(last.tags, latest.tags))) {
    inside
      .insert(schema.profileTags)
      .values({ arn: profile.arn, ...latest })
      .onConflictDoNothing()
      .run();
    indexTags(inside, profile.arn);
  }
  moves.whole(
    profile,
    [...known, ...profile.history].map(({ tags }) => tags),
  );
  moves.carryOut(models);
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

function addTagged(
  { sqlite, db: inside }: Connection,
  arn: string,
  tags: Tags,
  actor: Actor,
  now: Instant,
  moves: ProfileMoves,
): void {
  const profile = getOne(inside, arn);
  const before = profile?.history.at(-1)?.tags ?? {};
  if (profile === null || sameTags(before, tags)) return;
  const models = modelsKnown(sqlite);
  moves.retagged(profile, versionsOf(sqlite, arn), { from: now, tags });
  keepTags(inside, arn, tags, now);
  moves.carryOut(models);
  writeAudit(inside, {
    at: now,
    actor,
    action: 'profile.tag',
    subject: arn,
    before: { name: profile.name, tags: before },
    after: { name: profile.name, tags },
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

/** Gone, as AWS said when it was asked for this one: entered once, however many ask at the same time. */
function markMissing(inside: Db, arn: string, actor: Actor, now: Instant): void {
  const { profiles } = schema;
  const before = inside.select().from(profiles).where(eq(profiles.arn, arn)).get();
  if (before === undefined || before.goneAt !== null) return;
  inside.update(profiles).set({ goneAt: now }).where(eq(profiles.arn, arn)).run();
  writeAudit(inside, {
    at: now,
    actor,
    action: 'profile.missing',
    subject: arn,
    before: { name: before.name },
    after: null,
  });
}

function getOne(inside: Db, arn: string): Profile | null {
  const row = inside.select(PROFILE_COLUMNS).from(schema.profiles).where(eq(schema.profiles.arn, arn)).get();
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

/** All profiles with their histories, in the order of their ARNs. */
function allProfiles(sqlite: Database.Database): Profile[] {
  const history = new Map<string, TagVersion[]>();
  const versions = sqlite
    .prepare('SELECT arn, valid_from AS "from", tags FROM profile_tags ORDER BY arn, valid_from')
    .all() as { arn: string; from: Instant; tags: string }[];
  for (const { arn, from, tags } of versions) {
    const version = { from, tags: JSON.parse(tags) as Tags };
    const held = history.get(arn);
    if (held === undefined) history.set(arn, [version]);
    else held.push(version);
  }
  const rows = sqlite.prepare(`SELECT ${PROFILE_FIELDS} FROM profiles ORDER BY arn`).all() as (Omit<
    Profile,
    'modelArns'
  > & { modelArns: string })[];
  // Thousands of profiles stand for the same few models.
  const arns = new Map<string, string[]>();
  return rows.map((row) => {
    const modelArns = arns.get(row.modelArns) ?? (JSON.parse(row.modelArns) as string[]);
    arns.set(row.modelArns, modelArns);
    return { ...row, modelArns, history: history.get(row.arn) ?? [] };
  });
}

/** Columns as their fields are called. */
const PROFILE_FIELDS = Object.entries(PROFILE_COLUMNS)
  .map(([field, column]) => `${column.name} AS ${field}`)
  .join(', ');

/** Profiles with the history of their tags, and the catalogue of models. Profiles that vanished are kept. */
export function profilesStore(
  connection: Connection,
  attribution: 'profileTags' | 'iamPrincipal',
): Store['profiles'] {
  const { sqlite, db, write, writeWith, read } = connection;
  const moves = () => new ProfileMoves(sqlite, attribution);
  return {
    replacePlace: async (lease, place, listed, tags, now, isSure = false) =>
      writeWith(lease, () => replacePlace(connection, place, listed, tags, now, moves(), isSure)),
    addCreated: async (profile, actor, now) =>
      write(() => addCreated(connection, profile, actor, now, moves())),
    addTagged: async (arn, tags, actor, now) =>
      write(() => addTagged(connection, arn, tags, actor, now, moves())),
    ...reservationsOn(connection),
    markDeleted: async (arn, actor, now) => write((inside) => markDeleted(inside, arn, actor, now)),
    markMissing: async (arn, actor, now) => write((inside) => markMissing(inside, arn, actor, now)),
    knownIn: async (place, now) => knownIn(sqlite, place, now),
    all: async () => read(() => withAliases(sqlite, allProfiles(sqlite))),
    list: async (question, page) => read(() => profilesIn(connection, question, page)),
    count: async (question) => read(() => countProfiles(connection, question)),
    lackingTags: async (places, keys, listed) => read(() => lackingTags(connection, places, keys, listed)),
    places: async (question) => read(() => placesOfProfiles(connection, question)),
    users: async (question, names = {}) => read(() => usersOfProfiles(connection, question, names)),
    holders: async (userKey) => read(() => holdersOfModels(connection, userKey)),
    named: async (question) => read(() => namesOfProfiles(connection, question)),
    byShortId: async (shortId) => read(() => profilesByShortId(connection, shortId)),
    get: async (arn) =>
      read((inside) => {
        const found = getOne(inside, arn);
        return found === null ? null : (withAliases(sqlite, [found])[0] ?? null);
      }),
    tagged: async (key, value) => read(() => profilesTagged(connection, key, value)),
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
      writeWith(lease, () => replaceCatalogue(connection, region, entries)),
    catalogue: async () => catalogueIn(db),
    ...quotasOn(connection),
  };
}
