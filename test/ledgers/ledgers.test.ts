import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Aws } from '../../src/aws/types.ts';
import { readConfig } from '../../src/config.ts';
import { dayOf } from '../../src/core/periods.ts';
import { spendJob } from '../../src/jobs/spend.ts';
import { openStore } from '../../src/store/open.ts';
import { tamper } from '../jobs/setup.ts';
import { ask, serveLedger } from '../server/setup.ts';
import { sql } from '../store/setup.ts';
import { asLines, asNamedToday, asToday, OWNERS_BY_LINE_BEFORE } from './differences.ts';
import { type Figures, figuresOf, RELEASES, unpacked } from './ledgers.ts';

/** A ledger of each earlier release opens with this version and shows what that release showed of it. */

async function opened(file: string, now: number) {
  const store = await openStore(file, { now });
  onTestFinished(() => store.close());
  return store;
}

/** What this version answers at each address that the release was asked, at the moment it was asked. */
async function answersOf(store: Awaited<ReturnType<typeof opened>>, { now, answers }: Figures) {
  const served = await serveLedger({ store, clock: { now: () => Date.parse(now) } });
  onTestFinished(() => served.close());
  const found = new Map<string, unknown>();
  // The log first: long lists that are asked for stand in it.
  for (const address of Object.keys(answers).sort((a) => (a === '/audit' ? -1 : 0)))
    found.set(address, JSON.parse((await ask(served.url, `/api/v1${address}`)).text));
  return found;
}

/** What the job of spend does of its own accord with a ledger. */
async function decided(store: Awaited<ReturnType<typeof opened>>, now: number, read = (_: number) => {}) {
  return tamper(store, (lease) =>
    spendJob.run({
      store,
      // It asks AWS for nothing: there is none.
      aws: {} as Aws,
      clock: { now: () => now },
      lease,
      settings: { ...readConfig({}), simulated: true },
      progress: { start: (_, days) => read(days), step() {}, done() {} },
      notifiers: [],
    }),
  );
}

/** Tables of the product with their columns. */
function tablesOf(ledger: Database.Database): Map<string, string[]> {
  const names = ledger
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '!_!_%' ESCAPE '!' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
    )
    .pluck()
    .all() as string[];
  return new Map(
    names.map((name) => [
      name,
      (ledger.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name),
    ]),
  );
}

const rowsOf = (ledger: Database.Database, table: string, columns: readonly string[]): string[] =>
  ledger
    .prepare(`SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM "${table}"`)
    .safeIntegers(true)
    .raw()
    .all()
    .map((row) => (row as unknown[]).map(String).join(' | '))
    .sort();

/** Columns of `budgets` that moved into `budget_changes`. */
const IN_HISTORY = ['amount', 'updated_at', 'deleted_at'];

/** What is worked out from what was read: all figures of spend come from these. */
const DECIDED = ['spend', 'findings'];

describe.each(RELEASES)('the ledger of %s', (release) => {
  const figures = figuresOf(release);
  const now = Date.parse(figures.now);

  it('opens, is sound, was copied before, holds every row that it held, and is migrated once', async () => {
    const file = unpacked(release);
    const before = `${file}.before`;
    cpSync(file, before);
    const then = sql(before);
    const store = await opened(file, now);
    expect(await store.check()).toEqual([]);
    const { applied, backup } = store.migration;
    expect(backup === null).toBe(applied === 0);
    const held = tablesOf(then);
    expect(held.size).toBeGreaterThan(15);
    const today = sql(file);
    const copy = backup === null ? null : sql(backup);
    // Sums are of `spend`; what they were kept in then is made anew.
    held.delete('spend_sums');
    // Amounts of budgets are in their history, which is looked at by itself.
    held.set(
      'budgets',
      (held.get('budgets') ?? []).filter((column) => !IN_HISTORY.includes(column)),
    );
    // What this version notes for itself stands beside what was there.
    held.delete('meta');
    const facts = rowsOf(then, 'meta', ['key', 'value']);
    expect(rowsOf(sql(file), 'meta', ['key', 'value'])).toEqual(expect.arrayContaining(facts));
    for (const [table, columns] of held) {
      const rows = rowsOf(then, table, columns);
      expect(rowsOf(today, table, columns), table).toEqual(rows);
      if (copy !== null) expect(rowsOf(copy, table, columns), `${table} of the copy`).toEqual(rows);
    }
    expect((await opened(file, now)).migration).toEqual({ applied: 0, backup: null });
    if (figures.migrations < 20) {
      const live = then.prepare(
        'SELECT id, amount, version FROM budgets WHERE deleted_at IS NULL ORDER BY id',
      );
      const budgets = await store.budgets.on(dayOf(now), { weekStart: 1, fiscalYearStart: 1 });
      const holding = budgets.filter(({ endedOn }) => endedOn === null);
      expect(
        holding
          .map(({ id, amount, version }) => ({ id, amount: Number(amount), version }))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      ).toEqual(live.all());
    }
  });

  it('shows the figures that it showed then', async () => {
    const found = await answersOf(await opened(unpacked(release), now), figures);
    expect(found.size).toBeGreaterThan(40);
    for (const [address, shown] of Object.entries(figures.answers))
      expect.soft(found.get(address), address).toMatchObject(asToday(address, shown, figures.migrations));
  });

  it('holds the same spend when every day is decided anew', async () => {
    const file = unpacked(release);
    const store = await opened(file, now);
    const today = sql(file);
    const held = () => DECIDED.map((table) => rowsOf(today, table, tablesOf(today).get(table) ?? []));
    const columns = tablesOf(today).get('spend') ?? [];
    const compared = ([spend = [], ...more]: string[][]) =>
      figures.migrations < OWNERS_BY_LINE_BEFORE ? [asLines(spend, columns)] : [asNamedToday(spend), ...more];
    const before = compared(held());
    // No day is known to have been decided as it would be now, so that each is.
    const { changes: days } = today.prepare("UPDATE spend_days SET inputs_hash = '', computed_by = ''").run();
    expect(days).toBeGreaterThan(10);
    expect(await decided(store, now)).toEqual({ rows: days, errors: [] });
    expect(compared(held())).toEqual(before);
  });
});

describe.each(RELEASES)('what was decided in the ledger of %s', (release) => {
  const now = Date.parse(figuresOf(release).now);

  /** By the rules of today; which versions of its days that was, is as little known as in the ledger itself. */
  let once: Buffer | null = null;
  async function decidedBefore() {
    const file = unpacked(release);
    if (once !== null) writeFileSync(file, once);
    else {
      const ledger = sql(file);
      const first = await openStore(file, { now });
      // Days that were young then were kept without a hash of what they were computed from.
      const forgetBy = () => ledger.prepare("UPDATE spend_days SET computed_by = ''").run();
      forgetBy();
      await decided(first, now);
      first.close();
      forgetBy();
      ledger.pragma('wal_checkpoint(TRUNCATE)');
      once = readFileSync(file);
    }
    return { file, store: await opened(file, now) };
  }

  it('stands: no day is decided again, whatever shape its bill has by now', async () => {
    const { file, store } = await decidedBefore();
    const today = sql(file);
    const held = () => [
      ...DECIDED.map((table) => rowsOf(today, table, tablesOf(today).get(table) ?? [])),
      rowsOf(today, 'spend_days', ['day', 'inputs_hash']),
    ];
    const before = held();
    expect(before.every((rows) => rows.length > 5)).toBe(true);
    const read: number[] = [];
    for (let times = 0; times < 2; times += 1)
      expect(await decided(store, now, (days) => read.push(days))).toEqual({ rows: 0, errors: [] });
    expect(held()).toEqual(before);
    // It is looked at once, since no version of its days is known, and never again.
    expect(read).toEqual([before.at(-1)?.length, 0]);
  });

  // Which groupings there are is the same in all of them: each is tried in the oldest and the newest.
  it.each(
    [RELEASES.at(0), RELEASES.at(-1)].includes(release)
      ? ['line', 'profile', 'owner', 'principal', 'recordType']
      : ['line'],
  )('falls with what the bill says of its day: %s', async (grouping) => {
    const { file, store } = await decidedBefore();
    const { changes } = sql(file)
      .prepare(
        `UPDATE charges SET amount = amount + 1 WHERE (day, grouping, account_id, key1, key2) =
            (SELECT day, grouping, account_id, key1, key2 FROM charges WHERE grouping = ? LIMIT 1)`,
      )
      .run(grouping);
    expect(changes).toBe(1);
    expect(await decided(store, now)).toEqual({ rows: 1, errors: [] });
  });
});
