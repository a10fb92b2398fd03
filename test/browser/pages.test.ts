import { get } from 'node:http';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openEmptyPages, openPages } from './setup.ts';

/** Every page as a browser shows it: no errors, accessible, fitting wide and narrow windows, light to load. */

const DAY = '2026-11-12';
/**
 * The audit takes a second a page: each variant is audited at one width, each language and theme at both. Narrow, the
 * rows of a table after the twelfth are left out: they repeat those before.
 */
const VARIANTS = [
  { lang: 'en', theme: 'light', audited: 1280 },
  { lang: 'en', theme: 'dark', audited: 390 },
  { lang: 'ja', theme: 'light', audited: 390 },
  { lang: 'ja', theme: 'dark', audited: 1280 },
];
const WIDTHS = [390, 1280];
const MAX_BYTES = 100_000;

/** A page, and what is done on it before it is looked at: fields to fill in, then the form is sent. */
interface Visit {
  path: string;
  status: number;
  send?: Readonly<Record<string, string>>;
}
const page = (path: string, status = 200): Visit => ({ path, status });

let pages: Awaited<ReturnType<typeof openPages>>;
let empty: Awaited<ReturnType<typeof openEmptyPages>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
let visits: Visit[];
beforeAll(async () => {
  [pages, empty, chrome] = await Promise.all([openPages(), openEmptyPages(), openBrowser()]);
  const range = { start: '2026-11-01', endExclusive: '2026-11-25' };
  const first = async (group: 'costCenter' | 'user' | 'model') => {
    const { rows } = await pages.world.store.spend.query({
      range,
      groupBy: [group],
      basis: 'best',
      filter: {},
      scope: 'all',
    });
    return encodeURIComponent(rows.find((r) => r.keys[0] && r.amount > 0n)?.keys[0] ?? '');
  };
  const profile = (await pages.world.store.profiles.all())[0]?.shortId;
  const budget = (await pages.world.store.budgets.list())[0]?.id;
  const people = await pages.world.store.people.list();
  const leader = people.find(({ manager, active }) => manager !== null && active)?.manager ?? '';
  const finance = { email: leader, role: 'finance' as const, costCenter: '' };
  await pages.world.store.people.grant(finance, { id: 'local:tester' }, new Date(0).toISOString());
  visits = [
    page('/'),
    page('/cost-centers'),
    page(`/cost-centers/${await first('costCenter')}`),
    page('/users?sort=-tokens&q=example'),
    page(`/users/${await first('user')}`),
    page('/models?period=last90'),
    page(`/models/${await first('model')}`),
    page('/spend?reason=any'),
    page('/profiles'),
    page(`/profiles/${profile}`),
    page(`/profiles/${profile}/delete`),
    page('/budgets'),
    page(`/budgets/${budget}/remove`),
    page('/alerts'),
    page('/reconciliation'),
    page('/rates'),
    page('/people?sort=-reports'),
    page(`/people/${leader}`),
    page(`/people/${leader}/roles/withdraw?role=finance`),
    page('/jobs'),
    page('/audit'),
    page('/inbox'),
    page('/me'),
    page(`/days/${DAY}?page=2`),
    page('/no-such-page', 404),
    { path: '/budgets', status: 422, send: { key: 'nobody', amount: 'much' } },
    { path: '/people', status: 422, send: { email: 'nobody', manager: 'nobody' } },
    { path: '/profiles', status: 422, send: { userEmail: 'nobody', costCenter: '' } },
  ];
});
afterAll(async () => {
  await chrome?.close();
  await empty?.close();
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

/** Tables that hide columns behind a scroll bar of their own: on a desk each must fit its card (not the one behind a chart,
 * which has a column for every model). */
const clippedTables = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('.scroll')]
    .filter((one) => one.closest('details') === null && one.scrollWidth > one.clientWidth)
    .map((one) => (one.closest('.card')?.querySelector('h2')?.textContent ?? 'a table') + ' by ' + (one.scrollWidth - one.clientWidth) + ' px')`);

/** What axe-core holds against the page, of what keeps people from using it. */
async function violationsOf(page: Page, width: number): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], preload: false });
  if (width === 390) axe.exclude('tbody tr:nth-child(n+13):not(.unowned)');
  const { violations } = await axe.analyze();
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

/** Opens the page, fills its last form in and sends it where that is asked for; the status of the answer. */
async function visit(page: Page, base: string, { path, send }: Visit): Promise<number | undefined> {
  const answer = await page.goto(base + path);
  if (!send) return answer?.status();
  await page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })");
  for (const [name, value] of Object.entries(send)) await page.fill(`main [name="${name}"]`, value);
  const [sent] = await Promise.all([
    page.waitForResponse((one) => one.request().method() === 'POST'),
    page.waitForEvent('load'),
    page.click('main form[method="post"] button[type="submit"]'),
  ]);
  return sent.status();
}

async function problemsOf(page: Page, base: string, one: Visit, audited: number | null): Promise<string[]> {
  const found: string[] = [];
  const onConsole = (message: { type(): string; text(): string }) => {
    // A browser reports every refused document by itself; that is the very page asked for here.
    if (message.type() === 'error' && !(one.status !== 200 && message.text().includes(String(one.status))))
      found.push(`console: ${message.text()}`);
  };
  const onError = (error: Error) => found.push(`script: ${error.message}`);
  page.on('console', onConsole).on('pageerror', onError);
  await page.setViewportSize({ width: 1280, height: 900 });
  const status = await visit(page, base, one);
  if (status !== one.status) found.push(`status ${status}`);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const over = await overflow(page);
    if (over > 0) found.push(`${over} px too wide at ${width}`);
    if (width === WIDTHS.at(-1))
      for (const table of await clippedTables(page)) found.push(`clipped: ${table}`);
    if (width === audited) found.push(...(await violationsOf(page, width)));
  }
  page.off('console', onConsole).off('pageerror', onError);
  return found.map((problem) => `${one.path} ${one.status}: ${problem}`);
}

/** A browser window with a language and colours chosen before. */
async function windowWith(lang: string, theme: string, base: string) {
  const context = await chrome.browser.newContext();
  await context.addCookies([
    { name: 'lang', value: lang, url: base },
    { name: 'theme', value: theme, url: base },
  ]);
  return { context, page: await context.newPage() };
}

describe('pages', () => {
  it.each(VARIANTS)(
    'are without fault in $lang, $theme, audited at $audited px',
    { timeout: 180_000 },
    async ({ lang, theme, audited }) => {
      const { context, page } = await windowWith(lang, theme, pages.url);
      const problems: string[] = [];
      for (const one of visits) {
        problems.push(...(await problemsOf(page, pages.url, one, audited)));
        const html = page.locator('html');
        expect([one.path, await html.getAttribute('lang'), await html.getAttribute('data-theme')]).toEqual([
          one.path,
          lang,
          theme,
        ]);
      }
      await context.close();
      expect(problems).toEqual([]);
      expect(pages.faults).toEqual([]);
    },
  );

  it.each(['en', 'ja'])(
    'of an empty ledger say what comes next, in %s',
    { timeout: 120_000 },
    async (lang) => {
      const { context, page } = await windowWith(lang, 'light', empty.url);
      const problems: string[] = [];
      const paths = [...new Set(visits.map(({ path }) => path.replace(/\?.*/, '')))];
      for (const path of paths.filter((one) => one.split('/').length === 2 && !one.startsWith('/no-such')))
        problems.push(
          ...(await problemsOf(page, empty.url, { path, status: 200 }, lang === 'en' ? 390 : null)),
        );
      await context.close();
      expect(problems).toEqual([]);
      expect(empty.faults).toEqual([]);
    },
  );

  it(`load in fewer than ${MAX_BYTES} bytes, stylesheet and script included`, async () => {
    const assets = (await bytesOf('/assets/style.css')) + (await bytesOf('/assets/app.js'));
    expect(assets).toBeGreaterThan(1000);
    for (const { path } of visits) {
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
    for (const one of visits) {
      await visit(page, pages.url, one);
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
