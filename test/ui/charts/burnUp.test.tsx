import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEIGHT, WIDTH } from '../../../src/ui/charts/axes.tsx';
import { BurnUp } from '../../../src/ui/charts/burnUp.tsx';
import type { ConeDay, DayPoint } from '../../../src/ui/charts/burnUpTable.tsx';
import {
  anyMoney,
  corners,
  cornersOf,
  daysFrom,
  dollars,
  faultsOf,
  hrefOf,
  marksOf,
  numbers,
  priced,
  words,
} from './drawing.ts';

/** Ten days of 57.6 px, from the middle of the first at 82.8 px; $100 at 14 px, nothing at 176 px. */
const DAYS = daysFrom('2026-11-16', 10);
const x = (index: number) => Math.round((54 + 57.6 * (index + 0.5)) * 10) / 10;
const y = (amount: number) => Math.round((176 - 1.62 * amount) * 10) / 10;
const points = (amounts: readonly number[], billed: number): DayPoint[] =>
  amounts.map((amount, i) => ({
    day: DAYS[i] ?? '',
    known: priced(dollars(amount)),
    drawn: dollars(amount),
    billed: i < billed,
  }));
const cone = (from: number, ...spread: readonly (readonly [number, number, number])[]): ConeDay[] =>
  spread.map(([low, mid, high], i) => ({
    day: DAYS[from + i] ?? '',
    low: dollars(low),
    mid: dollars(mid),
    high: dollars(high),
  }));
const draw = (
  amounts: readonly number[],
  billed: number,
  more: { budget?: number; cone?: readonly ConeDay[] } = {},
) =>
  String(
    <BurnUp
      days={DAYS}
      points={points(amounts, billed)}
      today="2026-11-19"
      budget={more.budget === undefined ? null : dollars(more.budget)}
      cone={more.cone ?? []}
      hrefOf={hrefOf}
      {...words}
    />,
  );

describe('the line of spend', () => {
  it('climbs by each day’s amount, from the middle of one day to that of the next, and ends in a dot', () => {
    const drawn = draw([10, 0, 30, 20], 4, { budget: 100 });
    expect(cornersOf(drawn, 'edge')).toEqual([
      [x(0), y(10)],
      [x(1), y(10)],
      [x(2), y(40)],
      [x(3), y(60)],
    ]);
    const [dot] = marksOf(drawn, 'circle', 'dot');
    expect([dot?.attributes.cx, dot?.attributes.cy].map(Number)).toEqual([x(3), y(60)]);
  });

  it.each([
    ['all billed', 4, [0, 1, 2, 3], null],
    ['two billed', 2, [0, 1], [1, 2, 3]],
    ['one billed', 1, [0], [0, 1, 2, 3]],
    ['none billed', 0, null, [0, 1, 2, 3]],
  ])('is filled where it is billed and hatched from there on: %s', (_, billed, filled, hatched) => {
    const drawn = draw([10, 10, 10, 10], billed, { budget: 100 });
    const under = (days: readonly number[] | null) =>
      days && [
        ...days.map((day) => [x(day), y((day + 1) * 10)]),
        ...days.toReversed().map((day) => [x(day), y(0)]),
      ];
    expect(marksOf(drawn, 'path', 'filled').length > 0 ? cornersOf(drawn, 'filled') : null).toEqual(
      under(filled),
    );
    const [estimated] = marksOf(drawn, 'path').filter(({ attributes }) => attributes.fill === 'url(#hatch)');
    expect(estimated ? corners(estimated) : null).toEqual(under(hatched));
    expect(drawn.includes('swatch hatched')).toBe(hatched !== null);
  });

  it('stays in the picture when refunds take it down again, or below nothing', () => {
    const down = draw([90, -80], 2);
    expect(cornersOf(down, 'edge')).toEqual([
      [x(0), y(90)],
      [x(1), y(10)],
    ]);
    const below = draw([-50, 100], 2);
    expect(marksOf(below, 'line', 'zero')).toHaveLength(1);
    const [zero = 0] = numbers(marksOf(below, 'line', 'zero'), 'y1');
    const [[, first = 0] = [], [, second = 0] = []] = cornersOf(below, 'edge');
    expect(first).toBeGreaterThan(zero);
    expect(first - zero).toBeCloseTo(zero - second, 0);
    expect(faultsOf(below, WIDTH, HEIGHT)).toEqual([]);
  });
});

describe('the budget', () => {
  it('is a line over the whole width at its amount, named', () => {
    const drawn = draw([10], 1, { budget: 75 });
    const top = 80;
    const [limit] = marksOf(drawn, 'line', 'limit');
    const at = Math.round((176 - (162 * 75) / top) * 10) / 10;
    expect(limit?.attributes).toMatchObject({ x1: '54', x2: '630', y1: `${at}`, y2: `${at}` });
    expect(marksOf(drawn, 'text', 'limit').map(({ text }) => text)).toEqual(['Budget $75.00']);
    expect(marksOf(drawn, 'desc')[0]?.text).toBe('Cumulative spend: $10.00; the budget is $75.00.');
  });

  it('is left out where there is none, and shown where it is nothing', () => {
    expect(marksOf(draw([10], 1), 'line', 'limit')).toEqual([]);
    expect(marksOf(draw([10], 1), 'desc')[0]?.text).toBe('Cumulative spend: $10.00.');
    expect(numbers(marksOf(draw([10], 1, { budget: 0 }), 'line', 'limit'), 'y1')).toEqual([176]);
  });
});

describe('the forecast', () => {
  const ahead = cone(2, [15, 30, 60], [20, 40, 100]);

  it('opens from the last day with spend to its low and high, its middle a line of its own', () => {
    const drawn = draw([10, 10], 2, { cone: ahead });
    expect(cornersOf(drawn, 'cone')).toEqual([
      [x(1), y(20)],
      [x(2), y(60)],
      [x(3), y(100)],
      [x(3), y(20)],
      [x(2), y(15)],
      [x(1), y(20)],
    ]);
    expect(cornersOf(drawn, 'ahead')).toEqual([
      [x(1), y(20)],
      [x(2), y(30)],
      [x(3), y(40)],
    ]);
    expect(marksOf(drawn, 'text', 'strong').map(({ text }) => text)).toEqual(['Forecast $40.00']);
    expect(drawn).toContain('swatch cone');
  });

  it('is drawn only for days after those with spend; without it the sum stands at the line', () => {
    const past = draw([10, 10, 10, 10], 4, { cone: ahead });
    expect([...marksOf(past, 'path', 'cone'), ...marksOf(past, 'path', 'ahead')]).toEqual([]);
    expect(marksOf(past, 'text', 'strong').map(({ text }) => text)).toEqual(['$40.00']);
    expect(past).not.toContain('swatch cone');
  });
});

it('says in a table what the line shows, a row a day, each with its way to the day', () => {
  const drawn = draw([10, 0.0025], 1);
  const rows = drawn.split('<tbody>')[1]?.split('<tr>').slice(1) ?? [];
  const cells = rows.map((row) => [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell));
  expect(cells).toEqual([
    ['<a href="/days/2026-11-16">Mon 16 Nov</a>', '<data value="10">$10.00</data>', '$10.00', 'Billed'],
    [
      '<a href="/days/2026-11-17">Tue 17 Nov</a>',
      '<data value="0.0025">$0.0025</data>',
      '$10.00',
      'Estimated',
    ],
  ]);
});

it('says in its table what is left of the budget and what is expected, with the days that are to come', () => {
  const drawn = draw([10, 10], 2, { budget: 30, cone: cone(2, [15, 30, 60], [20, 40, 100]) });
  const rows = drawn.split('<tbody>')[1]?.split('<tr>').slice(1) ?? [];
  expect(
    rows.map((row) =>
      [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, '')),
    ),
  ).toEqual([
    ['Mon 16 Nov', '$10.00', '$10.00', '$20.00', '', 'Billed'],
    ['Tue 17 Nov', '$10.00', '$20.00', '$10.00', '', 'Billed'],
    ['Wed 18 Nov', '', '$30.00', '$0.00', '$15.00 – $60.00', 'Forecast'],
    ['Thu 19 Nov', '', '$40.00', '−$10.00', '$20.00 – $100.00', 'Forecast'],
  ]);
});

it('without any day or spend is a picture all the same, with its name and description', () => {
  for (const days of [[], DAYS.slice(0, 1)]) {
    const drawn = String(
      <BurnUp
        days={days}
        points={[]}
        today="2026-11-16"
        budget={null}
        cone={[]}
        hrefOf={hrefOf}
        {...words}
      />,
    );
    expect(faultsOf(drawn, WIDTH, HEIGHT)).toEqual([]);
    expect(marksOf(drawn, 'circle')).toEqual([]);
    expect(marksOf(drawn, 'svg')[0]?.attributes).toMatchObject({
      'aria-label': words.m.chart.burnUp,
      'aria-describedby': 'burnup-desc',
    });
    expect(marksOf(drawn, 'desc')[0]).toMatchObject({
      attributes: { id: 'burnup-desc' },
      text: 'Cumulative spend: $0.00.',
    });
  }
});

it('whatever the amounts: in the picture, and every coordinate a number', () => {
  const day = fc.record({
    amount: anyMoney,
    billed: fc.boolean(),
    spread: fc.tuple(anyMoney, anyMoney, anyMoney),
  });
  fc.assert(
    fc.property(fc.array(day, { maxLength: 40 }), fc.nat(40), fc.option(anyMoney), (made, until, budget) => {
      const days = daysFrom('2026-11-01', made.length);
      const all = made.map(({ amount, ...one }, i) => ({
        ...one,
        known: priced(amount),
        drawn: amount,
        day: days[i] ?? '',
      }));
      const ahead = all.map(({ day, spread }) => {
        const [low, mid, high] = spread.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)) as typeof spread;
        return { day, low, mid, high };
      });
      const drawn = String(
        <BurnUp
          days={days}
          points={all.slice(0, until)}
          today={days[until] ?? ''}
          budget={budget}
          cone={ahead}
          hrefOf={hrefOf}
          {...words}
        />,
      );
      expect(faultsOf(drawn, WIDTH, HEIGHT)).toEqual([]);
      expect(drawn).toMatch(/<desc id="burnup-desc">[^<]+</);
    }),
  );
});
