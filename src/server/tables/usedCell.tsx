import { type Standing, spentIn } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { SmallMeter } from '../../ui/charts/meter.tsx';
import { tenths } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell } from '../../ui/table.tsx';

/** What it is ordered by: what has no budget below all others. */
export const usedOrder = ({ limit, counted }: Pick<Standing, 'limit' | 'counted'>): bigint =>
  limit === null ? -1n : limit === 0n ? counted : (counted * 10_000n) / limit;

/**
 * What is used of a budget in per cent, with the meter that shows it and what is left below.
 * @param billed what the bill says of what counts, where it is known
 */
export function usedCell(standing: Standing, frame: Frame, billed: Money | null = null): Cell {
  const { cautious, counted, limit, usedTenths, forecastCounted, state } = standing;
  const { m, locale } = frame;
  if (limit === null) return { text: '–', raw: '', sort: usedOrder(standing) };
  const used = usedTenths === null ? '–' : tenths(usedTenths, locale);
  const { meter } = m.budgetsSeeing;
  const left = (limit - counted) as Money;
  const leftText = left < 0n ? meter.over(usd(-left as Money)) : meter.left(usd(left));
  const words = [
    m.labelled(m.spent, knownText(spentIn(standing), frame)),
    ...(cautious === 0n ? [] : [m.labelled(m.cautious, usd(cautious))]),
    ...(billed === null || billed >= counted ? [] : [meter.estimated(usd((counted - billed) as Money))]),
    m.labelled(m.budget, usd(limit)),
    ...(forecastCounted === null ? [] : [m.labelled(m.forecast, usd(forecastCounted.mid))]),
  ];
  return {
    text: used,
    raw: used.replace(/[^\d.]/g, ''),
    sort: usedOrder(standing),
    beside: [{ text: leftText }],
    show: (
      <span class="used">
        <SmallMeter
          figures={{
            ...{ counted, billed, limit, forecast: forecastCounted },
            raised: 0n as Money,
            carried: 0n as Money,
          }}
          state={state}
          label={words.join(m.comma)}
        />
        {used}
      </span>
    ),
  };
}
