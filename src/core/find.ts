import { inLatin } from './kana.ts';
import { tidy } from './signs.ts';

/** Which names are meant by what somebody types: of people in any script, of cost centers, models, profiles and pages. Pure. */

/** Signs of a question that count. */
export const MOST_SOUGHT = 100;
/** What is found of one kind at most. */
export const MOST_FOUND = 8;

const KATAKANA = /[\u30A1-\u30F6]/gu;
const ACCENTS = /[\u0300-\u036F]/gu;
const TO_HIRAGANA = 0x60;

/**
 * A text as it is compared: width, case, accents of Latin letters and the two kinds of kana make no difference, so that `ｶﾄｳ`,
 * `カトウ` and `かとう` are the same.
 */
export const folded = (text: string): string => (ASCII.test(text) ? text.toLowerCase() : widthless(text));
/** Most addresses and names of profiles are: they need no more, and there are tens of thousands. */
const ASCII = /^[ -~]*$/;
const widthless = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(ACCENTS, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(KATAKANA, (sign) => String.fromCharCode(sign.charCodeAt(0) - TO_HIRAGANA));

/** Between words stands whatever is neither letter nor digit; the mark of a long vowel is part of one. */
const BETWEEN = /[^\p{L}\p{N}\p{M}ー]+/u;
const wordsIn = (text: string): string[] =>
  folded(text)
    .split(BETWEEN)
    .filter((word) => word !== '');
const NOT_LATIN = /[\u0250-\u{10FFFF}]/u;

/**
 * What names of one thing are looked for in: their words, each after a blank. A name in a script that is written without
 * blanks is found without them as well: 加藤 海斗 by 加藤海斗.
 */
export function findable(names: readonly string[]): string {
  const words = names.flatMap((name) => {
    const own = wordsIn(name);
    return own.length > 1 && NOT_LATIN.test(name) ? [...own, own.join('')] : own;
  });
  return ` ${words.join(' ')}`;
}

/** Words that are sought, each as it may be written. */
export type Sought = readonly (readonly string[])[];

/** The words of a question, those in kana in Latin letters too: addresses have readings so. None where it asks for nothing. */
export const soughtIn = (typed: string): Sought =>
  wordsIn(tidy(typed).slice(0, MOST_SOUGHT)).map((word) => [word, ...inLatin(word)]);

/** 0: each word that is sought begins one of the names; 1: each stands within one; null: one does not. */
export function rankOf(text: string, sought: Sought): 0 | 1 | null {
  let rank: 0 | 1 = 0;
  for (const word of sought) {
    if (word.some((spelt) => text.includes(` ${spelt}`))) continue;
    if (!word.some((spelt) => text.includes(spelt))) return null;
    rank = 1;
  }
  return rank;
}

/**
 * Those that are meant, at most `most`: whose words begin so first, then those that hold it; else in the order they are in.
 * @param maySee asked only of those that are meant: what it refuses is as if it were not there
 */
export function meant<T extends { text: string }>(
  all: readonly T[],
  sought: Sought,
  maySee: (one: T) => boolean = () => true,
  most = MOST_FOUND,
): T[] {
  if (sought.length === 0) return [];
  const first: T[] = [];
  const second: T[] = [];
  for (const one of all) {
    const rank = rankOf(one.text, sought);
    const to = rank === 0 ? first : second;
    if (rank === null || to.length >= most || !maySee(one)) continue;
    to.push(one);
    if (first.length >= most) break;
  }
  return [...first, ...second].slice(0, most);
}
