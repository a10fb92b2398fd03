import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENDPOINTS } from '../../src/server/endpoints.ts';
import { messagesOf } from '../../src/ui/messages/index.ts';
import { openCompany, ROLES } from './roles.ts';
import { ask, escaped, openServer } from './setup.ts';

/** The API to read through in a browser: whole, small, without script, leading to answers that are one's own. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(async () => {
  await company.close();
  expect(company.faults).toEqual([]);
});
const HOST = 'ledger.example.com';
const page = (cookie: string | null, query = '') =>
  ask(company.url, `/api${query}`, { headers: { host: HOST, cookie } });

it.each(['en', 'ja'] as const)(
  'shows every address with how to ask, and the page is small, in %s',
  async (lang) => {
    const { status, headers, text } = await page(company.cookies.admin, `?lang=${lang}`);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
    for (const { method, path, summary, example, query, body } of ENDPOINTS) {
      expect(text).toContain(escaped(`${method} /api/v1${path}`));
      expect(text).toContain(escaped(summary));
      expect(text).toContain(escaped(`'https://${HOST}/api/v1${example}'`));
      for (const name of [...Object.keys(query.shape), ...Object.keys(body?.shape ?? {})])
        expect(text).toContain(`<code>${name}</code>`);
    }
    expect(text).toContain('Authorization: Bearer $BEDROCK_LEDGER_TOKEN');
    expect(text).toContain('href="/api/v1/openapi.json"');
    expect(text).toContain(messagesOf(lang).api.shortened);
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
    // Nothing that the content security policy would hold back.
    expect(text).not.toMatch(/<script(?![^>]* src="\/assets\/)|style=|onclick=|src="http/);
  },
);

it.each(ROLES)('leads %s to answers, and to none that would be refused', async (role) => {
  const { text } = await page(company.cookies[role]);
  const links = [...text.matchAll(/href="(\/api\/v1\/[^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  );
  expect(links.length).toBeGreaterThan(12);
  for (const link of links) {
    const answer = await ask(company.url, link, { headers: { host: HOST, cookie: company.cookies[role] } });
    expect([link, answer.status]).toEqual([link, 200]);
  }
  expect(links.includes('/api/v1/jobs')).toBe(role === 'finance' || role === 'admin');
});

it('asks to sign in first, like every page', async () => {
  const answer = await page(null);
  expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in?to=%2Fapi']);
});

it('names the address that it was opened at where there is no public one', async () => {
  const server = await openServer();
  const { status, text } = await ask(server.url, '/api');
  expect(status).toBe(200);
  expect(text).toContain(`${server.url}/api/v1/spend`);
  expect(text).not.toContain('href="/api/v1/me"');
  await server.close();
});
