import type { BudgetRequest } from '../../core/approvals.ts';
import { isUnderCeiling, leftToGrant, lentUntil, ownEnds, ownInstead } from '../../core/budgetRequests.ts';
import { type Budget, type BudgetRecord, isDefault } from '../../core/budgets.ts';
import type { BudgetWish } from '../../core/budgetWish.ts';
import { type Fault, Invalid, LedgerError } from '../../core/errors.ts';
import { formatExact, money } from '../../core/money.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import type { Actor, Day, Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { type Asking, because, nowOf } from '../asking.ts';
import { type Typed, tidied } from '../typed.ts';
import { dayFaults, endOf, extraIn } from './askBudget.ts';
import { grantedBefore, heldBy, heldOn, ownRecord } from './budgetAsked.ts';

/** Granting more of a budget: what is approved holds with the transaction in which it is. */

interface Grant {
  extra: Money;
  until: Day;
}

/** What is granted: what was asked for, unless another `amount` or last `day` was typed. @throws Invalid */
export function readGrant({ wanted }: BudgetRequest, untidy: Typed, now: number): Grant {
  const { amount = '', day = '' } = tidied(untidy);
  const faults: Fault[] = [];
  const extra = amount === '' ? money(wanted.extra) : extraIn(amount, faults);
  if (day !== '') faults.push(...dayFaults('day', day, dayOf(now)));
  if (extra === null || faults.length > 0) throw new Invalid(faults);
  return { extra, until: day === '' ? wanted.until : addDays(day, 1) };
}

/**
 * Raises the budget that holds for a person today; whoever is held to a default gets one of their own for the time. In the
 * caller's transaction, which has looked whether whoever asks may answer.
 * @returns the wish with what was granted of it
 * @throws Invalid above what they may grant, and where no such budget holds any more, or not that long
 */
export async function grantBudget(asking: Asking, request: BudgetRequest, grant: Grant): Promise<BudgetWish> {
  const { user, wanted } = request;
  const budget = await heldBy(asking, user, wanted);
  if (budget === null) throw new Invalid([{ field: 'amount', key: 'budgetNone', value: wanted.period }]);
  const before = await grantedBefore(asking, user, budget);
  const underCeiling = isUnderCeiling(asking.viewer);
  const { ceiling } = asking.settings.budgets.requests;
  const left = leftToGrant(ceiling, before, budget.range.start);
  if (underCeiling && grant.extra > left)
    throw new Invalid([
      { field: 'amount', key: 'overCeiling', value: formatExact(grant.extra), detail: usd(left) },
    ]);
  const ends = await endOf(asking, user, budget, grant.until);
  if (ends !== null)
    throw new Invalid([
      { field: 'day', key: 'budgetEnds', value: addDays(grant.until, -1), detail: addDays(ends, -1) },
    ]);
  const ownUntil = await raise(asking, { request, budget, grant, ends: ownEnds(before) });
  const granted = { extra: formatExact(grant.extra), until: grant.until, underCeiling, ownUntil };
  return { ...wanted, granted };
}

interface Raising {
  request: BudgetRequest;
  budget: Budget;
  grant: Grant;
  ends: readonly Day[];
}

/** @returns when a budget of their own ends that holds for the raise alone; null: they have one for good */
async function raise(asking: Asking, { request, budget, grant, ends }: Raising): Promise<Day | null> {
  const { store, settings, now } = asking;
  const { user } = request;
  const { calendar } = settings.budgets;
  const today = dayOf(now);
  const own = await ownRecord(asking, user, budget);
  const actor = because(asking, reasonOf(request));
  const lent = await lentFrom(asking, { user, budget, own, until: grant.until, ends });
  let id = budget.id;
  let ownUntil: Day | null = null;
  if (lent !== null) {
    const of = await store.budgets.record(lent.budget.id);
    if (of === null) throw new LedgerError('internal', `there is no budget ${lent.budget.id}`);
    const made = ownInstead({ user, ...lent, of, own, today, until: grant.until, calendar });
    const [done] = await store.budgets.apply(made.deeds, actor, nowOf(asking));
    id = done?.id ?? id;
    ownUntil = made.ownUntil;
  }
  const { extra, until } = grant;
  const raised = { do: 'raise', id, extra, from: today, toExclusive: until } as const;
  await store.budgets.apply([raised], actor, nowOf(asking));
  return ownUntil;
}

/**
 * From when on a person is held to which default, so that they need a budget of their own for a raise: from the beginning of
 * the running period, as a budget counts the days on which it holds; or, where they have one for an earlier raise, once it
 * ends. Null: one of their own holds long enough.
 */
async function lentFrom(
  asking: Asking,
  {
    user,
    budget,
    own,
    until,
    ends,
  }: Pick<Raising, 'budget' | 'ends'> & {
    user: string;
    own: BudgetRecord | null;
    until: Day;
  },
): Promise<{ budget: Budget; begin: Day } | null> {
  const today = dayOf(asking.now);
  if (isDefault(budget.scope)) return { budget, begin: budget.range.start };
  const begin = own === null ? null : lentUntil(own, until, today, ends);
  if (begin === null) return null;
  const then = await heldOn(asking, user, budget, begin);
  return then === null ? null : { budget: then, begin };
}

/** For the history of the budget and the audit log. */
const reasonOf = ({ id, user, reason }: BudgetRequest): NonNullable<Actor['reason']> =>
  `request ${id} of ${user}: ${reason}`.slice(0, 500);
