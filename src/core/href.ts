import { AsyncLocalStorage } from 'node:async_hooks';

/** Addresses: made here alone, for pages, mails and the command line, so that the service can live under a path. */

/*
 * Where the service lives below its host, '' at its root, goes with the request that is answered and is no parameter:
 * addresses are made in some 150 places, most of them far below whoever knows it, and two servers of one process may live
 * under two paths. Outside of a request there is none: whoever writes a mail puts the whole public address before it.
 * So no address is made while a module is loaded.
 */
const bases = new AsyncLocalStorage<string>();
const base = (): string => bases.getStore() ?? '';

/** Does work whose addresses are below a path such as `/ledger`; '' is the root. */
export const servedBelow = <T>(path: string, work: () => T): T => bases.run(path, work);

/** What follows the `?`, in this order; what is undefined is left out, '' is kept. */
type Query = Readonly<Record<string, string | undefined>>;

/**
 * An address of this service, below its host, written as it looks: what is put in is encoded, a record as a query.
 * href`/users/${'ann@example.com'}` is `/users/ann%40example.com`, href`/budgets?${{ key: 'A B' }}` is `/budgets?key=A+B`.
 */
export const href = (path: TemplateStringsArray, ...values: readonly (string | Query)[]): string =>
  base() + path.reduce((made, text, i) => made + encoded(values[i - 1] ?? '') + text);

function encoded(value: string | Query): string {
  if (typeof value === 'string') return encodeURIComponent(value);
  const said = Object.entries(value).filter((one): one is [string, string] => one[1] !== undefined);
  return String(new URLSearchParams(said));
}

/** The same of an address that is made and encoded already, such as that of a file; of '' it is where the service lives. */
export const below = (path: string): string => base() + path;

/** The page of whom or what a budget is for. */
export function scopeHref(kind: 'user' | 'costCenter' | 'team' | 'organisation', key: string): string {
  if (kind === 'organisation') return href`/`;
  if (kind === 'team') return href`/teams/${key}`;
  return kind === 'user' ? href`/users/${key}` : href`/cost-centers/${key}`;
}

/** A whole address, for whoever reads it elsewhere, as in a mail: what is made goes below the public address, and nothing else. */
export const publicAddress = (publicUrl: string, made: () => string): string =>
  publicUrl.replace(/\/$/, '') + servedBelow('', made);
