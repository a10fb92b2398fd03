import type { Budget } from './budgets.ts';
import { crossingKey, saysOf } from './budgets.ts';
import { type DailySpend, type Forecast, reachDay } from './forecast.ts';
import type { FreshnessSummary } from './freshness.ts';
import type { Known } from './known.ts';
import { multiplyRate, percentReached, ZERO } from './money.ts';
import { monthOf, monthRange } from './periods.ts';
import { type Threshold, thresholdText } from './thresholds.ts';
import type { Day, DayRange, Instant, Money, Priced, Tokens } from './types.ts';

/**
 * Where somebody or something stands against a budget: the one rule. Pages, CSV, API, command line, alerts and mails ask
 * it and work none of it out themselves. Money is 10⁻¹⁰ USD, days are UTC.
 */

/** `over`: all of the budget is used; `watch`: will be by month end as things go; `within`: neither; `none`: no budget;
 * `unknown`: it is not known which held then. */
/** Worst first. */
export const BUDGET_STATES = ['over', 'watch', 'within', 'none', 'unknown'] as const;
export type BudgetState = (typeof BUDGET_STATES)[number];

export interface KnownDay extends Known {
  day: Day;
}

export interface Standing {
  /** Best-known spend, as bill and prices say. */
  spent: Priced;
  unpricedTokens: Tokens;
  /**
   * What the tokens without a price come to at the cautious rate. It counts against the budget, so that a model without a
   * price is no way round one, and is told apart from spend, for nobody has billed or priced it.
   */
  cautious: Money;
  /** Both together: what the budget is held against. */
  counted: Money;
  /** The budget, with what is carried over; null where none says something about the period. */
  limit: Money | null;
  /** What of the limit was unused of the period before. */
  carriedOver: Money;
  /** Of the budget; below zero once it is over. */
  left: Money | null;
  /** Counted of the budget in tenths of a per cent, rounded down: 1000 is there only once it is reached. */
  usedTenths: bigint | null;
  /** Best-known spend at the end of the period; null: not enough data, or none was asked for. */
  forecast: Forecast | null;
  /** The same of what counts against the budget; that of best-known spend where there is no budget. */
  forecastCounted: Forecast | null;
  /** Expected or counted at the end less the budget: positive is over. */
  variance: Money | null;
  /** The day on which the budget was reached, or will be as things go. */
  reachesOn: Day | null;
  state: BudgetState;
  /** Since when something was not read as often as it should be; null: all is fresh. */
  staleSince: Instant | null;
}

export interface StandingQuestion {
  range: DayRange;
  /** Of the whole range so far. */
  known: Known;
  /** By day, with the weeks before the range; null where nobody asks when it will be reached. */
  days: readonly KnownDay[] | null;
  /** As `limitsIn` gives it. */
  limit: Money | null;
  /** What of it is carried over; nothing unless given. */
  carriedOver?: Money;
  /** Money per 1,000,000 tokens. */
  cautiousRate: Money;
  /**
   * The forecast of these days, or one that was worked out before; `counted` says whether of what counts against a budget.
   * Null outside the running period: only that one is forecast.
   */
  forecastOf: ((days: readonly DailySpend[] | null, counted: boolean) => Forecast | null) | null;
  staleSince: Instant | null;
}

export function standing(asked: StandingQuestion): Standing {
  const { range, known, days, limit, cautiousRate, forecastOf, staleSince, carriedOver = ZERO } = asked;
  const cautious = cautiousAmount(known.unpricedTokens, cautiousRate);
  const counted = (known.amount + cautious) as Money;
  const at = (rate: Money) =>
    days?.map(({ day, ...one }) => ({ day, amount: countedAmount(one, rate) })) ?? null;
  const forecast = forecastOf?.(at(ZERO), false) ?? null;
  const isPriced = days?.every(({ unpricedTokens }) => unpricedTokens === 0n) === true;
  const daily = isPriced || limit === null ? at(ZERO) : at(cautiousRate);
  const forecastCounted = isPriced || limit === null ? forecast : (forecastOf?.(daily, true) ?? null);
  const atEnd = forecastCounted?.mid ?? counted;
  return {
    spent: known.amount,
    unpricedTokens: known.unpricedTokens,
    cautious,
    counted,
    limit,
    carriedOver: limit === null ? ZERO : carriedOver,
    left: limit === null ? null : ((limit - counted) as Money),
    usedTenths: percentReached(counted, limit, 1),
    forecast,
    forecastCounted,
    variance: limit === null ? null : ((atEnd - limit) as Money),
    reachesOn: limit === null || daily === null ? null : reachDay(daily, range, forecastCounted, limit),
    state: stateIn(limit, counted, forecastCounted?.mid ?? null),
    staleSince,
  };
}

/** What is spent, as it is shown. */
export const spentIn = ({ spent, unpricedTokens }: Pick<Standing, 'spent' | 'unpricedTokens'>): Known => ({
  amount: spent,
  unpricedTokens,
});

/** Tokens without any price at the cautious rate (per 1,000,000). */
export const cautiousAmount = (unpricedTokens: Tokens, perMillion: Money): Money =>
  unpricedTokens === 0n ? ZERO : multiplyRate(unpricedTokens, perMillion);

/** What of some spend counts against a budget. */
export const countedAmount = ({ amount, unpricedTokens }: Known, cautiousRate: Money): Money =>
  (amount + cautiousAmount(unpricedTokens, cautiousRate)) as Money;

/** @param forecast of what counts, at the end of the period */
export function stateIn(limit: Money | null, counted: Money, forecast: Money | null): BudgetState {
  if (limit === null) return 'none';
  // Nothing used of a budget of nothing is no fault of anybody's.
  if (counted > limit || (counted === limit && limit > 0n)) return 'over';
  return forecast !== null && forecast > limit ? 'watch' : 'within';
}

/** Whether days are one whole calendar month, so that monthly budgets say something about them. */
export function isWholeMonth(range: DayRange): boolean {
  const month = monthRange(monthOf(range.start));
  return range.start === month.start && range.endExclusive === month.endExclusive;
}

/** A budget where it says something about a period: it is of all that was spent in exactly these days; else null. */
export const limitsIn =
  (range: DayRange): ((budget: Budget | null) => Money | null) =>
  (budget) =>
    budget !== null && budget.unknown !== true && saysOf(budget, range) ? limitOf(budget) : null;

/** What a budget is held against: its amount with what is carried over. */
export const limitOf = ({ amount, carriedOver = ZERO }: Pick<Budget, 'amount' | 'carriedOver'>): Money =>
  (amount + carriedOver) as Money;

/**
 * What is carried over from the period before: what was unused of its base, once. Neither its raises nor what had been
 * carried into it goes on, and what was overspent is not taken away.
 * @param before the budget as it held in the period before; null: it did not, or ended in it
 * @param counted in that period, as this budget counts
 */
export function carriedFrom(before: Budget | null, counted: Money): Money {
  if (before === null || before.endedOn !== null) return ZERO;
  const unused = before.terms.amount - counted;
  return (unused > 0n ? unused : ZERO) as Money;
}

/** Since when the oldest source was not read as often as it should be; null: all is fresh. */
export function staleSince({ stale }: Pick<FreshnessSummary, 'stale'>): Instant | null {
  const [first] = stale;
  // What was never read is older than anything that was.
  return first === undefined ? null : (first.since ?? NEVER);
}
/** Stands for "never was": no ledger holds anything of that time. */
export const NEVER: Instant = '1970-01-01T00:00:00.000Z';

/** A threshold as it stands at a limit: at how many percent of it, rounded down, so that those in dollars have their order. */
export const percentOfLimit = (one: Threshold, limit: Money): number =>
  one.percent ?? (limit <= 0n ? 100 : Number((one.amount * 100n) / limit));

/**
 * Thresholds that are reached and not recorded yet, lowest first, and the only one to send: of what was counted the highest,
 * unless a higher one was recorded before; of the forecast the highest likewise, unless as much was counted already. Where
 * both are new the higher one is sent, of equal ones what was counted. A raised budget has a new version, which arms it
 * again. Nothing counted reaches no threshold, not even a budget of zero.
 * @param thresholds in any order
 */
export function newCrossings(asked: {
  budget: Pick<Budget, 'id' | 'version' | 'range'>;
  scopeKey: string;
  standing: Pick<Standing, 'counted' | 'limit'> & { forecastCounted?: Pick<Forecast, 'mid'> | null };
  thresholds: readonly Threshold[];
  already: ReadonlySet<string>;
}): { record: Threshold[]; send: Threshold | null } {
  const { budget, scopeKey, thresholds, already } = asked;
  const { counted, limit, forecastCounted = null } = asked.standing;
  if (limit === null || counted <= 0n) return { record: [], send: null };
  const isReached = (one: Threshold) => {
    const at = one.on === 'actual' ? counted : (forecastCounted?.mid ?? null);
    if (at === null) return false;
    return one.percent === undefined ? at >= one.amount : at * 100n >= limit * BigInt(one.percent);
  };
  const each = new Map(thresholds.map((one) => [thresholdText(one), one]));
  const reached = [...each.values()].filter(isReached).sort((a, b) => compareThresholds(a, b, limit));
  const isNew = (one: Threshold) =>
    !already.has(crossingKey(budget.id, scopeKey, budget.version, budget.range.start, thresholdText(one)));
  const highest = (on: Threshold['on']) => reached.findLast((one) => one.on === on);
  const actual = highest('actual');
  const ahead = highest('forecast');
  const isAhead =
    ahead !== undefined &&
    (actual === undefined || compareThresholds(actual, ahead, limit) < 0) &&
    isNew(ahead);
  const send = isAhead ? ahead : actual !== undefined && isNew(actual) ? actual : null;
  return { record: reached.filter(isNew), send };
}

/** Lowest first; of equal ones the forecast before what was counted. */
const compareThresholds = (a: Threshold, b: Threshold, limit: Money): number =>
  percentOfLimit(a, limit) - percentOfLimit(b, limit) ||
  Number(a.on === 'actual') - Number(b.on === 'actual');
