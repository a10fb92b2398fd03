import type { Delivery } from '../../core/alerts.ts';
import { publicAddress } from '../../core/href.ts';
import type { Letter, LetterKind } from '../../core/letters.ts';
import type { Message } from '../../core/message.ts';
import { plainMessage } from '../../core/messageText.ts';
import { LATE_MS } from '../../core/outbox.ts';
import { minuteOf } from '../../core/periods.ts';
import type { Instant } from '../../core/types.ts';
import { budgetAnswered } from './budgetAnswered.ts';
import { budgetAsked } from './budgetAsked.ts';
import { requestAnswered } from './requestAnswered.ts';
import { requestAsked } from './requestAsked.ts';
import { rolledOver } from './rolledOver.ts';
import type { Worded, Wording } from './wording.ts';

/** The words of each kind of letter, a file for each. */
const WORDINGS: { readonly [K in LetterKind]: Wording<K> } = {
  requestAsked,
  requestAnswered,
  budgetAsked,
  budgetAnswered,
  rolledOver,
};

/** What is made here as text of several lines. */
const TEXTS: ReadonlySet<string> = new Set(['environment', 'claudeCode']);

/** What somebody wrote stands on its own line: a break in a reason would begin a line that looks like one of the letter's. */
const inLines = <Data extends object>(data: Data): Data =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'string' && !TEXTS.has(key)
        ? value.replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, ' / ')
        : value,
    ]),
  ) as Data;

/** Words are of one kind and its data: which the type of a letter holds together. */
const wordedBy = <K extends LetterKind>(
  { kind, data, locale }: Extract<Letter, { kind: K }>,
  link: (made: () => string) => string,
): Worded => (WORDINGS[kind as K] as Wording<K>)[locale](inLines(data) as never, link);

const LATE: Readonly<Record<Letter['locale'], (at: string) => string>> = {
  en: (at) => `Sent late, at ${at}: it could not be delivered before.`,
  ja: (at) => `配信できない状態が続いたため、${at} に遅れて送信しました。`,
};

/** An instant as letters say it. */

/**
 * A letter in plain text, in its language.
 * @param publicUrl where people reach the pages; null: nobody knows, and there are no links
 * @param now when it is sent, so that it says where it comes late
 */
export function letterMessage(
  letter: Letter,
  delivery: Pick<Delivery, 'id'>,
  publicUrl: string | null,
  now: Instant,
): Message {
  const { kind, to, locale, data, raisedAt } = letter;
  const link = (made: () => string) => (publicUrl === null ? '' : publicAddress(publicUrl, made));
  const { subject, lines } = wordedBy(letter, link);
  const isLate = Date.parse(now) - Date.parse(raisedAt) >= LATE_MS;
  const late = isLate ? ['', LATE[locale](minuteOf(now))] : [];
  const flat = Object.entries(data).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.join('\n') : value,
  ]);
  return plainMessage({
    id: delivery.id,
    type: `letter.${kind}`,
    tone: 'news',
    locale,
    raisedAt,
    about: letter.about || letter.id,
    subject,
    text: [...lines, ...late].join('\n'),
    data: { ...Object.fromEntries(flat), type: `letter.${kind}`, to, raisedAt },
  });
}
