import type { Budget } from './budgets.ts';
import { crossingKey } from './budgets.ts';
import { newCrossings, percentOfLimit, type Standing } from './standing.ts';
import { type Threshold, thresholdText } from './thresholds.ts';
import type { Day, Money } from './types.ts';

/**
 * What becomes of crossings after a collection: what is recorded, what is told, what does not hold any more. Each threshold is
 * told once in a period; what fell before it was told is told when it comes again. Pure.
 */

/** A crossing as it is recorded, with how its messages fare. */
export interface Recorded {
  id: string;
  budgetId: string;
  scopeKey: string;
  version: number;
  periodStart: Day;
  threshold: string;
  thresholdPercent: number;
  /** The limit that it was held against. */
  budget: Money;
  /** Somebody was told, or it was given up. */
  isTold: boolean;
  isWaiting: boolean;
  /** A message did not leave because spend had fallen below it. */
  hasFallen: boolean;
}

/** Recorded crossings of one budget, whom it holds for and period. */
export const slotOf = ({
  budgetId,
  scopeKey,
  periodStart,
}: Pick<Recorded, 'budgetId' | 'scopeKey' | 'periodStart'>): string =>
  `${budgetId} ${periodStart} ${scopeKey}`;

/** A change of the limit up to so much does not have a threshold told again: a tenth of it. */
const SMALL_CHANGE_OF = 10n;

const isSmall = (before: Money, after: Money): boolean => {
  const by = after - before;
  return (by < 0n ? -by : by) * SMALL_CHANGE_OF <= before;
};

/**
 * @param recorded of this budget, whom it holds for and period, of every version of the budget
 * @returns what is to be recorded (again, where it had fallen), the one to send, and what waits and does not hold any more
 */
export function judgeCrossings(asked: {
  budget: Pick<Budget, 'id' | 'version' | 'range'>;
  scopeKey: string;
  standing: Pick<Standing, 'counted' | 'limit' | 'forecastCounted'>;
  thresholds: readonly Threshold[];
  recorded: readonly Recorded[];
}): { record: readonly Threshold[]; send: Threshold | null; fall: readonly Recorded[] } {
  const { budget, scopeKey, standing, thresholds, recorded } = asked;
  const { limit } = standing;
  const own = recorded.filter(({ version }) => version === budget.version);
  const everything = newCrossings({ budget, scopeKey, standing, thresholds, already: new Set() });
  const reached = new Set(everything.record.map(thresholdText));
  const fall = own.filter(({ isWaiting, threshold }) => isWaiting && !reached.has(threshold));
  // Where something fell, what was recorded below it without being sent is owed as if it were new.
  const anyFell = fall.length > 0 || own.some(({ hasFallen }) => hasFallen);
  const stands = (one: Recorded) =>
    !one.hasFallen && !fall.includes(one) && (!anyFell || one.isTold || one.isWaiting);
  const already = new Set(
    own
      .filter(stands)
      .map((one) => crossingKey(one.budgetId, one.scopeKey, one.version, one.periodStart, one.threshold)),
  );
  const { record, send } = newCrossings({ budget, scopeKey, standing, thresholds, already });
  const isKnown =
    send !== null && limit !== null && recorded.some((one) => covers(one, send, limit, budget.version));
  return { record, send: isKnown ? null : send, fall };
}

/** Whether somebody was told as much under an earlier version whose limit was nearly the same. */
function covers(one: Recorded, send: Threshold, limit: Money, version: number): boolean {
  if (one.version === version || !one.isTold || !isSmall(one.budget, limit)) return false;
  const wasAhead = one.threshold.startsWith('forecast ');
  // That more was expected says nothing of what was counted.
  if (wasAhead && send.on === 'actual') return false;
  return one.threshold === thresholdText(send) || one.thresholdPercent >= percentOfLimit(send, limit);
}
