import type { Frame } from './layout.tsx';
import type { Cell, Column, Row, TableData, View } from './tableData.ts';

/**
 * How a row lies as a card on a phone: its name and its amount in the first line, its state below the amount, its bar as wide
 * as the card, then what else it holds, each with its heading before it, two short ones in a line; what can be done is last.
 * Neither an amount nor an action is ever what is cut.
 */

/** A table of so many columns fits a phone as it is, where none of them says what a card is called by. */
const FITS = 3;
/** So many values are shown at once, and the rest when somebody asks for them. */
const SHOWN = 4;
/** So few are shown whatever they are: nobody asks for one or two. */
const FEW = 2;
/** Signs that half a line has room for: a heading and its figure. */
const HALF = 22;

interface Place {
  kind: 'head' | 'amount' | 'state' | 'bar' | 'act' | 'half' | 'whole' | 'line';
  /** Shown when somebody asks for all values. */
  rest: boolean;
  heading: string;
}
export type Places = readonly Place[];

const STATES = ['state', 'status', 'label', 'answer'];
const VALUES: readonly Place['kind'][] = ['half', 'whole', 'line'];
const isAmount = ({ number, key, detail }: Column) =>
  number === true && detail !== true && /(^|_)usd(_|$)/.test(key);

/** Where each column lies in a card; null where the table stays one on a phone as well. */
export function placesOf({ columns, rows, matrix }: TableData): Places | null {
  const named = columns.some(({ card }) => card === 'head');
  if (matrix || (columns.length <= FITS && !named)) return null;
  const head = Math.max(
    0,
    columns.findIndex((column) => column.card === 'head'),
  );
  const find = (is: (column: Column) => boolean) =>
    columns.findIndex((column, i) => i !== head && is(column));
  const state = find(({ key }) => STATES.includes(key));
  const amounts: ((column: Column) => boolean)[] = [
    ({ card }) => card === 'amount',
    ({ key }) => key === 'amount_usd',
    isAmount,
  ];
  const amount = amounts.map(find).find((at) => at !== -1);
  const kindOf = (column: Column, i: number): Place['kind'] => {
    if (i === head) return 'head';
    if (column.drawn || column.card === 'act') return 'act';
    if (i === amount) return 'amount';
    if (i === state) return 'state';
    if (column.card === 'bar') return 'bar';
    if (column.card === 'whole') return 'whole';
    if (!column.number) return 'line';
    return fitsHalf(column, i, rows) ? 'half' : 'whole';
  };
  const kinds = columns.map(kindOf);
  const values = kinds.flatMap((kind, i) => (VALUES.includes(kind) ? [i] : []));
  const late = new Set(values.filter((i) => columns[i]?.detail !== true).slice(SHOWN));
  return columns.map(({ name, detail, card }, i) => ({
    kind: kinds[i] ?? 'line',
    rest: values.length > FEW && values.includes(i) && (detail === true || late.has(i)),
    heading: values.includes(i) || card === 'act' ? name : '',
  }));
}

/** Whether every figure of a column and its heading fit in half a line. */
const fitsHalf = ({ name }: Column, at: number, rows: readonly Row[]): boolean =>
  rows.every(({ cells }) => widthOf(name) + widthOf(cells[at]?.text ?? '') <= HALF);

/** Signs of a text; those of East Asia are twice as wide. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0);

/** Classes and heading of each cell of a row: what it does not have is left out, and the others move up, side by side. */
export function cardOf(places: Places, cells: readonly Cell[]): { class: string; heading: string }[] {
  const card = places.map(({ kind, rest, heading }, i) => {
    const cell = cells[i];
    const isBare = cell === undefined || (cell.show === undefined && ['', '–'].includes(cell.text));
    if (kind !== 'head' && isBare) return { kind: 'no', rest: false, heading: '' };
    return { kind, rest, heading };
  });
  const hasLines = card.some(
    ({ kind, rest, heading }) => !rest && (kind === 'line' || (kind === 'act' && heading !== '')),
  );
  const halves = [false, true].map((late) =>
    card.flatMap(({ kind, rest }, i) => (kind === 'half' && rest === late ? [i] : [])),
  );
  return card.map(({ kind, rest, heading }, i) => {
    const at = halves[rest ? 1 : 0] ?? [];
    const side =
      kind === 'half'
        ? sideOf(at.indexOf(i), at.length, hasLines)
        : kind === 'head' && i === 0
          ? ''
          : kind === 'whole' && hasLines
            ? 'line'
            : kind;
    return { class: `${side}${rest ? ' rest' : ''}`.trim(), heading };
  });
}

/** One figure that has no other beside it begins where texts do; where there are none, it stands below the amount. */
function sideOf(at: number, of: number, hasLines: boolean): string {
  if (at === of - 1 && at % 2 === 0) return hasLines ? 'line' : 'right';
  return at % 2 === 0 ? '' : 'right';
}

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
}: Pick<TableData, 'columns' | 'rows'> & { places: Places; frame: Frame; view: View | undefined }) {
  const sorted = columns.find(({ key }) => key === view?.sort);
  const leavesOut = places.some(({ rest }) => rest);
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
        <details class="every">
          <summary>{m.cards.all}</summary>
        </details>
      )}
    </div>
  );
}
