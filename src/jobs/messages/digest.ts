import { href } from '../../core/href.ts';
import type { LetterLocale } from '../../core/letters.ts';
import { type Message, NO_PARTS, type TONES, type Tone } from '../../core/message.ts';
import { linkTo, type Wording } from './frame.ts';
import { moreWords } from './notices/wording.ts';

/** Several messages to one reader as one. */

/** Messages that it names one by one. */
const NAMED = 25;

const WORDS: Readonly<
  Record<
    LetterLocale,
    { subject(count: number): string; lead(count: number): string; title: string; link: string }
  >
> = {
  en: {
    subject: (count) => `${count} messages from Bedrock Ledger`,
    lead: (count) => `${count} messages came together for you. Here they are as one.`,
    title: 'What happened',
    link: 'All messages to you',
  },
  ja: {
    subject: (count) => `Bedrock Ledger からのお知らせ（${count} 件）`,
    lead: (count) => `${count} 件のお知らせをまとめてお送りします。`,
    title: 'お知らせの内容',
    link: 'あなたへのお知らせ一覧',
  },
};

const worst = (messages: readonly Message[]): Tone =>
  (['urgent', 'warning', 'news', 'good'] as const satisfies readonly (typeof TONES)[number][]).find((tone) =>
    messages.some((one) => one.tone === tone),
  ) ?? 'news';

/** @param messages worded already, in the order in which they are named */
export function digestMessage(messages: readonly Message[], wording: Wording, raisedAt: string): Message {
  const { id, locale } = wording;
  const w = WORDS[locale];
  return {
    ...NO_PARTS,
    ...{ id, type: 'digest', tone: worst(messages), locale, raisedAt },
    about: `digest:${id}`,
    subject: w.subject(messages.length),
    lead: w.lead(messages.length),
    lists: [
      {
        title: w.title,
        lines: messages.slice(0, NAMED).map(({ subject }) => subject),
        more: moreWords(locale, messages.length - NAMED),
      },
    ],
    links: [
      ...messages.slice(0, 1).flatMap(({ links }) => links.slice(0, 1)),
      ...linkTo(wording, w.link, () => href`/me/messages`),
    ],
    why: messages[0]?.why ?? '',
    data: { type: 'digest', messages: messages.length, ids: messages.map((one) => one.id).join(',') },
  };
}
