import type { Names } from '../../app/names.ts';
import type { GroupFacts, SpendFacts } from '../../app/spend/known.ts';
import { href } from '../../core/href.ts';
import { changeOf, type Known, NOTHING_KNOWN, pricedPart } from '../../core/known.ts';
import { formatExact } from '../../core/money.ts';
import type { BriefSum, SpendFilter } from '../../core/questions.ts';
import { BUDGET_STATES, type BudgetState, type Standing, spentIn } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import { signedUsd } from '../../core/usd.ts';
import { Spark } from '../../ui/charts/small.tsx';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { Cell } from '../../ui/table.tsx';
import { keyCell, knownCell, moneyCell, tokensCell, unpricedTokensCell } from '../tables/cells.ts';
import { besideSpent, NO_AMOUNT, spentCell } from '../tables/standingCells.tsx';
import { usedCell } from '../tables/usedCell.tsx';
import { stateWords, stoppedWords } from './narrowing.ts';

/** Cells of a row of spend by one dimension: what was spent, how that changed, and where it stands against its budget. */

/** The address of the bill lines behind an amount. */
export type LinesOf = (more: SpendFilter) => string;

/** Where all of it stands against the budget of the organisation, which is no sum of those above it. */
export function wholeBudgetCells(facts: SpendFacts, frame: Frame): Record<string, Cell> {
  const { standing, billed } = facts;
  if (standing.limit === null) return {};
  const { budget_usd, used_percent, variance_usd, state } = standingCells(
    standing,
    facts,
    frame,
    pricedPart(billed),
  );
  const own = { href: href`/budgets?${{ for: 'organisation' }}`, beside: [{ text: frame.m.faces.ofAll }] };
  return { budget_usd: { ...budget_usd, ...own }, used_percent, variance_usd, state };
}

export function ownedCells(
  row: BriefSum,
  one: GroupFacts,
  frame: Frame,
  names: Names,
  standing: Standing | null,
  {
    facts,
    shown,
    lines,
    deep,
  }: { facts: SpendFacts; shown: string | undefined; lines: LinesOf; deep: boolean },
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
      // Where rows are ordered by what people are called, which are shown goes by it.
      ...(one.nameOf(key) === null ? {} : { sort: `${one.nameOf(key)} ${key}` }),
    },
    amount_usd: standing ? spentCell(amount, { ...standing, whole: wholeOf(standing, row) }, frame) : amount,
    tokens: tokensCell(row.tokens, frame),
    label: { text: label, raw: row.label, show: <Badge kind={row.label} text={label} /> },
    ...(standing
      ? withStop(standingCells(standing, facts, frame, billedOf(standing, row)), one, key, frame)
      : {}),
    unpriced_tokens: unpricedTokensCell(row),
  };
}

/** Beside their state, that they are stopped. */
const withStop = <T extends { state: Cell }>(
  cells: T,
  { stopped }: GroupFacts,
  key: string,
  frame: Frame,
): T =>
  stopped.keys.has(key)
    ? { ...cells, state: { ...cells.state, beside: [{ text: stoppedWords(stopped, frame) }] } }
    : cells;

/** What somebody spent in all, where only a part of it is in the row that their budget is told beside. */
const wholeOf = (standing: Standing, row: BriefSum): Known | null => {
  const isAll = standing.spent === row.amount && standing.unpricedTokens === row.unpricedTokens;
  return standing.limit === null || isAll ? null : spentIn(standing);
};

/** What the bill says of what counts, where all of that is in the row. */
const billedOf = (standing: Standing, row: BriefSum): Money | null =>
  standing.spent === row.amount ? row.ofBill : null;

function standingCells(
  standing: Standing,
  facts: SpendFacts,
  frame: Frame,
  billed: Money | null,
): Record<'budget_usd' | 'used_percent' | 'left_usd' | 'variance_usd' | 'state', Cell> &
  ReturnType<typeof besideSpent> {
  const { limit, left, variance, reachesOn, state } = standing;
  const words = stateWords(state, facts, frame);
  return {
    budget_usd: limit === null ? noLimit(state, frame) : moneyCell(limit),
    used_percent: usedCell(standing, frame, billed),
    left_usd: left === null ? NO_AMOUNT : moneyCell(left),
    // Over is positive; of a running month it is what the forecast says.
    variance_usd: variance === null ? { ...NO_AMOUNT, sort: NO_VARIANCE } : signedCell(variance),
    ...besideSpent(standing),
    state: {
      text: words,
      raw: state,
      sort: BUDGET_STATES.indexOf(state),
      title: reachesOn ?? '',
      show: <Badge kind={state} text={words} />,
    },
  };
}

/** Below every one that there may be. */
export const NO_VARIANCE = -(10n ** 18n);

/** There is none, or none is known of: these are never the same. */
const noLimit = (state: BudgetState, { m }: Frame): Cell =>
  state === 'unknown' ? { ...NO_AMOUNT, text: m.budgetState.unknown, raw: '' } : NO_AMOUNT;

export function trendCell(
  facts: SpendFacts,
  one: GroupFacts,
  row: BriefSum,
  { m }: Frame,
): Record<string, Cell> {
  const key = row.keys[0] ?? '';
  const daily = one.daily?.get(key);
  const amounts = facts.begun.map((day) => pricedPart(daily?.get(day) ?? NOTHING_KNOWN));
  return { trend: { text: '', show: <Spark amounts={amounts} label={`${m.trend}${m.colon}${key}`} /> } };
}
export const changeIn = (facts: SpendFacts, one: GroupFacts, row: BriefSum, frame: Frame): Cell =>
  changeCell(
    row,
    facts.earlier === null ? null : (one.earlier?.get(row.keys[0] ?? '') ?? NOTHING_KNOWN),
    frame,
  );
const signedCell = (value: Money): Cell => ({
  text: signedUsd(value),
  raw: formatExact(value),
  sort: value,
  title: `$${formatExact(value)}`,
});
export function changeCell(now: Known, then: Known | null, { m }: Frame): Cell {
  const change = changeOf(now, then);
  if (change === null) return NO_CHANGE;
  const cell = signedCell(pricedPart(change));
  if (change.unpricedTokens === 0n) return cell;
  return { ...cell, text: m.atLeast(cell.text), title: m.unpricedTitle };
}
const NO_CHANGE: Cell = { text: '–', raw: '', sort: 0n };
