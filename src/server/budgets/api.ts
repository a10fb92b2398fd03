import * as z from 'zod';
import { listAlerts } from '../../app/budgets/alerts.ts';
import { budgetJson } from '../../app/budgets/json.ts';
import { listBudgets } from '../../app/budgets/list.ts';
import { knownJson, USD } from '../../app/json.ts';
import { knownThen } from '../../core/alerts.ts';
import type { BudgetScope } from '../../core/budgets.ts';
import { WHY_DROPPED } from '../../core/dropped.ts';
import { formatExact } from '../../core/money.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { nextOffset, pageQuery } from '../api/query.ts';
import {
  currency,
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

/** Budgets with where they stand in the running month, and what was crossed. */

const named = (kind: Extract<BudgetScope, { key: string }>['kind']) =>
  z.strictObject({ kind: z.literal(kind), key: z.string() });
const scope = z
  .discriminatedUnion('kind', [
    named('user'),
    named('costCenter'),
    named('team'),
    z.strictObject({ kind: z.literal('organisation') }),
    z.strictObject({ kind: z.literal('userDefault') }),
    named('memberDefault'),
    named('groupDefault'),
    z.strictObject({ kind: z.literal('costCenterDefault') }),
  ])
  .meta({
    id: 'BudgetScope',
    description:
      'Whom a budget holds for; `team`: whoever reports to that manager; `userDefault`, `memberDefault` and `groupDefault`: everybody, each person of a cost center, each person of a group, without one of their own.',
  });

const budgets = endpoint({
  id: 'getBudgets',
  tag: 'Budgets',
  path: '/budgets',
  summary: 'Budgets, and where each stands in the running month',
  scope: 'budgets',
  audience: 'ownRows',
  query: pageQuery(1000),
  answer: {
    currency,
    budgets: z.array(
      z
        .strictObject({
          id: z.string(),
          scope,
          amount: money.describe('A month.'),
          version: z.int().describe('Rises with each change of the amount, and arms its alerts again.'),
          createdAt: instant,
          updatedAt: instant,
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
              people: z
                .int()
                .describe(
                  'For how many it holds that whoever asks may see: of the default, those without a budget of their own who spent this month.',
                ),
              over: z.int().describe('Of them, how many have spent all of it.'),
            })
            .describe('In the running month.'),
          mirrored: z.boolean().describe('Kept in AWS Budgets as well.'),
        })
        .meta({ id: 'Budget' }),
    ),
    ...paging,
  },
  example: '/budgets?limit=2',
  async answers({ asking, query }) {
    const { limit, offset } = query;
    const { budgets: shown, total } = await listBudgets(asking, (all) => all.slice(offset, offset + limit));
    return {
      currency: USD,
      budgets: shown.map(budgetJson),
      rowCount: total,
      nextOffset: nextOffset(shown.length, total, offset),
    };
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
          scopeKind: z.enum(['user', 'costCenter']),
          scopeKey: z.string(),
          version: z.int(),
          month,
          thresholdPercent: z.number(),
          spent: money.nullable().describe('Best-known spend; null: none of it had a price.'),
          unpricedTokens: tokens.nullable().describe('Without a price; null: not kept of that time.'),
          lowerBound: z.boolean().describe('There were such tokens: `spent` was less than all of it.'),
          cautious: money.describe('What tokens without a price counted for, beside it.'),
          budget: money,
          label: sumLabel,
          staleSince: instant
            .nullable()
            .describe('Since when a source had not been read as often as it should be; null: all was fresh.'),
          crossedAt: instant,
          deliveries: z.array(
            z.strictObject({
              id: z.string(),
              alertId: z.string(),
              channel: z.enum(['email', 'webhook']),
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
      alerts: alerts.map(({ cautious, budget, ...alert }) => ({
        ...alert,
        ...knownJson('spent', knownThen({ ...alert, cautious, budget })),
        unpricedTokens: alert.unpricedTokens?.toString() ?? null,
        cautious: formatExact(cautious),
        budget: formatExact(budget),
      })),
      rowCount: total,
      nextOffset: nextOffset(alerts.length, total, query.offset),
    };
  },
});

export const budgetEndpoints: readonly Endpoint[] = [budgets, alerts];
