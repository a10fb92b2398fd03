import type { Reach } from '../../app/budgets/reach.ts';
import { href } from '../../core/href.ts';
import { pricedPart } from '../../core/known.ts';
import type { BriefSum } from '../../core/questions.ts';
import { percent } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Column } from '../../ui/table.tsx';
import { moneyCell } from '../tables/cells.ts';

/** What a charge to a cost center needs beside its amount: who owns it, and how much of it the bill says. */

export const billedColumn = ({ m }: Frame): Column => ({
  name: m.faces.centers.billed,
  key: 'billed_usd',
  number: true,
  title: m.faces.centers.billedTitle,
});

export function chargeBackCells(
  row: BriefSum,
  ownerOf: (costCenter: string) => Reach,
  { m }: Frame,
): Record<'owner' | 'billed_usd', Cell> {
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
    billed_usd: {
      ...moneyCell(row.ofBill),
      beside: [{ text: `${percent(row.ofBill, pricedPart(row))}, ${m.status[row.label]}` }],
    },
  };
}
