import type { Budget } from './budgets.ts';
import { crossingKey } from './budgets.ts';
import { newCrossings, type Standing } from './standing.ts';
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
  /** A message did not leave because spend had fallen below it, or the amount was another, or none held, for a while. */
  hasFallen: boolean;
  /** A message did not leave because a higher crossing was told. */
  wasOvertaken: boolean;
}

/** Recorded crossings of one budget, whom it holds for and period. */
export const slotOf = ({
  budgetId,
  scopeKey,
  periodStart,
}: Pick<Recorded, 'budgetId' | 'scopeKey' | 'periodStart'>): string =>
  `${budgetId} ${periodStart} ${scopeKey}`;

/** A change of the limit up to so much is the same budget still: a tenth of what it was. */
const SMALL_CHANGE_OF = 10n;

/** Whether what was crossed of one limit is crossed of another as well, so that it is not told again. */
export function isSmallChange(before: Money, after: Money): boolean {
  const by = after - before;
  return (by < 0n ? -by : by) * SMALL_CHANGE_OF <= before;
}

/** What becomes of the crossings of one budget, whom it holds for and period. */
export interface Judged {
  /** Recorded for the first time, lowest first. */
  record: readonly Threshold[];
  /** Recorded before and crossed again: what did not leave of it leaves now. */
  again: readonly { recorded: Recorded; threshold: Threshold }[];
  /** The one of both that is told; null: none. */
  send: Threshold | null;
  /** Messages that wait and do not hold any more. */
  fall: readonly Recorded[];
}

/** @param recorded of this budget, whom it holds for and period, of every version of the budget */
export function judgeCrossings(asked: {
  budget: Pick<Budget, 'id' | 'version' | 'range'>;
  scopeKey: string;
  standing: Pick<Standing, 'counted' | 'limit' | 'forecastCounted'>;
  thresholds: readonly Threshold[];
  recorded: readonly Recorded[];
}): Judged {
  const { budget, scopeKey, standing, thresholds, recorded } = asked;
  const { limit } = standing;
  const own = recorded.filter(
    (one) => one.version === budget.version || (limit !== null && isSmallChange(one.budget, limit)),
  );
  const everything = newCrossings({ budget, scopeKey, standing, thresholds, already: new Set() });
  const reached = new Set(everything.record.map(thresholdText));
  const fall = own.filter(({ isWaiting, threshold }) => isWaiting && !reached.has(threshold));
  // Where something fell, what was recorded below it without being sent to everybody is owed as if it were new.
  const anyFell = fall.length > 0 || own.some(({ hasFallen }) => hasFallen);
  const stands = (one: Recorded) =>
    !one.hasFallen &&
    !fall.includes(one) &&
    (!anyFell || ((one.isTold || one.isWaiting) && !one.wasOvertaken));
  const already = new Set(
    own
      .filter(stands)
      .map(({ threshold }) =>
        crossingKey(budget.id, scopeKey, budget.version, budget.range.start, threshold),
      ),
  );
  const { record, send } = newCrossings({ budget, scopeKey, standing, thresholds, already });
  const before = (threshold: Threshold) => own.findLast((one) => one.threshold === thresholdText(threshold));
  return {
    record: record.filter((threshold) => before(threshold) === undefined),
    again: record.flatMap((threshold) => {
      const one = before(threshold);
      return one === undefined ? [] : [{ recorded: one, threshold }];
    }),
    send,
    fall,
  };
}
