import type { BrowserContextOptions } from 'playwright-core';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { WINDOWS } from '../amounts.ts';
import type { Way } from './hand.ts';
import { NARROW, WIDE } from './look.ts';

/**
 * In which windows the journeys of budgets are done: on a telephone and on a desk, each in English and in Japanese. `npm
 * test` takes two, of both widths and both languages; the soak all four.
 */

export interface JourneyWindow {
  /** For the title of a test. */
  name: string;
  lang: 'en' | 'ja';
  /** The words that it shows. */
  m: typeof en;
  /** How everything is done in it: by keyboard alone on a desk. */
  way: Way;
  options: BrowserContextOptions;
}

const windowOf = (width: number, lang: JourneyWindow['lang']): JourneyWindow => ({
  name: `at ${width} px in ${lang}`,
  lang,
  m: { en, ja }[lang],
  way: width === NARROW ? 'pointer' : 'keyboard',
  options: {
    locale: { en: 'en-GB', ja: 'ja-JP' }[lang],
    ...(width === NARROW
      ? { viewport: { width, height: 844 }, isMobile: true, hasTouch: true }
      : { viewport: { width, height: 800 } }),
  },
});

export const ON_A_TELEPHONE = windowOf(NARROW, 'en');
/** The first two have both widths and both languages. */
const ALL = [ON_A_TELEPHONE, windowOf(WIDE, 'ja'), windowOf(NARROW, 'ja'), windowOf(WIDE, 'en')] as const;
export const windows: readonly JourneyWindow[] = ALL.slice(0, WINDOWS);
