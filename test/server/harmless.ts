import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createApp } from '../../src/server/app.tsx';
import type { ServerDeps } from '../../src/server/deps.ts';
import { RANDOM_INPUTS } from '../amounts.ts';
import { sendRaw } from './raw.ts';
import { EMAIL, openCompany, PUBLIC_URL, ROLES, type RoleName } from './roles.ts';
import { ask } from './setup.ts';

/** A company whose whole ledger is held against what it was before somebody sent it random bytes. */

const AT_ONCE = 20;
export const HOST = new URL(PUBLIC_URL).host;
/** That the provider and the first collection of this company are not there is said so by these. */
const MAY_BE_503 = ['/sign-in', '/readyz'];

export type Header = readonly [name: string, value: string | Buffer];
export interface Sent {
  /** As the app names it. */
  route: string;
  line: string | Buffer;
  headers: readonly Header[];
  body?: Buffer;
}
export type Who = RoleName | null;

export async function openTarget(change: Partial<ServerDeps> = {}) {
  const place = mkdtempSync(join(tmpdir(), 'ledger-'));
  const file = join(place, 'ledger.db');
  const settings = {
    ...readConfig({}),
    publicUrl: PUBLIC_URL,
    roles: { administrators: [EMAIL.admin], groups: [] },
    requestsPerMinute: 100_000,
    // What a proxy says of the address is kept: it is an input as well.
    proxies: 1,
  };
  const company = await openCompany({ settings, ...change }, file);
  // What is loaded when it is first asked for is there.
  await Promise.all([import('../../src/server/api/page.tsx'), import('../../src/server/api/document.ts')]);
  // A first use of a token is noted.
  for (const role of ROLES)
    await ask(company.url, '/api/v1/me', { headers: { authorization: `Bearer ${company.tokens[role]}` } });
  const app = createApp({
    settings,
    assets: { css: { path: '/assets/style.css' }, js: { path: '/assets/app.js' } },
    signIn: null,
    inbox: () => [],
  } as unknown as ServerDeps);
  const named = app.routes.filter(({ method }) => method !== 'ALL');
  return {
    routes: [...new Map(named.map(({ method, path }) => [`${method} ${path}`, { method, path }])).values()],
    /** What a browser, or a program, of somebody sends to a route. */
    headersOf(who: Who, path: string): Header[] {
      if (who === null) return [['host', HOST]];
      return path.startsWith('/api/')
        ? [
            ['host', HOST],
            ['authorization', `Bearer ${company.tokens[who]}`],
          ]
        : [
            ['host', HOST],
            ['origin', PUBLIC_URL],
            ['cookie', company.cookies[who]],
          ];
    },
    /** Sends many of them: none is answered with a fault, and none changes anything. */
    async expectHarmless(requests: fc.Arbitrary<Sent>): Promise<void> {
      const before = contents(file);
      const sent = fc.sample(requests, RANDOM_INPUTS);
      for (let from = 0; from < sent.length; from += AT_ONCE)
        await Promise.all(sent.slice(from, from + AT_ONCE).map((one) => expectRefused(company.url, one)));
      // That a provider cannot be asked, or a header is forged, is told to the log; nothing else went wrong.
      const faults = company.faults.splice(0);
      expect(faults.filter((fault) => (fault as Error).name !== 'SignInRefused')).toEqual([]);
      expect(contents(file)).toEqual(before);
    },
    async close() {
      await company.close();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Whatever it is: answered, and with no fault of ours. */
async function expectRefused(url: string, { route, line, headers, body }: Sent): Promise<void> {
  const { status, text } = await sendRaw(url, line, headers, body);
  if ((status >= 200 && status < 500) || (status === 503 && MAY_BE_503.includes(route))) return;
  const hex = (value: string | Buffer) => Buffer.from(value).toString('hex');
  const all = [line, ...headers.map(([, value]) => value), body ?? ''].map(hex).join('\n');
  expect.fail(`${route} answered ${status || 'nothing'}: ${text.slice(0, 500)}\n${all}`);
}

const BUT: Readonly<Record<string, string>> = {
  audit: " WHERE action NOT IN ('access.refuse', 'session.refuse', 'export')",
  meta: " WHERE key NOT IN ('version.work', 'audit.last')",
  // Sums of refusals, bounded.
  refusals: ' WHERE false',
  // Who looked at whom: noted after the answer, once a day and kind.
  looks: ' WHERE false',
};
/** Every row of every table, but for what says that somebody was refused, or read a long list. */
function contents(file: string): Record<string, unknown[]> {
  const sqlite = new Database(file, { readonly: true });
  try {
    const names = sqlite
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .pluck()
      .all() as string[];
    const but = (name: string) => BUT[name] ?? '';
    return Object.fromEntries(
      names.map((name) => [name, sqlite.prepare(`SELECT * FROM "${name}"${but(name)}`).all()]),
    );
  } finally {
    sqlite.close();
  }
}

export const bytes = (maxLength = 200) => fc.uint8Array({ maxLength }).map((one) => Buffer.from(one));
/** Bytes that HTTP lets a header hold; others are refused before anybody looks at them. */
export const visible = (maxLength = 200) =>
  bytes(maxLength).map((one) => Buffer.from(one.filter((byte) => byte >= 32 && byte !== 127)));

const SIGNS = ["'", '"', '<', '>', '&', '%', '_', '\\', '/', '..', '\0', '\r\n', ';', '=', '{{', '$', '-1'];
const WORDS = ['1e999', '9'.repeat(30), '__proto__', 'constructor', 'null', '\ud800', '🦊', '2026-02-30'];
/** Text in all letters there are, and in what means something somewhere. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...SIGNS, ...WORDS), { maxLength: 8 }).map((parts) => parts.join('')),
);
/** Percent signs for every byte, as they stand in an address; broken letters of UTF-8 as well. */
export const encoded = fc
  .oneof(
    text.map((one) => Buffer.from(one)),
    bytes(60),
  )
  .map((one) => [...one].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));

export const whoever = fc.constantFrom<Who>(...ROLES, null);

/** An address of a route; its parameters are made of `part`. */
export const addressOf = (path: string, part: fc.Arbitrary<string>): fc.Arbitrary<string> => {
  const names = path.match(/:\w+/g) ?? [];
  return fc.tuple(...names.map(() => part)).map((parts) => {
    let next = 0;
    return path.replaceAll(/:\w+/g, () => parts[next++] || 'x');
  });
};
