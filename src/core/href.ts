/** Addresses: made here alone, for pages, mails and the command line, so that the service can live under a path. */

/** Where the service lives below its host: '' at its root, else such as `/ledger`. */
const BASE = '';

/** What follows the `?`, in this order; what is undefined is left out, '' is kept. */
type Query = Readonly<Record<string, string | undefined>>;

/**
 * An address of this service, below its host, written as it looks: what is put in is encoded, a record as a query.
 * href`/users/${'ann@example.com'}` is `/users/ann%40example.com`, href`/budgets?${{ key: 'A B' }}` is `/budgets?key=A+B`.
 */
export const href = (path: TemplateStringsArray, ...values: readonly (string | Query)[]): string =>
  BASE + path.reduce((made, text, i) => made + encoded(values[i - 1] ?? '') + text);

function encoded(value: string | Query): string {
  if (typeof value === 'string') return encodeURIComponent(value);
  const said = Object.entries(value).filter((one): one is [string, string] => one[1] !== undefined);
  return String(new URLSearchParams(said));
}

/** The same of an address that is made and encoded already, such as that of a file. */
export const below = (path: string): string => BASE + path;

/** The page of whom or what a budget is for. */
export const scopeHref = (kind: 'user' | 'costCenter', key: string): string =>
  kind === 'user' ? href`/users/${key}` : href`/cost-centers/${key}`;
