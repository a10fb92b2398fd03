import { kindOf, type SentMessage, stateOf, whomOf } from '../../core/sent.ts';
import type { Shown } from './sent.ts';

/** A message that was owed, as programs are told of it. */
export function messageJson(one: Shown) {
  const { id, owedAt, role, channel, attempts, nextAttemptAt, deliveredAt, droppedWhy, lastError } = one;
  return {
    id,
    owedAt,
    kind: kindOf(one),
    subject: one.isKeptBack ? null : subjectOf(one),
    threshold: one.isKeptBack ? null : (one.alert?.threshold ?? null),
    to: one.to,
    role,
    channel,
    state: stateOf(one),
    why: droppedWhy,
    lastError,
    attempts,
    nextAttemptAt,
    deliveredAt,
    isKeptBack: one.isKeptBack,
  };
}

/** Whom it is about; null: the service itself. */
const subjectOf = (one: SentMessage) => {
  const whom = one.letter === null ? whomOf(one) : { kind: 'user' as const, key: one.letter.to };
  return whom === null ? null : { kind: whom.kind, key: whom.key };
};
