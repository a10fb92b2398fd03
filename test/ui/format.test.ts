import { describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import { signedUsd, usd } from '../../src/core/usd.ts';
import { fullDay, instant, month, percent, tokens } from '../../src/ui/format.ts';

describe('figures', () => {
  it.each([
    ['1234.56', '$1,234.56'],
    ['-3.5', '−$3.50'],
    ['0', '$0.00'],
    ['0.0034', '$0.0034'],
    ['0.0000200306', '<$0.0001'],
    ['-0.0000200306', '>−$0.0001'],
    ['0.0001', '$0.0001'],
    ['0.005', '$0.0050'],
    ['1000000', '$1,000,000.00'],
  ])('%s dollars are %s', (value, shown) => {
    expect(usd(money(value))).toBe(shown);
  });
  it('have their sign where they are a difference', () => {
    expect([money('12'), money('-3.5'), money('0')].map(signedUsd)).toEqual(['+$12.00', '−$3.50', '$0.00']);
  });
  it.each([
    [1n, 3n, '33.3\u00a0%'],
    [-9755n, 2_367_360n, '−0.4\u00a0%'],
    [-50_835n, 13_715n, '−370.6\u00a0%'],
    [13_042n, 300n, '4,347.3\u00a0%'],
    [1n, 8n, '12.5\u00a0%'],
    [-1n, 100_000n, '0.0\u00a0%'],
    [5n, 0n, '–'],
  ])('%s of %s is %s', (part, of, shown) => {
    expect(percent(part, of)).toBe(shown);
  });
  it('of tokens are short', () => {
    expect([9_999n, 10_000n, 1_200_000n, 16_000_000_000n].map((count) => tokens(count))).toEqual([
      '9,999',
      '10 k',
      '1.2 M',
      '16 B',
    ]);
  });
});

describe('dates', () => {
  it('are written as each language does, in UTC', () => {
    expect([fullDay('2026-11-21', 'en'), fullDay('2026-11-21', 'ja')]).toEqual([
      '21 November 2026',
      '2026年11月21日',
    ]);
    expect([month('2026-11', 'en'), month('2026-11', 'ja')]).toEqual(['November 2026', '2026年11月']);
    expect(instant('2026-11-01T00:05:00Z', 'ja')).toBe('2026/11/01 00:05');
    expect(instant('2026-11-01T23:05:00Z', 'en')).toBe('1 Nov 2026, 23:05');
  });
});
