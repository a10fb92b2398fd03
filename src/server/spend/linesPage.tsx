import type { Context } from 'hono';
import { UNKNOWN, type UnknownValue } from '../../app/known.ts';
import type { Names } from '../../app/names.ts';
import { listLines } from '../../app/spend/lines.ts';
import { may } from '../../core/access.ts';
import { type FileOf, leastSure } from '../../core/fileNames.ts';
import { isUnknownModel } from '../../core/models.ts';
import { addDays } from '../../core/periods.ts';
import type { DayRange, SpendRow, UnallocatedReason } from '../../core/types.ts';
import { day as showDay, whole } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import { type Frame, link, PeriodPicker, strayIn } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { ColumnsLink, DataTable, PAGE_SIZE, Pager } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { refusalPage } from '../http/refusals.tsx';
import { viewerOf } from '../http/visitor.ts';
import { pageNumber } from '../tables/arrange.ts';
import { ANY, type LinkFilter, NONE } from '../tables/cells.ts';
import { csv, wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';
import { withNames } from '../tables/named.ts';
import { rowsTable } from './rowsTable.tsx';

/** The lines that any figure of the pages consists of; the address names them as the API does. */

const FILTERS = [
  'team',
  'costCenter',
  'user',
  'model',
  'profile',
  'account',
  'region',
  'tokenKind',
  'reason',
] as const satisfies readonly (keyof LinkFilter)[];
type Filter = (typeof FILTERS)[number];
/** Lines of one CSV file; a spreadsheet holds not many more. */
const MOST = 500_000;

export async function linesPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m, locale } = frame;
  const period = periodOf(c, deps.clock.now());
  const range = { start: period.start, endExclusive: period.endExclusive };
  const asked = FILTERS.flatMap((name) => {
    const value = c.req.query(name);
    return value ? [{ name, value }] : [];
  });
  const { team, ...named }: LinkFilter = Object.fromEntries(
    asked.map(({ name, value }) => [name, valuesOf(name, value, frame)]),
  );
  const page = pageNumber(c.req.query('page'));
  const slice = wantsCsv(c)
    ? { limit: MOST, offset: 0 }
    : { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const lines = await listLines(askingOf(c, deps), range, { ...named, team: team?.[0] }, slice);
  const { rows, total, names, range: kept } = lines;
  const gone = lines.gone && goneWords(lines.gone, frame);
  // Where there is no room for words, a part must not look like the whole.
  if (wantsCsv(c) && gone !== null) return refusalPage(c, deps, 400, { text: gone });
  const [stray] = strayIn(frame, FILTERS);
  if (wantsCsv(c) && stray !== undefined) return refusalPage(c, deps, 400, { text: stray });
  const seesBill = may(viewerOf(c), 'see', { kind: 'bill' });
  const { foot: _, ...table } = rowsTable(rows, frame, names, {
    ...{ days: true, seesBill },
    alike: asked.map(({ name }) => name),
  });
  if (wantsCsv(c)) return csv(c, fileOf(range, rows, named), table);
  const view = { id: '', sort: null, descending: false, filter: '', page, size: PAGE_SIZE, total };
  const last = addDays(range.endExclusive, -1);
  return c.html(
    <PlainPage
      frame={frame}
      title={m.lines.title}
      intro={m.lines.intro(showDay(range.start, locale), showDay(last, locale), seesBill)}
    >
      {kept.start < kept.endExclusive && (
        <p class="headline">{m.lines.sum(knownText(lines.amount, frame), whole(total))}</p>
      )}
      <Chips frame={frame} asked={asked} names={names} />
      <PeriodPicker frame={frame} period={period} filters={FILTERS} />
      {unknownIn(lines.unknown, frame).map((words) => (
        <p class="message bad" role="alert">
          {words}
        </p>
      ))}
      {gone && <p class="note">{gone}</p>}
      <div class="grid">
        <section class="card" id="table-main">
          <div class="tools">
            <h2>{m.lines.card}</h2>
            <span>
              <span class="unit">{m.usd}</span>
              {total > 0 && (
                <a
                  class="csv"
                  href={link(frame, {
                    ...(gone && { ...kept, period: '' }),
                    format: 'csv',
                    bom: '1',
                    page: '',
                  })}
                >
                  {m.csv}
                </a>
              )}
              {total > 0 && <ColumnsLink frame={frame} />}
            </span>
          </div>
          {rows.length === 0 ? (
            <p class="note">{gone ?? (lines.collected ? m.empty : m.nothingYet)}</p>
          ) : (
            <DataTable
              frame={frame}
              data={await withNames(c, { ...table, caption: '' })}
              label={m.lines.card}
            />
          )}
          <Pager frame={frame} view={view} />
        </section>
      </div>
    </PlainPage>,
  );
}

/** Named by whom or what it is narrowed to, where that is one. */
function fileOf(range: DayRange, rows: readonly SpendRow[], { user, costCenter }: LinkFilter): FileOf {
  const [one, ...others] = [
    ...(user ?? []).map((value) => ({ key: 'user' as const, value })),
    ...(costCenter ?? []).map((value) => ({ key: 'cost_center' as const, value })),
  ];
  return {
    what: 'lines',
    of: one !== undefined && others.length === 0 && one.value !== '' ? one : null,
    range,
    state: leastSure(new Set(rows.map(({ label }) => label))),
  };
}

const unknownIn = (unknown: readonly UnknownValue[], { m }: Frame): string[] =>
  unknown.map(
    ({ parameter, value, didYouMean }) => `${value}${m.colon}${m.invalid[UNKNOWN[parameter]](didYouMean)}`,
  );

function valuesOf(name: Filter, value: string, { m }: Frame): readonly string[] {
  if (name === 'reason' && value === ANY) return Object.keys(m.reason) as UnallocatedReason[];
  return [value === NONE ? '' : value];
}

/** What was asked for, each with a way to do without it. */
function Chips({
  frame,
  asked,
  names,
}: {
  frame: Frame;
  asked: readonly { name: Filter; value: string }[];
  names: Names;
}) {
  const { m } = frame;
  if (asked.length === 0) return <p class="note">{m.lines.all}</p>;
  return (
    <ul class="chips">
      {asked.map(({ name, value }) => (
        <li>
          <a href={link(frame, { [name]: '', page: '' })} title={m.lines.remove(titleOf(name, frame))}>
            <span>{titleOf(name, frame)}</span> {wordsFor(name, value, frame, names)}{' '}
            <b aria-hidden="true">×</b>
          </a>
        </li>
      ))}
    </ul>
  );
}

function titleOf(name: Filter, { m }: Frame): string {
  if (name === 'reason') return m.unallocated;
  if (name === 'team') return m.team.name;
  return name === 'region' ? m.lines.region : m.name[name];
}

function wordsFor(name: Filter, value: string, { m }: Frame, names: Names): string {
  if (name === 'reason' && value === NONE) return m.lines.noReason;
  if (name === 'reason')
    return value === ANY ? m.lines.anyReason : (m.reason[value as UnallocatedReason] ?? value);
  if (name === 'team') return value;
  if (value === NONE) return name === 'region' ? '–' : m.none[name];
  if (name === 'model') return isUnknownModel(value) ? m.none.model : names.model(value);
  if (name === 'profile') return names.profile(value).name;
  if (name === 'tokenKind') return m.kind[value as keyof typeof m.kind] ?? value;
  return value;
}
