import type { Child } from 'hono/jsx';
import type { Explored } from '../../app/spend/explore.ts';
import { type Exploration, isTime } from '../../core/explore.ts';
import { type Matrix, type MatrixRow, measured, NO_SUM, type Sum } from '../../core/exploreMatrix.ts';
import { AMOUNT_COLUMN } from '../../core/fileColumns.ts';
import { changeOf, type Known, pricedPart } from '../../core/known.ts';
import { formatExact, roundTo, sharesOf } from '../../core/money.ts';
import type { Priced } from '../../core/types.ts';
import { signedUsd, usdMaking } from '../../core/usd.ts';
import { plainPercent, tenths, tokens, whole, withSign } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Column, TableData } from '../../ui/table.tsx';
import { alone, knownCell, tokensCell, UNPRICED_TOKENS, unpricedTokensCell } from '../tables/cells.ts';
import { exploreHref, into, intoTime, linesOf } from './address.ts';
import { KIND_OF, type Look, lineText, rawOf } from './names.ts';

/** The answer as one table, for the page and its file alike: rows, their rest and what nobody owns make its foot. */

/** Cells of a table up to which each is a link: with more the page would be too large, and rows and columns lead on. */
const MOST_LINKED = 120;

/** Cells of a table up to which what a row comes to leads to its lines: beyond, its name alone leads on. */
const MOST_LED = 850;

/** Columns of a table that a phone shows as cards at most. */
const MOST_IN_CARDS = 6;

/** A column with what stands in it of each row, and below. */
interface Part {
  column: Column;
  of(row: MatrixRow, at: number): Cell;
  foot: Cell;
}

/** Names, what each row comes to, and what of that is in each column: all rows make the foot. */
export function exploredTable(
  explored: Explored,
  look: Look,
  bars: ((at: number) => Child) | null = null,
): TableData {
  const { asked, matrix } = explored;
  const { m } = look.frame;
  if (matrix === null || matrix.rows.length === 0) return { columns: [], rows: [] };
  const parts: Part[] = [
    {
      column: { name: m.explore.dimension[asked.group], key: asked.group },
      of: (row) => headCell(row, explored, look),
      foot: { text: m.total, raw: 'total' },
    },
    ...(bars === null
      ? []
      : [
          {
            column: { name: '', key: 'bar', drawn: true },
            of: (_: MatrixRow, at: number) => ({ text: '', show: bars(at) }),
            foot: { text: '' },
          },
        ]),
    ...sumParts(explored, matrix, look),
    ...(matrix.before === null ? [] : beforeParts(asked, matrix, look)),
    ...cellParts(explored, matrix, look),
    {
      column: UNPRICED_TOKENS,
      of: (row) => unpricedTokensCell(row.sum),
      foot: unpricedTokensCell(matrix.total),
    },
  ];
  return {
    ...(asked.measure === 'tokens' ? {} : { caption: m.usd }),
    // On a phone its columns stay side by side: cards of it would be longer than anybody scrolls.
    ...(matrix.columns.length > MOST_IN_CARDS ? { matrix: true } : {}),
    columns: parts.map(({ column }) => column),
    rows: matrix.rows.map((row, at) => ({
      cells: parts.map(({ of }) => of(row, at)),
      ...KIND_OF[row.kind],
      ...(row.kind === 'key' ? {} : { muted: true }),
    })),
    foot: parts.map(({ foot }) => foot),
  };
}

/** What each row comes to: its measure, its share where it is not split, and the other measure in files at least. */
function sumParts(explored: Explored, matrix: Matrix, look: Look): Part[] {
  const { asked } = explored;
  const { m } = look.frame;
  const split = asked.by !== null;
  const leads = matrix.rows.length * matrix.columns.length <= MOST_LED;
  const sums = matrix.rows.map(({ sum }) => sum);
  const shown = shownAmounts(sums, matrix.total);
  const total = measured(asked, matrix.total) as Priced;
  const shares = sharesOf(
    sums.map((sum) => measured(asked, sum) as Priced),
    total,
  );
  const amount: Part = {
    column: { name: split ? m.total : m.spent, key: AMOUNT_COLUMN[asked.basis], number: true },
    of: (row, at) => ({
      ...knownCell(row.sum, look.frame, shown(at)),
      ...(leads ? linesOf(explored, look, row, null) : {}),
    }),
    foot: { ...alone(knownCell(matrix.total, look.frame)), ...linesOf(explored, look, null, null) },
  };
  const tokens: Part = {
    column: { name: m.tokens, key: 'tokens', number: true },
    of: (row) => tokensCell(row.sum.tokens, look.frame),
    foot: tokensCell(matrix.total.tokens, look.frame),
  };
  const share: Part = {
    column: { name: m.share, key: 'share_percent', number: true },
    of: (_, at) => shareCell(shares[at] ?? 0n, look),
    foot: shareCell(total === 0n ? 0n : 1000n, look),
  };
  const [first, second] = asked.measure === 'tokens' ? [tokens, amount] : [amount, tokens];
  if (!split) return [first, share, second];
  return [first, { ...second, column: { ...second.column, file: true } }];
}

/** What each row came to in the period before, and what became of that. */
function beforeParts(asked: Exploration, { total, before }: Matrix, look: Look): Part[] {
  const { m } = look.frame;
  const cells = (now: Sum, then: Sum | null) => beforeCells(asked, now, then, look);
  return [m.explore.before, m.change].map((name, i) => ({
    column: {
      name,
      key: `${['earlier', 'change'][i]}_${asked.measure === 'tokens' ? 'tokens' : 'usd'}`,
      number: true,
    },
    of: (row: MatrixRow) => cells(row.sum, row.before)[i] ?? { text: '' },
    foot: cells(total, before)[i] ?? { text: '' },
  }));
}

/** What of each row is in each column. */
function cellParts(explored: Explored, { rows, columns, total }: Matrix, look: Look): Part[] {
  const { asked } = explored;
  const linked = rows.length * columns.length <= MOST_LINKED;
  const below = shownAmounts(
    columns.map(({ sum }) => sum),
    total,
  );
  const inRows = rows.map((row) => shownAmounts(row.cells, row.sum));
  return columns.map((column, i) => ({
    column: {
      name: lineText(column, asked.by ?? 'day', explored, look),
      key: `column${i}`,
      number: true,
      card: 'whole',
    },
    of: (row: MatrixRow, at: number) =>
      valueCell(
        asked,
        row.cells[i] ?? NO_SUM,
        look,
        inRows[at]?.(i) ?? '',
        linked ? linesOf(explored, look, row, column) : null,
      ),
    foot: valueCell(asked, column.sum, look, below(i), linked ? linesOf(explored, look, null, column) : null),
  }));
}

/** Amounts in cents that make their total as it is shown. */
const shownAmounts = (sums: readonly Sum[], total: Sum): ((at: number) => string) =>
  usdMaking(
    roundTo(pricedPart(total), 2),
    sums.map(({ amount }) => amount),
  );

function valueCell(
  { measure }: Exploration,
  sum: Sum,
  { frame }: Look,
  shown: string,
  link: { href?: string } | null,
): Cell {
  if (sum.amount === 0n && sum.tokens === 0n && sum.unpricedTokens === 0n) return { text: '–', raw: '0' };
  const cell = measure === 'tokens' ? tokensCell(sum.tokens, frame) : alone(knownCell(sum, frame, shown));
  if (link !== null) return { ...cell, ...link };
  // A large table would be too large with what is on hover as well: the file has it.
  const { title: _, ...plain } = cell;
  return plain;
}

const shareCell = (share: bigint, { frame }: Look): Cell => {
  const text = tenths(share, frame.locale);
  return { text, raw: plainPercent(text), sort: share };
};

function beforeCells({ measure }: Exploration, now: Sum, before: Sum | null, { frame }: Look): Cell[] {
  const { m } = frame;
  const then = before ?? NO_SUM;
  if (measure === 'tokens') {
    const change = now.tokens - then.tokens;
    return [
      tokensCell(then.tokens, frame),
      {
        text: withSign(change, (size) => tokens(size, frame.locale)),
        raw: String(change),
        title: withSign(change, whole),
      },
    ];
  }
  return [alone(knownCell(then, frame)), changeCell(changeOf(now, then), m)];
}

function changeCell(change: Known | null, m: Frame['m']): Cell {
  if (change === null) return { text: '–', raw: '' };
  const amount = pricedPart(change);
  const text = signedUsd(amount);
  return {
    text: change.unpricedTokens === 0n ? text : m.atLeast(text),
    raw: formatExact(amount),
    title: `$${formatExact(amount)}`,
  };
}

/** A row's name leads into it; a day's to what happened then. */
function headCell(row: MatrixRow, explored: Explored, look: Look): Cell {
  const { asked } = explored;
  const { group } = asked;
  const raw = rawOf(row, group);
  // The table puts the name of a person above the address.
  const person = row.kind === 'key' && group === 'user' ? row.key : undefined;
  const text = person ?? lineText(row, group, explored, look);
  if (row.kind !== 'key') return { text, raw };
  if (isTime(group))
    return { text, raw, href: intoTime(asked, group, row.key, explored.range, look.calendar) };
  const href = exploreHref(into(asked, group, row.key), look.period);
  return { text, raw, href, ...(person === undefined ? {} : { person }) };
}
