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
  input: 'tokens_input',
  output: 'tokens_output',
  cacheRead: 'tokens_cache_read',
  cacheWrite: 'tokens_cache_write',
} as const;
const PRICE = 'paid_usd_per_million';

export const kindColumns = ({ kinds }: GroupFacts, { m }: Frame): Column[] => [
  ...(kinds === null
    ? []
    : KINDS.map((kind) => ({ name: m.kind[kind], key: NAMES[kind], number: true, detail: true }))),
  { name: m.faces.models.perMillion, key: PRICE, number: true, title: m.faces.models.perMillionTitle },
];

/** Of a model by its kinds, of a kind by itself. */
export function kindCells(one: GroupFacts, row: BriefSum, frame: Frame): Record<string, Cell> {
  if (one.kinds === null) return { [PRICE]: priceCell([row]) };
  return cellsOf(one.kinds.get(row.keys[0] ?? '') ?? [], frame);
}

/** Of all models together. */
export const kindFoot = ({ kinds }: GroupFacts, frame: Frame): Record<string, Cell> =>
  cellsOf([...(kinds?.values() ?? [])].flat(), frame);

const cellsOf = (parts: readonly BriefSum[], frame: Frame): Record<string, Cell> => ({
  ...Object.fromEntries(
    KINDS.map((kind) => {
      const own = parts.filter(({ keys }) => keys[1] === kind);
      const count = own.reduce((all, { tokens }) => all + tokens, 0n);
      return [NAMES[kind], count === 0n ? { ...tokensCell(0n, frame), text: '–' } : tokensCell(count, frame)];
    }),
  ),
  [PRICE]: priceCell(parts),
});

function priceCell(parts: readonly BriefSum[]): Cell {
  const price = pricePaid(parts);
  return price === null ? NO_AMOUNT : moneyCell(price);
}
