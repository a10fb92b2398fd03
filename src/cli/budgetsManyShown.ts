import { fieldsOf } from '../app/budgets/exported.ts';
import type { PlanRead } from '../app/budgets/planRead.ts';
import { changeTenths, isSummable, type PlanRow, type RefusedRow } from '../core/budgetPlan.ts';
import { slotName } from '../core/budgets.ts';
import { formatExact, formatFixed } from '../core/money.ts';
import { thresholdText } from '../core/thresholds.ts';
import { tenths } from '../ui/format.ts';
import { en } from '../ui/messages/en.ts';
import { say } from './output.ts';
import { printTable } from './table.ts';

/** How a change of many budgets is told at a terminal and to programs. */

/** How many are created, changed, ended and left. */
export const countWords = (one: {
  created: number;
  changed: number;
  ended: number;
  unchanged: number;
}): string => en.budgetsMany.counts(one.created, one.changed, one.ended, one.unchanged);

/** Row by row what would change, with what it comes to. */
export function printPlan({
  rows,
  unchanged,
  totals,
}: Omit<PlanRead, 'refused'> & { refused: readonly RefusedRow[] }): void {
  if (rows.length > 0)
    printTable(
      ['', 'budget', 'before', 'after', 'change', 'from', 'further'],
      rows.map((row) => [
        en.budgetsMany.deeds[row.deed],
        slotName(row.slot),
        row.before === null ? '–' : formatFixed(row.before.amount, 2),
        row.after === null ? '–' : formatFixed(row.after.amount, 2),
        percentText(row),
        row.from,
        row.after?.thresholds?.map(thresholdText).join(', ') ?? '',
      ]),
      [2, 3, 4],
    );
  for (const one of totals.filter(isSummable))
    say(
      `${en.budgetsMany.whom[one.kind]}, ${one.period}${one.narrowed ? `, ${en.budgetsMany.part}` : ''}: $${formatFixed(one.before, 2)} → $${formatFixed(one.after, 2)}`,
    );
  const count = (deed: PlanRow['deed']) => rows.filter((row) => row.deed === deed).length;
  say(`${en.budgetsMany.counts(count('create'), count('change'), count('end'), unchanged)}.`);
}

const percentText = ({ before, after }: PlanRow): string => {
  const change = changeTenths(before?.amount ?? null, after?.amount ?? null);
  return change === null ? '–' : `${change > 0 ? '+' : ''}${tenths(BigInt(change))}`;
};

/** The same for programs. */
export const planJson = (id: string | null, { rows, unchanged, totals, refused }: PlanRead) => ({
  id,
  rows: rows.map(({ slot, before, after, seen: _, budgetId, ...row }) => ({
    budget: slotName(slot),
    id: budgetId,
    ...row,
    before: before === null ? null : fieldsOf(slot, before),
    after: after === null ? null : fieldsOf(slot, after),
  })),
  unchanged,
  totals: totals.map((one) => ({ ...one, before: formatExact(one.before), after: formatExact(one.after) })),
  refused,
});
