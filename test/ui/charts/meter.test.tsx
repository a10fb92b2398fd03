import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Money } from '../../../src/core/types.ts';
import { Meter, SmallMeter } from '../../../src/ui/charts/meter.tsx';
import { type MeterFigures, meterMarks } from '../../../src/ui/charts/meterScale.ts';
import { anyMoney, dollars, faultsOf, marksOf, numbers } from './drawing.ts';

const figures = (
  counted: number,
  limit: number,
  more: { billed?: number; raised?: number; carried?: number; forecast?: [number, number, number] } = {},
): MeterFigures => ({
  counted: dollars(counted),
  billed: more.billed === undefined ? null : dollars(more.billed),
  limit: dollars(limit),
  raised: dollars(more.raised ?? 0),
  carried: dollars(more.carried ?? 0),
  forecast:
    more.forecast === undefined
      ? null
      : { low: dollars(more.forecast[0]), mid: dollars(more.forecast[1]), high: dollars(more.forecast[2]) },
});
const none = { from: 0, width: 0 };

describe('where the marks of a meter lie', () => {
  const LIMIT = 86.9;
  it.each([
    ['nothing used', figures(0, 100), { billed: none, estimated: none, over: { width: 0 }, limit: LIMIT }],
    [
      'a part of it billed',
      figures(50, 100, { billed: 20 }),
      { billed: { from: 0, width: 17.3 }, estimated: { from: 17.3, width: 26.1 }, limit: LIMIT },
    ],
    [
      'all of it billed',
      figures(50, 100, { billed: 50 }),
      { billed: { from: 0, width: 43.4 }, estimated: { width: 0 } },
    ],
    // What was billed can be more than what is counted, where something was paid back.
    [
      'more billed than counted',
      figures(10, 100, { billed: 20 }),
      { billed: { width: 8.6 }, estimated: { width: 0 } },
    ],
    ['a refund', figures(-5, 100, { billed: -5 }), { billed: none, estimated: none }],
    [
      'over',
      figures(150, 100, { billed: 120 }),
      {
        billed: { from: 0, width: 69.5 },
        estimated: { from: 69.5, width: 17.4 },
        over: { from: 57.9, width: 29 },
        limit: 57.9,
        beyond: false,
      },
    ],
    ['far over', figures(1e6, 100), { over: { from: 33.3, width: 66.7 }, limit: 33.3, beyond: true }],
    ['nothing of a limit of nothing', figures(0, 0), { limit: 0, over: none, beyond: false }],
    ['something of a limit of nothing', figures(3, 0), { limit: 0, over: { from: 0, width: 100 } }],
    [
      'a forecast with its range',
      figures(50, 100, { forecast: [60, 90, 120] }),
      { limit: 72.4, forecast: { low: 43.4, mid: 65.2, high: 86.9 } },
    ],
    ['no forecast', figures(50, 100), { forecast: null }],
    [
      'a forecast far beyond',
      figures(50, 100, { forecast: [60, 9000, 10_000] }),
      { limit: 33.3, beyond: true },
    ],
    [
      'a part of the limit raised and one carried over',
      figures(50, 100, { raised: 20, carried: 10 }),
      { raised: { from: 60.8, width: 17.4 }, carried: { from: 78.2, width: 8.7 } },
    ],
    [
      'nothing of it raised',
      figures(50, 100, { carried: 10 }),
      { raised: { width: 0 }, carried: { width: 8.7 } },
    ],
    ['tiny amounts', figures(5e-10, 1e-9, { billed: 5e-10 }), { billed: { width: 45.4 }, limit: 90.9 }],
    ['huge amounts', figures(5e14, 1e15), { billed: { width: 43.4 }, limit: LIMIT }],
  ] as const)('%s', (_, given, marks) => expect(meterMarks(given, 'fits')).toMatchObject(marks));

  it('have one scale in a table, whatever the amounts', () => {
    const at = (counted: number, limit: number) => meterMarks(figures(counted, limit), 'twice');
    expect([at(50, 100), at(5, 10), at(900, 10)].map(({ limit }) => limit)).toEqual([50, 50, 50]);
    expect([at(50, 100), at(5, 10), at(900, 10)].map(({ beyond }) => beyond)).toEqual([false, false, true]);
  });
});

describe('a meter', () => {
  const draw = (given: MeterFigures) =>
    String(<Meter figures={given} state="watch" label="half of it" />).replaceAll('%"', '"');

  it('tells billed from estimated without colour, and what is over by where it lies', () => {
    const drawn = draw(figures(150, 100, { billed: 120 }));
    expect(numbers(marksOf(drawn, 'rect', 'spent'), 'width')).toEqual([69.5, 17.4]);
    expect(numbers(marksOf(drawn, 'line', 'stripes'), 'x1')).toEqual([69.5]);
    expect(numbers(marksOf(drawn, 'rect', 'excess'), 'x')).toEqual([57.9]);
    expect(numbers(marksOf(drawn, 'line', 'end'), 'x1')).toEqual([57.9]);
    expect(marksOf(draw(figures(50, 100, { billed: 50 })), 'line', 'stripes')).toEqual([]);
  });
  it('marks what was raised and carried over above the bar, and the forecast below it', () => {
    const drawn = draw(figures(50, 100, { raised: 20, carried: 10, forecast: [60, 90, 100] }));
    expect(marksOf(drawn, 'line', 'raised')).toHaveLength(1);
    expect(marksOf(drawn, 'line', 'carried')).toHaveLength(1);
    const [range] = marksOf(drawn, 'line', 'range');
    expect(range?.attributes).toMatchObject({ x1: '52.1', x2: '86.9' });
    expect(numbers(marksOf(drawn, 'line', 'mark'), 'x1')).toEqual([78.2]);
    const plain = draw(figures(50, 100));
    for (const name of ['raised', 'carried', 'range', 'mark'])
      expect(marksOf(plain, 'line', name), name).toEqual([]);
  });
  it('says what it shows, and its state by its class', () => {
    const [svg] = marksOf(draw(figures(1, 2)), 'svg');
    expect(svg?.attributes).toMatchObject({ class: 'meter watch', role: 'img', 'aria-label': 'half of it' });
    expect(marksOf(draw(figures(1, 2)), 'title')[0]?.text).toBe('half of it');
  });
});

describe('a meter in a table', () => {
  const draw = (given: MeterFigures) =>
    String(<SmallMeter figures={given} state="watch" label="half of it" />);
  const wide = (drawn: string, name: string) => numbers(marksOf(drawn, 'rect', name), 'width');

  it.each([
    ['nothing', 0, [], []],
    ['half', 50, [21], []],
    ['all', 100, [42], []],
    ['half as much again', 150, [63], [21]],
    ['twice as much', 200, [84], [42]],
    ['more than there is room for', 1e9, [84], [42]],
    ['less than nothing, after a refund', -5, [], []],
  ])('has the limit in its middle and shows %s of it', (_, spent, used, over) => {
    const drawn = draw(figures(spent, 100));
    expect([wide(drawn, 'room'), wide(drawn, 'spent'), wide(drawn, 'excess')]).toEqual([[42], used, over]);
    expect(numbers(marksOf(drawn, 'line', 'end'), 'x1')).toEqual([42]);
    expect(marksOf(drawn, 'path', 'beyond')).toHaveLength(spent > 200 ? 1 : 0);
  });
  it('stripes what is estimated', () => {
    const [stripes] = marksOf(draw(figures(50, 100, { billed: 25 })), 'line', 'stripes');
    expect(stripes?.attributes).toMatchObject({ x1: '10.5', x2: '21' });
    // Where nobody says what is billed, nothing is told apart.
    expect(marksOf(draw(figures(50, 100)), 'line', 'stripes')).toEqual([]);
  });
  it.each([
    [0, 0],
    [75, 31.5],
    [120, 50.4],
    [1e9, 84],
    [-3, 0],
  ])('marks a forecast of %s', (mid, at) => {
    const marks = marksOf(draw(figures(10, 100, { forecast: [mid, mid, mid] })), 'line', 'mark');
    expect(numbers(marks, 'x1')).toEqual([at]);
  });
  it('of a budget of nothing is over at the first cent', () => {
    expect([wide(draw(figures(0, 0)), 'excess'), wide(draw(figures(0.01, 0)), 'excess')]).toEqual([[], [84]]);
  });
});

it('whatever the amounts, all is in the picture', () => {
  const any = fc.record({ counted: anyMoney, limit: anyMoney, raised: anyMoney, carried: anyMoney });
  const forecast = fc.option(fc.record({ low: anyMoney, mid: anyMoney, high: anyMoney }));
  fc.assert(
    fc.property(any, fc.option(anyMoney), forecast, (given, billed: Money | null, ahead) => {
      const figures = { ...given, billed, forecast: ahead };
      const large = <Meter figures={figures} state="none" label="x" />;
      expect(faultsOf(String(large).replaceAll('%"', '"'), 100, 32)).toEqual([]);
      expect(faultsOf(<SmallMeter figures={figures} state="none" label="x" />, 84, 16)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
