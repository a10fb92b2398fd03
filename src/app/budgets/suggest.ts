import type { TypedRow } from '../../core/budgetPlans.ts';
import { type Budget, type BudgetScope, isDefault } from '../../core/budgets.ts';
import { formatExact } from '../../core/money.ts';
import { dayOf, monthRange } from '../../core/periods.ts';
import {
  monthsBefore,
  type SUGGESTED_KINDS,
  type Suggestion,
  suggestionOf,
  USUAL_MONTHS,
} from '../../core/suggestions.ts';
import type { Money, Month } from '../../core/types.ts';
import { type Asking, inOneReading, mustChangeAny, scopeOf } from '../asking.ts';
import { mustShow } from '../privacy/shown.ts';
import { budgetsFor } from '../visible.ts';

/** What monthly budgets may be, by what was spent in the last complete months. */

export type SuggestedKind = (typeof SUGGESTED_KINDS)[number];
export interface SuggestAsked {
  kind: SuggestedKind;
  /** How many of the last complete months; those of the settings of core unless given. */
  months?: number;
  /** Only of whom no budget of their own holds. */
  without: boolean;
}
export interface Suggested extends Suggestion {
  key: string;
  /** Some of the tokens have no price, so that they spent more. */
  lowerBound: boolean;
  /** The monthly budget of all of their spend that holds today. */
  held: Budget | null;
}
export interface Suggestions {
  /** Those of them that the ledger holds whole. */
  months: readonly Month[];
  /** Largest first. */
  rows: readonly Suggested[];
}

/** One question for each month, answered from its sums. @throws Forbidden; Withheld where no single person's are told */
export const suggestBudgets = (
  asking: Asking,
  { kind, months: count = USUAL_MONTHS, without }: SuggestAsked,
): Promise<Suggestions> =>
  inOneReading(asking, async (inside) => {
    mustChangeAny(inside, 'budget');
    // Amounts are made of what each of them spent: of sums of too few as of single people.
    mustShow(inside, { range: null, byDay: false });
    const today = dayOf(inside.now);
    // Of a month that the ledger holds in part, that part is no month's spend.
    const ledger = await inside.store.spend.range();
    const months = monthsBefore(today, count).filter(
      (month) => ledger !== null && monthRange(month).start >= ledger.start,
    );
    const spent = new Map<string, { amounts: Money[]; lowerBound: boolean }>();
    const ask = { groupBy: [kind], basis: 'best' as const, filter: {}, scope: scopeOf(inside) };
    for (const month of months)
      for (const { keys, amount, unpricedTokens } of await inside.store.spend.amounts({
        ...ask,
        range: monthRange(month),
      })) {
        const key = keys[0] ?? '';
        if (key === '') continue;
        const so = spent.get(key) ?? { amounts: [], lowerBound: false };
        so.amounts.push(amount as bigint as Money);
        spent.set(key, { ...so, lowerBound: so.lowerBound || unpricedTokens > 0n });
      }
    const { held } = await budgetsFor(inside, monthRange(today.slice(0, 7)));
    const rows = [...spent].flatMap(([key, { amounts, lowerBound }]): Suggested[] => {
      const suggestion = suggestionOf(amounts);
      const budget = held(kind, key);
      const isOwn = budget !== null && !isDefault(budget.scope);
      return suggestion === null || (without && isOwn)
        ? []
        : [{ key, ...suggestion, lowerBound, held: budget }];
    });
    if (kind === 'user') inside.noteLook?.(rows.map(({ key }) => key));
    rows.sort((a, b) => (a.p90 === b.p90 ? (a.key < b.key ? -1 : 1) : a.p90 < b.p90 ? 1 : -1));
    return { months, rows };
  });

/** Rows of a plan that take what is suggested. */
export const rowsOfSuggested = (kind: SuggestedKind, rows: readonly Suggested[]): TypedRow[] =>
  rows.map(({ key, amount }, index) => ({
    line: index + 1,
    typed: { scope: kind satisfies BudgetScope['kind'], key, amount: formatExact(amount) },
    unsaid: ['thresholds', 'carryOver', 'hard'],
    ends: false,
  }));
