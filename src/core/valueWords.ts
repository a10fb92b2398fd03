import { inThrees } from './usd.ts';

/** What is wrong with a value, in the words of every way in: pages have them by their keys, and in Japanese as well. */
export const VALUE_WORDS = {
  signs: 'It must not hold line breaks, other control characters, or signs that nobody sees.',
  amount: 'It must be an amount in US dollars, such as 60 or 1,200.50.',
  amountCurrency: 'Amounts are US dollars: convert it, and write it without the sign of another currency.',
  amountPoint:
    'It can be read in more than one way: write a point before the cents, and commas between thousands only, such as 1,200.00.',
  amountNegative: 'It must not be below zero.',
  amountDecimals: (most: number) => `It has more than ${most} decimals: round it.`,
  amountTooLarge: (below: number) => `It must be below ${inThrees(String(below))} US dollars.`,
};

export const wholeWords = (min: number, max: number): string =>
  `must be a whole number from ${min} to ${max}`;

/** The words of a value fault. */
export function valueWords(key: keyof typeof VALUE_WORDS, detail?: number): string {
  const words = VALUE_WORDS[key];
  return typeof words === 'function' ? words(detail ?? 0) : words;
}
