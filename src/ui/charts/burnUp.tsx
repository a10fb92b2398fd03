import { area, line } from 'd3-shape';
import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { approximate } from '../../core/money.ts';
import type { Day, Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { knownText } from '../known.ts';
import type { Locale, Messages } from '../messages/index.ts';
import { Axes, LEFT, Picture, plane, RIGHT, round, WIDTH } from './axes.tsx';
import { BurnUpTable, type ConeDay, type DayPoint, type DaySum } from './burnUpTable.tsx';
import { DaysFigure } from './days.tsx';

interface Props {
  /** Every day of the period; points are those up to today. */
  days: readonly Day[];
  points: readonly DayPoint[];
  today: Day;
  budget: Money | null;
  cone: readonly ConeDay[];
  /** Best-known spend at its end, where what is drawn counts more; null: it is what is drawn. */
  forecast?: Money | null;
  /** Whether days can be chosen and narrowed to. */
  narrows?: boolean;
  /** What a day consists of. */
  hrefOf: (day: Day) => string;
  m: Messages;
  locale: Locale;
}

/** Cumulative spend against the budget line: billed solid, estimated hatched, the forecast a cone to the last day. */
export function BurnUp(props: Props) {
  const { days, points, today, budget, cone, forecast, hrefOf, m, locale } = props;
  const sums = cumulative(points);
  const total = sums.at(-1)?.sum ?? NOTHING_KNOWN;
  const spent = sums.map((point) => point.total);
  const spread = cone.flatMap(({ low, high }) => [low, high]);
  const p = plane(days, [...spent, ...spread, ...(budget === null ? [] : [budget])], today, locale);
  const at = (value: Money) => round(p.y(approximate(value)));
  const index = new Map(days.map((day, i) => [day, i]));
  const firstEstimate = sums.findIndex((point) => !point.billed);
  const split = firstEstimate === -1 ? sums.length : firstEstimate;
  const shape = area<{ day: Day; total: Money }>(
    (point) => p.x(index.get(point.day) ?? 0),
    p.y(0),
    (point) => at(point.total),
  );
  const edge = line<{ day: Day; total: Money }>(
    (point) => p.x(index.get(point.day) ?? 0),
    (point) => at(point.total),
  );
  const last = sums.at(-1);
  const ahead = last
    ? [
        { day: last.day, low: last.total, mid: last.total, high: last.total },
        ...cone.filter((point) => point.day > last.day),
      ]
    : [];
  const fan = area<ConeDay>(
    (point) => p.x(index.get(point.day) ?? 0),
    (point) => at(point.low),
    (point) => at(point.high),
  );
  const middle = line<ConeDay>(
    (point) => p.x(index.get(point.day) ?? 0),
    (point) => at(point.mid),
  );
  const end = ahead.at(-1);
  const endText = (one: ConeDay) =>
    drawnText(
      { amount: (one === end ? forecast : null) ?? one.mid, unpricedTokens: total.unpricedTokens },
      one.mid,
      m,
    );
  return (
    <DaysFigure
      {...props}
      title={m.chart.burnUp}
      begun={[...points, ...ahead.slice(1)].map(({ day }) => day)}
      drawing={
        <Picture
          id="burnup"
          role="img"
          title={m.chart.burnUp}
          text={m.chart.burnUpText(knownText(total, { m }), budget === null ? null : usd(budget))}
        >
          <Hatch />
          <Axes plane={p} />
          {ahead.length > 1 && <path class="cone" d={fan(ahead) ?? ''} />}
          {ahead.length > 1 && <path class="ahead" d={middle(ahead) ?? ''} />}
          {split > 0 && <path class="filled" d={shape(sums.slice(0, split)) ?? ''} />}
          {split < sums.length && (
            <path fill="url(#hatch)" d={shape(sums.slice(Math.max(0, split - 1))) ?? ''} />
          )}
          <path class="edge" d={edge(sums) ?? ''} />
          {last && <circle class="dot" cx={p.x(index.get(last.day) ?? 0)} cy={at(last.total)} r="3.5" />}
          {last && ahead.length <= 1 && (
            <text class="strong" x={WIDTH - RIGHT - 2} y={at(last.total) - 8} text-anchor="end">
              {drawnText(last.sum, last.total, m)}
            </text>
          )}
          {end && ahead.length > 1 && (
            <text class="strong" x={WIDTH - RIGHT - 2} y={Math.max(12, at(end.high) - 6)} text-anchor="end">
              {m.labelled(m.forecast, endText(end))}
            </text>
          )}
          {budget !== null && (
            <>
              <line class="limit" x1={LEFT} x2={WIDTH - RIGHT} y1={at(budget)} y2={at(budget)} />
              <text class="limit" x={LEFT + 6} y={at(budget) - 5}>
                {m.labelled(m.budget, usd(budget))}
              </text>
            </>
          )}
        </Picture>
      }
    >
      <Legend estimated={split < sums.length} ahead={ahead.length > 1} m={m} />
      <BurnUpTable
        sums={sums}
        ahead={ahead.slice(1)}
        budget={budget}
        aheadText={endText}
        hrefOf={hrefOf}
        m={m}
        locale={locale}
      />
    </DaysFigure>
  );
}

/** What is estimated, as a pattern. */
const Hatch = () => (
  <defs>
    <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line x1="0" x2="0" y1="0" y2="5" class="hatch" />
    </pattern>
  </defs>
);

/** What a point that is drawn comes to: what is spent, or what counts against the budget where that is another. */
const drawnText = (said: Known, drawn: Money, m: Messages): string =>
  said.amount === drawn ? knownText(said, { m }) : m.chart.counted(usd(drawn));

/** What the fills say: only those that are drawn. */
function Legend({ estimated, ahead, m }: { estimated: boolean; ahead: boolean; m: Messages }) {
  return (
    <p class="legend">
      <span>
        <i class="swatch filled" />
        {m.billed}
      </span>
      {estimated && (
        <span>
          <i class="swatch hatched" />
          {m.estimated}
        </span>
      )}
      {ahead && (
        <span>
          <i class="swatch cone" />
          {m.chart.cone}
        </span>
      )}
    </p>
  );
}

function cumulative(points: readonly DayPoint[]): DaySum[] {
  let [said, drawn] = [NOTHING_KNOWN, 0n];
  return points.map((point) => {
    said = sumKnown([said, point.known]);
    drawn += point.drawn;
    return { ...point, sum: said, total: drawn as Money };
  });
}
