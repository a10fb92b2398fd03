import { describe, expect, it } from 'vitest';
import type { Stack } from '../../../src/ui/charts/days.tsx';
import { Lines } from '../../../src/ui/charts/lines.tsx';
import { cornersOf, daysFrom, dollars, hrefOf, marksOf, priced, words } from './drawing.ts';

/** Four days of 144 px, the last to come; $100 at 14 px, nothing at 176 px. */
const DAYS = daysFrom('2026-11-16', 4);
const x = (index: number) => 54 + 144 * (index + 0.5);
const y = (amount: number) => Math.round((176 - 1.62 * amount) * 10) / 10;
const stacksOf = (...amounts: readonly (readonly number[])[]): Stack[] =>
  amounts.map((ofDays, i) => ({
    key: `k${i}`,
    name: `series ${i}`,
    href: `/models/${i}`,
    known: ofDays.map((amount) => priced(dollars(amount))),
  }));
const draw = (stacks: readonly Stack[], hidden: readonly string[] = []) =>
  String(
    <Lines
      id="explore"
      title="Per day"
      days={DAYS}
      stacks={stacks}
      today="2026-11-18"
      hiding={{ hidden: new Set(hidden), href: (keys) => `?hide=${keys}` }}
      hrefOf={hrefOf}
      {...words}
    />,
  );

describe('lines', () => {
  it('go through each day that has begun, one a series, not stacked', () => {
    const drawn = draw(stacksOf([100, 0, 50, 0], [10, 20, 30, 0]));
    expect(cornersOf(drawn, 's0')).toEqual([
      [x(0), y(100)],
      [x(1), y(0)],
      [x(2), y(50)],
    ]);
    expect(cornersOf(drawn, 's1')).toEqual([
      [x(0), y(10)],
      [x(1), y(20)],
      [x(2), y(30)],
    ]);
  });

  it('lead from each day to what it consists of, and say their sum', () => {
    const links = marksOf(draw(stacksOf([1, 0, 0, 0], [2, 0, 1, 0])), 'a', 'bar');
    expect(links.map(({ attributes }) => [attributes.href, attributes['aria-label']])).toEqual([
      ['/days/2026-11-16', '16 Nov: $3.00'],
      ['/days/2026-11-17', '17 Nov: $0.00'],
      ['/days/2026-11-18', '18 Nov: $1.00'],
    ]);
  });

  it('keep their places where the address leaves one out, whose line is kept unseen', () => {
    const drawn = draw(stacksOf([1000, 0, 0, 0], [100, 0, 0, 0]), ['k0']);
    expect(marksOf(drawn, 'path').map(({ attributes }) => attributes.class)).toEqual([
      'line s0 off',
      'line s1',
    ]);
    expect(cornersOf(drawn, 's1')[0]).toEqual([x(0), y(10)]);
    expect(marksOf(drawn, 'desc')[0]?.text).toBe('4 days, $100.00 in all.');
  });

  it('have ids of their own, and nothing to draw where there is nothing', () => {
    expect(draw([])).toContain('aria-label="Per day" aria-describedby="explore-desc"');
    expect(draw([])).not.toContain('class="legend"><span class="sum"');
  });
});
