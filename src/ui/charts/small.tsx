import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type Known, pricedPart } from '../../core/known.ts';
import { approximate } from '../../core/money.ts';
import type { Day, Money } from '../../core/types.ts';
import { usdDayByDay } from '../../core/usd.ts';
import { day as showDay } from '../format.ts';
import { knownText } from '../known.ts';
import type { Locale, Messages } from '../messages/index.ts';
import { round } from './axes.tsx';

/** Charts of one row: the figures stand beside them in the table. */

type State = 'none' | 'within' | 'watch' | 'over' | 'unknown';

const BULLET = { width: 84, height: 16 };
/** A bar ends at this many times the limit, so that bars below one another share one scale. */
const REACH = 2;

/** Spent as a bar, what is over the limit darker, the forecast a thin mark, the limit a strong one in the middle. */
export function Bullet({
  spent,
  limit,
  forecast,
  state,
  label,
}: {
  spent: Money;
  limit: Money;
  forecast: Money | null;
  state: State;
  label: string;
}) {
  const { width, height } = BULLET;
  const x = scaleLinear([0, Math.max(approximate(limit) * REACH, 0.01)], [0, width]).clamp(true);
  const at = (value: Money) => round(x(approximate(value)));
  const [end, bar] = [at(limit), at(spent)];
  return (
    <svg
      class={`bullet ${state}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <rect class="room" x="0" y="4" width={end} height="8" />
      <rect class="spent" x="0" y="4" width={Math.min(bar, end)} height="8" />
      {bar > end && <rect class="excess" x={end} y="4" width={round(bar - end)} height="8" />}
      {bar >= width && <path class="beyond" d={`M${width} 8l-5-5h5v10h-5z`} />}
      {forecast !== null && <line class="mark" x1={at(forecast)} x2={at(forecast)} y1="2.5" y2="13.5" />}
      <line class="end" x1={end} x2={end} y1="0" y2={height} />
    </svg>
  );
}

/** Daily amounts as a line without axes. */
export function Spark({ amounts, label }: { amounts: readonly Money[]; label: string }) {
  if (amounts.length < 2) return null;
  const values = amounts.map(approximate);
  const x = scaleLinear([0, values.length - 1], [1, 83]);
  const y = scaleLinear([Math.min(...values, 0), Math.max(...values, 0.01)], [19, 2]);
  const path = line<number>(
    (_, i) => round(x(i)),
    (value) => round(y(value)),
  );
  return (
    <svg class="spark" width="84" height="20" viewBox="0 0 84 20" role="img" aria-label={label}>
      <title>{label}</title>
      <path d={path(values) ?? ''} />
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
