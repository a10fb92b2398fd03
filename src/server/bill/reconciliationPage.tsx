import type { Context } from 'hono';
import { showReconciliation } from '../../app/bill/reconciliation.ts';
import type { Names } from '../../app/names.ts';
import { showsDays } from '../../app/privacy/shown.ts';
import { type FileOf, leastSure } from '../../core/fileNames.ts';
import { href } from '../../core/href.ts';
import { roundRows, roundTo, sum, ZERO } from '../../core/money.ts';
import type { SpendSum } from '../../core/questions.ts';
import type { InvoiceWay, ReconciliationSum } from '../../core/reconciliation.ts';
import type { DayRange, Money } from '../../core/types.ts';
import { signedUsd, usdOf } from '../../core/usd.ts';
import { whole } from '../../ui/format.ts';
import { type Frame, PeriodPicker } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { refusalPage } from '../http/refusals.tsx';
import { cards } from '../tables/cards.tsx';
import { dayCell, keyCell, knownCell, moneyCell, percentCell } from '../tables/cells.ts';
import { wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';
import { findingsTable } from './findingsTable.ts';

/** Does it add up: what needs a look, the estimate against the bill, and the way from usage to the invoice. */
export async function reconciliationPage(c: Context, deps: ServerDeps): Promise<Response> {
  const asked = frameOf(c, deps);
  const { m } = asked;
  const period = periodOf(c, deps.clock.now(), !showsDays(askingOf(c, deps)));
  const range: DayRange = { start: period.start, endExclusive: period.endExclusive };
  const shown = await showReconciliation(askingOf(c, deps), range);
  const { days, byModel, byDay, way, neverBilled, findings, agreement, names } = shown;
  const gone = shown.gone && goneWords(shown.gone, asked);
  // Where there is no room for words, a part must not look like the whole.
  if (wantsCsv(c) && gone !== null) return refusalPage(c, deps, 400, { text: gone });
  // Tables lead to files and orders of what is kept.
  const frame = gone === null ? asked : { ...asked, query: { ...asked.query, ...shown.range, period: '' } };
  const empty = gone ?? (shown.ledger === null ? m.nothingYet : m.empty);
  const result = cards(c, frame, fileOf(days, shown.range), [
    {
      id: 'findings',
      title: m.findings.title,
      table: findingsTable(findings, frame, { short: false }),
      empty: gone ?? m.findings.agreement[agreement.state](whole(agreement.compared), whole(agreement.due)),
    },
    {
      id: 'models',
      title: m.by.model,
      table: modelsTable(byModel, names, frame),
      empty,
    },
    {
      id: 'invoice',
      title: m.reconciliation.invoice,
      table: invoiceTable(way, totalOf(byDay), neverBilled, frame),
      empty,
      width: 'half',
    },
    { id: '', title: m.by.day, table: daysTable(days, byDay, frame), empty },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={asked}
      title={m.nav.reconciliation}
      intro={
        <>
          {m.reconciliation.intro} <a href={href`/rates`}>{m.rates.title}</a>
        </>
      }
    >
      <PeriodPicker frame={asked} period={period} />
      {gone && <p class="note">{gone}</p>}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

/** A file of these days, as sure as the least sure of them. */
const fileOf = (days: readonly SpendSum[], range: DayRange): FileOf => ({
  what: 'reconciliation',
  range,
  state: leastSure(new Set(days.map(({ label }) => label))),
});

/** No difference is said of a day that AWS has not billed in full, and none of what has nothing to be compared with. */
const NONE: Cell = { text: '–', raw: '', sort: -(10n ** 18n) };

/** Newest first; days that still wait for the bill are muted and left out of the total. */
function daysTable(
  sums: readonly SpendSum[],
  reconciled: readonly ReconciliationSum[],
  frame: Frame,
): TableData {
  const { m } = frame;
  const byDay = new Map(reconciled.map((one) => [one.key, one]));
  const days = sums
    .map((row) => {
      const day = row.keys[0] ?? '';
      return { ...row, day, held: byDay.get(day) };
    })
    .sort((a, b) => (a.day < b.day ? 1 : -1));
  const compared = comparison(
    days.flatMap(({ held }) => held ?? []),
    frame,
  );
  return {
    caption: m.usd,
    columns: [{ name: m.name.day, key: 'day' }, ...comparedColumns(m), { name: m.state, key: 'label' }],
    rows: days.map(({ day, billed, estimated, unpricedTokens, label, held }) => ({
      muted: held === undefined,
      cells: [
        dayCell(day, frame),
        ...(held === undefined
          ? [moneyCell(billed), knownCell({ amount: estimated, unpricedTokens }, frame), NONE, NONE, NONE]
          : compared.of(held)),
        {
          text: m.status[label],
          raw: label,
          show: <Badge kind={label} text={m.status[label]} />,
        },
      ],
    })),
    foot: [{ text: m.reconciliation.total, raw: 'total' }, ...compared.foot, { text: '' }],
  };
}

const BADGE = { agrees: 'within', inRange: 'watch', differs: 'over', billedOnly: 'none' } as const;

/** How good the estimate of each model was, of what both sides know. Most billed first. */
function modelsTable(models: readonly ReconciliationSum[], names: Names, frame: Frame): TableData {
  const { m } = frame;
  const billedOf = (model: ReconciliationSum) => model.billed + model.notCompared;
  const compared = comparison(models, frame);
  return {
    caption: m.usd,
    columns: [
      { name: m.name.model, key: 'model' },
      ...comparedColumns(m),
      { name: m.state, key: 'state', csv: 'verdict' },
    ],
    rows: [...models]
      .sort((a, b) => Number(billedOf(b) - billedOf(a)))
      .map((model) => ({
        cells: [
          keyCell('model', model.key, frame, names),
          ...compared.of(model),
          {
            text: m.reconciliation.status[model.status],
            raw: model.status,
            show: <Badge kind={BADGE[model.status]} text={m.reconciliation.status[model.status]} />,
          },
        ],
      })),
    foot: [{ text: m.total, raw: 'total' }, ...compared.foot, { text: '' }],
  };
}

/** What the tables above come to, how that makes the usage, then every other record type, then their sum. */
function invoiceTable(
  { usage, others, total }: InvoiceWay,
  compared: Compared,
  neverBilled: Money,
  { m }: Frame,
): TableData {
  const { billed, notCompared } = compared;
  const open = (usage - billed - notCompared) as Money;
  const words = m.reconciliation;
  // Compared, not compared, usage and total are shown elsewhere too: what lies between them takes what rounding leaves.
  const cents = (value: Money) => roundTo(value, 2);
  const openCents = (cents(usage) - cents(billed) - cents(notCompared)) as Money;
  const otherCents = roundRows(
    others.map(({ amount }) => amount),
    2,
    (cents(total) - cents(usage)) as Money,
  );
  const part = (text: string, raw: string, amount: Money, shown: Money) => ({
    muted: true,
    cells: [{ text, raw }, moneyCell(amount, usdOf(amount, shown))],
  });
  return {
    caption: m.usd,
    columns: [
      { name: words.recordType, key: 'record_type' },
      { name: words.amount, key: 'amount_usd', csv: 'billed_usd', number: true },
    ],
    rows: [
      ...(neverBilled === 0n
        ? []
        : [part(words.neverBilled, 'never billed', neverBilled, cents(neverBilled))]),
      part(words.compared, 'compared', billed, cents(billed)),
      part(words.notCompared, 'not compared', notCompared, cents(notCompared)),
      part(words.open, 'open', open, openCents),
      { cells: [{ text: words.usage, raw: 'Usage' }, moneyCell(usage)] },
      ...others.map(({ recordType, amount }, i) => ({
        cells: [
          { text: words.recordTypes[recordType] ?? recordType, raw: recordType },
          moneyCell(amount, signedUsd(otherCents[i] ?? ZERO)),
        ],
      })),
    ],
    foot: [{ text: words.invoiceTotal, raw: 'total' }, moneyCell(total)],
  };
}

const comparedColumns = (m: Frame['m']): TableData['columns'] => [
  { name: m.billed, key: 'billed_usd', number: true },
  { name: m.estimated, key: 'estimated_usd', number: true },
  { name: m.reconciliation.difference, key: 'difference_usd', number: true },
  { name: m.reconciliation.percent, key: 'difference_percent', number: true },
  { name: m.reconciliation.notCompared, key: 'not_compared_usd', number: true },
];

type Compared = Pick<ReconciliationSum, 'billed' | 'estimated' | 'notCompared'> &
  Partial<Pick<ReconciliationSum, 'status'>>;

const totalOf = (all: readonly Compared[]): Compared => ({
  billed: sum(all.map((one) => one.billed)),
  estimated: sum(all.map((one) => one.estimated)),
  notCompared: sum(all.map((one) => one.notCompared)),
});

/**
 * Bill − estimate, as finance says a variance: positive is more than thought. Each column is rounded as a whole, and a difference
 * is the one of what is shown, so that both rows and columns add up.
 */
function comparison(all: readonly Compared[], frame: Frame): { of(one: Compared): Cell[]; foot: Cell[] } {
  const places = new Map(all.map((one, at) => [one, at]));
  const column = (of: (one: Compared) => Money) => roundRows(all.map(of), 2);
  const [billed, estimated, notCompared] = [
    column((one) => one.billed),
    column((one) => one.estimated),
    column((one) => one.notCompared),
  ];
  const cells = (one: Compared, [bill, estimate, rest]: readonly Money[]): Cell[] => {
    const difference = (one.billed - one.estimated) as Money;
    const notCompared = moneyCell(one.notCompared, usdOf(one.notCompared, rest ?? ZERO));
    // Nothing of it has two sides: tokens may have been seen that have no price.
    if (one.status === 'billedOnly') return [NONE, NONE, NONE, NONE, notCompared];
    return [
      moneyCell(one.billed, usdOf(one.billed, bill ?? ZERO)),
      moneyCell(one.estimated, usdOf(one.estimated, estimate ?? ZERO)),
      moneyCell(difference, signedUsd(((bill ?? ZERO) - (estimate ?? ZERO)) as Money)),
      percentCell(difference, one.billed, frame),
      notCompared,
    ];
  };
  const total = totalOf(all);
  const inCents = (value: Money) => roundTo(value, 2);
  return {
    of(one) {
      const at = places.get(one) ?? -1;
      return cells(one, [billed[at] ?? ZERO, estimated[at] ?? ZERO, notCompared[at] ?? ZERO]);
    },
    foot: cells(total, [inCents(total.billed), inCents(total.estimated), inCents(total.notCompared)]),
  };
}
