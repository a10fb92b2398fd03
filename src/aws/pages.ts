import { createHash } from 'node:crypto';
import type { Money } from '../core/types.ts';

/** When the pages of a listing count as endless, and no further one is asked for. */

/** Ten thousand people's token counts by all names are some 350 pages, a month of their bill as many. */
const MOST_PAGES = 2_000;
/** 10⁻¹⁰ USD: what one listing may come to, where AWS charges for each page: 500 pages of the bill. */
const MOST_MONEY = 50_000_000_000n;
/** Each is an object in memory. */
const MOST_ITEMS = 1_000_000;
/** AWS gives empty pages, and repeats a page that it could not fill: a few of them. */
const MOST_IDLE = 20;

/** Pages that a listing may have at this price for each. */
export const mostPagesAt = (price: Money): number =>
  price === 0n ? MOST_PAGES : Math.min(MOST_PAGES, Number(MOST_MONEY / price));

export interface Listing {
  /** Why there must be no further page, in words; null where there may be. @param token names the next page */
  faultOf(token: string, items: readonly unknown[]): string | null;
}

/** Watches one listing, page by page. */
export function createListing(
  mostPages = MOST_PAGES,
  { mostItems = MOST_ITEMS, mostIdle = MOST_IDLE } = {},
): Listing {
  const tokens = new Set<string>();
  const shown = new Set<string>();
  let pages = 0;
  let listed = 0;
  let idle = 0;
  return {
    faultOf(token, items) {
      if (tokens.has(token)) return 'the same page token came twice';
      tokens.add(token);
      pages += 1;
      listed += items.length;
      const page = items.length === 0 ? '' : digestOf(items);
      const isNew = page !== '' && !shown.has(page);
      shown.add(page);
      idle = isNew ? 0 : idle + 1;
      if (idle >= mostIdle) return `${idle} pages in a row brought nothing new, and there is another one`;
      if (pages >= mostPages) return `there are more than ${mostPages} pages`;
      if (listed >= mostItems) return `there are more than ${mostItems} entries`;
      return null;
    },
  };
}

/** The number of a request is new each time and says nothing. */
const digestOf = (items: readonly unknown[]): string =>
  createHash('sha1')
    .update(JSON.stringify(items, (name, value) => (name === '$metadata' ? undefined : value)))
    .digest('base64');
