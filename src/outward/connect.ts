import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { type ClientRequest, request as requestPlain } from 'node:http';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { LedgerError } from '../core/errors.ts';
import { outgoingFault } from '../core/outgoing.ts';
import { type HttpProxy, type Proxies, proxyFor, proxyName, type Scheme } from '../core/proxies.ts';

/** One connection outwards: directly or through a proxy, never to what is off limits, with the certificate checked. */

/** From the first packet to the last of a handshake, the proxy's and TLS included. */
export const CONNECT_MS = 10_000;

/** What connections are made with. */
export interface Ways {
  proxies: Proxies;
  /** With the authorities that certificates may be of; undefined: those that Node trusts. */
  secureContext: SecureContext | undefined;
  /** How names are looked up; left out: as Node does. */
  resolve?: typeof lookup;
}

export interface Target {
  scheme: Scheme;
  host: string;
  port: number;
  /** The name that its certificate must be of, where that is not the host. */
  servername?: string | undefined;
}

/** A host that must not be asked, whatever it was called before DNS answered. */
class OffLimits extends LedgerError {
  override name = 'OffLimits';
  constructor(host: string, words: string) {
    super('outside', `${host} ${words}`);
  }
}

/** No connection came about. */
class Unreached extends LedgerError {
  override name = 'Unreached';
  constructor(words: string, cause?: Error) {
    super('outside', words, { cause });
  }
}

/**
 * Connects, and resolves when the host can be written to.
 * @throws LedgerError for what is off limits and what the proxy refused; else what Node says
 */
export async function connect(
  target: Target,
  { proxies, secureContext, resolve = lookup }: Ways,
  deadlineMs: number = CONNECT_MS,
): Promise<Socket> {
  const host = target.host.replace(/^\[(.*)\]$/, '$1');
  const fault = outgoingFault(host);
  if (fault !== null) throw new OffLimits(host, fault);
  const proxy = proxyFor(proxies, target.scheme, host, target.port);
  const late = new Unreached(
    `no connection to ${host}:${target.port} within ${deadlineMs / 1000} s${proxy === null ? '' : ` through the proxy ${proxyName(proxy)} (${proxy.variable})`}`,
    Object.assign(new Error('too late'), { code: 'ETIMEDOUT' }),
  );
  const deadline = AbortSignal.timeout(deadlineMs);
  const socket = await (proxy === null
    ? opened(connectPlain({ host, port: target.port, lookup: allowed(resolve) }), 'connect', deadline, late)
    : tunnel(proxy, host, target.port, secureContext, deadline, late));
  if (target.scheme !== 'https') return socket;
  return overTls(socket, { host, servername: target.servername, secureContext }, deadline, late);
}

/** Waits until a socket is open, or destroys it. */
function opened<S extends Socket>(socket: S, event: string, deadline: AbortSignal, late: Error): Promise<S> {
  return new Promise((resolve, reject) => {
    const giveUp = () => socket.destroy(late);
    const fail = (error: Error) => {
      deadline.removeEventListener('abort', giveUp);
      reject(error);
    };
    const closed = () => fail(new Unreached('the connection was closed before it was open'));
    if (deadline.aborted) giveUp();
    deadline.addEventListener('abort', giveUp);
    socket.once('error', fail);
    socket.once('close', closed);
    socket.once(event, () => {
      deadline.removeEventListener('abort', giveUp);
      socket.off('error', fail);
      socket.off('close', closed);
      resolve(socket);
    });
  });
}

async function overTls(
  socket: Socket,
  {
    host,
    servername,
    secureContext,
  }: Pick<Ways, 'secureContext'> & { host: string; servername: string | undefined },
  deadline: AbortSignal,
  late: Error,
): Promise<Socket> {
  const { connect: connectTls } = await import('node:tls');
  const name = servername || (isIP(host) === 0 ? host : '');
  const made = connectTls({
    socket,
    host,
    servername: name,
    ...(secureContext === undefined ? {} : { secureContext }),
  });
  return opened(made, 'secureConnect', deadline, late);
}

/** `CONNECT host:port`, as every proxy knows it, for http as well: then there is one way, and none that reads along. */
async function tunnel(
  proxy: HttpProxy,
  host: string,
  port: number,
  secureContext: Ways['secureContext'],
  deadline: AbortSignal,
  late: Error,
): Promise<Socket> {
  const { request } = proxy.secure ? await import('node:https') : { request: requestPlain };
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const asked = request({
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: authority,
    agent: false,
    headers: {
      host: authority,
      ...(proxy.credentials === null
        ? {}
        : { 'proxy-authorization': `Basic ${Buffer.from(proxy.credentials).toString('base64')}` }),
    },
    ...(proxy.secure && secureContext !== undefined ? { secureContext } : {}),
  });
  return answered(asked, proxy, authority, deadline, late);
}

function answered(
  asked: ClientRequest,
  proxy: HttpProxy,
  authority: string,
  deadline: AbortSignal,
  late: Error,
): Promise<Socket> {
  const name = `the proxy ${proxyName(proxy)} (${proxy.variable})`;
  return new Promise((resolve, reject) => {
    const giveUp = () => asked.destroy(late);
    const fail = (error: Error) => {
      deadline.removeEventListener('abort', giveUp);
      reject(error);
    };
    if (deadline.aborted) giveUp();
    deadline.addEventListener('abort', giveUp);
    asked.once('error', (error: NodeJS.ErrnoException) =>
      fail(error === late ? late : new Unreached(`${name} cannot be reached: ${error.message}`, error)),
    );
    asked.once('connect', ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      deadline.removeEventListener('abort', giveUp);
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new Unreached(`${name} ${refusalOf(statusCode, authority)}`));
    });
    asked.end();
  });
}

function refusalOf(status: number, authority: string): string {
  if (status === 407)
    return `wants a user and a password (407): write them into the variable, as http://user:password@host:port`;
  if (status >= 500) return `cannot reach ${authority} either (${status})`;
  return `does not connect to ${authority} (${status}): let it there, or name the host in NO_PROXY where it is reached directly`;
}

/** Looks a name up, and answers only where all that it leads to may be asked: DNS may change its mind. */
const allowed =
  (resolve: typeof lookup): LookupFunction =>
  (hostname, options: LookupOptions, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return callback(error, '', 0);
      const off = found.find(({ address }) => outgoingFault(address) !== null);
      if (off !== undefined)
        return callback(
          new OffLimits(`${hostname} (${off.address})`, outgoingFault(off.address) ?? ''),
          '',
          0,
        );
      if (options.all === true) return callback(null, found);
      const [first] = found;
      return callback(null, first?.address ?? '', first?.family ?? 0);
    });
  };

/** For what connects by itself. */
export const lookupAllowed: LookupFunction = allowed(lookup);
