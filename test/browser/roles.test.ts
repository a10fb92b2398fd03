import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoPersona } from '../../src/cli/demoPeople.ts';
import { ask } from '../server/setup.ts';
import { handOf } from './hand.ts';
import { openBrowser } from './setup.ts';
import { openSignedIn } from './signedIn.ts';

/** A day of each role in a real browser, through the real identity provider: in, see what is mine, be refused, out. */

let served: Awaited<ReturnType<typeof openSignedIn>>;
/** Somebody who has nothing to do with the manager. */
let stranger: string;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  [served, chrome] = await Promise.all([openSignedIn(), openBrowser()]);
  const { people } = served.world.store;
  const team = [who('manager').email, ...(await people.reportsOf(who('manager').email))];
  stranger = (await people.list()).find(({ email, active }) => active && !team.includes(email))?.email ?? '';
});
afterAll(async () => {
  await chrome?.close();
  await served?.close();
});

const COOKIE = '__Host-ledger-session';
const who = (key: DemoPersona['key']): DemoPersona => {
  const persona = served.personas.find((one) => one.key === key);
  if (!persona) throw new Error(`the company has no ${key}`);
  return persona;
};
const pathOf = (email: string) => `/users/${encodeURIComponent(email)}`;

/** From any address of the server over the identity provider back to it: one press. */
async function signIn(page: Page, key: DemoPersona['key'], path = '/'): Promise<void> {
  await page.goto(served.url + path);
  expect(new URL(page.url()).host).not.toBe(new URL(served.url).host);
  await handOf(page, 'keyboard').choose(page.locator('button', { hasText: who(key).name }));
  await page.waitForURL((url) => url.host === new URL(served.url).host);
}
async function cookieOf(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find(({ name }) => name === COOKIE);
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
  return `${COOKIE}=${cookie?.value}`;
}

/** What a role begins with, sees, and does not: a row that is somebody else's, and pages that are not its. */
const DAYS: readonly {
  key: DemoPersona['key'];
  home(): string;
  sees: readonly (() => string)[];
  refused: readonly [() => string, number][];
}[] = [
  {
    key: 'user',
    home: () => '/me',
    sees: [() => pathOf(who('user').email), () => '/profiles', () => '/alerts', () => '/tokens'],
    refused: [
      [() => pathOf(who('manager').email), 404],
      [() => '/cost-centers/CC-1003%20Mobile', 404],
      [() => `/teams/${encodeURIComponent(who('manager').email)}`, 404],
      [() => '/reconciliation', 403],
      [() => '/audit', 403],
      [() => '/jobs', 403],
    ],
  },
  {
    key: 'manager',
    home: () => `/teams/${encodeURIComponent(who('manager').email)}`,
    sees: [() => '/me', () => '/users', () => '/budgets'],
    refused: [
      [() => pathOf(stranger), 404],
      [() => '/audit', 403],
      [() => '/reconciliation', 403],
    ],
  },
  {
    key: 'costCenterOwner',
    home: () => '/cost-centers/CC-1003%20Mobile',
    sees: [() => '/me', () => '/cost-centers', () => '/users'],
    refused: [
      [() => '/cost-centers/CC-1001%20Platform', 404],
      [() => pathOf(who('manager').email), 404],
      [() => '/jobs', 403],
    ],
  },
  {
    key: 'finance',
    home: () => '/',
    sees: [
      () => pathOf(who('user').email),
      () => '/reconciliation',
      () => '/audit',
      () => '/jobs',
      () => '/rates',
    ],
    refused: [[() => pathOf('nobody@example.com'), 404]],
  },
  {
    key: 'administrator',
    home: () => '/',
    sees: [() => pathOf(who('user').email), () => '/budgets', () => '/audit', () => '/jobs'],
    refused: [[() => pathOf('nobody@example.com'), 404]],
  },
];

describe.each(DAYS)('$key', ({ key, home, sees, refused }) => {
  it('signs in with one press, sees what is theirs and nothing else, signs out, and the old cookie is dead', async () => {
    const context = await chrome.browser.newContext({ locale: 'en-GB' });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    await signIn(page, key);
    expect(new URL(page.url()).pathname).toBe(home());
    expect(await page.textContent('header .visitor')).toContain(who(key).name);
    expect(await page.textContent('.headline')).toMatch(/\$[\d,]+\.\d\d/);
    const cookie = await cookieOf(context);

    // Every door that is offered opens. What answers is the server: no window has to draw each page.
    const statusOf = async (path: string) => (await ask(served.url, path, { headers: { cookie } })).status;
    const doors = await page.$$eval('header nav a', (links) =>
      links.map((link) => link.getAttribute('href') ?? ''),
    );
    expect(doors.length).toBeGreaterThan(2);
    for (const path of [...sees.map((path) => path()), ...doors])
      expect([path, await statusOf(path)]).toEqual([path, 200]);
    for (const [path, status] of refused) expect([path(), await statusOf(path())]).toEqual([path(), status]);

    await page.goto(served.url + home());
    await handOf(page, 'keyboard').choose('header .visitor button');
    expect(new URL(page.url()).pathname).toBe('/signed-out');
    expect((await context.cookies()).some(({ name }) => name === COOKIE)).toBe(false);
    const { status, headers } = await ask(served.url, '/me', { headers: { cookie } });
    expect([status, headers.location]).toEqual([303, '/sign-in?to=%2Fme']);
    await context.close();
    expect(served.faults).toEqual([]);
  });
});

describe('on the way', () => {
  it('an address that was asked for before the sign-in is shown after it, and nobody else’s session goes on', async () => {
    const context = await chrome.browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await signIn(page, 'finance', '/models?period=lastMonth');
    expect(page.url()).toBe(`${served.url}/models?period=lastMonth`);
    const first = await cookieOf(context);
    await page.goto(`${served.url}/sign-in`);
    await handOf(page, 'keyboard').choose(page.locator('button', { hasText: who('user').name }));
    await page.waitForURL(`${served.url}/me`);
    expect(await cookieOf(context)).not.toBe(first);
    expect((await ask(served.url, '/me', { headers: { cookie: first } })).status).toBe(303);
    await context.close();
  });

  it.each([
    ['a filter', '/models?period=lastMonth', '.period form button'],
    ['a change', '/tokens', 'main form button[type=submit]'],
    ['a link', '/alerts', 'header nav a'],
  ])('%s that is used after the session has ended leads to the sign-in', async (_, path, what) => {
    const context = await chrome.browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await signIn(page, 'user', path);
    await context.clearCookies({ name: COOKIE });
    const hand = handOf(page, 'keyboard');
    await hand.choose(what);
    await hand.choose(page.locator('button', { hasText: who('user').name }));
    await page.waitForURL((url) => url.host === new URL(served.url).host);
    expect(await page.textContent('header .visitor')).toContain(who('user').name);
    await context.close();
  });

  it('a person who left is refused at the door, and in the middle of a session', async () => {
    const { store, clock } = served.world;
    const { email } = who('user');
    const left = (active: boolean) =>
      store.people.learn(
        'byHand',
        [{ email, name: null, costCenter: null, manager: null, active, groups: null }],
        { complete: false, actor: { id: 'local:test' }, now: new Date(clock.now()).toISOString() },
      );
    const context = await chrome.browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await signIn(page, 'user');
    const cookie = await cookieOf(context);
    await left(false);
    expect((await ask(served.url, '/me', { headers: { cookie } })).status).toBe(303);
    await page.goto(`${served.url}/sign-in`);
    await handOf(page, 'keyboard').choose(page.locator('button', { hasText: who('user').name }));
    await page.waitForURL((url) => url.pathname === '/sign-in/callback');
    expect(await page.textContent('main')).toContain('The directory says that you have left');
    await left(true);
    await context.close();
  });

  it('an engineer gets a profile on their own cost center and for nobody else', async () => {
    const context = await chrome.browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await signIn(page, 'user', '/profiles');
    const hand = handOf(page, 'keyboard');
    await hand.choose('main a[href="/profiles/new"]');
    expect(await page.getAttribute('[name=userEmail]', 'readonly')).toBe('');
    expect(await page.inputValue('[name=costCenter]')).toBe(who('user').costCenter);
    const model = '[name=source][value="us.anthropic.claude-sonnet-4-6"]';
    await hand.choose(model);
    // Of the places only those are left that have it.
    const elsewhere = page.locator('option[value="222233334444/ap-northeast-1"]');
    expect(await elsewhere.isDisabled()).toBe(true);
    await hand.pick('[name=place]', '222233334444/us-east-1');
    await hand.choose('form.vend button');
    await page.waitForURL(/\/profiles\/[a-z0-9]+\?done=created/);
    // Asked for again it is the same one, and said to be.
    await page.goto(`${served.url}/profiles/new`);
    await hand.pick('[name=place]', '222233334444/ap-northeast-1');
    await hand.choose(model);
    // Another Region of the account stands in for what was chosen and cannot be.
    expect(await page.inputValue('[name=place]')).toBe('222233334444/us-east-1');
    // It is there again once a model has it, for arrows come past others on the way to one.
    await hand.choose('[name=source][value="global.anthropic.claude-sonnet-4-6"]');
    expect(await page.inputValue('[name=place]')).toBe('222233334444/ap-northeast-1');
    await hand.choose(model);
    expect(await elsewhere.isDisabled()).toBe(true);
    // What is missing is asked for where it stands, however far down.
    await page.selectOption('[name=place]', '');
    await hand.choose('form.vend button');
    await page.waitForSelector('[name=place][aria-invalid]');
    expect(await page.evaluate('document.activeElement.name')).toBe('place');
    await hand.pick('[name=place]', '222233334444/us-east-1');
    await hand.choose('form.vend button');
    await page.waitForURL(/\/profiles\/[a-z0-9]+\?done=existed/);
    const cookie = await cookieOf(context);
    const form = (fields: Record<string, string>) =>
      ask(served.url, '/profiles', {
        method: 'POST',
        headers: { cookie, origin: served.url, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      });
    const wanted = {
      userEmail: who('user').email,
      costCenter: who('user').costCenter ?? '',
      source: 'x',
      place: '222233334444/us-east-1',
    };
    expect((await form({ ...wanted, userEmail: who('manager').email })).status).toBe(403);
    expect((await form({ ...wanted, costCenter: 'CC-9999 Elsewhere' })).status).toBe(403);
    await context.close();
  });

  it('a sign-in that was begun in another browser, or comes back twice, is refused', async () => {
    const context = await chrome.browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    let callback = '';
    page.on('request', (request) => {
      if (request.url().includes('/sign-in/callback')) callback = request.url();
    });
    await signIn(page, 'user');
    const { pathname, search } = new URL(callback);
    const browser = (await context.cookies()).find(({ name }) => name === '__Host-ledger-sign-in');
    const again = await ask(served.url, pathname + search, {
      headers: { cookie: `__Host-ledger-sign-in=${browser?.value}` },
    });
    expect(again.status).toBe(403);
    expect(again.text).toContain('begun too long ago, or was used already');
    expect(again.headers['set-cookie'] ?? '').not.toContain(COOKIE);
    const stranger = await ask(served.url, pathname + search);
    expect(stranger.status).toBe(403);
    expect(stranger.text).toContain('not begun in this browser');
    await context.close();
  });
});
