import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { type Visit, visit } from './visits.ts';

/** What is looked at on a page: errors, what a reader of it would miss, and what keeps people from using it. */

export const WIDE = 1280;
export const NARROW = 390;
/** The program that looks, as it is served: half as much to hand over as what it is made of. */
const PROGRAM = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What axe-core finds otherwise in other colours or at another width; all else is in the document itself. */
const AXE = { resultTypes: ['violations' as const], preload: false };
const OF_LOOKS = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable'];

/** A window with a language and colours chosen before; nothing in it moves, so that colours are what they will be. */
export async function windowWith(browser: Browser, base: string, lang: string, theme: string) {
  const context = await browser.newContext({
    viewport: { width: NARROW, height: 900 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await choose(page, base, lang, theme);
  return { context, page };
}

/** As the switches of a page do. */
export const choose = (page: Page, base: string, lang: string, theme: string): Promise<void> =>
  page.context().addCookies([
    { name: 'lang', value: lang, url: base },
    { name: 'theme', value: theme, url: base },
  ]);

/** What is wrong at this width: the language and colours that were chosen, sideways scrolling, tables of which something is
 * hidden behind a scroll bar of their own (not the one behind a chart, which has a column for every model); and what no part
 * of a page shows by itself: ids used twice, headings that skip a level, regions with one name. */
const LOOK = `((lang, theme) => {
  const root = document.documentElement;
  const found = [];
  if (root.lang !== lang || (root.dataset.theme ?? '') !== theme) found.push('is in ' + root.lang + ', ' + root.dataset.theme);
  if (document.title.trim() === '') found.push('has no title');
  const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length > 0) found.push('ids used twice: ' + twice);
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((one) => one.checkVisibility()).map(({ localName }) => Number(localName[1]));
  levels.forEach((level, i) => { if (level > (levels[i - 1] ?? 0) + 1) found.push('a heading skips a level: ' + levels); });
  const regions = [...document.querySelectorAll('nav, aside, section, form')].filter((one) => one.checkVisibility()).map((one) => [one.localName, one.ariaLabel ?? one.ariaLabelledByElements?.map(({ textContent }) => textContent).join(' ') ?? '']).filter(([, name]) => name !== '').map(String);
  const alike = regions.filter((one, i) => regions.indexOf(one) !== i);
  if (alike.length > 0) found.push('regions with one name: ' + alike);
  const over = root.scrollWidth - root.clientWidth;
  if (over > 0) found.push(over + ' px too wide at ' + innerWidth);
  // A figure for each two of a kind is moved aside below its names.
  for (const one of document.querySelectorAll('.scroll:not(.matrix)'))
    if (one.closest('details') === null && one.scrollWidth > one.clientWidth)
      found.push('clipped at ' + innerWidth + ': ' + (one.closest('.card')?.querySelector('h2')?.textContent ?? 'a table') + ' by ' + (one.scrollWidth - one.clientWidth) + ' px');
  return found;
})`;

/** What is wrong with the open page in its window. @param theme '' where none was chosen */
export const wrongIn = (page: Page, lang: string, theme = ''): Promise<string[]> =>
  page.evaluate<string[]>(`${LOOK}('${lang}', '${theme}')`);

/** What a page consists of: what is around its content, and the parts of that. */
const PARTS = `[...document.body.children].flatMap((one) => one.localName === 'main' ? [...one.children] : [one])`;

/** Elements and what tells them apart for axe-core, without words and figures: what it would say of one it says of the other. */
const SHAPE = `
  const telling = ['class', 'role', 'style', 'type', 'scope', 'colspan', 'tabindex', 'hidden', 'aria-hidden', 'aria-sort'];
  const shape = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() === '' ? '' : 'words';
    if (node.nodeType !== Node.ELEMENT_NODE) return '';
    const of = [...node.attributes].map(({ name, value }) => name + (telling.includes(name) ? '=' + value : value === '' ? '' : '=?'));
    return '<' + node.localName + of.sort().join() + '>' + [...node.childNodes].map(shape).join('') + '</>';
  };`;

/**
 * Takes away what repeats: of rows, bars and days of one parent that differ in words and figures alone, two stay. axe-core
 * looks at each element for itself and would say the same of all of them, a second a page later. Answers the parts of which
 * what is left consists.
 */
const THIN = `(() => {${SHAPE}
  for (const parent of new Set([...document.querySelectorAll('tbody > tr, svg > *, ul > li, ol > li, option, label.box')].map((one) => one.parentNode))) {
    const seen = new Map();
    for (const one of [...parent.children]) {
      const key = shape(one);
      seen.set(key, (seen.get(key) ?? 0) + 1);
      if (seen.get(key) > 2) one.remove();
    }
  }
  return ${PARTS}.map(shape);
})()`;

/**
 * What axe-core holds against the page, which is handed the program at once: there are no frames that it would be put into.
 * @param without the places of parts that it does not look at
 */
export const violationsOf = (page: Page, without: readonly number[] = []): Promise<string[]> =>
  asked(page, `${PROGRAM};`, AXE, without);

/** What it holds against its looks, once it is there. */
const faultyLooksOf = (page: Page, without: readonly number[]): Promise<string[]> =>
  asked(page, '', { ...AXE, runOnly: OF_LOOKS }, without);

async function asked(
  page: Page,
  first: string,
  options: object,
  without: readonly number[],
): Promise<string[]> {
  const exclude = `${JSON.stringify(without)}.map((place) => ${PARTS}[place])`;
  const run = `axe.run({ include: [document], exclude: ${exclude} }, ${JSON.stringify(options)}).then(({ violations }) => ({ violations }))`;
  return told(await page.evaluate<Pick<AxeResults, 'violations'>>(`${first}${run}`));
}

function told({ violations }: Pick<AxeResults, 'violations'>): string[] {
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, nodes }) => {
      const places = nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary}`);
      return `${id}: ${places.slice(0, 3).join(' | ')}`;
    });
}

/** What axe-core is asked: nothing, everything on a desk, or then what depends on looks on a telephone in the dark as well. */
export type Audit = 'none' | 'whole' | 'dark as well';

/** Parts that were audited, which is done once: those that differ in words alone are one. */
const audited = new Set<string>();

/** Looks at the page that is open, at both widths. */
async function faultsOf(page: Page, lang: string, theme: string, audit: Audit): Promise<string[]> {
  const found: string[] = [];
  const look = async (width: number) => {
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await wrongIn(page, lang, theme)));
  };
  await look(NARROW);
  await look(WIDE);
  if (audit === 'none') return found;
  const parts = await page.evaluate<string[]>(THIN);
  const known = parts.flatMap((one, place) => (audited.has(audit + one) ? [place] : []));
  if (known.length === parts.length) return found;
  for (const one of parts) for (const as of ['whole', audit]) audited.add(as + one);
  found.push(...(await violationsOf(page, known)));
  if (audit === 'whole') return found;
  await page.setViewportSize({ width: NARROW, height: 900 });
  await page.evaluate("document.documentElement.dataset.theme = 'dark'");
  found.push(...(await faultyLooksOf(page, known)).map((one) => `dark, ${one}`));
  return found;
}

/** Visits a page and looks at it; what the browser itself complains of is a fault as well. */
export async function problemsOf(
  page: Page,
  base: string,
  one: Visit,
  [lang, theme, audit]: readonly [lang: string, theme: string, audit: Audit],
): Promise<string[]> {
  const found: string[] = [];
  const onConsole = (message: { type(): string; text(): string }) => {
    // A browser reports every refused document by itself; that is the very page asked for here.
    if (message.type() === 'error' && !(one.status !== 200 && message.text().includes(String(one.status))))
      found.push(`console: ${message.text()}`);
  };
  const onError = (error: Error) => found.push(`script: ${error.message}`);
  page.on('console', onConsole).on('pageerror', onError);
  const status = await visit(page, base, one);
  if (status !== one.status) found.push(`status ${status}`);
  found.push(...(await faultsOf(page, lang, theme, audit)));
  page.off('console', onConsole).off('pageerror', onError);
  return found.map((problem) => `${one.path} ${one.status}: ${problem}`);
}
