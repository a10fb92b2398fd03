import type { Day, Instant, Month } from '../core/types.ts';
import { inThrees } from '../core/usd.ts';
import type { Locale } from './messages/index.ts';

/** How figures look. The currency is USD and is named once a table; exact values are on hover and in CSV. */

/** `1.2 M` or `120万`; the whole number goes into the title. */
export function tokens(count: bigint, locale: Locale = 'en'): string {
  const n = Number(count);
  if (n < 10_000) return inThrees(String(n));
  if (locale === 'ja') return inMyriads(n);
  const [size, unit] = n < 1e6 ? [1e3, 'k'] : n < 1e9 ? [1e6, 'M'] : [1e9, 'B'];
  return `${(n / size).toFixed(n / size < 10 ? 1 : 0)} ${unit}`;
}
/** `3.5万`, `1,234万`, `5.8億`, `58億`, `1.2兆`: Japanese counts in steps of ten thousand. */
function inMyriads(n: number): string {
  const [size, unit] = n < 1e8 ? [1e4, '万'] : n < 1e12 ? [1e8, '億'] : [1e12, '兆'];
  return `${inThrees((n / size).toFixed(n / size < 10 ? 1 : 0)).replace('.0', '')}${unit}`;
}
export const whole = (count: bigint | number): string => inThrees(String(count));
/** A change with its sign, a true minus: `+1.2 M` or `−300`. */
export const withSign = (change: bigint, say: (size: bigint) => string): string =>
  `${change > 0n ? '+' : change < 0n ? '−' : ''}${say(change < 0n ? -change : change)}`;

/** One formatter a language: to make one takes as long as a page of cells. */
function formatter(optionsOf: (locale: Locale) => Intl.DateTimeFormatOptions) {
  const made = new Map<Locale, Intl.DateTimeFormat>();
  return (at: Date, locale: Locale): string => {
    const kept =
      made.get(locale) ??
      new Intl.DateTimeFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', { timeZone: 'UTC', ...optionsOf(locale) });
    made.set(locale, kept);
    return kept.format(at);
  };
}
const midnight = (day: Day): Date => new Date(`${day}T00:00:00Z`);

const DAY = formatter((locale) => ({ day: 'numeric', month: locale === 'ja' ? 'long' : 'short' }));
/** `21 Nov` or `11月21日`. */
export const day = (value: Day, locale: Locale): string => DAY(midnight(value), locale);

const WEEKDAY = formatter((locale) => ({
  weekday: 'short',
  day: 'numeric',
  month: locale === 'ja' ? 'long' : 'short',
}));
/** `Sat 21 Nov` or `11月21日（土）`. */
export const weekday = (value: Day, locale: Locale): string =>
  WEEKDAY(midnight(value), locale).replace(',', '').replace('(', '（').replace(')', '）');

const FULL_DAY = formatter(() => ({ dateStyle: 'long' }));
/** `21 November 2026` or `2026年11月21日`. */
export const fullDay = (value: Day, locale: Locale): string => FULL_DAY(midnight(value), locale);

const INSTANT = formatter((locale) => ({
  year: 'numeric',
  month: locale === 'ja' ? '2-digit' : 'short',
  day: locale === 'ja' ? '2-digit' : 'numeric',
  hour: '2-digit',
  minute: '2-digit',
}));
/** `21 Nov 2026, 14:05` or `2026/11/21 14:05`, UTC. */
export const instant = (value: Instant, locale: Locale): string => INSTANT(new Date(value), locale);

const MONTH = formatter(() => ({ year: 'numeric', month: 'long' }));
/** `November 2026` or `2026年11月`. */
export const month = (value: Month, locale: Locale): string => MONTH(midnight(`${value}-01`), locale);

/** A share as `percent` writes it, as a plain number for files. */
export const plainPercent = (text: string): string => text.replace('−', '-').replace(/[^\d.-]/g, '');
/** `23.4 %`, in Japanese `23.4%`, of tenths of a per cent. */
export function tenths(count: bigint, locale: Locale = 'en'): string {
  const size = count < 0n ? -count : count;
  return `${count < 0n ? '−' : ''}${inThrees(String(size / 10n))}.${size % 10n}${PER_CENT[locale]}`;
}
/** With a blank at which no line ends. */
const PER_CENT: Readonly<Record<Locale, string>> = { en: '\u00a0%', ja: '%' };
/** `23.4 %` as `tenths` writes it, exact and then cut to one decimal, as everywhere: 100 is there only once it is reached. A true minus sign. */
export function percent(part: bigint, of: bigint, locale: Locale = 'en'): string {
  if (of === 0n) return '–';
  const [size, whole] = [part < 0n ? -part : part, of < 0n ? -of : of];
  const perMille = (size * 1000n) / whole;
  const sign = perMille !== 0n && part < 0n !== of < 0n ? '−' : '';
  return `${sign}${inThrees(String(perMille / 10n))}.${perMille % 10n}${PER_CENT[locale]}`;
}
