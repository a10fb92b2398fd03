import type { LetterLocale } from '../../src/core/letters.ts';
import type { Message } from '../../src/core/message.ts';
import type { NoticeKind } from '../../src/core/notices.ts';
import { crossingMessage } from '../../src/jobs/messages/crossing.ts';
import { digestMessage } from '../../src/jobs/messages/digest.ts';
import { letterMessage } from '../../src/jobs/messages/letters/letterMessage.ts';
import { noticeMessage } from '../../src/jobs/messages/noticeMessage.ts';
import { CROSSINGS, LETTERS, NOTICES, NOW } from '../mails/variants.ts';
import { messageWith } from './messageOf.ts';

/** Every kind of message that the product makes, worded by the product, of things with usual names or with hostile ones. */

const LATER = '2026-11-27T12:00:00.000Z';

/** Names as people give them: with signs that mean something to chat programs, of the other script, and without end. */
const HOSTILE = ['<!channel> & *R&D* ``` [x](https://evil.example.com) ', '長い名前😀', '@everyone_#tag|~'];
export interface Size {
  name: string;
  /** A name, an error, a reason: whatever somebody else wrote. */
  named(at: number): string;
  email: string;
  /** Of rows of a list. */
  rows: number;
}
export const USUAL: Size = { name: 'usual', named: (at) => `name ${at}`, email: 'ann@example.com', rows: 2 };
export const HUGE: Size = {
  name: 'huge',
  named: (at) => `${HOSTILE[at % HOSTILE.length] ?? ''}`.repeat(80),
  email: `${'a'.repeat(60)}_*x*@${'example'.repeat(20)}.com`,
  rows: 300,
};
/** What is left where nobody wrote anything. */
export const EMPTY: Size = { name: 'empty', named: () => '', email: 'a@b.example', rows: 0 };

const times = <T>({ rows }: Size, made: (at: number) => T): T[] =>
  Array.from({ length: rows }, (_, at) => made(at));

/** What the product itself chose: it has no other values. */
const CHOSEN =
  /^(kind|job|status|source|unit|state|rhythm|bill|budgetState|budgetPeriod|period|scopeKind|outcome|requestId|accountId|channel|threshold|label|(old)?arn)$/i;
/** Figures, days, months and instants. */
const EXACT = /^-?\d[\d.:TZ-]*$/;

/**
 * An example with other names: whatever somebody else wrote becomes a name of that size, addresses the address, and lists
 * have so many rows. What is empty stays so.
 */
function sized<T>(value: T, size: Size): T {
  let at = 0;
  const text = (key: string, one: string): string => {
    if (one === '' || CHOSEN.test(key) || EXACT.test(one)) return one;
    if (/^\S+@\S+$/.test(one)) return size.email;
    if (one.includes('\n')) return times(size, size.named).join('\n');
    // AWS names its Regions: there is always one.
    return size.named(at++) || (key === 'region' ? one : '');
  };
  const walk = (key: string, one: unknown): unknown => {
    if (typeof one === 'string') return text(key, one);
    if (Array.isArray(one))
      return one.length === 0 ? one : times(size, (row) => walk(key, one[row % one.length]));
    if (one === null || typeof one !== 'object') return one;
    return Object.fromEntries(Object.entries(one).map(([name, of]) => [name, walk(name, of)]));
  };
  return walk('', value) as T;
}

/** Kind and message, in a language. @param publicUrl null: nobody knows where the pages are, so that there are no links */
export function everyMessage(
  size: Size,
  locale: LetterLocale,
  publicUrl: string | null = 'https://ledger.example.com/bedrock',
): [kind: string, message: Message][] {
  const { email, named } = size;
  const wording = {
    ...{ id: 'd1', target: email, role: 'manager' as const, locale, publicUrl, now: LATER },
    nameOf: () => named(0),
  };
  // A notice without data has a line at least.
  const lines = ['usage', ...times(size, named)];
  const kept = { id: 'n1', about: '', scope: null, raisedAt: NOW, resolvedAt: null };
  const notice = (kind: NoticeKind, data: object) =>
    noticeMessage({ ...kept, kind, data: data as never, lines }, wording);
  const about = `request:${named(3)}` as const;
  const letter = { to: email, locale, about, id: 'l1', raisedAt: NOW };
  const single: [string, Message][] = [
    ...CROSSINGS.map(({ name, alert, driven }): [string, Message] => [
      name,
      crossingMessage(sized(alert, size), wording, sized(driven, size)),
    ]),
    ...NOTICES.map(({ name, kind, data }): [string, Message] => [name, notice(kind, sized(data, size))]),
    ['of before there was data', notice('heldBack', {})],
    ...LETTERS.map(({ name, kind, data }): [string, Message] => [
      name,
      letterMessage({ ...letter, kind, data: sized(data, size) as never }, wording),
    ]),
  ];
  const all = single.map(([, message]) => message);
  const many = Array.from({ length: Math.max(1, size.rows) }, (_, at) => all[at % all.length] as Message);
  return [...single, ['digest', digestMessage(many, wording, NOW)], ['every part', everyPart(size, locale)]];
}

/** Parts that no message has so many of today. */
function everyPart(size: Size, locale: LetterLocale): Message {
  const { named } = size;
  const label = (at: number) => named(at) || 'x';
  return messageWith({
    ...{ locale, subject: label(1), lead: label(2), why: label(0), about: label(1) },
    facts: times(size, (at) => ({ label: label(at), value: named(at) })),
    bars: [
      { title: label(0), bars: times(size, (at) => ({ label: label(at), text: label(at), share: at })) },
    ],
    tables: [0, 1].slice(0, size.rows).map((at) => ({
      title: label(at),
      columns: [label(0), label(1)],
      rows: times(size, () => [label(0), '']),
    })),
    lists: [0, 1]
      .slice(0, size.rows)
      .map((at) => ({ title: named(at), lines: times(size, named), more: '' })),
    notes: times(size, label),
    copied: times(size, (at) => ({ label: label(at), text: named(at) })),
    links: times(size, (at) => ({
      label: label(at),
      url: `https://ledger.example.com/${encodeURIComponent(named(at)).slice(0, at * 100)}`,
    })),
  });
}
