import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, ask, openServer } from './setup.ts';

/** Without sign-in: this machine, and the product's own pages, and nobody else. */

let server: Awaited<ReturnType<typeof openServer>>;
let port: string;
beforeAll(async () => {
  server = await openServer();
  port = new URL(server.url).port;
});
afterAll(() => server.close());

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const setBudget = (headers: Ask['headers']) =>
  ask(server.url, '/budgets', {
    method: 'POST',
    headers: { ...FORM, ...headers },
    body: 'scope=userDefault&amount=60',
  });

describe('Host', () => {
  it.each([
    'localhost',
    'LocalHost',
    '127.0.0.1',
    '[::1]',
    'localhost:PORT',
    'LOCALHOST:PORT',
    '127.0.0.1:PORT',
    '[::1]:PORT',
  ])('%s is served', async (host) => {
    const answer = await ask(server.url, '/', { headers: { host: host.replace('PORT', port) } });
    expect(answer.status).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    'localhost.evil.example',
    'localhost.',
    'localhost.:PORT',
    'evil-localhost',
    '127.0.0.1.evil.example:PORT',
    '0.0.0.0:PORT',
    '192.168.1.10:PORT',
    '[::]:PORT',
    '',
  ])('%o is refused in words', async (host) => {
    for (const path of ['/', '/users', '/api/v1/spend', '/assets/style.css', '/nothing']) {
      const answer = await ask(server.url, path, { headers: { host: host.replace('PORT', port) } });
      expect([path, answer.status]).toEqual([path, 403]);
      expect(answer.text).toContain('loopback');
      expect(answer.text).toContain('http://localhost');
    }
  });

  it.each([
    '127.0.0.1@evil.example',
    '[::ffff:192.168.1.10]:PORT',
    'localhost:PORT:1',
    'localhost:',
    'localhost:abc',
  ])('%s is no host at all: refused', async (host) => {
    const answer = await ask(server.url, '/', { headers: { host: host.replace('PORT', port) } });
    expect([400, 403]).toContain(answer.status);
    expect(answer.text).not.toContain('<html');
  });

  it('is never written back as markup', async () => {
    const answer = await ask(server.url, '/', { headers: { host: '<b>evil</b>' } });
    expect([400, 403]).toContain(answer.status);
    expect(answer.headers['content-type'] ?? 'text/plain').toMatch(/^text\/plain/);
  });

  it('that is missing is refused', async () => {
    const answer = await ask(server.url, '/', { headers: { host: null } });
    expect([400, 403]).toContain(answer.status);
    expect(answer.text).not.toContain('<html');
  });

  it('does not matter to health checks, which tell nothing of the ledger', async () => {
    const answer = await ask(server.url, '/healthz', { headers: { host: '10.0.0.7:8080' } });
    expect([answer.status, answer.text]).toEqual([200, '{"status":"ok"}']);
  });
});

describe('a change', () => {
  it.each([
    ['a foreign site', { origin: 'https://evil.example' }],
    ['a foreign site on http', { origin: 'http://evil.example' }],
    ['a site whose name begins like ours', { origin: 'http://localhost.evil.example' }],
    ['no site at all', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['another name of this machine', { origin: 'http://localhost:PORT' }],
    ['another scheme', { origin: 'ftp://127.0.0.1:PORT' }],
    ['a browser that says so', { 'sec-fetch-site': 'cross-site' }],
    ['a site beside ours', { 'sec-fetch-site': 'same-site' }],
    ['a program without Origin', {}],
    ['a program with an empty Origin', { origin: '' }],
    ['our page under a foreign name', { host: 'evil.example', origin: 'http://evil.example' }],
  ] as const)('from %s is refused in words and not made', async (_, headers) => {
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]),
    );
    const answer = await setBudget(filled);
    expect(answer.status).toBe(403);
    expect(answer.text.length).toBeGreaterThan(40);
    expect(await server.store.budgets.list()).toEqual([]);
    expect(await server.store.audit.list({ limit: 10 })).toEqual([]);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('by %s needs our own page too', async (method) => {
    for (const path of ['/budgets', '/jobs', '/api/v1/spend'])
      expect(
        (await ask(server.url, path, { method, headers: { origin: 'https://evil.example' } })).status,
      ).toBe(403);
  });

  it('from the page itself is made, with Origin or with what the browser says of it', async () => {
    expect((await setBudget({ origin: server.url })).status).toBe(303);
    expect((await setBudget({ 'sec-fetch-site': 'same-origin' })).status).toBe(303);
    expect(await server.store.budgets.list()).toHaveLength(1);
  });
});

describe('reading', () => {
  it('by a foreign page is refused, even where nothing is changed', async () => {
    const answer = await ask(server.url, '/api/v1/budgets', { headers: { origin: 'https://evil.example' } });
    expect(answer.status).toBe(403);
  });

  it('is never shared with other sites by a header', async () => {
    for (const path of ['/', '/api/v1/jobs', '/healthz']) {
      const { headers } = await ask(server.url, path, { headers: { origin: server.url } });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });

  it('is refused in the JSON of the API there', async () => {
    const answer = await ask(server.url, '/api/v1/jobs', { headers: { host: 'evil.example' } });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const { error } = JSON.parse(answer.text);
    expect(error).toMatchObject({
      code: 'forbidden',
      field: 'Host',
      reason: expect.stringContaining('loopback'),
    });
  });
});
