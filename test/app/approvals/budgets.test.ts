import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askForBudget, whatToAsk } from '../../../src/app/approvals/askBudget.ts';
import { approveRequest, declineRequest, withdrawRequest } from '../../../src/app/approvals/decide.ts';
import { setDeputy } from '../../../src/app/approvals/deputies.ts';
import { listRequests, readRequest, waitingFor } from '../../../src/app/approvals/list.ts';
import { operator } from '../../../src/core/access.ts';
import type { Request } from '../../../src/core/approvals.ts';
import { type BudgetScope, plainTerms } from '../../../src/core/budgets.ts';
import { formatFixed, money } from '../../../src/core/money.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS } from '../../../src/core/periods.ts';
import type { Settings } from '../../../src/core/settings.ts';
import type { Day } from '../../../src/core/types.ts';
import { askingOf } from '../../asking.ts';
import type { Collected } from '../../jobs/setup.ts';
import { ANN, BOB, CARL, CENTER, type Company, company, DAN, EVE, learned, OLGA } from './company.ts';

/** Asking for more than a budget gives: who decides, how much they may grant, and what holds afterwards. */

const BY_OWNER: Settings['budgets']['requests'] = {
  by: 'costCenterOwner',
  ceiling: money('100'),
  deadlineDays: 7,
  escalateDays: 2,
};
const ACTOR = { id: 'local:test' };

let base: Collected;
let c: Company;
beforeAll(async () => {
  base = await learned();
});
const open = async (asking: Partial<Settings['budgets']['requests']> = {}) => {
  c = await company(base, { asking: { ...BY_OWNER, ...asking } });
};
beforeEach(() => open());
afterEach(() => c.end());

const today = () => dayOf(c.clock.now());
const set = (scope: BudgetScope, amount: string) => c.store.budgets.set(scope, money(amount), ACTOR, c.now());
const ask = async (amount = '40', more: Record<string, string> = {}, of = ANN) =>
  askForBudget(await c.as(of), of, { amount, reason: 'a large migration', ...more });
const approve = async (who: string, { id }: Request, typed: Record<string, string> = {}) =>
  approveRequest(await c.as(who), id, typed);
/** What holds for somebody on a day, in dollars, and whose budget it is. */
const holds = async (day: Day = today(), of = ANN) => {
  const asking = { ...(await c.as(of)), now: Date.parse(`${day}T12:00:00Z`) };
  const { budgets } = await whatToAsk(asking, of);
  const [one] = budgets;
  return one === undefined
    ? 'nothing'
    : `${formatFixed(one.budget.amount, 0)} ${one.budget.scope.kind} since ${one.budget.holdsFrom}`;
};
const actions = async () =>
  (await c.store.audit.list({ limit: 50 })).map(({ action, actor }) => `${action} ${actor}`).reverse();
const firstOfNext = () =>
  `${new Date(Date.UTC(Number(today().slice(0, 4)), Number(today().slice(5, 7)), 1)).toISOString().slice(0, 10)}`;
const firstOfThis = () => `${today().slice(0, 8)}01`;

describe('a request for more budget', () => {
  it('is answered with a change in one press: the budget is larger at once, for its time, and the asker is told', async () => {
    await set({ kind: 'user', key: ANN }, '200');
    const request = await ask('80', { until: 'next' });
    expect(await c.mails()).toEqual([`${OLGA}: ann asks for more budget: $80.00 a month more`]);
    expect((await waitingFor(await c.as(OLGA))).forMe).toBe(1);
    const last = addDays(firstOfNext(), -1);
    const answered = await approve(OLGA, request, { amount: '60', day: last, reason: 'enough for now' });
    expect(answered).toMatchObject({ state: 'made', decidedBy: OLGA, decidedFor: null });
    expect(await holds()).toBe(`260 user since ${firstOfThis()}`);
    expect(await holds(last)).toBe(`260 user since ${firstOfThis()}`);
    expect(await holds(firstOfNext())).toBe(`200 user since ${firstOfThis()}`);
    const [told] = await c.mails();
    expect(told).toBe(`${ANN}: Approved with a change: $60.00 a month more`);
    // The raise, who asked and why, and the answer: each has its entry.
    expect((await actions()).slice(-3)).toEqual([
      `request.ask ${ANN}`,
      `budget.raise ${OLGA}`,
      `request.approve ${OLGA}`,
    ]);
    const [record] = await c.store.budgets.records([{ kind: 'user', key: ANN }]);
    expect(record?.changes.at(-1)?.reason).toBe(`request ${request.id} of ${ANN}: a large migration`);
    // Whoever presses later changes nothing.
    await expect(approve(EVE, request)).rejects.toThrow('was approved by olga@example.com already');
    expect(await holds()).toBe(`260 user since ${firstOfThis()}`);
  });

  it('of who is held to a default gives them one of their own with its terms, that ends with the period', async () => {
    await set({ kind: 'userDefault' }, '100');
    const middle = addDays(today(), 1);
    await approve(OLGA, await ask('50', { until: 'day', day: middle }));
    expect([await holds(), await holds(middle)]).toEqual([
      `150 user since ${firstOfThis()}`,
      `150 user since ${firstOfThis()}`,
    ]);
    // To the end of the period it is theirs, so that nothing begins anew in its midst.
    if (addDays(middle, 1) < firstOfNext())
      expect(await holds(addDays(middle, 1))).toBe(`100 user since ${firstOfThis()}`);
    expect(await holds(firstOfNext())).toMatch(/^100 userDefault/);
    // Nobody else has more.
    expect(await holds(today(), DAN)).toMatch(/^100 userDefault/);
    // Asked for again, for longer: their own stays as long.
    await approve(EVE, await ask('10', { until: 'next' }));
    expect(await holds()).toBe(`160 user since ${firstOfThis()}`);
    expect(await holds(firstOfNext())).toBe(`110 user since ${firstOfThis()}`);
    expect(await holds(addDays(firstOfNext(), 31))).toMatch(/^100 userDefault/);
  });

  it('is declined with a reason, taken back, or ends: the budget is as it was, and whoever asked is told', async () => {
    await set({ kind: 'user', key: ANN }, '200');
    const first = await ask();
    await expect(declineRequest(await c.as(OLGA), first.id, {})).rejects.toMatchObject({
      faults: [{ field: 'reason', key: 'declineWhy' }],
    });
    await declineRequest(await c.as(OLGA), first.id, { reason: 'use the small model' });
    const second = await ask();
    await withdrawRequest(await c.as(ANN), second.id);
    const third = await ask();
    c.clock.advance(7 * DAY_MS);
    await expect(approve(OLGA, third)).rejects.toThrow('left without an answer until its deadline');
    await c.run('requests');
    expect((await c.get(third)).state).toBe('expired');
    expect(await holds()).toMatch(/^200 user/);
    expect((await c.mails()).filter((one) => one.startsWith(ANN))).toEqual([
      `${ANN}: Nobody answered your request for more budget`,
      `${ANN}: Your request for more budget was declined`,
    ]);
  });
});

describe('how much may be granted', () => {
  it('is held to the ceiling, however many requests it takes, with nothing half done; administrators are not', async () => {
    await set({ kind: 'user', key: ANN }, '200');
    const first = await ask('100');
    await expect(approve(OLGA, first, { amount: '100.01' })).rejects.toMatchObject({
      faults: [{ field: 'amount', key: 'overCeiling', detail: '$100.00' }],
    });
    expect([(await c.get(first)).state, await holds()]).toEqual([
      'waiting',
      `200 user since ${firstOfThis()}`,
    ]);
    await approve(OLGA, first, { amount: '70' });
    const second = await ask('31');
    // Above what is left, so that administrators are asked beside the owner.
    expect(second.asked).toEqual([OLGA, EVE]);
    for (const typed of [{}, { amount: '30.01' }])
      await expect(approve(OLGA, second, typed)).rejects.toMatchObject({
        faults: [{ key: 'overCeiling', detail: '$30.00' }],
      });
    await approve(OLGA, second, { amount: '30' });
    const third = await ask('500');
    expect((await readRequest(await c.as(OLGA), third.id)).budget?.most).toBe(0n);
    await approve(EVE, third);
    expect(await holds()).toMatch(/^800 user/);
    // In the next period there is room again.
    c.clock.advance(32 * DAY_MS);
    await approve(OLGA, await ask('100'));
    expect(await holds()).toMatch(/^300 user/);
  });

  it('is never nothing, nor without a reason, for ever, or of a budget that does not hold', async () => {
    await set({ kind: 'user', key: ANN }, '200');
    const refused: readonly [Record<string, string>, string, string][] = [
      [{ amount: '0' }, 'amount', 'extraNothing'],
      [{ amount: '-5' }, 'amount', 'amountNegative'],
      [{ reason: ' ' }, 'reason', 'askWhy'],
      [{ until: 'day', day: '2020-01-01' }, 'day', 'untilPast'],
      [{ until: 'day', day: '2026-02-30' }, 'day', 'dayWritten'],
      [{ until: 'day', day: '2099-01-01' }, 'day', 'untilFar'],
      [{ until: 'always' }, 'until', 'untilChoice'],
      [{ budget: 'week' }, 'budget', 'budgetNotHeld'],
    ];
    for (const [typed, field, key] of refused)
      await expect(ask('40', typed), key).rejects.toMatchObject({ faults: [{ field, key }] });
    const request = await ask('40');
    for (const typed of [{ amount: '0' }, { day: '2099-01-01' }, { day: '2020-01-01' }, { amount: 'much' }])
      await expect(approve(EVE, request, typed)).rejects.toMatchObject({ faults: [{}] });
    expect((await listRequests(await c.as(ANN), null)).all).toHaveLength(1);
    expect(await holds()).toMatch(/^200 user/);
  });

  it('is asked for once: the same again is that request, another amount waits for the first', async () => {
    await set({ kind: 'user', key: ANN }, '200');
    const first = await ask('40');
    expect((await ask('40.00')).id).toBe(first.id);
    await expect(ask('60')).rejects.toThrow('take it back to ask anew');
    // Another budget of theirs is another request.
    const slot = { scope: { kind: 'user', key: ANN }, period: 'week', narrowing: null } as const;
    const terms = plainTerms(money('50'));
    await c.store.budgets.apply([{ do: 'set', slot, terms, from: firstOfThis() }], ACTOR, c.now());
    const week = await ask('5', { budget: 'week' });
    expect(week.id).not.toBe(first.id);
    // Of a week that ends, the answer is waited for no longer than that.
    expect(Date.parse(week.deadlineAt) - c.clock.now()).toBeLessThanOrEqual(7 * DAY_MS);
    expect(week.deadlineAt).toBe(`${'until' in week.wanted ? week.wanted.until : ''}T00:00:00.000Z`);
  });
});

describe('who may answer', () => {
  it('is never who asked, whatever else they are, nor somebody who was not asked', async () => {
    await set({ kind: 'userDefault' }, '200');
    const own = await ask('40', {}, EVE);
    await expect(approve(EVE, own)).rejects.toThrow('may not change');
    await c.store.people.grant({ email: ANN, role: 'costCenterOwner', costCenter: CENTER }, ACTOR, c.now());
    const first = await ask('40');
    await expect(approve(ANN, first)).rejects.toThrow('may not change');
    await expect(approve(DAN, first)).rejects.toThrow('there is no request');
    // Nor does anybody ask in another's name, but for whoever administers.
    await expect(askForBudget(await c.as(DAN), ANN, { amount: '1', reason: 'x' })).rejects.toThrow(
      'may not change',
    );
    const local = askingOf(c.store, {
      viewer: operator('local:ops'),
      actor: { id: 'local:ops' },
      now: c.clock.now(),
      settings: c.deps.settings,
    });
    const asked = await askForBudget(local, DAN, { amount: '1', reason: 'for Dan' });
    expect(asked).toMatchObject({ user: DAN, askedBy: 'local:ops' });
    await c.mails();
    await approve(OLGA, asked);
    expect(await c.mails()).toEqual([`${DAN}: Approved: $1.00 a month more`]);
  });

  it('is the manager where that is the rule, their deputy, the next one after some days, at last administrators', async () => {
    await c.end();
    await open({ by: 'manager' });
    await set({ kind: 'user', key: ANN }, '200');
    await setDeputy(await c.as(CARL), CARL, { deputy: DAN, from: today(), until: addDays(today(), 3) });
    const request = await ask('40', { until: 'next' });
    expect(request.asked).toEqual([CARL, DAN]);
    c.clock.advance(2 * DAY_MS);
    await c.run('requests');
    expect((await c.get(request)).asked).toEqual([CARL, DAN, BOB]);
    c.clock.advance(2 * DAY_MS);
    await c.run('requests');
    expect((await c.get(request)).asked).toEqual([CARL, DAN, BOB, EVE]);
    expect(await approve(BOB, request)).toMatchObject({ state: 'made', decidedBy: BOB });
  });

  it('goes with the person to another cost center, and settles where they leave or no budget holds', async () => {
    await set({ kind: 'userDefault' }, '200');
    const request = await ask('40');
    const person = { name: 'ann', manager: null, active: true, groups: null };
    const how = () => ({ complete: false, actor: ACTOR, now: c.now() });
    await c.store.people.learn('file', [{ ...person, email: ANN, costCenter: 'CC-2' }], how());
    await c.store.people.grant({ email: BOB, role: 'costCenterOwner', costCenter: 'CC-2' }, ACTOR, c.now());
    await expect(approve(OLGA, request)).rejects.toThrow('may not change');
    c.clock.advance(HOUR_MS);
    await c.run('requests');
    expect((await c.get(request)).asked).toEqual([OLGA, BOB]);
    const [budget] = await c.store.budgets.list();
    await c.store.budgets.remove(budget?.id ?? '', ACTOR, c.now());
    await expect(approve(BOB, request)).rejects.toMatchObject({ faults: [{ key: 'budgetNone' }] });
    c.clock.advance(HOUR_MS);
    await c.run('requests');
    expect(await c.get(request)).toMatchObject({
      state: 'withdrawn',
      lastError: 'no such budget holds any more',
    });
  });

  it('is told whom asking goes to, what is left, and nothing where it is not asked for', async () => {
    expect((await whatToAsk(await c.as(ANN), ANN)).budgets).toEqual([]);
    await set({ kind: 'userDefault' }, '200');
    const { budgets, deciders, onlyAdministrators } = await whatToAsk(await c.as(ANN), ANN);
    expect(budgets).toMatchObject([
      { slot: 'month', ceiling: money('100'), waiting: null, standing: { counted: 0n } },
    ]);
    expect([deciders, onlyAdministrators]).toEqual([[{ email: OLGA, deputyFor: null, name: 'olga' }], false]);
    await c.end();
    await open({ by: 'nobody' });
    await expect(whatToAsk(await c.as(ANN), ANN)).rejects.toThrow('nobody asks for more budget here');
    await expect(ask()).rejects.toThrow('nobody asks for more budget here');
  });
});
