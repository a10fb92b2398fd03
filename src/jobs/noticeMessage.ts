import type { Delivery } from '../core/alerts.ts';
import { href } from '../core/href.ts';
import { HELD_BACK_ADVICE, type Notice } from '../core/notices.ts';
import type { Instant } from '../core/types.ts';
import { lateLine } from './alertMessage.ts';
import type { Message } from './job.ts';

/** Lines that a message names one by one. */
const LISTED = 20;

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
  const { lines, raisedAt } = notice;
  const more = lines.length - LISTED;
  return {
    id: delivery.id,
    subject: 'AWS says much less than before: held back until it is confirmed',
    text: [
      'AWS answered without an error, and with much less than it had said itself before:',
      '',
      ...lines.slice(0, LISTED).map((line) => `- ${line}`),
      ...(more > 0 ? [`- and ${more} more`] : []),
      '',
      HELD_BACK_ADVICE,
      `Seen at: ${raisedAt.slice(0, 16).replace('T', ' ')} UTC`,
      ...lateLine(raisedAt, now),
      ...(publicUrl === null ? [] : ['', `${publicUrl.replace(/\/$/, '')}${href`/jobs`}`]),
    ].join('\n'),
    data: { type: 'quarantine.held', slices: lines.length, lines: lines.join('\n'), raisedAt },
  };
}
