import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ZERO } from '../../src/core/money.ts';
import { NOW } from '../journeys/world.ts';
import { type Hand, handOf, reach } from './hand.ts';
import { NARROW, WIDE } from './look.ts';
import { openBrowser, openEmptyPages } from './setup.ts';

/** What was just done, as a browser shows it: a toast that covers nothing, is undone by the keyboard, and goes. */

/** How often the page asks how jobs go on, and a little. */
const EACH_MS = 3_000;
const CARL = 'carl@example.com';
const PATH = `/people/${encodeURIComponent(CARL)}`;
let pages: Awaited<ReturnType<typeof openEmptyPages>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  [pages, chrome] = await Promise.all([openEmptyPages(), openBrowser()]);
  const carl = { email: CARL, name: 'Carl', costCenter: 'Mobile', manager: null, active: true, groups: null };
  const actor = { id: 'local:tester' };
  await pages.store.people.learn('file', [carl], { complete: true, actor, now: new Date(NOW).toISOString() });
});
afterAll(async () => {
  await chrome?.close();
  await pages?.close();
  expect(pages.faults).toEqual([]);
});
const roles = async () => (await pages.store.people.grants([CARL])).map(({ role }) => role);
beforeEach(async () => {
  for (const grant of await pages.store.people.grants([CARL]))
    await pages.store.people.withdraw(grant, { id: 'local:tester' }, new Date(NOW).toISOString());
});

/** Gives Carl a role by keyboard, and looks at what is said of it. */
async function given(
  options: BrowserContextOptions,
  act: (page: Page, hand: Hand) => Promise<void>,
  before?: (page: Page) => Promise<unknown>,
): Promise<void> {
  const context = await chrome.browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await before?.(page);
  const hand = handOf(page, 'keyboard');
  await page.goto(pages.url + PATH);
  await hand.pick('[name=role]', 'finance');
  await hand.choose('main form:has([name=role]) button');
  await page.waitForURL(/done=granted$/);
  await act(page, hand);
  await context.close();
}
const isThere = async (page: Page) => (await page.locator('.toast').count()) === 1;

/** Tabs through the page, and says what the toast covers of what is focused. */
async function coveredIn(page: Page): Promise<{ covered: string[]; stops: number }> {
  const covered: string[] = [];
  let stops = 0;
  for (; stops < 300; stops++) {
    await page.keyboard.press('Tab');
    const said = await page.evaluate<string | null>(`(() => {
      const one = document.activeElement;
      const toast = document.querySelector('.toast');
      if (one === document.body) return null;
      if (toast.contains(one)) return '';
      const [a, b] = [one.getBoundingClientRect(), toast.getBoundingClientRect()];
      const over = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      return over ? one.outerHTML.slice(0, 120) + ' ' + [a.top, a.bottom, b.top].join() : '';
    })()`);
    if (said === null) break;
    if (said !== '') covered.push(said);
  }
  return { covered, stops };
}

const positionOf = (page: Page): Promise<string> =>
  page.evaluate<string>(`getComputedStyle(document.querySelector('.toast')).position`);

it.each([
  [NARROW, 700],
  [WIDE, 600],
])('at %i px the toast covers nothing that is focused', { timeout: 60_000 }, async (width, height) => {
  await given({ viewport: { width, height }, reducedMotion: 'reduce' }, async (page) => {
    const toast = page.locator('.toast');
    expect(await positionOf(page)).toBe('fixed');
    expect(await page.locator('.toast [role=status]').textContent()).toBe('The role was given.');
    const box = await toast.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
    const { covered, stops } = await coveredIn(page);
    expect(stops).toBeGreaterThan(25);
    expect(covered).toEqual([]);
  });
});

it.each([true, false])('what was done is undone by the keyboard, with script: %s', async (script) => {
  await given({ javaScriptEnabled: script }, async (page, hand) => {
    expect(await roles()).toEqual(['finance']);
    await hand.choose('.toast form button');
    await page.waitForURL(/done=withdrawn$/);
    expect(await roles()).toEqual([]);
    expect(await page.locator('.toast form button').count()).toBe(1);
    expect(await page.locator('.toast .close').isVisible()).toBe(script);
    // Without script it stands where it is read, and is no thing that nobody could close.
    expect(await positionOf(page)).toBe(script ? 'fixed' : 'static');
  });
});

it('Escape closes it, and the keyboard goes on where the page begins', async () => {
  await given({}, async (page, hand) => {
    await reach(page, page.locator('.toast .close'));
    await page.keyboard.press('Escape');
    expect(await isThere(page)).toBe(false);
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.reload();
    await hand.choose('.toast .close');
    expect(await isThere(page)).toBe(false);
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.reload();
    await page.click('.toast .close');
    expect(await isThere(page)).toBe(false);
  });
});

it('it goes by itself, but not from under a hand', async () => {
  // It stands still but for what is asked of it: a slow machine is no hand.
  const withClock = async (page: Page) => {
    await page.clock.install({ time: NOW });
    await page.clock.pauseAt(NOW + 1_000);
  };
  await given(
    {},
    async (page) => {
      await page.clock.runFor(19_000);
      expect(await isThere(page)).toBe(true);
      await page.hover('.toast');
      await page.clock.runFor(9_000);
      expect(await isThere(page)).toBe(true);
      await page.hover('h1');
      await page.clock.runFor(8_000);
      expect(await isThere(page)).toBe(false);
      // What cannot be undone goes sooner.
      await page.goto(`${pages.url}${PATH}?done=already`);
      expect([await isThere(page), await page.locator('.toast form').count()]).toEqual([true, 0]);
      await page.clock.runFor(8_100);
      expect(await isThere(page)).toBe(false);
    },
    withClock,
  );
});

it('what was sent is not sent by a second press', async () => {
  await given({}, async (page) => {
    const [sent, busy] = await page.evaluate<[boolean[], string]>(`(() => {
      const refused = [];
      const button = document.querySelector('.toast form button');
      addEventListener('submit', (event) => {
        refused.push(event.defaultPrevented);
        event.preventDefault();
      });
      button.click();
      button.click();
      return [refused, button.getAttribute('aria-busy')];
    })()`);
    expect([sent, busy]).toEqual([[false, true], 'true']);
    await page.evaluate(`dispatchEvent(new PageTransitionEvent('pageshow'))`);
    expect(await page.getAttribute('.toast form button', 'aria-busy')).toBeNull();
  });
});

it.each([
  ['no-preference', true],
  ['reduce', false],
] as const)('pages fade into each other with %s: %s', async (reducedMotion, fades) => {
  const context = await chrome.browser.newContext({ reducedMotion });
  const page = await context.newPage();
  await page.addInitScript(
    `addEventListener('pagereveal', ({ viewTransition }) => { window.fades = viewTransition !== null; });`,
  );
  await page.goto(`${pages.url}/people`);
  await handOf(page, 'keyboard').choose('a.brand');
  await page.waitForURL(`${pages.url}/`);
  expect(await page.evaluate('window.fades')).toBe(fades);
  await context.close();
});

it('while the first figures are collected the first page says how far that is, and then shows them', async () => {
  const { store } = pages;
  const taken = await store.lease.acquire('host:4711:1:0', new Date().toISOString(), 30_000);
  if (!('lease' in taken)) throw new Error('held');
  const began = new Date(NOW).toISOString();
  const id = await store.runs.start(taken.lease, 'charges', began);
  const told = { label: 'charges', total: 40, note: '', since: began, at: began, next: [] };
  await store.runs.tell(id, { ...told, done: 7 });
  const context = await chrome.browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${pages.url}/`);
  const now = page.locator('#jobs-now');
  expect(await now.textContent()).toContain('7 of 40');
  await store.runs.tell(id, { ...told, done: 8 });
  await page.clock.runFor(EACH_MS);
  await now.getByText('8 of 40').first().waitFor();
  const rest = { rows: 1, requests: 0, awsCharge: ZERO, operations: {}, errors: [] };
  await store.runs.finish(id, { at: began, status: 'ok', ...rest });
  await store.lease.release(taken.lease);
  await Promise.all([page.waitForEvent('load'), page.clock.runFor(EACH_MS)]);
  expect(await now.count()).toBe(0);
  expect(await page.locator('main').textContent()).toContain('Nothing has been collected yet');
  await context.close();
});
