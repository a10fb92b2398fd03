import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken } from '../../src/app/credentials/secrets.ts';
import { createLog, logAnswer } from '../../src/cli/log.ts';
import type { Answered, ServerDeps } from '../../src/server/deps.ts';
import type { Store } from '../../src/store/types.ts';
import { addresses } from './addresses.ts';
import { EMAIL, openCompany, PUBLIC_URL } from './roles.ts';
import { ask, post, serveLedger } from './setup.ts';

/** The number of a request: on every answer, in every line of the log about it, and in what whoever asked can tell. */

const NEW = /^[0-9a-f]{16}$/;
const host = new URL(PUBLIC_URL).host;
let company: Awaited<ReturnType<typeof openCompany>>;
let server: Awaited<ReturnType<typeof serveLedger>>;
let lines: Record<string, unknown>[] = [];
let answered: Answered[] = [];
let noted: Pick<ServerDeps, 'onError' | 'onAnswer'>;
beforeAll(async () => {
  company = await openCompany();
  const log = createLog(
    new Writable({
      write(chunk, _, done) {
        lines.push(JSON.parse(String(chunk)));
        done();
      },
    }),
  );
  log.level = 'debug';
  noted = {
    onError: (error) => log.error({ err: error }, 'that did not work'),
    onAnswer(answer) {
      answered.push(answer);
      logAnswer(log, answer);
    },
  };
  server = await serveLedger({ ...company.parts, ...noted, store: company.store });
});
afterAll(async () => {
  await server?.close();
  await company?.close();
});
const signedIn = (more: Readonly<Record<string, string>> = {}) => ({
  headers: { host, cookie: company.cookies.admin, 'x-request-id': null, ...more },
});
const get = (path: string, more?: Readonly<Record<string, string>>) => ask(server.url, path, signedIn(more));

describe('the number of a request', () => {
  it('is on the answer of every address, and another one each time', async () => {
    const paths = [
      ...addresses(company),
      '/healthz',
      '/readyz',
      '/metrics',
      '/sign-in',
      '/signed-out',
      '/nothing',
    ];
    const numbers = await Promise.all(paths.map(async (path) => (await get(path)).headers['x-request-id']));
    expect(numbers.filter((number) => !NEW.test(number ?? ''))).toEqual([]);
    expect(new Set(numbers).size).toBe(paths.length);
    expect(paths.length).toBeGreaterThan(60);
  });

  it.each([
    ['an asset', '/assets/style.css', {}, 200],
    ['somebody who is not signed in', '/users', { cookie: '' }, 303],
    ['a program that is not', '/api/v1/users', { cookie: '' }, 401],
    ['another name of the host', '/users', { host: 'elsewhere.example.com' }, 307],
    ['a foreign site', '/users', { origin: 'https://evil.example.com' }, 403],
    ['no host, which is answered before there is a request', '/users', { host: 'a b' }, 400],
  ] as const)('is on the answer to %s', async (_, path, headers, status) => {
    const answer = await get(path, headers);
    expect({ status: answer.status, id: answer.headers['x-request-id'] }).toEqual({
      status,
      id: expect.stringMatching(NEW),
    });
  });

  it('is of the request and not of the answer that is kept, also where it still stands', async () => {
    const first = await get('/budgets', { 'x-request-id': 'the-first-one' });
    const second = await get('/budgets', { 'x-request-id': 'the-second-one' });
    const held = { 'if-none-match': first.headers.etag ?? '', 'x-request-id': 'the-third-one' };
    const third = await get('/budgets', held);
    expect([first, second, third].map(({ status, headers }) => [status, headers['x-request-id']])).toEqual([
      [200, 'the-first-one'],
      [200, 'the-second-one'],
      [304, 'the-third-one'],
    ]);
    expect(second.text).toBe(first.text);
    expect(first.text).not.toContain('the-first-one');
  });

  const TOKEN = newToken();
  it.each([
    ['a UUID', '0e37df36-f698-11e6-8dd4-cb9ced3df976', true],
    ['hexadecimal', 'f058ebd6b3c0a4d0a1b2c3d4e5f60718', true],
    ['letters', 'check_42-x', true],
    ['nothing', '', false],
    ['what is too short', 'abc', false],
    ['what is too long', 'a'.repeat(65), false],
    ['an address', EMAIL.user, false],
    ['markup', '<script>alert(1)</script>', false],
    ['blanks', 'one two three', false],
    ['a quote', 'a"b"c"d"e"f', false],
    ['what terminals obey', 'abcdefgh\u009b31m', false],
    ['JSON', '{"level":50}', false],
    ['a path', '../../etc/passwd', false],
    ['several', 'abcdefgh,ijklmnop', false],
    ['a token', TOKEN, false],
    ['the beginning of a JWT', 'eyJhbGciOiJFUzI1NiJ9', false],
  ])('is what whoever asks gave: %s', async (_, given, taken) => {
    const found = (await get('/healthz', { 'x-request-id': given })).headers['x-request-id'];
    if (taken) expect(found).toBe(given);
    else expect(found).toMatch(NEW);
  });

  it('is told by pages and by programs that did not get what they wanted', async () => {
    const page = await get('/days/never', { 'x-request-id': 'told-on-a-page' });
    expect(page.text).toContain('tell them this number: told-on-a-page');
    const japanese = await get('/days/never', { 'x-request-id': 'told-on-a-page', 'accept-language': 'ja' });
    expect(japanese.text).toContain('この番号をお伝えください：told-on-a-page');
    for (const [path, headers, status] of [
      ['/api/v1/users?nothing=1', {}, 400],
      ['/api/v1/nothing', {}, 404],
      ['/api/v1/me', { cookie: '' }, 401],
      ['/api/v1/me', { origin: 'https://evil.example.com' }, 403],
    ] as const) {
      const answer = await get(path, { ...headers, 'x-request-id': 'told-to-a-program' });
      expect([path, answer.status, JSON.parse(answer.text).error.requestId]).toEqual([
        path,
        status,
        'told-to-a-program',
      ]);
    }
    const refused = await post(
      server.url,
      '/api/v1/users',
      {},
      signedIn({ 'x-request-id': 'not-possible', origin: PUBLIC_URL }),
    );
    expect([refused.status, JSON.parse(refused.text).error.requestId]).toEqual([405, 'not-possible']);
  });
});

describe('the log', () => {
  it('names the request in the line of its fault, of two at once each in its own', async () => {
    lines = [];
    const fails = new Proxy(company.store, {
      get: (store, name: keyof Store) =>
        name === 'version' ? { get: () => Promise.reject(new Error('no answer')) } : store[name],
    });
    const broken = await serveLedger({ ...company.parts, ...noted, store: fails });
    const ids = ['the-first-of-two', 'the-second-of-two'];
    const answers = await Promise.all(
      ids.map((id) => ask(broken.url, '/users', signedIn({ 'x-request-id': id }))),
    );
    expect(answers.map(({ status, text }) => [status, /number: ([\w-]+)/.exec(text)?.[1]])).toEqual(
      ids.map((id) => [500, id]),
    );
    await expect.poll(() => lines.length).toBe(4);
    for (const msg of ['that did not work', 'answered'])
      expect(lines.filter((line) => line.msg === msg).map(({ requestId }) => requestId)).toEqual(ids);
    await broken.close();
  });

  it('has an answer by its pattern, with nothing that names somebody', async () => {
    lines = [];
    answered = [];
    await get(`/users/${encodeURIComponent(EMAIL.user)}?costCenter=Mobile`, {
      'x-request-id': 'of-somebody',
    });
    await get('/assets/style.css');
    await get('/nothing/ann');
    await expect.poll(() => answered.length).toBe(3);
    expect(answered.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['GET', '/users/:key', 200],
      ['GET', '/assets', 200],
      ['GET', 'none', 404],
    ]);
    expect(lines[0]).toMatchObject({
      level: 20,
      requestId: 'of-somebody',
      route: '/users/:key',
      status: 200,
    });
    expect(lines[0]?.bytes).toBeGreaterThan(1000);
    expect(JSON.stringify(lines)).not.toMatch(/ann|example\.com|Mobile/);
  });

  it.each([
    [500, 1, '/users', 40],
    [503, 1, '/readyz', 30],
    [403, 1, '/jobs', 30],
    [401, 1, '/api/v1/me', 20],
    [404, 1, 'none', 20],
    [429, 1, '/users', 20],
    [200, 1, '/users', 20],
    [200, 1000, '/users', 30],
  ])('has %i after %i ms at %s as level %i', (status, ms, route, level) => {
    let line = '';
    const to = createLog({ write: (text) => (line = text) });
    to.level = 'debug';
    logAnswer(to, { method: 'GET', route, status, ms, bytes: 1, cut: false });
    expect(JSON.parse(line).level).toBe(level);
  });
});
