import { join } from 'node:path';
import type { Hono } from 'hono';
import { readAssets } from '../../src/cli/assets.ts';
import { createApp } from '../../src/server/app.tsx';
import type { ServerDeps } from '../../src/server/deps.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { NOW } from '../journeys/world.ts';
import { atTheMachine, openCompany, PUBLIC_URL, personas, secretOf, TOKENS } from './world.ts';

/** The servers that are asked, who asks them, and the answer as it is kept. */

/** The five roles and nobody; tokens, at the API; whoever is at the machine, of the company and of an empty ledger. */
export const ASKERS = [
  ...personas,
  'nobody',
  'narrowToken',
  'revokedToken',
  'expiredToken',
  'unknownToken',
  'machine',
  'empty',
] as const;
export type Asker = (typeof ASKERS)[number];
export type Language = 'en' | 'ja';

export interface Ask {
  path: string;
  asker: Asker;
  language: Language;
  /** Whether every test asks it. */
  base: boolean;
}
/** An answer, and the text that is compared: status, headers, what the audit log was told, body. */
export interface Kept {
  status: number;
  type: string;
  text: string;
  body: string;
}

/** How often one may ask is counted in real time, and asking leaves its count behind; tags hold for one process. */
const NOT_KEPT = /^(ratelimit-|etag$)/;
/** What a cookie holds may be drawn by lot; its name and how long it lives are not. */
const cookieOf = (header: string): string => header.replace(/^([^=]*)=[^;]*/, '$1=*');

const root = join(import.meta.dirname, '..', '..');
// From the tree that is run in: a bundle stands elsewhere.
const { css, js } = readAssets(process.env.RECORD_ROOT ?? root);
const assets = { css: { ...css, path: '/assets/style.css' }, js: { ...js, path: '/assets/app.js' } };

/** The ledger as it is; what asking would write into its log is told instead, so that no answer depends on those before. */
function unchanged(store: Store, told: string[]): Store {
  const record: Store['audit']['record'] = async (entry) => {
    told.push(JSON.stringify(entry));
  };
  const telling = (ledger: Store): Store => ({ ...ledger, audit: { ...ledger.audit, record } });
  // Who looked is noted beside the answer, and would be in later ones.
  const looks: Store['looks'] = { ...store.looks, add: () => Promise.resolve() };
  return { ...telling(store), looks, writing: (work) => store.writing((inside) => work(telling(inside))) };
}

/** An identity provider that always says the same; nobody comes back from it. */
function provider(): ServerDeps['signIn'] {
  let begun = 0;
  return {
    kind: 'oidc',
    gateway: {
      begin: async (callback) => ({
        url: `https://id.example.com/authorize?redirect_uri=${encodeURIComponent(callback)}`,
        state: `state-${++begun}`,
        nonce: 'nonce',
        codeVerifier: 'verifier',
      }),
      finish: () => Promise.reject(new Error('nobody comes back')),
    },
  };
}

const INBOX = [
  {
    at: '2026-11-24T13:00:00.000Z',
    to: 'ines.silva@example.com',
    subject: '80 % of the budget',
    text: 'First line\n<b>second</b>',
  },
  { at: '2026-11-24T14:00:00.000Z', to: 'finops@example.com', subject: '予算', text: '100 %' },
];

export type Servers = Awaited<ReturnType<typeof openServers>>;

export async function openServers() {
  const company = await openCompany();
  const nothing = await openStore(':memory:', { now: NOW, attribution: 'profileTags' });
  const told: string[] = [];
  const off: ServerDeps['actions'] = { trigger: null, createProfile: null, deleteProfile: null };
  const parts = {
    clock: { now: () => NOW },
    settings: company.settings,
    operator: atTheMachine,
    assets,
    actions: off,
    signIn: null,
    policies: null,
    inbox: null,
    onError: (error: unknown) => void told.push(`fault: ${error instanceof Error ? error.message : error}`),
  };
  const oidc = {
    issuer: 'https://id.example.com',
    clientId: 'ledger',
    clientSecret: null,
    scopes: [],
    prompt: null,
  };
  const signedIn = createApp({
    ...parts,
    settings: { ...company.settings, signIn: { ...company.settings.signIn, oidc } },
    store: unchanged(company.store, told),
    signIn: provider(),
    inbox: () => INBOX,
    actions: {
      trigger: () => undefined,
      createProfile: () => Promise.reject(new Error('answers are only looked at')),
      deleteProfile: () => Promise.reject(new Error('answers are only looked at')),
    },
  });
  const machine = createApp({ ...parts, store: unchanged(company.store, told) });
  const empty = createApp({ ...parts, store: unchanged(nothing, told) });
  const appOf = (asker: Asker): Hono =>
    asker === 'machine' ? machine : asker === 'empty' ? empty : signedIn;

  const send = (app: Hono, path: string, headers: Record<string, string>) =>
    app.request(new URL(path, PUBLIC_URL), { headers: { 'x-request-id': 'of-the-record', ...headers } });
  /** What every answer says alike, of those that guard it. */
  const common = new Headers((await send(signedIn, '/healthz', {})).headers);
  common.delete('content-type');
  common.delete('cache-control');

  const known = new Map<string, Kept>();
  /** Pages are looked at for their links as well: what was asked once is known. */
  async function answer(ask: Ask): Promise<Kept> {
    const key = `${ask.path} ${ask.asker} ${ask.language}`;
    const kept = known.get(key) ?? (await anew(ask));
    known.set(key, kept);
    return kept;
  }
  async function anew({ path, asker, language }: Ask): Promise<Kept> {
    told.length = 0;
    const host = appOf(asker) === signedIn ? new URL(PUBLIC_URL).host : 'localhost';
    const headers = { host, 'accept-language': language, ...knownBy(asker) };
    const response = await send(appOf(asker), path, headers);
    const body = await response.text();
    const lines = [...response.headers]
      .filter(([name, value]) => !NOT_KEPT.test(name) && (path === '/healthz' || common.get(name) !== value))
      .map(([name, value]) => `${name}: ${name === 'set-cookie' ? cookieOf(value) : value}`);
    const notes = told.map((note) => `told: ${note}`);
    const { status } = response;
    return {
      status,
      type: response.headers.get('content-type')?.replace(/;.*/, '') ?? '-',
      text: [`status: ${status}`, ...lines, ...notes, '', body].join('\n'),
      body,
    };
  }
  return {
    company,
    routes: signedIn.routes.filter(({ method }) => method === 'GET').map(({ path }) => path),
    answer,
    async close() {
      nothing.close();
      await company.close();
    },
  };
}

function knownBy(asker: Asker): Record<string, string> {
  const persona = personas.find((one) => one === asker);
  if (persona) return { cookie: `__Host-ledger-session=${secretOf(persona)}` };
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  if (asker === 'narrowToken') return bearer(TOKENS.narrow);
  if (asker === 'revokedToken') return bearer(TOKENS.revoked);
  if (asker === 'expiredToken') return bearer(TOKENS.expired);
  return asker === 'unknownToken' ? bearer('blt_unknown') : {};
}
