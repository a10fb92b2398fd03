import type Database from 'better-sqlite3';
import { and, asc, count, eq, or, type SQL, sql } from 'drizzle-orm';
import type { Person } from '../core/people.ts';
import { reportCounts as countReports } from '../core/reporting.ts';
import type { Connection, Db } from './connection.ts';
import * as schema from './schema.ts';
import { prepared } from './statements.ts';
import type { PeopleQuestion, PeopleStore } from './typesPeople.ts';

/** Questions about the directory: each reads those who fit, and not everybody. */

const t = schema.people;

/**
 * Everybody who reports to somebody, directly or not, those who have left included: what they spent stays their team's, and
 * whoever still reports to them stays below whom they reported to. `UNION` ends where people report in a circle.
 */
const BELOW = `WITH RECURSIVE reports(email) AS (
    SELECT email FROM people WHERE manager = ?
    UNION
    SELECT people.email FROM people JOIN reports ON people.manager = reports.email
  )
  SELECT`;
const REPORTS = `${BELOW} email FROM reports WHERE email <> ? ORDER BY email`;

/** Somebody and their managers; it ends likewise. */
const ABOVE = `WITH RECURSIVE chain(email) AS (
    SELECT ?
    UNION
    SELECT people.manager FROM people JOIN chain ON people.email = chain.email WHERE people.manager IS NOT NULL
  )
  SELECT email FROM chain`;

export const reportsOf = (sqlite: Database.Database, email: string): string[] =>
  prepared(sqlite, REPORTS).pluck().all(email, email) as string[];

/** Beyond so many it takes less to go up from everybody once than to go down from each. */
const MOST_COUNTED = 500;
const REPORT_COUNT = `${BELOW} count(*) FROM (SELECT 1 FROM reports WHERE email <> ? LIMIT ${MOST_COUNTED + 1})`;

function reportCounts(sqlite: Database.Database, emails: readonly string[]): ReadonlyMap<string, number> {
  const count = prepared(sqlite, REPORT_COUNT).pluck();
  const counts = new Map<string, number>();
  if (emails.length > MOST_COUNTED) return countsOfAll(sqlite);
  for (const email of emails) {
    const reports = Number(count.get(email, email));
    if (reports > MOST_COUNTED) return countsOfAll(sqlite);
    counts.set(email, reports);
  }
  return counts;
}

function countsOfAll(sqlite: Database.Database): ReadonlyMap<string, number> {
  const all = prepared(sqlite, 'SELECT email, manager FROM people').raw().all() as [string, string | null][];
  return countReports(all.map(([email, manager]) => ({ email, manager })));
}

const among = (values: readonly string[]): SQL =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** What of a question narrows it down. */
function whereOf(
  sqlite: Database.Database,
  { scope, costCenter, manager, below, active }: PeopleQuestion,
): SQL | undefined {
  // '' says that there is none, as does nothing at all.
  const fits = (column: typeof t.costCenter | typeof t.manager, value: string | undefined) =>
    value === undefined ? undefined : value === '' ? sql`coalesce(${column}, '') = ''` : eq(column, value);
  return and(
    scope === 'all'
      ? undefined
      : sql`${t.email} IN (SELECT value FROM json_each(${JSON.stringify(scope.users.filter((one) => one !== ''))})
          UNION SELECT email FROM people WHERE cost_center IN ${among(scope.costCenters.filter((one) => one !== ''))})`,
    fits(t.costCenter, costCenter),
    fits(t.manager, manager),
    below === undefined ? undefined : sql`${t.email} IN ${among(reportsOf(sqlite, below))}`,
    active === undefined ? undefined : eq(t.active, active),
  );
}

function findPeople(
  { sqlite, db }: { sqlite: Database.Database; db: Db },
  question: PeopleQuestion,
  page: { limit: number; offset: number } | null,
): Person[] {
  const asked = db.select().from(t).where(whereOf(sqlite, question)).orderBy(asc(t.email));
  return page === null ? asked.all() : asked.limit(page.limit).offset(page.offset).all();
}

function countPeople(
  { sqlite, db }: { sqlite: Database.Database; db: Db },
  question: PeopleQuestion,
): { people: number; left: number } {
  const found = db
    .select({ people: sql<bigint>`count(*)`, left: sql<bigint>`count(*) FILTER (WHERE NOT ${t.active})` })
    .from(t)
    .where(whereOf(sqlite, question))
    .get();
  return { people: Number(found?.people ?? 0), left: Number(found?.left ?? 0) };
}

function saidNone(
  db: Db,
  emails: readonly string[] | null,
): Map<string, Set<'name' | 'costCenter' | 'manager'>> {
  const facts = schema.personFacts;
  const rows = db
    .select()
    .from(facts)
    .where(
      and(
        emails === null ? undefined : sql`${facts.email} IN ${among(emails)}`,
        or(eq(facts.name, ''), eq(facts.costCenter, ''), eq(facts.manager, '')),
      ),
    )
    .all();
  const found = new Map<string, Set<'name' | 'costCenter' | 'manager'>>();
  for (const row of rows) {
    const of = found.get(row.email) ?? new Set();
    for (const field of ['name', 'costCenter', 'manager'] as const) if (row[field] === '') of.add(field);
    found.set(row.email, of);
  }
  return found;
}

const somePeople = (db: Db, emails: readonly string[]): Person[] =>
  emails.length === 0
    ? []
    : db
        .select()
        .from(t)
        .where(sql`${t.email} IN ${among(emails)}`)
        .orderBy(asc(t.email))
        .all();

const peopleAbove = ({ sqlite, db }: { sqlite: Database.Database; db: Db }, email: string): Person[] =>
  somePeople(db, prepared(sqlite, ABOVE).pluck().all(email) as string[]);

const peopleBelongingTo = (
  db: Db,
  costCenters: readonly string[],
): { email: string; costCenter: string | null }[] =>
  db
    .select({ email: t.email, costCenter: t.costCenter })
    .from(t)
    .where(sql`${t.costCenter} IN ${among(costCenters)}`)
    .all();

const emailsOfPeople = (sqlite: Database.Database): string[] =>
  prepared(sqlite, 'SELECT email FROM people ORDER BY email').pluck().all() as string[];

type Asked =
  | 'list'
  | 'sources'
  | 'find'
  | 'count'
  | 'some'
  | 'above'
  | 'emails'
  | 'saidNone'
  | 'belongingTo'
  | 'reportCounts'
  | 'reportsOf';

/** The part of the store's people that asks who fits. */
export const peopleAsked = ({
  sqlite,
  db,
  read,
}: Pick<Connection, 'sqlite' | 'db' | 'read'>): Pick<PeopleStore['people'], Asked> => ({
  list: async () => db.select().from(t).orderBy(asc(t.email)).all(),
  sources: async () =>
    db
      .select({ source: schema.personFacts.source, people: count() })
      .from(schema.personFacts)
      .groupBy(schema.personFacts.source)
      .all(),
  find: async (question, page) => findPeople({ sqlite, db }, question, page),
  count: async (question) => countPeople({ sqlite, db }, question),
  some: async (emails) => somePeople(db, emails),
  above: async (email) => read(() => peopleAbove({ sqlite, db }, email)),
  emails: async () => emailsOfPeople(sqlite),
  saidNone: async (emails) => saidNone(db, emails),
  belongingTo: async (costCenters) => peopleBelongingTo(db, costCenters),
  reportCounts: async (emails) => read(() => reportCounts(sqlite, emails)),
  reportsOf: async (email) => reportsOf(sqlite, email),
});
