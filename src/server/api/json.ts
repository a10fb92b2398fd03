import { exactOrNull } from '../../app/json.ts';
import { formatExact } from '../../core/money.ts';
import type { Finding, Freshness, SpendRow } from '../../core/types.ts';

/** What the ledger holds, in the words of the API: money as exact decimal strings in USD, tokens as whole numbers in strings. */

export function lineJson(row: SpendRow) {
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

export const findingJson = ({ amount, ...rest }: Finding) => ({ ...rest, amount: exactOrNull(amount) });

export const freshnessJson = ({
  source,
  slice,
  completeUntil,
  lastSuccessAt,
  lastError,
  lastErrorAt,
}: Freshness) => ({ source, slice, completeUntil, lastSuccessAt, lastError, lastErrorAt });
