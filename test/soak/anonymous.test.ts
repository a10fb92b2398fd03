import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { newSecret } from '../../src/app/credentials/secrets.ts';
import { createApp } from '../../src/server/app.tsx';
import type { ServerDeps } from '../../src/server/deps.ts';
import { openCompany, PUBLIC_URL } from '../server/roles.ts';
import { ask } from '../server/setup.ts';

/** Whoever is not known asks for everything, ten thousand times, with values as long as they get through. */

const REQUESTS = 10_000;
const AT_ONCE = 20;
const MEGABYTE = 1024 ** 2;
const LONG = 'x'.repeat(3_000);

/** A provider that lets everybody begin. */
const BEGINS = {
  kind: 'oidc',
  gateway: {
    begin: async () => ({
      url: 'https://provider.example.com/',
      state: newSecret(),
      nonce: newSecret(),
      codeVerifier: newSecret(),
    }),
    finish: () => Promise.reject(new Error('nobody comes back')),
  },
} as unknown as ServerDeps['signIn'];

it('nobody who is not known fills the ledger', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'anonymous-'));
  const file = join(folder, 'ledger.db');
  const company = await openCompany({ signIn: BEGINS }, file);
  onTestFinished(async () => {
    await company.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const routes = createApp({
    ...company.parts,
    store: company.store,
    assets: ASSETS,
  } as unknown as ServerDeps)
    .routes.filter(({ method }) => method === 'GET' || method === 'POST')
    .map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+/g, 'something').replace('*', 'x') }));
  const sqlite = new Database(file, { readonly: true });
  const rows = () =>
    Object.fromEntries(
      (sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[]).map(
        (name) => [name, sqlite.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number],
      ),
    );
  const bytes = () =>
    Number(sqlite.pragma('page_count', { simple: true })) *
    Number(sqlite.pragma('page_size', { simple: true }));
  const before = { bytes: bytes(), rows: rows() };
  const host = new URL(PUBLIC_URL).host;
  for (let from = 0; from < REQUESTS; from += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) => {
        const { method, path } =
          (from + i) % 2 === 0
            ? { method: 'GET', path: '/sign-in' }
            : (routes[(from + i) % routes.length] ?? { method: 'GET', path: '/' });
        return ask(company.url, `${path}?to=/${LONG}&state=${from + i}&error=${LONG}`, {
          method,
          headers: {
            host,
            origin: PUBLIC_URL,
            'user-agent': LONG,
            cookie: `__Host-ledger-session=${newSecret()}; __Host-ledger-sign-in=${newSecret()}`,
            ...((from + i) % 3 === 0 ? { authorization: `Bearer blt_${newSecret()}` } : {}),
          },
        });
      }),
    );
  const after = rows();
  const grown = Object.fromEntries(
    Object.entries(after).flatMap(([name, count]) =>
      count > (before.rows[name] ?? 0) ? [[name, count - (before.rows[name] ?? 0)]] : [],
    ),
  );
  expect(
    Object.keys(grown).filter((name) => !['audit', 'meta', 'refusals', 'sign_ins'].includes(name)),
  ).toEqual([]);
  expect(grown.audit ?? 0).toBeLessThan(20);
  expect(grown.meta ?? 0).toBeLessThanOrEqual(1);
  expect(grown.refusals ?? 0).toBeLessThan(20);
  expect(grown.sign_ins ?? 0).toBeLessThanOrEqual(5_000);
  expect(bytes() - before.bytes).toBeLessThan(10 * MEGABYTE);
  sqlite.close();
});

const ASSETS = { css: { path: '/assets/style.css' }, js: { path: '/assets/app.js' } };
