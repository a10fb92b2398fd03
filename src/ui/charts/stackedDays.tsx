import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { approximate } from '../../core/money.ts';
import type { Money } from '../../core/types.ts';
import { usdDayByDay } from '../../core/usd.ts';
import { day as showDay } from '../format.ts';
import { knownText } from '../known.ts';
import { Axes, DayLink, Picture, type Plane, plane, round } from './axes.tsx';
import {
  begunOf,
  DaysFigure,
  type DaysProps,
  DaysTable,
  isHidden,
  Legend,
  type Stack,
  totalsOf,
} from './days.tsx';

/** Daily bars, stacked by series; each day leads to its charges. Series that are hidden keep their marks, unseen. */
export function StackedDays(props: DaysProps) {
  const { id = 'daily', days, stacks, today, hiding, hrefOf, m, locale } = props;
  const title = props.title ?? m.chart.daily;
  const shown = stacks.filter((one) => !isHidden(hiding, one));
  const [whole, totals] = [totalsOf(days, stacks), totalsOf(days, shown)];
  const texts = usdDayByDay(totals.map(({ amount }) => amount));
  // Series that are hidden have their room, so that what is left can be held against the whole.
  // One that gives money back makes the total smaller than the bar, which shows what was spent.
  const heights = days.map((_, i) => stacks.reduce((sum, { known }) => sum + above(known[i]), 0n) as Money);
  const p = plane(days, heights, today, locale);
  const sumOf = (i: number) => knownText(totals[i] ?? NOTHING_KNOWN, { m }, texts[i]);
  return (
    <DaysFigure
      {...props}
      title={title}
      begun={begunOf(props)}
      drawing={
        <Picture
          id={id}
          role="group"
          title={title}
          text={m.chart.dailyText(days.length, knownText(sumKnown(totals), { m }))}
        >
          <Axes plane={p} />
          {days.map(
            (day, i) =>
              (whole[i]?.amount ?? 0n) > 0n && (
                <DayLink
                  plane={p}
                  index={i}
                  href={hrefOf(day)}
                  words={`${showDay(day, locale)}${m.colon}${sumOf(i)}`}
                >
                  <Parts plane={p} index={i} stacks={stacks} shown={shown} />
                </DayLink>
              ),
          )}
        </Picture>
      }
    >
      <Legend {...props} />
      <DaysTable {...props} title={title} />
    </DaysFigure>
  );
}

const above = (one: Known | undefined): bigint => (one !== undefined && one.amount > 0n ? one.amount : 0n);

/** A day's amounts one above the other. */
function Parts({
  plane: p,
  index,
  stacks,
  shown,
}: {
  plane: Plane;
  index: number;
  stacks: readonly Stack[];
  shown: readonly Stack[];
}) {
  const width = round(Math.min(p.step * 0.72, 46));
  const left = round(p.x(index) - width / 2);
  let below = 0n;
  return (
    <>
      {stacks.map((stack, n) => {
        const amount = above(stack.known[index]);
        if (amount === 0n) return null;
        const off = !shown.includes(stack);
        const low = p.y(approximate((off ? 0n : below) as Money));
        const high = p.y(approximate((off ? amount : below + amount) as Money));
        if (!off) below += amount;
        return (
          <rect
            class={off ? `s${n} off` : `s${n}`}
            x={left}
            width={width}
            y={round(high)}
            height={round(Math.max(0.3, low - high - 0.6))}
          />
        );
      })}
    </>
  );
}
