import { clipped } from './clipped.ts';
import type { Message, Tone } from './message.ts';
import { messageText } from './messageText.ts';
import { visible, visibleInLine } from './signs.ts';
import type { Place } from './types.ts';

/**
 * A message for a topic of Amazon SNS, within what Publish takes: a subject of at most 100 ASCII signs that begins with none
 * that is blank, and 256 KB of message and attributes together (docs.aws.amazon.com/sns, API reference). Pure.
 */
export interface SnsForm {
  subject: string;
  message: string;
  /** To filter subscriptions by. */
  attributes: Readonly<Record<'kind' | 'severity', string>>;
}

const MOST_SUBJECT = 100;
/** Bytes of UTF-8, with room for the attributes. */
const MOST_MESSAGE = 250_000;

const SEVERITIES: Readonly<Record<Tone, string>> = {
  urgent: 'critical',
  warning: 'warning',
  news: 'info',
  good: 'ok',
};

/** Signs of print in ASCII. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/[‘’]/g, "'"],
  [/[“”]/g, '"'],
  [/[–—]/g, '-'],
  [/…/g, '...'],
  [/\s/g, ' '],
];

export function snsForm(message: Message): SnsForm {
  const { type, tone } = message;
  const whole = `${visibleInLine(message.subject)}\n\n${visible(messageText(message))}`;
  return {
    subject: subjectOf(message),
    message: inBytes(whole, MOST_MESSAGE),
    attributes: { kind: type, severity: SEVERITIES[tone] },
  };
}

/** What cannot be written in ASCII, as Japanese, stands in the message alone: its subject says what kind it is. */
function subjectOf({ subject, type, tone }: Message): string {
  const ascii = PLAIN.reduce(
    (text, [sign, plain]) => text.replace(sign, plain),
    visibleInLine(subject),
  ).trim();
  if (/^[!-~][ -~]*$/.test(ascii))
    return ascii.length <= MOST_SUBJECT ? ascii : `${ascii.slice(0, MOST_SUBJECT - 3)}...`;
  return `Bedrock Ledger: ${type} (${SEVERITIES[tone]})`;
}

/** As much of a text as fits, by whole signs. */
function inBytes(text: string, most: number): string {
  let cut = text;
  while (Buffer.byteLength(cut) > most)
    cut = clipped(cut, Math.floor((cut.length * most) / Buffer.byteLength(cut)) - 1);
  return cut;
}

/** `arn:PARTITION:sns:REGION:ACCOUNT:NAME`. */
const TOPIC = /^arn:aws[\w-]*:sns:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):[\w-]{1,256}$/;

/** Why a topic cannot be published to, in words; null: it can. */
export function topicFault(arn: string): string | null {
  if (TOPIC.test(arn)) return null;
  return arn.endsWith('.fifo')
    ? 'is a FIFO topic, which delivers to queues alone and to no person: name a standard topic'
    : 'must be the ARN of a topic, such as arn:aws:sns:us-east-1:111122223333:bedrock-alerts';
}

/** The account and Region that a topic is in. */
export function topicPlace(arn: string): Place {
  const [, , , region = '', accountId = ''] = arn.split(':');
  return { accountId, region };
}
