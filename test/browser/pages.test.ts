import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZERO } from '../../src/core/money.ts';
import { problemsOf, windowWith } from './look.ts';
import { openBrowser, openPages } from './setup.ts';
import { type Visit, visitsOf } from './visits.ts';

/** Every page as a browser shows it: no errors, accessible, fitting wide and narrow windows, light to load. */

const MAX_BYTES = 100_000;

let pages: Awaited<ReturnType<typeof openPages>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
let visits: Visit[];
beforeAll(async () => {
  [pages, chrome] = await Promise.all([openPages(), openBrowser()]);
  visits = await visitsOf(pages);
});
afterAll(async () => {
  await chrome?.close();
  await pages?.close();
});

describe('pages', () => {
  it('are without fault, in light and dark, wide and narrow', { timeout: 180_000 }, async () => {
    const { context, page } = await windowWith(chrome.browser, pages.url, 'en', 'light');
    const problems: string[] = [];
    for (const one of visits)
      problems.push(...(await problemsOf(page, pages.url, one, ['en', 'light', 'dark as well'])));
    await context.close();
    expect(problems).toEqual([]);
    expect(pages.faults).toEqual([]);
  });

  it.each([
    ['en', 'light'],
    ['ja', 'dark'],
  ])(
    `in %s, %s come in those and in fewer than ${MAX_BYTES} bytes, stylesheet and script included`,
    async (lang, theme) => {
      const answered = await Promise.all(['/assets/style.css', '/assets/app.js'].map((path) => load(path)));
      const assets = answered.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(assets).toBeGreaterThan(1000);
      for (const { path } of visits) {
        const { bytes, root } = await load(path, `lang=${lang}; theme=${theme}`);
        expect([path, root]).toEqual([path, `<html lang="${lang}" data-theme="${theme}">`]);
        expect(bytes, path).toBeGreaterThan(500);
        expect(bytes + assets, path).toBeLessThan(MAX_BYTES);
      }
    },
  );
});

/** One answer: its bytes as they cross the wire, and the first element of its document. */
const load = (path: string, cookie = '') =>
  new Promise<{ bytes: number; root: string | undefined }>((resolve, reject) => {
    get(pages.url + path, { headers: { 'accept-encoding': 'gzip', cookie } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const sent = Buffer.concat(parts);
        const text = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
        resolve({ bytes: sent.length, root: /<html[^>]*>/.exec(text.toString())?.[0] });
      });
      answer.on('error', reject);
    }).on('error', reject);
  });

it('a job that runs is shown as it goes on, without the page being loaded again, and so is its end', async () => {
  const { store } = pages.world;
  const { context, page } = await windowWith(chrome.browser, pages.url, 'en', 'light');
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  const taken = await store.lease.acquire('host:4711:1:0', '2026-11-20T09:00:00.000Z', 3e12);
  if (!('lease' in taken)) throw new Error('held');
  const began = new Date(pages.world.clock.now()).toISOString();
  const id = await store.runs.start(taken.lease, 'charges', began);
  const told = { label: 'charges', total: 40, note: '', since: began, at: began, next: [] };
  await store.runs.tell(id, { ...told, done: 7 });
  await page.goto(`${pages.url}/jobs`);
  await page.evaluate('window.sameDocument = true');
  const now = page.locator('#jobs-now');
  expect(await now.textContent()).toContain('7 of 40');
  await store.runs.tell(id, { ...told, done: 8 });
  await now.getByText('8 of 40').first().waitFor();
  const rest = { rows: 4321, requests: 0, awsCharge: ZERO, operations: {}, errors: [] };
  await store.runs.finish(id, { at: began, status: 'ok', ...rest });
  await store.lease.release(taken.lease);
  await now.getByText('No job is running.').waitFor();
  expect(await page.locator('#table-main tbody tr').first().textContent()).toContain('4,321');
  expect(await page.getByRole('status').last().textContent()).toBe('No job is running.');
  expect(await page.evaluate('window.sameDocument')).toBe(true);
  expect(await now.getAttribute('data-live')).toBe('over');
  expect(faults).toEqual([]);
  await context.close();
});
