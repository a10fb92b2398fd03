import { scaleLinear } from 'd3-scale';
import { type Known, pricedPart } from '../../core/known.ts';
import { approximate } from '../../core/money.ts';
import type { Day, Money } from '../../core/types.ts';
import { usdDayByDay } from '../../core/usd.ts';
import { day as showDay } from '../format.ts';
import { knownText } from '../known.ts';
import type { Locale, Messages } from '../messages/index.ts';

/** Charts of one row: the figures stand beside them in the table. */

/** Daily amounts as a line without axes. */
export function Spark({ amounts, label }: { amounts: readonly Money[]; label: string }) {
  if (amounts.length < 2) return null;
  const values = amounts.map(approximate);
  const x = scaleLinear([0, values.length - 1], [1, 83]);
  const y = scaleLinear([Math.min(...values, 0), Math.max(...values, 0.01)], [19, 2]);
  const points = values.map((value, i) => ({ x: Math.round(x(i)), y: Math.round(y(value)) }));
  // In whole steps from point to point: a page has fifty of them, and each byte fifty times.
  const steps = points.slice(1).map((to, i) => {
    const from = points[i] ?? to;
    return `${to.x - from.x} ${to.y - from.y}`;
  });
  const [first] = points;
  return (
    <svg class="spark" width="84" height="20" viewBox="0 0 84 20" role="img">
      <title>{label}</title>
      <path d={`M${first?.x} ${first?.y}l${steps.join(' ').replaceAll(' -', '-')}`} />
    </svg>
  );
}

/** One square per day in rows of weeks, darker where more was spent; each leads to its day. */
export function HeatStrip({
  points,
  hrefOf,
  m,
  locale,
}: {
  points: readonly { day: Day; known: Known }[];
  hrefOf: (day: Day) => string;
  m: Messages;
  locale: Locale;
}) {
  const highest = Math.max(...points.map(({ known }) => approximate(pricedPart(known))), 0.01);
  const texts = usdDayByDay(points.map(({ known }) => known.amount));
  return (
    <ol class="heat" aria-label={m.by.day}>
      {points.map(({ day, known }, i) => {
        const amount = pricedPart(known);
        const level = amount <= 0n ? 0 : Math.max(1, Math.ceil((approximate(amount) / highest) * 5));
        const words = `${showDay(day, locale)}${m.colon}${knownText(known, { m }, texts[i])}`;
        return (
          <li>
            <a class={`h${level}`} href={hrefOf(day)} title={words} aria-label={words}>
              {Number(day.slice(8))}
            </a>
          </li>
        );
      })}
    </ol>
  );
}
