import type { Delivery } from '../core/alerts.ts';
import { href, publicAddress } from '../core/href.ts';
import type { Message } from '../core/message.ts';
import { plainMessage } from '../core/messageText.ts';
import { HELD_BACK_ADVICE, type Notice } from '../core/notices.ts';
import { minuteOf } from '../core/periods.ts';
import type { Instant } from '../core/types.ts';
import { lateLine } from './alertMessage.ts';

/** Lines that a message names one by one. */
const LISTED = 20;

interface Words {
  subject: string;
  intro: string;
  advice: string;
  /** For machines. */
  type: string;
}
const WORDS: Readonly<Partial<Record<Notice['kind'], Words>>> = {
  heldBack: {
    subject: 'AWS says much less than before: held back until it is confirmed',
    intro: 'AWS answered without an error, and with much less than it had said itself before:',
    advice: HELD_BACK_ADVICE,
    type: 'quarantine.held',
  },
  jobFailing: {
    subject: 'A job does not do its work',
    intro: 'A job of Bedrock Ledger does not do its work:',
    advice:
      'The other jobs go on, and what this one reads stays as old as it is. It is tried again by itself; you are told once more when it is well. The page Jobs shows every run, and "bedrock-ledger doctor" says what is wrong.',
    type: 'job.failing',
  },
  ownersLeft: {
    subject: 'People left who still have profiles',
    intro: 'The directory says that these have left. Their profiles can still be called:',
    advice:
      'Nothing was deleted. The page Hygiene of profiles lists them with the plan that deletes them, and so does "bedrock-ledger profiles hygiene --kind ownerLeft".',
    type: 'profiles.ownersLeft',
  },
  jobWell: {
    subject: 'A job does its work again',
    intro: 'A job of Bedrock Ledger that you were told about is well:',
    advice: 'There is nothing to do.',
    type: 'job.well',
  },
};

const plainWords = (kind: Notice['kind']): Words => ({ subject: kind, intro: kind, advice: '', type: kind });

/**
 * What operators are told, in plain text.
 * @param publicUrl where people reach the pages; null leaves the link out
 * @param now when it is sent, so that it says where it comes late; null: at once
 */
export function noticeMessage(
  notice: Notice | null,
  delivery: Pick<Delivery, 'id'>,
  publicUrl: string | null,
  now: Instant | null = null,
): Message {
  if (notice === null) throw new RangeError(`The message ${delivery.id} is about nothing.`);
  const { kind, lines, raisedAt } = notice;
  const { subject, intro, advice, type } = WORDS[kind] ?? plainWords(kind);
  const more = lines.length - LISTED;
  return plainMessage({
    id: delivery.id,
    type,
    tone: kind === 'jobWell' ? 'good' : 'warning',
    locale: 'en',
    raisedAt,
    about: notice.about || notice.id,
    subject,
    text: [
      intro,
      '',
      ...lines.slice(0, LISTED).map((line) => `- ${line}`),
      ...(more > 0 ? [`- and ${more} more`] : []),
      '',
      advice,
      `Seen at: ${minuteOf(raisedAt)}`,
      ...lateLine(raisedAt, now),
      ...(publicUrl === null
        ? []
        : [
            '',
            publicAddress(publicUrl, () => (kind === 'ownersLeft' ? href`/profiles/hygiene` : href`/jobs`)),
          ]),
    ].join('\n'),
    data: { type, slices: lines.length, lines: lines.join('\n'), raisedAt },
  });
}
