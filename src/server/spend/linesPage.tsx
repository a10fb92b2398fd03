import type { Context } from 'hono';
import { addDays } from '../../core/periods.ts';
import type { SpendFilter } from '../../core/questions.ts';
import type { UnallocatedReason } from '../../core/types.ts';
import { day as showDay, usd, whole } from '../../ui/format.ts';
import { type Frame, link, PeriodPicker } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { DataTable, PAGE_SIZE, Pager } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { emptyWords, frameOf, periodOf } from '../http/frame.ts';
import { profilesFor, teamOf } from '../http/visible.ts';
import { scopeOf } from '../http/visitor.ts';
import { pageNumber } from '../tables/arrange.ts';
import { ANY, type LinkFilter, type Names, NONE } from '../tables/cells.ts';
import { csv, wantsCsv } from '../tables/csv.ts';
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

export async function linesPage(c: Context, deps: ServerDeps, names: Names): Promise<Response> {
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
  const filter = team === undefined ? named : await withinTeam(c, deps, team[0] ?? '', named);
  const scope = scopeOf(c);
  const page = pageNumber(c.req.query('page'));
  const slice = wantsCsv(c)
    ? { limit: MOST, offset: 0 }
    : { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
  const [{ rows, total }, [sums]] = await Promise.all([
    deps.store.spend.rows({ range, ...filter }, scope, slice),
    deps.store.spend.queryAll([{ range, groupBy: [], basis: 'best', filter, scope, unowned: 'among' }]),
  ]);
  const { foot: _, ...table } = rowsTable(rows, frame, names, { days: true });
  if (wantsCsv(c)) return csv(c, 'spend', table);
  // A name tells that there is such a profile, and whose: only where rows say it, or where one may see it.
  const told = total > 0 || (await profilesFor(c, deps)).some(({ arn }) => filter.profile?.includes(arn));
  const view = { id: '', sort: null, descending: false, filter: '', page, size: PAGE_SIZE, total };
  const last = addDays(range.endExclusive, -1);
  return c.html(
    <PlainPage
      frame={frame}
      title={m.lines.title}
      intro={m.lines.intro(showDay(range.start, locale), showDay(last, locale))}
    >
      <p class="headline">{m.lines.sum(usd(sums?.total ?? (0n as never)), whole(total))}</p>
      <Chips frame={frame} asked={asked} names={told ? names : { ...names, profile: asIs }} />
      <PeriodPicker frame={frame} period={period} />
      <div class="grid">
        <section class="card" id="table-main">
          <div class="tools">
            <h2>{m.lines.card}</h2>
            <span>
              <span class="unit">{m.usd}</span>
              {total > 0 && (
                <a class="csv" href={link(frame, { format: 'csv', bom: '1', page: '' })}>
                  {m.csv}
                </a>
              )}
            </span>
          </div>
          {rows.length === 0 ? (
            <p class="note">{await emptyWords(deps, frame)}</p>
          ) : (
            <DataTable data={{ ...table, caption: '' }} label={m.lines.card} />
          )}
          <Pager frame={frame} view={view} />
        </section>
      </div>
    </PlainPage>,
  );
}

const asIs = (arn: string) => ({ name: arn, shortId: arn });

/** The filter, within a team; of one that there is not, or that is not for whoever asks, there is nothing. */
async function withinTeam(
  c: Context,
  deps: ServerDeps,
  manager: string,
  { user, ...others }: SpendFilter,
): Promise<SpendFilter> {
  const members = (await teamOf(c, deps, manager))?.members ?? [];
  return { ...others, user: user === undefined ? members : members.filter((email) => user.includes(email)) };
}

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
  if (name === 'model') return value === 'unknown' ? m.none.model : names.model(value);
  if (name === 'profile') return names.profile(value).name;
  if (name === 'tokenKind') return m.kind[value as keyof typeof m.kind] ?? value;
  return value;
}
