import Database from 'better-sqlite3';
import type { SpendQuery } from '../src/core/questions.ts';
import type { DayRange } from '../src/core/types.ts';
import { cpuOf } from './measure.ts';
import type { Table } from './report.ts';
import type { OpenLedger } from './serving.ts';

/**
 * Questions to the ledger beside the quickest thing that answers the same: a table that holds just these rows, or the
 * days they are summed from in the order of an index, read by a prepared statement.
 */

interface Question {
  name: string;
  query: SpendQuery;
  /** Keys of the rows, as columns of `spend`. */
  keys: readonly string[];
  /** What narrows it down, as SQL. */
  where: string;
  /** Summed up from days by an index that begins with the day, where a month is not held ready. */
  days: boolean;
}

const COLUMN: Readonly<Record<string, string>> = {
  user: 'user_email',
  costCenter: 'cost_center',
  model: 'model_key',
  profile: 'profile_arn',
  tokenKind: 'kind',
  account: 'account_id',
  day: 'day',
};
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

export function questions(month: DayRange, odd: DayRange, person: string, costCenter: string): Question[] {
  const ask = (
    name: string,
    groupBy: SpendQuery['groupBy'],
    filter: SpendQuery['filter'] = {},
    range = month,
  ): Question => ({
    name,
    query: { range, groupBy, basis: 'best', filter, scope: 'all' },
    keys: groupBy.map((group) => COLUMN[group] ?? group),
    where: Object.entries(filter)
      .map(([of, values]) => ` AND ${COLUMN[of]} IN (${(values ?? []).map(quoted).join(', ')})`)
      .join(''),
    days: range !== month,
  });
  return [
    ask('a month: total', []),
    ask('a month by user', ['user']),
    ask('a month by cost center', ['costCenter']),
    ask('a month by model', ['model']),
    ask('a month by kind', ['tokenKind']),
    ask('a month by account', ['account']),
    ask('a month by profile', ['profile']),
    ask('a month by user and day', ['user', 'day']),
    ask("a person's month", [], { user: [person] }),
    ask("a person's month by day", ['day'], { user: [person] }),
    ask("a person's month by profile", ['profile'], { user: [person] }),
    ask("a cost center's month by user", ['user'], { costCenter: [costCenter] }),
    ask('an odd range: total', [], {}, odd),
    ask('an odd range by user', ['user'], {}, odd),
    ask('an odd range by profile', ['profile'], {}, odd),
    ask("a person's odd range by day", ['day'], { user: [person] }, odd),
  ];
}

const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'];
const METHODS = ['tag', 'principal', 'tokens'];
const ADDED = ['amount', 'billed', 'estimated', 'estimated_low', 'estimated_high', 'tokens'];
/** The figures of an answer, from rows of `spend`. */
const FIGURES = [
  ...ADDED.map((name) => `sum(${name}) AS ${name}`),
  ...KINDS.map((kind) => `sum(iif(kind = '${kind}', tokens, 0)) AS k_${kind}`),
  ...METHODS.map((by) => `sum(iif(allocated_by = '${by}', amount, 0)) AS by_${by}`),
  "sum(iif(rate_source IS NULL AND tokens > 0 AND label = 'estimated', tokens, 0)) AS unpriced",
  'min(label) AS first_label',
  'max(label) AS last_label',
].join(', ');
const NAMES = [...ADDED, ...KINDS.map((kind) => `k_${kind}`), ...METHODS.map((by) => `by_${by}`), 'unpriced'];

/** Rows of an answer as plain values: how many, and what they come to, so that both sides are seen to answer alike. */
interface Answer {
  rows: number;
  total: bigint;
}

/** Prepares the quickest source of an answer in `sqlite`, to which the ledger is attached as `ledger`. */
function prepare(sqlite: Database.Database, q: Question, table: string): () => Answer {
  const { start, endExclusive } = q.query.range;
  const days = q.days && !q.keys.includes('day') ? [...q.keys, 'day'] : q.keys;
  const keys = days.map((key) => `coalesce(${key}, '') AS ${key}`);
  // A total of days is summed from days; of a month it is one row.
  const from = q.days && q.keys.length === 0 ? ['day'] : keys;
  sqlite.exec(
    `CREATE TABLE ${table} AS SELECT ${[...from, FIGURES].join(', ')} FROM ledger.spend
     WHERE view = 'profile' AND day >= '${start}' AND day < '${endExclusive}' AND reason IS NULL${q.where}
     ${from.length === 0 ? '' : `GROUP BY ${from.map((_, i) => i + 1).join(', ')}`}
     ORDER BY ${q.days ? 'day' : 'amount DESC'}`,
  );
  const statement = sqlite
    .prepare(
      q.days && !q.query.groupBy.includes('day')
        ? `SELECT ${[...q.keys, ...NAMES.map((name) => `sum(${name}) AS ${name}`), 'min(first_label) AS a', 'max(last_label) AS b'].join(', ')}
           FROM ${table} ${q.keys.length === 0 ? '' : `GROUP BY ${q.keys.join(', ')}`} ORDER BY amount DESC`
        : `SELECT * FROM ${table} ORDER BY amount DESC`,
    )
    .safeIntegers(true);
  return () => {
    const rows = statement.all() as { amount: bigint }[];
    return { rows: rows.length, total: rows.reduce((sum, { amount }) => sum + amount, 0n) };
  };
}

export interface QuestionFigures {
  name: string;
  rows: number;
  product: number;
  raw: number;
}

/** @param scratch a file that may be written to, gone afterwards */
export async function measureQueries(
  store: OpenLedger,
  ledger: string,
  scratch: string,
  of: readonly Question[],
  budgetMs: number,
): Promise<QuestionFigures[]> {
  const sqlite = new Database(scratch);
  try {
    sqlite.pragma('synchronous = OFF');
    sqlite.pragma('cache_size = -65536');
    sqlite.prepare('ATTACH ? AS ledger').run(ledger);
    const figures: QuestionFigures[] = [];
    for (const [index, q] of of.entries()) {
      const raw = prepare(sqlite, q, `q${index}`);
      const answer = await store.spend.query(q.query);
      const owned = answer.rows.reduce((sum, { amount }) => sum + amount, 0n);
      const same = raw();
      if (same.rows !== answer.rows.length || same.total !== owned)
        throw new Error(
          `${q.name}: ${answer.rows.length} rows, ${owned}; raw ${same.rows} rows, ${same.total}`,
        );
      figures.push({
        name: q.name,
        rows: same.rows,
        product: await quickest(() => store.spend.query(q.query), budgetMs),
        raw: await quickest(raw, budgetMs),
      });
    }
    return figures;
  } finally {
    sqlite.close();
  }
}

async function quickest(work: () => unknown, budgetMs: number): Promise<number> {
  const once = await cpuOf({ rounds: 2, budgetMs: 0 }, work);
  const batch = Math.max(1, Math.min(200, Math.floor(20 / Math.max(once.min, 0.01))));
  return (await cpuOf({ rounds: 5, budgetMs, batch }, work)).min;
}

export const queriesTable = (title: string, figures: readonly QuestionFigures[]): Table => ({
  title,
  words:
    'CPU ms of one question to the store, least of several; raw: a prepared statement over a table that holds just the rows asked for (of an odd range: their days), with every figure of the answer.',
  columns: ['question', 'rows', 'ms', 'raw ms', '×'],
  rows: figures.map(({ name, rows, product, raw }) => [name, rows, product, raw, product / raw]),
});
