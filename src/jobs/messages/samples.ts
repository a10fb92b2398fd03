import type { SampleFor } from '../../app/notify/channelTools.ts';
import { LETTER_NAMES, type Letter, type LetterKind } from '../../core/letters.ts';
import type { Message } from '../../core/message.ts';
import { NOTICE_KINDS, type Notice, type NoticeKind } from '../../core/notices.ts';
import { instantOf } from '../../core/periods.ts';
import type { MessageKind } from '../../core/topics.ts';
import { crossingMessage } from './crossing.ts';
import type { Wording } from './frame.ts';
import { letterMessage } from './letters/letterMessage.ts';
import { noticeMessage } from './noticeMessage.ts';
import { ANN, DRIVEN, sampleAlert, sampleLetters, sampleNameOf, sampleNotices } from './sampleData.ts';

/** Each kind of message as an example, worded by what words the real ones. */

/** An example for somebody, with where the pages are; null: nobody knows. */
type Sampled = SampleFor & { publicUrl: string | null };

/** @throws RangeError for a kind that nothing words */
export function sampleMessage(kind: MessageKind, of: Sampled): Message {
  const wording: Wording = {
    id: of.id,
    target: of.to,
    role: of.to === '' ? 'channel' : 'administrator',
    locale: of.locale,
    publicUrl: of.publicUrl,
    now: null,
    nameOf: sampleNameOf,
  };
  if (kind === 'threshold')
    return crossingMessage(sampleAlert(of.people, of.now), wording, {
      model: DRIVEN.model,
      profile: '',
      person: '',
    });
  if (isNotice(kind)) return noticeMessage(noticeOf(kind, of), wording);
  if (isLetter(kind)) return letterMessage(letterOf(kind, of), wording);
  throw new RangeError(`nothing words ${kind}`);
}

const isNotice = (kind: MessageKind): kind is NoticeKind => NOTICE_KINDS.some((one) => one === kind);
const isLetter = (kind: MessageKind): kind is LetterKind => Object.hasOwn(LETTER_NAMES, kind);

function noticeOf(kind: NoticeKind, { channel, now }: SampleFor): Notice {
  const data = sampleNotices(channel, now)[kind];
  return {
    id: 'example',
    kind,
    about: `example:${kind}`,
    scope: null,
    lines: [],
    data: data as unknown as Notice['data'],
    raisedAt: instantOf(now),
    resolvedAt: null,
  };
}

const letterOf = (kind: LetterKind, { to, locale, now }: SampleFor): Letter =>
  ({
    id: 'example',
    kind,
    to: to === '' ? ANN.user : to,
    about: '',
    data: sampleLetters(now)[kind],
    locale,
    raisedAt: instantOf(now),
  }) as Letter;
