import type { Socket } from 'node:net';
import type { Environment } from '../core/proxies.ts';
import { connect } from '../outward/connect.ts';
import { waysOf } from '../outward/ways.ts';

/** The way to the server through a proxy, or with authorities of AWS_CA_BUNDLE: loaded only where there is one. */

/** Connects. Throws a LedgerError in words for what is set wrong, and where no connection comes about in time. */
export function connectTo(address: URL, environment: Environment, timeoutMs: number): Promise<Socket> {
  const scheme = address.protocol === 'https:' ? 'https' : 'http';
  const port = Number(address.port || (scheme === 'https' ? 443 : 80));
  return connect({ scheme, host: address.hostname, port }, waysOf(environment), timeoutMs);
}
