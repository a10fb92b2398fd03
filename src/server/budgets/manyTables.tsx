import {
  changeTenths,
  isSummable,
  type PlanRow,
  type PlanTotal,
  type RefusedRow,
} from '../../core/budgetPlan.ts';
import type { BudgetPlan, NotUndone } from '../../core/budgetPlans.ts';
import { type BudgetTerms, scopeKeyOf } from '../../core/budgets.ts';
import { href } from '../../core/href.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { addDays } from '../../core/periods.ts';
import { visibleInLine } from '../../core/signs.ts';
import { thresholdText } from '../../core/thresholds.ts';
import type { Day, Money } from '../../core/types.ts';
import { fullDay, tenths } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import { reasonOf } from '../http/forms.ts';
import { instantCell, moneyCell } from '../tables/cells.ts';
import { NO_AMOUNT } from '../tables/standingCells.tsx';
import { narrowWords } from './words.ts';

/** Tables of many budgets at once: what would change, what it comes to, and what is refused. */

const amountCell = (terms: BudgetTerms | null): Cell =>
  terms === null ? NO_AMOUNT : moneyCell(terms.amount);

/** `+12.5%`; the sign stands there as well where it falls. */
function changeCell(before: Money | null, after: Money | null, { locale }: Frame): Cell {
  const change = changeTenths(before, after);
  if (change === null) return NO_AMOUNT;
  const text = `${change > 0 ? '+' : ''}${tenths(BigInt(change), locale)}`;
  return { text, raw: (change / 10).toFixed(1), sort: change };
}

export const diffTable = (rows: readonly PlanRow[], frame: Frame): TableData => {
  const { budgetsMany: m, usd: caption } = frame.m;
  return {
    caption,
    columns: [
      { name: m.scope, key: 'key' },
      { name: m.before, key: 'before_usd', number: true },
      { name: m.after, key: 'after_usd', number: true, card: 'amount' },
      { name: m.change, key: 'change_percent', number: true },
      { name: m.deed, key: 'deed' },
      { name: m.fromDay, key: 'from' },
      { name: m.untilDay, key: 'until' },
      { name: m.period, key: 'period' },
      { name: m.further, key: 'further' },
      { name: m.line, key: 'line', number: true },
      { name: m.scope, key: 'scope', file: true },
      { name: m.narrow, key: 'narrow', file: true },
    ],
    rows: rows.map((row) =>
      lazyRow(String(row.line ?? scopeKeyOf(row.slot.scope)), () => diffCells(row, frame)),
    ),
  };
};

function diffCells(row: PlanRow, frame: Frame): Cell[] {
  const { budgetsMany: m, budgets } = frame.m;
  const { slot, deed, before, after, from, until, line } = row;
  const key = scopeKeyOf(slot.scope);
  const narrow = narrowingText(slot.narrowing);
  const kind = budgets.scopes[slot.scope.kind];
  const beside = [
    ...(key === '' ? [] : [{ text: kind }]),
    ...(slot.narrowing === null ? [] : [{ text: narrowWords(slot.narrowing, frame) }]),
  ];
  return [
    { text: key === '' ? kind : key, raw: key, person: key, beside },
    amountCell(before),
    amountCell(after),
    changeCell(before?.amount ?? null, after?.amount ?? null, frame),
    {
      text: m.deeds[deed],
      raw: deed,
      show: <Badge kind={deed === 'end' ? 'watch' : 'within'} text={m.deeds[deed]} />,
    },
    onDay(from, frame),
    until === null ? { text: '–', raw: '' } : onDay(addDays(until, -1), frame),
    { text: m.periods[slot.period], raw: slot.period },
    { text: furtherWords(before, after, frame) },
    line === null ? { text: '–', raw: '' } : { text: String(line), sort: line },
    { text: slot.scope.kind },
    { text: narrow },
  ];
}

const onDay = (day: Day, { locale }: Frame): Cell => ({ text: fullDay(day, locale), raw: day, sort: day });

/** What changes beside the amount; of a new one what is not as usual. */
function furtherWords(before: BudgetTerms | null, after: BudgetTerms | null, { m }: Frame): string {
  if (after === null) return '';
  const { furtherWords: words } = m.budgetsMany;
  const textOf = (terms: BudgetTerms | null) => terms?.thresholds?.map(thresholdText).join(m.comma) ?? '';
  const said = [];
  if (textOf(before) !== textOf(after))
    said.push(textOf(after) === '' ? words.usualThresholds : words.thresholds(textOf(after)));
  if ((before?.carryOver ?? false) !== after.carryOver)
    said.push(after.carryOver ? words.carryOver : words.noCarryOver);
  if ((before?.hard ?? false) !== after.hard) said.push(after.hard ? words.hard : words.soft);
  return said.join(' · ');
}

export const totalsTable = (totals: readonly PlanTotal[], frame: Frame): TableData => {
  const { budgetsMany: m, usd: caption } = frame.m;
  return {
    caption,
    columns: [
      { name: m.scope, key: 'scope' },
      { name: m.period, key: 'period' },
      { name: m.number, key: 'budgets' },
      { name: m.before, key: 'before_usd', number: true },
      { name: m.after, key: 'after_usd', number: true, card: 'amount' },
      { name: m.change, key: 'change_percent', number: true },
    ],
    rows: totals.map((total) => ({
      cells: [
        {
          text: m.whom[total.kind],
          raw: total.kind,
          ...(total.narrowed ? { beside: [{ text: m.part }] } : {}),
        },
        { text: m.periods[total.period], raw: total.period },
        {
          text: countText(total),
        },
        ...(isSummable(total)
          ? [moneyCell(total.before), moneyCell(total.after), changeCell(total.before, total.after, frame)]
          : [NO_AMOUNT, { text: m.each, raw: '' }, NO_AMOUNT]),
      ],
    })),
  };
};

const countText = ({ countBefore, countAfter }: PlanTotal): string => {
  const more = countAfter - countBefore;
  return `${countAfter}${more === 0 ? '' : ` (${more > 0 ? '+' : '−'}${Math.abs(more)})`}`;
};

export const refusedTable = (refused: readonly RefusedRow[], frame: Frame): TableData => {
  const { budgetsMany: m } = frame.m;
  return {
    columns: [
      { name: m.line, key: 'line' },
      { name: m.field, key: 'field' },
      { name: m.value, key: 'value' },
      { name: m.why, key: 'why' },
    ],
    rows: refused.map((fault) =>
      lazyRow(`${fault.line} ${fault.field}`, () => [
        fault.line === null
          ? { text: '–', raw: '' }
          : { text: m.lineOf(fault.line), raw: String(fault.line), sort: fault.line },
        { text: fault.field },
        { text: shortened(visibleInLine(fault.value ?? '')) },
        { text: reasonOf(fault, frame.m) },
      ]),
    ),
  };
};
const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

export const leftTable = (left: readonly NotUndone[], frame: Frame): TableData => {
  const { budgetsMany: m } = frame.m;
  return {
    columns: [
      { name: m.scope, key: 'budget' },
      { name: m.by, key: 'by' },
      { name: m.at, key: 'at' },
    ],
    rows: left.map(({ budget, by, at }) => ({
      cells: [{ text: budget }, { text: by, person: by }, instantCell(at, frame)],
    })),
  };
};

export const plansTable = (plans: readonly BudgetPlan[], frame: Frame): TableData => {
  const { budgetsMany: m } = frame.m;
  return {
    columns: [
      { name: m.plan, key: 'plan' },
      { name: m.state, key: 'state', csv: 'plan_state' },
      { name: m.deed, key: 'counts' },
      { name: m.by, key: 'by' },
      { name: m.at, key: 'at' },
    ],
    rows: plans.map((plan) =>
      lazyRow(plan.id, () => [
        { text: titleOf(plan, frame), href: href`/budgets/many/${plan.id}` },
        { text: m.states[plan.state], raw: plan.state, show: stateBadge(plan, frame) },
        { text: m.counts(plan.created, plan.changed, plan.ended, plan.unchanged) },
        { text: plan.by, person: plan.by },
        instantCell(plan.at, frame),
      ]),
    ),
  };
};

export const titleOf = ({ title, source }: BudgetPlan, { m }: Frame): string =>
  title === '' ? m.budgetsMany.source[source] : title;
export const stateBadge = ({ state }: BudgetPlan, { m }: Frame) => (
  <Badge
    kind={state === 'applied' ? 'within' : state === 'draft' ? 'watch' : ''}
    text={m.budgetsMany.states[state]}
  />
);
