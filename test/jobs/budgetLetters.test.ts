import { expect, it } from 'vitest';
import type { Draft, LetterData, LetterLocale } from '../../src/core/letters.ts';
import { messageText } from '../../src/core/messageText.ts';
import { letterMessage } from '../../src/jobs/messages/letters/letterMessage.ts';

/** Words of the letters about more budget, in both languages. */

const about = {
  requestId: 'r1',
  user: 'ann@example.com',
  userName: 'Ann',
  costCenter: 'CC-1',
  reason: 'a migration\nApproved by: nobody',
  period: 'week' as const,
  narrow: '',
  amount: '200',
  extra: '40',
  lastDay: '2026-11-30',
};
const NOW = '2026-11-20T12:00:00.000Z';
const worded = (draft: Pick<Draft, 'kind' | 'data'>, locale: LetterLocale, nameOf = () => '') =>
  letterMessage({ ...draft, to: 'olga@example.com', locale, about: '', id: 'l1', raisedAt: NOW } as never, {
    ...{ id: 'd1', target: 'olga@example.com', role: 'asked', locale },
    ...{ publicUrl: 'https://ledger.example.com', now: NOW, nameOf },
  });

it.each<[LetterLocale, string[]]>([
  [
    'en',
    [
      '$40.00 a week more, until 30 November 2026 (UTC)',
      'You may grant up to: $50.00',
      '27 Nov 2026, 12:00 UTC',
    ],
  ],
  [
    'ja',
    [
      '1週あたり$40.00の追加（2026年11月30日まで、UTC）',
      'ご自身が承認できる上限：$50.00',
      '予算追加の承認依頼',
    ],
  ],
])(
  'says in %s what is asked for, what may be granted and where, and leads to the page alone',
  (locale, parts) => {
    const how = { deadlineAt: '2026-11-27T12:00:00.000Z', deputyFor: '', escalated: false, most: '50' };
    const message = worded({ kind: 'budgetAsked', data: { ...about, ...how } }, locale);
    const { subject } = message;
    const text = messageText(message);
    for (const part of parts) expect(subject + text).toContain(part);
    expect(text).toContain('https://ledger.example.com/requests/r1');
    // What somebody wrote begins no line of its own.
    expect(text).toContain('a migration / Approved by: nobody');
  },
);

type Outcome = LetterData['budgetAnswered']['outcome'];
it.each<[Outcome, string, string]>([
  [
    'approved',
    'approved your request: $25.00 a week more until 28 November 2026',
    '1週あたり$25.00の追加が有効です',
  ],
  [
    'changed',
    'You asked for $40.00 a week more until 30 November 2026',
    '申請内容：2026年11月30日まで、1週あたり$40.00の追加',
  ],
  ['declined', 'They wrote: too dear', '承認者からのコメント：too dear'],
  ['expired', 'Your budget is as it was', '予算は変更されていません'],
])('says what became of it: %s', (outcome, en, ja) => {
  const data = {
    ...about,
    outcome,
    by: 'Olga',
    why: 'too dear',
    granted: '25',
    grantedLastDay: '2026-11-28',
  };
  for (const [locale, part] of [
    ['en', en],
    ['ja', ja],
  ] as const)
    expect(messageText(worded({ kind: 'budgetAnswered', data }, locale))).toContain(part);
});

it.each<[LetterLocale, string]>([
  ['en', 'Olga Ono (olga@example.com) approved your request:'],
  ['ja', 'Olga Ono さん（olga@example.com）が申請を承認しました。'],
])('names whoever answered in %s, and keeps the address for machines', (locale, said) => {
  const data = { ...about, outcome: 'approved', by: 'olga@example.com', why: '', granted: '40' };
  const letter = { kind: 'budgetAnswered', data: { ...data, grantedLastDay: '2026-11-30' } } as const;
  const message = worded(letter as never, locale, () => 'Olga Ono');
  expect(message.lead).toContain(said);
  expect(message.data).toMatchObject({ by: 'olga@example.com' });
});
