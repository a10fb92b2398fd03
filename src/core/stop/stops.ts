import type { Budget, BudgetInForce } from '../budgets.ts';
import { ZERO } from '../money.ts';
import { narrowingText } from '../narrowing.ts';
import { stateIn } from '../standing.ts';
import type { Day, Instant, Money, Priced } from '../types.ts';
import { graceOf, isReleased, type Reprieve, type StopSlot, slotText } from './reprieves.ts';

/**
 * Who is stopped by which hard budget. A stop begins on fresh figures only. While figures are stale it stays, unless people
 * decided otherwise meanwhile; it ends with the first fresh figure that does not hold it, with its period, with a raise, with
 * a grace or a release, and with the budget. Pure; money is 10⁻¹⁰ USD.
 */

/** A stop that goes on. */
export interface Stop extends StopSlot {
  scopeKind: BudgetInForce['scopeKind'];
  /** The first day on which it does not hold any more, whatever is spent. */
  periodEnd: Day;
  /** As `narrowingText` writes it: only profiles of this are stopped. */
  narrowing: string;
  since: Instant;
  /** The most that counted, and the limit that it was held against, when it was judged by fresh figures last. */
  counted: Money;
  limit: Money;
}

/** Why a stop ended: `off` where budgets stop nobody any more. */
export const STOP_ENDS = [
  'period',
  'raised',
  'fell',
  'grace',
  'released',
  'exempt',
  'budget',
  'off',
] as const;
export type StopEnd = (typeof STOP_ENDS)[number];

/** A hard budget that holds today, and what counts against it of somebody. */
export interface HardFigure {
  budget: Pick<Budget, 'id' | 'range' | 'narrowing' | 'unknown'>;
  scopeKind: Stop['scopeKind'];
  scopeKey: string;
  /** What has a price, and what the rest comes to at the cautious rate. */
  spent: Priced;
  cautious: Money;
  /** With raises and what is carried over. */
  limit: Money;
  /** Whether the person is of a group that is never stopped. */
  isExempt: boolean;
}

export interface StopsAsked {
  now: Instant;
  /** Whether every source was read as often as it should be. */
  isFresh: boolean;
  /** Of all hard budgets that hold today, with everybody who is stopped among those that they hold for. */
  figures: readonly HardFigure[];
  before: readonly Stop[];
  reprieves: readonly Reprieve[];
  onUnpriced: boolean;
}

export interface StopsDecided {
  /** All that go on from now. */
  stops: readonly Stop[];
  ended: readonly { stop: Stop; why: StopEnd }[];
}

/** Decides anew who is stopped. The same question has the same answer, and its answer changes nothing when it is asked again. */
export function decideStops(asked: StopsAsked): StopsDecided {
  const before = new Map(asked.before.map((stop) => [slotText(stop), stop]));
  const reprieves = Map.groupBy(asked.reprieves, slotText);
  const stops: Stop[] = [];
  const ended: { stop: Stop; why: StopEnd }[] = [];
  const judged = new Set<string>();
  for (const figure of asked.figures) {
    const slot = slotText(slotOf(figure));
    judged.add(slot);
    const was = before.get(slot) ?? null;
    const outcome = judge(figure, was, reprieves.get(slot) ?? [], asked);
    if (typeof outcome !== 'string') stops.push(outcome);
    else if (was !== null) ended.push({ stop: was, why: outcome });
  }
  const today = asked.now.slice(0, 10);
  for (const [slot, stop] of before)
    if (!judged.has(slot)) ended.push({ stop, why: stop.periodEnd <= today ? 'period' : 'budget' });
  return { stops, ended };
}

export const slotOf = ({ budget, scopeKey }: Pick<HardFigure, 'budget' | 'scopeKey'>): StopSlot => ({
  budgetId: budget.id,
  scopeKey,
  periodStart: budget.range.start,
});

/** The stop that follows of one figure, or why there is none. */
function judge(
  figure: HardFigure,
  was: Stop | null,
  reprieves: readonly Reprieve[],
  { now, isFresh, onUnpriced }: StopsAsked,
): Stop | StopEnd {
  const { budget, scopeKind, spent, cautious } = figure;
  if (figure.isExempt) return 'exempt';
  if (budget.unknown === true) return 'budget';
  if (isReleased(reprieves, now)) return 'released';
  const counts = countsForStop({ spent, cautious }, { onUnpriced });
  // What stale figures do not show any more is still known to have been there.
  const counted = isFresh || was === null || was.counted < counts ? counts : was.counted;
  const { limit } = figure;
  if (!isOver(counted, limit)) return was !== null && limit > was.limit ? 'raised' : 'fell';
  const grace = graceOf(reprieves, now);
  if (!isOver(counted, (limit + grace) as Money)) return 'grace';
  if (was !== null) return isFresh ? { ...was, counted, limit } : was;
  if (!isFresh) return 'fell';
  return {
    ...slotOf(figure),
    scopeKind,
    periodEnd: budget.range.endExclusive,
    narrowing: narrowingText(budget.narrowing),
    since: now,
    counted,
    limit,
  };
}

/** What of somebody's use counts for a stop: what has a price, and the rest only where it is set so. */
export const countsForStop = (
  { spent, cautious }: { spent: bigint; cautious: Money },
  { onUnpriced }: Pick<StopsAsked, 'onUnpriced'>,
): Money => (spent + (onUnpriced ? cautious : ZERO)) as Money;

const isOver = (counted: Money, limit: Money): boolean => stateIn(limit, counted, null) === 'over';
