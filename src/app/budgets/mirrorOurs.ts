import { budgetOn } from '../../core/budgetChanges.ts';
import type { Budget, BudgetRecord } from '../../core/budgets.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import type { Known } from '../../core/known.ts';
import { dayOf, HOUR_MS } from '../../core/periods.ts';
import { spentIn } from '../../core/standing.ts';
import type { Instant } from '../../core/types.ts';
import type { MirrorRow } from '../../store/typesMirror.ts';
import type { Asking } from '../asking.ts';
import { standingsOfMany } from './keptStandings.ts';

/** The ledger's own figures beside those that AWS Budgets works out, and the time between the two. */

export interface OursOf {
  /** Spent in the running period by the ledger, as budgets count it; null where it does not hold or is not told. */
  spent(record: BudgetRecord): Known | null;
  /** Up to when the ledger's figures are complete; null: some place was never read. */
  until: Instant | null;
}

/** @param records those that are shown */
export async function oursOf(asking: Asking, records: readonly BudgetRecord[]): Promise<OursOf> {
  const { store, settings, now } = asking;
  const held = records.flatMap((record): Budget[] => {
    const one = budgetOn(record, dayOf(now), settings.budgets.calendar);
    return one === null || one === 'unknown' ? [] : [one];
  });
  const stands = new Map(
    (await standingsOfMany(asking, held)).map(({ budget, standing }) => [budget.id, standing]),
  );
  return {
    until: summarizeFreshness(await store.freshness.all(), now).estimatesUntil,
    spent({ id }) {
      const standing = stands.get(id) ?? null;
      return standing === null ? null : spentIn(standing);
    },
  };
}

/** How much older AWS's figures are than the ledger's, in hours: at least and at most; null where one of them has none. */
export function hoursBehind(
  { figureSince, figureAfter }: Pick<MirrorRow, 'figureSince' | 'figureAfter'>,
  until: Instant | null,
): { least: number; most: number | null } | null {
  if (figureSince === null || until === null) return null;
  const hours = (at: Instant) => Math.max(0, Math.round((Date.parse(until) - Date.parse(at)) / HOUR_MS));
  return { least: hours(figureSince), most: figureAfter === null ? null : hours(figureAfter) };
}
