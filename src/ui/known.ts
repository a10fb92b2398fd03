import { type Known, pricedPart, saidOf } from '../core/known.ts';
import { usd } from '../core/usd.ts';
import type { Messages } from './messages/index.ts';

/** What some spend comes to, as people read it. `shown` where rounding belongs to several amounts together. */
export function knownText(
  known: Known,
  { m }: { m: Pick<Messages, 'unpriced' | 'atLeast'> },
  shown: string = usd(pricedPart(known)),
): string {
  const said = saidOf(known);
  return said === 'unpriced' ? m.unpriced : said === 'atLeast' ? m.atLeast(shown) : shown;
}
