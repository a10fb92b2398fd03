import { z } from 'zod';
import { budgetState, budgetsInForce } from '../../core/budgets.ts';
import { formatExact, ZERO } from '../../core/money.ts';
import type { Budget } from '../../core/types.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { exactOrNull, USD } from '../api/json.ts';
import { nextOffset, pageOf, pageQuery } from '../api/query.ts';
import {
  currency,
  instant,
  money,
  month,
  paging,
  percent,
  budgetState as stateWords,
  sumLabel,
} from '../api/shapes.ts';
import { budgetsFor } from '../http/visible.ts';
import { percentOf } from '../spend/standingJson.ts';
import { alertsFor } from './alertsPage.tsx';
import { type Standings, standingsOf } from './standings.ts';

/** Budgets with where they stand in the running month, and what was crossed. */

const scope = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('user'), key: z.string() }),
    z.strictObject({ kind: z.literal('costCenter'), key: z.string() }),
    z.strictObject({ kind: z.literal('userDefault') }),
  ])
  .meta({
    id: 'BudgetScope',
    description: 'Whom a budget holds for; `userDefault`: everybody without one of their own.',
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
              spent: money.nullable().describe('null of the default.'),
              percent: percent.nullable(),
              forecast: money.nullable(),
              state: stateWords,
              people: z.int().describe('For how many it holds that whoever asks may see.'),
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
  async answers({ c, deps, query }) {
    const { items, ...rest } = pageOf(await budgetsFor(c, deps), query);
    const standings = await standingsOf(c, deps);
    const people = [...standings.spent.keys()].filter((key) => key.startsWith('user|'));
    const inForce = budgetsInForce(
      items,
      people.map((key) => key.slice('user|'.length)),
    );
    const holding = Map.groupBy(inForce, ({ budget }) => budget.id);
    const mirrored = new Set((await deps.store.budgets.mirrored()).map(({ budgetId }) => budgetId));
    return {
      currency: USD,
      budgets: items.map(({ deletedAt: _, ...budget }) => ({
        ...budget,
        amount: formatExact(budget.amount),
        standing: standingJson(budget, holding.get(budget.id) ?? [], standings),
        mirrored: mirrored.has(budget.id),
      })),
      ...rest,
    };
  },
});

function standingJson(
  { scope, amount }: Pick<Budget, 'scope' | 'amount'>,
  held: ReturnType<typeof budgetsInForce>,
  { spent, forecastOf }: Standings,
) {
  const amounts = held.map(({ scopeKind, scopeKey }) => spent.get(`${scopeKind}|${scopeKey}`) ?? ZERO);
  const over = amounts.filter((one) => budgetState(amount, one, null) === 'over').length;
  const counts = { people: held.length, over };
  if (scope.kind === 'userDefault')
    return {
      spent: null,
      percent: null,
      forecast: null,
      state: over > 0 ? ('over' as const) : ('within' as const),
      ...counts,
    };
  const now = amounts[0] ?? ZERO;
  const forecast = forecastOf(`${scope.kind}|${scope.key}`);
  return {
    spent: formatExact(now),
    percent: percentOf(now, amount),
    forecast: exactOrNull(forecast),
    state: budgetState(amount, now, forecast),
    ...counts,
  };
}

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
          spent: money,
          budget: money,
          label: sumLabel,
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
            }),
          ),
        })
        .meta({ id: 'Alert' }),
    ),
    ...paging,
  },
  example: '/alerts?limit=2',
  async answers({ c, deps, query }) {
    const { alerts, total } = await alertsFor(c, deps, query);
    return {
      currency: USD,
      alerts: alerts.map(({ spent, budget, ...alert }) => ({
        ...alert,
        spent: formatExact(spent),
        budget: formatExact(budget),
      })),
      rowCount: total,
      nextOffset: nextOffset(alerts.length, total, query.offset),
    };
  },
});

export const budgetEndpoints: readonly Endpoint[] = [budgets, alerts];
