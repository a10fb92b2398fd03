import type { BudgetState } from '../../core/budgets.ts';
import type { Money } from '../../core/types.ts';
import { Bullet } from '../../ui/charts/small.tsx';
import { percent, usd } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell } from '../../ui/table.tsx';

/** Spend in per cent of its budget, with the bar that shows it; `-1` sorts what has no budget below all others. */
export function usedCell(
  spent: Money,
  limit: Money | null,
  forecast: Money | null,
  state: BudgetState,
  { m, locale }: Frame,
): Cell {
  if (limit === null) return { text: '–', raw: '', sort: -1n };
  const used = percent(spent, limit);
  const words = [
    `${m.spent} ${usd(spent)}`,
    `${m.budget} ${usd(limit)}`,
    ...(forecast === null ? [] : [`${m.forecast} ${usd(forecast)}`]),
  ];
  return {
    text: used,
    raw: used.replace(/[^\d.]/g, ''),
    sort: limit === 0n ? spent : (spent * 10_000n) / limit,
    show: (
      <span class="used">
        <Bullet
          spent={spent}
          limit={limit}
          forecast={forecast}
          state={state}
          label={words.join(locale === 'ja' ? '、' : ', ')}
        />
        {used}
      </span>
    ),
  };
}
