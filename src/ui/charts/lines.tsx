import { line } from 'd3-shape';
import { approximate } from '../../core/money.ts';
import type { Money } from '../../core/types.ts';
import { plane, round } from './axes.tsx';
import { begunOf, type DaysProps, isHidden, type Stack } from './days.tsx';
import { DayLinks, SeriesChart } from './seriesChart.tsx';

/** Daily amounts, a line a series, up to the last day that has begun; each day leads to its charges. */
export function Lines(given: DaysProps) {
  const props = { id: 'lines', ...given };
  const { days, stacks, today, hiding, locale } = props;
  const begun = new Set(begunOf(props));
  const amountsOf = ({ known }: Stack) => days.map((_, i) => known[i]?.amount ?? (0n as Money));
  const p = plane(days, stacks.flatMap(amountsOf) as Money[], today, locale);
  const path = line<{ amount: bigint; at: number }>(
    ({ at }) => p.x(at),
    ({ amount }) => round(p.y(approximate(amount as Money))),
  );
  return (
    <SeriesChart props={props} plane={p}>
      {stacks.map((stack, n) => {
        const points = amountsOf(stack).flatMap((amount, at) =>
          begun.has(days[at] ?? '') ? [{ amount, at }] : [],
        );
        return <path class={`line s${n}${isHidden(hiding, stack) ? ' off' : ''}`} d={path(points) ?? ''} />;
      })}
      <DayLinks props={props} plane={p} drawn={(i) => begun.has(days[i] ?? '')} />
    </SeriesChart>
  );
}
