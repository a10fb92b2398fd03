import type { Known } from '../../core/known.ts';
import type { Day, Money } from '../../core/types.ts';
import { usd, usdDayByDay } from '../../core/usd.ts';
import { knownText } from '../known.ts';
import type { Locale, Messages } from '../messages/index.ts';
import { type Cell, DataTable } from '../table.tsx';
import { billedWords, dayCell, type HeldDay } from './days.tsx';

export interface DayPoint extends HeldDay {
  /** What is spent, which is said. */
  known: Known;
  /** What is drawn: against a budget, what counts. */
  drawn: Money;
}
/** Cumulative spend at the end of a day, as the forecast sees it. */
export interface ConeDay {
  day: Day;
  low: Money;
  mid: Money;
  high: Money;
}

/** A day with all that was spent, and drawn, by its end. */
export interface DaySum extends DayPoint {
  total: Money;
  sum: Known;
}

/** The days of a burn-up as rows: what is spent, what is left of the budget, and then what is expected. */
export function BurnUpTable({
  sums,
  ahead,
  budget,
  aheadText,
  hrefOf,
  m,
  locale,
}: {
  sums: readonly DaySum[];
  ahead: readonly ConeDay[];
  budget: Money | null;
  /** What is expected by the end of a day. */
  aheadText: (one: ConeDay) => string;
  hrefOf: (day: Day) => string;
  m: Messages;
  locale: Locale;
}) {
  const texts = usdDayByDay(sums.map(({ known }) => known.amount));
  const left = (total: Money): Cell[] => (budget === null ? [] : [{ text: usd((budget - total) as Money) }]);
  const range = (text: string): Cell[] => (ahead.length === 0 ? [] : [{ text }]);
  return (
    <details>
      <summary>{m.chart.table}</summary>
      <DataTable
        label={m.chart.burnUp}
        data={{
          caption: m.usd,
          columns: [
            { name: m.name.day, key: 'day' },
            { name: m.spent, key: 'spent', number: true },
            { name: m.chart.sofar, key: 'total', number: true },
            ...(budget === null ? [] : [{ name: m.chart.left, key: 'left', number: true }]),
            ...(ahead.length === 0 ? [] : [{ name: m.chart.range, key: 'range', number: true }]),
            { name: m.state, key: 'state' },
          ],
          rows: [
            ...sums.map((point, i) => ({
              cells: [
                dayCell(point.day, locale, hrefOf(point.day)),
                {
                  text: '',
                  show: (
                    <data value={String(point.known.amount)}>{knownText(point.known, { m }, texts[i])}</data>
                  ),
                },
                { text: knownText(point.sum, { m }) },
                ...left(point.total),
                ...range(''),
                { text: billedWords(point, m) },
              ],
            })),
            ...ahead.map((one) => ({
              cells: [
                dayCell(one.day, locale, null),
                { text: '' },
                { text: aheadText(one) },
                ...left(one.mid),
                ...range(`${usd(one.low)} – ${usd(one.high)}`),
                { text: m.forecast },
              ],
            })),
          ],
        }}
      />
    </details>
  );
}
