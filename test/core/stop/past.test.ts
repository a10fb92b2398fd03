import { describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money.ts';
import { pastStop } from '../../../src/core/stop/past.ts';
import type { Priced } from '../../../src/core/types.ts';

const RANGE = { start: '2026-10-01', endExclusive: '2026-11-01' };
const day = (date: string, spent: string, cautious = '0') => ({
  day: `2026-10-${date}`,
  spent: money(spent) as Priced,
  cautious: money(cautious),
});
const stop = (limit: string, days: ReturnType<typeof day>[], onUnpriced = false) =>
  pastStop({ range: RANGE, limit: money(limit), days }, onUnpriced);

describe('whom a budget would have stopped', () => {
  it('stops on the day on which the limit is reached, and saves what came after', () => {
    const days = [day('09', '4'), day('02', '6'), day('20', '3'), day('31', '0.5')];
    expect(stop('10', days)).toEqual({ day: '2026-10-09', counted: money('10'), after: money('3.5') });
    expect(stop('13.51', days)).toBeNull();
    expect(stop('13.5', days)).toEqual({ day: '2026-10-31', counted: money('13.5'), after: money('0') });
  });

  it('counts tokens without a price only where it is set so, and no day outside the period', () => {
    const days = [day('02', '6', '9'), { ...day('03', '99'), day: '2026-11-01' }];
    expect(stop('10', days)).toBeNull();
    expect(stop('10', days, true)?.day).toBe('2026-10-02');
  });

  it('stops nobody who used nothing, whatever the limit', () => {
    expect(stop('0', [])).toBeNull();
    expect(stop('0', [day('02', '0')])).toBeNull();
    expect(stop('0', [day('02', '1'), day('03', '2')])?.after).toBe(money('2'));
  });
});
