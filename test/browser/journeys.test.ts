import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, assign, owners, signIn } from '../journeys/identityCenter.ts';
import { ask } from '../server/setup.ts';
import { handOf } from './hand.ts';
import { wrongIn } from './look.ts';
import { openBrowser, openPages } from './setup.ts';
import { windows } from './windows.ts';

/** What people come for, done with mouse and keyboard in a real browser, with and without script. */

let pages: Awaited<ReturnType<typeof openPages>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  [pages, chrome] = await Promise.all([openPages(), openBrowser()]);
});
afterAll(async () => {
  await chrome?.close();
  await pages?.close();
});

async function within(
  options: Parameters<typeof chrome.browser.newContext>[0],
  act: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await chrome.browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(10_000);
  try {
    await act(await context.newPage(), context);
  } finally {
    await context.close();
  }
  expect(pages.faults).toEqual([]);
}
const textOf = async (page: Page, selector: string) => (await page.textContent(selector))?.trim() ?? '';
/** Amounts of a text, in cents. */
const centsOf = (text: string) =>
  [...text.matchAll(/\$([\d,]+)\.(\d\d)/g)].map(([, whole, part]) =>
    Number(`${whole?.replaceAll(',', '')}${part}`),
  );
const rowsOf = (page: Page, table = '#table-main') =>
  page.$$eval(`${table} tbody tr`, (rows) => rows.map((row) => row.textContent ?? ''));

// By keyboard alone with script, by pointer without it.
describe.each([
  [true, 'keyboard'],
  [false, 'pointer'],
] as const)('with script: %s, by %s', (javaScriptEnabled, way) => {
  it('a budget is set, stands in the table and in the audit log, and ends after a question', async () => {
    const key = javaScriptEnabled ? 'CC-1' : 'CC-2';
    await within({ javaScriptEnabled }, async (page) => {
      const hand = handOf(page, way);
      await page.goto(`${pages.url}/budgets`);
      await hand.choose('main a[href="/budgets/new"]');
      await hand.pick('[name=scope]', 'costCenter');
      await hand.write('[name=key]', key);
      await hand.write('[name=amount]', '1,2');
      await page.press('[name=amount]', 'Enter');
      expect(await page.getAttribute('[name=amount]', 'aria-invalid')).toBe('true');
      expect(await page.inputValue('[name=key]')).toBe(key);
      await hand.write('[name=amount]', '1,234.50');
      await hand.write('[name=reason]', 'a new team');
      await hand.choose('main form button');
      // Nobody knows it: the form asks, and keeps what was typed.
      expect(await textOf(page, '#fault-key')).toContain('belongs to this cost center');
      await hand.choose('[name="unknown.key"]');
      await hand.choose('main form button');
      expect(await textOf(page, '[role=status]')).toBe('Saved.');
      const own = page.url().replace(/\?.*/, '');
      await page.goto(`${pages.url}/budgets`);
      const row = page.locator('#table-main tbody tr', { hasText: key });
      expect(await row.textContent()).toContain('$1,234.50');

      await page.goto(`${pages.url}/audit`);
      const entry = (await rowsOf(page))[0];
      for (const part of ['Budget set', key, '$1,234.50', 'a new team']) expect(entry).toContain(part);

      await page.goto(`${pages.url}/budgets`);
      await hand.choose(row.getByText('Change'));
      expect(await page.inputValue('[name=amount]')).toBe('1234.50');
      await page.goto(own);
      await hand.choose(page.getByText('End it'));
      expect(await textOf(page, 'main')).toContain('$1,234.50');
      await hand.choose('main form button');
      expect(page.url()).toContain(own);
      expect(await textOf(page, 'main')).toContain('Nothing holds today.');
      await page.goto(`${pages.url}/budgets`);
      expect((await rowsOf(page)).some((text) => text.includes(key))).toBe(false);
    });
  });

  it('a profile is made, its settings are there to copy, and it is deleted after a question', async () => {
    const owner = `new.${javaScriptEnabled ? 'one' : 'two'}@example.com`;
    await within({ javaScriptEnabled, permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      const hand = handOf(page, way);
      await page.goto(`${pages.url}/profiles`);
      await hand.choose('main a[href="/profiles/new"]');
      await hand.choose('[name=source][value="us.anthropic.claude-sonnet-4-6"]');
      await hand.pick('[name=place]', '222233334444/us-east-1');
      await hand.write('[name=userEmail]', owner);
      await hand.write('[name=costCenter]', 'CC-1001 Platform');
      await hand.choose('form.vend button');
      // Nobody knows the owner yet: that is asked before anything is made.
      await page.locator('[name^="unknown."]').first().waitFor();
      for (const name of await page.$$eval('[name^="unknown."]', (all) =>
        all.map((one) => one.getAttribute('name')),
      ))
        await hand.choose(`[name="${name}"]`);
      await hand.choose('form.vend button');
      expect(await textOf(page, '[role=status]')).toBe('Profile created.');
      expect(await textOf(page, 'main')).toContain(owner);
      // The first client stands open, the others are opened where their names stand.
      const settings = await textOf(page, '#settings-claude-code');
      expect(settings).toMatch(/"ANTHROPIC_MODEL": "arn:aws:bedrock:[^"]+"/);
      const command = page.locator('#settings-aws-cli');
      expect(await command.isVisible()).toBe(false);
      await hand.choose(page.locator('#for-aws-cli summary'));
      expect(await command.innerText()).toContain('aws bedrock-runtime converse');
      await hand.choose(page.locator('#for-claude-code summary'));
      const copy = page.locator('[data-copy=settings-claude-code]');
      await page.waitForLoadState();
      expect(await copy.isVisible()).toBe(javaScriptEnabled);
      if (javaScriptEnabled) {
        await hand.choose(copy);
        await copy.filter({ hasText: /^Copied$/ }).waitFor();
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(settings);
      }
      await hand.choose('a.danger');
      await hand.choose('text=Keep it');
      expect(await textOf(page, '#settings-claude-code')).toBe(settings);
      await hand.choose('a.danger');
      await hand.choose('main form button');
      expect(await textOf(page, '[role=status]')).toContain('Profile deleted.');
      expect(await page.locator('a.danger').count()).toBe(0);
    });
  });

  it('language and colours are switched and stay so, on the page where one was', async () => {
    await within({ javaScriptEnabled }, async (page) => {
      const hand = handOf(page, way);
      const html = page.locator('html');
      await page.goto(`${pages.url}/users?sort=-tokens`);
      expect(await html.getAttribute('lang')).toBe('en');
      await hand.choose('text=日本語');
      await hand.choose('text=ダーク');
      expect(new URL(page.url()).searchParams.get('sort')).toBe('-tokens');
      await page.goto(`${pages.url}/alerts`);
      expect([await html.getAttribute('lang'), await html.getAttribute('data-theme')]).toEqual([
        'ja',
        'dark',
      ]);
      expect(await textOf(page, 'h1')).toBe('アラート');
    });
  });

  it('a figure leads to its lines, and a line to its charges', async () => {
    await within({ javaScriptEnabled }, async (page) => {
      const hand = handOf(page, way);
      await page.goto(`${pages.url}/?period=lastMonth`);
      const figure = page.locator('#table-main td.n a[href^="/spend?"]').first();
      const shown = await figure.textContent();
      await hand.choose(figure);
      expect(new URL(page.url()).pathname).toBe('/spend');
      expect(centsOf(await textOf(page, '.headline'))[0]).toBe(centsOf(shown ?? '')[0]);
      await page.goto(`${pages.url}/spend?period=lastMonth&tokenKind=output`);
      await hand.choose(page.locator('#table-main a[href*="charges.q"]').first());
      expect(page.url()).toContain('/days/2026-10-');
      const charges = await rowsOf(page, '#table-charges');
      expect(charges.length).toBeGreaterThan(0);
    });
  });
});

it('every figure leads to lines that add up to it', async () => {
  await within({}, async (page) => {
    const linesOn = async (path: string, where: string) => {
      await page.goto(`${pages.url}${path}?period=lastMonth`);
      const links = await page.$$eval(where, (all) =>
        all.map((one) => ({
          text: one.childNodes[0]?.textContent ?? '',
          href: one.getAttribute('href') ?? '',
        })),
      );
      // A share is of an amount that has a link of its own.
      const lines = links.filter(({ text, href }) => href.startsWith('/spend?') && !text.includes('%'));
      expect(lines.length, path).toBeGreaterThan(2);
      return lines;
    };
    const lines = await linesOn('/', '.kpi dd a, .headline a, #table-main td.n a');
    lines.push(...(await linesOn('/models', '#table-main td.n a, #table-tokenKind td.n a')));
    const first = await page.locator('#table-main td a[href^="/models/"]').first().getAttribute('href');
    const { pathname } = new URL(first ?? '', pages.url);
    lines.push(...(await linesOn(pathname, '.kpi dd a, #table-main td.n a, #table-costCenter td.n a')));
    expect(lines.length).toBeGreaterThan(10);
    for (const { text, href } of lines) {
      // The sum stands in the document itself: no window has to draw all of them.
      const { text: html } = await ask(pages.url, href);
      const headline = /class="headline"[^>]*>(.*?)<\/p>/s.exec(html)?.[1] ?? '';
      const [shown, sum] = [centsOf(text)[0] ?? 0, centsOf(headline)[0] ?? 0];
      // Rows are rounded so that they add up to their total: a cent up or down.
      expect(sum, `${text} ${href}`).toBeGreaterThan(0);
      expect(Math.abs(shown - sum), `${text} ${href}`).toBeLessThanOrEqual(1);
    }
  });
});

describe('the keyboard', () => {
  it('skips to the content, finds with "/", filters and sorts by the headings', async () => {
    await within({}, async (page) => {
      const hand = handOf(page, 'keyboard');
      await page.goto(`${pages.url}/users`);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.className')).toBe('skip');
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).hash).toBe('#content');

      await page.goto(`${pages.url}/profiles`);
      const before = (await rowsOf(page)).length;
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.role')).toBe('combobox');
      await page.keyboard.press('Escape');
      await hand.write('#table-main form.filter input[type=search]', 'nova');
      await page.waitForURL(/q=nova/);
      await page.locator('#table-main .left', { hasText: ` of ${before}` }).waitFor();
      const found = await rowsOf(page);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(before);
      for (const row of found) expect(row.toLowerCase()).toContain('nova');

      const heading = page.locator('#table-main th', { hasText: 'Owner' });
      await hand.choose(heading.locator('a'));
      await page.waitForURL(/sort=user/);
      expect(await heading.getAttribute('aria-sort')).toBe('ascending');
      expect(page.url()).toContain('q=nova');
      const owners = await page.$$eval('#table-main tbody td:nth-child(2)', (all) =>
        all.map((one) => one.textContent),
      );
      expect(owners).toEqual([...owners].sort());
      await hand.choose(heading.locator('a'));
      await page.waitForURL(/sort=-user/);
      expect(await heading.getAttribute('aria-sort')).toBe('descending');
    });
  });
});

describe('a copy button', () => {
  it('marks the text where the browser keeps the clipboard from the page', async () => {
    await within({}, async (page) => {
      await page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
      const profile = (await pages.world.store.profiles.all()).find((one) => one.goneAt === null);
      await page.goto(`${pages.url}/profiles/${profile?.shortId}`);
      const hand = handOf(page, 'keyboard');
      await hand.choose('#for-aws-cli summary');
      await hand.choose('[data-copy=settings-aws-cli]');
      await page.locator('[data-copy=settings-aws-cli]', { hasText: /^Press Ctrl\+C$/ }).waitFor();
      expect(await page.evaluate('getSelection().toString().trim()')).toContain(
        'aws bedrock-runtime converse',
      );
    });
  });
});

it('a policy as the page shows it lets a person in through their own profile, and through nothing else', async () => {
  const { simulator } = pages.world;
  const [me, colleague] = owners(simulator, 'us-east-1');
  await within({}, async (page) => {
    await page.goto(`${pages.url}/policies?kind=invoke`);
    await assign(simulator, 'FromThePage', await textOf(page, '#policy'));
  });
  const person = as(simulator, await signIn(simulator, me.email, 'FromThePage'));
  expect((await person.call(me.profile)).usage?.totalTokens).toBeGreaterThan(0);
  for (const other of [colleague.profile, 'us.anthropic.claude-sonnet-4-6'])
    await expect(person.call(other)).rejects.toThrow(
      /^User: arn:aws:sts::.* is not authorized to perform: bedrock:InvokeModel on resource: /,
    );
  await within({}, async (page) => {
    await page.goto(`${pages.url}/policies/in-force`);
    await handOf(page, 'keyboard').choose('main form[method=post] button');
    await page.waitForSelector('.headline');
    const copied = page.locator('section.card', { hasText: 'BedrockUsers' });
    expect(await copied.textContent()).toContain('They can re-tag somebody else');
    const shown = page.locator('section.card', { hasText: 'FromThePage' });
    expect(await shown.textContent()).not.toContain('They can ');
  });
});

describe('on paper', () => {
  it('no column of a table is cut off at the width of a sheet', async () => {
    // A4 across, less 13 mm at each side, at 96 pixels an inch.
    await within({ viewport: { width: 1024, height: 700 } }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      for (const path of [
        '/',
        '/users',
        '/profiles',
        '/days/2026-11-12',
        '/spend',
        '/alerts',
        '/jobs',
        '/reconciliation',
      ]) {
        await page.goto(pages.url + path);
        const cut = await page.$$eval('.scroll', (all) =>
          all.map((one) => one.scrollWidth - one.clientWidth).filter((more) => more > 0),
        );
        expect([path, cut]).toEqual([path, []]);
      }
    });
  });

  it('each sheet says what it is, of when and as of when; wide tables lie across, narrow ones stand', async () => {
    await within({}, async (page) => {
      const sheets = async (path: string) => {
        await page.goto(pages.url + path);
        const text = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
        return [...new Set([...text.matchAll(/\/MediaBox \[0 0 (\d+)/g)].map(([, width]) => Number(width)))];
      };
      expect(await sheets('/charge-back')).toEqual([594]);
      expect(await sheets('/users')).toEqual([841]);
      const said = await page.evaluate<string[]>(
        "['--print-title', '--print-as-of'].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name))",
      );
      expect(said[0]).toMatch(/^"Users · 1 \w+ \d{4} – \d+ \w+ \d{4}"$/);
      expect(said[1]).toMatch(/^"As of \d{4}-\d\d-\d\d \d\d:\d\d UTC"$/);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.period .print-period').isVisible()).toBe(true);
    });
  });

  it('an address breaks before its @ and nowhere else, and a total is said once', async () => {
    await within({ viewport: { width: 696, height: 1000 } }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      await page.goto(`${pages.url}/users`);
      const lines = await page.evaluate<number[]>(`
        [...document.querySelectorAll('#table-main td.key a')].flatMap((one) =>
          [...one.childNodes].filter((part) => !/\\s/.test(part.textContent)).map((part) => {
            const range = document.createRange();
            range.selectNodeContents(part);
            return range.getClientRects().length;
          }),
        )`);
      expect(lines.length).toBeGreaterThan(5);
      expect(lines.filter((count) => count > 1)).toEqual([]);
      const foot = await page.evaluate(
        "getComputedStyle(document.querySelector('#table-main tfoot')).display",
      );
      expect(foot).toBe('table-row-group');
    });
  });

  it('a page is its figures: no navigation, no forms, dark ink on white', async () => {
    await within({}, async (page, context) => {
      await context.addCookies([{ name: 'theme', value: 'dark', url: pages.url }]);
      await page.goto(`${pages.url}/users`);
      await page.emulateMedia({ media: 'print' });
      for (const gone of [
        'header nav',
        '.switches',
        '.period form',
        '.period .choices',
        'form.filter',
        'details',
      ])
        expect([gone, await page.locator(gone).first().isVisible()]).toEqual([gone, false]);
      expect(await page.locator('#table-main tbody tr').first().isVisible()).toBe(true);
      const look = await page.evaluate<string[]>(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('#table-main td')).color]",
      );
      expect(look).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
    });
  });
});

it.each(windows)(
  '120 budgets are pasted, read, applied and undone $name',
  async ({ name, lang, m, way, options }) => {
    const MANY = 120;
    // With script in one language and without it in the other: all four windows have both at either width.
    await within({ ...options, javaScriptEnabled: lang === 'en' }, async (page) => {
      const hand = handOf(page, way);
      const words = m.budgetsMany;
      const keys = Array.from({ length: MANY }, (_, i) => `${name} 部門-${i}, "${i}"`);
      const quoted = keys.map(
        (key, i) => `costCenter\t"${key.replaceAll('"', '""')}"\t$1,0${String(i % 100).padStart(2, '0')}.50`,
      );
      const held = async () =>
        (await pages.world.store.budgets.list()).filter(
          ({ scope }) => 'key' in scope && scope.key.startsWith(`${name} `),
        ).length;
      const fits = async () => expect(await wrongIn(page, lang)).toEqual([]);
      await page.goto(`${pages.url}/budgets`);
      await hand.choose('a[href="/budgets/many"]');
      await fits();
      await hand.write('[name=rows]', ['scope\tkey\tamount', ...quoted].join('\n'));
      await hand.choose('form.stacked button');
      // Nobody knows these names: it asks, and keeps what was pasted.
      expect(await page.inputValue('[name=rows]')).toContain(quoted[MANY - 1]);
      await fits();
      await hand.choose('[name=anyName]');
      await hand.choose('form.stacked button');
      expect(await textOf(page, 'main')).toContain(words.counts(MANY, 0, 0, 0));
      expect(await page.locator('#table-main tbody tr').count()).toBe(50);
      await fits();
      expect(await held()).toBe(0);
      await hand.choose(page.getByRole('button', { name: words.apply(MANY) }));
      expect(await held()).toBe(MANY);
      await fits();
      await hand.write('[name=reason]', 'not yet');
      await hand.choose('main form button.danger');
      expect(await textOf(page, '[role=status]')).toBe(words.undone(0));
      expect(await held()).toBe(0);
      await fits();
    });
  },
);
