import type { Expected, GroupFacts, SpendFacts } from '../../app/spend/known.ts';
import { amountOf, type Known, NOTHING_KNOWN, pricedPart, sumKnown } from '../../core/known.ts';
import { roundTo, sharesOf, sum, ZERO } from '../../core/money.ts';
import type { Standing } from '../../core/standing.ts';
import type { Money, Priced, UnallocatedReason } from '../../core/types.ts';
import { usd, usdMaking, usdTogether } from '../../core/usd.ts';
import { plainPercent, tenths } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, SortValue } from '../../ui/table.tsx';
import { alone, knownCell, moneyCell } from '../tables/cells.ts';
import { NO_AMOUNT } from '../tables/standingCells.tsx';

/** Columns of spend by one dimension whose rows make their foot: none of their cells is rounded by itself. */

/** Shares that make 100.0 together, as `sharesOf` says; what has no price at all has none that anybody knows. */
export function shares(
  rows: readonly Known[],
  total: Priced,
  { locale }: Pick<Frame, 'locale'>,
): (at: number) => Cell {
  let all: readonly bigint[] | null = null;
  return (at) => {
    const row = rows[at];
    if (row !== undefined && amountOf(row) === null) return NO_AMOUNT;
    all ??= sharesOf(
      rows.map(({ amount }) => amount),
      total,
    );
    const tenth = all[at] ?? 0n;
    const text = tenths(tenth, locale);
    return { text, raw: plainPercent(text), sort: tenth };
  };
}

/**
 * The column of what is spent: it makes its foot. What nobody owns is what it is on top of the page, so that its rows make that,
 * and the others what is left.
 */
export function spentColumn(
  rows: readonly Known[],
  unowned: readonly Known[],
  total: Known,
): (at: number) => string {
  const inCents = (known: Known) => roundTo(pricedPart(known), 2);
  const [all, nobodys] = [inCents(total), inCents(sumKnown(unowned))];
  const amountsOf = (known: readonly Known[]) => known.map(({ amount }) => amount);
  const ofRows = once(() => usdMaking((all - nobodys) as Money, amountsOf(rows)));
  const ofNobody = once(() => usdMaking(nobodys, amountsOf(unowned)));
  return (at) => (at < rows.length ? ofRows()(at) : ofNobody()(at - rows.length));
}

export interface Unowned extends Known {
  text: string;
  reasons: UnallocatedReason[];
  tokens: bigint;
}

/** What nobody owns, where there is any: by reason, or all of it in one. */
export function unownedOf(one: GroupFacts, { m }: Frame, byReason: boolean): Unowned[] {
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

/** Where what is in a row will be at month end; `whole`: where all that its budget is held against will be. */
export interface Ends {
  of(at: number, row: Known, standing: Standing | null): Cell;
  /** What that is ordered by. */
  sortOf(at: number): SortValue | undefined;
  /** Of all who have no row. */
  others: Cell | null;
  /** To what the rows add up. */
  total: Cell | null;
}

/** The column of forecasts: rounded together, so that its rows add up to its foot, which is the forecast on top of the page. */
export function endsOf(facts: SpendFacts, one: GroupFacts, unowned: readonly Unowned[], frame: Frame): Ends {
  const { m } = frame;
  const none: Ends = { of: () => NO_AMOUNT, sortOf: () => NO_AMOUNT.sort, others: null, total: null };
  if (facts.standing.forecast === null || one.expectedOf(one.answer.rows[0]?.keys[0] ?? '') === null)
    return none;
  const expected = once(() => [
    ...one.answer.rows.map((row) => one.expectedOf(row.keys[0] ?? '')),
    ...unowned.map(({ reasons }) => together(reasons.map((reason) => one.expectedUnowned(reason)))),
    one.expectedOfOthers === null ? null : { mid: one.expectedOfOthers, least: false },
  ]);
  const shown = once(() => usdTogether(expected().map((end) => end?.mid ?? ZERO)));
  return {
    of(at, { unpricedTokens }, standing) {
      const end = expected()[at] ?? null;
      if (end === null) return NO_AMOUNT;
      const cell = knownCell({ amount: end.mid, unpricedTokens }, frame, shown()(at));
      const counted = standing?.forecastCounted ?? null;
      const isAll =
        standing === null || standing.limit === null || counted === null || counted.mid === end.mid;
      return {
        ...cell,
        ...(end.least && cell.text !== m.unpriced
          ? { text: m.atLeast(shown()(at)), title: m.leastTitle }
          : {}),
        beside: isAll ? [] : [{ text: m.expectedInAll(usd(counted.mid)), title: m.budget }],
      };
    },
    sortOf: (at) => expected()[at]?.mid ?? NO_AMOUNT.sort,
    others:
      one.expectedOfOthers === null ? null : moneyCell(one.expectedOfOthers, shown()(expected().length - 1)),
    total: alone(
      knownCell(
        {
          amount: sum(expected().map((end) => end?.mid ?? ZERO)),
          unpricedTokens: one.answer.total.unpricedTokens,
        },
        frame,
      ),
    ),
  };
}

function together(all: readonly (Expected | null)[]): Expected | null {
  const known = all.filter((one) => one !== null);
  if (known.length === 0) return null;
  return { mid: sum(known.map(({ mid }) => mid)), least: known.every(({ least }) => least) };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export const earlierUnowned = (facts: SpendFacts, reasons: readonly UnallocatedReason[]): Known | null =>
  facts.earlier === null
    ? null
    : sumKnown(reasons.map((reason) => facts.earlierUnowned.get(reason) ?? NOTHING_KNOWN));

/**
 * What was spent in the period before by whoever has no row in this one: without it the changes would not add up. Null where
 * there is none, and where not all that is compared is known.
 */
export function onlyBefore(facts: SpendFacts, { answer, earlier, earlierIsWhole }: GroupFacts): Known | null {
  if (facts.earlier === null || earlier === null || !earlierIsWhole) return null;
  const keys = new Set(answer.rows.map((row) => row.keys[0] ?? ''));
  const reasons = new Set(answer.unallocated.map(({ reason }) => reason));
  const rows = [...earlier].filter(([key]) => keys.has(key)).map(([, known]) => known);
  const unowned = [...facts.earlierUnowned]
    .filter(([reason]) => reasons.has(reason))
    .map(([, known]) => known);
  const inRows = sumKnown([...rows, ...unowned]);
  const left: Known = {
    amount: (facts.earlier.amount - inRows.amount) as Priced,
    unpricedTokens: facts.earlier.unpricedTokens - inRows.unpricedTokens,
  };
  return left.amount === 0n ? null : left;
}
