import type { Child } from 'hono/jsx';
import type { ColumnKey } from '../core/fileColumns.ts';
import { href } from '../core/href.ts';
import { type Frame, link } from './layout.tsx';

/** One table for pages and CSV alike: a cell has what is shown, what is exported and what it is sorted by. */
export interface Cell {
  text: string;
  /** Exact value for CSV; the text where left out. */
  raw?: string;
  /** What the column is ordered by; the text where left out. */
  sort?: bigint | number | string;
  href?: string;
  title?: string;
  show?: Child;
  /** Said below it on pages, in smaller letters. */
  beside?: readonly { text: string; title?: string }[];
  /** Columns that it takes the room of; the cells there are not shown. */
  span?: number;
}
export interface Column {
  name: string;
  /** Stable name in the address; in files too, in snake case (`core/fileColumns`). */
  key: string;
  /** Its name in files where that is another; null: in none. */
  csv?: ColumnKey | null;
  number?: boolean;
  /** What the name is short for. */
  title?: string;
  /** A drawing or a button: neither sorted nor exported. */
  drawn?: boolean;
  /** In CSV alone. */
  file?: boolean;
}
export interface Row {
  /** What it is of, where somebody asks which rows are shown. */
  key?: string;
  cells: readonly Cell[];
  muted?: boolean;
  /** What it is in files, where it is not one of many alike. */
  kind?: 'unallocated' | 'others';
  /** Stays below the others however they are sorted, filtered and paged. */
  pinned?: boolean;
}
/** A row whose cells are made when somebody looks at them: of ten thousand rows a page shows fifty. */
export function lazyRow(key: string, make: () => readonly Cell[], muted = false): Row {
  let made: readonly Cell[] | null = null;
  return {
    key,
    muted,
    get cells() {
      made ??= make();
      return made;
    },
  };
}
export interface TableData {
  columns: readonly Column[];
  rows: readonly Row[];
  /** How many rows there are, where `rows` are only those of the page that is shown: they were read in its order. */
  total?: number;
  foot?: readonly Cell[];
  caption?: string;
  /** On a phone each row is a card, so that neither amounts nor actions are cut. */
  stacked?: boolean;
}

/** How a table is looked at: from the address, so that it can be bookmarked. */
export interface View {
  /** Prefix of its parameters, for pages with several tables; '' for the first. */
  id: string;
  sort: string | null;
  descending: boolean;
  filter: string;
  page: number;
  size: number;
  /** Rows in all, after the filter. */
  total: number;
}
export const PAGE_SIZE = 50;
export const parameter = (id: string, name: 'sort' | 'q' | 'page'): string =>
  id === '' ? name : `${id}.${name}`;

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

const td = (cell: Cell, column: Column | undefined, first: boolean, named = false) => (
  <td
    class={
      `${column?.number ? 'n' : ''}${column?.drawn ? ' drawn' : ''}${first ? ' key' : ''}`.trim() || undefined
    }
    {...(named && column?.name ? { 'data-name': column.name } : {})}
    {...(cell.title ? { title: cell.title } : {})}
    {...(cell.span ? { colspan: cell.span } : {})}
  >
    {cell.show ?? (cell.href ? <a href={cell.href}>{breakable(cell.text)}</a> : breakable(cell.text))}
    {cell.beside?.map(({ text, title }) => (
      <small class="beside" {...(title === undefined ? {} : { title })}>
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
}: {
  data: TableData;
  label?: string;
  sorting?: { frame: Frame; view: View } | undefined;
}) {
  const data = onScreen(whole);
  return (
    <section class="scroll" tabindex={0} aria-label={label ?? data.caption ?? data.columns[0]?.name ?? ''}>
      <table
        {...(data.stacked
          ? { class: 'stacked' }
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
              {row.cells.map((cell, i) =>
                i < (row.cells[0]?.span ?? 1) && i > 0
                  ? null
                  : td(cell, data.columns[i], i === 0, data.stacked),
              )}
            </tr>
          ))}
        </tbody>
        {data.foot && (
          <tfoot>
            <tr>{data.foot.map((cell, i) => td(cell, data.columns[i], i === 0))}</tr>
          </tfoot>
        )}
      </table>
    </section>
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
}: {
  frame: Frame;
  title: string;
  data: TableData;
  view: View;
  empty: string;
  width?: '' | 'half' | 'wide' | 'slim';
  href?: string | null;
}) {
  const { m } = frame;
  const searching = view.filter !== '';
  return (
    <section class={`card ${width}`.trim()} id={anchor(view.id)}>
      <div class="tools">
        <h2>{href ? <a href={href}>{title}</a> : title}</h2>
        <span>
          {data.caption && <span class="unit">{data.caption}</span>}
          {(searching || view.total > 15) && <FilterBox frame={frame} view={view} title={title} />}
          {view.total > 0 && <CsvLink frame={frame} id={view.id} />}
        </span>
      </div>
      {data.rows.length === 0 ? (
        <p class="note">{searching ? m.noMatch : empty}</p>
      ) : (
        <DataTable data={uncaptioned(data)} label={title} sorting={{ frame, view }} />
      )}
      <Pager frame={frame} view={view} title={title} />
    </section>
  );
}

/** The unit of a card's table stands beside its title. */
function uncaptioned({ caption: _, ...data }: TableData): TableData {
  return data;
}

function FilterBox({ frame, view, title }: { frame: Frame; view: View; title: string }) {
  const own = [parameter(view.id, 'q'), parameter(view.id, 'page')];
  const label = `${frame.m.filter}${frame.m.colon}${title}`;
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
  <a class="csv" href={href`/columns`} title={m.files.link} aria-label={m.files.link}>
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
