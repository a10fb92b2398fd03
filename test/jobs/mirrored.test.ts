import { DescribeSubscribersForNotificationCommand, UpdateBudgetCommand } from '@aws-sdk/client-budgets';
import { afterEach, describe, expect, it } from 'vitest';
import { decideMirror, readMirror } from '../../src/app/budgets/mirror.ts';
import { operator } from '../../src/core/access.ts';
import type { Drift } from '../../src/core/awsBudget.ts';
import { type BudgetScope, type BudgetSlot, plainTerms } from '../../src/core/budgets.ts';
import { LedgerError } from '../../src/core/errors.ts';
import { mirrorName } from '../../src/core/mirrorWanted.ts';
import { money } from '../../src/core/money.ts';
import { addDays, dayOf, HOUR_MS, instantOf } from '../../src/core/periods.ts';
import { dueJobs } from '../../src/jobs/scheduler.ts';
import { runSync } from '../../src/jobs/sync.ts';
import type { Store } from '../../src/store/types.ts';
import { clientOf, inAws, makeForeign, requestsOf, setManyBudgets, writesOf } from './mirrored.ts';
import { type Bench, bench } from './setup.ts';

/** Many budgets, AWS that throttles, a process that dies; and what somebody changes in AWS. */

const ACTOR = { id: 'local:test' };
const SUBSCRIBERS = ['ops@example.com'];
const ANN = {
  scope: { kind: 'user', key: 'ann@example.com' },
  period: 'month',
  narrowing: null,
} as const satisfies BudgetSlot;

let b: Bench;
let payer: string;
async function open(drift: Drift = 'mend', more: { throttlePercent?: number } = {}): Promise<void> {
  const budgetsMirror = { enabled: true, subscribers: SUBSCRIBERS, drift };
  b = await bench({ world: { users: 3, days: 3, ...more }, settings: { budgetsMirror } });
  payer = b.deps.settings.payer.accountId ?? '';
}
afterEach(() => b.close());

const today = () => dayOf(b.clock.now());
const now = () => instantOf(b.clock.now());
const mirror = async (store: Store = b.store) => (await runSync({ ...b.deps, store }, ['budgets'])).runs[0];
const set = (slot: BudgetSlot, usd: string, from = today()) =>
  b.store.budgets.apply([{ do: 'set', slot, terms: plainTerms(money(usd)), from }], ACTOR, now());
const asking = () => ({
  viewer: operator('local:test'),
  actor: ACTOR,
  now: b.clock.now(),
  store: b.store,
  settings: b.deps.settings,
  noteAsked() {},
});

/** A run that is cut off at a write: between AWS's answer and its note, or right after that. */
async function cutOff(at: number, moment: 'before' | 'after') {
  const cut = new AbortController();
  let count = 0;
  const record: Store['mirror']['record'] = async (...args) => {
    count += 1;
    if (count !== at) return b.store.mirror.record(...args);
    if (moment === 'after') await b.store.mirror.record(...args);
    cut.abort(new LedgerError('busy', 'killed'));
    throw new LedgerError('busy', 'killed');
  };
  const store = { ...b.store, mirror: { ...b.store.mirror, record } };
  return (await runSync({ ...b.deps, store, signal: cut.signal }, ['budgets'])).runs[0];
}

describe('300 budgets', () => {
  it('end as they should be whatever is throttled and killed; then nothing is written any more', async () => {
    await open('ask', { throttlePercent: 10 });
    const client = clientOf(b.simulator);
    const foreign = await makeForeign(client, payer);
    const before = await inAws(client, payer);
    await setManyBudgets(b.store, 300, today(), now());
    for (let kill = 0; kill < 20; kill += 1) {
      const run = await cutOff(1 + ((kill * 7) % 13), kill % 2 === 0 ? 'before' : 'after');
      expect(run, `kill ${kill}`).toMatchObject({ status: 'interrupted' });
    }
    expect(await mirror()).toMatchObject({ status: 'ok', errors: [] });

    const there = await inAws(client, payer);
    for (const name of foreign) expect(there.get(name)).toEqual(before.get(name));
    const { shown, counts } = await readMirror(asking());
    expect(shown.filter(({ state }) => state !== 'same')).toEqual([]);
    expect([there.size, counts.wanted]).toEqual([300 + foreign.length, 300]);
    const units = Map.groupBy(there.values(), (one) => (one as { TimeUnit: string }).TimeUnit);
    expect([...units.keys()].sort()).toEqual(['ANNUALLY', 'DAILY', 'MONTHLY', 'QUARTERLY']);
    const planned = [...there.values()].filter((one) => 'PlannedBudgetLimits' in (one as object));
    expect(planned).toHaveLength(30);

    const [written, asked] = [writesOf(b.simulator), requestsOf(b.simulator)];
    expect(await mirror()).toMatchObject({ status: 'ok', rows: 0 });
    expect(writesOf(b.simulator), 'no writing call').toBe(written);
    // Two lists, some of it more than once: whom they tell was known.
    expect(requestsOf(b.simulator) - asked).toBeLessThan(10);
    expect(await inAws(client, payer)).toEqual(there);
  }, 120_000);
});

describe('a change', () => {
  it('is mirrored at once, alone, however many came together', async () => {
    await open();
    await setManyBudgets(b.store, 5, today(), now());
    const due = async () => {
      const latest = await b.store.runs.latest();
      const state = { mirror: true, owing: false, mirroring: await b.store.mirror.isDue() };
      return dueJobs(latest, now(), state).includes('budgets');
    };
    expect(await mirror()).toMatchObject({ rows: 5 });
    expect(await due()).toBe(false);
    await set(ANN, '20');
    await set(ANN, '30');
    expect(await due()).toBe(true);
    const written = writesOf(b.simulator);
    expect(await mirror()).toMatchObject({ rows: 1 });
    expect(writesOf(b.simulator) - written).toBe(1);
    expect(await due()).toBe(false);
    const [one] = await b.store.budgets.records([ANN.scope]);
    const later = { from: addDays(today(), 40), slot: ANN, terms: plainTerms(money('50')) };
    await b.store.budgets.apply([{ do: 'set', ...later }], ACTOR, now());
    await mirror();
    expect(await inAws(clientOf(b.simulator), payer).then((all) => all.get(mirrorName(ANN)))).toMatchObject({
      PlannedBudgetLimits: expect.objectContaining({ 1798761600: { Amount: '50', Unit: 'USD' } }),
    });
    await b.store.budgets.apply([{ do: 'withdraw', id: one?.id ?? '', version: 3 }], ACTOR, now());
    expect(await due()).toBe(true);
    expect(await mirror()).toMatchObject({ rows: 1 });
    expect(
      await inAws(clientOf(b.simulator), payer).then((all) => all.get(mirrorName(ANN))),
    ).not.toHaveProperty('PlannedBudgetLimits');
  });

  it('during a run is due after it, and one that AWS refuses is told and not tried every two seconds', async () => {
    await open();
    await set(ANN, '20');
    const record: Store['mirror']['record'] = async (...args) => {
      await set({ ...ANN, scope: { kind: 'user', key: 'bob@example.com' } }, '5');
      return b.store.mirror.record(...args);
    };
    await mirror({ ...b.store, mirror: { ...b.store.mirror, record } });
    expect(await b.store.mirror.isDue()).toBe(true);
    expect(await mirror()).toMatchObject({ rows: 1 });

    const bad = { ...b.deps.settings, budgetsMirror: { enabled: true, subscribers: ['no address'] } };
    await set({ ...ANN, scope: { kind: 'user', key: 'eve@example.com' } }, '5');
    const [run] = (await runSync({ ...b.deps, settings: bad }, ['budgets'])).runs;
    expect(run?.status).toBe('partial');
    expect(await b.store.mirror.isDue()).toBe(false);
    const { shown } = await readMirror({ ...asking(), settings: bad });
    expect(shown.map(({ state, row }) => [state, row?.trouble])).toContainEqual([
      'refused',
      expect.stringContaining('AWS Budgets'),
    ]);
  });
});

/** Somebody sets another amount in AWS' own console. */
async function changeInAws(scope: BudgetScope, usd: string): Promise<void> {
  const name = mirrorName({ ...ANN, scope });
  const client = clientOf(b.simulator);
  const one = (await inAws(client, payer)).get(name) as { FilterExpression: object };
  await client.send(
    new UpdateBudgetCommand({
      AccountId: payer,
      NewBudget: {
        BudgetName: name,
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: usd, Unit: 'USD' },
        FilterExpression: one.FilterExpression,
        Metrics: ['UnblendedCost'],
      },
    }),
  );
}
const limit = async () =>
  ((await inAws(clientOf(b.simulator), payer)).get(mirrorName(ANN)) as { BudgetLimit: { Amount: string } })
    .BudgetLimit.Amount;
const states = async () => (await readMirror(asking())).shown.map(({ state }) => state);

describe('what somebody changes in AWS', () => {
  it('is mended, and the audit log has what was there', async () => {
    await open();
    await set(ANN, '20');
    await mirror();
    await changeInAws(ANN.scope, '9000');
    expect(await mirror()).toMatchObject({ rows: 1 });
    expect(await limit()).toBe('20');
    const [entry] = await b.store.audit.list({ limit: 1, subject: mirrorName(ANN) });
    expect(entry).toMatchObject({ action: 'mirror.write', before: { amount: '90000000000000' } });
  });

  it('is asked about where that is set, and mended when somebody says so', async () => {
    await open('ask');
    await set(ANN, '20');
    await mirror();
    await changeInAws(ANN.scope, '9000');
    const run = await mirror();
    expect(run).toMatchObject({ status: 'ok', rows: 0 });
    expect(await limit()).toBe('9000');
    expect(await states()).toEqual(['asks']);
    await decideMirror(asking(), { name: mirrorName(ANN), deed: 'mend' });
    expect(await b.store.mirror.isDue()).toBe(true);
    await mirror();
    expect(await limit()).toBe('20');
    expect(await states()).toEqual(['same']);
  });

  it('is accepted: its amount becomes the ledger’s, from today on', async () => {
    await open('ask');
    await set(ANN, '20');
    await mirror();
    await changeInAws(ANN.scope, '70');
    await mirror();
    await decideMirror(asking(), { name: mirrorName(ANN), deed: 'accept', reason: 'agreed' });
    const written = writesOf(b.simulator);
    await mirror();
    expect(writesOf(b.simulator)).toBe(written);
    const [budget] = await b.store.budgets.on(today(), b.deps.settings.budgets.calendar);
    expect(budget?.amount).toBe(money('70'));
    expect(await states()).toEqual(['same']);
    // The next change of the ledger is written as ever.
    await set(ANN, '80');
    await mirror();
    expect(await limit()).toBe('80');
  });

  it('is accepted by itself where that is set, until the ledger has another amount', async () => {
    await open('accept');
    await set(ANN, '20');
    await mirror();
    await changeInAws(ANN.scope, '70');
    await mirror();
    await mirror();
    expect([await limit(), await states()]).toEqual(['70', ['accepted']]);
    await set(ANN, '80');
    await mirror();
    expect([await limit(), await states()]).toEqual(['80', ['same']]);
  });

  it('is seen in its recipients too, and a budget of its name that is not its own is left', async () => {
    await open();
    const client = clientOf(b.simulator);
    const [name = ''] = (await makeForeign(client, payer)).slice(1);
    await b.store.mirror.decide(
      { name, budgetId: 'none' },
      { deed: 'accept', held: '', parts: {}, by: 'x', at: now() },
      ACTOR,
      now(),
    );
    await set(ANN, '20');
    await mirror();
    const Notification = {
      NotificationType: 'ACTUAL',
      ComparisonOperator: 'GREATER_THAN',
      Threshold: 80,
      ThresholdType: 'PERCENTAGE',
    } as const;
    const at = { AccountId: payer, BudgetName: mirrorName(ANN), Notification };
    const { CreateSubscriberCommand } = await import('@aws-sdk/client-budgets');
    await client.send(
      new CreateSubscriberCommand({
        ...at,
        Subscriber: { SubscriptionType: 'EMAIL', Address: 'x@example.com' },
      }),
    );
    // Whom it tells is asked for within hours, not with every change.
    expect(await mirror()).toMatchObject({ rows: 0 });
    b.clock.advance(HOUR_MS);
    expect(await mirror()).toMatchObject({ rows: 1 });
    const { Subscribers } = await client.send(new DescribeSubscribersForNotificationCommand(at));
    expect(Subscribers?.map(({ Address }) => Address)).toEqual(SUBSCRIBERS);
    expect((await inAws(client, payer)).has(name)).toBe(true);
  });
});

describe('AWS’s own figures', () => {
  it('are kept with the readings between which AWS worked them out', async () => {
    await open();
    await set({ scope: { kind: 'organisation' }, period: 'month', narrowing: null }, '1000');
    await mirror();
    const read = async (hours: number) => {
      b.clock.advance(hours * HOUR_MS);
      await mirror();
      return (await b.store.mirror.rows())[0];
    };
    const first = await read(1);
    expect(first).toMatchObject({ figureSince: now(), actual: expect.any(BigInt) });
    const since = now();
    expect(await read(0.1)).toMatchObject({ figureSince: since });
    const before = now();
    // AWS has evaluated meanwhile.
    const later = await read(9);
    expect(later).toMatchObject({ figureSince: now(), figureAfter: before });
    expect(later?.actual).toBeGreaterThan(first?.actual ?? 0n);
    expect(later?.forecast).toBeGreaterThan(later?.actual ?? 0n);
  });
});
