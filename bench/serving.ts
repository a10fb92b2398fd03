import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { readAssets } from '../src/cli/assets.ts';
import { readConfig } from '../src/config.ts';
import { operator } from '../src/core/access.ts';
import { money } from '../src/core/money.ts';
import { instantOf } from '../src/core/periods.ts';
import { createApp } from '../src/server/app.tsx';
import { HTTP_OPTIONS } from '../src/server/http/httpOptions.ts';
import { openStore } from '../src/store/open.ts';
import { UNTIL } from './loader.ts';

/** The server over a loaded ledger, and a bare one that answers the same bytes. */

export type OpenLedger = Awaited<ReturnType<typeof openStore>>;
export const openLedger = (file: string): Promise<OpenLedger> => openStore(file, { now: UNTIL });

/** @param person whom `/me` is about; may see everything, as whoever is at the machine */
export function appOn(store: OpenLedger, person: string): Hono {
  return createApp({
    store,
    clock: { now: () => UNTIL },
    // Nobody is kept waiting for asking often.
    settings: { ...readConfig({}), simulated: true, requestsPerMinute: 1e9 },
    operator: operator(person),
    signIn: null,
    assets: readAssets(),
    actions: { trigger: () => {}, createProfile: null, deleteProfile: null },
    policies: null,
    inbox: null,
    onError: (error) => console.error(error),
  });
}

// Another amount than an earlier run has left in a ledger that is kept: the same would change nothing.
let writes = Math.floor(performance.timeOrigin / 1000) % 1_000_000;
/** A change that no figure depends on: what was kept of answers is out of date afterwards. */
export async function touch(store: OpenLedger): Promise<void> {
  writes += 1;
  const nobody = { kind: 'user' as const, key: 'nobody@bench.example' };
  await store.budgets.set(nobody, money(String(1000 + writes)), { id: 'local:bench' }, instantOf(UNTIL));
}

export const HOST = { host: 'localhost' };
export const GZIP = { 'accept-encoding': 'gzip' };

export interface Told {
  status: number;
  headers: Headers;
  body: ArrayBuffer;
}

/** @throws where the answer says that it did not work */
export async function ask(
  app: Hono,
  path: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const answer = await app.request(`http://localhost${path}`, { headers: { ...HOST, ...more } });
  if (answer.status >= 400)
    throw new Error(`${path} answers ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return { status: answer.status, headers: answer.headers, body: await answer.arrayBuffer() };
}

/** A Hono app that does nothing but answer these addresses with these bytes and headers. */
export function bareApp(answers: ReadonlyMap<string, Told>, packed = false): Hono {
  const app = new Hono();
  if (packed) app.use(compress());
  for (const [path, { body, headers }] of answers) {
    const fields = Object.fromEntries([...headers].filter(([name]) => name !== 'content-length'));
    // Hono compares what was decoded.
    app.get(decodeURI(path.split('?')[0] ?? path), (c) => c.body(body, 200, fields));
  }
  return app;
}

export interface Served {
  url: string;
  close(): Promise<void>;
}

export async function listening(fetch: Hono['fetch']): Promise<Served> {
  const server = serve({ fetch, hostname: '127.0.0.1', port: 0, serverOptions: HTTP_OPTIONS });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
