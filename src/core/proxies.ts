import { isLoopback, urlIn } from './hosts.ts';
import { bytesOf, embedded, hostOf } from './outgoing.ts';

/** Which proxy a host is asked through, from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`: one reading for all. */

/** This machine, however it is written: never asked through a proxy, which has a loopback of its own. */
function isThisMachine(read: string): boolean {
  if (isLoopback(read) || read.endsWith('.localhost')) return true;
  const bytes = bytesOf(read);
  return bytes?.length === 16 && embedded(bytes)?.[0] === 127;
}

/** How a host is asked: `https` and `http` as addresses begin, `tcp` for mail. */
export type Scheme = 'https' | 'http' | 'tcp';

export interface HttpProxy {
  /** The variable that names it. */
  variable: string;
  secure: boolean;
  host: string;
  port: number;
  /** `user:password` as it is sent; null: none. Never shown. */
  credentials: string | null;
}

/** What the environment says of proxies. */
export interface Proxies {
  https: HttpProxy | null;
  http: HttpProxy | null;
  /** What is asked directly, as it was typed. */
  direct: string;
}

/** Names and values. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The first that is set; in lower case first, as other programs have it. */
function given(environment: Environment, names: readonly string[]): { name: string; value: string } | null {
  for (const name of names.flatMap((one) => [one.toLowerCase(), one])) {
    const value = environment[name]?.trim();
    if (value) return { name, value };
  }
  return null;
}

/** Whether anything is asked through a proxy at all. Costs nothing: for whoever loads the rest only then. */
export const namesProxy = (environment: Environment): boolean =>
  given(environment, ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY']) !== null;

/** Reads the variables that name proxies. Faults are told without what may be a password. */
export function readProxies(environment: Environment): { proxies: Proxies; faults: string[] } {
  const faults: string[] = [];
  const of = (...names: string[]): HttpProxy | null => {
    const found = given(environment, names);
    if (found === null) return null;
    const read = readProxy(found.name, found.value);
    if (typeof read !== 'string') return read;
    faults.push(`${found.name}: ${read}`);
    return null;
  };
  const [https, http] = [of('HTTPS_PROXY', 'ALL_PROXY'), of('HTTP_PROXY', 'ALL_PROXY')];
  const direct = given(environment, ['NO_PROXY'])?.value ?? '';
  return { proxies: { https, http, direct }, faults: [...new Set(faults)] };
}

const PROXY_WORDS = 'must be the address of a proxy, such as http://proxy.example.com:3128';

/** A proxy, or why it is none. */
function readProxy(variable: string, value: string): HttpProxy | string {
  const url = urlIn(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  if (url === null || url.hostname === '') return `${PROXY_WORDS} (what is there cannot be read)`;
  const shown = `(is ${url.protocol}//${url.host})`;
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `must begin with http:// or https://, the proxies that are spoken to here ${shown}`;
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return `must be scheme, host and port alone; signs such as / ? # in a password are written %2F %3F %23 ${shown}`;
  const secure = url.protocol === 'https:';
  try {
    const [user, password] = [url.username, url.password].map(decodeURIComponent);
    return {
      variable,
      secure,
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(url.port || (secure ? 443 : 80)),
      credentials: url.username === '' && url.password === '' ? null : `${user}:${password}`,
    };
  } catch {
    return `holds a user or a password with a % that is no escape: % itself is written %25 ${shown}`;
  }
}

/** The proxy that a host is asked through; null: directly. */
export function proxyFor(proxies: Proxies, scheme: Scheme, host: string, port: number): HttpProxy | null {
  const proxy = scheme === 'http' ? proxies.http : proxies.https;
  if (proxy === null) return null;
  const read = hostOf(host) ?? host.toLowerCase();
  return isThisMachine(read) || isDirect(proxies.direct, read, port) ? null : proxy;
}

/** A proxy without what is secret. */
export const proxyName = ({ secure, host, port }: HttpProxy): string =>
  `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;

/**
 * Whether `NO_PROXY` names a host: `*` is all of them, a name is itself and what is below it (with a dot or `*.` before
 * it too), an address is itself, `10.0.0.0/8` a network, and `:port` behind any of them that port alone.
 */
function isDirect(list: string, read: string, port: number): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && isNamed(entry, read, port));
}

function isNamed(entry: string, read: string, port: number): boolean {
  if (entry === '*') return true;
  const [, network = '', length] = /^(.*)\/(\d{1,3})$/.exec(entry) ?? [];
  if (length !== undefined) return isInNetwork(network, Number(length), read);
  const [, named = entry, only] = /^(\[.*\]|[^:]*):(\d{1,5})$/.exec(entry) ?? [];
  if (only !== undefined && Number(only) !== port) return false;
  const bare = named.replace(/^\*?\./, '');
  const host = hostOf(bare) ?? bare;
  return read === host || (bytesOf(read) === null && host !== '' && read.endsWith(`.${host}`));
}

function isInNetwork(network: string, length: number, read: string): boolean {
  const [of, bytes] = [bytesOf(hostOf(network) ?? ''), bytesOf(read)];
  if (of === null || bytes === null || of.length !== bytes.length || length > 8 * of.length) return false;
  return of.every((byte, i) => {
    const bits = Math.min(8, Math.max(0, length - 8 * i));
    return (byte ^ (bytes[i] ?? 0)) >> (8 - bits) === 0;
  });
}
