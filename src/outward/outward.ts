import { Agent as PlainAgent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type * as Undici from 'undici';
import type { Environment, Proxies } from '../core/proxies.ts';
import { CONNECT_MS, connect, lookupAllowed, type Target, type Ways } from './connect.ts';
import { waysOf } from './ways.ts';

/**
 * The way out of this machine for everybody who asks anything: the SDK takes the agents, sign-in and webhooks `fetch`,
 * mail a connection. So proxies, authorities and what is off limits hold in one place.
 */
export interface Outward {
  /** An open connection, over TLS where the scheme is `https`. */
  connect(target: Target): Promise<Socket>;
  /** As everywhere; redirects are followed only where the caller says so. */
  fetch: typeof fetch;
  /** Begins to load what `fetch` needs, for whoever will be waited for. */
  prepare(): void;
  /** New agents, which belong to whoever asks for them, and give a connection so long to come about. */
  agents(connectMs?: number): { httpAgent: PlainAgent; httpsAgent: SecureAgent };
  proxies: Proxies;
  /** With the authorities that the machine adds to those that Node trusts; undefined: it adds none. */
  secureContext: SecureContext | undefined;
  /** For what connects by itself, and never through a proxy. */
  lookup: typeof lookupAllowed;
}

const MOST_SOCKETS = 50;

/**
 * The way out that an environment describes.
 * @throws LedgerError naming every variable that cannot be used
 */
export function outwardOf(environment: Environment): Outward {
  const ways = waysOf(environment);
  const { proxies, secureContext } = ways;
  return {
    connect: (target) => connect(target, ways),
    ...fetching(ways),
    agents: (connectMs = CONNECT_MS) => agentsOf(ways, connectMs),
    proxies,
    secureContext,
    lookup: lookupAllowed,
  };
}

let ofThisProcess: Outward | null = null;
/** The way out that this process's own environment describes, read once. */
export const outwardOfProcess = (): Outward => {
  ofThisProcess ??= outwardOf(process.env);
  return ofThisProcess;
};

/** What agents of Node hand to whoever makes their connections. */
interface Wanted {
  host?: string | null;
  port?: number | string | null;
  servername?: string;
}
type Made = (error: Error | null, socket?: Socket) => void;

function agentsOf(ways: Ways, connectMs: number): ReturnType<Outward['agents']> {
  const connecting = (scheme: 'http' | 'https') =>
    function createConnection({ host, port, servername }: Wanted, made: Made): undefined {
      const usual = scheme === 'https' ? 443 : 80;
      connect(
        { scheme, host: host || 'localhost', port: Number(port || usual), servername },
        ways,
        connectMs,
      ).then(
        (socket) => made(null, socket),
        (error: Error) => made(error),
      );
    };
  const settings = { keepAlive: true, maxSockets: MOST_SOCKETS };
  return {
    httpAgent: Object.assign(new PlainAgent(settings), { createConnection: connecting('http') }),
    httpsAgent: Object.assign(new SecureAgent(settings), { createConnection: connecting('https') }),
  };
}

/** Loaded when something is first asked, unless told before: few commands ask anything but AWS. */
function fetching(ways: Ways): Pick<Outward, 'fetch' | 'prepare'> {
  let loading: Promise<typeof fetch> | null = null;
  const load = async (): Promise<typeof fetch> => {
    const undici: typeof Undici = await import('undici');
    const dispatcher = new undici.Agent({
      connect({ protocol, hostname, port, servername }, made) {
        const scheme = protocol === 'https:' ? 'https' : 'http';
        const usual = scheme === 'https' ? 443 : 80;
        connect(
          { scheme, host: hostname, port: Number(port || usual), servername: servername ?? undefined },
          ways,
        ).then(
          (socket) => made(null, socket),
          (error: Error) => made(error, null),
        );
      },
    });
    // The package's own types and those of Node say the same in other words.
    const asked = undici.fetch as unknown as (input: unknown, init: object) => Promise<Response>;
    return (input, init) => asked(input, { ...init, dispatcher });
  };
  const loaded = (): Promise<typeof fetch> => {
    loading ??= load();
    return loading;
  };
  return {
    fetch: async (input, init) => (await loaded())(input, init),
    prepare: () => void loaded().catch(() => undefined),
  };
}
