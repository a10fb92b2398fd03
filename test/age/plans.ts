import type Database from 'better-sqlite3';

/** What SQLite plans to read whole for a statement, and what of it may be. */

/** Tables that may be read whole, and why. */
export const MAY_BE_SCANNED: Readonly<Record<string, string>> = {
  meta: 'a handful of facts',
  lease: 'one row',
  freshness: 'a row for each place and source',
  rates: 'grows with models and steps in price',
  catalogue: 'grows with models',
  budgets: 'decided by people',
  mirrored_budgets: 'a row for each budget',
  marks: 'a row for each profile that is marked, compared whole with the estate',
  budget_figures: 'what budgets come to, which each collection compares whole with what it worked out',
  profiles: 'the estate, which the jobs that read it compare whole',
  profile_tags: 'the same',
  grants: 'as many as roles were given by name',
  preferences:
    'as many as people who chose how they are told; read with the directory where something is told',
  notices: 'those that are open, by an index of nothing else',
  charge_reads: 'a row for each day and grouping of the bill that is held',
  spend_days: 'a row for each day that is held',
  aws_bookings: 'a row for each run that goes on or was killed in the month',
  person_aliases: 'decided by people',
  quarantine: 'answers that are held back: none, but for some days',
  watched: 'series of two weeks, which are planned whole',
  watching: 'one row',
  job_troubles: 'a row for each job at most',
  channels: 'a row for each channel at most',
  profile_quotas: 'a row for each place that is read',
  deputies: 'decided by people',
  sign_ins: 'sign-ins under way, of which there are 5,000 at most',
  refusals: 'sums of the running hour, of which there are 300 at most',
  spend_summed: 'a row for each month that is held',
  day_inputs: 'the same',
  people: 'the directory, which a source is compared with whole',
  person_facts: 'the same',
};

/** A table that a statement reads whole; the values in the statement are left out, so that each is told once. */
export type Scan = readonly [table: string, statement: string];
export const shapeOf = (statement: string): string =>
  statement
    .replaceAll(/'(?:[^']|'')*'|\b\d+(\.\d+)?\b/g, '?')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);

/** What the plan of a statement reads from end to end: tables by their name or alias, but for steps in memory. */
export function scansIn(ledger: Database.Database, statement: string): Scan[] {
  // What is made for one transaction is there for none but its connection.
  if (/^\s*CREATE TEMP TABLE/i.test(statement)) ledger.exec(statement);
  if (!/^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/i.test(statement)) return [];
  const aliases = new Map(
    [...statement.matchAll(/(?:FROM|JOIN)\s+["`]?(\w+)["`]?\s+(?:AS\s+)?["`]?(\w+)["`]?/gi)].map((m) => [
      m[2] ?? '',
      m[1] ?? '',
    ]),
  );
  const tables = new Set(
    ledger.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[],
  );
  const plan = ledger.prepare(`EXPLAIN QUERY PLAN ${statement}`).all() as { detail: string }[];
  const sorts = plan.some(({ detail }) => detail.startsWith('USE TEMP B-TREE FOR ORDER BY'));
  return plan.flatMap(({ detail }) => {
    const name = /^SCAN (\w+)/.exec(detail)?.[1] ?? '';
    const table = tables.has(name) ? name : (aliases.get(name) ?? name);
    // The bill of all days, read to find one grouping of them; but for the oldest days that go, some hundred at a time.
    const goes = /^\s*DELETE\b.*\bLIMIT\b/is.test(statement);
    if (!goes && /^SEARCH charges .*\(day[<>]/.test(detail))
      return [['charges', shapeOf(statement)] as const];
    // The first rows in the order of an index, without sorting, are no more than the limit.
    const bounded = / USING (COVERING )?INDEX /.test(detail) && /\bLIMIT\b/i.test(statement) && !sorts;
    return tables.has(table) && !bounded ? [[table, shapeOf(statement)] as const] : [];
  });
}
