import { money } from './money.ts';
import { tidy } from './signs.ts';
import type { Money } from './types.ts';

/** Figures, accounts and lists as people type them, in a form, a file, the settings, a command or an address: one reading for all. */

/** What is wrong with an amount; a key of `VALUE_WORDS`. */
export type AmountFault =
  | 'amount'
  | 'amountCurrency'
  | 'amountPoint'
  | 'amountNegative'
  | 'amountDecimals'
  | 'amountTooLarge';

/** Which amounts are taken. */
export interface AmountKind {
  /** Decimals at most. */
  decimals: number;
  /** The amount that it must be below, whole USD. */
  below: number;
}
/** USD that somebody may spend. */
export const DOLLARS: AmountKind = { decimals: 2, below: 100_000_000 };
/** USD for 1,000,000 tokens. */
export const RATE: AmountKind = { decimals: 10, below: 1_000_000 };

const OURS = /^(?:US)?\$|^USD(?=[\d\s+-])|USD$|(?<=\d\s?)(?:US)?\$$/giu;
const OTHER_CURRENCY = /^(?=.*\d)(?:.*(?:\p{Sc}|円|元|원|\b[A-Z]{3}\b))/u;
const MINUS = /^[-\u2212\u2010-\u2013]|^\(.*\)$/u;
/** Thousands in threes, by one and the same sign. */
const GROUPED = /^\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+)(?:\.(\d+))?$/;
const PLAIN = /^\d*(?:\.(\d+))?$/;
const DIGITS_AND_SEPARATORS = /^\d[\d.,' ]*$/;

/**
 * Reads an amount in USD: `1200`, `1,200.00`, ` $1,200 `, `1 200.00`, `1’200`, `１，２００`. Never through a float, and never
 * by a guess: a comma is no decimal point, and a point no separator of thousands.
 */
export function readAmount(typed: string, { decimals, below }: AmountKind): Money | AmountFault {
  const text = figures(typed).replaceAll(OURS, '').trim();
  if (OTHER_CURRENCY.test(text)) return 'amountCurrency';
  if (MINUS.test(text)) return 'amountNegative';
  const unsigned = text.replace(/^\+\s*/, '').replace(/^\$\s*/, '');
  const found = GROUPED.exec(unsigned) ?? (/\d/.test(unsigned) ? PLAIN.exec(unsigned) : null);
  if (found === null)
    return DIGITS_AND_SEPARATORS.test(unsigned) && /[.,]/.test(unsigned) ? 'amountPoint' : 'amount';
  if ((found[1] ?? '').length > decimals) return 'amountDecimals';
  const plain = unsigned.replaceAll(/[, ']/g, '');
  const [whole = ''] = plain.split('.');
  if (whole.replace(/^0+/, '').length > 12 || BigInt(whole || '0') >= BigInt(below)) return 'amountTooLarge';
  return money(plain);
}

/** What stands beside an amount that is at fault, for its words. */
export const amountDetail = (fault: AmountFault, { decimals, below }: AmountKind): number | undefined =>
  fault === 'amountDecimals' ? decimals : fault === 'amountTooLarge' ? below : undefined;

/** A whole number within its bounds, or null: `1000`, `1,000`, `１０００`. */
export function readWhole(typed: string, min: number, max: number): number | null {
  const text = figures(typed).replace(/^\+/, '');
  const fits = /^\d{1,10}$/.test(text) || (GROUPED.test(text) && !text.includes('.'));
  const value = fits ? Number(text.replaceAll(/[, ']/g, '')) : Number.NaN;
  return value >= min && value <= max ? value : null;
}

/** A percentage of whole numbers, with its sign or without. */
export const readPercent = (typed: string, min: number, max: number): number | null =>
  readWhole(figures(typed).replace(/%$/, ''), min, max);

/** The 12 digits of an AWS account, also as the console shows them (`1111-2222-3333`); null for anything else. */
export function readAccount(typed: string): string | null {
  const text = figures(typed);
  return /^\d{12}$|^\d{4}-\d{4}-\d{4}$/.test(text) ? text.replaceAll('-', '') : null;
}

/** Parts of a list with commas. */
export const partsOf = (typed: string): string[] =>
  typed
    .split(/[,\uFF0C]/u)
    .map(tidy)
    .filter((part) => part !== '');

/** Days, months and figures in digits and signs of the usual width, with nothing around them. No more is made alike: ² is no 2. */
export const figures = (typed: string): string =>
  tidy(typed)
    .replaceAll(/[\uFF01-\uFF5E]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('\u2019', "'");
