import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEIGHT, WIDTH } from '../../../src/ui/charts/axes.tsx';
import type { Hiding, Stack } from '../../../src/ui/charts/days.tsx';
import { StackedDays } from '../../../src/ui/charts/stackedDays.tsx';
import { anyMoney, daysFrom, dollars, faultsOf, hrefOf, marksOf, numbers, priced, words } from './drawing.ts';

/** $100 at 14 px, nothing at 176 px: 1.62 px a dollar. */
const y = (amount: number) => 176 - 1.62 * amount;
const DAYS = daysFrom('2026-11-16', 3);
const stacksOf = (...amounts: readonly (readonly number[])[]): Stack[] =>
  amounts.map((ofDays, i) => ({
    key: `m${i}`,
    name: `model ${i}`,
    href: null,
    known: ofDays.map((amount) => priced(dollars(amount))),
  }));
const draw = (stacks: readonly Stack[], days = DAYS, more: { hiding?: Hiding } = {}) =>
  String(<StackedDays days={days} stacks={stacks} today="2026-11-18" hrefOf={hrefOf} {...words} {...more} />);
const bars = (drawn: string) => drawn.match(/<a [^>]*class="bar".*?<\/a>/gs) ?? [];
const parts = (bar: string) => marksOf(bar, 'rect').filter(({ attributes }) => attributes.class !== 'target');

describe('a day’s bar', () => {
  it('stands on zero, each series on the one before it, and is as high as the day’s total', () => {
    const [bar = ''] = bars(draw(stacksOf([50], [20], [30])));
    const stacked = parts(bar);
    expect(stacked.map(({ attributes }) => attributes.class)).toEqual(['s0', 's1', 's2']);
    const tops = numbers(stacked, 'y');
    const heights = numbers(stacked, 'height');
    expect(tops).toEqual([y(50), y(70), y(100)].map((top) => expect.closeTo(top, 1)));
    expect(heights).toEqual([50, 20, 30].map((amount) => expect.closeTo(1.62 * amount, 2)));
    expect(tops.map((top, i) => top + (heights[i] ?? 0))).toEqual(
      [y(0), y(50), y(70)].map((end) => expect.closeTo(end, 2)),
    );
  });

  it('stands in the middle of its day, leads to it, and says its total', () => {
    const [, second = ''] = bars(draw(stacksOf([1, 2, 3], [0, 0.5, 0])));
    expect(marksOf(second, 'a')[0]?.attributes).toMatchObject({
      href: '/days/2026-11-17',
      'aria-label': '17 Nov: $2.50',
    });
    expect(marksOf(second, 'title')[0]?.text).toBe('17 Nov: $2.50');
    for (const { attributes } of parts(second))
      expect(Number(attributes.x) + Number(attributes.width) / 2).toBeCloseTo(54 + 192 * 1.5, 1);
    const [target] = marksOf(second, 'rect', 'target');
    expect([target?.attributes.x, target?.attributes.width]).toEqual(['246', '192']);
  });

  it('keeps its colours when a series has nothing that day, and is not there when nothing was spent', () => {
    const drawn = bars(draw(stacksOf([1, 0, 0], [0, 0, 0], [1, 1, 0])));
    expect(drawn.map((bar) => parts(bar).map(({ attributes }) => attributes.class))).toEqual([
      ['s0', 's2'],
      ['s2'],
    ]);
  });

  it('can still be seen where a series is next to nothing', () => {
    const [bar = ''] = bars(draw(stacksOf([100], [0.000001])));
    expect(Math.min(...numbers(parts(bar), 'height'))).toBeGreaterThan(0);
  });

  it('stays in the picture when another series gives money back', () => {
    const drawn = draw(stacksOf([90], [-80]));
    const [bar = ''] = bars(drawn);
    expect(numbers(parts(bar), 'y')).toEqual([expect.closeTo(y(90), 1)]);
    expect(marksOf(bar, 'title')[0]?.text).toBe('16 Nov: $10.00');
    expect(bars(draw(stacksOf([10], [-80])))).toEqual([]);
  });
});

it('names each series with its colour, linked where it has a page', () => {
  const [first, second] = stacksOf([1], [1]);
  const drawn = draw([{ ...(first as Stack), href: '/models/x' }, second as Stack]);
  const legend = drawn.split('<p class="legend">')[1]?.split('</p>')[0];
  expect(legend).toBe(
    '<a class="series" data-key="m0" data-sum="1" href="/models/x"><i class="swatch s0"></i>model 0</a>' +
      '<span class="series" data-key="m1" data-sum="1"><i class="swatch s1"></i>model 1</span>' +
      '<span class="sum" data-all="Total $2.00" data-part="{} of $2.00 shown">Total $2.00</span>',
  );
});

describe('series that the address leaves out', () => {
  const [first, second] = stacksOf([50, 0, 0], [30, 0, 20]) as [Stack, Stack];
  const drawn = draw([{ ...first, href: '/models/x' }, second], DAYS, {
    hiding: { hidden: new Set(['m0']), href: (keys) => `/?hide=${keys}` },
  });

  it('are not stacked, and their marks are kept unseen', () => {
    const [bar = ''] = bars(drawn);
    const [hidden, shown] = parts(bar);
    expect([hidden?.attributes.class, shown?.attributes.class]).toEqual(['s0 off', 's1']);
    // $80 at 14 px, with what is not seen.
    expect([shown?.attributes.y, shown?.attributes.height]).toEqual(['115.25', '60.75']);
    expect(marksOf(bar, 'title')[0]?.text).toBe('16 Nov: $30.00');
    expect(marksOf(drawn, 'desc')[0]?.text).toBe('3 days, $50.00 in all.');
  });

  it('lead back, the others without a page away; the sum is of what is seen', () => {
    const legend = marksOf(drawn, 'a', 'series').map(({ attributes: { class: name, href } }) => [name, href]);
    expect(legend).toEqual([
      ['series off', '/?hide='],
      ['series', '/?hide=m0,m1'],
    ]);
    expect(marksOf(drawn, 'span', 'sum')[0]?.text).toBe('$50.00 of $100.00 shown');
  });

  it('stay in the table, which is of all', () => {
    expect(drawn.match(/<th [^>]*>[^<]*/g)?.map((th) => th.replace(/.*>/, ''))).toEqual([
      'Day',
      'model 0',
      'model 1',
      'Total',
    ]);
    expect(marksOf(drawn, 'data').map(({ text }) => text)).toEqual(['$80.00', '$0.00', '$20.00']);
  });
});

it('says in a table what the bars show, a row for each day that has begun', () => {
  const stacks = stacksOf([1, 0, -3, 0], [0.5, 0, 0, 0]);
  const drawn = draw(stacks, daysFrom('2026-11-16', 4));
  const rows = drawn.split('<tbody>')[1]?.split('<tr>').slice(1) ?? [];
  expect(
    rows.map((row) =>
      row
        .replace(/<[^>]+>/g, ' ')
        .split(/\s{2,}/)
        .filter(Boolean),
    ),
  ).toEqual([
    ['Mon 16 Nov', '$1.00', '$0.50', '$1.50'],
    ['Tue 17 Nov', '$0.00', '$0.00', '$0.00'],
    ['Wed 18 Nov', '−$3.00', '$0.00', '−$3.00'],
  ]);
  expect(marksOf(drawn, 'figure')[0]?.attributes['data-first']).toBe(DAYS[0]);
  expect(marksOf(drawn, 'data').map(({ attributes }) => attributes.value)).toEqual(['1.5', '0', '-3']);
  expect(marksOf(drawn, 'svg')[0]?.attributes['aria-label']).toBe(words.m.chart.daily);
  expect(marksOf(drawn, 'desc')[0]?.text).toBe('4 days, −$1.50 in all.');
});

it('whatever the amounts: a bar for each day with spend, its parts one above the other, in the picture', () => {
  const sizes = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 7 }));
  const made = sizes.chain(([count, series]) =>
    fc
      .array(fc.array(anyMoney, { minLength: count, maxLength: count }), {
        minLength: series,
        maxLength: series,
      })
      .map((amounts) => ({ days: daysFrom('2026-11-01', count), amounts })),
  );
  fc.assert(
    fc.property(made, ({ days, amounts }) => {
      const drawn = draw(
        amounts.map((ofDays, i) => ({
          key: `m${i}`,
          name: `model ${i}`,
          href: null,
          known: ofDays.map(priced),
        })),
        days,
      );
      expect(faultsOf(drawn, WIDTH, HEIGHT)).toEqual([]);
      const spent = days.filter((_, i) => amounts.reduce((sum, of) => sum + (of[i] ?? 0n), 0n) > 0n);
      expect(bars(drawn).map((bar) => marksOf(bar, 'a')[0]?.attributes.href)).toEqual(spent.map(hrefOf));
      for (const bar of bars(drawn)) {
        const tops = numbers(parts(bar), 'y');
        expect(tops).toEqual(tops.toSorted((a, b) => b - a));
      }
    }),
  );
});
