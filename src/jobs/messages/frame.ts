import type { ToldAs } from '../../core/alerts.ts';
import { MINUTE_WORDS } from '../../core/alertWords.ts';
import { href, publicAddress } from '../../core/href.ts';
import { personJa } from '../../core/japanese.ts';
import type { LetterLocale } from '../../core/letters.ts';
import type { Link } from '../../core/message.ts';
import { LATE_MS } from '../../core/outbox.ts';
import { type MessageKind, topicOf } from '../../core/topics.ts';
import type { Instant } from '../../core/types.ts';

/** What every message is worded with: for whom, in which language, where the pages are, and when it leaves. */
export interface Wording {
  /** The message's, stable over repetitions. */
  id: string;
  /** Whoever it is sent to, by address; that of a channel is nobody's. */
  target: string;
  role: ToldAs;
  locale: LetterLocale;
  /** Where people reach the pages; null: nobody knows, and there are no links. */
  publicUrl: string | null;
  /** When it is sent, so that it says where it comes late; null: at once. */
  now: Instant | null;
  /** '' where the directory has none. */
  nameOf(email: string): string;
}

/** Somebody by name and address, as a sentence of a language says it. */
export const personWords = (email: string, locale: LetterLocale, name: string): string =>
  locale === 'ja' ? personJa(email, name) : name === '' ? email : `${name} (${email})`;

/** A link to a page of this service; none where nobody knows the address. */
export const linkTo = (
  { publicUrl }: Pick<Wording, 'publicUrl'>,
  label: string,
  made: () => string,
): Link[] => (publicUrl === null ? [] : [{ label, url: publicAddress(publicUrl, made) }]);

const LATE: Readonly<Record<LetterLocale, (at: string) => string>> = {
  en: (at) =>
    `Sent at ${at}, later than it was seen: it waited for your hours, or could not be delivered before.`,
  ja: (at) => `お知らせを控える時間帯だったか、すぐに配信できなかったため、${at}に送信しました。`,
};

/** What is sent long after it was seen says so: whoever reads it looks at the pages for what came since. */
export const lateNote = ({ now, locale }: Pick<Wording, 'now' | 'locale'>, seenAt: Instant): string[] =>
  now !== null && Date.parse(now) - Date.parse(seenAt) >= LATE_MS
    ? [LATE[locale](MINUTE_WORDS[locale](now))]
    : [];

const BECAUSE: Readonly<Record<LetterLocale, Readonly<Record<ToldAs, string>>>> = {
  en: {
    spender: 'You are told because this is about your own use.',
    asked: 'You are told because your answer is asked for.',
    manager: 'You are told because you are the manager.',
    owner: 'You are told because you own the cost center.',
    finance: 'You are told because you have the role finance.',
    administrator: 'You are told because you administer Bedrock Ledger.',
    subscriber: 'You are told because the settings name your address.',
    channel: '',
  },
  ja: {
    spender: 'ご自身の利用に関するお知らせです。',
    asked: '承認者の方にお送りしています。',
    manager: '上司の方にお送りしています。',
    owner: 'コストセンター責任者の方にお送りしています。',
    finance: '経理の方にお送りしています。',
    administrator: 'Bedrock Ledger の管理者の方にお送りしています。',
    subscriber: '設定に登録された宛先にお送りしています。',
    channel: '',
  },
};
/** Where a reader can have no more of a kind; nothing where they have no page of their own, or it waits for their answer. */
export const stopOf = (
  { role, publicUrl }: Pick<Wording, 'role' | 'publicUrl'>,
  kind: MessageKind,
): { stop?: string } =>
  publicUrl === null || role === 'channel' || role === 'subscriber' || role === 'asked'
    ? {}
    : { stop: publicAddress(publicUrl, () => href`/me/messages?${{ stop: topicOf(kind) }}`) };

const CHANGE: Readonly<Record<LetterLocale, (url: string) => string>> = {
  en: (url) => `What you are told, and how, you choose here: ${url}`,
  ja: (url) => `お知らせの内容と受け取り方は、次のページで変更できます：${url}`,
};

/** Why the reader is told, and where they change that; whoever has no page of their own is told only why. */
export function whyOf({ role, locale, publicUrl }: Pick<Wording, 'role' | 'locale' | 'publicUrl'>): string {
  const because = BECAUSE[locale][role];
  const choose = chooseWords({ role, locale, publicUrl });
  return choose === '' ? because : `${because}${locale === 'ja' ? '' : ' '}${choose}`;
}

/** Where they choose what they are told; '' for whoever has no page of their own. */
export const chooseWords = ({
  role,
  locale,
  publicUrl,
}: Pick<Wording, 'role' | 'locale' | 'publicUrl'>): string =>
  publicUrl === null || role === 'channel' || role === 'subscriber'
    ? ''
    : CHANGE[locale](publicAddress(publicUrl, () => href`/me/messages`));
