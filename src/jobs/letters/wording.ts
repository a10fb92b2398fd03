import type { LetterData, LetterKind, LetterLocale } from '../../core/letters.ts';

/** What the file of a kind of letter gives: its words in each language. */

export interface Worded {
  subject: string;
  /** Of plain text; '' between paragraphs. */
  lines: readonly string[];
}

/** @param link the whole address of a page of this service; '' where nobody knows under which it is reached */
export type Wording<K extends LetterKind> = Readonly<
  Record<LetterLocale, (data: LetterData[K], link: (made: () => string) => string) => Worded>
>;

/** Lines, those left out that have nothing to say. */
export const linesOf = (...lines: readonly (string | null)[]): string[] =>
  lines.filter((line) => line !== null);

/** An address on a line of its own after an empty one, and what it is; nothing where there is none. */
export const linkLines = (words: string, address: string): string[] =>
  address === '' ? [] : ['', words, address];
