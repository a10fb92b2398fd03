import fc from 'fast-check';
import type { Known } from '../../../src/core/known.ts';
import type { Day, Money } from '../../../src/core/types.ts';
import { messagesOf } from '../../../src/ui/messages/index.ts';

/** Reads a chart as it is sent: its marks with their attributes, and where its lines lead. */

export interface Mark {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
}
export type Point = readonly [x: number, y: number];

export const words = { m: messagesOf('en'), locale: 'en' as const };
export const hrefOf = (day: Day) => `/days/${day}`;
export const dollars = (amount: number) => BigInt(Math.round(amount * 1e10)) as Money;

/** So many days, one after the other. */
export const daysFrom = (first: Day, count: number): Day[] =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(first) + i * 86_400_000).toISOString().slice(0, 10),
  );

/** Every element of a tag, of a class where one is named, with the text that follows its opening. */
export function marksOf(drawn: unknown, tag: string, name?: string): Mark[] {
  const found = String(drawn).matchAll(new RegExp(`<${tag}((?:\\s[^<>]*)?)/?>([^<]*)`, 'g'));
  return [...found]
    .map(([, attributes = '', text = '']) => ({
      tag,
      text,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      ),
    }))
    .filter(({ attributes }) => name === undefined || attributes.class?.split(' ').includes(name));
}
export const numbers = (marks: readonly Mark[], key: string): number[] =>
  marks.map(({ attributes }) => Number(attributes[key]));

/** The corners of the only path of a class. */
export function cornersOf(drawn: unknown, name: string): Point[] {
  const [path, ...more] = marksOf(drawn, 'path', name);
  if (path === undefined || more.length > 0) throw new Error(`${more.length + 1} paths of ${name}`);
  return corners(path);
}
export function corners({ attributes: { d = '' } }: Mark): Point[] {
  if (d.includes('l')) return stepped(d.match(/-?[\d.]+/g)?.map(Number) ?? []);
  return [...d.matchAll(/([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}
/** Each as far from the one before as it says. */
function stepped([x = 0, y = 0, ...steps]: readonly number[]): Point[] {
  const points: Point[] = [[x, y]];
  for (let i = 0; i < steps.length; i += 2) {
    const [left, top] = points[i / 2] ?? [0, 0];
    points.push([left + (steps[i] ?? 0), top + (steps[i + 1] ?? 0)]);
  }
  return points;
}

/** Amounts that a bill may hold: none, refunds, fractions of a cent, and more than anybody pays. */
export const anyMoney = fc
  .oneof(
    fc.constant(0n),
    fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
    fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
    fc.bigInt({ min: 0n, max: 10n ** 24n }),
  )
  .map((amount) => amount as Money);

/** What of a drawing no browser could draw: a coordinate that is no number, or a mark far outside the picture. */
export function faultsOf(drawn: unknown, width: number, height: number): string[] {
  const text = String(drawn);
  const found = [...text.matchAll(/NaN|Infinity|undefined|null|\de[+-]?\d|\[object/g)].map(([word]) => word);
  for (const tag of ['rect', 'line', 'circle', 'path'])
    for (const mark of marksOf(text.replace(/<pattern.*?<\/pattern>/s, ''), tag)) {
      const { x, y, x1, y1, x2, y2, cx, cy, width: wide, height: high } = mark.attributes;
      const points = [
        [x, y],
        [x1, y1],
        [x2, y2],
        [cx, cy],
        ...(mark.attributes.class === 'beyond' ? [] : corners(mark)),
      ].filter(([one]) => one !== undefined);
      if (wide !== undefined) points.push([Number(x) + Number(wide), Number(y) + Number(high)]);
      if (Number(wide) < 0 || Number(high) < 0) found.push(`${tag} of ${wide} × ${high}`);
      // Half a pixel: places are rounded to tenths, and a bar is never thinner than a hair.
      for (const [left, top] of points)
        if (
          !(
            Number(left) >= -0.5 &&
            Number(left) <= width + 0.5 &&
            Number(top) >= -0.5 &&
            Number(top) <= height + 0.5
          )
        )
          found.push(`${tag} ${mark.attributes.class} at ${left}, ${top}`);
    }
  return found;
}

/** Spend of which every part has its price. */
export const priced = (amount: Money): Known => ({ amount, unpricedTokens: 0n });
