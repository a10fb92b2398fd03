import { createHash } from 'node:crypto';

/**
 * One page of a list and the token for the next. A token names the request that it continues: with another request,
 * or when it was never ours, `refuse` makes the service's own error.
 */
export function page<T>(
  all: readonly T[],
  size: number,
  token: string | undefined,
  request: unknown,
  refuse: (why: 'invalid' | 'changed') => Error,
): { items: T[]; next?: string } {
  const start = token === undefined || token === '' ? 0 : readToken(token, request, refuse);
  const end = start + size;
  const items = all.slice(start, end);
  return end < all.length ? { items, next: makeToken(request, end) } : { items };
}

/**
 * The same of a list in which things come and go while it is read: a token stands behind the last that was shown, by what
 * `placeOf` says of it, so that nothing is missing from the next page, or on both.
 */
export function pageAfter<T>(
  all: readonly T[],
  placeOf: (item: T) => number,
  size: number,
  token: string | undefined,
  request: unknown,
  refuse: (why: 'invalid' | 'changed') => Error,
): { items: T[]; next?: string } {
  const after = token === undefined || token === '' ? -1 : readToken(token, request, refuse);
  const left = all.filter((item) => placeOf(item) > after);
  const items = left.slice(0, size);
  const last = items.at(-1);
  return left.length > size && last !== undefined
    ? { items, next: makeToken(request, placeOf(last)) }
    : { items };
}

/** An opaque token that continues `request` at `position`. */
export function makeToken(request: unknown, position: number): string {
  const named = fingerprint(request);
  return Buffer.from(`${named}:${position}:${seal(named, position)}`).toString('base64');
}

/** Somebody who changes the position of a token has no seal for it. */
const seal = (named: string, position: number): string => fingerprint(['seal', named, position]);

/** The position that a token stands for. */
export function readToken(
  token: string,
  request: unknown,
  refuse: (why: 'invalid' | 'changed') => Error,
): number {
  const text = Buffer.from(token, 'base64').toString();
  const [, named = '', digits = '', sealed] = /^([0-9a-f]{16}):(\d+):([0-9a-f]{16})$/.exec(text) ?? [];
  const position = Number(digits);
  if (
    sealed === undefined ||
    sealed !== seal(named, position) ||
    token !== Buffer.from(text).toString('base64')
  )
    throw refuse('invalid');
  if (named !== fingerprint(request)) throw refuse('changed');
  return position;
}

/** Sixteen hex digits that stand for a request; the order of an object's keys does not matter. */
export function fingerprint(request: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(request, sortKeys) ?? '')
    .digest('hex')
    .slice(0, 16);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
