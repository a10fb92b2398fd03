import type { Frame } from './layout.tsx';
import type { Column, Row, TableData, View } from './table.tsx';

/**
 * How a row lies as a card on a phone: its name and its amount in the first line, its state below the amount, its bar as wide
 * as the card, then what else it holds, each with its heading before it, two short ones in a line; what can be done is last.
 * Neither an amount nor an action is ever what is cut.
 */

/** A table of so many columns fits a phone as it is. */
const FITS = 3;
/** So many values are shown at once; of more, the first `SHOWN`, and the rest when somebody asks for them. */
const MOST = 6;
const SHOWN = 4;
/** Signs of a text that stands in half a line together with its heading. */
const SHORT = 14;

export interface Place {
  /** Classes beside those that a cell has on a desk. */
  class: string;
  /** What stands before its value; '' where it is plain without. */
  heading: string;
}

const STATES = ['state', 'status', 'label'];
const isLead = (column: Column) => column.number === true && column.key.endsWith('_usd');

/** Where each column lies in a card; null where the table stays one on a phone as well. */
export function placesOf({ columns, rows, matrix }: TableData): Place[] | null {
  if (matrix || columns.length <= FITS) return null;
  const amount = columns.findIndex((column, i) => i > 0 && isLead(column));
  const state = columns.findIndex((column, i) => i > 0 && STATES.includes(column.key));
  const lead = amount === -1 ? state : amount;
  const rest = columns.filter((one, i) => i > 0 && i !== lead && i !== state && !one.bar && !one.drawn);
  const hidden = new Set(rest.filter((column, i) => column.detail || (rest.length > MOST && i >= SHOWN)));
  let left = true;
  return columns.map((column, i) => {
    if (i === 0 || column.drawn) return { class: '', heading: '' };
    if (i === lead) return { class: 'lead', heading: i === state ? '' : column.name };
    if (i === state) return { class: 'state', heading: '' };
    if (column.bar) return { class: 'bar', heading: '' };
    const detail = hidden.has(column) ? ' rest' : '';
    if (isLong(column, i, rows)) return { class: `line${detail}`, heading: column.name };
    left = !left;
    return { class: `${left ? 'right' : ''}${detail}`.trim(), heading: column.name };
  });
}

/** Whether some value of a column needs a line for itself. */
const isLong = (column: Column, at: number, rows: readonly Row[]): boolean =>
  column.long === true ||
  (column.number !== true &&
    rows.some(({ cells }) => {
      const cell = cells[at];
      return cell !== undefined && (cell.beside !== undefined || widthOf(cell.text) > SHORT);
    }));

/** Signs of a text; those of East Asia are twice as wide. */
const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0);

/**
 * What stands above cards on a phone: what they are sorted by, which opens the headings, and whether all of their values are
 * shown. Neither holds anything itself: the style looks whether it is open, so that nothing is in a page twice.
 */
export function Above({
  places,
  columns,
  rows,
  frame: { m },
  view,
}: Pick<TableData, 'columns' | 'rows'> & { places: readonly Place[]; frame: Frame; view: View | undefined }) {
  const sorted = columns.find(({ key }) => key === view?.sort);
  const leavesOut = places.some((place) => place.class.split(' ').includes('rest'));
  const sorts = view !== undefined && rows.length > 1;
  if (!sorts && !leavesOut) return null;
  return (
    <div class="above">
      {sorts && (
        <details class="sorts">
          <summary>{sorted ? m.cards.sortedBy(sorted.name, view.descending) : m.cards.sort}</summary>
        </details>
      )}
      {leavesOut && (
        <details class="all">
          <summary>{m.cards.all}</summary>
        </details>
      )}
    </div>
  );
}
