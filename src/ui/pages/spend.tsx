import type { Money } from '../../core/types.ts';
import { BurnUp, type Cone, type DayPoint, type Stack, StackedDays } from '../charts.tsx';
import { usd } from '../format.ts';
import { type Frame, Layout, type Period, PeriodPicker } from '../layout.tsx';
import { DataTable, type TableData } from '../table.tsx';
import { CsvLink } from './plain.tsx';

/** Spend of the whole organisation or of one thing in it: one sentence, the figures, what they consist of. */
export interface SpendPageProps {
  frame: Frame;
  title: string;
  period: Period;
  periodName: string;
  total: Money;
  before: Money;
  billed: Money;
  unallocated: Money;
  budget: Money | null;
  crosses: string | null;
  forecast: Cone | null;
  freshness: string;
  points: readonly DayPoint[];
  days: readonly string[];
  stacks: readonly Stack[];
  tables: readonly { title: string; data: TableData; half: boolean; href: string | null }[];
}

export function SpendPage(p: SpendPageProps) {
  const { frame } = p;
  const { m } = frame;
  const parts = [
    m.headline.spent(usd(p.total), p.periodName),
    ...(p.forecast ? [m.headline.pace(usd(p.forecast.mid), usd(p.forecast.low), usd(p.forecast.high))] : []),
    ...(p.budget === null ? [] : [m.headline.budget(usd(p.budget))]),
    ...(p.crosses === null ? [] : [m.headline.crosses(p.crosses)]),
    ...(p.unallocated === 0n ? [] : [m.headline.unowned(usd(p.unallocated))]),
  ];
  const change = p.total - p.before;
  return (
    <Layout frame={frame} title={p.title}>
      <h1>{p.title}</h1>
      <p class="headline">{parts.join(frame.locale === 'ja' ? '' : ' ')}</p>
      <p class="fresh">{p.freshness}</p>
      <PeriodPicker frame={frame} period={p.period} />
      <dl class="kpis">
        <Kpi name={m.spent} value={usd(p.total)} small={`${m.billed} ${usd(p.billed)}`} />
        <Kpi
          name={m.lastPeriod}
          value={usd(p.before)}
          small={`${change < 0n ? '' : '+'}${usd(change as Money)}`}
        />
        {p.forecast && (
          <Kpi
            name={m.forecast}
            value={usd(p.forecast.mid)}
            small={`${usd(p.forecast.low)} – ${usd(p.forecast.high)}`}
          />
        )}
        {p.budget !== null && (
          <Kpi
            name={m.budget}
            value={usd(p.budget)}
            small={`${m.variance} ${usd(((p.forecast?.mid ?? p.total) - p.budget) as Money)}`}
          />
        )}
      </dl>
      <div class="grid">
        <section class="card half">
          <h2>{m.chart.burnUp}</h2>
          <BurnUp
            points={p.points}
            days={p.days}
            budget={p.budget}
            cone={p.forecast}
            m={m}
            locale={frame.locale}
          />
        </section>
        <section class="card half">
          <h2>{m.chart.daily}</h2>
          <StackedDays days={p.days} stacks={p.stacks} m={m} locale={frame.locale} />
        </section>
        {p.tables.map((table, i) => (
          <section class={table.half ? 'card half' : 'card'}>
            <div class="tools">
              <h2>{table.href ? <a href={table.href}>{table.title}</a> : table.title}</h2>
              {i === 0 && <CsvLink frame={frame} />}
            </div>
            {table.data.rows.length === 0 ? <p class="note">{m.empty}</p> : <DataTable data={table.data} />}
          </section>
        ))}
      </div>
    </Layout>
  );
}

const Kpi = ({ name, value, small }: { name: string; value: string; small: string }) => (
  <div class="kpi">
    <dt>{name}</dt>
    <dd>
      {value}
      <small>{small}</small>
    </dd>
  </div>
);
