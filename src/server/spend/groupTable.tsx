import type { Names } from '../../app/names.ts';
import type { GroupFacts, SpendFacts } from '../../app/spend/known.ts';
import { budgetsSay } from '../../app/spend/parts.ts';
import {
  approximate,
  formatExact,
  formatFixed,
  largestRemainder,
  roundRows,
  sum,
  ZERO,
} from '../../core/money.ts';
import type { BriefSum, SpendFilter } from '../../core/questions.ts';
import type { BudgetState, Standing } from '../../core/standing.ts';
import type { Day, Money, UnallocatedReason } from '../../core/types.ts';
import { grouped, signedUsd, usd } from '../../core/usd.ts';
import { Spark } from '../../ui/charts/small.tsx';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { type Cell, type Column, lazyRow, type TableData } from '../../ui/table.tsx';
import { keyCell, type LinkFilter, linesHref, moneyCell, tokensCell } from '../tables/cells.ts';
import { BESIDE_SPENT, besideSpent, NO_AMOUNT, spentCell } from '../tables/standingCells.tsx';
import { usedCell } from '../tables/usedCell.tsx';

/** Spend by one dimension: its rows, what nobody owns where that has rows of its own, and the page's total below. */

/** Rows beside their total are rounded together, so that they add up to it; a finer amount keeps its digits. */
export function showAmounts(amounts: readonly Money[]): (at: number) => string {
  let all: readonly Money[] | null = null;
  return (at) => {
    all ??= roundRows(amounts, 2);
    const rounded = all;
    const [amount, cents] = [amounts[at] as Money, rounded[at] as Money];
    return cents === 0n && amount !== 0n
      ? usd(amount)
      : `${cents < 0n ? '−' : ''}$${grouped(formatFixed((cents < 0n ? -cents : cents) as Money, 2))}`;
  };
}

/** Shares in tenths of a per cent that make 100.0 together; signs mixed, each is rounded by itself. */
function shares(amounts: readonly Money[], total: Money): (at: number) => Cell {
  const inTenths = () =>
    total > 0n && amounts.every((amount) => amount >= 0n)
      ? largestRemainder(1000n, amounts)
      : amounts.map((amount) => (total === 0n ? 0n : (amount * 1000n) / total));
  let all: readonly bigint[] | null = null;
  return (at) => {
    all ??= inTenths();
    const tenth = all[at] ?? 0n;
    const share = (Number(tenth) / 10).toFixed(1);
    return { text: `${share} %`, raw: share, sort: tenth };
  };
}

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
  const budgeted = deep && facts.wholeMonth && budgetsSay(one.group, facts.filter);
  const lines: LinesOf = (more) => linesHref(facts.range, { ...options.linked, ...more });
  const unowned = unownedOf(one, frame, options.reasons);
  const amounts = [...rows, ...unowned].map((row) => row.amount);
  const shown = showAmounts(amounts);
  const share = shares(amounts, total);
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
          cells: fill({
            [one.group]: { text: row.text, raw: row.raw, href, ...(deep ? { span: 2 } : {}) },
            amount_usd: { ...moneyCell(row.amount, shown(rows.length + i)), href },
            share_percent: share(rows.length + i),
            tokens: tokensCell(row.tokens),
          }),
        };
      }),
    ],
    foot: fill({
      [one.group]: { text: frame.m.total, raw: 'total' },
      amount_usd: { ...moneyCell(total), href: lines({}) },
      share_percent: { text: total === 0n ? '–' : '100.0 %', raw: '100.0' },
      ...(facts.standing.forecast ? { forecast_usd: moneyCell(facts.standing.forecast.mid) } : {}),
      ...(one.earlier ? { change_usd: changeCell(total, facts.earlier) } : {}),
    }),
  };
}

/** The address of the bill lines behind an amount. */
type LinesOf = (more: SpendFilter) => string;

interface Unowned {
  text: string;
  raw: string;
  reasons: UnallocatedReason[];
  amount: Money;
  tokens: bigint;
}

/** What nobody owns, where there is any: by reason, or all of it in one. */
function unownedOf(one: GroupFacts, { m }: Frame, byReason: boolean): Unowned[] {
  const lost = one.answer.unallocated.filter((u) => u.amount !== 0n || u.tokens !== 0n);
  if (byReason)
    return lost.map(({ reason, amount, tokens }) => ({
      text: `${m.unallocated}${m.colon}${m.reason[reason]}`,
      raw: `unallocated:${reason}`,
      reasons: [reason],
      amount,
      tokens,
    }));
  if (lost.length === 0) return [];
  return [
    {
      text: m.unallocated,
      raw: 'unallocated',
      reasons: lost.map((u) => u.reason),
      amount: sum(lost.map((u) => u.amount)),
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
    ...(facts.running ? { title: m.changeInMonth } : {}),
  };
  return [
    { name: m.name[one.group], key: one.group },
    ...(deep ? [{ name: m.trend, key: 'trend', drawn: true }] : []),
    { name: m.spent, key: 'amount_usd', number: true },
    ...(budgeted ? budgetColumns(frame, facts.running) : []),
    { name: m.share, key: 'share_percent', number: true },
    ...(deep ? [change] : []),
    { name: m.tokens, key: 'tokens', number: true },
    ...(budgeted ? [{ name: m.state, key: 'state' }, ...BESIDE_SPENT] : [{ name: m.state, key: 'label' }]),
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
  const amount = { ...moneyCell(row.amount, shown), href };
  const label = frame.m.status[row.label];
  return {
    [one.group]: {
      ...(one.group === 'tokenKind' ? { href } : {}),
      ...keyCell(one.group, key, frame, names),
    },
    amount_usd: standing ? spentCell(amount, { ...standing, whole: wholeOf(standing, row) }, frame) : amount,
    tokens: tokensCell(row.tokens),
    label: { text: label, raw: row.label, show: <Badge kind={row.label} text={label} /> },
    ...(standing ? standingCells(standing, frame) : {}),
  };
}

/** What somebody spent in all, where only a part of it is in the row that their budget is told beside. */
const wholeOf = ({ limit, spent }: Standing, row: BriefSum): Money | null =>
  limit === null || spent === row.amount ? null : spent;

const budgetColumns = ({ m }: Frame, running: boolean): Column[] => [
  { name: m.budget, key: 'budget_usd', number: true },
  { name: m.used, key: 'used_percent', number: true },
  ...(running ? [{ name: m.forecast, key: 'forecast_usd', number: true }] : []),
  { name: m.variance, key: 'variance_usd', number: true },
];

function standingCells(standing: Standing, frame: Frame): Record<string, Cell> {
  const { m } = frame;
  const { limit, forecast, variance, reachesOn, state } = standing;
  return {
    budget_usd: limit === null ? NO_AMOUNT : moneyCell(limit),
    used_percent: usedCell(standing, frame),
    forecast_usd: forecast === null ? NO_AMOUNT : moneyCell(forecast.mid),
    // Over is positive; of a running month it is what the forecast says.
    variance_usd: variance === null ? { ...NO_AMOUNT, sort: -(10n ** 18n) } : signedCell(variance),
    ...besideSpent(standing),
    state: {
      text: m.budgetState[state],
      raw: state,
      sort: { over: 0, watch: 1, within: 2, none: 3 }[state],
      title: reachesOn ?? '',
      show: <Badge kind={state} text={m.budgetState[state]} />,
    },
  };
}

function trendCells(facts: SpendFacts, one: GroupFacts, row: BriefSum, { m }: Frame): Record<string, Cell> {
  const key = row.keys[0] ?? '';
  const daily = one.daily?.get(key);
  const amounts = facts.begun.map((day) => daily?.get(day)?.amount ?? (0n as Money));
  return {
    trend: { text: '', show: <Spark amounts={amounts} label={`${m.trend}: ${key}`} /> },
    change_usd: changeCell(
      row.amount,
      facts.earlier === null ? null : (one.earlier?.get(key) ?? (0n as Money)),
    ),
  };
}
const signedCell = (value: Money): Cell => ({
  text: signedUsd(value),
  raw: formatExact(value),
  sort: value,
  title: `$${formatExact(value)}`,
});
const changeCell = (now: Money, then: Money | null): Cell =>
  then === null ? { text: '–', raw: '', sort: 0n } : signedCell((now - then) as Money);
