import type { LetterLocale } from '../../../core/letters.ts';
import type { Bars, Fact, Link, Listed, MessageTable, Meter, Tone } from '../../../core/message.ts';
import type { NoticeData } from '../../../core/noticeData.ts';
import type { NoticeKind } from '../../../core/notices.ts';
import type { Wording } from '../frame.ts';

/** What the words of a kind of notice give. */

export interface WordedNotice {
  subject: string;
  lead: string;
  /** Where it is not that of its kind. */
  tone?: Tone;
  facts?: readonly Fact[];
  bars?: readonly Bars[];
  lists?: readonly Listed[];
  tables?: readonly MessageTable[];
  meter?: Meter | null;
  /** What it means and what to do. */
  notes: readonly string[];
  links: readonly Link[];
}

/** How a kind is worded, and how it looks; `type` is for machines. */
export interface NoticeWording<K extends NoticeKind> {
  type: string;
  tone: Tone;
  words(data: NoticeData[K], wording: Wording): WordedNotice;
}

/** Picks a language's words. */
export const inLocale = <T>(locale: LetterLocale, words: Readonly<Record<LetterLocale, T>>): T =>
  words[locale];

/** How many more there are than named; '' where all are. */
export const moreWords = (locale: LetterLocale, more: number): string =>
  more <= 0 ? '' : locale === 'ja' ? `ほか${more}件` : `and ${more} more`;
