import { expect, it } from 'vitest';
import { nameOfPeriod, whenOf } from '../../src/server/spend/periodName.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';

/** How sentences call the days that they are about. */

const PERIODS = [
  { start: '2026-11-01', endExclusive: '2026-12-01' },
  { start: '2026-11-23', endExclusive: '2026-11-30' },
  { start: '2026-11-23', endExclusive: '2026-11-24' },
];

it('names a month, a day and some days, and says when something was', () => {
  const english = { m: en, locale: 'en' } as const;
  expect(PERIODS.map((range) => nameOfPeriod(range, english))).toEqual([
    'November 2026',
    '23 Nov – 29 Nov',
    '23 Nov',
  ]);
  expect(PERIODS.map((range) => en.headline.spent('$5.00', whenOf(range, english)))).toEqual([
    '$5.00 spent in November 2026.',
    '$5.00 spent from 23 Nov to 29 Nov.',
    '$5.00 spent on 23 Nov.',
  ]);
  const japanese = { m: ja, locale: 'ja' } as const;
  expect(PERIODS.map((range) => ja.headline.spent('$5.00', whenOf(range, japanese)))).toEqual([
    '2026年11月の実績は$5.00です。',
    '11月23日〜11月29日の実績は$5.00です。',
    '11月23日の実績は$5.00です。',
  ]);
});
