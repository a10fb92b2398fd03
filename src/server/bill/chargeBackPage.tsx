import type { Context } from 'hono';
import {
  CHARGE_BACK_FORMS,
  type ChargeBack,
  type ChargeBackRow,
  readChargeBack,
  unbilledIn,
  unbilledOf,
} from '../../app/bill/chargeBack.ts';
import { showsDays } from '../../app/privacy/shown.ts';
import { type FileOf, leastSure } from '../../core/fileNames.ts';
import { href, scopeHref } from '../../core/href.ts';
import { usd, usdTogether } from '../../core/usd.ts';
import { knownText } from '../../ui/known.ts';
import { type Frame, PeriodPicker } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type Row, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { refusalPage } from '../http/refusals.tsx';
import { cards } from '../tables/cards.tsx';
import { knownCell, moneyCell, tokensCell, unpricedTokensCell } from '../tables/cells.ts';
import { csvInParts, csvTable, wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';

/** What is charged to whom: the summary as a page, both forms as files. */

const DETAIL = 'detail';
/** Rows of a file that are made at once. */
const AT_ONCE = 1000;

export async function chargeBackPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const period = periodOf(c, deps.clock.now(), !showsDays(askingOf(c, deps)));
  const range = { start: period.start, endExclusive: period.endExclusive };
  const form = wantsCsv(c) && csvTable(c) === DETAIL ? DETAIL : 'summary';
  const read = await readChargeBack(askingOf(c, deps), range, form);
  const gone = read.gone && goneWords(read.gone, frame);
  if (wantsCsv(c) && gone !== null) return refusalPage(c, deps, 400, { text: gone });
  if (form === DETAIL) return detailFile(c, read, frame);
  const table = { ...shared(read, frame), columns: summaryColumns(frame) };
  const result = cards(c, frame, fileOf(read), [
    { id: '', title: m.chargeBack.summary, table, empty: gone ?? m.empty },
  ]);
  if (result.response) return result.response;
  const { billed } = read.total;
  return c.html(
    <PlainPage frame={frame} title={m.chargeBack.title} intro={m.chargeBack.intro}>
      {gone === null && (
        <p class="headline">{m.chargeBack.lead(knownText(read.total, frame), usd(billed))}</p>
      )}
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
    <a href={href`/charge-back?${{ start, endExclusive }}`}>{m.chargeBack.file}</a>
    {CHARGE_BACK_FORMS.map((form) => (
      <a
        class="csv"
        href={href`/charge-back?${{ start, endExclusive, format: 'csv', bom: '1', table: form === DETAIL ? DETAIL : undefined }}`}
      >
        {m.chargeBack[form]}
      </a>
    ))}
  </p>
);

const fileOf = ({ form, range, rows }: ChargeBack): FileOf => ({
  what: `charge-back-${form}`,
  range,
  state: leastSure(new Set(rows.map(({ label }) => label))),
});

/** A file of a hundred thousand rows is written as whoever asks takes it. */
function detailFile(c: Context, read: ChargeBack, frame: Frame): Response {
  const columns = detailColumns(frame);
  const { rows, foot } = shared(read, frame);
  async function* parts() {
    for (let from = 0; from < rows.length || from === 0; from += AT_ONCE) {
      const isLast = from + AT_ONCE >= rows.length;
      yield { columns, rows: rows.slice(from, from + AT_ONCE), ...(isLast && foot ? { foot } : {}) };
    }
  }
  return csvInParts(c, fileOf(read), rows.length, parts());
}

const summaryColumns = ({ m }: Frame): TableData['columns'] => [
  { name: m.name.costCenter, key: 'costCenter' },
  { name: m.spent, key: 'spent_usd', number: true },
  { name: m.billed, key: 'billed_usd', number: true },
  { name: m.chargeBack.unbilled, key: 'unbilled_usd', number: true },
  { name: m.tokens, key: 'tokens', number: true },
  { name: m.state, key: 'label' },
  { name: 'unallocated_reason', key: 'unallocated_reason', file: true },
  { name: 'record_type', key: 'record_type', file: true },
  { name: 'unpriced_tokens', key: 'unpriced_tokens', number: true, file: true },
];
const DETAIL_KEYS = [
  ...(['user', 'model', 'profile_arn', 'profile_name'] as const),
  ...(['tokens_input', 'tokens_output', 'tokens_cache_read', 'tokens_cache_write'] as const),
];
/** Beside those of the summary, at the end, so that both can be read by the same program. */
const detailColumns = (frame: Frame): TableData['columns'] => [
  ...summaryColumns(frame),
  ...DETAIL_KEYS.map((key) => ({ name: key, key, file: true })),
];

/** Rows of either form: the cells of the detail stand at the end. */
function shared(read: ChargeBack, frame: Frame): Pick<TableData, 'rows' | 'foot' | 'caption'> {
  const { m } = frame;
  const { rows, others, total, form } = read;
  const inCents = usdTogether(rows.map(({ amount }) => amount));
  const billedInCents = usdTogether(
    [...rows, ...others].map((row) => ('billed' in row ? row.billed : row.amount)),
  );
  const unbilledInCents = usdTogether(rows.map(unbilledIn));
  const more = (cells: readonly Cell[]) => (form === DETAIL ? cells : []);
  const none = more(DETAIL_KEYS.map(() => ({ text: '' })));
  const chargeRow = (row: ChargeBackRow, i: number): Row => {
    const cells = () => [
      ownerCell(row, frame),
      knownCell(row, frame, inCents(i)),
      moneyCell(row.billed, billedInCents(i)),
      moneyCell(unbilledIn(row), unbilledInCents(i)),
      tokensCell(row.tokens, frame),
      {
        text: m.status[row.label],
        raw: row.label,
        show: <Badge kind={row.label} text={m.status[row.label]} />,
      },
      { text: row.reason ?? '' },
      { text: '' },
      unpricedTokensCell(row),
      ...more(detailCells(row, read)),
    ];
    if (row.reason === null) return lazyRow(String(i), cells);
    return { muted: true, pinned: true, kind: 'unallocated', cells: cells() };
  };
  return {
    caption: m.usd,
    rows: [
      ...rows.map(chargeRow),
      ...others.map(
        ({ recordType, amount }, i): Row => ({
          muted: true,
          pinned: true,
          kind: 'not usage',
          cells: [
            { text: m.reconciliation.recordTypes[recordType] ?? recordType, raw: '' },
            { text: '–', raw: '' },
            moneyCell(amount, billedInCents(rows.length + i)),
            ...[1, 2, 3, 4].map(() => ({ text: '', raw: '' })),
            { text: recordType },
            { text: '' },
            ...none,
          ],
        }),
      ),
    ],
    foot: [
      { text: m.total, raw: 'total' },
      knownCell(total, frame),
      moneyCell(total.billed),
      moneyCell(unbilledOf(read)),
      tokensCell(
        rows.reduce((all, row) => all + row.tokens, 0n),
        frame,
      ),
      ...[1, 2, 3].map(() => ({ text: '' })),
      unpricedTokensCell(total),
      ...none,
    ],
  };
}

function ownerCell({ costCenter, reason }: ChargeBackRow, { m }: Frame): Cell {
  if (reason !== null) return { text: `${m.unallocated}${m.colon}${m.reason[reason]}`, raw: '' };
  return costCenter === ''
    ? { text: m.none.costCenter, raw: '' }
    : { text: costCenter, href: scopeHref('costCenter', costCenter) };
}

function detailCells(
  { user, model, profileArn, tokensByKind: of }: ChargeBackRow,
  { names }: ChargeBack,
): Cell[] {
  const tokens = [of.input, of.output, of.cacheRead, of.cacheWrite].map((count) => ({ text: String(count) }));
  return [
    ...[user, model, profileArn, profileArn === '' ? '' : names.profile(profileArn).name].map((text) => ({
      text,
    })),
    ...tokens,
  ];
}
