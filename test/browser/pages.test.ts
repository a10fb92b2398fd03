import { get } from 'node:http';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPages } from './setup.ts';

/** Every page as a browser shows it: no errors, accessible, fitting wide and narrow windows, light to load. */

const DAY = '2026-11-12';
/** The audit takes a second a page: two of the four hold both languages and both sets of colours. */
const VARIANTS = [
  { lang: 'en', theme: 'light', audited: true },
  { lang: 'en', theme: 'dark', audited: false },
  { lang: 'ja', theme: 'light', audited: false },
  { lang: 'ja', theme: 'dark', audited: true },
];
/** Widest last: the accessibility check then sees the whole page. */
const WIDTHS = [390, 1280];
const MAX_BYTES = 100_000;

let pages: Awaited<ReturnType<typeof openPages>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
let paths: string[];
beforeAll(async () => {
  [pages, chrome] = await Promise.all([openPages(), openBrowser()]);
  const range = { start: '2026-11-01', endExclusive: '2026-11-25' };
  const first = async (group: 'costCenter' | 'user' | 'model') => {
    const { rows } = await pages.world.store.spend.query({
      range,
      groupBy: [group],
      basis: 'best',
      filter: {},
    });
    return encodeURIComponent(rows.find((r) => r.keys[0] && r.amount > 0n)?.keys[0] ?? '');
  };
  const profile = (await pages.world.store.profiles.all())[0]?.shortId;
  paths = [
    '/',
    '/cost-centers',
    `/cost-centers/${await first('costCenter')}`,
    '/users',
    `/users/${await first('user')}`,
    '/models',
    `/models/${await first('model')}`,
    '/profiles',
    `/profiles/${profile}`,
    '/budgets',
    '/alerts',
    '/reconciliation',
    '/jobs',
    '/audit',
    `/days/${DAY}`,
    '/no-such-page',
  ];
});
afterAll(async () => {
  await chrome?.close();
  await pages?.close();
});

/** Bytes of one answer as they cross the wire. */
const bytesOf = (path: string) =>
  new Promise<number>((resolve, reject) => {
    get(pages.url + path, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      answer.on('end', () => resolve(bytes));
      answer.on('error', reject);
    }).on('error', reject);
  });

const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** What axe-core holds against the page, of what keeps people from using it. */
async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map(
      (v) =>
        `${v.id}: ${v.nodes
          .map((n) => `${n.target.join(' ')} ${n.failureSummary}`)
          .slice(0, 3)
          .join(' | ')}`,
    );
}

async function problemsOf(page: Page, path: string, audited: boolean): Promise<string[]> {
  const found: string[] = [];
  const status = path === '/no-such-page' ? 404 : 200;
  const onConsole = (message: { type(): string; text(): string }) => {
    // A browser reports every 404 document by itself; that is the very page asked for here.
    if (message.type() === 'error' && !(status === 404 && message.text().includes('404')))
      found.push(`console: ${message.text()}`);
  };
  const onError = (error: Error) => found.push(`script: ${error.message}`);
  page.on('console', onConsole).on('pageerror', onError);
  await page.setViewportSize({ width: 1280, height: 900 });
  const answer = await page.goto(pages.url + path);
  if (answer?.status() !== status) found.push(`status ${answer?.status()}`);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const over = await overflow(page);
    if (over > 0) found.push(`${over} px too wide at ${width}`);
  }
  if (audited) found.push(...(await violationsOf(page)));
  page.off('console', onConsole).off('pageerror', onError);
  return found.map((problem) => `${path}: ${problem}`);
}

describe('pages', () => {
  it.each(VARIANTS)('are without fault in $lang, $theme', async ({ lang, theme, audited }) => {
    const context = await chrome.browser.newContext();
    await context.addCookies([
      { name: 'lang', value: lang, url: pages.url },
      { name: 'theme', value: theme, url: pages.url },
    ]);
    const page = await context.newPage();
    const problems: string[] = [];
    for (const path of paths) {
      problems.push(...(await problemsOf(page, path, audited)));
      const html = page.locator('html');
      expect([path, await html.getAttribute('lang'), await html.getAttribute('data-theme')]).toEqual([
        path,
        lang,
        theme,
      ]);
    }
    await context.close();
    expect(problems).toEqual([]);
    expect(pages.faults).toEqual([]);
  });

  it(`load in fewer than ${MAX_BYTES} bytes, stylesheet and script included`, async () => {
    const assets = (await bytesOf('/assets/style.css')) + (await bytesOf('/assets/app.js'));
    expect(assets).toBeGreaterThan(1000);
    for (const path of paths) {
      const bytes = await bytesOf(path);
      expect(bytes, path).toBeGreaterThan(500);
      expect(bytes + assets, path).toBeLessThan(MAX_BYTES);
    }
  });
});

describe('Japanese', () => {
  it('is drawn with a glyph for every character of every page', async () => {
    const context = await chrome.browser.newContext({ bypassCSP: true });
    await context.addCookies([{ name: 'lang', value: 'ja', url: pages.url }]);
    const page = await context.newPage();
    const used = new Set<string>();
    for (const path of paths) {
      await page.goto(pages.url + path);
      const text = await page.locator('body').textContent();
      for (const char of text ?? '')
        if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(char)) used.add(char);
    }
    const missing = await missingOf(page, [...used]);
    expect(used.size).toBeGreaterThan(100);
    expect(missing).toEqual([]);
    expect(await missingOf(page, ['\u{10FFFD}', '\uE123'])).toHaveLength(2);
    await context.close();
  });
});

/** Which characters look exactly like one that no font has. */
const missingOf = (page: Page, chars: readonly string[]) =>
  page.evaluate<string[]>(`(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 40;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.font = '24px ' + getComputedStyle(document.body).fontFamily;
    const look = (char) => {
      pen.clearRect(0, 0, 40, 40);
      pen.fillText(char, 4, 30);
      return pen.getImageData(0, 0, 40, 40).data.join();
    };
    const none = new Set(['\u{10FFFE}', '\uE000', ' '].map(look));
    return ${JSON.stringify(chars)}.filter((char) => none.has(look(char)));
  })()`);
