import { LEFT, RIGHT, round, WIDTH } from './axes.tsx';

/** Shares as bars side by side: of months, one after the other. */

const HEIGHT = 150;
const TOP = 22;
const BOTTOM = 24;

export interface ShareBar {
  /** Below the bar, and in full where it is pointed at. */
  name: string;
  words: string;
  href: string;
  /** Tenths of a per cent; null: there is nothing to be a share of. */
  share: number | null;
  text: string;
}

/** @param id of the elements that name it, one of a kind on a page */
export function ShareBars({
  id,
  bars,
  title,
  text,
}: {
  id: string;
  bars: readonly ShareBar[];
  title: string;
  text: string;
}) {
  const step = (WIDTH - LEFT - RIGHT) / Math.max(bars.length, 1);
  const width = round(Math.min(step * 0.64, 46));
  const room = HEIGHT - TOP - BOTTOM;
  return (
    <svg
      class="shares"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="group"
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{text}</desc>
      {[0, 50, 100].map((tick) => {
        const y = round(HEIGHT - BOTTOM - (room * tick) / 100);
        return (
          <>
            <line class={tick === 0 ? 'axis zero' : 'axis'} x1={LEFT} x2={WIDTH - RIGHT} y1={y} y2={y} />
            <text x={LEFT - 8} y={round(y + 4)} text-anchor="end">{`${tick} %`}</text>
          </>
        );
      })}
      {bars.map(({ name, words, href, share, text: said }, i) => {
        const middle = round(LEFT + step * (i + 0.5));
        const height = round((room * (share ?? 0)) / 1000);
        const top = round(HEIGHT - BOTTOM - height);
        return (
          <>
            <a href={href} aria-label={words} class="bar">
              <title>{words}</title>
              <rect class="target" x={round(middle - step / 2)} y={TOP} width={round(step)} height={room} />
              <rect class="s0" x={round(middle - width / 2)} y={top} width={width} height={height} />
            </a>
            {/* Beside the link, whose name says it. Every second one where there are many: the table below has them all. */}
            {(bars.length <= 7 || (bars.length - 1 - i) % 2 === 0) && (
              <g pointer-events="none" text-anchor="middle">
                <text class="strong" x={middle} y={round(top - 6)}>
                  {said}
                </text>
                <text x={middle} y={HEIGHT - 7}>
                  {name}
                </text>
              </g>
            )}
          </>
        );
      })}
    </svg>
  );
}
