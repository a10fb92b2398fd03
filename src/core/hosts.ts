import { trimmed } from './signs.ts';

/** Hosts as people write them, and the addresses that open what listens there. */

const NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;
/** An address of IPv6, with the interface that it is of. */
const OF_INTERFACE = /^([0-9a-f:.]+)(%[\w.-]+)$/;

/** What a host is told to be. */
export const HOST_WORDS =
  'must be a name or an address alone, such as 127.0.0.1 or ::1, without https:// and without a port';

/**
 * A name or an address to listen on, one way of writing it for each: `[::1]` and `0:0:0:0:0:0:0:1` are `::1`, `127.1` is
 * `127.0.0.1`. Null for what is neither.
 */
export function readHost(typed: string): string | null {
  const text = trimmed(typed).toLowerCase();
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (!bare.includes(':')) return bare === text && NAME.test(bare) ? parsed(bare) : null;
  const [, address = bare, of = ''] = OF_INTERFACE.exec(bare) ?? [];
  const found = parsed(`[${address}]`);
  return found === null ? null : found.slice(1, -1) + of;
}

/** An address, or null for what is none: `URL.parse`, which Node 20 lacks, where the line for a prompt runs. */
export const urlIn = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

const parsed = (host: string): string | null => urlIn(`http://${host}/`)?.hostname ?? null;

/** Whether it is this machine alone that reaches a host; of an address as it is read, or of the host of a URL. */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);

/** All that this machine has, among which a browser must choose one. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** The address at which a browser on this machine opens what listens on a host. */
export function urlOf(host: string, port: number): string {
  const isUsual = host === '127.0.0.1' || EVERYWHERE.has(host);
  return `http://${isUsual ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
