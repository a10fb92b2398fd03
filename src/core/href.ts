/** Addresses of pages: made here alone, for pages, mails and the command line. */

/** Where the service lives below its host: '' at its root, else such as `/ledger`. */
const BASE = '';

/** What follows the `?`, in this order; what is undefined is left out, '' is kept. */
export type Query = Readonly<Record<string, string | undefined>>;

/**
 * The address of a page, below the host: `href('users', 'ann@example.com')` is `/users/ann%40example.com`, `href()` is
 * the first page. Parts and query are encoded here.
 * @throws RangeError where a part is empty: the address would lead to another page
 */
export function href(...way: readonly string[] | readonly [...string[], Query]): string {
  const parts: string[] = [];
  let query: Query = {};
  for (const one of way)
    if (typeof one === 'string') parts.push(one);
    else query = one;
  if (parts.includes('')) throw new RangeError(`an address has an empty part: ${parts.join('/')}`);
  return withQuery(`${BASE}/${parts.map(encodeURIComponent).join('/')}`, query);
}

/** An address that is made already, or '' for the page itself, with a query. */
export function withQuery(address: string, query: Query): string {
  const said = Object.entries(query).filter((one): one is [string, string] => one[1] !== undefined);
  return said.length === 0 ? address : `${address}?${new URLSearchParams(said)}`;
}

/** The page of whom or what a budget is for. */
export const scopeHref = (kind: 'user' | 'costCenter', key: string): string =>
  href(kind === 'user' ? 'users' : 'cost-centers', key);
