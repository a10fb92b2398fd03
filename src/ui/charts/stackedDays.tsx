import type { Known } from '../../core/known.ts';
import { approximate } from '../../core/money.ts';
import type { Money } from '../../core/types.ts';
import { type Plane, plane, round } from './axes.tsx';
import { type DaysProps, isHidden, type Stack, totalsOf } from './days.tsx';
import { DayLinks, SeriesChart } from './seriesChart.tsx';

/** Daily bars, stacked by series; each day leads to its charges. Series that are hidden keep their marks, unseen. */
export function StackedDays(given: DaysProps) {
  const props = { id: 'daily', ...given };
  const { days, stacks, today, hiding, locale } = props;
  const whole = totalsOf(days, stacks);
  // Series that are hidden have their room, so that what is left can be held against the whole.
  // One that gives money back makes the total smaller than the bar, which shows what was spent.
  const heights = days.map((_, i) => stacks.reduce((sum, { known }) => sum + above(known[i]), 0n) as Money);
  const p = plane(days, heights, today, locale);
  const isShown = (one: Stack) => !isHidden(hiding, one);
  return (
    <SeriesChart props={props} plane={p}>
      <DayLinks
        props={props}
        plane={p}
        drawn={(i) => (whole[i]?.amount ?? 0n) > 0n}
        marks={(i) => <Parts plane={p} index={i} stacks={stacks} isShown={isShown} />}
      />
    </SeriesChart>
  );
}

const above = (one: Known | undefined): bigint => (one !== undefined && one.amount > 0n ? one.amount : 0n);

/** Hundredths: heights are added up here and by the script, which may draw them fifty times as high. */
const fine = (value: number): number => Math.round(value * 100) / 100;

/** What is next to nothing can still be seen. */
const LEAST = 0.3;

/** A day's amounts one above the other: each as high as it is, for the script puts them so again. */
function Parts({
  plane: p,
  index,
  stacks,
  isShown,
}: {
  plane: Plane;
  index: number;
  stacks: readonly Stack[];
  isShown: (one: Stack) => boolean;
}) {
  const width = round(Math.min(p.step * 0.72, 46));
  const left = round(p.x(index) - width / 2);
  const base = p.y(0);
  let top = base;
  return (
    <>
      {stacks.map((stack, n) => {
        const amount = above(stack.known[index]);
        if (amount === 0n) return null;
        const height = Math.max(LEAST, fine(base - p.y(approximate(amount as Money))));
        const isOn = isShown(stack);
        if (isOn) top -= height;
        return (
          <rect
            class={isOn ? `s${n}` : `s${n} off`}
            x={left}
            width={width}
            y={fine(isOn ? top : base - height)}
            height={height}
          />
        );
      })}
    </>
  );
}
