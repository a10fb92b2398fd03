import { Hono } from 'hono';
import { z } from 'zod';
import { formatExact, sum } from '../core/money.ts';
import { type ReconciliationSum, reconcile, reconciledBy, wayToInvoice } from '../core/reconciliation.ts';
import type { Charge, Finding, SpendRow } from '../core/types.ts';
import {
  BadRequest,
  chargesQuery,
  givenFilters,
  linesQuery,
  nextOffset,
  pageOf,
  pageQuery,
  rangeOf,
  rangeQuery,
  readQuery,
} from './apiQuery.ts';
import { exactState } from './auditState.ts';
import type { ServerDeps } from './deps.ts';
import { alertsFor } from './listPages.tsx';
import { only, scopeOf } from './visitor.ts';

/** What pages list line by line, as JSON: money as exact decimal strings in USD, tokens as whole numbers in strings. */
export const LIST_PATHS = ['/lines', '/charges', '/reconciliation', '/alerts', '/audit'] as const;

export function listRoutes(deps: ServerDeps): Hono {
  const { store } = deps;
  const api = new Hono();
  api.get('/lines', async (c) => {
    const { start, endExclusive, limit, offset, ...filter } = readQuery(c, linesQuery);
    const range = rangeOf({ start, endExclusive });
    const { rows, total } = await store.spend.rows({ range, ...givenFilters(filter) }, scopeOf(c), {
      limit,
      offset,
    });
    return c.json({
      currency: 'USD',
      lines: rows.map(lineJson),
      rowCount: total,
      nextOffset: nextOffset(rows.length, total, offset),
    });
  });
  api.get('/charges', only(deps, 'see', 'bill'), async (c) => {
    const { grouping, limit, offset, ...range } = readQuery(c, chargesQuery);
    const charges = await store.charges.list({ range: rangeOf(range), grouping });
    const { items, ...rest } = pageOf(charges, { limit, offset });
    return c.json({
      currency: 'USD',
      total: formatExact(sum(charges.map(({ amount }) => amount))),
      charges: items.map(chargeJson),
      ...rest,
    });
  });
  api.get('/reconciliation', only(deps, 'see', 'bill'), async (c) => {
    const range = rangeOf(readQuery(c, z.strictObject(rangeQuery)));
    const lines = reconcile(await store.spend.compared(range));
    const usage = sum((await store.charges.list({ range, grouping: 'line' })).map(({ amount }) => amount));
    const way = wayToInvoice(usage, await store.charges.list({ range, grouping: 'recordType' }));
    return c.json({
      currency: 'USD',
      models: reconciledBy(lines, 'modelKey').map(sumJson),
      days: reconciledBy(lines, 'day').map(sumJson),
      invoice: {
        usage: formatExact(way.usage),
        others: way.others.map(({ recordType, amount }) => ({ recordType, amount: formatExact(amount) })),
        total: formatExact(way.total),
      },
      findings: (await store.spend.findings({ range })).map(findingJson),
    });
  });
  api.get('/alerts', async (c) => {
    const page = readQuery(c, z.strictObject(pageQuery(1000)));
    const { alerts, total } = await alertsFor(c, deps, page);
    return c.json({
      currency: 'USD',
      alerts: alerts.map(({ spent, budget, ...alert }) => ({
        ...alert,
        spent: formatExact(spent),
        budget: formatExact(budget),
      })),
      rowCount: total,
      nextOffset: nextOffset(alerts.length, total, page.offset),
    });
  });
  api.get('/audit', only(deps, 'see', 'audit'), async (c) => {
    const { limit, before } = readQuery(
      c,
      z.strictObject({ limit: pageQuery(1000).limit, before: z.string().optional() }),
    );
    if (before !== undefined && !/^\d{1,15}$/.test(before))
      throw new BadRequest('before', 'must be the id of an entry: what nextBefore said');
    const entries = await store.audit.list({
      limit,
      ...(before === undefined ? {} : { before: Number(before) }),
    });
    return c.json({
      entries: entries.map(({ before: was, after: became, ...entry }) => ({
        ...entry,
        before: exactState(was),
        after: exactState(became),
      })),
      nextBefore: entries.length === limit ? (entries.at(-1)?.id ?? null) : null,
    });
  });
  return api;
}

function lineJson(row: SpendRow) {
  const { amount, billed, estimated, estimatedLow, estimatedHigh, tokens, billedTokens, ...rest } = row;
  return {
    ...rest,
    amount: formatExact(amount),
    billed: formatExact(billed),
    estimated: formatExact(estimated),
    estimatedLow: formatExact(estimatedLow),
    estimatedHigh: formatExact(estimatedHigh),
    tokens: tokens.toString(),
    billedTokens: billedTokens.toString(),
  };
}

const chargeJson = ({ amount, quantity, ...rest }: Charge) => ({
  ...rest,
  amount: formatExact(amount),
  quantity: formatExact(quantity),
});

const sumJson = ({ estimated, billed, difference, notCompared, ...rest }: ReconciliationSum) => ({
  ...rest,
  estimated: formatExact(estimated),
  billed: formatExact(billed),
  difference: formatExact(difference),
  notCompared: formatExact(notCompared),
});

const findingJson = ({ amount, ...rest }: Finding) => ({
  ...rest,
  amount: amount === null ? null : formatExact(amount),
});
