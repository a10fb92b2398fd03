import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Money } from '../../../src/core/types.ts';
import { HeatStrip, Spark } from '../../../src/ui/charts/small.tsx';
import { anyMoney, corners, daysFrom, dollars, faultsOf, hrefOf, marksOf, priced, words } from './drawing.ts';

describe('a spark', () => {
  const draw = (amounts: readonly Money[]) => String(<Spark amounts={amounts} label="trend" />);
  const line = (...amounts: number[]) =>
    marksOf(draw(amounts.map(dollars)), 'path').flatMap((path) => corners(path));

  it.each([
    [
      [0, 5, 10],
      [
        [1, 19],
        [42, 11],
        [83, 2],
      ],
    ],
    [
      [0, 0],
      [
        [1, 19],
        [83, 19],
      ],
    ],
    [
      [-10, 0],
      [
        [1, 19],
        [83, 2],
      ],
    ],
    [
      [-10, 10],
      [
        [1, 19],
        [83, 2],
      ],
    ],
  ] as const)('of %j goes through %j', (amounts, points) => {
    expect(line(...amounts)).toEqual(points);
  });
  it.each([[[]], [[5]]])('of %j is none: a line takes two days', (amounts) => {
    expect(line(...amounts)).toEqual([]);
  });
  it('says what it shows', () => {
    const drawn = draw([1, 2].map(dollars));
    expect(marksOf(drawn, 'svg')[0]?.attributes).toMatchObject({ role: 'img' });
    expect(marksOf(drawn, 'title')[0]?.text).toBe('trend');
  });
  it('whatever the amounts is in its picture', () => {
    fc.assert(
      fc.property(fc.array(anyMoney, { minLength: 2, maxLength: 100 }), (amounts) => {
        expect(faultsOf(draw(amounts), 84, 20)).toEqual([]);
      }),
    );
  });
});

describe('a heat strip', () => {
  const DAYS = daysFrom('2026-11-28', 5);
  const squares = (amounts: readonly (number | undefined)[]) => {
    const points = DAYS.map((day, i) => ({ day, known: priced(dollars(amounts[i] ?? 0)) }));
    return marksOf(<HeatStrip points={points} hrefOf={hrefOf} {...words} />, 'a');
  };

  it.each([
    [
      [1, 2, 3, 4, 5],
      ['h1', 'h2', 'h3', 'h4', 'h5'],
    ],
    [
      [0, 0.001, 100],
      ['h0', 'h1', 'h5', 'h0', 'h0'],
    ],
    [
      [-5, undefined, 7],
      ['h0', 'h0', 'h5', 'h0', 'h0'],
    ],
    [[], ['h0', 'h0', 'h0', 'h0', 'h0']],
    [[1e14], ['h5', 'h0', 'h0', 'h0', 'h0']],
  ] as [(number | undefined)[], string[]][])('of %j is as dark as %j', (amounts, classes) => {
    expect(squares(amounts).map(({ attributes }) => attributes.class)).toEqual(classes);
  });

  it('has a square for each day with its number, its words and the way to it', () => {
    const made = squares([1, undefined, -2]);
    expect(made.map(({ text }) => text)).toEqual(['28', '29', '30', '1', '2']);
    expect(made.map(({ attributes }) => attributes.href)).toEqual(DAYS.map(hrefOf));
    expect(made.slice(0, 3).map(({ attributes }) => attributes['aria-label'])).toEqual([
      '28 Nov: $1.00',
      '29 Nov: $0.00',
      '30 Nov: −$2.00',
    ]);
    for (const { attributes } of made) expect(attributes.title).toBe(attributes['aria-label']);
  });

  it('whatever the amounts has the darkest square where most was spent, and five shades', () => {
    fc.assert(
      fc.property(fc.array(anyMoney, { minLength: 1, maxLength: 60 }), (amounts) => {
        const days = daysFrom('2026-11-01', amounts.length);
        const drawn = (
          <HeatStrip
            points={days.map((day, i) => ({ day, known: priced(amounts[i] ?? dollars(0)) }))}
            hrefOf={hrefOf}
            {...words}
          />
        );
        const shades = marksOf(drawn, 'a').map(({ attributes }) => Number(attributes.class?.slice(1)));
        expect(shades.filter((shade) => ![0, 1, 2, 3, 4, 5].includes(shade))).toEqual([]);
        for (const [i, amount] of amounts.entries())
          for (const [j, other] of amounts.entries())
            if (amount >= other) expect((shades[i] ?? 0) >= (shades[j] ?? 0)).toBe(true);
      }),
    );
  });
});
