import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Money } from '../core/types.ts';
import { day as showDay, usd } from './format.ts';
import type { Locale, Messages } from './messages/index.ts';
import { DataTable } from './table.tsx';

/** Charts drawn on the server. Geometry alone goes through floats; every figure shown is exact. */

const W = 720;
const H = 220;
const LEFT = 56;
const BOTTOM = 22;
const TOP = 10;
const RIGHT = 12;
const px = (value: Money): number => Number(value) / 1e10;
const axisUsd = (value: number): string =>
  value >= 1000 ? `$${(value / 1000).toLocaleString('en-US')}k` : `$${value}`;
const weekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

function Axes({
  y,
  days,
  x,
  step,
  locale,
}: {
  y: ReturnType<typeof scaleLinear<number, number>>;
  days: readonly string[];
  x: (i: number) => number;
  step: number;
  locale: Locale;
}) {
  const every = Math.max(1, Math.ceil(days.length / 8));
  return (
    <>
      {days.map(
        (d, i) =>
          weekend(d) && (
            <rect class="weekend" x={x(i) - step / 2} y={TOP} width={step} height={H - TOP - BOTTOM} />
          ),
      )}
      {y.ticks(4).map((tick) => (
        <>
          <line class="axis" x1={LEFT} x2={W - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
            {axisUsd(tick)}
          </text>
        </>
      ))}
      {days.map(
        (d, i) =>
          i % every === 0 && (
            <text x={x(i)} y={H - 6} text-anchor="middle">
              {showDay(d, locale)}
            </text>
          ),
      )}
    </>
  );
}

export interface DayPoint {
  day: string;
  amount: Money;
  billed: boolean;
}
export interface Cone {
  /** Cumulative low and high at the end of the period, and the middle. */
  low: Money;
  mid: Money;
  high: Money;
}

/** Cumulative spend against the budget line: billed solid, estimated hatched, the forecast a cone to the last day. */
export function BurnUp({
  points,
  days,
  budget,
  cone,
  m,
  locale,
}: {
  points: readonly DayPoint[];
  days: readonly string[];
  budget: Money | null;
  cone: Cone | null;
  m: Messages;
  locale: Locale;
}) {
  let running = 0n;
  const cumulative = points.map((p) => {
    running += p.amount;
    return { ...p, sum: running as Money };
  });
  const last = cumulative.at(-1);
  const top = Math.max(
    px((last?.sum ?? 0n) as Money),
    budget === null ? 0 : px(budget),
    cone ? px(cone.high) : 0,
    1,
  );
  const y = scaleLinear([0, top], [H - BOTTOM, TOP]).nice(4);
  const step = (W - LEFT - RIGHT) / Math.max(days.length, 1);
  const x = (i: number) => LEFT + step * (i + 0.5);
  const shape = area<(typeof cumulative)[number]>(
    (_, i) => x(i),
    y(0),
    (p) => y(px(p.sum)),
  );
  const firstEstimate = cumulative.findIndex((p) => !p.billed);
  const split = firstEstimate === -1 ? cumulative.length : firstEstimate;
  const solid = cumulative.slice(0, split);
  const hatched = cumulative.map((p, i) => ({ p, i })).filter(({ i }) => i >= Math.max(0, split - 1));
  const hatch = area<(typeof hatched)[number]>(
    ({ i }) => x(i),
    y(0),
    ({ p }) => y(px(p.sum)),
  );
  const edge = line<(typeof cumulative)[number]>(
    (_, i) => x(i),
    (p) => y(px(p.sum)),
  );
  const end = days.length - 1;
  const text = m.chart.burnUpText(usd((last?.sum ?? 0n) as Money), budget === null ? null : usd(budget));
  return (
    <figure>
      <svg viewBox={`0 0 ${W} ${H}`} role="img" aria-labelledby="burnup-title burnup-desc">
        <title id="burnup-title">{m.chart.burnUp}</title>
        <desc id="burnup-desc">{text}</desc>
        <defs>
          <pattern
            id="hatch"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" x2="0" y1="0" y2="6" stroke="var(--c0)" stroke-width="2" />
          </pattern>
        </defs>
        <Axes y={y} days={days} x={x} step={step} locale={locale} />
        {solid.length > 0 && <path d={shape(solid) ?? ''} fill="var(--c0)" fill-opacity="0.28" />}
        {hatched.length > 1 && <path d={hatch(hatched) ?? ''} fill="url(#hatch)" fill-opacity="0.4" />}
        <path d={edge(cumulative) ?? ''} fill="none" stroke="var(--c0)" stroke-width="2" />
        {cone && last && cumulative.length - 1 < end && (
          <>
            <path
              d={`M${x(cumulative.length - 1)},${y(px(last.sum))}L${x(end)},${y(px(cone.high))}L${x(end)},${y(px(cone.low))}Z`}
              fill="var(--c0)"
              fill-opacity="0.12"
            />
            <path
              d={`M${x(cumulative.length - 1)},${y(px(last.sum))}L${x(end)},${y(px(cone.mid))}`}
              stroke="var(--c0)"
              stroke-dasharray="4 4"
              fill="none"
            />
          </>
        )}
        {budget !== null && (
          <>
            <line
              x1={LEFT}
              x2={W - RIGHT}
              y1={y(px(budget))}
              y2={y(px(budget))}
              stroke="var(--over)"
              stroke-width="1.5"
              stroke-dasharray="2 3"
            />
            <text x={LEFT + 6} y={y(px(budget)) - 4} fill="var(--over)">{`${m.budget} ${usd(budget)}`}</text>
          </>
        )}
      </svg>
    </figure>
  );
}

export interface Stack {
  name: string;
  /** One value per day. */
  amounts: readonly Money[];
}

/** Daily bars, stacked by series; at most seven colours, the rest together. */
export function StackedDays({
  days,
  stacks,
  m,
  locale,
}: {
  days: readonly string[];
  stacks: readonly Stack[];
  m: Messages;
  locale: Locale;
}) {
  const totals = days.map((_, i) => stacks.reduce((sum, s) => sum + (s.amounts[i] ?? 0n), 0n) as Money);
  const y = scaleLinear([0, Math.max(...totals.map(px), 1)], [H - BOTTOM, TOP]).nice(4);
  const step = (W - LEFT - RIGHT) / Math.max(days.length, 1);
  const x = (i: number) => LEFT + step * (i + 0.5);
  const all = totals.reduce((sum, t) => sum + t, 0n) as Money;
  return (
    <figure>
      <svg viewBox={`0 0 ${W} ${H}`} role="group" aria-labelledby="daily-title daily-desc">
        <title id="daily-title">{m.chart.daily}</title>
        <desc id="daily-desc">{m.chart.dailyText(days.length, usd(all))}</desc>
        <Axes y={y} days={days} x={x} step={step} locale={locale} />
        {days.map((d, i) => {
          let from = 0n;
          return (
            <a href={`/days/${d}`} aria-label={`${showDay(d, locale)}: ${usd(totals[i] as Money)}`}>
              {stacks.map((s, n) => {
                const amount = s.amounts[i] ?? 0n;
                const low = from;
                from += amount;
                if (amount <= 0n) return null;
                return (
                  <rect
                    x={x(i) - step * 0.4}
                    width={step * 0.8}
                    y={y(px(from as Money))}
                    height={Math.max(0, y(px(low as Money)) - y(px(from as Money)))}
                    fill={`var(--c${n % 7})`}
                  />
                );
              })}
            </a>
          );
        })}
      </svg>
      <div class="legend">
        {stacks.map((s, n) => (
          <span>
            <svg width="10" height="10" aria-hidden="true">
              <rect width="10" height="10" rx="2" fill={`var(--c${n % 7})`} />
            </svg>
            {s.name}
          </span>
        ))}
      </div>
      <details>
        <summary>{m.chart.table}</summary>
        <DataTable
          data={{
            columns: [
              { name: m.name.day, key: 'day' },
              ...stacks.map((s) => ({ name: s.name, key: s.name, number: true })),
              { name: m.total, key: 'total', number: true },
            ],
            rows: days.map((d, i) => ({
              cells: [
                { text: showDay(d, locale), href: `/days/${d}` },
                ...stacks.map((s) => ({ text: usd((s.amounts[i] ?? 0n) as Money) })),
                { text: usd(totals[i] as Money) },
              ],
            })),
          }}
        />
      </details>
    </figure>
  );
}

/** Spent against the limit, with the forecast as a mark; the table beside it has the figures. */
export function Bullet({
  spent,
  limit,
  forecast,
  label,
}: {
  spent: Money;
  limit: Money | null;
  forecast: Money | null;
  label: string;
}) {
  if (limit === null) return null;
  const x = scaleLinear([0, Math.max(px(limit) * 1.25, 0.01)], [0, 120]).clamp(true);
  const colour =
    spent > limit ? 'var(--over)' : forecast !== null && forecast > limit ? 'var(--watch)' : 'var(--good)';
  return (
    <svg width="120" height="14" role="img" aria-label={label}>
      <rect width="120" height="10" y="2" fill="var(--hover)" />
      <rect width={x(px(spent))} height="6" y="4" fill={colour} />
      {forecast !== null && (
        <line
          x1={x(px(forecast))}
          x2={x(px(forecast))}
          y1="2"
          y2="12"
          stroke="var(--soft)"
          stroke-width="2"
        />
      )}
      <line x1={x(px(limit))} x2={x(px(limit))} y1="0" y2="14" stroke="var(--ink)" stroke-width="1.5" />
    </svg>
  );
}
