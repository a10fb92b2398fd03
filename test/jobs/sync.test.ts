import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { sum } from '../../src/core/money.ts';
import { DAY_MS, dayOf, HOUR_MS } from '../../src/core/periods.ts';
import { placesOf } from '../../src/core/settings.ts';
import { TOKEN_KINDS } from '../../src/core/types.ts';
import { DEFAULT_JOBS, runSync } from '../../src/jobs/sync.ts';
import { type Bench, bench, type Collected, collected, NOW } from './setup.ts';

let company: Collected;
let b: Bench;
beforeAll(async () => {
  company = await collected(DEFAULT_JOBS, { world: { users: 6 } });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
});
afterEach(() => b.close());

const RANGE = { start: '2026-10-11', endExclusive: '2026-11-21' };

describe('a first sync', () => {
  it('runs every job and counts what AWS charges as AWS does', async () => {
    const first = await bench({ world: { users: 6 } });
    onTestFinished(() => first.close());
    const report = await runSync(first.deps);
    expect(report.runs.map(({ job, status, errors }) => [job, status, errors])).toEqual(
      ['profiles', 'usage', 'charges', 'rates', 'spend', 'alerts', 'notices', 'deliver', 'housekeeping'].map(
        (job) => [job, 'ok', []],
      ),
    );
    const charge = sum(report.runs.map((run) => run.awsCharge));
    expect(charge).toBeGreaterThan(0n);
    expect(charge).toBe(first.simulator.charges().total);
    const recorded = await first.store.runs.awsCharges('2026-11');
    expect(sum(recorded.map((o) => o.charge))).toBe(charge);
  });

  it('the one table adds up to the bill, day by day', async () => {
    const lines = await b.store.charges.lines({ range: RANGE, records: 'usage' });
    const { rows, unallocated, total } = await b.store.spend.query({
      range: RANGE,
      groupBy: ['day'],
      basis: 'billed',
      filter: {},
      scope: 'all',
    });
    expect(total.amount).toBe(sum(lines.map((line) => line.amount)));
    expect(total.amount).toBe(
      sum([...rows.map((row) => row.amount), ...unallocated.map((row) => row.amount)]),
    );
    expect(total.amount > 0n).toBe(true);
  });
});

describe('a second sync', () => {
  const tables = async () => ({
    profiles: await b.store.profiles.all(),
    usage: await b.store.usage.hours({ range: RANGE }),
    bill: (await Promise.all(['2026-10-31', '2026-11-10'].map((day) => b.store.charges.ofDay(day)))).flatMap(
      ({ lines, claims }) => [...lines, ...claims],
    ),
    rates: await b.store.rates.all(),
    hashes: await b.store.spend.days(),
    spend: (await b.store.spend.rows({ range: RANGE }, 'all', { limit: 1_000_000, offset: 0 })).rows,
    findings: await b.store.spend.findings(),
    freshness: await b.store.freshness.all(),
  });

  it('at the same time changes nothing and computes nothing', async () => {
    const before = await tables();
    for (const [name, held] of Object.entries(before))
      expect([name, [...(held as Iterable<unknown>)].length > 0]).toEqual([name, true]);
    const report = await runSync(b.deps);
    expect(report.runs.find((run) => run.job === 'spend')?.rows).toBe(0);
    expect(await tables()).toEqual(before);
  });

  it('reads only what is new', async () => {
    b.clock.advance(HOUR_MS);
    const report = await runSync(b.deps, ['profiles', 'usage', 'spend']);
    expect(report.runs.map((run) => run.status)).toEqual(['ok', 'ok', 'ok']);
    expect(report.runs.find((run) => run.job === 'spend')?.rows).toBe(1);
  });

  it('catches up after a pause as if there had been none', async () => {
    b.clock.advance(3 * DAY_MS);
    await runSync(b.deps);
    const clean = await bench({ world: { users: 6, nowMs: b.clock.now(), days: 43 } });
    try {
      const settings = { ...clean.deps.settings, backfillDays: 43 };
      await runSync({ ...clean.deps, settings });
      const range = { start: RANGE.start, endExclusive: '2026-11-24' };
      const hours = async ({ store }: Bench) =>
        (await store.usage.hours({ range }))
          .map((h) => `${h.hour} ${h.region} ${h.dimension} ${h.kind} ${h.tokens}`)
          .sort();
      const [resumed, fresh] = [await hours(b), await hours(clean)];
      const beyond = (these: string[], those: string[]) => {
        const held = new Set(those);
        return these.filter((hour) => !held.has(hour));
      };
      expect(beyond(resumed, fresh)).toEqual([]);
      expect(beyond(fresh, resumed)).toEqual([]);
      expect(resumed.length).toBe(fresh.length);
      expect(fresh.length).toBeGreaterThan(1_000);
      const list = async (bench: Bench) => {
        const all = await bench.store.charges.lines({ range, records: 'usage' });
        return all.map(({ day, service, usageType, amount }) => [day, service, usageType, amount]);
      };
      expect(await list(b)).toEqual(await list(clean));
      const total = async (bench: Bench) =>
        (await bench.store.spend.query({ range, groupBy: [], basis: 'billed', filter: {}, scope: 'all' }))
          .total;
      expect(await total(b)).toEqual(await total(clean));
    } finally {
      await clean.close();
    }
  });
});

describe('a back-fill', () => {
  it('reads the bill as far back as Cost Explorer gives it, and tokens as far as CloudWatch does', async () => {
    // Late enough that models were there to be used all the time.
    const nowMs = NOW + 200 * DAY_MS;
    const made = await bench({
      world: { users: 1, days: 440, nowMs },
      settings: { backfillDays: 440, regions: ['us-east-1'] },
    });
    try {
      const { runs } = await runSync(made.deps, ['usage', 'charges']);
      expect(runs.map(({ status, errors }) => [status, errors])).toEqual(runs.map(() => ['ok', []]));
      const [oldest] = await made.store.charges.days();
      expect(oldest?.day).toBe('2026-04-09');
      // What they cost stays an estimate: no line of the bill will ever come.
      const [first = ''] = await made.store.usage.days();
      expect([first, first < '2026-04-01']).toEqual([expect.any(String), true]);
      const before = { start: first, endExclusive: oldest?.day ?? '' };
      expect(await made.store.charges.lines({ range: before, records: 'usage' })).toEqual([]);
    } finally {
      await made.close();
    }
  });
  it('stores every token that CloudWatch keeps, of what is idle for months and called directly as well', async () => {
    const days = 100;
    const made = await bench({ world: { users: 14, days }, settings: { backfillDays: days } });
    try {
      await runSync(made.deps, ['profiles', 'usage']);
      const range = { start: dayOf(NOW - days * DAY_MS), endExclusive: dayOf(NOW) };
      const held = new Map<string, bigint>();
      for (const { dimension, kind, tokens } of await made.store.usage.hours({ range }))
        held.set(`${dimension} ${kind}`, (held.get(`${dimension} ${kind}`) ?? 0n) + tokens);
      const truth = new Map<string, bigint>();
      const idle = new Set<string>();
      for (const { accountId, region } of placesOf(made.deps.settings)) {
        const [start, end] = [Date.parse(range.start), Date.parse(range.endExclusive)];
        const last = new Map<string, number>();
        for (const hour of made.simulator.world.usage(accountId, region, start, end)) {
          last.set(hour.modelIdDimension, hour.hour);
          for (const kind of TOKEN_KINDS) {
            const key = `${hour.modelIdDimension} ${kind}`;
            const tokens = BigInt(hour.tokens[kind]);
            if (tokens > 0n) truth.set(key, (truth.get(key) ?? 0n) + tokens);
          }
        }
        for (const [dimension, hour] of last) if (NOW - hour > 14 * DAY_MS) idle.add(dimension);
      }
      expect(idle.size).toBeGreaterThan(0);
      expect(truth.size).toBeGreaterThan(100);
      for (const [key, tokens] of truth) expect(held.get(key), key).toBe(tokens);
    } finally {
      await made.close();
    }
  });
});
