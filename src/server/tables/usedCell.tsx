import type { Standing } from '../../core/standing.ts';
import { usd } from '../../core/usd.ts';
import { Bullet } from '../../ui/charts/small.tsx';
import { tenths } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell } from '../../ui/table.tsx';

/** What is used of a budget in per cent, with the bar that shows it; `-1` sorts what has no budget below all others. */
export function usedCell(
  { spent, cautious, counted, limit, usedTenths, forecast, state }: Standing,
  { m, locale }: Frame,
): Cell {
  if (limit === null) return { text: '–', raw: '', sort: -1n };
  const used = usedTenths === null ? '–' : tenths(usedTenths);
  const words = [
    `${m.spent} ${usd(spent)}`,
    ...(cautious === 0n ? [] : [`${m.cautious} ${usd(cautious)}`]),
    `${m.budget} ${usd(limit)}`,
    ...(forecast === null ? [] : [`${m.forecast} ${usd(forecast.mid)}`]),
  ];
  return {
    text: used,
    raw: used.replace(/[^\d.]/g, ''),
    sort: limit === 0n ? counted : (counted * 10_000n) / limit,
    show: (
      <span class="used">
        <Bullet
          spent={counted}
          limit={limit}
          forecast={forecast?.mid ?? null}
          state={state}
          label={words.join(locale === 'ja' ? '、' : ', ')}
        />
        {used}
      </span>
    ),
  };
}
