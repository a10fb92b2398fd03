import type { Context } from 'hono';
import { showBillDay } from '../../app/bill/day.ts';
import type { BillLine } from '../../core/billEntries.ts';
import { href } from '../../core/href.ts';
import { knownOfRow, sumKnown } from '../../core/known.ts';
import { formatExact, sum } from '../../core/money.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import { usd } from '../../core/usd.ts';
import { fullDay, day as showDay } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf } from '../http/frame.ts';
import { refusalPage } from '../http/refusals.tsx';
import { rowsTable } from '../spend/rowsTable.tsx';
import { partOf } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { moneyCell } from '../tables/cells.ts';
import { csvTable, wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';

/** One day, down to the single charges and to whom each part of them was given. */
export async function dayPage(c: Context, deps: ServerDeps): Promise<Response> {
  const part = partOf(c, '');
  const shown = await showBillDay(askingOf(c, deps), c.req.param('day') ?? '', part);
  const { day, amount, billed, rows, rowCount, charges, names, ledger } = shown;
  const frame = frameOf(c, deps);
  const { m } = frame;
  const gone = {
    spend: shown.gone.spend && goneWords(shown.gone.spend, frame),
    bill: shown.gone.bill && goneWords(shown.gone.bill, frame),
  };
  const refused = csvTable(c) === 'charges' ? gone.bill : gone.spend;
  if (wantsCsv(c) && refused !== null) return refusalPage(c, deps, 400, { text: refused });
  // Sums stay when their rows are gone.
  const sums = gone.spend === null ? shown.sums : [];
  const total = gone.spend === null ? sumKnown(sums.map(knownOfRow)) : amount;
  const table = rowsTable(rows, frame, names, { days: false, seesBill: true, sums });
  const result = await cards(
    c,
    frame,
    { what: 'day', range: { start: day, endExclusive: addDays(day, 1) } },
    [
      {
        id: '',
        title: m.day.rows,
        table: part === null ? table : { ...table, total: gone.spend === null ? rowCount : 0 },
        empty: gone.spend ?? (ledger === null ? m.nothingYet : m.empty),
      },
      {
        id: 'charges',
        title: m.day.charges,
        table: chargesTable(charges, frame),
        empty: gone.bill ?? m.day.noBill,
      },
    ],
  );
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={fullDay(day, frame.locale)}
      intro={m.day.intro(knownText(total, frame), usd(billed))}
    >
      {sums.some((row) => row.label === 'estimated' && (row.amount !== 0n || row.tokens !== 0n)) && (
        <p class="note">{m.day.estimated}</p>
      )}
      <nav class="pager">
        <a href={href`/days/${addDays(day, -1)}`}>{`‹ ${showDay(addDays(day, -1), frame.locale)}`}</a>
        {day < dayOf(deps.clock.now()) && (
          <a href={href`/days/${addDays(day, 1)}`}>{`${showDay(addDays(day, 1), frame.locale)} ›`}</a>
        )}
      </nav>
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

/** Rows of the one table, with their day where they are of several. */
function chargesTable(lines: readonly BillLine[], { m }: Frame): TableData {
  return {
    caption: m.usd,
    columns: [
      { name: m.day.service, key: 'service' },
      { name: m.day.usageType, key: 'usageType' },
      { name: m.day.quantity, key: 'quantity', number: true },
      { name: m.day.unit, key: 'unit' },
      { name: m.billed, key: 'billed_usd', number: true },
      { name: m.state, key: 'label' },
    ],
    rows: [...lines]
      .sort((a, b) => (b.amount > a.amount ? 1 : -1))
      .map((line) => {
        const label = line.provisional ? 'provisional' : 'final';
        return {
          cells: [
            { text: line.service },
            { text: line.usageType ?? '', show: <code>{line.usageType}</code> },
            { text: formatExact(line.quantity), sort: line.quantity },
            { text: line.unit },
            moneyCell(line.amount),
            { text: m.status[label], raw: label, show: <Badge kind={label} text={m.status[label]} /> },
          ],
        };
      }),
    foot: [
      { text: m.total, raw: 'total' },
      { text: '' },
      { text: '' },
      { text: '' },
      moneyCell(sum(lines.map((line) => line.amount))),
      { text: '' },
    ],
  };
}
