import type { Context } from 'hono';
import {
  type BudgetHistory,
  type ChangeOfBudget,
  type PeriodOfBudget,
  readHistory,
} from '../../app/budgets/history.ts';
import { nextVersion } from '../../core/budgetDeeds.ts';
import { scopeKeyOf } from '../../core/budgets.ts';
import { href } from '../../core/href.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import type { Standing } from '../../core/standing.ts';
import { spentIn } from '../../core/standing.ts';
import { usd } from '../../core/usd.ts';
import { AmountSteps } from '../../ui/charts/amountSteps.tsx';
import { fullDay, day as showDay } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, PlainPage, type Undo } from '../../ui/plain.tsx';
import type { Cell, TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { releasing, StopsCard } from '../stops/card.tsx';
import { cards } from '../tables/cards.tsx';
import { knownCell, moneyCell } from '../tables/cells.ts';
import { calledOf } from '../tables/named.ts';
import { NO_AMOUNT, spentCell } from '../tables/standingCells.tsx';
import { usedCell } from '../tables/usedCell.tsx';
import { budgetCalled } from './called.ts';
import { Now, nowLead } from './oneNow.tsx';
import { periodWords } from './words.ts';

/** One budget: what holds, how it came to it, and what held in each of its periods. */

export async function onePage(c: Context, deps: ServerDeps, id: string) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const history = await readHistory(askingOf(c, deps), id);
  const { record } = history;
  const words = m.budgetPages.one;
  const name = await budgetCalled(c, record, frame);
  const result = await cards(c, frame, `budget-${id}`, [
    {
      id: '',
      title: words.periods,
      table: periodsTable(history, frame),
      empty: words.emptyPeriods,
      width: 'half',
    },
    { id: 'changes', title: words.changes, table: changesTable(history, frame), empty: words.emptyChanges },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={words.title(name)}
      intro={<Now history={history} frame={frame} />}
      message={messageOf(null, c.req.query('done'), m.budgetPages.done, undoSince(c, history))}
    >
      {nowLead(history, frame)}
      <StopsCard
        called={await calledOf(c, releasing(history.stops))}
        stops={history.stops}
        frame={frame}
        reader={viewerOf(c).email}
        done={c.req.query('grace')}
        askable={deps.settings.budgets.requests.by !== 'nobody'}
      />
      {history.mayChange && <Deeds history={history} frame={frame} />}
      {record.knownFrom !== null && (
        <p class="note">{words.knownFrom(fullDay(record.knownFrom, frame.locale))}</p>
      )}
      <div class="grid">
        <section class="card half">
          <h2>{words.chart}</h2>
          <AmountSteps
            colon={frame.m.colon}
            steps={history.steps}
            today={history.today}
            title={words.chart}
            text={words.chartText(name)}
            locale={frame.locale}
          />
        </section>
        {result.shown}
      </div>
    </PlainPage>,
  );
}

function Deeds({ history: { record, periods }, frame }: { history: BudgetHistory; frame: Frame }) {
  const words = frame.m.budgetPages.one;
  const running = periods.find((one) => one.running)?.budget ?? null;
  const holds = running !== null && running !== 'unknown' && running.endedOn === null;
  return (
    <p class="actions">
      <a class="button primary" href={href`/budgets/new?${{ id: record.id }}`}>
        {words.change}
      </a>{' '}
      {holds && (
        <>
          <a href={href`/budgets/${record.id}/raise`}>{words.raise}</a>{' '}
          <a class="danger" href={href`/budgets/${record.id}/remove`}>
            {words.end}
          </a>
        </>
      )}
    </p>
  );
}

/** Beside what was just done, for as long as nothing else was decided. */
function undoSince(c: Context, history: BudgetHistory): Undo | undefined {
  const since = c.req.query('undo') ?? '';
  const latest = nextVersion(history.record) - 1;
  if (!history.mayChange || !/^\d{1,6}$/.test(since) || Number(since) >= latest) return undefined;
  return {
    action: href`/budgets/${history.record.id}/undo`,
    fields: { since, latest: String(latest) },
  };
}

function periodsTable({ record, periods }: BudgetHistory, frame: Frame): TableData {
  const { m } = frame;
  const words = m.budgetPages.one;
  return {
    caption: m.usd,
    columns: [
      { name: words.period, key: 'period', csv: 'period_start' },
      { name: 'period_end', key: 'period_end', file: true },
      { name: words.amount, key: 'amount_usd', csv: 'budget_usd', number: true },
      { name: m.spent, key: 'spent_usd', number: true },
      { name: m.used, key: 'used_percent', number: true, card: 'bar' },
      { name: m.state, key: 'state', csv: 'budget_state' },
      { name: words.version, key: 'version', csv: 'budget_version', file: true },
    ],
    rows: periods.map((one) => ({ key: one.range.start, cells: periodCells(record, one, frame) })),
  };
}

function periodCells(record: BudgetHistory['record'], one: PeriodOfBudget, frame: Frame): Cell[] {
  const { m } = frame;
  const { range, running, budget, standing } = one;
  const stands = standing?.standing ?? null;
  const held = budget === 'unknown' ? null : budget;
  const isUnknown = budget === 'unknown';
  const isKeptBack = standing?.withheld === true;
  const state = isUnknown ? 'unknown' : held === null ? 'none' : (stands?.state ?? null);
  const text = periodWords(record.period, range, frame);
  return [
    {
      text: running ? m.aside(text, m.budgetPages.one.running) : text,
      raw: range.start,
      sort: range.start,
      ...hrefOf(record, one),
    },
    { text: addDays(range.endExclusive, -1) },
    isUnknown
      ? { ...NO_AMOUNT, text: m.budgetState.unknown }
      : held === null
        ? NO_AMOUNT
        : { ...moneyCell(held.amount), ...besideAmount(one, frame) },
    stands === null ? NO_AMOUNT : spentCell(knownCell(spentIn(stands), frame), stands, frame),
    stands === null ? NO_AMOUNT : usedInWords(stands, frame),
    isKeptBack
      ? { text: m.privacy.withheld, raw: 'withheld' }
      : state === null
        ? { text: '–', raw: '' }
        : {
            text: m.budgetState[state],
            raw: state,
            show: <Badge kind={state === 'unknown' ? 'none' : state} text={m.budgetState[state]} />,
          },
    { text: held === null ? '' : String(held.version) },
  ];
}

/** Without the meter: beside the chart there is no room for it. */
function usedInWords(stands: Standing, frame: Frame): Cell {
  const { show: _, ...words } = usedCell(stands, frame);
  return words;
}

/** What the amount is made of, and where it ended. */
function besideAmount({ budget, standing }: PeriodOfBudget, { m, locale }: Frame): Pick<Cell, 'beside'> {
  if (budget === null || budget === 'unknown') return {};
  const words = m.budgetPages;
  const said = [
    ...budget.raises.map((raise) =>
      words.planned.running(usd(raise.extra), showDay(addDays(raise.toExclusive, -1), locale)),
    ),
    ...(standing !== null && standing.carriedOver > 0n ? [words.one.carried(usd(standing.carriedOver))] : []),
    ...(budget.endedOn === null ? [] : [words.list.ended(showDay(budget.endedOn, locale))]),
  ];
  return said.length === 0 ? {} : { beside: said.map((text) => ({ text })) };
}

/** The spend of that period: of a person, a cost center, or all. */
function hrefOf(
  { scope }: BudgetHistory['record'],
  { range: { start, endExclusive } }: PeriodOfBudget,
): { href?: string } {
  const days = { start, endExclusive };
  if (scope.kind === 'user') return { href: href`/users/${scopeKeyOf(scope)}?${days}` };
  if (scope.kind === 'costCenter') return { href: href`/cost-centers/${scopeKeyOf(scope)}?${days}` };
  if (scope.kind === 'team') return { href: href`/teams/${scopeKeyOf(scope)}?${days}` };
  return scope.kind === 'organisation' ? { href: href`/?${days}` } : {};
}

function changesTable(history: BudgetHistory, frame: Frame): TableData {
  const { m } = frame;
  const words = m.budgetPages.one;
  return {
    columns: [
      { name: words.from, key: 'from' },
      { name: words.what, key: 'what', csv: 'change_kind' },
      { name: words.amount, key: 'amount_usd', number: true },
      { name: words.until_, key: 'until' },
      { name: m.state, key: 'state', csv: 'change_state' },
      { name: words.by, key: 'by' },
      { name: words.recorded, key: 'recorded', csv: 'recorded_at' },
      { name: words.reason, key: 'reason' },
      { name: words.version, key: 'version', csv: 'budget_version', file: true },
      { name: '', key: 'action', drawn: true },
    ],
    rows: history.changes.map((one) => ({
      key: String(one.change.version),
      cells: changeCells(history, one, frame),
      muted: one.change.withdrawnAt !== null,
    })),
  };
}

function changeCells({ record, today, mayChange }: BudgetHistory, one: ChangeOfBudget, frame: Frame): Cell[] {
  const { m, locale } = frame;
  const { change } = one;
  const words = m.budgetPages.one;
  const status = statusWords(one, today, frame);
  return [
    { text: fullDay(change.from, locale), raw: change.from, sort: change.from },
    { text: words.kinds[change.kind], raw: change.kind },
    change.kind === 'end'
      ? NO_AMOUNT
      : change.kind === 'raise'
        ? moneyCell(change.extra, `+${usd(change.extra)}`)
        : moneyCell(change.terms.amount),
    { text: change.kind === 'raise' ? fullDay(addDays(change.toExclusive, -1), locale) : '' },
    { text: status },
    { text: change.by === 'unknown' ? words.unknownBy : change.by, raw: change.by, person: change.by },
    { text: fullDay(dayOf(change.recordedAt), locale), raw: change.recordedAt, sort: change.recordedAt },
    { text: change.reason },
    { text: String(change.version) },
    {
      text: '',
      show: mayChange && one.canWithdraw && (
        <a class="danger" href={href`/budgets/${record.id}/withdraw/${String(change.version)}`}>
          {words.withdraw}
        </a>
      ),
    },
  ];
}

function statusWords({ change, isPlanned, isReplaced }: ChangeOfBudget, today: string, { m, locale }: Frame) {
  const { status } = m.budgetPages.one;
  if (change.withdrawnAt !== null) return status.withdrawn(showDay(dayOf(change.withdrawnAt), locale));
  if (isReplaced) return status.replaced;
  if (isPlanned) return status.planned;
  return change.kind === 'raise' && change.toExclusive > today ? status.running : '';
}
