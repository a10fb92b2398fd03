import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatFixed, sum } from '../../src/core/money.ts';
import { DAY_MS, HOUR_MS } from '../../src/core/periods.ts';
import { placesOf } from '../../src/core/settings.ts';
import type { Money, TokenKind } from '../../src/core/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Bench, bench, NOW } from './setup.ts';

let b: Bench;
beforeAll(async () => {
  b = await bench();
}, 60_000);
afterAll(() => b.close());

const RANGE = { start: '2026-10-11', endExclusive: '2026-11-21' };

describe('a first sync', () => {
  it('runs every job and counts what AWS charges as AWS does', async () => {
    const report = await runSync(b.deps);
    expect(report.runs.map(({ job, status, errors }) => [job, status, errors])).toEqual(
      ['profiles', 'usage', 'charges', 'rates', 'spend', 'alerts', 'deliver'].map((job) => [job, 'ok', []]),
    );
    const charge = sum(report.runs.map((run) => run.awsCharge));
    console.log(`first sync, 12 users × 40 days: $${formatFixed(charge, 4)}`);
    expect(charge).toBe(b.simulator.charges().total);
    expect(sum((await b.store.runs.awsCharges('2026-11-01T00:00:00.000Z')).map((o) => o.charge))).toBe(
      charge,
    );
  });

  it('stores every token that CloudWatch counted, idle and gone profiles included', async () => {
    const held = new Map<string, bigint>();
    for (const { dimension, kind, tokens } of await b.store.usage.hours({ range: RANGE })) {
      held.set(`${dimension} ${kind}`, (held.get(`${dimension} ${kind}`) ?? 0n) + tokens);
    }
    const profiles = new Set((await b.store.profiles.all()).map((p) => p.shortId));
    let compared = 0;
    for (const { accountId, region } of placesOf(b.deps.settings)) {
      const seen = new Map<string, bigint>();
      // CloudWatch publishes minutes late: the running hour is left out on both sides.
      const end = NOW - (NOW % HOUR_MS) - HOUR_MS;
      for (const hour of b.simulator.world.usage(accountId, region, Date.parse(RANGE.start), end)) {
        if (!profiles.has(hour.modelIdDimension)) continue;
        for (const [kind, tokens] of Object.entries(hour.tokens) as [TokenKind, number][]) {
          const key = `${hour.modelIdDimension} ${kind}`;
          seen.set(key, (seen.get(key) ?? 0n) + BigInt(tokens));
        }
      }
      const hours = await b.store.usage.hours({ accountId, range: RANGE });
      const late = hours.filter((h) => h.region === region && Date.parse(h.hour) >= end);
      for (const [key, tokens] of seen) {
        const after = late
          .filter((h) => `${h.dimension} ${h.kind}` === key)
          .reduce((total, h) => total + h.tokens, 0n);
        expect((held.get(key) ?? 0n) - after, key).toBe(tokens);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(30);
  });

  it('the one table adds up to the bill, day by day', async () => {
    const lines = await b.store.charges.list({ range: RANGE, grouping: 'line' });
    const { rows, unallocated, total } = await b.store.spend.query({
      range: RANGE,
      groupBy: ['day'],
      basis: 'billed',
      filter: {},
    });
    expect(total).toBe(sum(lines.map((line) => line.amount)));
    expect(total).toBe(sum([...rows.map((row) => row.amount), ...unallocated.map((row) => row.amount)]));
    expect(total > 0n).toBe(true);
  });
});

describe('a second sync', () => {
  const tables = async () => ({
    profiles: await b.store.profiles.all(),
    usage: await b.store.usage.hours({ range: RANGE }),
    charges: await Promise.all(['2026-10-31', '2026-11-10'].map((day) => b.store.charges.ofDay(day))),
    rates: await b.store.rates.all(),
    hashes: await b.store.spend.dayHashes(),
    spend: (await b.store.spend.rows({ range: RANGE }, { limit: 1_000_000, offset: 0 })).rows,
    findings: await b.store.spend.findings(),
    freshness: await b.store.freshness.all(),
  });

  it('at the same time changes nothing and computes nothing', async () => {
    const before = await tables();
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
    const clean = await bench({ world: { nowMs: b.clock.now(), days: 43 } });
    try {
      const settings = { ...clean.deps.settings, backfillDays: 43 };
      await runSync({ ...clean.deps, settings });
      const range = { start: RANGE.start, endExclusive: '2026-11-24' };
      const hours = async ({ store }: Bench) =>
        (await store.usage.hours({ range }))
          .map((h) => `${h.hour} ${h.region} ${h.dimension} ${h.kind} ${h.tokens}`)
          .sort();
      const [resumed, fresh] = [await hours(b), await hours(clean)];
      expect(resumed.filter((hour) => !fresh.includes(hour))).toEqual([]);
      expect(fresh.filter((hour) => !resumed.includes(hour))).toEqual([]);
      const list = async (bench: Bench) => {
        const all = await bench.store.charges.list({ range, grouping: 'line' });
        return all.map(({ day, key1, key2, amount }) => [day, key1, key2, amount]);
      };
      expect(await list(b)).toEqual(await list(clean));
      const total = async (bench: Bench): Promise<Money> =>
        (await bench.store.spend.query({ range, groupBy: [], basis: 'billed', filter: {} })).total;
      expect(await total(b)).toBe(await total(clean));
    } finally {
      await clean.close();
    }
  });
});
