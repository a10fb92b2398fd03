import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { approximate } from '../../core/money.ts';
import type { Day, Money } from '../../core/types.ts';
import { centsDayByDay, usdDayByDay, usdMaking } from '../../core/usd.ts';
import { day as showDay } from '../format.ts';
import { knownText } from '../known.ts';
import type { Locale, Messages } from '../messages/index.ts';
import { DataTable } from '../table.tsx';
import { Axes, BOTTOM, HEIGHT, plane, round, TOP, WIDTH } from './axes.tsx';

export interface Stack {
  name: string;
  href: string | null;
  /** One per day. */
  known: readonly Known[];
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
  const totals = days.map((_, i) => sumKnown(stacks.map(({ known }) => known[i] ?? NOTHING_KNOWN)));
  const amounts = totals.map(({ amount }) => amount);
  const texts = usdDayByDay(amounts).map((text, i) => knownText(totals[i] ?? NOTHING_KNOWN, { m }, text));
  const cents = centsDayByDay(amounts);
  // A series that gives money back makes the total smaller than the bar, which shows what was spent.
  const heights = days.map(
    (_, i) =>
      stacks.reduce((sum, { known }) => {
        const one = known[i]?.amount ?? 0n;
        return one > 0n ? sum + one : sum;
      }, 0n) as Money,
  );
  const p = plane(days, heights, today, locale);
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-labelledby="daily-title daily-desc">
        <title id="daily-title">{m.chart.daily}</title>
        <desc id="daily-desc">{m.chart.dailyText(days.length, knownText(sumKnown(totals), { m }))}</desc>
        <Axes plane={p} />
        {days.map(
          (day, i) =>
            (totals[i]?.amount ?? 0n) > 0n && (
              <Bar plane={p} index={i} day={day} href={hrefOf(day)} stacks={stacks} total={texts[i] ?? ''} />
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
            matrix: true,
            columns: [
              { name: m.name.day, key: 'day' },
              ...stacks.map((stack) => ({ name: stack.name, key: stack.name, number: true })),
              { name: m.total, key: 'total', number: true },
            ],
            rows: days.flatMap((day, i) =>
              totals[i] === undefined || (amounts[i] === 0n && totals[i]?.unpricedTokens === 0n)
                ? []
                : [
                    {
                      cells: [
                        { text: showDay(day, locale), href: hrefOf(day) },
                        ...cellsOf(stacks, i, cents[i] ?? (0n as Money), m),
                        { text: texts[i] ?? '' },
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

/** What each series has of a day, in cents that make the day's total. */
function cellsOf(stacks: readonly Stack[], at: number, cents: Money, m: Messages) {
  const known = stacks.map((stack) => stack.known[at] ?? NOTHING_KNOWN);
  const texts = usdMaking(
    cents,
    known.map(({ amount }) => amount),
  );
  return known.map((one, i) => ({ text: knownText(one, { m }, texts(i)) }));
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
  total: string;
}) {
  const width = round(Math.min(p.step * 0.72, 46));
  const left = round(p.x(index) - width / 2);
  let below = 0n;
  const words = `${showDay(day, p.locale)}: ${total}`;
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
        const amount = stack.known[index]?.amount ?? 0n;
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
