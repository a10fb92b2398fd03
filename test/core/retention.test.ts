import { describe, expect, it } from 'vitest';
import type { BillLine } from '../../src/core/billEntries.ts';
import { learnRates } from '../../src/core/learnRates.ts';
import { modelMatcher } from '../../src/core/models.ts';
import { money, multiplyRate } from '../../src/core/money.ts';
import { addDays, addMonths, daysOf, monthRange } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import {
  billReachesBackTo,
  decidableFrom,
  keptFrom,
  keptPart,
  mostBackfillDays,
  mostHourDays,
} from '../../src/core/retention.ts';
import { BEDROCK, CATALOGUE, usageLine } from './world.ts';

describe('what is kept', () => {
  it('is whole months before the running one, whatever the day', () => {
    for (const today of ['2026-11-01', '2026-11-20', '2026-11-30'])
      expect(keptFrom(today, 26)).toBe('2024-09-01');
  });

  it('of a range is the part from then on, and never a range that runs backwards', () => {
    const range = { start: '2026-10-20', endExclusive: '2026-11-10' };
    expect(keptPart(range, '')).toEqual(range);
    expect(keptPart(range, '2026-10-20')).toEqual(range);
    expect(keptPart(range, '2026-11-01')).toEqual({ ...range, start: '2026-11-01' });
    for (const from of ['2026-11-10', '2026-12-01'])
      expect(keptPart(range, from)).toEqual({ ...range, start: range.endExclusive });
  });

  it('can be decided anew from some days after the bill begins', () => {
    expect(decidableFrom({ spend: '', bill: '' })).toBe('');
    expect(decidableFrom({ spend: '2026-09-01', bill: '' })).toBe('2026-09-01');
    expect(decidableFrom({ spend: '2026-09-01', bill: '2026-09-01' })).toBe('2026-10-08');
    expect(decidableFrom({ spend: '2026-11-01', bill: '2026-09-01' })).toBe('2026-11-01');
  });

  // Twelve months before the running one are probed, and back-fill reads so many days: all of them can be decided anew.
  it.each([14, 15, 26, 60])(
    'for %d months holds all that is read again, in every month of four years',
    (months) => {
      for (let month = '2023-01'; month < '2027-01'; month = addMonths(month, 1)) {
        const today = monthRange(month).start;
        const bill = keptFrom(today, months);
        const first = decidableFrom({ spend: bill, bill });
        const days = mostBackfillDays({ spendMonths: months, billMonths: months });
        expect(addDays(today, -days) >= first).toBe(true);
        expect(keptFrom(today, 12) >= first).toBe(true);
        expect(addDays(today, -mostHourDays({ billMonths: months })) >= bill).toBe(true);
      }
    },
  );
});

describe('the bill', () => {
  it.each([
    ['2026-11-20', '2025-09-21'],
    ['2026-11-30', '2025-10-01'],
    ['2026-12-31', '2025-11-01'],
    ['2027-04-30', '2026-03-01'],
    ['2026-01-01', '2024-11-02'],
  ])('of %s reaches back to %s', (today, first) => expect(billReachesBackTo(today)).toBe(first));
});

describe('rates that the bill has taught', () => {
  const RANGE = { start: '2026-01-01', endExclusive: '2026-06-01' };
  const CUT = '2026-02-14';
  /** Two tiers of one price each, whose shares move from day to day: the mix of each week is another. */
  const lines = daysOf(RANGE).flatMap((day, i) =>
    (
      [
        ['USE1-NovaMicro-input-tokens', 10n + BigInt(i), '3'],
        ['USE1-NovaMicro-input-tokens-priority', 200n - BigInt(i), '6'],
      ] as const
    ).map(([usageType, millions, price]): BillLine => {
      const tokens = millions * 1_000_000n;
      const line = usageLine(BEDROCK, usageType, '0', { tokens, perUnit: 1000 });
      return { ...line, day, amount: multiplyRate(tokens, money(price)) };
    }),
  );

  it('are the same without the lines of long before, from the first day on that may be decided anew', () => {
    const learned = (some: BillLine[]) => learnRates(some, modelMatcher(CATALOGUE));
    const modelKey = learned(lines)[0]?.modelKey ?? '';
    const [all, rest] = [lines, lines.filter(({ day }) => day >= CUT)].map((some) => {
      const book = rateBook(learned(some));
      const mix = { modelKey, kind: 'input', route: 'regional', region: 'us-east-1' } as const;
      return (day: string) => book.estimateRate({ ...mix, day })?.mid;
    });
    const days = daysOf({ ...RANGE, start: CUT });
    const differing = days.filter((day) => all?.(day) !== rest?.(day));
    expect(new Set(days.map((day) => all?.(day))).size).toBeGreaterThan(10);
    expect(differing.length).toBeGreaterThan(7);
    expect((differing.at(-1) ?? '') < decidableFrom({ spend: '', bill: CUT })).toBe(true);
  });
});
