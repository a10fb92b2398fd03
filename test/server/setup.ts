import { type OutgoingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { readAssets } from '../../src/cli/assets.ts';
import { readConfig } from '../../src/config.ts';
import { operator } from '../../src/core/access.ts';
import type { SpendRow } from '../../src/core/types.ts';
import { createApp } from '../../src/server/app.tsx';
import type { ServerDeps } from '../../src/server/deps.ts';
import { HTTP_OPTIONS } from '../../src/server/http/httpOptions.ts';
import { numberAnswers } from '../../src/server/http/requests.ts';
import { openStore } from '../../src/store/open.ts';
import { leaseOf, NOW_MS } from '../store/setup.ts';

/** The server over real HTTP on loopback, with an asker that sends exactly what it is told to. */

export const ACTOR = { id: 'local:tester' };
/** The parts as they are served, under names that last. */
const { css, js } = readAssets();
const ASSETS = { css: { ...css, path: '/assets/style.css' }, js: { ...js, path: '/assets/app.js' } };

/**
 * Serves any ledger on a port, a free one unless named; `faults` collects what answers failed with. `settings` and all else
 * can be changed; `keptBytes` of answers are kept, as many as the product keeps unless given.
 */
export async function serveLedger(
  parts: Pick<ServerDeps, 'store'> & Partial<ServerDeps>,
  port = 0,
  keptBytes?: number,
) {
  const faults: unknown[] = [];
  const deps: ServerDeps = {
    clock: { now: () => NOW_MS },
    settings: readConfig({}),
    operator: operator(ACTOR.id),
    signIn: null,
    assets: ASSETS,
    actions: { trigger: () => undefined, createProfile: null, deleteProfile: null },
    policies: null,
    inbox: null,
    onError: (error) => faults.push(error),
    ...parts,
  };
  const app = createApp(deps, keptBytes);
  const server = await new Promise<ServerType>((resolve) => {
    const made = serve({ fetch: app.fetch, hostname: '127.0.0.1', port, serverOptions: HTTP_OPTIONS }, () =>
      resolve(made),
    );
    numberAnswers(made as Server);
  });
  return {
    faults,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** A server over a new ledger, in memory unless named, that holds these rows of spend and nothing else. */
export async function openServer(
  rows: readonly SpendRow[] = [],
  change: Partial<ServerDeps> = {},
  file = ':memory:',
) {
  const store = await openStore(file, { now: NOW_MS, attribution: 'profileTags' });
  const lease = await leaseOf(store);
  for (const [day, ofDay] of Map.groupBy(rows, (row) => row.day))
    await store.spend.replaceDay(lease, day, ofDay, [], day);
  const served = await serveLedger({ store, ...change });
  return {
    ...served,
    store,
    lease,
    async close() {
      await served.close();
      store.close();
    },
  };
}

/** The number of each request that says no other: answers that are the same are the same to the letter. */
export const ASKED = '4bf92f3577b34da6';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}
export interface Ask {
  method?: string;
  /** Beside `Host`, which is that of the address unless given, and the number of the request; null sends none. */
  headers?: Readonly<Record<string, string | null>>;
  body?: string | Buffer;
}

/** Asks exactly this: the path goes as it is written, and no header is added but `Host` and a number. */
export function ask(
  url: string,
  path: string,
  { method = 'GET', headers = {}, body }: Ask = {},
): Promise<Answer> {
  const { hostname, port, host } = new URL(url);
  const given = Object.entries({ host, 'x-request-id': ASKED, ...headers }).filter(
    ([, value]) => value !== null,
  );
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname,
        port,
        path,
        method,
        agent: false,
        setHost: false,
        headers: {
          ...(Object.fromEntries(given) as OutgoingHttpHeaders),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
            ),
            text: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends a form as a browser does from the product's own page. */
export const post = (url: string, path: string, fields: Readonly<Record<string, string>>, ask_: Ask = {}) =>
  ask(url, path, {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    ...ask_,
    headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded', ...ask_.headers },
  });

/** Text as it stands in HTML. */
export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
