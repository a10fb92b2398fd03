import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { DAY_MS } from '../../src/core/periods.ts';
import type { Settings } from '../../src/core/settings.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { ask } from '../store/company.ts';
import { sql } from '../store/setup.ts';
import { type Bench, type Collected, collected, SILENT, tamper } from './setup.ts';

/** What goes by age goes whole and for good, and what follows from it stays as it was. */

let company: Collected;
let b: Bench;
beforeAll(async () => {
  company = await collected(['profiles', 'usage', 'charges', 'rates', 'spend'], {
    world: { users: 3, days: 27 },
    settings: { backfillDays: 27 },
  });
}, 60_000);
afterEach(() => b.close());
afterAll(() => company?.remove());

/** Nothing before the running month, which is November. */
const GONE = { start: '2026-10-01', endExclusive: '2026-11-01' };
const WHOLE = { start: '2026-10-01', endExclusive: '2026-12-01' };

const opened = async (settings: Partial<Settings> = {}) => {
  b = await company.bench({ settings });
  return b;
};
const sums = () => b.store.spend.query(ask({ range: WHOLE, groupBy: ['user', 'day'] }));
const rowsOf = async (range: typeof GONE) =>
  (await b.store.spend.rows({ range }, 'all', { limit: 9999, offset: 0 })).rows;
const tokens = async (days: readonly string[]) =>
  Promise.all(days.map(async (day) => (await b.store.spend.dayInputs(day)).usage));
async function did(...jobs: Parameters<typeof runSync>[1] & string[]) {
  const { runs } = await runSync(b.deps, jobs);
  expect(runs.flatMap(({ errors }) => errors)).toEqual([]);
  return runs.map(({ rows }) => rows);
}

it('a day whose rows went is not decided again, whatever moves, and keeps its sums', async () => {
  await opened({ spendMonths: 0 });
  const before = await sums();
  const kept = await rowsOf({ start: GONE.endExclusive, endExclusive: '2026-12-01' });
  const gone = (await rowsOf(GONE)).length;
  expect(gone).toBeGreaterThan(20);
  await did('housekeeping');
  expect(await rowsOf(GONE)).toEqual([]);
  expect(await rowsOf({ start: GONE.endExclusive, endExclusive: '2026-12-01' })).toEqual(kept);
  expect(await sums()).toEqual(before);
  // A price that holds for all days moves those that are still estimated, and the attribution every day.
  const moved = { ...b, deps: { ...b.deps, settings: { ...b.deps.settings, attribution: 'iamPrincipal' } } };
  const [days] = (await runSync(moved.deps as typeof b.deps, ['spend'])).runs.map(({ rows }) => rows);
  expect(days).toBe(20);
  expect(await rowsOf(GONE)).toEqual([]);
  expect((await sums()).rows.filter(({ keys }) => (keys[1] ?? '') < GONE.endExclusive)).toEqual(
    before.rows.filter(({ keys }) => (keys[1] ?? '') < GONE.endExclusive),
  );
});

it('a day whose bill went is not decided to be nothing, nor to be more when it is read once more', async () => {
  await opened({ billMonths: 0 });
  const before = await sums();
  const rows = await rowsOf(WHOLE);
  await did('housekeeping');
  expect((await b.store.charges.days())[0]?.day).toBe(GONE.endExclusive);
  expect((await b.store.usage.days())[0]).toBe(GONE.endExclusive);
  expect(await did('spend')).toEqual([0]);
  b.deps.readAgain = true;
  await did('usage', 'charges', 'spend');
  expect((await b.store.charges.days())[0]?.day).toBe('2026-10-24');
  expect(await sums()).toEqual(before);
  expect(await rowsOf(WHOLE)).toEqual(rows);
  await did('housekeeping');
  expect((await b.store.charges.days())[0]?.day).toBe(GONE.endExclusive);
});

it('months of which the totals are watched are never ones of which a part is gone', async () => {
  await opened({ billMonths: 0 });
  await did('housekeeping');
  expect((await b.store.charges.monthTotals()).map(({ month }) => month)).toEqual(['2026-11']);
  b.clock.advance(DAY_MS);
  await did('charges', 'rates', 'spend');
});

it('hours that were folded count as they did, also when they are read again after an outage within a day', async () => {
  await opened({ usageHourDays: 5 });
  const days = await b.store.usage.days();
  const before = await tokens(days);
  const [, , folded] = [await did('rates', 'spend'), 0, await did('housekeeping')];
  expect(folded[0]).toBeGreaterThan(1000);
  expect(await tokens(days)).toEqual(before);
  expect((await b.store.retention.kept()).hours).toBe('2026-11-15');
  const hours = await b.store.usage.hours({ range: { start: '2026-10-01', endExclusive: '2026-11-15' } });
  expect(hours.filter(({ hour }) => !hour.endsWith('T00:00:00.000Z'))).toEqual([]);
  expect(await did('spend')).toEqual([0]);
  const [fresh] = (await b.store.freshness.all()).filter(({ source }) => source === 'usage');
  if (fresh === undefined) expect.unreachable();
  // Three hours before it are within the day before, which is folded.
  await tamper(b.store, (lease) =>
    b.store.freshness.record(lease, { ...fresh, completeUntil: '2026-11-08T01:30:00.000Z' }),
  );
  await did('usage');
  expect(await tokens(days)).toEqual(before);
  b.deps.readAgain = true;
  await did('usage');
  expect(await tokens(days)).toEqual(before);
  // Hours in place of days are others, and come to the same.
  const all = { start: '2026-10-01', endExclusive: '2026-11-15' };
  const decided = await rowsOf(all);
  await did('spend');
  expect(await rowsOf(all)).toEqual(decided);
  await did('housekeeping');
  expect(await b.store.usage.hours({ range: { start: '2026-10-01', endExclusive: '2026-11-15' } })).toEqual(
    hours,
  );
});

const TABLES = [
  'spend',
  'spend_day_sums',
  'spend_days',
  'findings',
  'charges',
  'charge_reads',
  'usage',
  'meta',
];
const everything = () => {
  const ledger = sql(b.file);
  return TABLES.map((table) => [
    table,
    (ledger.prepare(`SELECT * FROM ${table}`).all() as object[])
      .map((row) => JSON.stringify(row))
      // Versions are names that nobody can guess.
      .filter((row) => !row.includes('"version.'))
      .sort(),
  ]);
};

it('a run that is stopped anywhere is made good by the next', async () => {
  const settings = { spendMonths: 0, billMonths: 0, usageHourDays: 5 };
  await opened(settings);
  await did('housekeeping');
  const whole = everything();
  await b.close();
  await opened(settings);
  const before = everything();
  let pieces = 0;
  for (let ended = false; !ended; pieces++) {
    const stop = new AbortController();
    // Stopped once each kind has had its first piece of this run.
    const progress = { ...SILENT, step: () => queueMicrotask(() => stop.abort()) };
    const { runs } = await runSync({ ...b.deps, progress, signal: stop.signal }, ['housekeeping']);
    ended = runs[0]?.status === 'ok';
  }
  expect(pieces).toBeGreaterThan(3);
  expect(everything()).toEqual(whole);
  expect(everything()).not.toEqual(before);
});

it('rows that stand in no sums stay, and the run says so', async () => {
  await opened({ spendMonths: 0 });
  const lost = sql(b.file);
  lost.prepare("UPDATE spend_summed SET through = '2026-10-28' WHERE month = '2026-10'").run();
  const first = lost.prepare('SELECT min(day) FROM spend').pluck().get();
  const { runs } = await runSync(b.deps, ['housekeeping']);
  expect(runs).toMatchObject([
    {
      status: 'ok',
      errors: [
        {
          slice: 'rows of spend and findings',
          error: `those from ${first} on stay until their sums are written`,
        },
      ],
    },
  ]);
  const days = new Set((await rowsOf(GONE)).map(({ day }) => day));
  expect([...days].sort()[0]).toBe(first);
});
