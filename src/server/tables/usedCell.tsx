import { type Standing, spentIn } from '../../core/standing.ts';
import { usd } from '../../core/usd.ts';
import { Bullet } from '../../ui/charts/small.tsx';
import { tenths } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell } from '../../ui/table.tsx';

/** What is used of a budget in per cent, with the bar that shows it; `-1` sorts what has no budget below all others. */
export function usedCell(standing: Standing, frame: Frame): Cell {
  const { cautious, counted, limit, usedTenths, forecastCounted, state } = standing;
  const { m, locale } = frame;
  if (limit === null) return { text: '–', raw: '', sort: -1n };
  const used = usedTenths === null ? '–' : tenths(usedTenths);
  const words = [
    `${m.spent} ${knownText(spentIn(standing), frame)}`,
    ...(cautious === 0n ? [] : [`${m.cautious} ${usd(cautious)}`]),
    `${m.budget} ${usd(limit)}`,
    ...(forecastCounted === null ? [] : [`${m.forecast} ${usd(forecastCounted.mid)}`]),
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
          forecast={forecastCounted?.mid ?? null}
          state={state}
          label={words.join(locale === 'ja' ? '、' : ', ')}
        />
        {used}
      </span>
    ),
  };
}
