import type { ToldAs } from '../../src/core/alerts.ts';
import type { Letter, LetterLocale } from '../../src/core/letters.ts';
import type { Message } from '../../src/core/message.ts';
import type { Notice, NoticeKind } from '../../src/core/notices.ts';
import { crossingMessage } from '../../src/jobs/messages/crossing.ts';
import { digestMessage } from '../../src/jobs/messages/digest.ts';
import type { Wording } from '../../src/jobs/messages/frame.ts';
import { letterMessage } from '../../src/jobs/messages/letters/letterMessage.ts';
import { noticeMessage } from '../../src/jobs/messages/noticeMessage.ts';
import { ANN, BOSS, sampleNameOf } from '../../src/jobs/messages/sampleData.ts';
import { CROSSINGS, LETTERS, NOTICES, NOW } from './variants.ts';

/** One of every message that the product sends, in each language, with names and amounts as companies have them. */

const wording = (locale: LetterLocale, role: ToldAs, target: string): Wording => ({
  ...{ id: 'sample', target, role, locale, publicUrl: 'https://ledger.example.com', now: NOW },
  nameOf: sampleNameOf,
});

const noticeOf = (kind: NoticeKind, data: object): Notice => ({
  ...{ id: `notice-${kind}`, kind, about: `sample:${kind}`, lines: ['a line'] },
  scope: kind === 'jump' ? { kind: 'user', key: ANN.user } : null,
  data: data as Notice['data'],
  ...{ raisedAt: NOW, resolvedAt: null },
});

/** A report as whoever has a role is told it. */
export const reportTo = (role: ToldAs, data: object = {}): Message =>
  noticeMessage(noticeOf('report', data), wording('en', role, 'reader@example.com'));

const noticesIn = (locale: LetterLocale): [string, Message][] =>
  NOTICES.map(({ name, kind, role, data }) => [
    name,
    noticeMessage(
      noticeOf(kind, data),
      wording(locale, role, role === 'manager' ? BOSS.user : 'reader@example.com'),
    ),
  ]);

const crossingsIn = (locale: LetterLocale): [string, Message][] =>
  CROSSINGS.map(({ name, role, target, alert, driven }) => [
    name,
    crossingMessage(alert, wording(locale, role, target), driven),
  ]);

const lettersIn = (locale: LetterLocale): [string, Message][] =>
  LETTERS.map(({ name, ...letter }) => [
    name,
    letterMessage(
      { ...letter, id: 'letter', to: ANN.user, about: '', locale, raisedAt: NOW } as Letter,
      wording(locale, name.includes('Asked') ? 'asked' : 'spender', ANN.user),
    ),
  ]);

/** Every message in a language, by a name for each. */
export function samplesIn(locale: LetterLocale): [string, Message][] {
  const all = [...crossingsIn(locale), ...noticesIn(locale), ...lettersIn(locale)];
  const together = all
    .filter(([name]) => /^(threshold|newModel|jobWell|staleData)/.test(name))
    .map(([, one]) => one);
  return [...all, ['digest', digestMessage(together, wording(locale, 'finance', 'fin@example.com'), NOW)]];
}
