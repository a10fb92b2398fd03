import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { messageText } from '../../src/core/messageText.ts';
import { mailHtml } from '../../src/notify/mailHtml.ts';
import { samplesIn } from './samples.ts';

/** Mails as a mail program shows them: each in a frame of its own, many on one page. */

export const WIDTHS = [390, 700] as const;
const SCHEMES = ['light', 'dark'] as const;
/** What is said of the looks of a mail; that it has no landmarks and headings is how mails are. */
const RULES = [
  'color-contrast',
  'link-in-text-block',
  'image-alt',
  'th-has-data-cells',
  'link-name',
  'html-has-lang',
];

export interface Drawn {
  name: string;
  html: string;
  text: string;
}

export const drawnIn = (locale: 'en' | 'ja'): Drawn[] =>
  samplesIn(locale).map(([name, message]) => ({
    name: `${name}.${locale}`,
    html: mailHtml(message),
    text: messageText(message, 76),
  }));

const quoted = (html: string): string => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** A page of frames, each so wide and as high as what is in it. */
async function framesOf(page: Page, drawn: readonly Drawn[], width: number): Promise<void> {
  const frames = drawn.map(
    ({ name, html }) =>
      `<iframe title="${name}" style="display:block;border:0;width:${width}px;height:3000px" srcdoc="${quoted(html)}"></iframe>`,
  );
  await page.setContent(
    `<!doctype html><html lang="en"><title>mails</title><body style="margin:0">${frames.join('')}`,
  );
}

/** How much wider each mail is than its window, where it is. */
const TOO_WIDE = `[...document.querySelectorAll('iframe')].flatMap(({ title, contentDocument: { documentElement: root, body } }) =>
  Math.max(root.scrollWidth, body.scrollWidth) > root.clientWidth ? [title + ': ' + root.scrollWidth + ' > ' + root.clientWidth] : [])`;

/** Fetched from elsewhere: nothing may be. */
const FETCHED = `[...document.querySelectorAll('iframe')].flatMap(({ title, contentDocument }) =>
  [...contentDocument.querySelectorAll('img, script, link, iframe, object, [src], [background]')].map(({ localName }) => title + ': ' + localName))`;

/** What is wrong with how the mails fit, at each width, and what they would fetch. */
export async function misfitsOf(browser: Browser, drawn: readonly Drawn[]): Promise<string[]> {
  const page = await browser.newPage();
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await framesOf(page, drawn, width);
    for (const one of await page.evaluate<string[]>(TOO_WIDE)) found.push(`${one} (${width})`);
    found.push(...(await page.evaluate<string[]>(FETCHED)));
  }
  await page.close();
  return found;
}

/** What axe-core holds against their looks, in light and dark: one document of all of them, since their styles are the same. */
export async function faultyLooksOf(browser: Browser, drawn: readonly Drawn[]): Promise<string[]> {
  const page = await browser.newPage();
  await page.setViewportSize({ width: WIDTHS[1], height: 900 });
  const [first] = drawn;
  const head = /<style>[\s\S]*?<\/style>/.exec(first?.html ?? '')?.[0] ?? '';
  const bodies = drawn.map(({ name, html }) => {
    const body = /<body class="page" style="([^"]*)">([\s\S]*)<\/body>/.exec(html);
    return `<div id="${name}" class="page" style="${body?.[1]}">${body?.[2]}</div>`;
  });
  await page.setContent(`<!doctype html><html lang="en"><title>mails</title>${head}<body>${bodies.join('')}`);
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    const options = JSON.stringify({ resultTypes: ['violations'], preload: false, runOnly: RULES });
    const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>(
      `axe.run(document, ${options}).then(({ violations }) => ({ violations }))`,
    );
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes.slice(0, 3))
        found.push(`${colorScheme}: ${id} ${target.join(' ')} ${failureSummary}`);
  }
  await page.close();
  return found;
}

/** Saves each mail as a picture and as text. @param folder is made where it is not */
export async function save(browser: Browser, drawn: readonly Drawn[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage();
  for (const width of WIDTHS)
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize({ width, height: 400 });
      await page.emulateMedia({ colorScheme });
      for (const { name, html, text } of drawn) {
        await page.setContent(html);
        await page.screenshot({ path: join(folder, `${name}.${width}.${colorScheme}.png`), fullPage: true });
        writeFileSync(join(folder, `${name}.txt`), text);
      }
    }
  await page.close();
}
