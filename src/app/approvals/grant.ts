import type { BudgetRequest } from '../../core/approvals.ts';
import {
  isUnderCeiling,
  leftToGrant,
  ownBudgetFor,
  ownEnds,
  raiseDeeds,
  slotText,
} from '../../core/budgetRequests.ts';
import type { Budget } from '../../core/budgets.ts';
import type { BudgetWish } from '../../core/budgetWish.ts';
import { type Fault, Invalid, LedgerError } from '../../core/errors.ts';
import { formatExact, money } from '../../core/money.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import type { Actor, Day, Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { type Asking, because, nowOf } from '../asking.ts';
import { type Typed, tidied } from '../typed.ts';
import { dayFaults, endOf, extraIn } from './askBudget.ts';
import { grantedBefore, heldBy } from './budgetAsked.ts';

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
  const own = { kind: 'user', key: user } as const;
  const records = await store.budgets.records([own]);
  const ofSlot = records.find((one) => slotText(one) === slotText(budget));
  const of = await store.budgets.record(budget.id);
  if (of === null) throw new LedgerError('internal', `there is no budget ${budget.id}`);
  const times = { today, calendar, ...grant };
  const first = ownBudgetFor({ user, budget, of, own: ofSlot ?? null, ...times });
  const actor = because(asking, reasonOf(request));
  const made = first.deeds.length === 0 ? [] : await store.budgets.apply(first.deeds, actor, nowOf(asking));
  const record = await store.budgets.record(made[0]?.id ?? budget.id);
  if (record === null) throw new LedgerError('internal', 'a budget that was just set is not there');
  const { deeds, ownUntil } = raiseDeeds(record, times, ends);
  await store.budgets.apply(deeds, actor, nowOf(asking));
  return first.ownUntil ?? ownUntil;
}

/** For the history of the budget and the audit log. */
const reasonOf = ({ id, user, reason }: BudgetRequest): NonNullable<Actor['reason']> =>
  `request ${id} of ${user}: ${reason}`.slice(0, 500);
