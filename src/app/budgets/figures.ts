import { belongingsOn } from '../../core/belongings.ts';
import { countedDays } from '../../core/budgetChanges.ts';
import { BUDGET_PERIODS, type BudgetPeriod } from '../../core/budgetPeriods.ts';
import {
  asksWhereTheyBelong,
  type Budget,
  budgetsHoldingFor,
  judgedPeriods,
  type Whom,
  whomName,
} from '../../core/budgets.ts';
import { forecaster, HISTORY_DAYS } from '../../core/forecast.ts';
import { ZERO } from '../../core/money.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { addDays, contains, dayOf, lastDayOf } from '../../core/periods.ts';
import { countedAmount, limitOf, stateIn } from '../../core/standing.ts';
import type { Day, DayRange, Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { keptForecasts } from '../spend/standings.ts';
import { type CountedDay, type CountedDays, countedOf, NONE_COUNTED } from './counted.ts';
import { carriedOverOf } from './standings.ts';

/**
 * What every budget comes to of everybody it holds for, in the periods that are judged: for jobs, which look at all of them.
 * Where one is asked about, `standings.ts` tells the same with its days.
 */

export interface Figure {
  budget: Budget;
  whom: Whom;
  /** In the running period, which has a forecast. */
  running: boolean;
  known: CountedDay;
  carriedOver: Money;
  /** At the end of the period; null: not enough data, or it is over. */
  forecast: Money | null;
  /** The same of what counts against the budget. */
  forecastCounted: Money | null;
}
type Reading = Pick<Asking, 'store' | 'settings' | 'now'>;

/** People whose days are looked at in one go. */
const AT_ONCE = 1_000;

/** All budgets as they hold in the periods that are judged today, and in which of these. */
export async function judgedBudgets({ store, settings, now }: Reading): Promise<Budget[]> {
  const { calendar } = settings.budgets;
  const today = dayOf(now);
  const found: Budget[] = [];
  const ofToday = await store.budgets.on(today, calendar);
  found.push(...ofToday);
  const before = new Map<Day, BudgetPeriod[]>();
  for (const period of BUDGET_PERIODS)
    for (const range of judgedPeriods(period, today, calendar).slice(0, -1)) {
      const day = lastDayOf(range, today);
      before.set(day, [...(before.get(day) ?? []), period]);
    }
  for (const [day, periods] of before) {
    const held = await store.budgets.on(day, calendar);
    found.push(...held.filter(({ period }) => periods.includes(period)));
  }
  return found;
}

/**
 * Every budget that is judged with whom it holds for, and what it comes to.
 * @param breathe is awaited between two pieces of work
 */
export async function figuresOf(
  asking: Reading,
  breathe: () => Promise<void> = async () => {},
): Promise<Figure[]> {
  const budgets = await judgedBudgets(asking);
  const found: Figure[] = [];
  const periods = Map.groupBy(budgets, ({ period, range }) => `${period} ${range.start}`);
  const held: { budget: Budget; whom: Whom; known: CountedDay }[] = [];
  for (const same of periods.values()) {
    held.push(...(await holding(asking, same)));
    await breathe();
  }
  const carried = await carriedOverOf(asking, held);
  const ahead = await forecastsOf(asking, held, breathe);
  for (const one of held) {
    const forecast = ahead.get(nameOf(one));
    found.push({
      ...one,
      running: contains(one.budget.range, dayOf(asking.now)),
      carriedOver: carried(one) ?? ZERO,
      forecast: forecast?.best ?? null,
      forecastCounted: forecast?.counted ?? null,
    });
  }
  return found;
}

type HeldKnown = { budget: Budget; whom: Whom; known: CountedDay };
const nameOf = ({ budget, whom }: Pick<HeldKnown, 'budget' | 'whom'>): string =>
  `${budget.id} ${budget.range.start} ${whomName(whom)}`;

/** Whom some budgets of one period hold for, and whether these have used all of it. @param of only these are counted */
export async function holdingIn(
  asking: Reading,
  budgets: readonly Budget[],
  of: (budget: Budget) => boolean,
): Promise<{ budget: Budget; whom: Whom; isOver: boolean }[]> {
  const rate = asking.settings.cautiousRatePerMillion;
  return (await countedIn(asking, budgets, of)).map((one) => ({
    ...one,
    isOver: stateIn(one.limit, countedAmount(one.known, rate), null) === 'over',
  }));
}

/**
 * Whom some budgets of one period hold for, what counts of these, and their limits with what is carried over.
 * @param of only these are counted
 * @param also people and cost centers that are looked at although they spent nothing
 */
export async function countedIn(
  asking: Reading,
  budgets: readonly Budget[],
  of: (budget: Budget) => boolean,
  also: readonly Whom[] = [],
): Promise<(HeldKnown & { limit: Money })[]> {
  const held = await holding(asking, budgets, of, also);
  const carried = await carriedOverOf(asking, held);
  return held.map((one) => ({
    ...one,
    limit: limitOf({ ...one.budget, carriedOver: carried(one) ?? ZERO }),
  }));
}

/**
 * Of one period: whom each holds for, and what these came to. Defaults hold for whoever spent something.
 * @param of only these are counted; which holds is decided among all of them
 * @param also who spent nothing and is looked at all the same
 */
async function holding(
  asking: Reading,
  budgets: readonly Budget[],
  of: (budget: Budget) => boolean = () => true,
  also: readonly Whom[] = [],
): Promise<HeldKnown[]> {
  const { store, now } = asking;
  const [first] = budgets;
  if (first === undefined) return [];
  const { range } = first;
  const day = lastDayOf(range, dayOf(now));
  const belongs = asksWhereTheyBelong(budgets)
    ? belongingsOn(await store.belongings.during({ start: day, endExclusive: addDays(day, 1) }), day)
    : undefined;
  const spent = async (kind: 'user' | 'costCenter') =>
    (await store.spend.amounts({ range, groupBy: [kind], basis: 'best', filter: {}, scope: 'all' })).map(
      (row) => row.keys[0] ?? '',
    );
  const those = async (kind: 'user' | 'costCenter') => [
    ...new Set([...(await spent(kind)), ...also.flatMap((one) => (one.kind === kind ? [one.key] : []))]),
  ];
  const all = budgetsHoldingFor(budgets, await those('user'), await those('costCenter'), belongs).filter(
    ({ budget }) => of(budget),
  );
  const groups = Map.groupBy(all, ({ budget, scopeKind }) => {
    const { start, endExclusive } = countedDays(budget);
    return `${scopeKind} ${start} ${endExclusive} ${narrowingText(budget.narrowing)}`;
  });
  const found: HeldKnown[] = [];
  for (const same of groups.values()) {
    const [one] = same;
    if (one === undefined) continue;
    const keys = [...new Set(same.map(({ scopeKey }) => scopeKey))];
    const counting = {
      kind: one.scopeKind,
      keys: one.scopeKind !== 'team' && keys.length > AT_ONCE ? null : keys,
      narrowing: one.budget.narrowing,
      range: countedDays(one.budget),
    };
    const known = await countedOf(asking, counting, false);
    for (const { budget, scopeKind, scopeKey } of same)
      found.push({
        budget,
        whom: { kind: scopeKind, key: scopeKey },
        known: known.get(scopeKey)?.get('') ?? NONE_COUNTED,
      });
  }
  return found;
}

interface Ahead {
  best: Money | null;
  counted: Money | null;
}

/** Where each will be at the end of its running period: those of pages where these are kept, else by its own weeks. */
async function forecastsOf(
  asking: Reading,
  held: readonly HeldKnown[],
  breathe: () => Promise<void>,
): Promise<ReadonlyMap<string, Ahead>> {
  const today = dayOf(asking.now);
  const found = new Map<string, Ahead>();
  const running = held.filter(({ budget }) => contains(countedDays(budget), today));
  const left = await keptOnes(asking, running, today, found);
  const forecastIn = forecasters(today);
  const recent = { start: addDays(today, -HISTORY_DAYS), endExclusive: addDays(today, 1) };
  const alike = Map.groupBy(left, ({ budget, whom }) => `${whom.kind} ${narrowingText(budget.narrowing)}`);
  for (const same of alike.values()) {
    const byKey = [...Map.groupBy(same, ({ whom }) => whom.key)];
    for (let from = 0; from < byKey.length; from += AT_ONCE) {
      const part = byKey.slice(from, from + AT_ONCE);
      const [[, [first]] = ['', []]] = part;
      if (first === undefined) continue;
      const keys = part.map(([key]) => key);
      const { kind } = first.whom;
      const days = await countedOf(
        asking,
        { kind, keys, narrowing: first.budget.narrowing, range: recent },
        true,
      );
      for (const [key, each] of part)
        for (const one of each)
          found.set(nameOf(one), aheadOf(asking, one, days.get(key) ?? new Map(), forecastIn));
      await breathe();
    }
  }
  return found;
}

/** Takes what is kept for pages of all of somebody's spend in the running month; answers the others. */
async function keptOnes(
  asking: Reading,
  running: readonly HeldKnown[],
  today: Day,
  found: Map<string, Ahead>,
): Promise<HeldKnown[]> {
  const kept = {
    user: await keptForecasts(asking, 'user', today, true),
    costCenter: await keptForecasts(asking, 'costCenter', today, true),
    organisation: await keptForecasts(asking, 'all', today, true),
    team: null,
  };
  return running.filter((one) => {
    const { budget, whom } = one;
    const counted = countedDays(budget);
    const isWhole =
      counted.start === budget.range.start && counted.endExclusive === budget.range.endExclusive;
    const of = kept[whom.kind];
    if (of === null || !isWhole || budget.period !== 'month' || budget.narrowing !== null) return true;
    const { best = null, counted: ahead = null } = of.of.get(whom.key) ?? {};
    found.set(nameOf(one), { best: best?.mid ?? null, counted: ahead?.mid ?? null });
    return false;
  });
}

/** Of each range once: what is the same for everybody is the calendar. */
function forecasters(today: Day): (range: DayRange) => ReturnType<typeof forecaster> {
  const made = new Map<string, ReturnType<typeof forecaster>>();
  return (range) => {
    const name = `${range.start} ${range.endExclusive}`;
    const of = made.get(name) ?? forecaster(today, range);
    made.set(name, of);
    return of;
  };
}

function aheadOf(
  { settings }: Reading,
  { budget, known }: HeldKnown,
  days: CountedDays,
  forecastIn: ReturnType<typeof forecasters>,
): Ahead {
  const forecast = forecastIn(countedDays(budget));
  const at = (rate: Money): Money | null =>
    forecast(
      [...days].map(([day, one]) => ({ day, amount: countedAmount(one, rate) })),
      countedAmount(known, rate),
    )?.mid ?? null;
  const best = at(ZERO);
  const isPriced =
    known.unpricedTokens === 0n && [...days.values()].every((one) => one.unpricedTokens === 0n);
  return { best, counted: isPriced ? best : at(settings.cautiousRatePerMillion) };
}
