import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Axes, BOTTOM, HEIGHT, LEFT, plane, RIGHT, TOP, WIDTH } from '../../../src/ui/charts/axes.tsx';
import { anyMoney, daysFrom, dollars, faultsOf, marksOf, numbers } from './drawing.ts';

const NOVEMBER = daysFrom('2026-11-01', 30);
const STEP = (WIDTH - LEFT - RIGHT) / 30;
const draw = (days: readonly string[], tops: readonly number[], today = '2026-11-24') =>
  String(<Axes plane={plane(days, tops.map(dollars), today, 'en')} />);
const words = (drawn: string, anchor: 'middle' | 'end') =>
  marksOf(drawn, 'text')
    .filter(({ attributes }) => attributes['text-anchor'] === anchor)
    .map(({ text }) => text);

describe('amounts', () => {
  it.each([
    [[], ['$0', '$0.002', '$0.004', '$0.006', '$0.008', '$0.01']],
    [[0], ['$0', '$0.002', '$0.004', '$0.006', '$0.008', '$0.01']],
    [[0.03], ['$0', '$0.01', '$0.02', '$0.03']],
    [
      [3, 7],
      ['$0', '$2', '$4', '$6', '$8'],
    ],
    [[400], ['$0', '$100', '$200', '$300', '$400']],
    [[1234.56], ['$0', '$500', '$1k', '$1.5k']],
    [[18_000], ['$0', '$5k', '$10k', '$15k', '$20k']],
    [[1_900_000], ['$0', '$500k', '$1000k', '$1500k', '$2000k']],
    [
      [-40, 90],
      ['−$50', '$0', '$50', '$100'],
    ],
    [[-2500], ['−$3k', '−$2k', '−$1k', '$0', '$1k']],
  ])('%j stand between lines at %j', (tops, lines) => {
    expect(words(draw(NOVEMBER, tops), 'end')).toEqual(lines);
  });

  it('have their lines equally far apart over the whole width, the zero marked', () => {
    const lines = marksOf(draw(NOVEMBER, [400]), 'line', 'axis');
    expect(numbers(lines, 'y1')).toEqual([176, 135.5, 95, 54.5, 14]);
    expect(numbers(lines, 'y2')).toEqual(numbers(lines, 'y1'));
    for (const { attributes } of lines) expect([attributes.x1, attributes.x2]).toEqual(['54', '630']);
    expect(lines.map(({ attributes }) => attributes.class)).toEqual(['axis zero', ...Array(4).fill('axis')]);
  });
});

describe('days', () => {
  it('of a weekend are faint over their whole width and height', () => {
    const faint = marksOf(draw(NOVEMBER, [1]), 'rect', 'weekend');
    const places = [1, 7, 8, 14, 15, 21, 22, 28, 29].map((day) => LEFT + STEP * (day - 1));
    expect(faint).toHaveLength(places.length);
    for (const [i, x] of numbers(faint, 'x').entries()) expect(x).toBeCloseTo(places[i] ?? 0, 0);
    for (const width of numbers(faint, 'width')) expect(width).toBeCloseTo(STEP, 1);
    expect(new Set(numbers(faint, 'y'))).toEqual(new Set([TOP]));
    expect(new Set(numbers(faint, 'height'))).toEqual(new Set([HEIGHT - TOP - BOTTOM]));
  });

  it.each([
    ['2026-11-01', LEFT + STEP / 2],
    ['2026-11-24', LEFT + STEP * 23.5],
    ['2026-11-30', WIDTH - RIGHT - STEP / 2],
  ])('%s is marked in its middle while it runs', (today, x) => {
    const [mark, ...more] = marksOf(draw(NOVEMBER, [1], today), 'line', 'today');
    expect(more).toEqual([]);
    for (const key of ['x1', 'x2']) expect(Number(mark?.attributes[key])).toBeCloseTo(x, 1);
  });

  it('are as wide as there is room, also when there are none', () => {
    expect([0, 1, 2].map((count) => plane(daysFrom('2026-11-01', count), [], '', 'en').step)).toEqual([
      576, 576, 288,
    ]);
  });

  it('have no mark when all are over', () => {
    expect(marksOf(draw(NOVEMBER, [1], '2026-12-01'), 'line', 'today')).toEqual([]);
  });

  it.each([
    ['none', 0, []],
    ['one', 1, ['1 Nov']],
    ['a week', 7, ['1 Nov', '2 Nov', '3 Nov', '4 Nov', '5 Nov', '6 Nov', '7 Nov']],
    ['ten days', 10, ['1 Nov', '3 Nov', '5 Nov', '7 Nov', '9 Nov']],
    ['a month', 30, ['2 Nov', '9 Nov', '16 Nov', '23 Nov', '30 Nov']],
    ['a quarter', 90, ['2 Nov', '16 Nov', '30 Nov', '14 Dec', '28 Dec', '11 Jan', '25 Jan']],
  ])('are named: of %s, %d in all', (_, count, names) => {
    expect(words(draw(daysFrom('2026-11-01', count), [1]), 'middle')).toEqual(names);
  });
});

it('whatever the days and amounts: in the picture, the amounts inside, at most eight days named', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), fc.array(anyMoney, { maxLength: 5 }), (count, tops) => {
      const p = plane(daysFrom('2026-11-01', count), tops, '2026-11-03', 'en');
      const drawn = String(<Axes plane={p} />);
      expect(faultsOf(drawn, WIDTH, HEIGHT)).toEqual([]);
      expect(words(drawn, 'middle').length).toBeLessThanOrEqual(8);
      expect(words(drawn, 'end').filter((text) => !/^−?\$\d+(\.\d+)?k?$/.test(text))).toEqual([]);
      for (const top of tops) {
        const y = p.y(Number(top) / 1e10);
        expect([y >= TOP - 1e-6, y <= HEIGHT - BOTTOM + 1e-6]).toEqual([true, true]);
      }
    }),
  );
});
