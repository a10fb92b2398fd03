import { exactOrNull, knownJson } from '../../app/json.ts';
import { amountOf, estimateOfRow, knownOfRow, saidOf } from '../../core/known.ts';
import { formatExact } from '../../core/money.ts';
import type { Finding, Freshness, SpendRow } from '../../core/types.ts';

/** What the ledger holds, in the words of the API: money as exact decimal strings in USD, tokens as whole numbers in strings. */

export function lineJson(row: SpendRow) {
  const {
    amount: _,
    billed,
    estimated: __,
    estimatedLow,
    estimatedHigh,
    tokens,
    billedTokens,
    ...rest
  } = row;
  const estimate = estimateOfRow(row);
  return {
    ...rest,
    ...knownJson('amount', knownOfRow(row)),
    billed: formatExact(billed),
    estimated: exactOrNull(amountOf(estimate)),
    estimatedLow: saidOf(estimate) === 'unpriced' ? null : formatExact(estimatedLow),
    estimatedHigh: saidOf(estimate) === 'unpriced' ? null : formatExact(estimatedHigh),
    tokens: tokens.toString(),
    billedTokens: billedTokens.toString(),
  };
}

export const findingJson = ({ amount, ...rest }: Finding) => ({ ...rest, amount: exactOrNull(amount) });

export const freshnessJson = ({
  source,
  slice,
  completeUntil,
  lastSuccessAt,
  lastError,
  lastErrorAt,
}: Freshness) => ({ source, slice, completeUntil, lastSuccessAt, lastError, lastErrorAt });
