import { fieldsOfBudget } from '../../app/budgets/exported.ts';
import { type BudgetList, type BudgetStanding, stateOf } from '../../app/budgets/list.ts';
import { type Budget, scopeKeyOf } from '../../core/budgets.ts';
import { href } from '../../core/href.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { spentIn } from '../../core/standing.ts';
import type { Day } from '../../core/types.ts';
import { day as showDay } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import { stopBeside } from '../stops/words.ts';
import { alone, knownCell, moneyCell } from '../tables/cells.ts';
import { BESIDE_SPENT, besideSpent, NO_AMOUNT, spentCell } from '../tables/standingCells.tsx';
import { usedCell } from '../tables/usedCell.tsx';
import { changeWords, narrowWords, slotWords } from './words.ts';

/** The list of budgets as a table, and as CSV. */

/** In the file alone: with them it can be handed in again as it is (`app/budgets/file`). */
const HANDED_IN = ['amount', 'from', 'until', 'thresholds', 'carryOver', 'hard', 'action'] as const;
type HandedIn = Readonly<Record<(typeof HANDED_IN)[number], string>>;

export function budgetsTable({ budgets, mayChange }: BudgetList, today: Day, frame: Frame): TableData {
  const { m } = frame;
  const words = m.budgetPages.list;
  return {
    caption: m.usd,
    columns: [
      { name: words.for, key: 'key' },
      { name: 'scope', key: 'scope', file: true },
      { name: 'period', key: 'period', file: true },
      { name: 'narrow', key: 'narrow', file: true },
      { name: words.amount, key: 'amount_usd', csv: 'budget_usd', number: true },
      { name: words.spent, key: 'spent_usd', number: true },
      { name: m.used, key: 'used_percent', number: true, card: 'bar' },
      { name: m.forecast, key: 'forecast_usd', number: true },
      { name: m.state, key: 'state', csv: 'budget_state' },
      { name: 'AWS Budgets', key: 'mirrored', file: true },
      { name: 'start', key: 'start', csv: 'period_start', file: true },
      { name: 'planned', key: 'planned', file: true },
      ...HANDED_IN.map((key) => ({ name: key, key, file: true })),
      ...BESIDE_SPENT,
      { name: '', key: 'actions', drawn: true },
    ],
    rows: budgets.map((one) =>
      lazyRow(one.budget.id, () => budgetCells(one, mayChange, today, frame), one.is !== 'held', {
        state: one.is === 'held' ? stateOf(one) : one.is,
      }),
    ),
  };
}

/** Of what ended, that it has; of what is not known, no amount, so that none is made of it. */
function handedIn({ budget, is }: BudgetStanding, today: Day): HandedIn {
  const fields = fieldsOfBudget(budget, today);
  if (is === 'ended') return { ...fields, from: '', until: '', action: 'remove' };
  return is === 'unknown' ? { ...fields, amount: '', action: '' } : { ...fields, action: '' };
}

function budgetCells(one: BudgetStanding, mayChange: boolean, today: Day, frame: Frame): Cell[] {
  const { m } = frame;
  const { budget, standing, mirrored, planned } = one;
  const fields = handedIn(one, today);
  const forecast = standing?.forecast ?? null;
  const beside = standing === null ? null : besideSpent(standing);
  const ahead = [
    ...budget.raises.filter(() => one.is === 'held').map((raise) => changeWords(raise, today, frame)),
    ...planned.map((change) => changeWords(change, today, frame)),
  ];
  return [
    ownerCell(budget, frame),
    { text: budget.scope.kind },
    { text: budget.period },
    { text: narrowingText(budget.narrowing) },
    {
      ...(one.is === 'unknown' ? { ...NO_AMOUNT, text: m.budgetState.unknown } : moneyCell(budget.amount)),
      beside: [m.budgetPages.every[budget.period], ...ahead].map((text) => ({ text })),
    },
    standing === null ? NO_AMOUNT : spentCell(knownCell(spentIn(standing), frame), standing, frame),
    standing === null ? NO_AMOUNT : usedCell(standing, frame),
    forecast === null || standing === null
      ? NO_AMOUNT
      : alone(knownCell({ amount: forecast.mid, unpricedTokens: standing.unpricedTokens }, frame)),
    stateCell(one, frame),
    { text: mirrored ? m.budgets.mirrored : '–', raw: mirrored ? 'yes' : 'no' },
    { text: budget.range.start },
    { text: planned.map(({ from, kind }) => `${kind} ${from}`).join('; ') },
    ...HANDED_IN.map((key) => ({ text: fields[key] })),
    beside?.cautious_usd ?? NO_AMOUNT,
    beside?.stale_since ?? { text: '' },
    beside?.unpriced_tokens ?? { text: '' },
    { text: '', show: <Actions one={one} mayChange={mayChange} frame={frame} /> },
  ];
}

function stateCell(one: BudgetStanding, frame: Frame): Cell {
  const { m, locale } = frame;
  const { budget, standing, people, over, is } = one;
  const { list } = m.budgetPages;
  if (is === 'unknown') return badge('none', m.budgetState.unknown, 'unknown');
  if (is === 'planned') return badge('none', list.begins(showDay(budget.holdsFrom, locale)), 'planned');
  if (is === 'ended') return badge('none', list.ended(showDay(budget.endedOn ?? '', locale)), 'ended');
  if (one.withheld) return badge('none', m.privacy.withheld, 'withheld');
  const state = stateOf(one);
  const words = standing === null ? m.budgets.people(people, over) : m.budgetState[state];
  return {
    ...badge(state, words, state),
    beside: [...(standing === null ? [{ text: m.budgets.whom }] : []), ...stopBeside(one.stop, frame)],
  };
}
const badge = (kind: string, text: string, raw: string): Cell => ({
  text,
  raw,
  show: <Badge kind={kind} text={text} />,
});

/** Whom it is for, which leads to its history; below it what kind that is, and what it is narrowed to. */
function ownerCell({ id, scope, narrowing }: Budget, frame: Frame): Cell {
  const kind = frame.m.budgets.scopes[scope.kind];
  const key = scopeKeyOf(scope);
  const said = [
    ...(key === '' ? [] : [kind]),
    ...(narrowing === null ? [] : [narrowWords(narrowing, frame)]),
  ];
  return {
    text: key === '' ? kind : key,
    person: key,
    raw: key,
    href: href`/budgets/${id}`,
    beside: said.map((text) => ({ text })),
  };
}

function Actions({ one, mayChange, frame }: { one: BudgetStanding; mayChange: boolean; frame: Frame }) {
  const { m } = frame;
  const name = slotWords(one.budget, frame);
  const { change } = m.budgetPages.actions;
  return mayChange ? (
    <a href={href`/budgets/new?${{ id: one.budget.id }}`} aria-label={`${change}${frame.m.colon}${name}`}>
      {change}
    </a>
  ) : null;
}
