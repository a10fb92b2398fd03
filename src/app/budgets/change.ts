import { budgetThing } from '../../core/access.ts';
import { beginningOf, budgetOn, holdingOn } from '../../core/budgetChanges.ts';
import { periodOf } from '../../core/budgetPeriods.ts';
import {
  type Budget,
  type BudgetChange,
  type BudgetRecord,
  type BudgetScope,
  type BudgetSlot,
  type Raise,
  slotName,
} from '../../core/budgets.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { dayOf } from '../../core/periods.ts';
import type { BudgetDeed } from '../../store/typesBudgets.ts';
import {
  type Asking,
  because,
  inOneReading,
  inOneWriting,
  mayDo,
  mustBeAllowed,
  mustChangeAny,
  NotThere,
  nowOf,
} from '../asking.ts';
import { confirmedIn, mustBeKnown, type Named } from '../known.ts';
import { readReason, type Typed } from '../typed.ts';
import { costCentersOf, spelling, visibleUsers } from '../visible.ts';
import { unknownParts } from './part.ts';
import { type BudgetRead, budgetRules, readBudget, readFrom, readRaise } from './read.ts';

/** Budgets: set, raise, end, take back. Each is one transaction with its entries in the audit log. */

/**
 * Sets what was typed.
 * @param typed as for `readBudget`, and `unknown.key` where the key is right although nothing here is called so
 * @returns the budget as it holds from the day of the change on; `changed`: it is another than before; `before`: the latest
 *   version until then, for `undoSince`
 * @throws Forbidden; Invalid, also where the person is spelled otherwise here, or nothing is known of whom it is for
 */
export async function setBudget(
  asking: Asking,
  typed: Typed,
): Promise<{ budget: Budget; changed: boolean; before: number }> {
  mustChangeAny(asking, 'budget');
  const read = readBudget(typed, budgetRules(asking));
  return inOneWriting(asking, async (inside) => {
    const scope = await ownScope(inside, read.slot.scope);
    mustBeAllowed(inside, 'change', budgetThing({ scope }, await costCentersOf(inside)));
    await mustBeSpelledAsHere(inside, [{ scope, field: 'key' }]);
    await mustBeKnown(inside, namedIn([{ scope, field: 'key' }]), confirmedIn(typed));
    const slot = { ...read.slot, scope };
    const deed = await deedOf(inside, { ...read, slot });
    const former = (await inside.store.budgets.records([scope])).find((one) => isSlot(one, slot));
    if (former === undefined) await mustBeOfSomething(inside, slot, typed);
    const [done] = await inside.store.budgets.apply([deed], because(inside, read.reason), nowOf(inside));
    const record = await inside.store.budgets.record(done?.id ?? '');
    const budget = record === null ? null : budgetOn(record, deed.from, inside.settings.budgets.calendar);
    if (budget === null || budget === 'unknown') throw new NotThere('budget');
    return { budget, changed: done?.changed === true, before: latestOf(former?.changes ?? []) };
  });
}

/**
 * What is to be decided so that what was read holds. A budget that does not hold yet begins with its period, so that all of
 * it counts; another amount of one that holds is that of today on.
 */
async function deedOf(
  { store, settings, now }: Asking,
  { slot, terms, from, until }: Omit<BudgetRead, 'reason'>,
): Promise<Extract<BudgetDeed, { do: 'set' }>> {
  const today = dayOf(now);
  const record = (await store.budgets.records([slot.scope])).find((one) => isSlot(one, slot));
  const held = record === undefined ? null : budgetOn(record, today, settings.budgets.calendar);
  const holds = held !== null && held !== 'unknown' && held.endedOn === null;
  const running = periodOf(slot.period, today, settings.budgets.calendar);
  const usual = holds ? today : beginningOf(record ?? { changes: [] }, running, today);
  return { do: 'set', slot, terms, from: from ?? usual, until };
}

const latestOf = (changes: readonly { version: number }[]): number =>
  Math.max(0, ...changes.map(({ version }) => version));

/** @throws Invalid where a new budget is of nothing that there is here, and nobody said that it is right */
async function mustBeOfSomething(asking: Asking, slot: BudgetSlot, typed: Typed): Promise<void> {
  const fields = { key: 'key', narrow: 'narrow' };
  const isRight = confirmedIn(typed);
  const faults = (await unknownParts(asking, [{ ...slot, fields }])).filter(
    ({ field, value = '' }) => !isRight({ field, kind: 'user', key: value }),
  );
  if (faults.length > 0) throw new Invalid(faults);
}

/** Whether two are one budget. */
export const isSlot = (a: BudgetSlot, b: BudgetSlot): boolean => slotName(a) === slotName(b);

/** A person has one budget, by whichever address of theirs it is asked for. */
export const ownScope = async ({ store }: Asking, scope: BudgetScope): Promise<BudgetScope> =>
  scope.kind === 'user' || scope.kind === 'team'
    ? { ...scope, key: await store.people.ownAddress(scope.key) }
    : scope;

/** Names in scopes that are looked for among what is known here. */
export const namedIn = (all: readonly { scope: BudgetScope; field: string }[]): Named[] =>
  all.flatMap(({ scope, field }): Named[] => {
    if (scope.kind === 'user' || scope.kind === 'team') return [{ field, kind: 'user', key: scope.key }];
    if (scope.kind === 'costCenter' || scope.kind === 'memberDefault')
      return [{ field, kind: 'costCenter', key: scope.key }];
    return [];
  });

/**
 * A tag is compared letter by letter: a budget of `Ann@…` would hold for nobody where she is `ann@…`.
 * @throws Invalid
 */
async function mustBeSpelledAsHere(
  asking: Asking,
  all: readonly { scope: BudgetScope; field: string }[],
): Promise<void> {
  if (!all.some(({ scope }) => scope.kind === 'user')) return;
  const otherSpelling = spelling(await visibleUsers(asking));
  const faults = all.flatMap(({ scope, field }): Fault[] => {
    const other = scope.kind === 'user' ? otherSpelling(scope.key) : null;
    return scope.kind !== 'user' || other === null
      ? []
      : [{ field, key: 'spelling', value: scope.key, detail: other }];
  });
  if (faults.length > 0) throw new Invalid(faults);
}

/**
 * A budget that whoever asks may end; null where it does not hold any more, which they may know.
 * @throws NotThere where they may not see it, Forbidden where they may not end it
 */
export const removableBudget = (asking: Asking, id: string): Promise<Budget | null> =>
  inOneReading(asking, async (inside) => holding(inside, await changeable(inside, id)));

/** A budget that whoever asks may change; null where there is none, which they may know. @throws NotThere, Forbidden */
export async function changeable(asking: Asking, id: string): Promise<BudgetRecord | null> {
  const record = await asking.store.budgets.record(id);
  const costCenterOf = await costCentersOf(asking);
  if (record === null || !mayDo(asking, 'see', budgetThing(record, costCenterOf))) {
    if (mayDo(asking, 'change', budgetThing({ scope: { kind: 'userDefault' } }, costCenterOf))) return null;
    throw new NotThere('budget');
  }
  mustBeAllowed(asking, 'change', budgetThing(record, costCenterOf));
  return record;
}

/** As it holds today; null: it does not. */
function holding({ settings, now }: Asking, record: BudgetRecord | null): Budget | null {
  const held = record === null ? null : budgetOn(record, dayOf(now), settings.budgets.calendar);
  return held === null || held === 'unknown' || held.endedOn !== null ? null : held;
}

/**
 * Ends a budget, from `from` on: today unless it is said. Sent twice it is still gone, which is what was wanted by whoever
 * may end it: `gone`.
 * @throws NotThere, Forbidden, Invalid
 */
export const removeBudget = (asking: Asking, id: string, typed: Typed): Promise<'removed' | 'gone'> =>
  inOneWriting(asking, async (inside) => {
    const record = await changeable(inside, id);
    if (record === null) return 'gone';
    const reason = readReason(typed);
    const rules = budgetRules(inside);
    const from = readFrom(typed, record.period, rules) ?? rules.today;
    const deed = { do: 'end', id: record.id, from } as const;
    const [done] = await inside.store.budgets.apply([deed], because(inside, reason), nowOf(inside));
    return done?.changed === true ? 'removed' : 'gone';
  });
export { removeBudget as endBudget };

/**
 * More of a budget for a time (`readRaise`). The same raise by the same person, days and reason is there once, however often
 * it is sent.
 * @throws NotThere, Forbidden, Invalid where it does not hold then
 */
export const raiseBudget = (asking: Asking, id: string, typed: Typed): Promise<Raise> =>
  inOneWriting(asking, async (inside) => {
    const record = await changeable(inside, id);
    if (record === null) throw new NotThere('budget');
    const { reason, ...raise } = readRaise(typed, record.period, budgetRules(inside));
    if (holdingOn(record, raise.from) === null)
      throw new Invalid([{ field: 'from', key: 'notHeld', value: raise.from }]);
    const same = record.changes.find((one) => isSameRaise(one, { ...raise, reason, by: inside.actor.id }));
    if (same?.kind === 'raise') return same;
    await inside.store.budgets.apply(
      [{ do: 'raise', id: record.id, ...raise }],
      because(inside, reason),
      nowOf(inside),
    );
    const after = await inside.store.budgets.record(record.id);
    const made = after?.changes.findLast((one) => one.kind === 'raise');
    if (made?.kind !== 'raise') throw new NotThere('budget');
    return made;
  });

const isSameRaise = (
  one: BudgetChange,
  { extra, from, toExclusive, reason, by }: Pick<Raise, 'extra' | 'from' | 'toExclusive' | 'reason' | 'by'>,
): boolean =>
  one.kind === 'raise' &&
  one.withdrawnAt === null &&
  one.extra === extra &&
  one.from === from &&
  one.toExclusive === toExclusive &&
  one.reason === reason &&
  one.by === by;

/** Takes back a planned change, or ends a raise. @throws NotThere, Forbidden, Invalid */
export const withdrawChange = (
  asking: Asking,
  id: string,
  version: number,
  typed: Typed,
): Promise<'withdrawn' | 'gone'> =>
  inOneWriting(asking, async (inside) => {
    const record = await changeable(inside, id);
    if (record === null) throw new NotThere('budget');
    const reason = readReason(typed);
    const deed = { do: 'withdraw', id: record.id, version } as const;
    const [done] = await inside.store.budgets.apply([deed], because(inside, reason), nowOf(inside));
    return done?.changed === true ? 'withdrawn' : 'gone';
  });
