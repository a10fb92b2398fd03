import type { Child } from 'hono/jsx';
import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { usdDayByDay } from '../../core/usd.ts';
import { day as showDay } from '../format.ts';
import { knownText } from '../known.ts';
import { Axes, DayLink, Picture, type Plane } from './axes.tsx';
import { begunOf, DaysFigure, type DaysProps, DaysTable, isHidden, Legend, totalsOf } from './days.tsx';

/** A drawing of series over days on its axes, with their legend and their table. */
export function SeriesChart({
  props,
  plane,
  children,
}: {
  props: DaysProps & { id: string };
  plane: Plane;
  children: Child;
}) {
  const { id, days, m } = props;
  const title = props.title ?? m.chart.daily;
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
          text={m.chart.dailyText(days.length, knownText(sumKnown(shownTotals(props)), { m }))}
        >
          <Axes plane={plane} />
          {children}
        </Picture>
      }
    >
      <Legend {...props} />
      <DaysTable {...props} title={title} />
    </DaysFigure>
  );
}

/** Each day's total of the series that are not hidden. */
const shownTotals = ({ days, stacks, hiding }: DaysProps): Known[] =>
  totalsOf(
    days,
    stacks.filter((one) => !isHidden(hiding, one)),
  );

/** Links of the days to what they consist of, each named by what is shown of it. @param drawn only these, by their place */
export function DayLinks({
  props,
  plane,
  drawn,
  marks = () => null,
}: {
  props: DaysProps;
  plane: Plane;
  drawn: (index: number) => boolean;
  /** What of the drawing is the day's. */
  marks?: (index: number) => Child;
}) {
  const { days, hrefOf, m, locale } = props;
  const totals = shownTotals(props);
  const texts = usdDayByDay(totals.map(({ amount }) => amount));
  const words = (day: string, i: number) =>
    `${showDay(day, locale)}${m.colon}${knownText(totals[i] ?? NOTHING_KNOWN, { m }, texts[i])}`;
  return (
    <>
      {days.map((day, i) =>
        drawn(i) ? (
          <DayLink plane={plane} index={i} href={hrefOf(day)} words={words(day, i)}>
            {marks(i)}
          </DayLink>
        ) : null,
      )}
    </>
  );
}
