import type { Budget, Whom } from '../../core/budgets.ts';
import { whomName } from '../../core/budgets.ts';
import type { DriverGroup, Drivers } from '../../core/drivers.ts';
import { ZERO } from '../../core/money.ts';
import type { Standing } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { driversOf } from './drivers.ts';
import { type BudgetStanding, standingsHeld } from './standings.ts';
import { teamsHeld } from './standingsRead.ts';

/** How far budgets are used and what drives them, as pages show it. */

/** A budget with whom it is held against: of a default, one of those that it holds for. */
export interface Held {
  budget: Budget;
  whom: Whom;
}
export interface BudgetSeen extends Held {
  standing: Standing;
  /** What the bill says of what counts; null: not known. */
  billed: Money | null;
  /** As far as whoever asks sees the lines. */
  drivers: Drivers;
}
/** One of a kind among the budgets of one day. */
export const heldName = ({ budget, whom }: Held): string => `${budget.id} ${whomName(whom)}`;

/**
 * Each with where it stands and what drives it, in the order they are given. In the caller's reading.
 * @param held budgets that whoever asks may see, with whom each is held against
 * @param only these of what drives them, where no others are shown
 */
export async function seeBudgets(
  asking: Asking,
  held: readonly Held[],
  only?: readonly DriverGroup[],
): Promise<BudgetSeen[]> {
  const standings = new Map<string, BudgetStanding>();
  const teams = await teamsHeld(asking, held);
  for (const one of (await standingsHeld(asking, held, teams)).values())
    if (one.whom !== null) standings.set(heldName({ budget: one.budget, whom: one.whom }), one);
  const drivers = await driversOf(asking, held, only, teams);
  return held.flatMap((one) => {
    const { budget = one.budget, standing = null, estimated = ZERO } = standings.get(heldName(one)) ?? {};
    if (standing === null) return [];
    const billed = (standing.spent - estimated) as Money;
    return [{ budget, whom: one.whom, standing, billed, drivers: drivers.get(heldName(one)) ?? {} }];
  });
}

const RANK = { over: 0, watch: 1, within: 2, none: 3, unknown: 3 } as const;
/** Of a limit of nothing: as much as of any other that is used up. */
const OF_NOTHING = 1000n;

/** The nearest to its limit first: what is over, then what will be, each by how much of it is used. */
export function nearestFirst({ standing: a }: BudgetSeen, { standing: b }: BudgetSeen): number {
  const used = (one: Standing) => one.usedTenths ?? OF_NOTHING;
  return RANK[a.state] - RANK[b.state] || (used(a) > used(b) ? -1 : used(a) < used(b) ? 1 : 0);
}
