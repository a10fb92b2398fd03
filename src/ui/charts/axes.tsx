import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { utcMonday } from 'd3-time';
import type { Child } from 'hono/jsx';
import { approximate } from '../../core/money.ts';
import type { Day, Money } from '../../core/types.ts';
import { day as showDay } from '../format.ts';
import type { Locale } from '../messages/index.ts';

/** What the charts over days share. Geometry alone goes through floats; every figure shown is exact. */

export const WIDTH = 640;
export const HEIGHT = 200;
export const LEFT = 54;
export const RIGHT = 10;
export const TOP = 14;
export const BOTTOM = 24;

export interface Plane {
  days: readonly Day[];
  /** The day that is not over yet, if it is among them. */
  today: Day;
  locale: Locale;
  /** Centre of a day. */
  x(index: number): number;
  /** Width of a day. */
  step: number;
  y: ScaleLinear<number, number>;
}

/** A plane of days × dollars that holds zero and all of `amounts`, refunds below it, in round numbers. */
export function plane(days: readonly Day[], amounts: readonly Money[], today: Day, locale: Locale): Plane {
  const step = (WIDTH - LEFT - RIGHT) / Math.max(days.length, 1);
  const held = amounts.map(approximate);
  return {
    days,
    today,
    locale,
    step,
    x: (index) => round(LEFT + step * (index + 0.5)),
    y: scaleLinear([Math.min(...held, 0), Math.max(...held, 0.01)], [HEIGHT - BOTTOM, TOP]).nice(4),
  };
}
/** Where a day begins and how wide it is, in hundredths of the picture's width. */
export function shares(days: readonly Day[], index: number): { start: number; step: number } {
  const step = (WIDTH - LEFT - RIGHT) / Math.max(days.length, 1);
  const share = (value: number) => Math.round((value / WIDTH) * 1e5) / 1e3;
  return { start: share(LEFT + step * Math.max(index, 0)), step: share(step) };
}
/** Tenths of a pixel are enough, and keep the page small. */
export const round = (value: number): number => Math.round(value * 10) / 10;

const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** `$20k`, `$1.5k`, `$400`, `−$50`, `$0.05`: round by construction. */
export function axisUsd(value: number): string {
  const size = Math.abs(value);
  const text = size >= 1000 ? `$${Number((size / 1000).toFixed(2))}k` : `$${Number(size.toFixed(4))}`;
  return value < 0 ? `−${text}` : text;
}

/** A picture of days × dollars. Its name is no `<title>`: browsers would show that above what the script says of a day. */
export const Picture = ({
  id,
  role,
  title,
  text,
  children,
}: {
  id: string;
  role: 'img' | 'group';
  title: string;
  text: string;
  children: Child;
}) => (
  <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role={role} aria-label={title} aria-describedby={`${id}-desc`}>
    <desc id={`${id}-desc`}>{text}</desc>
    {children}
  </svg>
);

/** A day of a chart over its whole height, which leads to what it consists of. */
export function DayLink({
  plane: { x, step },
  index,
  href,
  words,
  children,
}: {
  plane: Plane;
  index: number;
  href: string;
  words: string;
  children?: Child;
}) {
  return (
    <a href={href} aria-label={words} class="bar">
      <title>{words}</title>
      <Column class="target" at={x(index)} step={step} />
      {children}
    </a>
  );
}

/** One place of the axis below, over the whole height. */
export const Column = ({ class: name, at, step }: { class: string; at: number; step: number }) => (
  <rect class={name} x={round(at - step / 2)} y={TOP} width={round(step)} height={HEIGHT - TOP - BOTTOM} />
);

/** Lines in round numbers, each with its words. */
export const Heights = ({
  y,
  words,
  exact = () => undefined,
}: {
  y: ScaleLinear<number, number>;
  words: (value: number) => string;
  /** The number itself, where the script may draw larger. */
  exact?: (value: number) => number | undefined;
}) => (
  <>
    {y.ticks(4).map((tick) => (
      <>
        <line
          class={tick === 0 ? 'axis zero' : 'axis'}
          x1={LEFT}
          x2={WIDTH - RIGHT}
          y1={round(y(tick))}
          y2={round(y(tick))}
        />
        <text x={LEFT - 8} y={round(y(tick) + 4)} text-anchor="end" data-usd={exact(tick)}>
          {words(tick)}
        </text>
      </>
    ))}
  </>
);

/** Days that are named: all of a week, every other one of two, else Mondays, at most eight of them. */
function namedDays(days: readonly Day[]): ReadonlySet<Day> {
  if (days.length <= 16) return new Set(days.filter((_, i) => days.length <= 8 || i % 2 === 0));
  const [first, last] = [days[0], days.at(-1)] as [Day, Day];
  const mondays = utcMonday.range(new Date(first), new Date(Date.parse(last) + 1));
  const every = Math.ceil(mondays.length / 8);
  return new Set(mondays.filter((_, i) => i % every === 0).map((date) => date.toISOString().slice(0, 10)));
}

/** Weekends faint, lines in round numbers, the running day marked. */
export function Axes({ plane: { days, today, locale, x, step, y } }: { plane: Plane }) {
  const named = namedDays(days);
  // On a phone there is room for half of so many.
  const spare = new Set(named.size > 5 ? [...named].filter((_, i) => i % 2 === 1) : []);
  return (
    <>
      {days.map((day, i) => isWeekend(day) && <Column class="weekend" at={x(i)} step={step} />)}
      <Heights y={y} words={axisUsd} exact={(value) => value} />
      {days.map((day, i) => (
        <>
          {day === today && <line class="today" x1={x(i)} x2={x(i)} y1={TOP} y2={HEIGHT - BOTTOM + 4} />}
          {named.has(day) && (
            <text class={spare.has(day) ? 'spare' : undefined} x={x(i)} y={HEIGHT - 7} text-anchor="middle">
              {showDay(day, locale)}
            </text>
          )}
        </>
      ))}
    </>
  );
}
