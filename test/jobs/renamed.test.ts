import { afterEach, describe, expect, it } from 'vitest';
import { createAws } from '../../src/aws/factory.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Asked, PAYER_KEYS, type Responder, respond } from '../aws/setup.ts';
import { type Bench, bench } from './setup.ts';

/** What CloudWatch calls a kind of tokens becomes another name, or has two: each token counts once. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`2026-${text}:00Z`);
const PLACE = { accountId: '222233334444', region: 'us-east-1' };
const [OLD, NEW] = ['CacheReadInputTokenCount', 'CacheReadInputTokens'];

/** Per metric of one `ModelId`: when it counts, and how many tokens an hour. */
type Counted = Readonly<Record<string, { from: number; until?: number; tokens: number }>>;
const BEGAN = at('11-01T00:00');

let benches: Bench[] = [];
let responder: Responder;
afterEach(async () => {
  await responder.close();
  for (const one of benches) await one.close();
  benches = [];
});

interface Query {
  Id: string;
  MetricStat: { Metric: { MetricName: string } };
}

/** CloudWatch of one profile: lists what counted within two weeks or three hours, and gives hourly sums. */
async function cloudWatch(counted: Counted, now: () => number) {
  const hours = (name: string, start: number, end: number) => {
    const { from = Infinity, until = Infinity, tokens = 0 } = counted[name] ?? {};
    const found: { at: number; tokens: number }[] = [];
    for (let hour = Math.max(start, from); hour < Math.min(end, until, now()); hour += HOUR)
      found.push({ at: hour / 1000, tokens });
    return found;
  };
  const list = ({ MetricName, RecentlyActive }: Record<string, unknown>) =>
    Object.keys(counted)
      .filter((name) => MetricName === undefined || MetricName === name)
      .filter((name) => hours(name, now() - (RecentlyActive ? 3 * HOUR : 14 * DAY), now()).length > 0)
      .map((name) => ({
        Namespace: 'AWS/Bedrock',
        MetricName: name,
        Dimensions: [{ Name: 'ModelId', Value: 'p1' }],
      }));
  const data = ({ MetricDataQueries, StartTime, EndTime }: Record<string, unknown>) =>
    (MetricDataQueries as Query[]).map(({ Id, MetricStat }) => {
      const start = Number(StartTime) * 1000;
      const found = hours(MetricStat.Metric.MetricName, start, Number(EndTime) * 1000);
      return {
        Id,
        StatusCode: 'Complete',
        Timestamps: found.map((one) => one.at),
        Values: found.map((one) => one.tokens),
      };
    });
  return respond(({ operation, input }: Asked) => ({
    body: operation === 'ListMetrics' ? { Metrics: list(input) } : { MetricDataResults: data(input) },
  }));
}

/** A ledger that reads this CloudWatch alone, at these moments; what it holds by kind, and what was told. */
async function ledger(counted: Counted, moments: readonly number[], backfillDays = 20) {
  const [first = 0] = moments;
  const b = await bench({
    world: { users: 1, days: 1, nowMs: first },
    settings: {
      accounts: [{ ...PLACE, roleArn: null, externalId: null }],
      regions: [PLACE.region],
      backfillDays,
    },
  });
  benches.push(b);
  responder = await cloudWatch(counted, () => b.clock.now());
  const awsFactory = createAws({
    accounts: [],
    payer: {},
    clock: b.clock,
    sleep: async () => {},
    clientOptions: { endpoint: responder.url, credentials: PAYER_KEYS },
  });
  const notes: string[] = [];
  for (const moment of moments) {
    b.clock.advance(moment - b.clock.now());
    const { runs } = await runSync({ ...b.deps, awsFactory }, ['usage']);
    expect(runs.map(({ status }) => status)).toEqual(['ok']);
    notes.push(...runs.flatMap(({ errors }) => errors.map(({ error }) => error)));
  }
  const sums = new Map<string, bigint>();
  for (const { kind, tokens } of await b.store.usage.hours({
    range: { start: '2026-09-01', endExclusive: '2026-12-01' },
  }))
    sums.set(kind, (sums.get(kind) ?? 0n) + tokens);
  return { held: Object.fromEntries(sums), notes };
}

const every = (from: number, until: number, step: number) =>
  Array.from({ length: Math.floor((until - from) / step) + 1 }, (_, i) => from + i * step);
const INPUT = { from: BEGAN, tokens: 1 };
const RENAMED = at('11-15T12:00');
/** Hours from the beginning until the moment, the running one included. */
const hoursUntil = (moment: number) => BigInt(Math.ceil((moment - BEGAN) / HOUR));

describe('a metric that is renamed in mid-month', () => {
  const counted: Counted = {
    InputTokenCount: INPUT,
    [OLD]: { from: BEGAN, until: RENAMED, tokens: 10 },
    [NEW]: { from: RENAMED, tokens: 10 },
  };
  const end = at('11-17T06:10');

  it.each([
    ['looked at all the time', every(at('11-15T10:10'), at('11-16T03:10'), HOUR)],
    ['looked at once a day', every(at('11-14T06:10'), end, DAY)],
    ['read once, afterwards', [end]],
  ])('keeps its tokens, %s', async (_, moments) => {
    const { held } = await ledger(counted, moments);
    const hours = hoursUntil(moments.at(-1) ?? 0);
    expect(held).toEqual({ input: hours, cacheRead: hours * 10n });
  });

  it('keeps them where the old name is not listed any more', async () => {
    const later = at('11-30T23:10');
    const { held } = await ledger(counted, [later], 35);
    expect(held.cacheRead).toBe(hoursUntil(later) * 10n);
  });
});

describe('two names for one thing', () => {
  it('count once, by the larger of each hour', async () => {
    const counted: Counted = {
      InputTokenCount: INPUT,
      [OLD]: { from: BEGAN, tokens: 10 },
      [NEW]: { from: at('11-10T00:00'), tokens: 15 },
    };
    const end = at('11-15T08:10');
    const expected = 9n * 24n * 10n + 15n * (hoursUntil(end) - 9n * 24n);
    for (const moments of [[end], every(at('11-15T04:10'), end, HOUR)])
      expect((await ledger(counted, moments)).held.cacheRead).toBe(expected);
  });
});

describe('a name that nobody has seen', () => {
  const end = at('11-16T02:10');
  const moments = every(at('11-15T11:10'), end, HOUR);

  it.each(['CacheReadTokenCount', 'CacheReadTokens'])(
    'is read where it says what it counts: %s',
    async (name) => {
      const { held } = await ledger(
        {
          InputTokenCount: INPUT,
          [OLD]: { from: BEGAN, until: RENAMED, tokens: 10 },
          [name]: { from: RENAMED, tokens: 10 },
        },
        moments,
      );
      expect(held.cacheRead).toBe(hoursUntil(end) * 10n);
    },
  );

  it('is told, once a day, where it counts tokens and does not say which', async () => {
    const { held, notes } = await ledger(
      {
        InputTokenCount: INPUT,
        Invocations: INPUT,
        TimeToFirstToken: INPUT,
        EstimatedTPMQuotaUsage: INPUT,
        CacheWrite1hInputTokenCount: { from: RENAMED, tokens: 3 },
      },
      moments,
    );
    expect(held).toEqual({ input: hoursUntil(end) });
    const told = expect.stringMatching(/CacheWrite1hInputTokenCount.*not read/);
    expect(notes).toEqual([told]);
  });
});
