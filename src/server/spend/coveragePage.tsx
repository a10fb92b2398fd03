import type { Context } from 'hono';
import { showsDays } from '../../app/privacy/shown.ts';
import { readCoverageWay } from '../../app/spend/coverage.ts';
import { shareOf } from '../../core/coverage.ts';
import { whole } from '../../ui/format.ts';
import { PeriodPicker } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { setupLead } from '../setup/lead.tsx';
import { cards } from '../tables/cards.tsx';
import { CoverageChart, monthsTable, restTable, shareText } from './coverageTables.tsx';
import { nameOfPeriod, whenOf } from './periodName.ts';

/** What share of spend carries an owner, of a period and month by month, and what the rest lacks. */
export async function coveragePage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.bypass.coverage;
  const period = periodOf(c, deps.clock.now(), !showsDays(askingOf(c, deps)));
  const range = { start: period.start, endExclusive: period.endExclusive };
  const { coverage, way } = await readCoverageWay(askingOf(c, deps), range);
  const empty = way.length === 0 ? m.nothingYet : m.empty;
  const result = await cards(c, frame, { what: 'coverage', range }, [
    {
      id: '',
      title: words.rest,
      table: restTable(coverage, range, frame),
      empty: coverage.total.amount === 0n ? empty : words.all,
    },
    { id: 'months', title: m.bypass.months.title, table: monthsTable(way, frame), empty },
  ]);
  if (result.response) return result.response;
  const name = nameOfPeriod(range, frame);
  const said =
    shareOf(coverage.owned, coverage) === null
      ? [words.nothing(whenOf(range, frame))]
      : [
          words.now(name, shareText(coverage.owned, coverage, frame.locale)),
          words.more(
            shareText(coverage.costCenter, coverage, frame.locale),
            shareText(coverage.profile, coverage, frame.locale),
          ),
        ];
  return c.html(
    <PlainPage frame={frame} title={words.title} intro={words.intro}>
      <p class="headline">{said.join(m.gap)}</p>
      {coverage.total.unpricedTokens > 0n && (
        <p class="note">{words.unpriced(whole(coverage.total.unpricedTokens))}</p>
      )}
      {way.length === 0 && setupLead(c, frame)}
      <PeriodPicker frame={frame} period={period} />
      <div class="grid">
        {way.length > 0 && (
          <section class="card">
            <h2>{words.chart}</h2>
            <CoverageChart way={way} frame={frame} />
          </section>
        )}
        {result.shown}
      </div>
    </PlainPage>,
  );
}
