import type { Context } from 'hono';
import {
  CHARGE_BACK_FORMS,
  type ChargeBack,
  type ChargeBackRow,
  readChargeBack,
  unbilledIn,
  unbilledOf,
} from '../../app/bill/chargeBack.ts';
import {
  CHARGE_BACK_COLUMNS,
  chargeBackRows,
  chargeBackTotal,
  rowCountOf,
} from '../../app/bill/chargeBackFile.ts';
import { showsDays } from '../../app/privacy/shown.ts';
import type { ColumnKey } from '../../core/fileColumns.ts';
import { type FileOf, leastSure } from '../../core/fileNames.ts';
import { href, scopeHref } from '../../core/href.ts';
import { type Known, pricedPart, sumKnown } from '../../core/known.ts';
import { roundTo, sum } from '../../core/money.ts';
import type { DayRange, Money, Priced } from '../../core/types.ts';
import { usd, usdTogether } from '../../core/usd.ts';
import { knownText } from '../../ui/known.ts';
import { type Frame, PeriodPicker } from '../../ui/layout.tsx';
import type { ChargeBackLead } from '../../ui/messages/chargeBackEn.ts';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { refusalPage } from '../http/refusals.tsx';
import { setupLead } from '../setup/lead.tsx';
import { spentColumn } from '../spend/groupColumns.ts';
import { nameOfPeriod } from '../spend/periodName.ts';
import { cards } from '../tables/cards.tsx';
import { knownCell, linesHref, moneyCell, periodQuery, tokensCell } from '../tables/cells.ts';
import { csvInParts, csvTable, wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';

/** What is charged to whom: the summary as a page, both forms as files. */

const DETAIL = 'detail';
/** Rows of a file that are made at once. */
const AT_ONCE = 1000;

export async function chargeBackPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const period = periodOf(c, deps.clock.now(), !showsDays(askingOf(c, deps)), true);
  const range = { start: period.start, endExclusive: period.endExclusive };
  const form = wantsCsv(c) && csvTable(c) === DETAIL ? DETAIL : 'summary';
  const read = await readChargeBack(askingOf(c, deps), range, form);
  const gone = read.gone && goneWords(read.gone, frame);
  if (wantsCsv(c) && gone !== null) return refusalPage(c, deps, 400, { text: gone });
  if (wantsCsv(c)) return fileAnswer(c, read);
  const isEmpty = gone === null && read.ledger === null;
  const empty = gone ?? (isEmpty ? m.nothingYet : m.empty);
  const result = await cards(c, frame, fileOf(read), [
    { id: '', title: m.chargeBack.summary, table: summaryTable(read, frame), empty },
  ]);
  return c.html(
    <PlainPage frame={frame} title={m.chargeBack.title} intro={m.chargeBack.intro}>
      {gone === null && (
        <>
          {read.rows.length + read.others.length > 0 && (
            <>
              <p class="headline">{m.chargeBack.lead(figuresOf(read, frame))}</p>
              <p class="note">{m.chargeBack.way(figuresOf(read, frame))}</p>
            </>
          )}
          {read.rows.some(({ reason }) => reason !== null) && (
            <p class="actions">
              <a href={href`/coverage` + periodQuery(frame)}>{m.chargeBack.mend}</a>
            </p>
          )}
        </>
      )}
      {isEmpty && setupLead(c, frame)}
      <PeriodPicker frame={frame} period={period} />
      {gone === null && <ChargeBackLinks range={range} frame={frame} />}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

/** Both forms of the file of some days, for pages that show them. */
export const ChargeBackLinks = ({
  range: { start, endExclusive },
  frame: { m },
}: {
  range: { start: string; endExclusive: string };
  frame: Pick<Frame, 'm'>;
}) => (
  <p class="actions">
    <span>
      <a href={href`/charge-back?${{ start, endExclusive }}`}>{m.chargeBack.title}</a>
      {m.colon}
    </span>
    {CHARGE_BACK_FORMS.map((form) => (
      <a
        class="csv"
        href={href`/charge-back?${{ start, endExclusive, format: 'csv', bom: '1', table: form === DETAIL ? DETAIL : undefined }}`}
      >
        {`${m.chargeBack[form]} (${m.csv})`}
      </a>
    ))}
  </p>
);

/** Who is charged how much, what nobody is, and how that comes to the invoice: figures that make each other. */
function figuresOf(read: ChargeBack, frame: Frame): ChargeBackLead {
  const { rows, others, total } = read;
  const isCharged = ({ reason, costCenter }: ChargeBackRow) => reason === null && costCenter !== '';
  const nobodys = sumKnown(rows.filter((row) => !isCharged(row)));
  const charged = sumKnown(rows.filter(isCharged));
  const cents = roundTo(pricedPart(nobodys), 2);
  const rest = sum(others.map(({ amount }) => amount));
  const unbilled = unbilledOf(read);
  return {
    period: nameOfPeriod(read.range, frame),
    spent: knownText(total, frame),
    centers: rows.filter(isCharged).length,
    charged: knownText(charged, frame, usd((roundTo(pricedPart(total), 2) - cents) as Money)),
    nobodys: nobodys.amount === 0n && nobodys.unpricedTokens === 0n ? null : knownText(nobodys, frame),
    unbilled: unbilled > 0n ? usd(unbilled) : null,
    beyond: unbilled < 0n ? usd(-unbilled as Money) : null,
    others: others.length === 0 ? null : usd((rest < 0n ? -rest : rest) as Money),
    isLess: rest < 0n,
    billed: usd(total.billed),
  };
}

const fileOf = ({ form, range, rows }: ChargeBack): FileOf => ({
  what: `charge-back-${form}`,
  range,
  state: leastSure(new Set(rows.map(({ label }) => label))),
});

/** Either form as a file; one of a hundred thousand rows is written as whoever asks takes it. */
function fileAnswer(c: Context, read: ChargeBack): Response {
  const keys = CHARGE_BACK_COLUMNS[read.form];
  const columns = keys.map((key) => ({ name: key, key, csv: key }));
  const cellsOf = (values: Readonly<Partial<Record<ColumnKey, string>>>) =>
    keys.map((key) => ({ text: values[key] ?? '' }));
  const count = rowCountOf(read);
  const foot = cellsOf(chargeBackTotal(read));
  async function* parts(): AsyncGenerator<TableData> {
    for (let from = 0; from < count || from === 0; from += AT_ONCE)
      yield {
        columns,
        rows: chargeBackRows(read, from, from + AT_ONCE).map(({ kind, values }) => ({
          cells: cellsOf(values),
          ...(kind === 'item' ? {} : { kind }),
        })),
        ...(from + AT_ONCE >= count ? { foot } : {}),
      };
  }
  return csvInParts(c, fileOf(read), count, parts());
}

/** The summary as a page shows it: its columns make their foot. */
function summaryTable(read: ChargeBack, frame: Frame): TableData {
  const { m } = frame;
  const { rows, others, total } = read;
  const { spent, billed, other } = amountsShown(read);
  const unbilled = usdTogether(rows.map(unbilledIn));
  return {
    caption: m.usd,
    columns: [
      { name: m.name.costCenter, key: 'costCenter' },
      { name: m.spent, key: 'spent_usd', number: true },
      { name: m.billed, key: 'billed_usd', number: true },
      { name: m.chargeBack.unbilled, key: 'unbilled_usd', number: true },
      { name: m.tokens, key: 'tokens', number: true },
      { name: m.state, key: 'label' },
    ],
    rows: [
      ...rows.map((row, i) => ({
        muted: row.reason !== null,
        pinned: row.reason !== null,
        cells: [
          ownerCell(row, frame),
          { ...knownCell(row, frame, spent(i)), href: linesOf(row, read.range) },
          moneyCell(row.billed, billed(i)),
          moneyCell(unbilledIn(row), unbilled(i)),
          tokensCell(row.tokens, frame),
          { text: m.status[row.label], show: <Badge kind={row.label} text={m.status[row.label]} /> },
        ],
      })),
      ...others.map(({ recordType, amount }, i) => ({
        muted: true,
        pinned: true,
        cells: [
          { text: m.reconciliation.recordTypes[recordType] ?? recordType },
          { text: '–' },
          moneyCell(amount, other(i)),
          ...[1, 2, 3].map(() => ({ text: '' })),
        ],
      })),
    ],
    foot: [
      { text: m.total },
      { ...knownCell(total, frame), href: linesHref(read.range, {}) },
      moneyCell(total.billed),
      moneyCell(unbilledOf(read)),
      tokensCell(
        rows.reduce((all, { tokens }) => all + tokens, 0n),
        frame,
      ),
      { text: '' },
    ],
  };
}

/**
 * Amounts as they are shown, rounded as on every page by cost center: what nobody owns makes what is said of it on top, the
 * other charges theirs, and all of them the foot.
 */
function amountsShown({ rows, others, total }: ChargeBack) {
  const column = (known: (row: ChargeBackRow) => Known, all: Known) => {
    const owned = rows.filter(({ reason }) => reason === null);
    return spentColumn(owned.map(known), rows.slice(owned.length).map(known), all);
  };
  const amounts = others.map(({ amount }) => amount);
  const usage = (roundTo(total.billed, 2) - roundTo(sum(amounts), 2)) as Priced;
  return {
    spent: column((row) => row, total),
    billed: column((row) => ({ amount: row.billed as Priced, unpricedTokens: 0n }), {
      amount: usage,
      unpricedTokens: 0n,
    }),
    other: usdTogether(amounts),
  };
}

const linesOf = ({ costCenter, reason }: ChargeBackRow, range: DayRange): string =>
  linesHref(range, reason === null ? { costCenter: [costCenter], reason: [''] } : { reason: [reason] });

function ownerCell({ costCenter, reason }: ChargeBackRow, frame: Frame): Cell {
  const { m } = frame;
  if (reason !== null) return { text: `${m.unallocated}${m.colon}${m.reason[reason]}` };
  return costCenter === ''
    ? { text: m.none.costCenter }
    : { text: costCenter, href: scopeHref('costCenter', costCenter) + periodQuery(frame) };
}
