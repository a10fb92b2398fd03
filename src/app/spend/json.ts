import { formatExact } from '../../core/money.ts';
import type { SpendAnswer } from '../../core/questions.ts';
import type { Standing } from '../../core/standing.ts';
import type { Freshness } from '../../core/types.ts';
import { exactOrNull, percentOf, USD } from '../json.ts';
import type { UnknownValue } from '../known.ts';

/** The answer of `GET /api/v1/spend` and of `spend --json`: money as exact decimal strings in USD. */
export function spendAnswerJson(
  answer: SpendAnswer,
  { freshness, unknown }: { freshness: readonly Freshness[]; unknown: readonly UnknownValue[] },
  page: { offset: number; limit: number },
) {
  const rows = answer.rows.slice(page.offset, page.offset + page.limit);
  const next = page.offset + rows.length;
  return {
    currency: USD,
    total: formatExact(answer.total),
    rows: rows.map((row) => ({
      key: row.keys[0] ?? '',
      amount: formatExact(row.amount),
      billed: formatExact(row.billed),
      estimated: formatExact(row.estimated),
      label: row.label,
      tokens: row.tokens.toString(),
      allocatedBy: {
        tag: formatExact(row.allocatedBy.tag),
        principal: formatExact(row.allocatedBy.principal),
        tokens: formatExact(row.allocatedBy.tokens),
      },
    })),
    unallocated: answer.unallocated.map(({ reason, amount }) => ({ reason, amount: formatExact(amount) })),
    freshness: freshness.map(({ source, slice, completeUntil, lastError }) => ({
      source,
      slice,
      completeUntil,
      lastError,
    })),
    unknown,
    rowCount: answer.rows.length,
    nextOffset: rows.length > 0 && next < answer.rows.length ? next : null,
  };
}

/** Where somebody stands, as every answer says it. */
export const standingJson = (standing: Standing) => ({
  spent: formatExact(standing.spent),
  cautious: formatExact(standing.cautious),
  counted: formatExact(standing.counted),
  budget: exactOrNull(standing.limit),
  left: exactOrNull(standing.left),
  percent: percentOf(standing.usedTenths),
  forecast: exactOrNull(standing.forecast?.mid ?? null),
  reachesBudgetOn: standing.reachesOn,
  state: standing.state,
  staleSince: standing.staleSince,
});
