import { ofBillOn } from '../../core/bestKnown.ts';
import { type Exploration, type ExploreDimension, groupOf, isOfOwners, isTime } from '../../core/explore.ts';
import {
  addSums,
  keysOf,
  type Matrix,
  type MatrixParts,
  matrixOf,
  measured,
  mostOf,
  NO_SUM,
  type Sum,
} from '../../core/exploreMatrix.ts';
import { type Known, sumKnown } from '../../core/known.ts';
import { larger } from '../../core/money.ts';
import { isWholeMonths, MOST_NAMED } from '../../core/privacy.ts';
import { MOST_CELLS, type SpendFilter, type SpendQuery } from '../../core/questions.ts';
import type { Day, DayRange, Money, Priced } from '../../core/types.ts';
import { type Asking, inOneReading, scopeOf } from '../asking.ts';
import { type Gone, goneOf } from '../kept.ts';
import { type UnknownValue, unknownIn } from '../known.ts';
import { type Names, readNames } from '../names.ts';
import { toldPeople } from '../people/named.ts';
import { noteOwners } from '../privacy/looked.ts';
import { isOwnAlone, mustShow, showsDays } from '../privacy/shown.ts';
import { toldProfiles } from '../profiles/told.ts';
import { byKeys } from './exploreChoices.ts';
import { type Reader, reader } from './exploreReader.ts';
import { pastOf } from './facts.ts';

/** The answer to a question that somebody put together: as much of it as is shown, and all of it in its sums. */

/** Days, weeks and months of a question at most: those of the longest period. */
const MOST_TIMES = 1000;
/** Columns of a table at most; of a file and of days there may be more. */
const MOST_COLUMNS = 31;

export interface Explored {
  asked: Exploration;
  range: DayRange;
  /** What it is compared with; null where it is not asked for, or nothing is known of it. */
  past: DayRange | null;
  /** Whether the period before lies before the ledger: it is asked for and cannot be said. */
  pastUnknown: boolean;
  /** null where its rows are gone, or it is too much. */
  matrix: Matrix | null;
  gone: Gone | null;
  tooMuch: TooMuch | null;
  total: Sum;
  /** Of the total what the bill says; of best-known spend alone. */
  billed: Known | null;
  names: Names;
  /** People whom its rows name, and those it is narrowed to whose names may be told. */
  people: readonly string[];
  unknown: readonly UnknownValue[];
  /** Days of which the ledger holds spend; null: of none. */
  ledger: DayRange | null;
  /** Whether it holds whatever whoever asks may see of everybody. */
  seesAll: boolean;
}

/** What is not read, since it would take too long: `cells` of a whole file, or kinds of the tokens of so many people or profiles. */
export interface TooMuch {
  what: 'cells' | 'kinds';
  count: number;
  most: number;
}
/** People or profiles that are narrowed to a kind of tokens at most: no sums are kept of these, and rows are read. */
export const MOST_BY_KIND = 3000;

/** All of them, for a file. */
export const ALL_BOUNDS: ExploreBounds = { rows: 1_000_000, columns: 1_000_000 };
/** How many keys of each dimension are told one by one; days, weeks and months all are. */
export interface ExploreBounds {
  rows: number;
  columns: number;
}
export const boundsOf = ({ top, group, by }: Exploration): ExploreBounds => ({
  rows: top,
  columns: by === null ? 0 : Math.min(top, columnsBeside(isTime(group) ? MOST_ROWS : top)),
});

/** Rows of days, weeks and months that a page has at most. */
export const MOST_ROWS = 50;
/** Cells of a page's table at most: with more of them it is larger than pages may be. */
const MOST_SHOWN = 1000;
/** Columns beside so many rows. */
export const columnsBeside = (rows: number): number =>
  Math.min(MOST_COLUMNS, Math.floor(MOST_SHOWN / Math.max(rows, 1)));

/**
 * @throws Withheld where these are days or sums of others that are not shown
 */
export const explore = (
  asking: Asking,
  typed: Exploration,
  range: DayRange,
  bounds: ExploreBounds,
): Promise<Explored> =>
  inOneReading(asking, async (inside) => {
    const asked = await byKeys(inside, typed);
    const { filter } = asked;
    const groups = [asked.group, ...(asked.by === null ? [] : [asked.by])];
    const byDay = groups.some((one) => one === 'day' || one === 'week');
    const own = isOwnAlone(inside, filter.user);
    if (!own) mustShow(inside, { range, byDay });
    const scope = scopeOf(inside);
    const read = reader(inside, asked, { filter, scope });
    const gone = await goneOf(inside, { range, groupBy: groups.map(groupOf), filter, scope });
    const days = await read.days(range);
    const ledger = await inside.store.spend.range();
    const total = addSums(days.map(({ sum }) => sum));
    const past = asked.compare ? pastIn(inside, range, ledger, own) : null;
    const bounded = { read, total, past, bounds };
    const tooMuch = gone === null ? await tooMuchIn(asked, range, bounded) : null;
    const parts = gone === null && tooMuch === null ? await partsOf(asked, range, bounded) : null;
    const shown = (dimension: ExploreDimension) => keysShown(asked, parts, dimension);
    await noteLooks(inside, { asked, range, scope, parts });
    return {
      asked,
      range,
      past,
      pastUnknown: asked.compare && past === null,
      matrix: parts && matrixOf(parts),
      gone,
      tooMuch,
      total,
      billed: asked.basis === 'best' ? billedOf(days, inside.now) : null,
      names: await readNames(inside, [
        ...new Set([...shown('profile'), ...(await toldProfiles(inside, filter.profile ?? []))]),
      ]),
      people: [...shown('user'), ...(await toldPeople(inside, filter.user ?? []))],
      unknown: await unknownIn(inside, filter),
      ledger,
      seesAll: scope === 'all',
    };
  });

/** Whose figures it tells: of people that are named, and of whom the profiles are. */
async function noteLooks(
  asking: Asking,
  {
    asked,
    range,
    scope,
    parts,
  }: Pick<Explored, 'asked' | 'range'> & Pick<SpendQuery, 'scope'> & { parts: MatrixParts | null },
): Promise<void> {
  const { filter, basis } = asked;
  asking.noteLook?.([...(filter.user ?? []), ...keysShown(asked, parts, 'user')]);
  const profiles = keysShown(asked, parts, 'profile');
  if (profiles.length === 0 && filter.profile === undefined) return;
  // Of more it is noted that they looked at everybody.
  const isSome = profiles.length > 0 && profiles.length <= MOST_NAMED;
  const of = isSome ? { ...filter, profile: profiles } : filter;
  await noteOwners(asking, { range, basis, filter: of, scope });
}

/** What would take too long is found by counting keys, which costs little. */
async function tooMuchIn(
  { group, by, filter }: Exploration,
  range: DayRange,
  { read, bounds }: { read: Reader; bounds: ExploreBounds },
): Promise<TooMuch | null> {
  const isWhole = bounds.rows === ALL_BOUNDS.rows && by !== null;
  const kinds = filter.tokenKind !== undefined || (isWhole && (group === 'tokenKind' || by === 'tokenKind'));
  const fine = [group, by].find((one) => one === 'user' || one === 'profile');
  if (kinds && fine !== undefined) {
    const count = await read.count(fine, range);
    if (count > MOST_BY_KIND) return { what: 'kinds', count, most: MOST_BY_KIND };
  }
  if (!isWhole) return null;
  const count = (await read.count(group, range)) * (await read.count(by, range));
  return count > MOST_CELLS ? { what: 'cells', count, most: MOST_CELLS } : null;
}

/** What a range is compared with; null where the ledger does not hold it, or it is not told. */
function pastIn(asking: Asking, range: DayRange, ledger: DayRange | null, own: boolean): DayRange | null {
  const past = pastOf(range, asking.now, asking.settings.budgets.calendar);
  // Of the running month the same days of the one before are a part of that.
  const isTold = own || showsDays(asking) || isWholeMonths(past);
  return isTold && ledger !== null && ledger.start <= past.start ? past : null;
}

/** What the bill says of some days, as every page says it. */
const billedOf = (days: readonly { day: Day; ofBill: Money }[], now: number): Known =>
  sumKnown(
    days.map(({ day, ofBill }) => ({
      amount: ofBillOn(day, ofBill, now) as Priced,
      unpricedTokens: 0n,
    })),
  );

/** Keys of a dimension that the answer names. */
function keysShown({ group, by }: Exploration, parts: MatrixParts | null, dimension: ExploreDimension) {
  if (parts === null) return [];
  return group === dimension ? parts.shownRows : by === dimension ? parts.shownColumns : [];
}

/**
 * Of rows and columns all sums are read, which costs little, and cells only of those that are shown: of ten thousand people by
 * ninety days these are a few thousand.
 */
async function partsOf(
  asked: Exploration,
  range: DayRange,
  { read, total, past, bounds }: { read: Reader; total: Sum; past: DayRange | null; bounds: ExploreBounds },
): Promise<MatrixParts> {
  const { group, by } = asked;
  const rows = await read.sums(group, range);
  const before =
    past === null
      ? null
      : { total: await read.total(past), rows: isTime(group) ? new Map() : await read.sums(group, past) };
  // Days of one period are not those of another: only their total is compared.
  const compared = isTime(group) ? null : before;
  const weight = (sum: Sum) => measured(asked, sum);
  const shownRows = mostOf(keysOf({ rows, before: compared }), isTime(group) ? MOST_TIMES : bounds.rows, {
    inOrder: isTime(group),
    weight: (key, sum) =>
      compared === null ? weight(sum) : size(weight(sum) - weight(compared.rows.get(key) ?? NO_SUM)),
  });
  const base = { total, rows, shownRows, before: compared };
  const apart = isOfOwners(group);
  if (by === null)
    return {
      ...base,
      columns: new Map(),
      shownColumns: [],
      cells: new Map(),
      unownedByColumn: apart ? new Map() : null,
      unownedByRow: null,
    };
  const columns = await read.sums(by, range);
  const shownColumns = mostOf(columns, isTime(by) ? MOST_TIMES : bounds.columns, {
    inOrder: isTime(by),
    weight: (_, sum) => weight(sum),
  });
  return {
    ...base,
    columns,
    shownColumns,
    cells: await read.cells(shownDays(asked, range, { shownRows, shownColumns }), by, {
      ...narrowed(group, shownRows),
      ...narrowed(by, shownColumns),
    }),
    unownedByColumn: apart ? await read.unowned(by, range) : null,
    unownedByRow: isOfOwners(by) ? await read.unowned(group, range) : null,
  };
}

const size = (value: bigint): bigint => larger<bigint>(value, -value);

/** The filter of keys that are shown; of days it is their range. */
const narrowed = (dimension: ExploreDimension, keys: readonly string[]): SpendFilter =>
  isTime(dimension) ? {} : { [dimension]: keys };

/** The days of which cells are read: from the first that is shown on. */
function shownDays(
  { group, by }: Exploration,
  range: DayRange,
  { shownRows, shownColumns }: Pick<MatrixParts, 'shownRows' | 'shownColumns'>,
): DayRange {
  const first = isTime(group) ? shownRows[0] : isTime(by) ? shownColumns[0] : undefined;
  return first === undefined || first < range.start ? range : { ...range, start: first as Day };
}
