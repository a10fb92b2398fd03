import type { Child } from 'hono/jsx';
import { type Frame, link } from './layout.tsx';

/** One table for pages and CSV alike: a cell has what is shown and what is exported. */
export interface Cell {
  text: string;
  /** Exact value for CSV; the text where left out. */
  raw?: string;
  href?: string;
  title?: string;
  show?: Child;
}
export interface Column {
  name: string;
  /** Stable name in CSV. */
  key: string;
  number?: boolean;
}
export interface TableData {
  columns: readonly Column[];
  rows: readonly { cells: readonly Cell[]; muted?: boolean }[];
  foot?: readonly Cell[];
  caption?: string;
}

const td = (cell: Cell, column: Column | undefined) => (
  <td class={column?.number ? 'n' : 'wrap'} {...(cell.title ? { title: cell.title } : {})}>
    {cell.show ?? (cell.href ? <a href={cell.href}>{cell.text}</a> : cell.text)}
  </td>
);

export function DataTable({ data }: { data: TableData }) {
  return (
    <section class="scroll" tabindex={0} aria-label={data.caption ?? data.columns[0]?.name ?? ''}>
      <table>
        {data.caption && <caption>{data.caption}</caption>}
        <thead>
          <tr>
            {data.columns.map((c) => (
              <th scope="col" {...(c.number ? { class: 'n' } : {})}>
                {c.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr {...(row.muted ? { class: 'unowned' } : {})}>
              {row.cells.map((cell, i) => td(cell, data.columns[i]))}
            </tr>
          ))}
        </tbody>
        {data.foot && (
          <tfoot>
            <tr>{data.foot.map((cell, i) => td(cell, data.columns[i]))}</tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

/** Rows of one page of a long list, and the links to the others. */
export const PAGE_SIZE = 50;
export function Pager({ frame, page, total }: { frame: Frame; page: number; total: number }) {
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  if (pages === 1) return null;
  return (
    <nav class="pager" aria-label={frame.m.page(page, pages)}>
      {page > 1 && <a href={link(frame, { page: String(page - 1) })}>{frame.m.previous}</a>}
      <span>{frame.m.page(page, pages)}</span>
      {page < pages && <a href={link(frame, { page: String(page + 1) })}>{frame.m.next}</a>}
    </nav>
  );
}
