import * as z from 'zod';
import { besideJson, exactOrNull, USD } from '../../app/json.ts';
import { standingJson } from '../../app/spend/json.ts';
import type { GroupFacts, SpendFacts } from '../../app/spend/known.ts';
import { addDays, daysBetween, monthOf } from '../../core/periods.ts';
import type { BriefSum } from '../../core/questions.ts';

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
  unpriced,
} from '../api/shapes.ts';

/** Where somebody or something stands in a month: what pages say on top, and beside each row. */

const standingShape = {
  spent: money
    .nullable()
    .describe(
      'Best-known spend; of a person whose budget you may see all of it, also lines that you may not. null: none of it has a price.',
    ),
  ...unpriced,
  cautious: money.describe(
    'What tokens without a price come to at the cautious rate: no part of `spent`, and counted against the budget.',
  ),
  counted: money.describe('Both together: what the budget is held against.'),
  budget: money.nullable().describe('null: there is none, or none that held in that month.'),
  left: money.nullable().describe('Of the budget; below zero once it is over.'),
  percent: percent
    .nullable()
    .describe('Counted of the budget; null without one, and of a budget of nothing.'),
  forecast: money
    .nullable()
    .describe(
      'Best-known spend at month end, the middle of the range; null: not enough data, or not the running month.',
    ),
  forecastCounted: money
    .nullable()
    .describe('The same of what counts against the budget: `state` and `reachesBudgetOn` follow from it.'),
  reachesBudgetOn: day.nullable().describe('When the budget was reached, or will be as things go.'),
  state: stateWords,
  staleSince: instant
    .nullable()
    .describe(
      'Since when something was not read as often as it should be, 1970 where it never was; null: all is fresh.',
    ),
};
export const ownStanding = {
  currency,
  month,
  ...standingShape,
  daysLeft: z.int().min(0).describe('Whole UTC days left in the month after today.'),
  estimatesUntil: instant.nullable().describe('Token usage is complete up to here.'),
  billedThrough: day
    .nullable()
    .describe(
      'The last day up to which the bill counts, of the whole ledger: the same whatever is asked for.',
    ),
};
export const headlineShape = {
  ...ownStanding,
  billed: money
    .nullable()
    .describe('Of it, what the bill says, of days that AWS had its time to bill; the rest is estimated.'),
  billedUnpricedTokens: tokens,
  earlier: money
    .nullable()
    .describe(
      'In the month before, of the running month in its same days; null where the ledger begins later, and where none of it has a price.',
    ),
  earlierUnpricedTokens: tokens,
  forecastLow: money.nullable().describe('Eight of ten months end between this and `forecastHigh`.'),
  forecastHigh: money.nullable(),
};
export const memberShape = {
  ...standingShape,
  tokens,
  label: sumLabel.nullable().describe('null: nothing.'),
};

/** What the month comes to as a whole, against a budget where there is one. */
export const ownStandingOf = (facts: SpendFacts) => ({
  currency: USD,
  month: monthOf(facts.range.start),
  ...standingJson(facts.standing),
  daysLeft: Math.max(0, daysBetween(facts.today, addDays(facts.range.endExclusive, -1))),
  estimatesUntil: facts.usageUntil,
  billedThrough: facts.bill.through,
});

export const headlineOf = (facts: SpendFacts) => ({
  ...ownStandingOf(facts),
  ...besideJson('billed', facts.billed),
  ...besideJson('earlier', facts.earlier),
  forecastLow: exactOrNull(facts.standing.forecast?.low ?? null),
  forecastHigh: exactOrNull(facts.standing.forecast?.high ?? null),
});

/** One row among others: a person or cost center with what it spent, null for nothing at all. */
export const memberOf = (one: GroupFacts, key: string, row: BriefSum | null) => ({
  ...standingJson(one.standingOf(key)),
  tokens: (row?.tokens ?? 0n).toString(),
  label: row?.label ?? null,
});
