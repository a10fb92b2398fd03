import * as z from 'zod';
import { listAlerts } from '../../app/budgets/alerts.ts';
import { budgetJson, historyJson } from '../../app/budgets/json.ts';
import { dayOfList, type Listed, listBudgets } from '../../app/budgets/list.ts';
import { readBudgetHistory } from '../../app/budgets/recorded.ts';
import { exactOrNull, knownJson, USD } from '../../app/json.ts';
import { knownThen } from '../../core/alerts.ts';
import { BUDGET_PERIODS, type BudgetPeriod } from '../../core/budgetPeriods.ts';
import { WHY_DROPPED } from '../../core/dropped.ts';
import { formatExact } from '../../core/money.ts';
import { dayOf } from '../../core/periods.ts';
import type { Day, Month } from '../../core/types.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { dayWord, monthQuery, nextOffset, pageQuery } from '../api/query.ts';
import {
  currency,
  day,
  instant,
  money,
  month,
  paging,
  percent,
  budgetState as stateWords,
  sumLabel,
  tokens,
  unpriced,
} from '../api/shapes.ts';
import { budgetWriting } from './apiWriting.ts';
import { heldShape, historyShape } from './shapes.ts';

/** Budgets with where they stand, what was decided of them, and what was crossed. */

const budgets = endpoint({
  id: 'getBudgets',
  tag: 'Budgets',
  path: '/budgets',
  summary: 'Budgets, and where each stands in the running month',
  description:
    'Monthly ones of all spend; others with `period`. With `at` or `month` what held then, and where it stood in that month.',
  scope: 'budgets',
  audience: 'ownRows',
  query: {
    ...pageQuery(1000),
    at: dayWord('The day that is asked about, UTC; today unless given.'),
    ...monthQuery,
    period: z
      .enum([...BUDGET_PERIODS, 'any'], `must be one of ${BUDGET_PERIODS.join(', ')}, any`)
      .optional()
      .describe('Budgets of these periods, those of a part of the spend among them.'),
  },
  answer: {
    currency,
    budgets: z.array(
      z
        .strictObject({
          ...heldShape,
          amount: money
            .nullable()
            .describe('What was decided, and the raises in force; null: it is not known what held then.'),
          base: money.nullable().describe('The same without raises.'),
          standing: z
            .strictObject({
              spent: money
                .nullable()
                .describe('Best-known spend; null of the default, and where none of it has a price.'),
              ...unpriced,
              cautious: money
                .nullable()
                .describe(
                  'What tokens without a price come to at the cautious rate: no part of `spent`, and counted against the budget.',
                ),
              counted: money.nullable().describe('Both together: what the budget is held against.'),
              left: money.nullable().describe('Below zero once it is over.'),
              percent: percent.nullable(),
              forecast: money.nullable().describe('Best-known spend at month end.'),
              forecastCounted: money.nullable().describe('The same of what counts against the budget.'),
              state: stateWords,
              withheld: z
                .boolean()
                .describe('Where it stands is what others spent, and kept back by `privacy.othersSee`.'),
              people: z
                .int()
                .describe(
                  'For how many it holds that whoever asks may see: of the default, those without a budget of their own who spent this month.',
                ),
              over: z.int().describe('Of them, how many have spent all of it.'),
            })
            .describe('In the month that is asked about.'),
          mirrored: z.boolean().describe('Kept in AWS Budgets as well.'),
        })
        .meta({ id: 'Budget' }),
    ),
    ...paging,
  },
  example: '/budgets?limit=2',
  async answers({ asking, query }) {
    const { limit, offset, period } = query;
    let total = 0;
    const part = (all: readonly Listed[]) => {
      const some = all.filter((one) => isAsked(one, period));
      total = some.length;
      return some.slice(offset, offset + limit);
    };
    const { budgets: shown } = await listBudgets(asking, part, asOf(query, dayOf(asking.now)));
    return {
      currency: USD,
      budgets: shown.map(budgetJson),
      rowCount: total,
      nextOffset: nextOffset(shown.length, total, offset),
    };
  },
});

/** Whoever does not ask for others is told of those that there were before there were others. */
const isAsked = (one: Listed, period: BudgetPeriod | 'any' | undefined): boolean =>
  period === undefined
    ? one.period === 'month' && one.narrowing === null
    : period === 'any' || one.period === period;

const dayAsked = (
  { at, month: asked }: { at?: Day | undefined; month?: Month | undefined },
  today: Day,
): Day => dayOfList({ on: at, month: asked }, today, 'say either a day or a month') ?? today;

/** Of another day also those of which it is not known any more what held. */
function asOf(query: Parameters<typeof dayAsked>[0], today: Day): Parameters<typeof listBudgets>[2] {
  const day = dayAsked(query, today);
  return day === today ? {} : { on: day, also: ['unknown'] };
}

const budget = endpoint({
  id: 'getBudget',
  tag: 'Budgets',
  path: '/budgets/{id}',
  summary: 'One budget with all that was decided of it, and what is planned',
  scope: 'budgets',
  audience: 'ownRows',
  params: { id: 'Its `id`; the monthly one of all spend also by whom it is for, as `user:ann@example.com`.' },
  query: { at: dayWord('The day that `held` is about, UTC; today unless given.') },
  answer: { currency, ...historyShape },
  example: '/budgets/userDefault',
  async answers({ asking, params, query }) {
    return { currency: USD, ...historyJson(await readBudgetHistory(asking, params.id, query.at)) };
  },
});

const alerts = endpoint({
  id: 'getAlerts',
  tag: 'Budgets',
  path: '/alerts',
  summary: 'Thresholds of budgets that were crossed, newest first, and who was told',
  description: 'Who else was told, and where, is for those who see everything.',
  scope: 'budgets',
  audience: 'ownRows',
  query: pageQuery(1000),
  answer: {
    currency,
    alerts: z.array(
      z
        .strictObject({
          id: z.string(),
          budgetId: z.string(),
          scopeKind: z.enum(['user', 'costCenter', 'team', 'organisation']),
          scopeKey: z.string().describe("Of a team: its manager's address; empty of the organisation."),
          version: z.int(),
          month: month.describe('In which its period begins; of a budget a month it is the period.'),
          period: z.enum(BUDGET_PERIODS),
          periodStart: day,
          periodEnd: day.describe('The first day after it.'),
          narrowing: z
            .string()
            .describe(
              'What of the spend it is about: `family:…`, `vendor:…`, `tag:Key=Value`; empty: all of it.',
            ),
          threshold: z.string().describe('As it is set: `80%`, `$50`, `forecast 100%`.'),
          thresholdPercent: z
            .number()
            .describe(
              'At how many percent of the budget that is, rounded down; see `threshold` for what of.',
            ),
          spent: money.nullable().describe('Best-known spend; null: none of it had a price.'),
          unpricedTokens: tokens.nullable().describe('Without a price; null: not kept of that time.'),
          lowerBound: z.boolean().describe('There were such tokens: `spent` was less than all of it.'),
          cautious: money.describe('What tokens without a price counted for, beside it.'),
          budget: money.describe('With what was carried over.'),
          carriedOver: money,
          forecast: money.nullable().describe('What will count at the end of the period, as it looked then.'),
          memberCount: z.int().nullable().describe('Of a team: how many were of it.'),
          label: sumLabel,
          staleSince: instant
            .nullable()
            .describe('Since when a source had not been read as often as it should be; null: all was fresh.'),
          crossedAt: instant,
          deliveries: z.array(
            z.strictObject({
              id: z.string(),
              alertId: z.string(),
              channel: z.string(),
              target: z.string(),
              attempts: z.int(),
              nextAttemptAt: instant.nullable(),
              deliveredAt: instant.nullable(),
              givenUpAt: instant.nullable(),
              lastError: z.string().nullable(),
              droppedAt: instant
                .nullable()
                .describe('When it was found that it does not hold any more, and so was not sent.'),
              droppedWhy: z.enum(WHY_DROPPED).nullable(),
            }),
          ),
        })
        .meta({ id: 'Alert' }),
    ),
    ...paging,
  },
  example: '/alerts?limit=2',
  async answers({ asking, query }) {
    const { alerts, total } = await listAlerts(asking, query);
    return {
      currency: USD,
      alerts: alerts.map(({ cautious, budget, carriedOver, forecast, ...alert }) => ({
        ...alert,
        ...knownJson('spent', knownThen({ ...alert, cautious })),
        unpricedTokens: alert.unpricedTokens?.toString() ?? null,
        cautious: formatExact(cautious),
        budget: formatExact(budget),
        carriedOver: formatExact(carriedOver),
        forecast: exactOrNull(forecast),
      })),
      rowCount: total,
      nextOffset: nextOffset(alerts.length, total, query.offset),
    };
  },
});

export const budgetEndpoints: readonly Endpoint[] = [budgets, budget, alerts, ...budgetWriting];
