import { amountOf } from '../../core/known.ts';
import { formatExact } from '../../core/money.ts';
import type { SpendAnswer } from '../../core/questions.ts';
import { type Standing, spentIn } from '../../core/standing.ts';
import type { Freshness } from '../../core/types.ts';
import { exactOrNull, knownJson, percentOf, USD } from '../json.ts';
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
    ...knownJson('total', answer.total),
    rows: rows.map((row) => ({
      key: row.keys[0] ?? '',
      keys: row.keys,
      ...knownJson('amount', row),
      billed: formatExact(row.billed),
      estimated: exactOrNull(amountOf({ ...row, amount: row.estimated })),
      label: row.label,
      tokens: row.tokens.toString(),
      allocatedBy: {
        tag: formatExact(row.allocatedBy.tag),
        principal: formatExact(row.allocatedBy.principal),
        tokens: formatExact(row.allocatedBy.tokens),
      },
    })),
    unallocated: unallocatedJson(answer),
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

/** What nobody owns, by its reasons. */
export const unallocatedJson = ({ unallocated }: Pick<SpendAnswer<unknown>, 'unallocated'>) =>
  unallocated.map((one) => ({ reason: one.reason, ...knownJson('amount', one) }));

/** Where somebody stands, as every answer says it. */
export const standingJson = (standing: Standing) => ({
  ...knownJson('spent', spentIn(standing)),
  cautious: formatExact(standing.cautious),
  counted: formatExact(standing.counted),
  budget: exactOrNull(standing.limit),
  left: exactOrNull(standing.left),
  percent: percentOf(standing.usedTenths),
  forecast: exactOrNull(standing.forecast?.mid ?? null),
  forecastCounted: exactOrNull(standing.forecastCounted?.mid ?? null),
  reachesBudgetOn: standing.reachesOn,
  state: standing.state,
  staleSince: standing.staleSince,
});
