import { scaleLinear } from 'd3-scale';
import { BOTTOM, Column, HEIGHT, Heights, LEFT, RIGHT, round, TOP, WIDTH } from './axes.tsx';

/** Figures over days, weeks or months, as stacked bars or lines; the table below it has every one of them. */

export interface Moment {
  /** Below the axis. */
  name: string;
  /** In full, with what all series come to. */
  words: string;
  href: string | null;
}
export interface Series {
  name: string;
  href: string | null;
  /** One per moment: dollars or tokens. Geometry alone goes through floats. */
  values: readonly number[];
}
interface Props {
  kind: 'bars' | 'lines';
  moments: readonly Moment[];
  series: readonly Series[];
  title: string;
  text: string;
  axis(value: number): string;
}

/** Names below the axis at most. */
const MOST_NAMES = 8;

export function ExploredChart({ kind, moments, series, title, text, axis }: Props) {
  const tops =
    kind === 'bars' ? moments.map((_, i) => stackOf(series, i)) : series.flatMap((one) => one.values);
  const lows = kind === 'bars' ? [0] : series.flatMap((one) => one.values);
  const y = scaleLinear([Math.min(0, ...lows), Math.max(0.01, ...tops)], [HEIGHT - BOTTOM, TOP]).nice(4);
  const step = (WIDTH - LEFT - RIGHT) / Math.max(moments.length, 1);
  const x = (i: number) => LEFT + step * (i + 0.5);
  const every = Math.ceil(moments.length / MOST_NAMES);
  const last = moments.length - 1;
  return (
    <figure class="beside">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-labelledby="explored-title explored-desc">
        <title id="explored-title">{title}</title>
        <desc id="explored-desc">{text}</desc>
        <Heights y={y} words={axis} />
        {series.map((one, n) =>
          kind === 'bars' ? (
            <path class={`s${n}`} d={barsOf(series, n, { x, y, width: Math.min(step * 0.72, 46) })} />
          ) : (
            <path class={`line c${n}`} d={lineOf(one.values, { x, y })} />
          ),
        )}
        {moments.map(({ name }, i) =>
          (last - i) % every === 0 ? (
            <text x={round(x(i))} y={HEIGHT - 7} text-anchor="middle">
              {name}
            </text>
          ) : null,
        )}
        {moments.map(({ words, href }, i) =>
          href === null ? null : (
            <a href={href} aria-label={words} class="bar">
              <title>{words}</title>
              <Column class="target" at={x(i)} step={step} />
            </a>
          ),
        )}
      </svg>
      {series.length > 1 && <ExploredLegend series={series} />}
    </figure>
  );
}

export const ExploredLegend = ({ series }: { series: readonly Pick<Series, 'name' | 'href'>[] }) => (
  <p class="legend">
    {series.map(({ name, href }, n) => (
      <span>
        <i class={`swatch s${n}`} />
        {href ? <a href={href}>{name}</a> : name}
      </span>
    ))}
  </p>
);

const positive = (value: number | undefined): number => Math.max(0, value ?? 0);
const stackOf = (series: readonly Series[], at: number): number =>
  series.reduce((sum, { values }) => sum + positive(values[at]), 0);

interface Place {
  x(index: number): number;
  y(value: number): number;
}

/** All bars of one series, above those of the series before it. */
function barsOf(series: readonly Series[], n: number, { x, y, width }: Place & { width: number }): string {
  return (series[n]?.values ?? [])
    .map((value, i) => {
      if (value <= 0) return '';
      const below = stackOf(series.slice(0, n), i);
      const [low, high] = [y(below), y(below + value)];
      return `M${round(x(i) - width / 2)} ${round(low)}V${round(Math.min(high, low - 0.3))}h${round(width)}V${round(low)}z`;
    })
    .join('');
}

const lineOf = (values: readonly number[], { x, y }: Place): string =>
  values.map((value, i) => `${i === 0 ? 'M' : 'L'}${round(x(i))} ${round(y(value))}`).join('');

const BAR = { width: 160, height: 10 } as const;

/** One row's parts as a bar, against the largest row. */
export const PartBar = ({ parts, of, label }: { parts: readonly number[]; of: number; label: string }) => {
  let left = 0;
  return (
    <svg
      class="partbar"
      width={BAR.width}
      height={BAR.height}
      viewBox={`0 0 ${BAR.width} ${BAR.height}`}
      role="img"
      aria-label={label}
    >
      {parts.map((part, n) => {
        const width = of <= 0 ? 0 : (positive(part) / of) * BAR.width;
        if (width <= 0) return null;
        const at = left;
        left += width;
        return (
          <rect class={`s${n}`} x={round(at)} y={0} width={round(Math.max(0.5, width))} height={BAR.height} />
        );
      })}
    </svg>
  );
};
