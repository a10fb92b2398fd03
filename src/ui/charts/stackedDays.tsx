import { approximate } from '../../core/money.ts';
import type { Day, Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { day as showDay } from '../format.ts';
import type { Locale, Messages } from '../messages/index.ts';
import { DataTable } from '../table.tsx';
import { Axes, BOTTOM, HEIGHT, plane, round, TOP, WIDTH } from './axes.tsx';

export interface Stack {
  name: string;
  href: string | null;
  /** One value per day. */
  amounts: readonly Money[];
}
/** At most this many colours; the rest is one more, in grey. */
export const COLOURS = 6;

interface Props {
  days: readonly Day[];
  stacks: readonly Stack[];
  today: Day;
  /** What a day consists of. */
  hrefOf: (day: Day) => string;
  m: Messages;
  locale: Locale;
}

/** Daily bars, stacked by series; each day leads to its charges. */
export function StackedDays({ days, stacks, today, hrefOf, m, locale }: Props) {
  const totals = days.map(
    (_, i) => stacks.reduce((sum, stack) => sum + (stack.amounts[i] ?? 0n), 0n) as Money,
  );
  const all = totals.reduce((sum, total) => sum + total, 0n) as Money;
  // A series that gives money back makes the total smaller than the bar, which shows what was spent.
  const heights = days.map(
    (_, i) =>
      stacks.reduce((sum, { amounts: { [i]: one = 0n } }) => (one > 0n ? sum + one : sum), 0n) as Money,
  );
  const p = plane(days, heights, today, locale);
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-labelledby="daily-title daily-desc">
        <title id="daily-title">{m.chart.daily}</title>
        <desc id="daily-desc">{m.chart.dailyText(days.length, usd(all))}</desc>
        <Axes plane={p} />
        {days.map(
          (day, i) =>
            (totals[i] ?? 0n) > 0n && (
              <Bar
                plane={p}
                index={i}
                day={day}
                href={hrefOf(day)}
                stacks={stacks}
                total={totals[i] as Money}
              />
            ),
        )}
      </svg>
      <Legend stacks={stacks} />
      <details>
        <summary>{m.chart.table}</summary>
        <DataTable
          label={m.chart.daily}
          data={{
            caption: m.usd,
            columns: [
              { name: m.name.day, key: 'day' },
              ...stacks.map((stack) => ({ name: stack.name, key: stack.name, number: true })),
              { name: m.total, key: 'total', number: true },
            ],
            rows: days.flatMap((day, i) =>
              totals[i] === 0n
                ? []
                : [
                    {
                      cells: [
                        { text: showDay(day, locale), href: hrefOf(day) },
                        ...stacks.map((stack) => ({ text: usd(stack.amounts[i] ?? (0n as Money)) })),
                        { text: usd(totals[i] as Money) },
                      ],
                    },
                  ],
            ),
          }}
        />
      </details>
    </figure>
  );
}

function Bar({
  plane: p,
  index,
  day,
  href,
  stacks,
  total,
}: {
  plane: ReturnType<typeof plane>;
  index: number;
  day: Day;
  href: string;
  stacks: readonly Stack[];
  total: Money;
}) {
  const width = round(Math.min(p.step * 0.72, 46));
  const left = round(p.x(index) - width / 2);
  let below = 0n;
  const words = `${showDay(day, p.locale)}: ${usd(total)}`;
  return (
    <a href={href} aria-label={words} class="bar">
      <title>{words}</title>
      <rect
        class="target"
        x={round(p.x(index) - p.step / 2)}
        y={TOP}
        width={round(p.step)}
        height={HEIGHT - TOP - BOTTOM}
      />
      {stacks.map((stack, n) => {
        const amount = stack.amounts[index] ?? 0n;
        if (amount <= 0n) return null;
        const low = p.y(approximate(below as Money));
        below += amount;
        const high = p.y(approximate(below as Money));
        return (
          <rect
            class={`s${n}`}
            x={left}
            width={width}
            y={round(high)}
            height={round(Math.max(0.3, low - high - 0.6))}
          />
        );
      })}
    </a>
  );
}

const Legend = ({ stacks }: { stacks: readonly Stack[] }) => (
  <p class="legend">
    {stacks.map((stack, n) => (
      <span>
        <i class={`swatch s${n}`} />
        {stack.href ? <a href={stack.href}>{stack.name}</a> : stack.name}
      </span>
    ))}
  </p>
);
