import type { BudgetRequest, Request } from '../../core/approvals.ts';
import { budgetsOf, isOfSlot, isUnderCeiling, leftToGrant, slotText } from '../../core/budgetRequests.ts';
import type { Budget, BudgetRecord } from '../../core/budgets.ts';
import type { BudgetWish } from '../../core/budgetWish.ts';
import { dayOf } from '../../core/periods.ts';
import type { Standing } from '../../core/standing.ts';
import type { Day, Money } from '../../core/types.ts';
import { type Asking, nowOf } from '../asking.ts';
import { heldName, standingsHeld } from '../budgets/standings.ts';

/** What is known of a budget of which somebody asks for more. In the caller's unit of work. */

/** Requests of one person that came to something, as far back as is looked for what they were granted. */
const MOST_MADE = 200;

/** Each budget that a person is held to, today unless another day is asked for. */
export async function heldByPerson(
  { store, settings, now }: Asking,
  user: string,
  day: Day = dayOf(now),
): Promise<readonly Budget[]> {
  const facts = await store.people.viewerFacts(user, nowOf({ now }));
  const belonging = facts === null ? null : { costCenter: facts.costCenter, groups: facts.groups };
  return budgetsOf(user, await store.budgets.on(day, settings.budgets.calendar), belonging);
}

/** The one of a period and narrowing that a person is held to today; null: none is. */
export const heldBy = async (asking: Asking, user: string, wish: BudgetWish): Promise<Budget | null> =>
  (await heldByPerson(asking, user)).find((one) => isOfSlot(wish, one)) ?? null;

/** The one beside another budget that a person will be held to on a day. */
export const heldOn = async (
  asking: Asking,
  user: string,
  slot: Pick<Budget, 'period' | 'narrowing'>,
  day: Day,
): Promise<Budget | null> =>
  (await heldByPerson(asking, user, day)).find((one) => slotText(one) === slotText(slot)) ?? null;

/** Of a person's own budget of a period and narrowing all that was decided; null: they never had one. */
export const ownRecord = async (
  { store }: Asking,
  user: string,
  slot: Pick<Budget, 'period' | 'narrowing'>,
): Promise<BudgetRecord | null> =>
  (await store.budgets.records([{ kind: 'user', key: user }])).find(
    (one) => slotText(one) === slotText(slot),
  ) ?? null;

/** What a person was granted of one budget by requests, newest first. */
export async function grantedBefore(
  { store }: Asking,
  user: string,
  slot: Pick<Budget, 'period' | 'narrowing'>,
): Promise<BudgetRequest[]> {
  const made = await store.requests.madeFor(user, 'budget', MOST_MADE);
  return made.filter(({ wanted }) => isOfSlot(wanted, slot));
}

/** How much more owners and managers may grant today of a budget of somebody's, together. */
export async function ceilingLeft(asking: Asking, user: string, budget: Budget): Promise<Money> {
  const { ceiling } = asking.settings.budgets.requests;
  return leftToGrant(ceiling, await grantedBefore(asking, user, budget), budget.range.start);
}

/** Where a person stands against a budget in its running period; null: that is not told to whoever asks. */
export async function standingOf(asking: Asking, user: string, budget: Budget): Promise<Standing | null> {
  asking.noteLook?.([user]);
  const held = { budget, whom: { kind: 'user', key: user } as const };
  return (await standingsHeld(asking, [held])).get(heldName(held))?.standing ?? null;
}

/** How the budget stands of which more is asked: for whoever may answer, and whoever asked. */
export interface AskedOfBudget {
  /** null: it does not hold any more. */
  budget: Budget | null;
  standing: Standing | null;
  /** What whoever looks may grant at most; null: nothing bounds it. */
  most: Money | null;
}

/** @param mayAnswer whoever asks may answer it: they are shown what their answer needs */
export async function askedOfBudget(
  asking: Asking,
  request: Request,
  mayAnswer: boolean,
): Promise<AskedOfBudget | null> {
  const { viewer } = asking;
  if (request.kind !== 'budget' || request.state !== 'waiting') return null;
  if (!mayAnswer && viewer.email !== request.user) return null;
  const budget = await heldBy(asking, request.user, request.wanted);
  if (budget === null) return { budget, standing: null, most: null };
  const bounded = isUnderCeiling(viewer);
  return {
    budget,
    standing: await standingOf(asking, request.user, budget),
    most: bounded ? await ceilingLeft(asking, request.user, budget) : null,
  };
}
