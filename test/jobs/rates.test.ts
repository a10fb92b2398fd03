import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../src/core/periods.ts';
import type { JobName } from '../../src/core/runs.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Bench, bench, tamper } from './setup.ts';

/** Rates are learned as often as anything moved that they are learned from. */

let b: Bench;
let statements: string[] = [];
beforeEach(async () => {
  b = await bench({
    world: { users: 3, days: 10 },
    settings: { backfillDays: 10 },
    trace: (sql) => statements.push(sql),
  });
  await runSync(b.deps, ['profiles', 'charges', 'rates']);
});
afterEach(() => b.close());

/** Statements of a sync of these jobs that read lines of the bill to learn, and that write rates. */
async function told(...jobs: JobName[]): Promise<{ read: number; written: number }> {
  statements = [];
  expect((await runSync(b.deps, jobs)).runs.flatMap((run) => run.errors)).toEqual([]);
  return {
    read: statements.filter((sql) => /^SELECT c\.day, c\.grouping/.test(sql)).length,
    written: statements.filter((sql) => /^(insert into|delete from|update) "rates"/.test(sql)).length,
  };
}

describe('rates', () => {
  it('are not learned again from a bill that says what it said', async () => {
    expect((await b.store.rates.all()).some((rate) => rate.source === 'learned')).toBe(true);
    expect(await told('rates')).toEqual({ read: 0, written: 0 });
    await told('profiles', 'charges');
    expect(await told('rates')).toEqual({ read: 0, written: 0 });
  });

  it('are learned again once a line is another, and written where they are others', async () => {
    const range = { start: '2026-11-12', endExclusive: '2026-11-13' };
    const lines = await b.store.charges.lines({ range, records: 'usage' });
    const now = instantOf(b.clock.now());
    const put = (entries: typeof lines) =>
      tamper(b.store, (lease) => b.store.charges.replaceDay(lease, range.start, 'usage', [''], entries, now));
    await put(lines);
    expect(await told('rates')).toEqual({ read: 0, written: 0 });
    await put(lines.slice(1));
    expect(await told('rates')).toMatchObject({ read: 1 });
    await put(lines.map((line) => ({ ...line, amount: (2n * line.amount) as typeof line.amount })));
    const { read, written } = await told('rates');
    expect([read, written > 0]).toEqual([1, true]);
  });

  it('are learned again once the catalogue spells a model otherwise', async () => {
    const catalogue = await b.store.profiles.catalogue();
    const region = catalogue[0]?.region ?? '';
    await tamper(b.store, (lease) =>
      b.store.profiles.replaceCatalogue(
        lease,
        region,
        catalogue
          .filter((entry) => entry.region === region)
          .map((entry) => (entry.type === 'model' ? { ...entry, name: `${entry.name} Renamed` } : entry)),
      ),
    );
    expect((await told('rates')).read).toBe(1);
  });
});
