import type { Alert, Delivery } from './alerts.ts';
import { WHY_DROPPED, type WhyDropped } from './dropped.ts';
import { LETTER_NAMES, type LetterKind } from './letters.ts';
import { NOTICE_KINDS } from './notices.ts';
import type { Owed } from './outbox.ts';
import type { MessageKind } from './topics.ts';
import type { Instant } from './types.ts';

/** Messages as they were owed, for whoever looks at what was sent to whom, and why not. Pure. */

export const MESSAGE_STATES = ['sent', 'waiting', 'givenUp', 'dropped'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** A message with what it is of. */
export type SentMessage = Omit<Owed, 'isOvertaken'>;

/** Which of them; what is left out is not asked about. */
export interface SentFilter {
  state?: MessageState;
  channel?: string;
  /** To any of these. */
  targets?: readonly string[];
  kind?: MessageKind;
  why?: WhyDropped;
  /** Owed from this instant on, and before that one. */
  from?: Instant;
  before?: Instant;
}

/** Every kind of message, in an order for lists. */
export const MESSAGE_KINDS: readonly MessageKind[] = [
  'threshold',
  ...NOTICE_KINDS,
  ...(Object.keys(LETTER_NAMES) as LetterKind[]),
];

export const isState = (text: string): text is MessageState => MESSAGE_STATES.some((one) => one === text);
export const isKind = (text: string): text is MessageKind => MESSAGE_KINDS.some((one) => one === text);
export const isWhy = (text: string): text is WhyDropped => WHY_DROPPED.some((one) => one === text);

/** What became of a message. */
export const stateOf = ({
  deliveredAt,
  givenUpAt,
  droppedAt,
}: Pick<Delivery, 'deliveredAt' | 'givenUpAt' | 'droppedAt'>): MessageState =>
  deliveredAt !== null ? 'sent' : droppedAt !== null ? 'dropped' : givenUpAt !== null ? 'givenUp' : 'waiting';

/** What kind of message it is; null of one whose subject is gone. */
export const kindOf = ({ alert, notice, letter }: SentMessage): MessageKind | null =>
  alert !== null ? 'threshold' : (letter?.kind ?? notice?.kind ?? null);

/** Whom it is about; null: the service, or the reader. */
export const whomOf = ({ alert, notice }: SentMessage) =>
  alert === null ? (notice?.scope ?? null) : whomOfAlert(alert);
const whomOfAlert = ({ scopeKind: kind, scopeKey: key }: Alert) => ({ kind, key });
