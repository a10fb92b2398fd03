import { line } from 'd3-shape';
import { NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { approximate } from '../../core/money.ts';
import type { Money } from '../../core/types.ts';
import { usdDayByDay } from '../../core/usd.ts';
import { day as showDay } from '../format.ts';
import { knownText } from '../known.ts';
import { Axes, DayLink, Picture, plane, round } from './axes.tsx';
import { begunOf, DaysFigure, type DaysProps, DaysTable, isHidden, Legend, totalsOf } from './days.tsx';

/** Daily amounts, a line a series, up to the last day that has begun; each day leads to its charges. */
export function Lines(props: DaysProps) {
  const { id = 'lines', days, stacks, today, hiding, hrefOf, m, locale } = props;
  const title = props.title ?? m.chart.daily;
  const shown = stacks.filter((one) => !isHidden(hiding, one));
  const totals = totalsOf(days, shown);
  const texts = usdDayByDay(totals.map(({ amount }) => amount));
  const begun = new Set(begunOf(props));
  const amountsOf = ({ known }: (typeof stacks)[number]) =>
    days.map((_, i) => known[i]?.amount ?? (0n as Money));
  const p = plane(days, stacks.flatMap(amountsOf) as Money[], today, locale);
  const path = line<{ amount: bigint; at: number }>(
    ({ at }) => p.x(at),
    ({ amount }) => round(p.y(approximate(amount as Money))),
  );
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
          {stacks.map((stack, n) => {
            const points = amountsOf(stack).flatMap((amount, at) =>
              begun.has(days[at] ?? '') ? [{ amount, at }] : [],
            );
            return <path class={`line s${n}${shown.includes(stack) ? '' : ' off'}`} d={path(points) ?? ''} />;
          })}
          {days.map((day, i) =>
            begun.has(day) ? (
              <DayLink
                plane={p}
                index={i}
                href={hrefOf(day)}
                words={`${showDay(day, locale)}${m.colon}${knownText(totals[i] ?? NOTHING_KNOWN, { m }, texts[i])}`}
              />
            ) : null,
          )}
        </Picture>
      }
    >
      <Legend {...props} />
      <DaysTable {...props} title={title} />
    </DaysFigure>
  );
}
