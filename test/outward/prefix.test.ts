import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { href, publicAddress, servedBelow } from '../../src/core/href.ts';
import { PROVIDER_CLAIMS, PROVIDER_SCOPES, startProvider } from '../../src/demo/provider.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { ask as askForPrompt } from '../../src/me/ask.ts';
import { EMAIL, openCompany } from '../server/roles.ts';
import { ask } from '../server/setup.ts';

/**
 * A journey under a path, behind a proxy of another process that strips nothing: the real sign-in, every link and form of
 * every page, files, the API, the line for a prompt. A second ledger of the same host and process lives below the first.
 */

const CLIENT = { clientId: 'bedrock-ledger', clientSecret: 'a-secret-of-the-test' };
const PATHS = ['/ledger', '/ledger/e.u'] as const;

let front: ChildProcess;
let host: string;
let provider: Awaited<ReturnType<typeof startProvider>>;
const companies: Awaited<ReturnType<typeof openCompany>>[] = [];

beforeAll(async () => {
  front = fork(join(import.meta.dirname, 'reverseProxy.mjs'));
  const [port] = await once(front, 'message');
  host = `http://localhost:${port}`;
  const admin = { role: '', email: EMAIL.admin, name: 'Adam', groups: [], costCenter: 'IT', manager: null };
  provider = await startProvider({
    ...CLIENT,
    personas: [{ ...admin, blurb: '' }],
    redirectUris: PATHS.map((path) => `${host}${path}/sign-in/callback`),
    port: 0,
  });
  const claims = PROVIDER_CLAIMS;
  const oidc = { issuer: provider.issuer, ...CLIENT, scopes: [...PROVIDER_SCOPES], prompt: null };
  for (const path of PATHS) {
    const { publicUrl, signIn } = readConfig({ BEDROCK_LEDGER_PUBLIC_URL: `${host}${path}/` });
    companies.push(
      await openCompany({
        settings: {
          ...readConfig({}),
          publicUrl,
          proxies: 1,
          signIn: { ...signIn, oidc, claims },
          roles: { administrators: [EMAIL.admin], groups: [] },
          requestsPerMinute: 100_000,
        },
        signIn: { kind: 'oidc', gateway: createOidcGateway({ ...oidc, claims }) },
      }),
    );
  }
  front.send(PATHS.map((path, i) => ({ path, port: Number(new URL(companies[i]?.url ?? '').port) })));
  await once(front, 'message');
});
afterAll(async () => {
  front.disconnect();
  for (const company of companies) await company.close();
  await provider.stop();
});

interface Cookie {
  name: string;
  value: string;
  path: string;
  origin: string;
}

/** A browser as RFC 6265 has it, as far as paths go; it follows redirects, and remembers where it has been. */
function browser() {
  let jar: Cookie[] = [];
  const set: string[] = [];
  const isSent = (cookie: Cookie, at: URL) =>
    cookie.origin === at.origin &&
    (cookie.path === '/' || at.pathname === cookie.path || at.pathname.startsWith(`${cookie.path}/`));
  const keep = (line: string, at: URL) => {
    set.push(line);
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /; Path=([^;]*)/i.exec(line)?.[1] ?? '/';
    jar = jar.filter((one) => !(one.name === name && one.path === path && one.origin === at.origin));
    if (!/Max-Age=0/.test(line)) jar.push({ name, value, path, origin: at.origin });
  };
  async function go(to: string, init: RequestInit & { followed?: string[] } = {}) {
    let [at, how] = [new URL(to, host), init];
    const way: string[] = [];
    for (;;) {
      const cookie = jar.filter((one) => isSent(one, at)).sort((a, b) => b.path.length - a.path.length);
      const headers = {
        accept: 'text/html',
        ...(how.headers as Record<string, string>),
        cookie: cookie.map(({ name, value }) => `${name}=${value}`).join('; '),
      };
      const answer = await fetch(at, { ...how, headers, redirect: 'manual' });
      for (const line of answer.headers.getSetCookie()) keep(line, at);
      const next = answer.headers.get('location');
      if (next === null)
        return { url: at, way, status: answer.status, headers: answer.headers, body: await answer.text() };
      await answer.body?.cancel();
      way.push(next);
      [at, how] = [new URL(next, at), {}];
    }
  }
  const send = (to: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    go(to, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: host, 'sec-fetch-site': 'same-origin', ...headers },
    });
  /** Becomes the administrator at the provider, beginning at a page. */
  async function signIn(from: string) {
    const choice = await go(from);
    const action = /formaction="([^"]+\/0)"/.exec(choice.body)?.[1] ?? '';
    return go(new URL(action, choice.url).href, { method: 'POST', headers: { origin: choice.url.origin } });
  }
  return { go, send, signIn, set, cookies: () => jar };
}

const unescaped = (text: string): string => text.replaceAll('&amp;', '&').replaceAll('&#39;', "'");
/** Where a page leads: links, forms that ask, what it loads. */
const leadsTo = (html: string): string[] =>
  [...html.matchAll(/ (?:href|src|action)="([^"]*)"/g)].map(([, to = '']) => unescaped(to));

const user = browser();
/** Of a cost center for which nothing was spent there is no page, wherever the ledger lives. */
const WITHOUT_SPEND = /^\/ledger\/cost-centers\/(?:Finance|Sales|IT)$/;

describe('under a path', () => {
  it('people are led to the provider and back to the page that they wanted, and it knows them', async () => {
    const page = await user.signIn('/ledger/users?period=last7');
    expect([page.status, page.url.pathname + page.url.search]).toEqual([200, '/ledger/users?period=last7']);
    expect(page.body).toContain(EMAIL.admin);
    const ours = user.set.filter((line) => line.includes('ledger-s'));
    expect(ours.map((line) => line.replace(/=[^;]+/, '=…')).sort()).toEqual([
      '__Secure-ledger-session!ledger=…; Path=/ledger; HttpOnly; Secure; SameSite=Lax',
      '__Secure-ledger-sign-in!ledger=…; Max-Age=600; Path=/ledger; HttpOnly; Secure; SameSite=Lax',
    ]);
  });

  it('every page leads below it, and nowhere into nothing', async () => {
    const seen = new Set<string>();
    const kinds = new Set<string>();
    const open = ['/ledger'];
    const astray: string[] = [];
    let files = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const { status, headers, body, url } = await user.go(at);
      if (status >= 400 && !WITHOUT_SPEND.test(at)) astray.push(`${at} answers ${status}`);
      if (/text\/csv/.test(headers.get('content-type') ?? '')) files += 1;
      if (!/text\/html/.test(headers.get('content-type') ?? '')) continue;
      const deeds = new Set(
        [...body.matchAll(/ method="post" action="([^"]*)"/g)].map(([, to = '']) => unescaped(to)),
      );
      for (const link of leadsTo(body)) {
        const to = new URL(link, url);
        if (link.startsWith('data:') || to.origin !== host) continue;
        if (!/^\/ledger(?:\/|$)/.test(to.pathname)) astray.push(`${at} leads to ${link}`);
        // One of each: what is asked in a query leads to the same links with other figures.
        const kind = `${to.pathname.replace(/\/\d{4}-\d\d-\d\d$/, '/DAY')} ${to.searchParams.get('format') ?? ''}`;
        const isDeed = deeds.has(link) || /\/sign-(?:out|in)/.test(to.pathname);
        if (isDeed || seen.has(to.href) || kinds.has(kind)) continue;
        kinds.add(kind);
        seen.add(to.href);
        open.push(to.pathname + to.search);
      }
    }
    expect(astray).toEqual([]);
    expect(seen.size).toBeGreaterThan(60);
    expect(files).toBeGreaterThan(3);
  });

  it('a form is carried out and leads on below it; from another site it is not', async () => {
    const fields = { scope: 'userDefault', amount: '33', reason: 'a test' };
    const page = await user.go('/ledger/budgets/new');
    const action = /<form[^>]*method="post"[^>]*action="([^"]*budgets[^"]*)"/.exec(page.body)?.[1] ?? '';
    expect(action).toMatch(/^\/ledger\/budgets/);
    const foreign = await user.send(action, fields, { origin: 'http://tools.example.org' });
    expect(foreign.status).toBe(403);
    const names = [...page.body.matchAll(/<(?:select|input)[^>]* name="([^"]+)"/g)].map(([, name]) => name);
    expect(names).toContain('amount');
    const done = await user.send(action, fields);
    expect(done.way).toEqual([expect.stringMatching(/^\/ledger\/budgets\/[\w-]+\?done=changed&undo=\d+$/)]);
    // What was done can be undone there.
    expect(done.body).toMatch(/ method="post" action="\/ledger\/budgets\/[\w-]+\/undo"/);
    expect(done.body).toContain('$33.00');
  });

  it('a token that was made there is good for the API and for the line of a prompt', async () => {
    const made = await user.send('/ledger/tokens', { name: 'prompt', days: '7', 'scope.me': 'on' });
    const [token = ''] = /blt_[\w-]+/.exec(made.body) ?? [];
    expect(token).not.toBe('');
    const headers = { authorization: `Bearer ${token}` };
    const mine = await fetch(`${host}/ledger/api/v1/me`, { headers });
    expect(await mine.json()).toMatchObject({ email: EMAIL.admin });
    const target = { url: `${host}/ledger`, token, from: 'setup' } as const;
    expect(await askForPrompt(target, 10_000, {})).toHaveProperty('answer');
    const { url = '' } = companies[0] ?? {};
    const astray = await askForPrompt({ ...target, url }, 10_000, {});
    expect(astray).toMatchObject({ words: expect.stringContaining(`it is at ${host}/ledger/`) });
    const document = await (await user.go('/ledger/api/v1/openapi.json')).body;
    expect(JSON.parse(document).servers).toEqual([{ url: '/ledger' }]);
    expect(document).toContain('__Secure-ledger-session!ledger');
    expect(unescaped((await user.go('/ledger/api')).body)).toContain(`'${host}/ledger/api/v1/`);
    const refused = await fetch(`${host}/ledger/api/v1/me`, { headers: { authorization: 'Bearer blt_no' } });
    expect(JSON.stringify(await refused.json())).toContain('/ledger/tokens');
  });

  it('two ledgers of one host do not take each other’s cookies for their own', async () => {
    const asked = await user.go('/ledger/e.u/users', { headers: {} });
    expect(asked.way.slice(0, 1)).toEqual(['/ledger/e.u/sign-in?to=%2Fledger%2Fe.u%2Fusers']);
    const page = await user.signIn('/ledger/e.u/users');
    expect([page.status, page.url.pathname]).toEqual([200, '/ledger/e.u/users']);
    expect(leadsTo(page.body).filter((to) => /^\/ledger\/(?!e\.u)/.test(to))).toEqual([]);
    const names = user.cookies().filter(({ name }) => name.startsWith('__Secure-ledger-session'));
    expect(names.map(({ name, path }) => `${name} ${path}`).sort()).toEqual([
      '__Secure-ledger-session!ledger /ledger',
      '__Secure-ledger-session!ledger!e.u /ledger/e.u',
    ]);
    const out = await user.send('/ledger/e.u/sign-out', {});
    expect(out.way).toEqual(['/ledger/e.u/signed-out']);
    expect((await user.go('/ledger/e.u/users')).way[0]).toMatch(/^\/ledger\/e\.u\/sign-in/);
    expect((await user.go('/ledger/users')).way).toEqual([]);
  });

  it('a choice of how pages look is kept for it alone', async () => {
    await user.go('/ledger?theme=dark');
    expect(user.set.findLast((line) => line.startsWith('theme'))).toMatch(
      /^theme!ledger=dark; Max-Age=31536000; Path=\/ledger;/,
    );
    expect((await user.go('/ledger/users')).body).toContain('data-theme="dark"');
  });

  it.each([
    '/other',
    '//evil.example',
    '/ledgers/users',
    '/ledger/../other',
    '/ledger/%2e%2e/other',
    '/ledger/..//evil.example',
    'https://evil.example/ledger/users',
  ])('nobody is led out of it by a link: %s', async (to) => {
    const { way } = await user.go(`/ledger/sign-in?${new URLSearchParams({ to })}`);
    const guest = browser();
    const page = await guest.signIn(`/ledger/sign-in?${new URLSearchParams({ to })}`);
    expect(way.length).toBeGreaterThan(0);
    expect([page.url.origin, page.url.pathname]).toEqual([host, '/ledger/']);
  });

  it('what is not below it is told where it is, and whoever watches finds it at the root as well', async () => {
    const { url = '' } = companies[0] ?? {};
    const headers = { host: new URL(host).host };
    const paths = [
      '/',
      '/users',
      '/ledgers',
      '/%6cedger/users',
      '//ledger/users',
      '/sign-in',
      '/LEDGER/users',
    ];
    for (const path of paths) {
      const { status, text, headers: got } = await ask(url, path, { headers });
      expect([path, status, text]).toEqual([
        path,
        404,
        `Bedrock Ledger is not here: it is at ${host}/ledger/`,
      ]);
      expect(got['x-frame-options']).toBe('DENY');
    }
    const api = await ask(url, '/api/v1/me', { headers });
    expect([api.status, JSON.parse(api.text)]).toMatchObject([
      404,
      { error: { code: 'notFound', field: null } },
    ]);
    for (const path of ['/healthz', '/ledger/healthz'])
      expect((await ask(url, path)).text).toBe('{"status":"ok"}');
    expect(
      (await ask(url, '/ledger/users', { headers: { host: 'ledger.internal:1' } })).headers.location,
    ).toBe(`${host}/ledger/users`);
  });

  it('a mail names it once, wherever it is written', () => {
    const made = () => publicAddress('https://tools.example.com/ledger', () => href`/users/${'a@b.c'}`);
    expect(made()).toBe('https://tools.example.com/ledger/users/a%40b.c');
    expect(servedBelow('/ledger', made)).toBe(made());
  });
});

describe('a public address', () => {
  const of = (publicUrl: string) => readConfig({ BEDROCK_LEDGER_PUBLIC_URL: publicUrl }).publicUrl;
  it.each([
    ['https://tools.example.com', 'https://tools.example.com'],
    ['https://tools.example.com/', 'https://tools.example.com'],
    ['https://tools.example.com/ledger', 'https://tools.example.com/ledger'],
    ['https://tools.example.com/ledger/', 'https://tools.example.com/ledger'],
    ['https://TOOLS.example.com:443/a/b-c/d.e_f~g', 'https://tools.example.com/a/b-c/d.e_f~g'],
    ['https://tools.example.com/a/../ledger', 'https://tools.example.com/ledger'],
  ])('%s is %s', (typed, read) => expect(of(typed)).toBe(read));
  it.each([
    'https://tools.example.com/läger',
    'https://tools.example.com/l%C3%A4ger',
    'https://tools.example.com/a b',
    'https://tools.example.com/a//b',
    'https://tools.example.com//',
    'https://tools.example.com/a;b',
    'https://tools.example.com/.hidden',
    'https://tools.example.com/ledger?x=1',
    'https://tools.example.com/ledger#x',
    'https://me@tools.example.com/ledger',
    'https://tools.example.com/healthz',
    'https://tools.example.com/metrics/ledger',
  ])('%s is none', (typed) => expect(() => of(typed)).toThrow(/PUBLIC_URL: must be scheme, host and port/));
});
