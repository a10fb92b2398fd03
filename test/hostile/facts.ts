import Database from 'better-sqlite3';
import type { DayRange } from '../../src/core/types.ts';
import type { Held } from './judge.ts';

/** What a ledger says, read from its file: without clocks, counts of requests and random ids, which trouble may change. */

/** Claims are read again only where lines moved: theirs is of when that was, and decides nothing. */
const PROVISIONAL = "CASE grouping WHEN 'line' THEN provisional END AS provisional";

/** By table; what a table means where its columns as they are say more than facts. */
const FACTS: Readonly<Record<string, string>> = {
  charges: `SELECT day, grouping, account_id, key1, key2, amount, quantity, unit, ${PROVISIONAL} FROM charges`,
  charge_reads: `SELECT day, grouping, account_id, ${PROVISIONAL} FROM charge_reads`,
  usage: 'SELECT * FROM usage',
  catalogue: 'SELECT * FROM catalogue',
  profiles: `SELECT arn, account_id, region, short_id, name, status, model_key, model_arns, route, source_id,
    created_at, gone_at IS NULL AS is_there FROM profiles`,
  // The order of the versions and not when each was seen.
  profile_tags: `SELECT arn, tags, row_number() OVER (PARTITION BY arn ORDER BY valid_from) AS version
    FROM profile_tags`,
  profile_tag_values: 'SELECT * FROM profile_tag_values',
  people: 'SELECT email, name, cost_center, manager, active, groups FROM people',
  person_facts: 'SELECT * FROM person_facts',
  rates: 'SELECT * FROM rates',
  spend: 'SELECT * FROM spend',
  spend_days: `SELECT s.day, s.computed_by, s.models, s.version = d.version AS settled
    FROM spend_days s LEFT JOIN day_inputs d ON d.day = s.day`,
  spend_day_sums: `SELECT k.*, s.* FROM spend_day_sums s JOIN spend_keys k ON k.id = s.key`,
  spend_month_sums: `SELECT k.*, s.* FROM spend_month_sums s JOIN spend_keys k ON k.id = s.key`,
  findings: 'SELECT * FROM findings',
  alerts: `SELECT b.scope_kind AS of, a.scope_kind, a.scope_key, a.version, a.month, a.threshold_percent, a.budget
    FROM alerts a LEFT JOIN budgets b ON b.id = a.budget_id`,
  // Once: whoever crosses thresholds in two steps, as a part was known only, is told of each.
  deliveries: `SELECT DISTINCT a.scope_kind, a.scope_key, a.month, d.channel, d.target, d.delivered_at IS NOT NULL AS delivered,
    d.given_up_at, d.last_error FROM deliveries d JOIN alerts a ON a.id = d.alert_id`,
  budgets: 'SELECT scope_kind, scope_key, period, narrowing, version, known_from FROM budgets',
  budget_changes: `SELECT b.scope_kind, b.scope_key, b.period, b.narrowing, c.version, c.kind, c.from_day, c.to_exclusive, c.amount
    FROM budget_changes c LEFT JOIN budgets b ON b.id = c.budget_id`,
  mirrored_budgets: `SELECT m.name, b.scope_kind, b.scope_key, m.written
    FROM mirrored_budgets m LEFT JOIN budgets b ON b.id = m.budget_id`,
  watched: 'SELECT account_id, region, dimension, metrics, active_until FROM watched',
  freshness: 'SELECT source, slice, last_error FROM freshness',
  quarantine: 'SELECT * FROM quarantine',
};
/** Columns that are random ids, or stand for one. */
const IDS = new Set(['id', 'key:1', 'key']);

export type Facts = Readonly<Record<string, readonly string[]>>;

/** Reads a ledger beside whoever writes it. */
export interface Reader {
  /**
   * Everything of some days, and what is of no day. Forecasts are left out, since they also follow from later days: whose
   * these are is read once their bill has arrived, and a ledger that catches up with something reads it a little earlier.
   */
  facts(days: DayRange): Facts;
  /** What is held of what AWS can be asked. */
  held(): Held;
  /** Slices of which an answer is held back. */
  heldBack(): Set<string>;
  /** Jobs that seem to run. */
  running(): string[];
  close(): void;
}

export function readLedger(file: string): Reader {
  const sqlite = new Database(file, { readonly: true }).defaultSafeIntegers(true);
  const all: All = (sql) => sqlite.prepare(sql).all() as Row[];
  return {
    facts: (days) => factsOf(all, days),
    held: () => heldBy(all),
    heldBack: () =>
      new Set(all('SELECT source, name, day FROM quarantine').map((row) => Object.values(row).join(' '))),
    running: () => all("SELECT job FROM runs WHERE status = 'running'").map(({ job }) => String(job)),
    close: () => sqlite.close(),
  };
}

type Row = Record<string, unknown>;
type All = (sql: string) => Row[];

function factsOf(all: All, { start, endExclusive }: DayRange): Facts {
  const isCompared = ({ day, month }: Row) =>
    (day === undefined || (String(day) >= start && String(day) < endExclusive)) &&
    (month === undefined || String(month) < endExclusive.slice(0, 7));
  return Object.fromEntries(
    Object.entries(FACTS).map(([table, sql]) => [
      table,
      all(sql)
        .filter((row) => table === 'alerts' || table === 'deliveries' || isCompared(row))
        .map((row) => text(table.endsWith('_sums') ? leftOut(row) : row))
        .sort(),
    ]),
  );
}

const leftOut = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([name]) => !IDS.has(name)));

/** How two ledgers differ, a line for each table: how many rows only one of them has, and one of these. */
export function differences(found: Facts, wanted: Facts): string[] {
  return Object.keys(wanted).flatMap((table) => {
    const [have, want] = [found[table] ?? [], wanted[table] ?? []];
    const missing = without(want, have);
    const extra = without(have, want);
    if (missing.length === 0 && extra.length === 0) return [];
    const example = [missing[0] && `missing ${missing[0]}`, extra[0] && `extra ${extra[0]}`];
    return `${table}: ${missing.length} missing, ${extra.length} extra; ${example.filter(Boolean).join('; ').slice(0, 500)}`;
  });
}

function without(rows: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}

function heldBy(all: All): Held {
  const days = all('SELECT grouping, day, sum(amount) AS amount FROM charges GROUP BY grouping, day');
  const counts = all(`
    SELECT 'profiles ' || account_id AS name, count(*) AS n FROM profiles WHERE gone_at IS NULL GROUP BY account_id
    UNION ALL SELECT 'tags ' || p.account_id, count(DISTINCT p.arn) FROM profile_tag_values v
      JOIN profiles p ON p.arn = v.arn WHERE p.gone_at IS NULL GROUP BY p.account_id
    UNION ALL SELECT CASE type WHEN 'model' THEN 'models' ELSE 'systemProfiles' END, count(*) FROM catalogue
      GROUP BY type
    UNION ALL SELECT 'people', count(*) FROM person_facts WHERE source = 'identityCenter' AND active = 1`);
  return {
    days: new Map(days.map(({ grouping, day, amount }) => [`${grouping} ${day}`, BigInt(amount as bigint)])),
    lists: new Map(counts.map(({ name, n }) => [String(name), Number(n)])),
  };
}

const text = (row: Row): string =>
  JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
