import { perMillionOf } from './money.ts';
import type { BriefSum } from './questions.ts';
import type { Money, Tokens } from './types.ts';

/** What tokens cost in fact. Pure. */

/**
 * Money per 1,000,000 tokens, of what has a price and is tokens: what images and the like cost is none of it. Null where
 * there is nothing to divide by.
 * @param parts by token kind
 */
export function pricePaid(
  parts: readonly Pick<BriefSum, 'amount' | 'tokens' | 'unpricedTokens'>[],
): Money | null {
  const counted = parts.filter(({ tokens }) => tokens > 0n);
  const tokens = counted.reduce((all, part) => all + part.tokens - part.unpricedTokens, 0n);
  if (tokens <= 0n) return null;
  const amount = counted.reduce((all, part) => all + part.amount, 0n);
  return perMillionOf(amount as Money, tokens as Tokens);
}
