import type { Context } from 'hono';
import { showRates } from '../../app/bill/rates.ts';
import type { Names } from '../../app/names.ts';
import { formatExact } from '../../core/money.ts';
import type { Money, Rate } from '../../core/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { lazyRow, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf } from '../http/frame.ts';
import { cards } from '../tables/cards.tsx';
import { dayCell, keyCell, moneyCell } from '../tables/cells.ts';

/** What tokens are valued at until the bill counts, and where each rate comes from. */
export async function ratesPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { rates, names } = await showRates(askingOf(c, deps));
  const result = await cards(c, frame, 'rates', [
    { id: '', title: m.rates.inForce, table: ratesTable(rates, names, frame), empty: m.rates.empty },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage frame={frame} title={m.rates.title} intro={m.rates.intro}>
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

function ratesTable(rates: readonly Rate[], names: Names, frame: Frame): TableData {
  const { m } = frame;
  return {
    caption: m.rates.unit,
    columns: [
      { name: m.name.model, key: 'model' },
      { name: m.name.tokenKind, key: 'kind', csv: 'token_kind' },
      { name: m.rates.route, key: 'route' },
      { name: m.rates.tier, key: 'tier' },
      { name: m.rates.region, key: 'region' },
      { name: m.rates.rate, key: 'usd_per_million', number: true },
      { name: m.rates.source, key: 'source', csv: 'rate_source' },
      { name: m.rates.since, key: 'since' },
    ],
    rows: rates.map((rate, i) =>
      lazyRow(String(i), () => [
        keyCell('model', rate.modelKey, frame, names),
        {
          text: [m.kind[rate.kind], rate.cacheTtl, rate.longContext ? m.rates.longContext : null]
            .filter(Boolean)
            .join(' · '),
          raw: [rate.kind, rate.cacheTtl, rate.longContext ? 'longContext' : null].filter(Boolean).join(' '),
        },
        { text: m.rates.routes[rate.route], raw: rate.route },
        { text: m.rates.tiers[rate.tier], raw: rate.tier },
        { text: rate.region ?? m.rates.anyRegion, raw: rate.region ?? '' },
        moneyCell(rate.perMillion, priceText(rate.perMillion)),
        { text: m.rates.sources[rate.source], raw: rate.source },
        rate.source === 'list' ? { text: '–', raw: '' } : dayCell(rate.validFrom, frame),
      ]),
    ),
  };
}

/** A price is what it is: to the last digit, and never less than cents. */
function priceText(perMillion: Money): string {
  const [dollars, fraction = ''] = formatExact(perMillion).split('.');
  return `$${dollars}.${fraction.padEnd(2, '0')}`;
}
