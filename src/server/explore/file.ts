import type { Explored } from '../../app/spend/explore.ts';
import { type ExploreDimension, THINGS } from '../../core/explore.ts';
import { isNoSum, type Line, type Sum } from '../../core/exploreMatrix.ts';
import { AMOUNT_COLUMN, type ColumnKey } from '../../core/fileColumns.ts';
import type { FileOf } from '../../core/fileNames.ts';
import type { Cell, Column, Row, TableData } from '../../ui/table.tsx';
import { alone, knownCell, tokensCell, UNPRICED_TOKENS, unpricedTokensCell } from '../tables/cells.ts';
import { KIND_OF, type Look, rawOf } from './names.ts';
import { exploredTable } from './tables.ts';

/** The answer as a file: of two dimensions each cell is a row of its own, so that its columns are those of all files. */
export function exploredFile(explored: Explored, look: Look): TableData {
  const { asked, matrix } = explored;
  const { by } = asked;
  if (by === null || matrix === null) return exploredTable(explored, look);
  const columns: Column[] = [
    { name: asked.group, key: asked.group },
    { name: by, key: by },
    { name: AMOUNT_COLUMN[asked.basis], key: AMOUNT_COLUMN[asked.basis] },
    { name: 'tokens', key: 'tokens' },
    UNPRICED_TOKENS,
  ];
  const cellsOf = (row: Cell, column: Cell, sum: Sum): Cell[] => [
    row,
    column,
    alone(knownCell(sum, look.frame)),
    tokensCell(sum.tokens, look.frame),
    unpricedTokensCell(sum),
  ];
  const named = (line: Line, dimension: ExploreDimension): Cell => ({
    text: line.key,
    raw: rawOf(line, dimension),
    ...(line.kind === 'key' && dimension === 'user' ? { person: line.key } : {}),
  });
  return {
    columns,
    rows: matrix.rows.flatMap((row): Row[] =>
      row.cells.flatMap((sum, i) => {
        const column = matrix.columns[i];
        if (column === undefined || isNoSum(sum)) return [];
        const cells = cellsOf(named(row, asked.group), named(column, by), sum);
        return [{ cells, ...KIND_OF[row.kind === 'key' ? column.kind : row.kind] }];
      }),
    ),
    foot: cellsOf({ text: '', raw: 'total' }, { text: '' }, matrix.total),
  };
}

/** What the file is called: by its dimensions, and by whom or what alone it is of. */
export function nameOfFile({ asked, range }: Explored): FileOf {
  const [alone, ...more] = THINGS.filter((thing) => asked.filter[thing] !== undefined);
  const values = alone === undefined ? [] : (asked.filter[alone] ?? []);
  const key = alone === undefined ? undefined : COLUMN_OF[alone];
  const [value] = values;
  return {
    what: ['explore', asked.group, asked.by ?? ''].filter((one) => one !== '').join('-'),
    ...(key !== undefined && value !== undefined && values.length === 1 && more.length === 0
      ? { of: { key, value } }
      : {}),
    range,
  };
}
const COLUMN_OF: Readonly<Partial<Record<ExploreDimension, ColumnKey>>> = {
  costCenter: 'cost_center',
  user: 'user',
  model: 'model',
  account: 'account',
};
