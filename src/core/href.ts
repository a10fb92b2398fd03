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
  const parts = way.filter((one) => typeof one === 'string');
  if (parts.includes('')) throw new RangeError(`an address has an empty part: ${parts.join('/')}`);
  const [query = {}] = way.filter((one) => typeof one !== 'string');
  return withQuery(`${BASE}/${parts.map(encodeURIComponent).join('/')}`, query);
}

/** An address that is made already, or '' for the page itself, with a query. */
export function withQuery(address: string, query: Query): string {
  const said = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return said.length === 0 ? address : `${address}?${new URLSearchParams(said)}`;
}

/** The page of whom or what a budget is for. */
export const scopeHref = (kind: 'user' | 'costCenter', key: string): string =>
  href(kind === 'user' ? 'users' : 'cost-centers', key);
