import type { AuditAction } from './audit.ts';
import { HOUR_MS, instantOf } from './periods.ts';
import type { Actor, Instant } from './types.ts';

/**
 * How refusals are kept: whoever is refused a thousand times an hour must not fill the audit log. Of each kind, and of each
 * person or network, the first of an hour are entered as they are; the rest are counted and entered as one sum. Pure.
 */

/** Refusals that are counted together, and those in one entry. */
const WINDOW_MS = HOUR_MS;
/** Entries of an hour, of somebody who is known and of a network. */
const MOST_ENTRIES = { known: 20, unknown: 3 } as const;
/** Persons and networks that are told apart within an hour; the others are counted together. */
export const MOST_KEYS = 300;

/** Who the audit log says it was where nobody is known. */
const UNKNOWN = 'unknown';

export const isRefusal = (action: AuditAction): boolean => action.endsWith('.refuse');

/** Whom refusals of a kind are counted for. */
export interface RefusalKey {
  key: string;
  actor: string;
  /** '' where somebody is known. */
  prefix: string;
  /** Why, where it was said. */
  code: string;
}

export function refusalKey(action: AuditAction, { id, address = '' }: Actor, after: unknown): RefusalKey {
  const said = (after as { code?: unknown } | null | undefined)?.code;
  const code = typeof said === 'string' ? said.slice(0, 40) : '';
  const prefix = id === UNKNOWN ? prefixOf(address) : '';
  return { key: JSON.stringify([action, code, id, prefix]), actor: id, prefix, code };
}

/** The key of all whom there is no room for. */
export const othersKey = (action: AuditAction): RefusalKey => ({
  key: JSON.stringify([action]),
  actor: UNKNOWN,
  prefix: '',
  code: '',
});

export const mostEntries = ({ actor }: RefusalKey): number =>
  actor === UNKNOWN ? MOST_ENTRIES.unknown : MOST_ENTRIES.known;

/** Hours that began at such an instant, or later than `now`, are over: then a clock was wrong. */
export const overBefore = (now: Instant): Instant => instantOf(Date.parse(now) - WINDOW_MS);

/**
 * The network of an address: what somebody has who has one of it. /24 of IPv4, /48 of IPv6; '' for what is no address.
 */
export function prefixOf(address: string): string {
  const v4 = /^(?:::ffff:)?(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/i.exec(address)?.[1];
  if (v4 !== undefined) return `${v4}.0/24`;
  const bare = address.split('%')[0] ?? '';
  const host = bare.includes(':') ? URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1) : undefined;
  if (host === undefined) return '';
  const [left = '', right] = host.split('::');
  const start = left === '' ? [] : left.split(':');
  const end = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? 0 : 8 - start.length - end.length;
  const groups = [...start, ...Array<string>(zeros).fill('0'), ...end];
  return `${groups.slice(0, 3).join(':')}::/48`;
}
