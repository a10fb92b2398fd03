import { type BudgetCalendar, periodOf } from './budgetPeriods.ts';
import { nearest } from './nearest.ts';
import { intersect } from './periods.ts';
import type { SpendBasis, SpendGroup } from './questions.ts';
import { tidy } from './signs.ts';
import type { Day, DayRange } from './types.ts';

/** A question that somebody puts together of dimensions, filters and ways to look at the answer; read from an address. Pure. */

export const THINGS = ['costCenter', 'user', 'model', 'profile', 'account', 'tokenKind'] as const;
/** What spend is of, and may be narrowed to. */
export type ExploreThing = (typeof THINGS)[number];
export const TIMES = ['day', 'week', 'month'] as const;
export type ExploreTime = (typeof TIMES)[number];
export type ExploreDimension = ExploreThing | ExploreTime;
export const DIMENSIONS: readonly ExploreDimension[] = [...THINGS, ...TIMES];
export const isTime = (dimension: ExploreDimension | null): dimension is ExploreTime =>
  TIMES.some((one) => one === dimension);

export const MEASURES = ['cost', 'tokens'] as const;
export const BASES = ['best', 'billed', 'estimated'] as const satisfies readonly SpendBasis[];
export const CHARTS = ['bars', 'lines', 'table'] as const;
/** How many rows are shown by themselves; the rest is one row. */
export const TOPS = ['5', '10', '25', '50'] as const;

export interface Exploration {
  group: ExploreDimension;
  /** What each row is split by; null: by nothing. */
  by: ExploreDimension | null;
  measure: (typeof MEASURES)[number];
  basis: SpendBasis;
  chart: (typeof CHARTS)[number];
  top: number;
  /** Whether it is compared with the period before. */
  compare: boolean;
  filter: Readonly<Partial<Record<ExploreThing, readonly string[]>>>;
}

/** The words that stand where an address says nothing. */
const STANDARD = { group: 'costCenter', measure: 'cost', basis: 'best', chart: 'bars' } as const;
/** Where nobody chose: of a table of two dimensions fewer, so that it stays in sight. */
export const standardTop = (by: ExploreDimension | null): (typeof TOPS)[number] =>
  by === null ? '25' : '10';
/** Values of one filter at most: more are no question that somebody typed. */
export const MOST_VALUES = 20;
const MOST_SIGNS = 300;
/** The word in an address for what has no value, as lines have it. */
const NONE = '(none)';

/** What of an address cannot be answered, and what is answered in its place: nothing is taken for another question. */
export interface ExploreFault {
  /** `unknown`: a word that nobody knows; `same`: one dimension twice; `times`: days split by months; `many`, `long`: a filter. */
  kind: 'unknown' | 'same' | 'times' | 'many' | 'long';
  field: string;
  value: string;
  near: readonly string[];
}

/** All values of each parameter, in the order of the address. */
export type ExploreQuery = Readonly<Record<string, readonly string[]>>;

/** Reads a question from an address; what it says wrong is a fault, and the standard stands in its place. */
export function readExploration(query: ExploreQuery): { asked: Exploration; faults: ExploreFault[] } {
  const faults: ExploreFault[] = [];
  const one = (field: string): string => tidy(query[field]?.find((value) => value !== '') ?? '');
  const word = <T extends string>(field: string, words: readonly T[]): T | null => {
    const value = one(field);
    if (value === '') return null;
    const found = words.find((known) => known === value);
    if (found === undefined)
      faults.push({ kind: 'unknown', field, value: value.slice(0, MOST_SIGNS), near: nearest(value, words) });
    return found ?? null;
  };
  const group = word('group', DIMENSIONS) ?? STANDARD.group;
  const by = secondOf(group, word('by', DIMENSIONS), faults);
  return {
    asked: {
      group,
      by,
      measure: word('measure', MEASURES) ?? STANDARD.measure,
      basis: word('basis', BASES) ?? STANDARD.basis,
      chart: word('chart', CHARTS) ?? STANDARD.chart,
      top: Number(word('top', TOPS) ?? standardTop(by)),
      compare: word('compare', ['previous']) !== null,
      filter: filterOf(query, faults),
    },
    faults,
  };
}

/** A second dimension, where it splits anything. */
function secondOf(
  group: ExploreDimension,
  by: ExploreDimension | null,
  faults: ExploreFault[],
): ExploreDimension | null {
  if (by === null) return null;
  if (by === group) faults.push({ kind: 'same', field: 'by', value: by, near: [] });
  else if (isTime(by) && isTime(group)) faults.push({ kind: 'times', field: 'by', value: by, near: [] });
  else return by;
  return null;
}

function filterOf(query: ExploreQuery, faults: ExploreFault[]): Exploration['filter'] {
  const filter: Partial<Record<ExploreThing, readonly string[]>> = {};
  for (const thing of THINGS) {
    const typed = [...new Set((query[thing] ?? []).map(tidy))].filter((value) => value !== '');
    const kept = typed.filter((value) => value.length <= MOST_SIGNS);
    if (kept.length < typed.length) faults.push({ kind: 'long', field: thing, value: '', near: [] });
    if (kept.length > MOST_VALUES) faults.push({ kind: 'many', field: thing, value: '', near: [] });
    if (kept.length > 0)
      filter[thing] = kept.slice(0, MOST_VALUES).map((value) => (value === NONE ? '' : value));
  }
  return filter;
}

/** The question as an address says it, in one order and without what stands there anyway; its period is not in it. */
export function explorationQuery(asked: Exploration): [name: string, value: string][] {
  const said: [string, string, string][] = [
    ['group', asked.group, ''],
    ['by', asked.by ?? '', ''],
    ['measure', asked.measure, STANDARD.measure],
    ['basis', asked.basis, STANDARD.basis],
    ['chart', asked.chart, STANDARD.chart],
    ['top', String(asked.top), standardTop(asked.by)],
    ['compare', asked.compare ? 'previous' : '', ''],
  ];
  return [
    ...said.flatMap(([name, value, standard]): [string, string][] =>
      value === '' || value === standard ? [] : [[name, value]],
    ),
    ...THINGS.flatMap((thing) =>
      (asked.filter[thing] ?? []).map((value): [string, string] => [thing, value === '' ? NONE : value]),
    ),
  ];
}

/** The dimension by which spend is summed up: weeks and months are made of days. */
export const groupOf = (dimension: ExploreDimension): SpendGroup => (isTime(dimension) ? 'day' : dimension);

/** In which day, week or month a day lies, named by its first day. */
export const timeKey = (time: ExploreTime, day: Day, calendar: BudgetCalendar): Day =>
  periodOf(time, day, calendar).start;

/** The days of such a key, as far as they lie in a range. */
export function timeRange(time: ExploreTime, key: Day, range: DayRange, calendar: BudgetCalendar): DayRange {
  const whole = periodOf(time, key, calendar);
  return intersect(whole, range) ?? whole;
}

/** Dimensions that are about owners: what nobody owns stands apart from their keys. */
const OF_OWNERS: ReadonlySet<string> = new Set(['costCenter', 'user', 'profile']);
export const asksForOwners = ({ group, by }: Pick<Exploration, 'group' | 'by'>): boolean =>
  OF_OWNERS.has(group) || (by !== null && OF_OWNERS.has(by));
export const isOfOwners = (dimension: ExploreDimension): boolean => OF_OWNERS.has(dimension);
