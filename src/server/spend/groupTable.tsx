import type { Names } from '../../app/names.ts';
import type { GroupFacts, SpendFacts } from '../../app/spend/known.ts';
import { budgetsSay } from '../../app/spend/parts.ts';
import { changeOf, type Known, NOTHING_KNOWN, pricedPart, sumKnown } from '../../core/known.ts';
import { approximate, formatExact, ZERO } from '../../core/money.ts';
import type { BriefSum, SpendFilter } from '../../core/questions.ts';
import { type BudgetState, type Standing, spentIn } from '../../core/standing.ts';
import type { Day, Money } from '../../core/types.ts';
import { signedUsd } from '../../core/usd.ts';
import { Spark } from '../../ui/charts/small.tsx';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { type Cell, type Column, lazyRow, type TableData } from '../../ui/table.tsx';
import {
  keyCell,
  knownCell,
  type LinkFilter,
  linesHref,
  moneyCell,
  tokensCell,
  UNPRICED_TOKENS,
  unpricedTokensCell,
} from '../tables/cells.ts';
import { BESIDE_SPENT, besideSpent, NO_AMOUNT, spentCell } from '../tables/standingCells.tsx';
import { usedCell } from '../tables/usedCell.tsx';
import { earlierUnowned, endsOf, onlyBefore, shares, spentColumn, type Unowned } from './groupColumns.ts';

/** Spend by one dimension: its rows, what nobody owns where that has rows of its own, and the page's total below. */

interface Attention {
  key: string;
  href: string;
  state: BudgetState;
  /** Money over the budget, or expected to be. */
  excess: Money;
  budget: Money;
  reachesOn: Day | null;
}

/** Who is over budget or will be, worst first; at most so many of each dimension. */
export function attentionOf(facts: SpendFacts, frame: Frame, names: Names, most: number): Attention[] {
  return facts.groups
    .flatMap((one) =>
      one.attention.slice(0, most).map(({ key, state, excess }): Attention => {
        const { limit, reachesOn } = one.standingOf(key);
        const cell = keyCell(one.group, key, frame, names);
        return { key: cell.text, href: cell.href ?? '', state, excess, budget: limit ?? ZERO, reachesOn };
      }),
    )
    .sort((a, b) => rank(a) - rank(b) || approximate(b.excess) - approximate(a.excess));
}
const rank = (one: Attention): number => (one.state === 'over' ? 0 : 1);

/**
 * `reasons`: what nobody owns gets a row per reason; else one row for all of it. `linked`: what the page is about, as
 * addresses write it.
 */
export function groupTable(
  facts: SpendFacts,
  one: GroupFacts,
  frame: Frame,
  names: Names,
  options: { reasons: boolean; linked: LinkFilter },
): TableData {
  const { rows, total } = one.answer;
  const deep = one.daily !== null;
  const budgeted = deep && facts.wholePeriod && budgetsSay(one.group, facts.filter);
  const lines: LinesOf = (more) => linesHref(facts.range, { ...options.linked, ...more });
  const unowned = unownedOf(one, frame, options.reasons);
  const before = onlyBefore(facts, one);
  const shown = spentColumn(rows, unowned, total);
  const share = shares([...rows, ...unowned], total.amount, frame);
  const ends = endsOf(facts, one, unowned, frame);
  const columns = columnsOf(facts, one, frame, { deep, budgeted });
  const fill = (cells: Readonly<Record<string, Cell>>): Cell[] =>
    columns.map((column) => cells[column.key] ?? { text: '', raw: '' });
  return {
    caption: frame.m.usd,
    columns,
    rows: [
      ...rows.map((row, i) =>
        lazyRow(row.keys[0] ?? '', () => {
          const standing = budgeted ? one.standingOf(row.keys[0] ?? '') : null;
          const cells = ownedCells(row, one, frame, names, standing, { shown: shown(i), lines, deep });
          return fill({
            ...cells,
            ...(standing === null ? {} : { forecast_usd: ends.of(i, row, standing) }),
            share_percent: share(i),
            ...(deep ? trendCells(facts, one, row, frame) : {}),
          });
        }),
      ),
      ...unowned.map((row, i) => {
        const href = lines({ reason: row.reasons });
        return {
          muted: true,
          pinned: true,
          kind: 'unallocated' as const,
          cells: fill({
            [one.group]: { text: row.text, raw: '', href, ...(deep ? { span: 2 } : {}) },
            amount_usd: { ...knownCell(row, frame, shown(rows.length + i)), href },
            share_percent: share(rows.length + i),
            tokens: tokensCell(row.tokens, frame),
            unpriced_tokens: unpricedTokensCell(row),
            unallocated_reason: { text: row.reasons.length === 1 ? (row.reasons[0] ?? '') : 'any' },
            ...(budgeted ? { forecast_usd: ends.of(rows.length + i, row, null) } : {}),
            ...(deep ? { change_usd: changeCell(row, earlierUnowned(facts, row.reasons), frame) } : {}),
          }),
        };
      }),
      ...(before === null && ends.others === null
        ? []
        : [
            {
              muted: true,
              pinned: true,
              kind: 'others' as const,
              cells: fill({
                [one.group]: { text: frame.m.others, raw: '' },
                amount_usd: moneyCell(ZERO),
                ...(before === null ? {} : { change_usd: changeCell(NOTHING_KNOWN, before, frame) }),
                ...(ends.others === null ? {} : { forecast_usd: ends.others }),
              }),
            },
          ]),
    ],
    foot: fill({
      [one.group]: { text: frame.m.total, raw: 'total' },
      amount_usd: { ...knownCell(total, frame), href: lines({}) },
      share_percent: { text: total.amount === 0n ? '–' : '100.0 %', raw: '100.0' },
      ...(ends.total === null ? {} : { forecast_usd: ends.total }),
      ...(one.earlier ? { change_usd: changeCell(total, facts.earlier, frame) } : {}),
      tokens: tokensCell(
        [...rows, ...unowned].reduce((all, row) => all + row.tokens, 0n),
        frame,
      ),
      unpriced_tokens: unpricedTokensCell(total),
    }),
  };
}

/** The address of the bill lines behind an amount. */
type LinesOf = (more: SpendFilter) => string;

/** What nobody owns, where there is any: by reason, or all of it in one. */
function unownedOf(one: GroupFacts, { m }: Frame, byReason: boolean): Unowned[] {
  const lost = one.answer.unallocated.filter((u) => u.amount !== 0n || u.tokens !== 0n);
  if (byReason)
    return lost.map(({ reason, ...known }) => ({
      text: `${m.unallocated}${m.colon}${m.reason[reason]}`,
      reasons: [reason],
      ...known,
    }));
  if (lost.length === 0) return [];
  return [
    {
      text: m.unallocated,
      reasons: lost.map((u) => u.reason),
      ...sumKnown(lost),
      tokens: lost.reduce((n, u) => n + u.tokens, 0n),
    },
  ];
}

/** `deep`: with each row's days and its change; `budgeted`: with where each stands against its budget. */
function columnsOf(
  facts: SpendFacts,
  one: GroupFacts,
  frame: Frame,
  { deep, budgeted }: { deep: boolean; budgeted: boolean },
): Column[] {
  const { m } = frame;
  const change: Column = {
    name: m.change,
    key: 'change_usd',
    number: true,
    ...(facts.running && facts.wholeMonth ? { title: m.changeInMonth } : {}),
  };
  return [
    { name: m.name[one.group], key: one.group },
    ...(deep && facts.coarse !== true ? [{ name: m.trend, key: 'trend', drawn: true }] : []),
    { name: m.spent, key: 'amount_usd', csv: 'spent_usd', number: true },
    ...(budgeted ? budgetColumns(frame, facts.running && facts.wholeMonth) : []),
    { name: m.share, key: 'share_percent', number: true },
    ...(deep ? [change] : []),
    { name: m.tokens, key: 'tokens', number: true },
    ...(budgeted
      ? [
          { name: m.state, key: 'state', csv: 'budget_state' as const },
          { name: 'label', key: 'label', file: true },
          ...BESIDE_SPENT,
        ]
      : [{ name: m.state, key: 'label' }, UNPRICED_TOKENS]),
    { name: 'unallocated_reason', key: 'unallocated_reason', file: true },
  ];
}

function ownedCells(
  row: BriefSum,
  one: GroupFacts,
  frame: Frame,
  names: Names,
  standing: Standing | null,
  { shown, lines, deep }: { shown: string | undefined; lines: LinesOf; deep: boolean },
): Record<string, Cell> {
  const key = row.keys[0] ?? '';
  // Where what nobody owns has rows of its own, a row without a name holds what has an owner and yet none of these.
  const mixed = one.group === 'profile' || (deep && key === '');
  const href = lines({ [one.group]: [key], ...(mixed ? { reason: [''] } : {}) });
  const amount = { ...knownCell(row, frame, shown), href };
  const label = frame.m.status[row.label];
  return {
    [one.group]: {
      ...(one.group === 'tokenKind' ? { href } : {}),
      ...keyCell(one.group, key, frame, names),
    },
    amount_usd: standing ? spentCell(amount, { ...standing, whole: wholeOf(standing, row) }, frame) : amount,
    tokens: tokensCell(row.tokens, frame),
    label: { text: label, raw: row.label, show: <Badge kind={row.label} text={label} /> },
    ...(standing ? standingCells(standing, frame, billedOf(standing, row)) : {}),
    unpriced_tokens: unpricedTokensCell(row),
  };
}

/** What somebody spent in all, where only a part of it is in the row that their budget is told beside. */
const wholeOf = (standing: Standing, row: BriefSum): Known | null => {
  const isAll = standing.spent === row.amount && standing.unpricedTokens === row.unpricedTokens;
  return standing.limit === null || isAll ? null : spentIn(standing);
};

/** What the bill says of what counts, where all of that is in the row. */
const billedOf = (standing: Standing, row: BriefSum): Money | null =>
  standing.spent === row.amount ? row.ofBill : null;

const budgetColumns = ({ m }: Frame, running: boolean): Column[] => [
  { name: m.budget, key: 'budget_usd', number: true },
  { name: m.used, key: 'used_percent', number: true },
  ...(running ? [{ name: m.forecast, key: 'forecast_usd', number: true }] : []),
  { name: m.variance, key: 'variance_usd', number: true },
  // A page says it below what is used.
  { name: 'left_usd', key: 'left_usd', number: true, file: true },
];

function standingCells(standing: Standing, frame: Frame, billed: Money | null): Record<string, Cell> {
  const { m } = frame;
  const { limit, left, variance, reachesOn, state } = standing;
  return {
    budget_usd: limit === null ? noLimit(state, frame) : moneyCell(limit),
    used_percent: usedCell(standing, frame, billed),
    left_usd: left === null ? NO_AMOUNT : moneyCell(left),
    // Over is positive; of a running month it is what the forecast says.
    variance_usd: variance === null ? { ...NO_AMOUNT, sort: -(10n ** 18n) } : signedCell(variance),
    ...besideSpent(standing),
    state: {
      text: m.budgetState[state],
      raw: state,
      sort: { over: 0, watch: 1, within: 2, none: 3, unknown: 4 }[state],
      title: reachesOn ?? '',
      show: <Badge kind={state} text={m.budgetState[state]} />,
    },
  };
}

/** There is none, or none is known of: these are never the same. */
const noLimit = (state: BudgetState, { m }: Frame): Cell =>
  state === 'unknown' ? { ...NO_AMOUNT, text: m.budgetState.unknown, raw: '' } : NO_AMOUNT;

function trendCells(facts: SpendFacts, one: GroupFacts, row: BriefSum, frame: Frame): Record<string, Cell> {
  const { m } = frame;
  const key = row.keys[0] ?? '';
  const daily = one.daily?.get(key);
  const amounts = facts.begun.map((day) => pricedPart(daily?.get(day) ?? NOTHING_KNOWN));
  return {
    trend: { text: '', show: <Spark amounts={amounts} label={`${m.trend}${m.colon}${key}`} /> },
    change_usd: changeCell(
      row,
      facts.earlier === null ? null : (one.earlier?.get(key) ?? NOTHING_KNOWN),
      frame,
    ),
  };
}
const signedCell = (value: Money): Cell => ({
  text: signedUsd(value),
  raw: formatExact(value),
  sort: value,
  title: `$${formatExact(value)}`,
});
function changeCell(now: Known, then: Known | null, { m }: Frame): Cell {
  const change = changeOf(now, then);
  if (change === null) return NO_CHANGE;
  const cell = signedCell(pricedPart(change));
  if (change.unpricedTokens === 0n) return cell;
  return { ...cell, text: m.atLeast(cell.text), title: m.unpricedTitle };
}
const NO_CHANGE: Cell = { text: '–', raw: '', sort: 0n };
