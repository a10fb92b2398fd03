import { countedDays } from '../../core/budgetChanges.ts';
import { BUDGET_PERIODS, type BudgetPeriod, periodOf } from '../../core/budgetPeriods.ts';
import type { Budget, Whom } from '../../core/budgets.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { contains, dayOf, lastDayOf, monthOf, monthRange, previousMonth } from '../../core/periods.ts';
import { cautiousAmount } from '../../core/standing.ts';
import { type PastStop, pastStop } from '../../core/stop/past.ts';
import { countsForStop } from '../../core/stop/stops.ts';
import type { DayRange, Money, Month } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo } from '../asking.ts';
import { countedOf } from '../budgets/counted.ts';
import { countedIn } from '../budgets/figures.ts';
import { belongingToday } from './facts.ts';
import { namesOfPeople } from './list.ts';
import { mayTell } from './seen.ts';
import { stopThings } from './whom.ts';

/** Whom hard budgets would have stopped in a month that is over, or in the running one so far: nothing is written anywhere. */

export interface PastRow extends PastStop {
  budgetId: string;
  whom: Whom;
  /** '' where the directory has none. */
  name: string;
  period: BudgetPeriod;
  periodStart: string;
  periodEnd: string;
  narrowing: string;
  limit: Money;
}
export interface PastList {
  month: Month;
  /** Whether every budget was looked at as if it were hard. */
  all: boolean;
  /** Earliest first. */
  rows: readonly PastRow[];
  /** Whether any budget of these held that whoever asks may see. */
  any: boolean;
}

/** The month that is looked at unless another is named. */
export const usualMonth = ({ now }: Pick<Asking, 'now'>): Month => previousMonth(monthOf(dayOf(now)));

/** @param all every budget as if it were hard: to choose which should be */
export const pastStops = (asking: Asking, month: Month, all: boolean): Promise<PastList> =>
  inOneReading(asking, async (inside) => {
    const { exempt, found } = await usedUp(inside, monthRange(month), all);
    const things = await stopThings(
      inside,
      found.map(({ whom }) => whom),
    );
    const sees = mayDo(inside, 'see', { kind: 'bill' });
    const seen = found.filter(
      ({ whom }) => (sees || mayDo(inside, 'see', things(whom))) && mayTell(inside, whom),
    );
    const over = seen.filter(({ isOver, whom }) => isOver && !(whom.kind === 'user' && exempt(whom.key)));
    const rows: Omit<PastRow, 'name'>[] = [];
    for (const one of over) {
      const stop = await stopOf(inside, one);
      // Of a longer period only what fell into the month.
      if (stop !== null && contains(monthRange(month), stop.day)) rows.push({ ...rowOf(one), ...stop });
    }
    const nameOf = await namesOfPeople(
      inside,
      rows.map(({ whom }) => whom),
    );
    inside.noteLook?.(rows.flatMap(({ whom }) => (whom.kind === 'user' ? whom.key : [])));
    return {
      ...{ month, all, any: seen.length > 0 },
      rows: rows
        .map((row) => ({ ...row, name: nameOf(row.whom) }))
        .sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1)),
    };
  });
const textOf = ({ day, whom, budgetId }: PastRow): string => `${day} ${whom.kind} ${whom.key} ${budgetId}`;

interface Held {
  budget: Budget;
  whom: Whom;
  limit: Money;
  isOver: boolean;
}

/** Every such budget of each of its periods that touches the month, with whom it held for and whether these used all of it. */
async function usedUp(asking: Asking, month: DayRange, all: boolean) {
  const { store, settings, now } = asking;
  const { calendar } = settings.budgets;
  const today = dayOf(now);
  const isAsked = ({ terms, unknown }: Budget) => (all || terms.hard) && unknown !== true;
  const found: Held[] = [];
  const last = lastDayOf(month, today);
  const there = (await store.budgets.on(last, calendar)).filter(isAsked);
  for (const period of BUDGET_PERIODS.filter((one) => there.some((budget) => budget.period === one)))
    for (const range of rangesIn(month, (day) => periodOf(period, day, calendar))) {
      if (range.start > today) break;
      const held = (await store.budgets.on(lastDayOf(range, today), calendar)).filter(
        (one) => one.period === period,
      );
      for (const { budget, whom, known, limit } of await countedIn(asking, held, isAsked)) {
        const cautious = cautiousAmount(known.unpricedTokens, settings.cautiousRatePerMillion);
        const counted = countsForStop({ spent: known.amount, cautious }, settings.enforcement);
        found.push({ budget, whom, limit, isOver: counted >= limit && counted > 0n });
      }
    }
  return { found, exempt: (await belongingToday(asking)).isExempt };
}

/** Periods of one kind that touch a month, in order. */
function rangesIn(month: DayRange, of: (day: string) => DayRange): DayRange[] {
  const found: DayRange[] = [];
  for (let range = of(month.start); range.start < month.endExclusive; range = of(range.endExclusive))
    found.push(range);
  return found;
}

async function stopOf(asking: Asking, { budget, whom, limit }: Held): Promise<PastStop | null> {
  const { cautiousRatePerMillion, enforcement } = asking.settings;
  const range = countedDays(budget);
  const { kind, key } = whom;
  const days = await countedOf(asking, { kind, keys: [key], narrowing: budget.narrowing, range }, true);
  return pastStop(
    {
      ...{ range, limit },
      days: [...(days.get(key) ?? [])].map(([day, { amount, unpricedTokens }]) => ({
        day,
        spent: amount,
        cautious: cautiousAmount(unpricedTokens, cautiousRatePerMillion),
      })),
    },
    enforcement.onUnpriced,
  );
}

const rowOf = ({ budget, whom, limit }: Held) => ({
  ...{ budgetId: budget.id, whom, limit, period: budget.period },
  periodStart: budget.range.start,
  periodEnd: budget.range.endExclusive,
  narrowing: narrowingText(budget.narrowing),
});
