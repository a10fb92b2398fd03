import { href, publicAddress } from '../../core/href.ts';
import type { LetterLocale } from '../../core/letters.ts';
import { type Message, NO_PARTS, type TONES, type Tone } from '../../core/message.ts';
import { chooseWords, linkTo, type Wording } from './frame.ts';
import { moreWords } from './notices/wording.ts';

/** Several messages to one reader as one. */

/** Messages that it names one by one. */
const NAMED = 25;

const WORDS: Readonly<
  Record<
    LetterLocale,
    {
      subject(count: number): string;
      lead(count: number): string;
      title: string;
      link: string;
      states: Readonly<Record<Tone, string>>;
    }
  >
> = {
  en: {
    subject: (count) => `${count} messages from Bedrock Ledger`,
    lead: (count) => `${count} messages came together for you. Here they are as one, the most urgent first.`,
    title: 'What happened',
    link: 'All messages to you',
    states: { urgent: 'Urgent', warning: 'To watch', news: 'For your information', good: 'Resolved' },
  },
  ja: {
    subject: (count) => `Bedrock Ledger からのお知らせ（${count}件）`,
    lead: (count) => `${count}件のお知らせを、緊急度の高い順にまとめてお送りします。`,
    title: 'お知らせの内容',
    link: '自分へのお知らせ一覧',
    states: { urgent: '至急', warning: '要確認', news: 'お知らせ', good: '解消' },
  },
};

const WORST = ['urgent', 'warning', 'news', 'good'] as const satisfies readonly (typeof TONES)[number][];
const worst = (messages: readonly Message[]): Tone =>
  WORST.find((tone) => messages.some((one) => one.tone === tone)) ?? 'news';

/** The most urgent first, each kind as it came. */
const worstFirst = (messages: readonly Message[]): Message[] =>
  WORST.flatMap((tone) => messages.filter((one) => one.tone === tone));

/** What a line of it says beside its subject: how it stands, and how much of what. */
function beside({ locale, tone, meter, facts, links }: Message): { detail: string; url: string } {
  const [first] = facts;
  const much =
    meter?.words ??
    (first === undefined ? '' : `${first.label}${locale === 'ja' ? '：' : ': '}${first.value}`);
  return {
    detail: [WORDS[locale].states[tone], much].filter((one) => one !== '').join(' · '),
    url: links[0]?.url ?? '',
  };
}

/** @param messages worded already */
export function digestMessage(messages: readonly Message[], wording: Wording, raisedAt: string): Message {
  const { id, locale, publicUrl } = wording;
  const w = WORDS[locale];
  const named = worstFirst(messages).slice(0, NAMED);
  return {
    ...NO_PARTS,
    ...{ id, type: 'digest', tone: worst(messages), locale, raisedAt },
    about: `digest:${id}`,
    subject: w.subject(messages.length),
    lead: w.lead(messages.length),
    lists: [
      {
        title: w.title,
        lines: named.map(({ subject }) => subject),
        items: named.map((one) => ({ text: one.subject, ...beside(one) })),
        more: moreWords(locale, messages.length - NAMED),
      },
    ],
    links: linkTo(wording, w.link, () => href`/me/messages`),
    // Why they are told of each says each.
    why: chooseWords(wording) || (messages[0]?.why ?? ''),
    // It is of several kinds: which of them its reader does without, they choose there.
    ...(messages[0]?.stop === undefined || publicUrl === null
      ? {}
      : { stop: publicAddress(publicUrl, () => href`/me/messages`) }),
    data: { type: 'digest', messages: messages.length, ids: messages.map((one) => one.id).join(',') },
  };
}
