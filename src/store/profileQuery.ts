import type Database from 'better-sqlite3';
import { and, asc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm';
import { MANAGED_BY, OURS } from '../core/policies/choices.ts';
import type { Place, Profile, TagVersion } from '../core/types.ts';
import { addressesNamed, personColumn, scopeByAddress, withAliases } from './aliases.ts';
import type { Connection } from './connection.ts';
import * as schema from './schema.ts';
import type { LackingTags, ProfileNamed, ProfileQuestion } from './types.ts';
import type { NamesAsked } from './typesSpend.ts';

/** Questions about profiles: each reads those that fit, and not the estate. */

const t = schema.profiles;
/** What a profile is; what listings doubt of it is theirs. */
const { untaggedSince: _, ...columns } = getTableColumns(t);
export const PROFILE_COLUMNS = columns;
const some = (values: readonly string[]): SQL =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
const tagged = (key: string, fits: SQL): SQL =>
  sql`SELECT arn FROM profile_tag_values WHERE key = ${key} AND value ${fits}`;

/** Those that the people of a cost center share: `core/vending/shared` says which these are. */
const sharedOf = ({ user, costCenter }: ProfileQuestion['tagKeys'], centers: readonly string[]): SQL =>
  sql`SELECT arn FROM profile_tag_values c WHERE key = ${costCenter} AND value IN ${some(centers)}
    AND EXISTS (SELECT 1 FROM profile_tag_values o WHERE o.arn = c.arn AND o.key = ${MANAGED_BY} AND o.value = ${OURS})
    AND NOT EXISTS (SELECT 1 FROM profile_tag_values u WHERE u.arn = c.arn AND u.key = ${user})`;

type Asked = Pick<Connection, 'sqlite' | 'db'>;

/** What of a question narrows it down, by the tags of today. */
function whereOf(
  sqlite: Database.Database,
  { scope: asked, tagKeys, user, sharedBy = [] }: ProfileQuestion,
): SQL | undefined {
  const scope = scopeByAddress(sqlite, asked);
  const seen =
    scope === 'all'
      ? undefined
      : // '' is nobody: whoever owns no cost center must not see what has none.
        sql`${t.arn} IN (${tagged(tagKeys.user, sql`IN ${some(scope.users.filter((one) => one !== ''))}`)}
          UNION ${tagged(tagKeys.costCenter, sql`IN ${some(scope.costCenters.filter((one) => one !== ''))}`)}
          ${sharedBy.length === 0 ? sql`` : sql`UNION ${sharedOf(tagKeys, sharedBy)}`})`;
  const owned =
    user === undefined
      ? undefined
      : user === ''
        ? sql`${t.arn} NOT IN (${tagged(tagKeys.user, sql`<> ''`)})`
        : sql`${t.arn} IN (${tagged(tagKeys.user, sql`IN ${some(addressesNamed(sqlite, [user]))}`)})`;
  return and(seen, owned);
}

/** By ARN, with the history of their tags. */
function withHistory({ sqlite, db }: Asked, rows: readonly Omit<Profile, 'history'>[]): Profile[] {
  const history = new Map<string, TagVersion[]>();
  const { arn, from, tags } = schema.profileTags;
  for (const one of db
    .select({ arn, from, tags })
    .from(schema.profileTags)
    .where(sql`${arn} IN ${some(rows.map((row) => row.arn))}`)
    .orderBy(asc(arn), asc(from))
    .all()) {
    const versions = history.get(one.arn) ?? [];
    versions.push({ from: one.from, tags: one.tags });
    history.set(one.arn, versions);
  }
  return withAliases(
    sqlite,
    rows.map((row) => ({ ...row, history: history.get(row.arn) ?? [] })),
  );
}

export function profilesIn(
  on: Asked,
  question: ProfileQuestion,
  page: { limit: number; offset: number } | null,
): Profile[] {
  const asked = on.db.select(PROFILE_COLUMNS).from(t).where(whereOf(on.sqlite, question)).orderBy(asc(t.arn));
  const rows = page === null ? asked.all() : asked.limit(page.limit).offset(page.offset).all();
  return withHistory(on, rows);
}

export function namesOfProfiles({ sqlite, db }: Asked, question: ProfileQuestion): ProfileNamed[] {
  const { shortId, name, modelKey, goneAt } = t;
  return db
    .select({ shortId, name, modelKey, goneAt })
    .from(t)
    .where(whereOf(sqlite, question))
    .orderBy(asc(name), asc(shortId))
    .all()
    .map((row) => ({ ...row, isGone: row.goneAt !== null }));
}

export const countProfiles = ({ sqlite, db }: Asked, question: ProfileQuestion): number =>
  Number(db.select({ n: sql<bigint>`count(*)` }).from(t).where(whereOf(sqlite, question)).get()?.n ?? 0);

/** Profiles that are there; with places, those in them. */
const there = (places: readonly Place[] | null): SQL =>
  places === null
    ? sql`profiles p WHERE p.gone_at IS NULL`
    : sql`json_each(${JSON.stringify(places)}) w CROSS JOIN profiles p
        WHERE p.account_id = w.value ->> 'accountId' AND p.region = w.value ->> 'region' AND p.gone_at IS NULL`;

/** The one rule of which tags a profile lacks: those that it bears no value of today. */
export function lackingTags(
  { db }: Pick<Connection, 'db'>,
  places: readonly Place[] | null,
  keys: readonly string[],
  listed: number,
): LackingTags {
  const lacks = sql`NOT EXISTS (SELECT 1 FROM profile_tag_values v
    WHERE v.arn = p.arn AND v.key = k.value AND v.value <> '')`;
  const wanted = JSON.stringify([...new Set(keys)]);
  const some = sql`EXISTS (SELECT 1 FROM json_each(${wanted}) k WHERE ${lacks})`;
  const counted = db.get<{ known: bigint; lacking: bigint | null }>(
    sql`SELECT count(*) AS known, sum(${some}) AS lacking FROM ${there(places)}`,
  );
  const first = db.all<{ arn: string; missing: string }>(
    sql`SELECT p.arn AS arn, (SELECT json_group_array(k.value) FROM json_each(${wanted}) k WHERE ${lacks}) AS missing
      FROM ${there(places)} AND ${some} ORDER BY p.arn LIMIT ${listed}`,
  );
  return {
    known: Number(counted.known),
    lacking: Number(counted.lacking ?? 0),
    first: first.map(({ arn, missing }) => ({ arn, missing: JSON.parse(missing) as string[] })),
  };
}

export const profilesByShortId = (on: Asked, shortId: string): Profile[] =>
  withHistory(
    on,
    on.db.select(PROFILE_COLUMNS).from(t).where(eq(t.shortId, shortId)).orderBy(asc(t.arn)).all(),
  );

export const placesOfProfiles = ({ sqlite, db }: Asked, question: ProfileQuestion): Place[] =>
  db
    .select({ accountId: t.accountId, region: t.region })
    .from(t)
    .where(and(isNull(t.goneAt), whereOf(sqlite, question)))
    .groupBy(t.accountId, t.region)
    .orderBy(sql`count(*) DESC`, sql`min(${t.arn})`)
    .all();

export const usersOfProfiles = (
  { sqlite, db }: Asked,
  { scope, tagKeys }: ProfileQuestion,
  { limit, unknown = false }: NamesAsked,
): string[] => {
  const { key, value, arn } = schema.profileTagValues;
  const seen = whereOf(sqlite, { scope, tagKeys });
  const person = sql.raw(personColumn(sqlite, 'value'));
  return db
    .selectDistinct({ value: sql<string>`${person}` })
    .from(schema.profileTagValues)
    .where(
      and(
        eq(key, tagKeys.user),
        sql`${value} <> ''`,
        seen === undefined ? undefined : sql`${arn} IN (SELECT arn FROM profiles WHERE ${seen})`,
        unknown ? sql`NOT EXISTS (SELECT 1 FROM people WHERE email = ${person})` : undefined,
      ),
    )
    .orderBy(sql`1`)
    .limit(limit ?? -1)
    .all()
    .map((row) => row.value);
};

/** Of each model: how many people of the directory have a profile of it that is there; who left does not count. */
export function holdersOfModels(
  { sqlite, db }: Asked,
  userKey: string,
): { modelKey: string; people: number }[] {
  const { key, value, arn } = schema.profileTagValues;
  const { email, active } = schema.people;
  return db
    .select({ modelKey: t.modelKey, people: sql<bigint>`count(DISTINCT ${email})` })
    .from(t)
    .innerJoin(schema.profileTagValues, and(eq(arn, t.arn), eq(key, userKey)))
    .innerJoin(schema.people, eq(email, sql.raw(personColumn(sqlite, 'value'))))
    .where(and(isNull(t.goneAt), eq(active, true), sql`${value} <> ''`))
    .groupBy(t.modelKey)
    .orderBy(asc(t.modelKey))
    .all()
    .map((row) => ({ ...row, people: Number(row.people) }));
}

/** Profiles that bear a tag, or did at some time, with the history of their tags. */
export function profilesTagged(
  { db }: Asked,
  key: string,
  value: string,
): Pick<Profile, 'arn' | 'history'>[] {
  const { arn, from, tags } = schema.profileTags;
  const bearing = sql`SELECT b.arn FROM profile_tags b WHERE EXISTS
    (SELECT 1 FROM json_each(b.tags) j WHERE j.key = ${key} AND j.value = ${value})`;
  const rows = db
    .select({ arn, from, tags })
    .from(schema.profileTags)
    .where(sql`${arn} IN (${bearing})`)
    .orderBy(asc(arn), asc(from))
    .all();
  return [...Map.groupBy(rows, (row) => row.arn)].map(([of, versions]) => ({
    arn: of,
    history: versions.map((one) => ({ from: one.from, tags: one.tags })),
  }));
}
