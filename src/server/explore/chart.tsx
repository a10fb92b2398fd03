import type { Child } from 'hono/jsx';
import type { Explored } from '../../app/spend/explore.ts';
import { type ExploreDimension, type ExploreTime, isTime, timeKey } from '../../core/explore.ts';
import { type Line, lessSums, type Matrix, measured, NO_SUM, type Sum } from '../../core/exploreMatrix.ts';
import { approximate } from '../../core/money.ts';
import { daysOf, intersect } from '../../core/periods.ts';
import type { Day, Money } from '../../core/types.ts';
import { axisUsd } from '../../ui/charts/axes.tsx';
import { COLOURS, type Stack } from '../../ui/charts/days.tsx';
import { ExploredChart, ExploredLegend, type Moment, PartBar } from '../../ui/charts/explored.tsx';
import { Lines } from '../../ui/charts/lines.tsx';
import { StackedDays } from '../../ui/charts/stackedDays.tsx';
import { tokens, whole } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import { hidingIn } from '../spend/stacks.ts';
import { exploreHref, into, intoTime } from './address.ts';
import { type Look, lineText } from './names.ts';

/** The drawing of an answer: over days where they are among its dimensions, else a bar in each row. */

/** Lines of a dimension that have a colour of their own, and all others together. */
function coloured(lines: readonly Line[]): { own: number[]; others: number[] } {
  const keys = lines.map((_, i) => i).filter((i) => lines[i]?.kind !== 'rest');
  const own = keys.slice(0, COLOURS);
  return { own, others: lines.map((_, i) => i).filter((i) => !own.includes(i)) };
}

export function ChartCard({ explored, look, title }: { explored: Explored; look: Look; title: string }) {
  const { asked, matrix } = explored;
  const { m } = look.frame;
  const time = isTime(asked.group) ? asked.group : isTime(asked.by) ? asked.by : null;
  if (asked.chart === 'table' || matrix === null || matrix.rows.length === 0) return null;
  if (time === null) return asked.chart === 'lines' ? <p class="note">{m.explore.noLines}</p> : null;
  const { times, series } = overTime(explored, matrix, time, look);
  const isLarge = matrix.rows.length * matrix.columns.length > MOST_CELLS_BESIDE;
  const answers =
    time === 'day' && asked.measure === 'cost' && times.length * series.length <= MOST_MARKS && !isLarge;
  return (
    <section class="card">
      <h2>{title}</h2>
      {answers ? (
        <ByDay times={times} stacks={series} title={title} look={look} lines={asked.chart === 'lines'} />
      ) : (
        <ExploredChart
          kind={asked.chart}
          moments={times}
          series={series.map((one) => ({ ...one, values: one.known.map((sum) => numberOf(explored, sum)) }))}
          title={title}
          text={m.explore.chartText(times.length, sumText(explored, matrix.total, look))}
          axis={asked.measure === 'tokens' ? (value) => tokens(BigInt(Math.round(value))) : axisUsd}
        />
      )}
    </section>
  );
}

/** Marks of a chart of days that answers the hand: each is in a table as well, and with more the page would be too large. */
const MOST_MARKS = 320;
/** Cells of the table below, beside which there is no room for another of the chart's own. */
const MOST_CELLS_BESIDE = 850;

/** Costs by day: as all charts of days. */
function ByDay({
  times,
  stacks,
  title,
  look: { frame, today },
  lines,
}: {
  times: readonly Time[];
  stacks: readonly Part[];
  title: string;
  look: Look;
  lines: boolean;
}) {
  const hrefs = new Map(times.map(({ key, href }) => [key, href ?? '']));
  const Chart = lines ? Lines : StackedDays;
  return (
    <Chart
      id="explored"
      title={title}
      days={times.map(({ key }) => key)}
      stacks={stacks}
      today={today}
      hiding={hidingIn(frame)}
      hrefOf={(day) => hrefs.get(day) ?? ''}
      m={frame.m}
      locale={frame.locale}
    />
  );
}

interface Time extends Moment {
  key: Day;
}
/** A series with what it has of each moment. */
interface Part extends Stack {
  known: readonly Sum[];
}
/** A series in an address, where a comma divides keys: what is no key has a sign of its own. */
const signOf = ({ kind, key }: Pick<Line, 'kind' | 'key'>): string =>
  kind === 'key' ? encodeURIComponent(key) || '(none)' : kind === 'rest' ? REST : '(unowned)';
const REST = '-';

const sumText = ({ asked }: Explored, sum: Sum, { frame }: Look): string =>
  asked.measure === 'tokens' ? whole(sum.tokens) : knownText(sum, frame);

const numberOf = ({ asked }: Explored, sum: Sum): number =>
  asked.measure === 'tokens' ? Number(sum.tokens) : approximate(measured(asked, sum) as Money);

/** Every moment of the period that the ledger knows, be anything spent in it or not, and what each series has of it. */
function overTime(explored: Explored, matrix: Matrix, time: ExploreTime, look: Look) {
  const { asked, range, ledger } = explored;
  const inRows = isTime(asked.group);
  const moments = inRows ? matrix.rows : matrix.columns;
  const things = inRows ? matrix.columns : matrix.rows;
  const at = new Map(moments.map((line, i) => [line.key, i]));
  const cell = (moment: number, thing: number): Sum =>
    (inRows ? matrix.rows[moment]?.cells[thing] : matrix.rows[thing]?.cells[moment]) ?? NO_SUM;
  const held = ledger === null ? null : intersect(range, ledger);
  const keys = [
    ...new Set((held === null ? [] : daysOf(held)).map((day) => timeKey(time, day, look.calendar))),
  ];
  const sums = keys.map((key) => moments[at.get(key) ?? -1]?.sum ?? NO_SUM);
  const times = keys.map((key, i): Time => {
    const line: Line = { kind: 'key', key, count: 1, sum: sums[i] ?? NO_SUM };
    const name = lineText(line, time, explored, look);
    return {
      key,
      name,
      words: `${name}${look.frame.m.colon}${sumText(explored, line.sum, look)}`,
      href: intoTime(asked, time, key, range, look.calendar),
    };
  });
  const dimension = inRows ? asked.by : asked.group;
  if (dimension === null)
    return {
      times,
      series: [{ key: REST, name: look.frame.m.total, href: null, known: sums }],
    };
  return { times, series: seriesOf(explored, look, { things, dimension, keys, sums, at, cell }) };
}

function seriesOf(
  explored: Explored,
  look: Look,
  of: {
    things: readonly Line[];
    dimension: ExploreDimension;
    keys: readonly string[];
    sums: readonly Sum[];
    at: ReadonlyMap<string, number>;
    cell(moment: number, thing: number): Sum;
  },
): Part[] {
  const { own, others } = coloured(of.things);
  const valueAt = (thing: number, i: number) => of.cell(of.at.get(of.keys[i] ?? '') ?? -1, thing);
  const series = own.map((thing): Part => {
    const line = of.things[thing] as Line;
    return {
      key: signOf(line),
      name: lineText(line, of.dimension, explored, look),
      href: hrefOf(explored, look, line, of.dimension),
      known: of.keys.map((_, i) => valueAt(thing, i)),
    };
  });
  if (others.length === 0) return series;
  const rest = of.sums.map((sum, i) =>
    lessSums(
      sum,
      own.map((thing) => valueAt(thing, i)),
    ),
  );
  return [...series, { key: REST, name: look.frame.m.chart.rest, href: null, known: rest }];
}

function hrefOf({ asked }: Explored, look: Look, line: Line, dimension: ExploreDimension): string | null {
  if (line.kind !== 'key' || isTime(dimension)) return null;
  return exploreHref(into(asked, dimension, line.key), look.period);
}

/** A bar for each row, where no day is among the dimensions; its parts in the colours of the columns. */
export function rowBars(explored: Explored, look: Look): { legend: Child; bar(at: number): Child } | null {
  const { asked, matrix } = explored;
  if (asked.chart !== 'bars' || matrix === null || isTime(asked.group) || isTime(asked.by)) return null;
  const { own, others } = coloured(matrix.columns);
  const most = Math.max(...matrix.rows.map(({ sum }) => numberOf(explored, sum)), 0);
  const { by } = asked;
  const name = (i: number) => lineText(matrix.columns[i] as Line, by ?? 'day', explored, look);
  return {
    legend:
      by === null ? null : (
        <ExploredLegend
          series={[
            ...own.map((i) => ({
              name: name(i),
              href: hrefOf(explored, look, matrix.columns[i] as Line, by),
            })),
            ...(others.length === 0 ? [] : [{ name: look.frame.m.chart.rest, href: null }]),
          ]}
        />
      ),
    bar(at) {
      const row = matrix.rows[at];
      if (row === undefined) return null;
      const cells = own.map((i) => row.cells[i] ?? NO_SUM);
      const parts = by === null ? [row.sum] : [...cells, lessSums(row.sum, cells)];
      return (
        <PartBar
          parts={parts.map((sum) => numberOf(explored, sum))}
          of={most}
          label={`${lineText(row, asked.group, explored, look)}${look.frame.m.colon}${sumText(explored, row.sum, look)}`}
        />
      );
    },
  };
}
