import type { Child } from 'hono/jsx';
import { href } from '../core/href.ts';
import { whole } from './format.ts';
import { type Frame, link } from './layout.tsx';
import { Above, cardOf, type Places, placesOf, widthOf } from './stack.tsx';
import { type Cell, type Column, parameter, type TableData, type View } from './tableData.ts';

export {
  type Cell,
  type Column,
  lazyRow,
  PAGE_SIZE,
  parameter,
  type Row,
  type SortValue,
  type StateOffered,
  type States,
  type TableData,
  uncounted,
  type View,
} from './tableData.ts';

/** Tables as pages show them. */

/** An e-mail address breaks before its @, where it has to. */
const breakable = (text: string): Child => {
  const at = /^[^@\s]+@[^@\s]+$/.test(text) ? text.indexOf('@') : -1;
  if (at === -1) return text;
  return (
    <>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </>
  );
};

const td = (
  cell: Cell,
  column: Column | undefined,
  first: boolean,
  card?: { class: string; heading: string },
) => (
  <td
    class={
      `${column?.number ? 'n' : ''}${column?.drawn ? ' drawn' : ''}${cell.whole ? ' whole' : ''}${first ? ' key' : ''} ${card?.class ?? ''}`.trim() ||
      undefined
    }
    {...(card?.heading ? { 'data-name': card.heading } : {})}
    {...(cell.title ? { title: cell.title } : {})}
    {...(cell.span ? { colspan: cell.span } : {})}
  >
    {cell.show ?? (cell.href ? <a href={cell.href}>{breakable(cell.text)}</a> : breakable(cell.text))}
    {cell.beside?.map(({ text, title }) => (
      <small
        class={widthOf(text) > 20 ? 'beside' : 'beside short'}
        {...(title === undefined ? {} : { title })}
      >
        {text}
      </small>
    ))}
  </td>
);

/** The heading of a column; a link that sorts by it where the table has a view of its own. */
function Heading({
  column,
  sorting,
}: {
  column: Column;
  sorting?: { frame: Frame; view: View } | undefined;
}) {
  if (!sorting || column.drawn || column.name === '') return <>{column.name}</>;
  const { frame, view } = sorting;
  const active = view.sort === column.key;
  // Figures are asked for from the largest, words from A.
  const down = active ? !view.descending : column.number === true;
  const change = {
    [parameter(view.id, 'sort')]: `${down ? '-' : ''}${column.key}`,
    [parameter(view.id, 'page')]: '',
  };
  return (
    <a
      class="sort"
      href={`${link(frame, change)}#${anchor(view.id)}`}
      {...(column.title ? { title: column.title } : {})}
    >
      {column.name}
    </a>
  );
}
const ordered = (column: Column, view: View | undefined) =>
  view?.sort === column.key ? ({ 'aria-sort': view.descending ? 'descending' : 'ascending' } as const) : {};
export const anchor = (id: string): string => `table-${id === '' ? 'main' : id}`;

/** A table without what is in CSV alone. */
function onScreen(table: TableData): TableData {
  const kept = table.columns.map((column) => column.file !== true);
  if (kept.every(Boolean)) return table;
  const cells = (all: readonly Cell[]) => all.filter((_, i) => kept[i]);
  return {
    ...table,
    columns: table.columns.filter((_, i) => kept[i]),
    rows: table.rows.map((row) => ({ ...row, cells: cells(row.cells) })),
    ...(table.foot ? { foot: cells(table.foot) } : {}),
  };
}

export function DataTable({
  data: whole,
  label,
  sorting,
  frame = sorting?.frame,
}: {
  data: TableData;
  label?: string;
  /** Where some of what a row holds is shown on a phone only when somebody asks for it. */
  frame?: Frame;
  sorting?: { frame: Frame; view: View } | undefined;
}) {
  const data = onScreen(whole);
  const places = placesOf(data);
  return (
    <>
      {places && frame && <Above {...data} places={places} frame={frame} view={sorting?.view} />}
      <section
        class={data.matrix ? 'scroll matrix' : 'scroll'}
        tabindex={0}
        aria-label={label ?? data.caption ?? data.columns[0]?.name ?? ''}
      >
        <table
          {...(places
            ? { class: 'cards' }
            : data.columns.length > 10 && !data.columns.some((one) => one.drawn)
              ? { class: 'dense' }
              : {})}
        >
          {data.caption && <caption>{data.caption}</caption>}
          <thead>
            <tr>
              {data.columns.map((column) => (
                <th
                  scope="col"
                  {...(column.number ? { class: 'n' } : column.drawn ? { class: 'drawn' } : {})}
                  {...ordered(column, sorting?.view)}
                >
                  <Heading column={column} sorting={sorting} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr {...(row.muted ? { class: 'unowned' } : {})}>
                <Cells cells={row.cells} columns={data.columns} places={places} />
              </tr>
            ))}
          </tbody>
          {data.foot && (
            <tfoot>
              <tr>
                <Cells cells={data.foot} columns={data.columns} places={places} />
              </tr>
            </tfoot>
          )}
        </table>
      </section>
    </>
  );
}

function Cells({
  cells,
  columns,
  places,
}: {
  cells: readonly Cell[];
  columns: readonly Column[];
  places: Places | null;
}) {
  const card = places && cardOf(places, cells);
  const covered = cells[0]?.span ?? 1;
  return (
    <>{cells.map((cell, i) => (i > 0 && i < covered ? null : td(cell, columns[i], i === 0, card?.[i])))}</>
  );
}

/** A table as a card: title, filter, CSV of exactly what is shown, rows, pages. */
export function TableCard({
  frame,
  title,
  data,
  view,
  empty,
  width = '',
  href = null,
  file = true,
}: {
  frame: Frame;
  title: string;
  data: TableData;
  view: View;
  empty: string;
  width?: '' | 'half' | 'wide' | 'slim';
  href?: string | null;
  /** Whether it is there as CSV. */
  file?: boolean;
}) {
  const { m } = frame;
  const narrowed = view.filter !== '' || view.state !== undefined;
  return (
    <section class={`card ${width}`.trim()} id={anchor(view.id)}>
      <div class="tools">
        <h2>{href ? <a href={href}>{title}</a> : title}</h2>
        <span>
          {data.caption && <span class="unit">{data.caption}</span>}
          {(narrowed || view.total > 15) && <FilterBox frame={frame} view={view} title={title} />}
          {file && view.total > 0 && <CsvLink frame={frame} id={view.id} />}
        </span>
      </div>
      <Chips frame={frame} view={view} title={title} />
      {data.rows.length === 0 ? (
        <p class="note">{narrowed ? m.noMatch : empty}</p>
      ) : (
        <DataTable data={uncaptioned(data)} label={title} sorting={{ frame, view }} />
      )}
      <Pager frame={frame} view={view} title={title} />
    </section>
  );
}

/** The states that rows have, with how many there are: each narrows the table to its own, and the one that is chosen to none. */
function Chips({ frame, view, title }: { frame: Frame; view: View; title: string }) {
  const { states = [], state = '' } = view;
  if (states.length < 2 && state === '') return null;
  const { find, m } = { find: frame.m.narrowed, m: frame.m };
  const to = (next: string) =>
    `${link(frame, { [parameter(view.id, 'state')]: next, [parameter(view.id, 'page')]: '' })}#${anchor(view.id)}`;
  return (
    <nav class="chips" aria-label={`${m.state}${m.colon}${title}`}>
      <a href={to('')} {...(state === '' ? { 'aria-current': 'true' } : {})}>
        {find.all}
      </a>
      {states.map((one) => (
        <a href={to(one.state)} {...(one.state === state ? { 'aria-current': 'true' } : {})}>
          {one.name}
          {one.count !== null && <span>{whole(one.count)}</span>}
        </a>
      ))}
    </nav>
  );
}

/** The unit of a card's table stands beside its title. */
function uncaptioned({ caption: _, ...data }: TableData): TableData {
  return data;
}

function FilterBox({ frame, view, title }: { frame: Frame; view: View; title: string }) {
  const own = [parameter(view.id, 'q'), parameter(view.id, 'page')];
  const label = `${frame.m.filter}${frame.m.colon}${title}`;
  const { left } = view;
  return (
    <form
      method="get"
      action={`${frame.path}#${anchor(view.id)}`}
      class="filter"
      role="search"
      aria-label={label}
    >
      {Object.entries(frame.query)
        .filter(([name]) => !own.includes(name))
        .map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      <span class="left" aria-live="polite">
        {left && frame.m.narrowed.left(view.total, left.of, left.sum)}
      </span>
      <input
        type="search"
        name={parameter(view.id, 'q')}
        value={view.filter}
        placeholder={frame.m.filter}
        aria-label={label}
      />
    </form>
  );
}

export function CsvLink({ frame, id }: { frame: Frame; id: string }) {
  return (
    <>
      <a class="csv" href={link(frame, { format: 'csv', bom: '1', table: id, [parameter(id, 'page')]: '' })}>
        {frame.m.csv}
      </a>
      <ColumnsLink frame={frame} />
    </>
  );
}

/** Stands beside every link to a file. */
export const ColumnsLink = ({ frame: { m } }: { frame: Pick<Frame, 'm'> }) => (
  <a class="csv" href={href`/columns`} aria-label={m.files.link}>
    ?
  </a>
);

/** Links to the other pages of a long list; `title` says of which, where a page has several. */
export function Pager({ frame, view, title }: { frame: Frame; view: View; title?: string }) {
  const pages = Math.max(1, Math.ceil(view.total / view.size));
  if (pages === 1) return null;
  const to = (page: number) =>
    `${link(frame, { [parameter(view.id, 'page')]: String(page) })}#${anchor(view.id)}`;
  const here = frame.m.page(view.page, pages);
  return (
    <nav class="pager" aria-label={title === undefined ? here : `${title}${frame.m.colon}${here}`}>
      {view.page > 1 && <a href={to(view.page - 1)}>{frame.m.previous}</a>}
      <span>{here}</span>
      {view.page < pages && <a href={to(view.page + 1)}>{frame.m.next}</a>}
    </nav>
  );
}
