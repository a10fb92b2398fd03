import type { Reach } from '../../app/budgets/reach.ts';
import type { SpendFacts } from '../../app/spend/known.ts';
import { href } from '../../core/href.ts';
import { pricedPart } from '../../core/known.ts';
import type { BriefSum } from '../../core/questions.ts';
import type { UnallocatedReason } from '../../core/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Column } from '../../ui/table.tsx';
import { percentCell } from '../tables/cells.ts';
import { mendOf } from './coverageTables.tsx';

/** What a charge to a cost center needs beside its amount: who owns it, and how much of it the bill says. */

export const billedColumn = ({ m }: Frame): Column => ({
  name: m.faces.centers.billed,
  key: 'billed_percent',
  number: true,
  title: m.faces.centers.billedTitle,
});

/** Whom nobody's spend waits for: what mends it. Reasons that are told together lead to coverage. */
export function mendCell(
  reasons: readonly UnallocatedReason[],
  { range }: Pick<SpendFacts, 'range'>,
  { m }: Frame,
): Cell {
  const [reason] = reasons;
  if (reason === undefined || reasons.length > 1) return { text: '', raw: '' };
  return { text: m.bypass.coverage.mend[reason], raw: '', href: mendOf(reason, range) };
}

export function chargeBackCells(
  row: BriefSum,
  ownerOf: (costCenter: string) => Reach,
  frame: Frame,
): Record<'owner' | 'billed_percent', Cell> {
  const { m } = frame;
  const [key = ''] = row.keys;
  const { address, name } = ownerOf(key);
  return {
    owner:
      address === ''
        ? { text: key === '' ? '–' : m.faces.centers.noOwner, raw: '' }
        : {
            text: name === '' ? address : name,
            raw: address,
            title: address,
            href: href`/people/${address}`,
          },
    billed_percent: {
      ...percentCell(row.ofBill, pricedPart(row), frame),
      beside: row.label === 'mixed' ? [] : [{ text: m.status[row.label] }],
    },
  };
}
