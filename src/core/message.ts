import type { LetterLocale } from './letters.ts';
import type { Instant } from './types.ts';

/**
 * What is told to people, before a channel gives it its form: mail, chat, card, page or terminal draw the same parts. Pure.
 * Everything in it is worded already, in the language of its reader.
 */

/** How urgent it is, and how it looks: `good` ends something that was told. */
export const TONES = ['news', 'warning', 'urgent', 'good'] as const;
export type Tone = (typeof TONES)[number];

/** A figure with what it is; amounts with their currency, instants with their time zone. */
export interface Fact {
  label: string;
  value: string;
}

/** How full something is. Percent of the limit; more than 100 is over. */
export interface Meter {
  usedPercent: number;
  /** Of `usedPercent`, what is estimated still. */
  estimatedPercent: number;
  /** Expected by the end; null: nobody knows. */
  forecastPercent: number | null;
  /** The same in words, for whoever sees no bar. */
  words: string;
}

/** Bars beside each other, the oldest or the largest first. */
export interface Bars {
  title: string;
  /** `share` of the highest, 0 to 1. */
  bars: readonly { label: string; text: string; share: number }[];
}

/** Lines of a kind, such as what is held back one by one; `more` says how many were left out, '' none. */
export interface Listed {
  title: string;
  lines: readonly string[];
  /** The same lines with more beside each, for channels that show it: `detail` and `url` are '' where there is none. */
  items?: readonly { text: string; detail: string; url: string }[];
  more: string;
}

/** A table of few columns; the first is who or what. */
export interface MessageTable {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Text to copy as it stands, such as lines of `.env`. */
export interface Copied {
  label: string;
  text: string;
}

/** Where to go on. Opening a link changes nothing. */
export interface Link {
  label: string;
  url: string;
}

/** An answer that can be given where the message is read, on channels that know for sure who presses. */
export interface Answer {
  label: string;
  requestId: string;
  answer: 'approve' | 'decline';
}

export interface MessageBody {
  /** One line, without a mark of urgency: how that is shown is the channel's. */
  subject: string;
  /** What happened, in a sentence. */
  lead: string;
  meter: Meter | null;
  facts: readonly Fact[];
  bars: readonly Bars[];
  tables: readonly MessageTable[];
  lists: readonly Listed[];
  copied: readonly Copied[];
  /** What it means and what to do: paragraphs. */
  notes: readonly string[];
  /** The first one is what most readers want. Empty where nobody knows under which address the pages are. */
  links: readonly Link[];
  answers: readonly Answer[];
  /** Why this reader is told, and where they change that; '' for channels that many read. */
  why: string;
}

/** A message that is about to leave by a channel. */
export interface Message extends MessageBody {
  /** Stable per message: a receiver can tell a repetition. */
  id: string;
  /** For machines, such as `budget.threshold`. */
  type: string;
  tone: Tone;
  locale: LetterLocale;
  /** When what it tells of was seen. */
  raisedAt: Instant;
  /** One thing that it tells of, over all of its messages: what begins and ends has the same. */
  about: string;
  /** Where its reader can have no more of the kind; left out where it is not theirs to choose. Opening it changes nothing. */
  stop?: string;
  /** Everything once more as plain values, for machines; money is exact USD in digits. */
  data: Readonly<Record<string, string | number | boolean | null>>;
}

/** Parts that a message does without. */
export const NO_PARTS = {
  meter: null,
  facts: [],
  bars: [],
  tables: [],
  lists: [],
  copied: [],
  notes: [],
  links: [],
  answers: [],
  why: '',
} as const satisfies Omit<MessageBody, 'subject' | 'lead'>;
