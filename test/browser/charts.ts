import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { windowWith } from './look.ts';

/** Charts that answer pointer and keys, on one page that is open, and what is left of them without script. */

/** What the readout of a chart says, a line an amount. */
export const said = (page: Page, chart: string): Promise<string[]> =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('${chart} .readout > b, ${chart} .readout > p')].map((one) => [...one.childNodes].map((part) => part.textContent).filter(Boolean).join(' ').trim())`,
  );
/** Rows of the table behind a chart: the cells that say something, the first without its link. */
export const rowsOf = (page: Page, chart: string): Promise<string[][]> =>
  page.evaluate<string[][]>(
    `[...document.querySelectorAll('${chart} tbody tr')].map((tr) => [...tr.cells].map((cell) => cell.textContent))`,
  );
const namesOf = (page: Page, chart: string): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('${chart} th')].map((one) => one.textContent)`);
const DAILY = 'figure:has(.series)';
const BURN_UP = '#burnup figure';

const cents = (text: string): number => Math.round(Number(text.replace(/[^\d.]/g, '')) * 100);
/** The series of a row, the largest first, and then their sum. */
function ordered(names: readonly string[], row: readonly string[]): string[] {
  const series = names.slice(1, -2).map((name, i) => [name, row[i + 1] ?? ''] as const);
  const all = series.toSorted(
    ([, a], [, b]) => Number(b.slice(1).replace(',', '')) - Number(a.slice(1).replace(',', '')),
  );
  return [...all, ['Total', row.at(-2) ?? ''] as const].map((line) => line.join(' '));
}

/** The tallest bar, in dollars of the axis as it is labelled. */
const highest = (page: Page): Promise<number> =>
  page.evaluate<number>(`(() => {
    const parts = [...document.querySelectorAll('${DAILY} .bar rect:not(.target, .off)')].map((one) => one.getBoundingClientRect().top);
    const lines = [...document.querySelectorAll('${DAILY} .axis')].map((one) => one.getBoundingClientRect().top);
    const labels = [...document.querySelectorAll('${DAILY} [data-usd]')].map((one) => Number(one.textContent.slice(1)));
    const [zero, top] = [Math.max(...lines), Math.min(...lines)];
    const share = (zero - Math.min(...parts)) / (zero - top);
    if (share < 0.38) throw new Error('there is room for more than ' + share);
    return share * Math.max(...labels);
  })()`);
/** What the days come to without the first series. */
const totalsOf = async (page: Page): Promise<number[]> =>
  (await rowsOf(page, DAILY)).map(
    (row) => row.slice(2, -2).reduce((sum, text) => sum + cents(text), 0) / 100,
  );

export function chartsAnswer(opened: () => { browser: Browser; url: string }): void {
  it('charts answer the keys with what their table says, leave series out, and lead to chosen days', async () => {
    const { browser, url } = opened();
    const { context, page } = await windowWith(browser, url, 'en', 'light');
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`${url}/users`);
    await page.locator('#table-main tbody a[href*="/users/"]').first().click();
    await page.waitForURL(/users\/./);
    const cursor = page.locator(`${DAILY} .cursor`);
    await cursor.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const [names, rows] = [await namesOf(page, DAILY), await rowsOf(page, DAILY)];
    const [first = [], second = [], third = []] = rows;
    expect(await said(page, DAILY)).toEqual([second[0], ...ordered(names, second)]);
    expect(await cursor.getAttribute('aria-valuetext')).toContain(second[0]);
    expect(await cursor.getAttribute('aria-valuetext')).toContain(second.at(-1));
    expect([await cursor.getAttribute('aria-valuenow'), rows.length]).toEqual([
      '2',
      Number(await cursor.getAttribute('aria-valuemax')),
    ]);

    // The largest series of the day goes, by the keyboard: bars, sums and address follow.
    const gone = page.locator(`${DAILY} a.series`).first();
    const key = await gone.getAttribute('data-key');
    await gone.press(' ');
    expect(await gone.getAttribute('aria-pressed')).toBe('false');
    expect(new URL(page.url()).searchParams.get('hide')).toBe(key);
    await cursor.focus();
    const left = (await said(page, DAILY)).slice(1);
    expect(left).toHaveLength(names.length - 3);
    const amounts = left.map((line) => cents(line.slice(line.lastIndexOf(' '))));
    expect(amounts.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(amounts.at(-1));
    // Bars are drawn larger, and the axis says so.
    expect(await highest(page)).toBeCloseTo(Math.max(...(await totalsOf(page))), -1);
    const shown = await page.locator(`${DAILY} .sum`).textContent();
    expect(shown).toMatch(/^\$[\d,.]+ of \$[\d,.]+ shown$/);
    const places = `[...document.querySelectorAll('${DAILY} .bar rect:not(.target, .off)')].map((one) => Math.round(one.getBoundingClientRect().bottom))`;
    const stacked = await page.evaluate<number[]>(places);
    await page.reload();
    expect(await page.locator(`${DAILY} .sum`).textContent()).toBe(shown);
    // The server draws what the script has moved, but for hairs.
    for (const [i, bottom] of (await page.evaluate<number[]>(places)).entries())
      expect(Math.abs(bottom - (stacked[i] ?? 0))).toBeLessThanOrEqual(3);

    // Days are chosen by keys and by hand; Escape lets go of them.
    await page.locator(`${BURN_UP} .cursor`).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    const sum = (cents(first.at(-2) ?? '') + cents(second.at(-2) ?? '') + cents(third.at(-2) ?? '')) / 100;
    const text = sum.toLocaleString('en', { minimumFractionDigits: 2 });
    expect(await said(page, BURN_UP)).toEqual([`${first[0]} – ${third[0]}: $${text}`]);
    await page.keyboard.press('Escape');
    expect((await said(page, BURN_UP))[0]).toBe(third[0]);
    const box = await page.locator(`${BURN_UP} .plot`).boundingBox();
    if (box === null) throw new Error('no chart');
    const at = (index: number) => box.x + (box.width * (54 + (576 / 30) * (index + 0.5))) / 640;
    const drag = async () => {
      await page.mouse.move(at(1), box.y + 60);
      await page.mouse.down();
      await page.mouse.move(at(3), box.y + 60);
    };
    await drag();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(new URL(page.url()).searchParams.get('start')).toBe(null);
    await drag();
    await Promise.all([page.waitForURL(/start=/), page.mouse.up()]);
    const { searchParams } = new URL(page.url());
    const days = rows.map(([day = '']) => day);
    expect(Object.fromEntries(searchParams)).toEqual({
      hide: key,
      start: '2026-11-02',
      endExclusive: '2026-11-05',
    });
    expect((await rowsOf(page, BURN_UP)).map(([day]) => day)).toEqual(days.slice(1, 4));
    await page.locator('.choices a', { hasText: 'All of November 2026' }).click();
    expect((await rowsOf(page, DAILY)).length).toBe(rows.length);
    // A day leads to its lines.
    await page.locator(`${DAILY} .cursor`).focus();
    await page.keyboard.press('Home');
    await Promise.all([page.waitForURL(/(days\/|spend\?start=)2026-11-01/), page.keyboard.press('Enter')]);
    await context.close();
  });

  it('charts lead to models and days without any script, and leave out what the address says', async () => {
    const { browser, url } = opened();
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 390, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(`${url}/models?hide=-`);
    expect(await page.locator('.cursor').first().isVisible()).toBe(false);
    expect(await page.locator(`${DAILY} .sum`).textContent()).toMatch(/ of /);
    const rest = page.locator(`${DAILY} a.series.off`);
    await Promise.all([page.waitForURL((to) => to.search === ''), rest.click()]);
    expect(await page.locator(`${DAILY} .sum`).textContent()).toMatch(/^Total /);
    const model = page.locator(`${DAILY} a.series[href*="/models/"]`).first();
    await Promise.all([page.waitForURL(/models\/./), model.click()]);
    await page.goBack();
    await Promise.all([page.waitForURL(/days/), page.locator(`${DAILY} a.bar`).first().click()]);
    await context.close();
  });
}
