import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { problemsOf, windowWith } from './look.ts';
import { openBrowser, openEmptyPages, openPages } from './setup.ts';
import { emptyVisits, visitsOf } from './visits.ts';

/** Every page in Japanese, and those of an empty ledger in both languages. Their documents are those that are audited in English. */

let pages: Awaited<ReturnType<typeof openPages>>;
let empty: Awaited<ReturnType<typeof openEmptyPages>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  [pages, empty, chrome] = await Promise.all([openPages(), openEmptyPages(), openBrowser()]);
});
afterAll(async () => {
  await chrome?.close();
  await empty?.close();
  await pages?.close();
});

it('fits wide and narrow windows and is drawn with a glyph for every character', {
  timeout: 180_000,
}, async () => {
  const { context, page } = await windowWith(chrome.browser, pages.url, 'ja', 'dark');
  const problems: string[] = [];
  const used = new Set<string>();
  for (const one of await visitsOf(pages)) {
    problems.push(...(await problemsOf(page, pages.url, one, ['ja', 'dark', 'none'])));
    const text = await page.evaluate<string>('document.title + document.body.textContent');
    const japanese = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu) ?? [];
    if (japanese.length < 50) problems.push(`${one.path}: hardly any Japanese`);
    for (const char of japanese) used.add(char);
  }
  expect(problems).toEqual([]);
  expect(pages.faults).toEqual([]);
  expect(used.size).toBeGreaterThan(100);
  expect(await missingOf(page, [...used])).toEqual([]);
  expect(await missingOf(page, ['\u{10FFFD}', '\uE123'])).toHaveLength(2);
  await context.close();
});

it.each(['en', 'ja'])(
  'the pages of an empty ledger are without fault, in %s',
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
