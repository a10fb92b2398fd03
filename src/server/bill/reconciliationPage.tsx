import type { Context } from 'hono';
import { showReconciliation } from '../../app/bill/reconciliation.ts';
import { showsDays } from '../../app/privacy/shown.ts';
import { type FileOf, leastSure } from '../../core/fileNames.ts';
import { href } from '../../core/href.ts';
import type { SpendSum } from '../../core/questions.ts';
import type { DayRange } from '../../core/types.ts';
import { whole } from '../../ui/format.ts';
import { Layout, PeriodPicker } from '../../ui/layout.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { refusalPage } from '../http/refusals.tsx';
import { setupLead } from '../setup/lead.tsx';
import { cards } from '../tables/cards.tsx';
import { wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';
import { daysTable, modelsTable, partCentsOf, totalOf } from './comparedTables.tsx';
import { invoiceTable } from './invoiceTable.ts';
import { openTable } from './openTable.ts';
import { VerdictLead } from './verdictLead.tsx';

/** Does it add up: the verdict, what is open, the way from the ledger to the invoice, and estimate and bill by model and day. */
export async function reconciliationPage(c: Context, deps: ServerDeps): Promise<Response> {
  const asked = frameOf(c, deps);
  const { m } = asked;
  const period = periodOf(c, deps.clock.now(), !showsDays(askingOf(c, deps)));
  const range: DayRange = { start: period.start, endExclusive: period.endExclusive };
  const shown = await showReconciliation(askingOf(c, deps), range);
  const { days, byModel, byDay, way, verdict, agreement, names } = shown;
  const gone = shown.gone && goneWords(shown.gone, asked);
  // Where there is no room for words, a part must not look like the whole.
  if (wantsCsv(c) && gone !== null) return refusalPage(c, deps, 400, { text: gone });
  // Tables lead to files and orders of what is kept.
  const frame = gone === null ? asked : { ...asked, query: { ...asked.query, ...shown.range, period: '' } };
  const empty = gone ?? (shown.ledger === null ? m.nothingYet : m.empty);
  const compared = totalOf(byDay);
  const cents = partCentsOf(way.usage, compared);
  const invoice = invoiceTable({ ...way, ...shown }, compared, cents, frame);
  const result = await cards(c, frame, fileOf(days, shown.range), [
    {
      id: 'findings',
      title: m.verdict.open,
      table: openTable(verdict, shown.range, frame),
      empty: gone ?? m.findings.agreement[agreement.state](whole(agreement.compared), whole(agreement.due)),
    },
    {
      id: 'invoice',
      title: m.verdict.way.title,
      // Of days that were never read nothing is known: no amount of them is zero.
      table: { ...invoice, ...(verdict.state === 'unread' ? { rows: [] } : {}) },
      empty,
      width: 'half',
    },
    { id: 'models', title: m.by.model, table: modelsTable(byModel, cents, names, frame), empty },
    { id: '', title: m.by.day, table: daysTable(days, byDay, cents, frame), empty },
  ]);
  if (result.response) return result.response;
  const [open, toInvoice, ...proof] = result.shown;
  return c.html(
    <Layout frame={asked} title={m.nav.reconciliation}>
      <div class="lead">
        <h1>{m.nav.reconciliation}</h1>
        {gone === null && <VerdictLead verdict={verdict} range={range} frame={asked} />}
      </div>
      {shown.ledger === null && setupLead(c, frame)}
      <PeriodPicker frame={asked} period={period} />
      {gone && <p class="note">{gone}</p>}
      <div class="grid">
        {open}
        {toInvoice}
        <section class="card half">
          <h2>{m.verdict.how}</h2>
          <p class="note">{m.reconciliation.intro}</p>
          <p>
            <a href={href`/rates`}>{m.rates.title}</a>
          </p>
        </section>
        {proof}
      </div>
    </Layout>,
  );
}

/** A file of these days, as sure as the least sure of them. */
const fileOf = (days: readonly SpendSum[], range: DayRange): FileOf => ({
  what: 'reconciliation',
  range,
  state: leastSure(new Set(days.map(({ label }) => label))),
});
