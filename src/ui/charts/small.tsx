import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { approximate } from '../../core/money.ts';
import type { Day, Money } from '../../core/types.ts';
import { day as showDay, usd } from '../format.ts';
import type { Locale, Messages } from '../messages/index.ts';
import { round } from './axes.tsx';

/** Charts of one row: the figures stand beside them in the table. */

export type State = 'none' | 'within' | 'watch' | 'over';

/** Spent as a bar, the forecast as a thin mark, the limit as a strong one; the state is decided elsewhere. */
export function Bullet({
  spent,
  limit,
  forecast,
  state,
  label,
}: {
  spent: Money;
  limit: Money | null;
  forecast: Money | null;
  state: State;
  label: string;
}) {
  if (limit === null) return null;
  const reach = Math.max(approximate(limit) * 1.3, 0.01);
  const x = scaleLinear([0, reach], [0, 132]).clamp(true);
  const at = (value: Money) => round(x(approximate(value)));
  return (
    <svg class={`bullet ${state}`} width="132" height="16" viewBox="0 0 132 16" role="img" aria-label={label}>
      <title>{label}</title>
      <rect class="room" x="0" y="4" width={at(limit)} height="8" />
      <rect class="spent" x="0" y="4" width={at(spent)} height="8" />
      {approximate(spent) > reach && <path class="beyond" d="M132 8l-5-4v8z" />}
      {forecast !== null && <line class="mark" x1={at(forecast)} x2={at(forecast)} y1="2.5" y2="13.5" />}
      <line class="end" x1={at(limit)} x2={at(limit)} y1="0" y2="16" />
    </svg>
  );
}

/** Daily amounts as a line without axes. */
export function Spark({ amounts, label }: { amounts: readonly Money[]; label: string }) {
  if (amounts.length < 2) return null;
  const values = amounts.map(approximate);
  const x = scaleLinear([0, values.length - 1], [1, 83]);
  const y = scaleLinear([0, Math.max(...values, 0.01)], [19, 2]);
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
  days,
  amounts,
  m,
  locale,
}: {
  days: readonly Day[];
  amounts: ReadonlyMap<Day, Money>;
  m: Messages;
  locale: Locale;
}) {
  const highest = Math.max(...days.map((day) => approximate(amounts.get(day) ?? (0n as Money))), 0.01);
  return (
    <ol class="heat" aria-label={m.by.day}>
      {days.map((day) => {
        const amount = amounts.get(day) ?? (0n as Money);
        const level = amount <= 0n ? 0 : Math.max(1, Math.ceil((approximate(amount) / highest) * 5));
        const words = `${showDay(day, locale)}: ${usd(amount)}`;
        return (
          <li>
            <a class={`h${level}`} href={`/days/${day}`} title={words} aria-label={words}>
              {Number(day.slice(8))}
            </a>
          </li>
        );
      })}
    </ol>
  );
}
