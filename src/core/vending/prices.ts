import { GLOBAL } from '../policies/choices.ts';
import type { RateBook } from '../rates.ts';
import { type Day, type Money, type Rate, type Route, TOKEN_KINDS, type TokenKind } from '../types.ts';
import type { Offer } from './offers.ts';

/** What tokens of an offer cost, before anybody has used it. Pure. */

/** Money per 1,000,000 tokens; `low` and `high` where Regions differ. */
export interface KindPrice {
  low: Money;
  high: Money;
  source: Rate['source'];
}
export interface OfferPrice {
  /** null: no price is known. */
  byKind: Readonly<Record<TokenKind, KindPrice | null>>;
  /** What this route costs more than the global one of the same model, in tenths of a per cent; null: not known, or it is that one. */
  overGlobal: bigint | null;
  /** That is by list prices, as the ones that are shown come from different sources and say nothing of each other. */
  byList: boolean;
}

const routeOf = ({ geography }: Offer): Route => (geography === GLOBAL ? 'global' : 'regional');

/** The price of one way to call a model, in the Regions that have it. */
function kindPrice(
  book: RateBook,
  modelKey: string,
  offer: Offer,
  kind: TokenKind,
  day: Day,
): KindPrice | null {
  const route = routeOf(offer);
  const rates = offer.regions.map((region) => book.rateOnRoute({ modelKey, kind, route, region, day }));
  let price: KindPrice | null = null;
  for (const rate of rates) {
    if (rate === null) return null;
    const { mid, source } = rate;
    price =
      price === null
        ? { low: mid, high: mid, source }
        : {
            low: mid < price.low ? mid : price.low,
            high: mid > price.high ? mid : price.high,
            source: price.source,
          };
  }
  return price;
}

/**
 * Prices of the offers of one model, in their order.
 * @param list the book of list prices alone: two routes are compared by these where the ledger knows one of them from
 * elsewhere, since a price that was learned holds for the mix that was used
 */
export function pricesOf(
  modelKey: string,
  offers: readonly Offer[],
  { book, list }: { book: RateBook; list: RateBook },
  day: Day,
): OfferPrice[] {
  const inputOf = (from: RateBook, offer: Offer | undefined) =>
    offer === undefined ? null : kindPrice(from, modelKey, offer, 'input', day);
  const global = offers.find((offer) => routeOf(offer) === 'global');
  return offers.map((offer) => {
    const byKind = Object.fromEntries(
      TOKEN_KINDS.map((kind) => [kind, kindPrice(book, modelKey, offer, kind, day)]),
    ) as OfferPrice['byKind'];
    if (offer === global) return { byKind, overGlobal: null, byList: false };
    const [own, other] = [byKind.input, inputOf(book, global)];
    const alike = own?.source === other?.source;
    return {
      byKind,
      byList: !alike,
      overGlobal: alike ? above(own, other) : above(inputOf(list, offer), inputOf(list, global)),
    };
  });
}

function above(own: KindPrice | null, global: KindPrice | null): bigint | null {
  if (own === null || global === null || global.low === 0n) return null;
  return ((own.low - global.low) * 1000n) / global.low;
}
