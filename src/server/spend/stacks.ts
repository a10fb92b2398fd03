import type { Names } from '../../app/names.ts';
import type { SpendFacts } from '../../app/spend/known.ts';
import { href } from '../../core/href.ts';
import { isUnknownModel } from '../../core/models.ts';
import { ZERO } from '../../core/money.ts';
import type { Money } from '../../core/types.ts';
import { COLOURS, type Stack } from '../../ui/charts/stackedDays.tsx';
import type { Frame } from '../../ui/layout.tsx';
import { periodQuery } from '../tables/cells.ts';

/** The largest models one by one, the rest together; all of them make each day's total. */
export function stacksOf({ byModelAndDay, begun, days }: SpendFacts, names: Names, frame: Frame): Stack[] {
  const byModel = Map.groupBy(byModelAndDay, (row) => row.keys[0] ?? '');
  const total = (rows: readonly { amount: Money }[]) => rows.reduce((all, row) => all + row.amount, 0n);
  const order = [...byModel].sort(([, a], [, b]) => (total(b) > total(a) ? 1 : -1));
  const amounts = (rows: readonly { keys: readonly string[]; amount: Money }[]) => {
    const found = new Map<string, bigint>();
    for (const row of rows) found.set(row.keys[1] ?? '', (found.get(row.keys[1] ?? '') ?? 0n) + row.amount);
    return days.map((day) => (day > (begun.at(-1) ?? '') ? ZERO : ((found.get(day) ?? 0n) as Money)));
  };
  const stacks = order.slice(0, COLOURS).map(([model, rows]) => ({
    name: isUnknownModel(model) ? frame.m.none.model : names.model(model),
    href: isUnknownModel(model) ? null : href`/models/${model}` + periodQuery(frame),
    amounts: amounts(rows),
  }));
  const others = order.slice(COLOURS).flatMap(([, rows]) => rows);
  return others.length === 0
    ? stacks
    : [...stacks, { name: frame.m.chart.rest, href: null, amounts: amounts(others) }];
}
