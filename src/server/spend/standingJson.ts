import { z } from 'zod';
import { type BudgetState, budgetState } from '../../core/budgets.ts';
import { crossingDay } from '../../core/forecast.ts';
import { formatExact, percentReached, ZERO } from '../../core/money.ts';
import { addDays, daysBetween, monthOf } from '../../core/periods.ts';
import type { SpendSum } from '../../core/questions.ts';
import type { Budget, Day, Money, Month } from '../../core/types.ts';
import { exactOrNull, USD } from '../api/json.ts';
import {
  currency,
  day,
  instant,
  money,
  month,
  percent,
  budgetState as stateWords,
  sumLabel,
  tokens,
} from '../api/shapes.ts';
import { budgetIn, type GroupFacts, outlook, type SpendFacts } from './facts.ts';

/** Where somebody or something stands in a month: what pages say on top, and beside each row. */

const standingShape = {
  spent: money,
  budget: money.nullable().describe('null: there is none, or none that held in that month.'),
  percent: percent.nullable().describe('Spent of the budget; null without one, and of a budget of nothing.'),
  forecast: money
    .nullable()
    .describe('At month end, the middle of the range; null: not enough data, or not the running month.'),
  reachesBudgetOn: day.nullable().describe('When the budget was reached, or will be as things go.'),
  state: stateWords,
};
export const ownStanding = {
  currency,
  month,
  ...standingShape,
  daysLeft: z.int().min(0).describe('Whole UTC days left in the month after today.'),
  estimatesUntil: instant.nullable().describe('Token usage is complete up to here.'),
  billedThrough: day.nullable().describe('The last day up to which every day is billed.'),
};
export const headlineShape = {
  ...ownStanding,
  billed: money.describe('Of it, spend of days on which the bill counts for everything.'),
  earlier: money
    .nullable()
    .describe(
      'In the month before, of the running month in its same days; null where the ledger begins later.',
    ),
  forecastLow: money.nullable().describe('Eight of ten months end between this and `forecastHigh`.'),
  forecastHigh: money.nullable(),
};
export const memberShape = {
  ...standingShape,
  tokens,
  label: sumLabel.nullable().describe('null: nothing.'),
};

/** Spent of a budget in per cent with one decimal, worked out exactly and rounded down; null where that says nothing. */
export function percentOf(spent: Money, budget: Money | null): number | null {
  const tenths = percentReached(spent, budget, 1);
  return tenths === null ? null : Number(tenths) / 10;
}

function standing(spent: Money, budget: Money | null, forecast: Money | null, crosses: Day | null) {
  const state: BudgetState = budgetState(budget, spent, forecast);
  return {
    spent: formatExact(spent),
    budget: exactOrNull(budget),
    percent: percentOf(spent, budget),
    forecast: exactOrNull(forecast),
    reachesBudgetOn: crosses,
    state,
  };
}

/** What the month comes to as a whole, against a budget where there is one. */
export function ownStandingOf(facts: SpendFacts, held: Budget | null) {
  const running: Month = monthOf(facts.range.start);
  const budget = budgetIn(facts, held)?.amount ?? null;
  const daily = [...facts.byDay].map(([day, { amount }]) => ({ day, amount }));
  const crosses = budget === null ? null : crossingDay(daily, running, facts.forecast, budget);
  return {
    currency: USD,
    month: running,
    ...standing(facts.total, budget, facts.forecast?.mid ?? null, crosses),
    daysLeft: Math.max(0, daysBetween(facts.today, addDays(facts.range.endExclusive, -1))),
    estimatesUntil: facts.usageUntil,
    billedThrough: facts.billedThrough,
  };
}

export const headlineOf = (facts: SpendFacts, budget: Budget | null) => ({
  ...ownStandingOf(facts, budget),
  billed: formatExact(facts.billed),
  earlier: exactOrNull(facts.earlier),
  forecastLow: exactOrNull(facts.forecast?.low ?? null),
  forecastHigh: exactOrNull(facts.forecast?.high ?? null),
});

/** One row among others: a person or cost center with what it spent, null for nothing at all. */
export function memberOf(
  facts: SpendFacts,
  one: GroupFacts,
  key: string,
  row: SpendSum | null,
  held: Budget | null,
) {
  const budget = budgetIn(facts, held)?.amount ?? null;
  const { forecast, crosses } = outlook(facts, one, key, budget);
  return {
    ...standing(row?.amount ?? ZERO, budget, forecast?.mid ?? null, crosses),
    tokens: (row?.tokens ?? 0n).toString(),
    label: row?.label ?? null,
  };
}
