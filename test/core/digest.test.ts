import { describe, expect, it } from 'vitest';
import { parcelsOf } from '../../src/core/digest.ts';
import type { Notice } from '../../src/core/notices.ts';
import type { Owed } from '../../src/core/outbox.ts';

const NOW = '2026-11-20T09:00:00.000Z';
const owed = (id: string, more: Partial<Owed> = {}): Owed => ({
  ...{ id, channel: 'email', target: 'ann@example.com', role: 'spender', locale: 'en', owedAt: NOW },
  ...{ digestId: null, attempts: 0, nextAttemptAt: NOW, deliveredAt: null, givenUpAt: null, lastError: null },
  ...{ droppedAt: null, droppedWhy: null, alert: null, notice: null, letter: null, isOvertaken: false },
  ...more,
});
const HELD = { owedAt: '2026-11-19T22:00:00.000Z' };
const HEALTH = { notice: { scope: null } as Notice };
const many = (count: number, more: Partial<Owed> = {}) =>
  Array.from({ length: count }, (_, at) => owed(`m${at}`, more));
const parts = (due: readonly Owed[]) =>
  parcelsOf(
    due,
    3,
    (channel) => channel === 'email',
    () => 'new',
  ).map(({ messages, digestId }) => [messages.map(({ id }) => id).join(), digestId]);

describe('messages to one reader', () => {
  it.each<[string, Owed[], unknown]>([
    [
      'leave each by itself where they are few',
      many(3),
      [
        ['m0', null],
        ['m1', null],
        ['m2', null],
      ],
    ],
    ['leave as one where they are a flood', many(4), [['m0,m1,m2,m3', 'new']]],
    ['leave as one that waited over the night', many(2, HELD), [['m0,m1', 'new']]],
    ['leave alone that waited alone', many(1, HELD), [['m0', null]]],
    [
      'are not held that are tried again',
      many(2, { ...HELD, attempts: 1 }),
      [
        ['m0', null],
        ['m1', null],
      ],
    ],
    ['leave together again that did before', many(2, { digestId: 'old' }), [['m0,m1', 'old']]],
    [
      'stand alone about the service',
      many(4, HEALTH),
      [
        ['m0', null],
        ['m1', null],
        ['m2', null],
        ['m3', null],
      ],
    ],
    [
      'stay apart by channel',
      many(4, { channel: 'ops', target: '' }),
      [
        ['m0', null],
        ['m1', null],
        ['m2', null],
        ['m3', null],
      ],
    ],
  ])('%s', (_, due, expected) => expect(parts(due)).toEqual(expected));

  it('are each of one reader', () => {
    const due = [...many(4), owed('o', { target: 'bob@example.com' })];
    expect(parts(due)).toEqual([
      ['m0,m1,m2,m3', 'new'],
      ['o', null],
    ]);
  });
});
