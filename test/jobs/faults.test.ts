import { hostname } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { createAws } from '../../src/aws/factory.ts';
import type { BillEntry, BillPart } from '../../src/core/billEntries.ts';
import { money, sum } from '../../src/core/money.ts';
import { addDays, DAY_MS, dayOf, instantOf } from '../../src/core/periods.ts';
import type { Money } from '../../src/core/types.ts';
import { SyncBusy } from '../../src/jobs/lease.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { LeaseLost } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { PAYER_KEYS, respond } from '../aws/setup.ts';
import { awsFor, type Bench, type BenchOptions, bench, FAR, SILENT, tamper } from './setup.ts';

const RANGE = { start: '2026-10-11', endExclusive: '2026-11-25' };
const TTL_MS = 30_000;

let open: Bench[] = [];
afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});
async function company(options?: BenchOptions): Promise<Bench> {
  const made = await bench(options);
  open.push(made);
  return made;
}

const errorsOf = (report: Awaited<ReturnType<typeof runSync>>) => report.runs.flatMap((run) => run.errors);
const freshness = async ({ store }: Bench) =>
  new Map((await store.freshness.all()).map((one) => [`${one.source} ${one.slice}`, one]));
const entriesOf = (store: Store, part: BillPart, range = RANGE): Promise<readonly BillEntry[]> =>
  part === 'usage' || part === 'others'
    ? store.charges.lines({ range, records: part })
    : store.charges.claims({ range, by: part });
const amountOf = async ({ store }: Bench, part: BillPart): Promise<Money> =>
  sum((await entriesOf(store, part)).map(({ amount }) => amount));

const openMonth = (store: Store, part: BillPart) =>
  entriesOf(store, part, { start: '2026-11-01', endExclusive: '2026-12-01' });

describe('a bill that AWS has no figures of yet', () => {
  it('is an answer to whoever asks for the first time, and a fault once there were any', async () => {
    const b = await company({ world: { users: 3, days: 3 }, settings: { backfillDays: 3 } });
    const responder = await respond(() => ({
      status: 400,
      body: { __type: 'DataUnavailableException', message: 'The requested data is unavailable.' },
    }));
    const awsFactory = createAws({
      accounts: [],
      payer: {},
      clock: b.clock,
      clientOptions: { endpoint: responder.url, credentials: PAYER_KEYS },
    });
    const asked = async () => {
      const [run] = (await runSync({ ...b.deps, awsFactory }, ['charges'])).runs;
      const [state] = [...(await freshness(b)).values()].filter(({ source }) => source === 'charges');
      return { status: run?.status, told: run?.errors[0]?.error, lastError: state?.lastError ?? null };
    };
    const told = expect.stringMatching(/AWS has no figures for it yet/);
    expect(await asked()).toEqual({ status: 'ok', told, lastError: null });
    expect(await entriesOf(b.store, 'usage')).toEqual([]);
    expect((await b.store.charges.days()).length).toBe(0);
    await runSync(b.deps, ['charges']);
    expect(await asked()).toEqual({ status: 'partial', told, lastError: told });
    await responder.close();
  });
});

describe('one account that fails', () => {
  it('is named with what to do; the rest goes on, and its profiles are not called gone', async () => {
    const b = await company();
    await runSync(b.deps, ['profiles', 'usage']);
    const [first, ...others] = b.deps.settings.accounts;
    if (!first) throw new Error('there is an account');
    const live = async () =>
      (await b.store.profiles.all())
        .filter((p) => p.accountId === first.accountId && p.goneAt === null)
        .map((p) => p.arn);
    const before = await live();
    expect(before.length).toBeGreaterThan(3);
    // A role that wants an external id, which is not given: AWS refuses to hand out credentials.
    const roleArn = `arn:aws:iam::${first.accountId}:role/external-reader`;
    const settings = { ...b.deps.settings, accounts: [{ ...first, roleArn }, ...others] };
    b.clock.advance(DAY_MS);
    const awsFactory = awsFor(b.simulator, settings, b.clock);
    const report = await runSync({ ...b.deps, settings, awsFactory }, ['profiles', 'usage']);
    expect(report.runs.map((run) => run.status)).toEqual(['partial', 'partial']);
    const regions = settings.regions.length;
    expect(errorsOf(report)).toHaveLength(2 * regions);
    expect(errorsOf(report)[0]?.slice).toBe(`${first.accountId}/${settings.regions[0]}`);
    expect(errorsOf(report)[0]?.error).toContain('external id');
    expect(await live()).toEqual(before);
    const fresh = await freshness(b);
    const [stale, current] = [first, others[0]].map((account) =>
      fresh.get(`usage ${account?.accountId}/${settings.regions[0]}`),
    );
    expect(Date.parse(stale?.completeUntil ?? '')).toBe(b.clock.now() - DAY_MS);
    expect(stale?.lastError).toContain('external id');
    expect(Date.parse(current?.completeUntil ?? '')).toBe(b.clock.now());
  });
});

describe('throttling', () => {
  it('is waited out: the ledger is what it would be without', async () => {
    // A few days in one Region: each request that is throttled waits in earnest.
    const few = { settings: { backfillDays: 8, regions: ['us-east-1'] } };
    const [calm, throttled] = [
      await company({ ...few, world: { days: 8 } }),
      await company({ ...few, world: { days: 8, throttlePercent: 15 } }),
    ];
    await runSync(calm.deps);
    expect(errorsOf(await runSync(throttled.deps))).toEqual([]);
    const rows = async ({ store }: Bench) =>
      (await store.spend.rows({ range: RANGE }, 'all', { limit: 1_000_000, offset: 0 })).rows;
    const expected = await rows(calm);
    expect(expected.length).toBeGreaterThan(100);
    expect(await rows(throttled)).toEqual(expected);
  });
});

describe('the ceiling of AWS request charges', () => {
  it('leaves the authority running, says what waits, and catches up once it is raised', async () => {
    const b = await company({ settings: { awsChargeCeiling: money('0.034'), backfillDays: 15 } });
    const report = await runSync(b.deps);
    const charges = report.runs.find((run) => run.job === 'charges');
    expect(charges?.status).toBe('partial');
    const payer = b.deps.settings.payer.accountId;
    expect(charges?.errors.map(({ slice }) => slice)).toEqual(
      ['profile', 'owner', 'principal', 'recordType'].map((reading) => `${payer} ${reading}`),
    );
    expect(charges?.errors[0]?.error).toContain('awsChargeCeiling');
    expect(await amountOf(b, 'usage')).toBeGreaterThan(0n);
    expect(await amountOf(b, 'profile')).toBe(0n);

    const settings = { ...b.deps.settings, awsChargeCeiling: money('5') };
    const raised = { ...b.deps, settings, awsFactory: awsFor(b.simulator, settings, b.clock) };
    expect(errorsOf(await runSync(raised, ['charges']))).toEqual([]);
    expect(await amountOf(b, 'profile')).toBe(await amountOf(b, 'usage'));
    const view = (await freshness(b)).get(`charges ${payer} profile`);
    expect(view).toMatchObject({ lastError: null, completeUntil: '2026-11-19T00:00:00.000Z' });
  });
});

describe('a past that moved', () => {
  it.each([60, 10])(
    'is noticed by its total and read again, with %i days of back-fill by then',
    async (backfillDays) => {
      const b = await company({ world: { days: 60 }, settings: { backfillDays: 60 } });
      await runSync(b.deps, ['charges']);
      const truth = await amountOf(b, 'usage');
      const day = '2026-10-14';
      const now = instantOf(b.clock.now());
      const held = await entriesOf(b.store, 'usage', { start: day, endExclusive: addDays(day, 1) });
      await tamper(b.store, (lease) =>
        b.store.charges.replaceDay(lease, day, 'usage', [''], held.slice(1), now),
      );
      expect(await amountOf(b, 'usage')).not.toBe(truth);
      b.clock.advance(DAY_MS);
      await runSync({ ...b.deps, settings: { ...b.deps.settings, backfillDays } }, ['charges']);
      const restored = await entriesOf(b.store, 'usage', { start: day, endExclusive: addDays(day, 1) });
      expect(sum(restored.map((c) => c.amount))).toBe(sum(held.map((c) => c.amount)));
    },
  );

  it('is read again in all its views when told to, as after a tag back-fill', async () => {
    const b = await company();
    await runSync(b.deps, ['charges']);
    const now = instantOf(b.clock.now());
    await tamper(b.store, (lease) =>
      b.store.charges.replaceDay(lease, '2026-10-14', 'profile', [''], [], now),
    );
    expect(await amountOf(b, 'profile')).toBeLessThan(await amountOf(b, 'usage'));
    await runSync({ ...b.deps, readAgain: true }, ['charges']);
    expect(await amountOf(b, 'profile')).toBe(await amountOf(b, 'usage'));
  });
});

describe('linked accounts', () => {
  it('are read one by one and add up to the bill of those accounts', async () => {
    const b = await company();
    const linked = b.simulator.world.accounts.map(({ id }) => id);
    const settings = { ...b.deps.settings, linkedAccounts: linked };
    await runSync({ ...b.deps, settings }, ['charges']);
    const byAccount = await amountOf(b, 'usage');
    expect(byAccount).toBeGreaterThan(0n);
    const whole = await company();
    await runSync(whole.deps, ['charges']);
    expect(byAccount).toBe(await amountOf(whole, 'usage'));
    expect(byAccount).toBe(await amountOf(b, 'profile'));
    b.clock.advance(DAY_MS);
    const [next] = (await runSync({ ...b.deps, settings }, ['charges'])).runs;
    const months = 1;
    expect(next?.requests).toBeLessThanOrEqual(1 + linked.length * (1 + 5 * (months + 1)));
  });
});

describe('linked accounts that are set later, or no longer', () => {
  it('replace what was read before: nothing counts twice, and nothing of an account stays that is not read', async () => {
    const b = await company();
    await runSync(b.deps, ['charges']);
    const linked = b.deps.settings.accounts.map(({ accountId }) => accountId);
    for (const linkedAccounts of [linked, linked.slice(0, 1), []]) {
      const settings = { ...b.deps.settings, linkedAccounts };
      b.clock.advance(DAY_MS);
      await runSync({ ...b.deps, settings }, ['charges']);
      const fresh = await openStore(':memory:', { now: b.clock.now() });
      await runSync({ ...b.deps, store: fresh, settings }, ['charges']);
      for (const part of ['usage', 'profile', 'owner'] as const) {
        const arrived = ({ day }: { day: string }) =>
          part === 'usage' || day < addDays(dayOf(b.clock.now()), -1);
        const held = (await openMonth(b.store, part)).filter(arrived);
        expect(held.length).toBeGreaterThan(0);
        expect(held).toEqual((await openMonth(fresh, part)).filter(arrived));
      }
      fresh.close();
    }
  });
});

describe('two syncs', () => {
  it('at once: the second waits, or says who holds it', async () => {
    const b = await company();
    const first = runSync(b.deps, ['profiles']);
    const [refused, waited] = await Promise.allSettled([
      runSync(b.deps, ['rates'], false),
      runSync(b.deps, ['rates']),
    ]);
    expect((await first).runs[0]?.status).toBe('ok');
    expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(SyncBusy) });
    expect(waited).toMatchObject({ status: 'fulfilled' });
  });

  it('of which one died without a word: the next takes over at once, and says so in its runs', async () => {
    const b = await company();
    const dead = await b.store.lease.acquire(`${hostname()}:${2 ** 30}:0`, FAR, TTL_MS);
    if (!('lease' in dead)) throw new Error('the lease is free');
    await b.store.runs.start(dead.lease, 'usage', instantOf(b.clock.now()));
    const report = await runSync(b.deps, ['rates'], false);
    expect(report.runs[0]?.status).toBe('ok');
    const [interrupted] = await b.store.runs.list({ job: 'usage', limit: 1 });
    expect(interrupted?.status).toBe('interrupted');
    await expect(b.store.rates.replace(dead.lease, 'list', [])).rejects.toThrow(LeaseLost);
  });

  it('ends early when told to stop, and gives the ledger back', async () => {
    const b = await company();
    const stop = new AbortController();
    const progress = { ...SILENT, step: () => stop.abort() };
    const report = await runSync({ ...b.deps, progress, signal: stop.signal }, ['usage', 'charges']);
    expect(report.runs.map(({ job, status }) => [job, status])).toEqual([['usage', 'interrupted']]);
    expect((await runSync(b.deps, ['usage'], false)).runs[0]?.status).toBe('ok');
  });
});
