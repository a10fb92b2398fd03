import type { GroupFacts } from '../../app/spend/known.ts';
import { pricePaid } from '../../core/pricePaid.ts';
import type { BriefSum } from '../../core/questions.ts';
import type { TokenKind } from '../../core/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Column } from '../../ui/table.tsx';
import { moneyCell, tokensCell } from '../tables/cells.ts';
import { NO_AMOUNT } from '../tables/standingCells.tsx';

/** What models consist of: tokens by kind, and what a million of them cost in fact. */

const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const satisfies readonly TokenKind[];
const NAMES = {
  input: 'input_tokens',
  output: 'output_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite: 'cache_write_tokens',
} as const;
const PRICE = 'paid_per_million_usd';

export const kindColumns = ({ kinds }: GroupFacts, { m }: Frame): Column[] => [
  ...(kinds === null ? [] : KINDS.map((kind) => ({ name: m.kind[kind], key: NAMES[kind], number: true }))),
  { name: m.faces.models.perMillion, key: PRICE, number: true, title: m.faces.models.perMillionTitle },
];

/** Of a model by its kinds, of a kind by itself. */
export function kindCells(one: GroupFacts, row: BriefSum): Record<string, Cell> {
  if (one.kinds === null) return { [PRICE]: priceCell([row]) };
  return cellsOf(one.kinds.get(row.keys[0] ?? '') ?? []);
}

/** Of all models together. */
export const kindFoot = ({ kinds }: GroupFacts): Record<string, Cell> =>
  cellsOf([...(kinds?.values() ?? [])].flat());

const cellsOf = (parts: readonly BriefSum[]): Record<string, Cell> => ({
  ...Object.fromEntries(
    KINDS.map((kind) => {
      const own = parts.filter(({ keys }) => keys[1] === kind);
      const count = own.reduce((all, { tokens }) => all + tokens, 0n);
      return [NAMES[kind], count === 0n ? { ...tokensCell(0n), text: '–' } : tokensCell(count)];
    }),
  ),
  [PRICE]: priceCell(parts),
});

function priceCell(parts: readonly BriefSum[]): Cell {
  const price = pricePaid(parts);
  return price === null ? NO_AMOUNT : moneyCell(price);
}
