import type { LetterData, LetterKind, LetterLocale } from '../../../core/letters.ts';
import type { Copied, Fact, Link } from '../../../core/message.ts';

/** What the file of a kind of letter gives: its words in each language. */

export interface Worded {
  subject: string;
  /** Sentences: what happened. */
  said: readonly string[];
  facts: readonly Fact[];
  copied?: readonly Copied[];
  /** What it means and what to do. */
  notes?: readonly string[];
  links: readonly Link[];
}

/** @param link the whole address of a page of this service; '' where nobody knows under which it is reached */
export type Wording<K extends LetterKind> = Readonly<
  Record<LetterLocale, (data: LetterData[K], link: (made: () => string) => string) => Worded>
>;

/** Facts by their names, those left out that have nothing to say. */
export const factsOf = (...facts: readonly (readonly [string, string] | null)[]): Fact[] =>
  facts.filter((one) => one !== null).map(([label, value]) => ({ label, value }));

/** Texts to copy by their names, those left out that are empty. */
export const copiedOf = (...texts: readonly (readonly [string, string])[]): Copied[] =>
  texts.filter(([, text]) => text !== '').map(([label, text]) => ({ label, text }));

/** A link; none where nobody knows the address. */
export const linkTo = (label: string, url: string): Link[] => (url === '' ? [] : [{ label, url }]);
