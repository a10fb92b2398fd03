import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZERO } from '../../src/core/money.ts';
import { chartsAnswer } from './charts.ts';
import { exploreAnswers } from './explore.ts';
import { NARROW, problemsOf, violationsOf, WIDE, windowWith } from './look.ts';
import { openBrowser, openEmptyPages, openPages } from './setup.ts';
import { shiftsOn } from './shifts.ts';
import { emptyVisits, type Visit, visitsOf } from './visits.ts';

/**
 * Every page as a browser shows it: no errors, accessible, fitting wide and narrow windows, light to load; in Japanese as
 * well, where the documents are those that are audited in English, and of an empty ledger.
 */

const MAX_BYTES = 100_000;
/** How often the page asks how jobs go on, and a little. */
const EACH_MS = 3_000;

let pages: Awaited<ReturnType<typeof openPages>>;
let empty: Awaited<ReturnType<typeof openEmptyPages>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
let visits: Visit[];
beforeAll(async () => {
  [pages, empty, chrome] = await Promise.all([openPages(), openEmptyPages(), openBrowser()]);
  visits = await visitsOf(pages);
});
afterAll(async () => {
  await chrome?.close();
  await empty?.close();
  await pages?.close();
});

/** Looks at every page, two at a time: one is looked at while another is made. */
async function inTwoWindows(
  lang: 'en' | 'ja',
  theme: 'light' | 'dark',
  look: (page: Page, one: Visit) => Promise<void>,
): Promise<void> {
  const left = [...visits];
  const goThrough = async () => {
    const { context, page } = await windowWith(chrome.browser, pages.url, lang, theme);
    for (let one = left.shift(); one !== undefined; one = left.shift()) await look(page, one);
    await context.close();
  };
  await Promise.all([goThrough(), goThrough()]);
}

describe('pages', () => {
  it('are without fault, in light and dark, wide and narrow', { timeout: 180_000 }, async () => {
    const problems: string[] = [];
    await inTwoWindows('en', 'light', async (page, one) => {
      problems.push(...(await problemsOf(page, pages.url, one, ['en', 'light', 'dark as well'])));
    });
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

  it.each([NARROW, WIDE])(
    'at %i px nothing moves once it was seen, also where the script comes late',
    async (width) => {
      const profile = visits.find(({ path }) => /^\/profiles\/[0-9a-z]{12}$/.test(path))?.path ?? '';
      const paths = ['/', '/users', '/me', '/jobs', '/policies?kind=guard', '/channels', profile];
      const moved = await shiftsOn(chrome.browser, pages.url, paths, width);
      expect(moved.filter(({ sum }) => sum > 0.001)).toEqual([]);
    },
  );

  it('in Japanese fit wide and narrow windows and are drawn with a glyph for every character', {
    timeout: 180_000,
  }, async () => {
    const problems: string[] = [];
    const used = new Set<string>();
    await inTwoWindows('ja', 'dark', async (page, one) => {
      problems.push(...(await problemsOf(page, pages.url, one, ['ja', 'dark', 'none'])));
      const text = await page.evaluate<string>('document.title + document.body.textContent');
      const japanese = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu) ?? [];
      if (japanese.length < 50) problems.push(`${one.path}: hardly any Japanese`);
      for (const char of [...japanese, ...(text.match(/[\u3001-\u303f\uff01-\uffef]/gu) ?? [])])
        used.add(char);
    });
    expect(problems).toEqual([]);
    expect(pages.faults).toEqual([]);
    expect(used.size).toBeGreaterThan(100);
    const { context, page } = await windowWith(chrome.browser, pages.url, 'ja', 'dark');
    expect(await missingOf(page, [...used])).toEqual([]);
    expect(await missingOf(page, ['\u{10FFFD}', '\uE123'])).toHaveLength(2);
    await context.close();
  });

  it.each(['en', 'ja'])(
    'of an empty ledger are without fault, in %s',
    {
      timeout: 120_000,
    },
    async (lang) => {
      const { context, page } = await windowWith(chrome.browser, empty.url, lang, 'light');
      const problems: string[] = [];
      for (const one of emptyVisits())
        problems.push(
          ...(await problemsOf(page, empty.url, one, [lang, 'light', lang === 'en' ? 'whole' : 'none'])),
        );
      await context.close();
      expect(problems).toEqual([]);
      expect(empty.faults).toEqual([]);
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
it('a job that runs is shown as it goes on, without the page being loaded again, and so is its end', async () => {
  const { store } = pages.world;
  const { context, page } = await windowWith(chrome.browser, pages.url, 'en', 'light');
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  const taken = await store.lease.acquire('host:4711:1:0', new Date().toISOString(), 30_000);
  if (!('lease' in taken)) throw new Error('held');
  const began = new Date(pages.world.clock.now()).toISOString();
  const id = await store.runs.start(taken.lease, 'charges', began);
  const told = { label: 'charges', total: 40, note: '', since: began, at: began, next: [] };
  await store.runs.tell(id, { ...told, done: 7 });
  await page.clock.install();
  await page.goto(`${pages.url}/jobs`);
  await page.evaluate('window.sameDocument = true');
  const now = page.locator('#jobs-now');
  expect(await now.textContent()).toContain('7 of 40');
  await store.runs.tell(id, { ...told, done: 8 });
  await page.clock.runFor(EACH_MS);
  await now.getByText('8 of 40').first().waitFor();
  const rest = { rows: 4321, requests: 0, awsCharge: ZERO, operations: {}, errors: [] };
  await store.runs.finish(id, { at: began, status: 'ok', ...rest });
  await store.lease.release(taken.lease);
  await page.clock.runFor(EACH_MS);
  await now.getByText('No job is running.').waitFor();
  expect(await page.locator('#table-main tbody tr').first().textContent()).toContain('4,321');
  expect(await page.getByRole('status').last().textContent()).toBe('No job is running.');
  expect(await page.evaluate('window.sameDocument')).toBe(true);
  expect(await now.getAttribute('data-live')).toBe('over');
  expect(faults).toEqual([]);
  await context.close();
});

chartsAnswer(() => ({ browser: chrome.browser, url: pages.url }));
exploreAnswers(() => ({ browser: chrome.browser, url: pages.url }));
describe('find and filters', () => {
  const KATO = '加藤 海斗';
  let email: string;
  beforeAll(async () => {
    const { store, clock } = pages.world;
    [email = ''] = await store.spend.users('all');
    await store.people.learn(
      'byHand',
      [{ email, name: KATO, costCenter: null, manager: null, active: null, groups: null }],
      { complete: false, actor: { id: 'local:test' }, now: new Date(clock.now()).toISOString() },
    );
  });
  const personPage = () => `/users/${encodeURIComponent(email)}`;

  it('opens by a key, finds while one types, and Enter leads to whom is marked', async () => {
    const { context, page } = await windowWith(chrome.browser, pages.url, 'en', 'light');
    await page.goto(`${pages.url}/jobs`);
    await page.keyboard.press('/');
    await page.keyboard.type('example');
    await page.waitForSelector('#found-0[aria-selected=true]');
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    expect(await page.getAttribute('dialog input', 'aria-activedescendant')).toBe('found-1');
    expect(await page.locator('[aria-selected=true]').getAttribute('id')).toBe('found-1');
    await page.fill('dialog input', '加藤');
    await page.locator('[aria-selected=true]', { hasText: KATO }).waitFor();
    await Promise.all([page.waitForURL(pages.url + personPage()), page.keyboard.press('Enter')]);
    await page.keyboard.press('Control+k');
    expect(await page.isVisible('dialog.find')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.isVisible('dialog.find')).toBe(false);
    await context.close();
  });

  it('a filter narrows its table while one types, and says what is left', async () => {
    const { context, page } = await windowWith(chrome.browser, pages.url, 'en', 'light');
    await page.goto(`${pages.url}/users?q=example`);
    const field = page.locator('#table-main form.filter input[type=search]');
    const all = await page.textContent('#table-main .left');
    expect(all).toMatch(/^(\d+) of \1 · \$[\d,.]+$/);
    await field.fill('加藤');
    await page.locator('#table-main .left', { hasText: /^1 of \d+ · \$[\d,.]+$/ }).waitFor();
    expect(await page.locator('#table-main tbody tr').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('q')).toBe('加藤');
    expect(await page.evaluate('document.activeElement.name')).toBe('q');
    // Whatever leads on from the rest of the page goes on with the filter.
    const past = page.locator('.period .choices a').nth(1);
    for (const link of [past, page.locator('.switches a').first(), page.locator('#table-main .csv').first()])
      expect(decodeURIComponent((await link.getAttribute('href')) ?? '')).toContain('q=加藤');
    expect(await page.locator('.period [type=hidden][name=q]').inputValue()).toBe('加藤');
    await Promise.all([page.waitForURL(/period=/), past.click()]);
    expect(new URL(page.url()).searchParams.get('q')).toBe('加藤');
    await context.close();
  });

  it('work without script', async () => {
    const context = await chrome.browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${pages.url}/users?q=example`);
    await page.fill('#table-main form.filter input[type=search]', '加藤');
    await page.press('#table-main form.filter input[type=search]', 'Enter');
    expect(await page.textContent('#table-main .left')).toMatch(/^1 of /);
    await page.click('a.find');
    await page.fill('form.sought input', '海斗');
    await page.click('form.sought button');
    await page.click(`.found a[href="${personPage()}"]`);
    expect(page.url()).toBe(pages.url + personPage());
    await context.close();
  });
});
