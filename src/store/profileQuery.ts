import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Place, Profile, TagVersion } from '../core/types.ts';
import type { Db } from './connection.ts';
import * as schema from './schema.ts';
import type { ProfileQuestion } from './types.ts';
import type { NamesAsked } from './typesSpend.ts';

/** Questions about profiles: each reads those that fit, and not the estate. */

const t = schema.profiles;
const some = (values: readonly string[]): SQL =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
const tagged = (key: string, fits: SQL): SQL =>
  sql`SELECT arn FROM profile_tag_values WHERE key = ${key} AND value ${fits}`;

/** What of a question narrows it down, by the tags of today. */
function whereOf({ scope, tagKeys, user }: ProfileQuestion): SQL | undefined {
  const seen =
    scope === 'all'
      ? undefined
      : // '' is nobody: whoever owns no cost center must not see what has none.
        sql`${t.arn} IN (${tagged(tagKeys.user, sql`IN ${some(scope.users.filter((one) => one !== ''))}`)}
          UNION ${tagged(tagKeys.costCenter, sql`IN ${some(scope.costCenters.filter((one) => one !== ''))}`)})`;
  const owned =
    user === undefined
      ? undefined
      : user === ''
        ? sql`${t.arn} NOT IN (${tagged(tagKeys.user, sql`<> ''`)})`
        : sql`${t.arn} IN (${tagged(tagKeys.user, sql`= ${user}`)})`;
  return and(seen, owned);
}

/** By ARN, with the history of their tags. */
function withHistory(db: Db, rows: readonly (typeof t.$inferSelect)[]): Profile[] {
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
  return rows.map((row) => ({ ...row, history: history.get(row.arn) ?? [] }));
}

export function profilesIn(
  db: Db,
  question: ProfileQuestion,
  page: { limit: number; offset: number } | null,
): Profile[] {
  const asked = db.select().from(t).where(whereOf(question)).orderBy(asc(t.arn));
  const rows = page === null ? asked.all() : asked.limit(page.limit).offset(page.offset).all();
  return withHistory(db, rows);
}

export const countProfiles = (db: Db, question: ProfileQuestion): number =>
  Number(db.select({ n: sql<bigint>`count(*)` }).from(t).where(whereOf(question)).get()?.n ?? 0);

export const profilesByShortId = (db: Db, shortId: string): Profile[] =>
  withHistory(db, db.select().from(t).where(eq(t.shortId, shortId)).orderBy(asc(t.arn)).all());

export const placesOfProfiles = (db: Db, question: ProfileQuestion): Place[] =>
  db
    .select({ accountId: t.accountId, region: t.region })
    .from(t)
    .where(and(isNull(t.goneAt), whereOf(question)))
    .groupBy(t.accountId, t.region)
    .orderBy(sql`count(*) DESC`, sql`min(${t.arn})`)
    .all();

export const usersOfProfiles = (
  db: Db,
  { scope, tagKeys }: ProfileQuestion,
  { limit, unknown = false }: NamesAsked,
): string[] => {
  const { key, value, arn } = schema.profileTagValues;
  const seen = whereOf({ scope, tagKeys });
  return db
    .selectDistinct({ value })
    .from(schema.profileTagValues)
    .where(
      and(
        eq(key, tagKeys.user),
        sql`${value} <> ''`,
        seen === undefined ? undefined : sql`${arn} IN (SELECT arn FROM profiles WHERE ${seen})`,
        unknown ? sql`NOT EXISTS (SELECT 1 FROM people WHERE email = ${value})` : undefined,
      ),
    )
    .orderBy(asc(value))
    .limit(limit ?? -1)
    .all()
    .map((row) => row.value);
};
