import type { Alert, Delivery } from './alerts.ts';
import type { Whom } from './budgets.ts';
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
  /** Whom it is about. */
  subject?: Whom;
  /** That one alone. */
  id?: string;
  /** Only those that stand behind this one in a list. */
  after?: SentMark;
}

/** Where a message stands in a list, newest first. */
export type SentMark = Pick<SentMessage, 'owedAt' | 'id'>;

/** A mark as one word, for whoever asks for what comes behind it. */
export const markText = ({ owedAt, id }: SentMark): string => `${owedAt}~${id}`;

/** Reads what `markText` wrote; null: it is none. */
export function markFrom(text: string): SentMark | null {
  const [, owedAt, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)~([\w-]{1,64})$/.exec(text) ?? [];
  return owedAt === undefined || id === undefined ? null : { owedAt, id };
}

/** Reads whom messages are about: `user:ann@example.com`, `costCenter:CC-1`, `team:…`, `organisation`; null: it is none. */
export function subjectFrom(text: string): Whom | null {
  const [, kind = '', key = ''] = /^(user|costCenter|team):(.{1,300})$/u.exec(text) ?? [];
  if (text === 'organisation') return { kind: 'organisation', key: '' };
  return kind === '' ? null : { kind: kind as Whom['kind'], key };
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
