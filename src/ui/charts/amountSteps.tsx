import { approximate } from '../../core/money.ts';
import { addDays, daysBetween } from '../../core/periods.ts';
import type { Day, Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { fullDay, day as showDay } from '../format.ts';
import type { Locale } from '../messages/index.ts';
import { HEIGHT, LEFT, plane, RIGHT, round, TOP, WIDTH } from './axes.tsx';

/** What somebody was held to over time: a step for each change, planned ones dashed, gaps where nothing held. */

export interface ChartStep {
  from: Day;
  toExclusive: Day;
  /** null: nothing held, or it is not known. */
  amount: Money | null;
}

interface Props {
  steps: readonly ChartStep[];
  today: Day;
  title: string;
  text: string;
  locale: Locale;
  /** Between a day and its amount. */
  colon: string;
}

export function AmountSteps({ steps, today, title, text, locale, colon }: Props) {
  const [first, last] = [steps[0]?.from, steps.at(-1)?.toExclusive];
  if (first === undefined || last === undefined) return null;
  const span = Math.max(1, daysBetween(first, last));
  const { y } = plane(
    [],
    steps.flatMap(({ amount }) => amount ?? []),
    today,
    locale,
  );
  const x = (day: Day) => round(LEFT + ((WIDTH - LEFT - RIGHT) * daysBetween(first, day)) / span);
  const at = (amount: Money) => round(y(approximate(amount)));
  const ticks = y.ticks(4);
  const held = steps.filter((one): one is ChartStep & { amount: Money } => one.amount !== null);
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="steps-title steps-desc">
        <title id="steps-title">{title}</title>
        <desc id="steps-desc">{text}</desc>
        {ticks.map((value) => (
          <g>
            <line class="axis" x1={LEFT} x2={WIDTH - RIGHT} y1={round(y(value))} y2={round(y(value))} />
            <text x={LEFT - 6} y={round(y(value)) + 3} text-anchor="end">
              {`$${value >= 1000 ? `${Number((value / 1000).toFixed(2))}k` : Number(value.toFixed(2))}`}
            </text>
          </g>
        ))}
        <path class="edge" d={pathOf(held, x, at, (one) => one.from <= today)} />
        <path class="ahead" d={pathOf(held, x, at, (one) => one.from > today)} />
        {today >= first && today < last && (
          <line class="today" x1={x(today)} x2={x(today)} y1={TOP} y2={round(y(0))} />
        )}
        {held.map((one) => (
          <rect
            fill="transparent"
            x={x(one.from)}
            width={Math.max(2, x(one.toExclusive) - x(one.from))}
            y={TOP}
            height={HEIGHT - 40}
          >
            <title>{`${showDay(one.from, locale)}${colon}${usd(one.amount)}`}</title>
          </rect>
        ))}
        <text x={LEFT} y={HEIGHT - 8}>
          {fullDay(first, locale)}
        </text>
        <text x={WIDTH - RIGHT} y={HEIGHT - 8} text-anchor="end">
          {fullDay(addDays(last, -1), locale)}
        </text>
      </svg>
    </figure>
  );
}

/** Level for as long as it holds, and straight up or down to what holds next. */
function pathOf(
  held: readonly (ChartStep & { amount: Money })[],
  x: (day: Day) => number,
  at: (amount: Money) => number,
  is: (step: ChartStep) => boolean,
): string {
  return held
    .map((one, i) => {
      if (!is(one)) return '';
      const before = held[i - 1];
      const joins = before !== undefined && before.toExclusive === one.from;
      const start = joins
        ? `M${x(one.from)},${at(before.amount)}V${at(one.amount)}`
        : `M${x(one.from)},${at(one.amount)}`;
      return `${start}H${x(one.toExclusive)}`;
    })
    .join('');
}
