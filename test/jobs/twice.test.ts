import { afterEach, describe, expect, it } from 'vitest';
import { DAY_MS, dayOf, HOUR_MS } from '../../src/core/periods.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Between, between, type Change } from './between.ts';
import { type Bench, type BenchOptions, bench, NOW } from './setup.ts';

/** What is wrong and falls little is believed, as nothing tells it from the truth: until two readings agree it is read again. */

const DAYS = 6;
const RANGE = { start: '2026-11-01', endExclusive: dayOf(NOW) };

let open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.reverse()) await one.close();
  open = [];
});

async function company(options: BenchOptions = {}): Promise<{ b: Bench; aws: Between }> {
  const b = await bench({
    ...options,
    world: { users: 3, days: DAYS, ...options.world },
    settings: { backfillDays: DAYS, regions: ['us-east-1'], ...options.settings },
  });
  const aws = await between(b);
  open.push(b, aws);
  return { b, aws };
}

/** All amounts and counts of an answer, times a factor. */
const times = (factor: number): Change => {
  const scaled = (value: unknown, name = ''): unknown => {
    if (name === 'Amount') return (Number(value) * factor).toFixed(10);
    if (name === 'Values') return (value as number[]).map((one) => Math.round(one * factor));
    if (Array.isArray(value)) return value.map((one) => scaled(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, scaled(inner, key)]));
  };
  return (answer) => scaled(answer) as Record<string, unknown>;
};
const groupedBy =
  (key: string, change: Change): Change =>
  (answer, asked) =>
    asked.Granularity === 'DAILY' && asked.GroupBy[0].Key === key ? change(answer, asked) : answer;

describe('hours of tokens', () => {
  const hoursOf = ({ store }: Bench) => store.usage.hours({ range: RANGE });
  /** What a ledger holds that reads everything anew. */
  const truth = async (b: Bench) => {
    await runSync({ ...b.deps, readAgain: true, force: true }, ['usage']);
    return hoursOf(b);
  };

  it.each([
    ['fewer', times(0.93)],
    ['more', times(1.07)],
  ])('of which a reading says %s are what two readings agree on', async (_, change) => {
    const { b, aws } = await company();
    await runSync(aws.deps(), ['profiles', 'usage']);
    b.clock.advance(DAY_MS);
    aws.change({ GetMetricData: change });
    await runSync(aws.deps(), ['usage']);
    aws.change({});
    const wrong = await hoursOf(b);
    // The next day is read whole, and the one before with it.
    b.clock.advance(DAY_MS);
    await runSync(aws.deps(), ['usage']);
    const found = await hoursOf(b);
    expect(found).toEqual(await truth(b));
    expect(found).not.toEqual(wrong);
  });

  it.each([
    ['after a pause', 0, DAY_MS],
    ['with the first look of a day', 14 * HOUR_MS, HOUR_MS],
  ])('of what a listing lacked for days are all read once it is listed: %s', async (_, later, pause) => {
    const { b, aws } = await company();
    aws.change({ ListMetrics: (answer) => ({ ...answer, Metrics: [] }) });
    await runSync(aws.deps(), ['profiles', 'usage']);
    b.clock.advance(3 * DAY_MS + later);
    await runSync(aws.deps(), ['usage']);
    aws.change({});
    b.clock.advance(pause);
    await runSync(aws.deps(), ['usage']);
    const found = await hoursOf(b);
    expect(found.length).toBeGreaterThan(100);
    expect(found).toEqual(await truth(b));
  });

  it('are asked for at the same price, however many days are read twice', async () => {
    const { b, aws } = await company();
    await runSync(aws.deps(), ['profiles', 'usage']);
    const units = () =>
      b.simulator.charges().operations.find(({ operation }) => operation === 'GetMetricData');
    b.clock.advance(DAY_MS);
    const before = units()?.units ?? 0;
    await runSync(aws.deps(), ['usage']);
    const series = (await b.store.watching.dimensions()).flatMap(({ metrics }) =>
      Object.values(metrics).flat(),
    );
    expect((units()?.units ?? 0) - before).toBeLessThanOrEqual(series.length);
  });
});

describe('a view of the bill', () => {
  const claimsOf = ({ store }: Bench) => store.charges.claims({ range: RANGE, by: 'owner' });

  it('that does not add up is read again on the next day', async () => {
    const { b, aws } = await company();
    await runSync(aws.deps(), ['charges']);
    const claims = await claimsOf(b);
    expect(claims.length).toBeGreaterThan(5);
    aws.change({ GetCostAndUsage: groupedBy('UserEmail', times(0.9)) });
    await runSync({ ...aws.deps(), readAgain: true }, ['charges']);
    aws.change({});
    expect(await claimsOf(b)).not.toEqual(claims);
    b.clock.advance(DAY_MS);
    await runSync(aws.deps(), ['charges']);
    const old = ({ day }: { day: string }) => day > '2026-11-14' && day < '2026-11-18';
    expect((await claimsOf(b)).filter(old)).toEqual(claims.filter(old));
  });

  it('that never adds up is believed once two readings agree', async () => {
    const { b, aws } = await company();
    let asked: string[] = [];
    const wrong = times(0.9);
    aws.change({
      GetCostAndUsage: groupedBy('UserEmail', (answer, question) => {
        asked.push(question.TimePeriod.Start);
        return wrong(answer, question);
      }),
    });
    const daily = async () => {
      asked = [];
      b.clock.advance(DAY_MS);
      await runSync(aws.deps(), ['charges']);
      return asked.filter((day) => day < '2026-11-17');
    };
    await runSync(aws.deps(), ['charges']);
    expect(await daily()).toHaveLength(1);
    expect(await daily()).toEqual([]);
    expect(await daily()).toEqual([]);
  });

  it('of other records is read again after AWS has closed the month, until two readings agree', async () => {
    const { b, aws } = await company({
      world: { nowMs: Date.parse('2026-12-08T09:10:00Z'), days: 12 },
      settings: { backfillDays: 12 },
    });
    const range = { start: '2026-11-26', endExclusive: '2026-12-01' };
    const others = () => b.store.charges.lines({ range, records: 'others' });
    await runSync(aws.deps(), ['charges']);
    const before = await others();
    expect(before.length).toBeGreaterThan(3);
    expect(before.every(({ provisional }) => !provisional)).toBe(true);
    aws.change({ GetCostAndUsage: groupedBy('RECORD_TYPE', times(1.2)) });
    await runSync({ ...aws.deps(), readAgain: true }, ['charges']);
    aws.change({});
    expect(await others()).not.toEqual(before);
    b.clock.advance(DAY_MS);
    await runSync(aws.deps(), ['charges']);
    expect((await others()).filter(({ day }) => day > '2026-11-27')).toEqual(
      before.filter(({ day }) => day > '2026-11-27'),
    );
  });
});

describe('a day that is held back', () => {
  it('is released by an answer that says what is held', async () => {
    const { b, aws } = await company({ world: { users: 14 } });
    await runSync(aws.deps(), ['charges']);
    const day = '2026-11-17';
    aws.change({
      GetCostAndUsage: groupedBy('SERVICE', (answer) => ({
        ...answer,
        ResultsByTime: answer.ResultsByTime.map((one: { TimePeriod: { Start: string } }) =>
          one.TimePeriod.Start === day ? { ...one, Groups: [] } : one,
        ),
      })),
    });
    b.clock.advance(HOUR_MS);
    await runSync(aws.deps(), ['charges']);
    expect((await b.store.quarantine.all()).map((one) => one.day)).toEqual([day]);
    aws.change({});
    b.clock.advance(HOUR_MS);
    const [run] = (await runSync(aws.deps(), ['charges'])).runs;
    expect(run?.errors).toEqual([]);
    expect(await b.store.quarantine.all()).toEqual([]);
  });
});
