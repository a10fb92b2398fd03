import type { Explored } from '../../app/spend/explore.ts';
import type { BudgetCalendar } from '../../core/budgetPeriods.ts';
import {
  type Exploration,
  type ExploreDimension,
  type ExploreThing,
  type ExploreTime,
  explorationQuery,
  isOfOwners,
  isTime,
  THINGS,
  timeRange,
} from '../../core/explore.ts';
import type { Line } from '../../core/exploreMatrix.ts';
import { href } from '../../core/href.ts';
import type { Day, DayRange } from '../../core/types.ts';
import type { Period } from '../../ui/layout.tsx';
import { ANY, type LinkFilter, linesHref } from '../tables/cells.ts';
import type { Look } from './names.ts';

/** Addresses of questions: everything that is chosen stands in them. */

/** The period as an address says it: by its name where it has one, so that it moves on with the days. */
export const periodPairs = ({
  name,
  start,
  endExclusive,
}: Pick<Period, 'name'> & DayRange): [string, string][] =>
  name === 'thisMonth'
    ? []
    : name === 'custom'
      ? [
          ['start', start],
          ['endExclusive', endExclusive],
        ]
      : [['period', name]];

/** Of a question and a period; `more` follows, such as the format of a file. */
export function exploreHref(
  asked: Exploration,
  period: Pick<Period, 'name'> & DayRange,
  more: readonly [string, string][] = [],
): string {
  const query = new URLSearchParams([...explorationQuery(asked), ...periodPairs(period), ...more]);
  return query.size === 0 ? href`/explore` : `${href`/explore`}?${query}`;
}

/** The same question, asked of one value alone. */
export const only = (asked: Exploration, thing: ExploreThing, value: string): Exploration => ({
  ...asked,
  filter: { ...asked.filter, [thing]: [value] },
});

/** The same question without one value of a filter. */
export function without(asked: Exploration, thing: ExploreThing, value: string): Exploration {
  const { [thing]: values = [], ...filter } = asked.filter;
  const left = values.filter((one) => one !== value);
  return { ...asked, filter: left.length === 0 ? filter : { ...filter, [thing]: left } };
}

/** The question by cost centers in place of people or profiles: of each kind of tokens their sums are kept. */
export function byCostCenter(asked: Exploration): Exploration {
  const coarse = <T extends ExploreDimension | null>(one: T) =>
    one === 'user' || one === 'profile' ? 'costCenter' : one;
  const [group, by] = [coarse(asked.group), coarse(asked.by)];
  return { ...asked, group, by: by === group ? null : by };
}

/** The question of all kinds of tokens together. */
export function ofAllKinds({ filter: { tokenKind: _, ...filter }, ...asked }: Exploration): Exploration {
  return { ...asked, filter };
}

/** What somebody wants to know next of one row: it is left out where it is asked of already. */
const NEXT: Readonly<Record<ExploreThing, readonly ExploreThing[]>> = {
  costCenter: ['user', 'model', 'profile', 'tokenKind'],
  user: ['model', 'profile', 'tokenKind', 'costCenter'],
  model: ['user', 'costCenter', 'tokenKind', 'profile'],
  profile: ['model', 'tokenKind', 'user', 'account'],
  account: ['costCenter', 'model', 'user', 'profile'],
  tokenKind: ['model', 'costCenter', 'user', 'profile'],
};

/** A row looked into: only that, by what is not yet known of it. */
export function into(asked: Exploration, thing: ExploreThing, value: string): Exploration {
  const narrowed = only(asked, thing, value);
  const isKnown = (one: ExploreThing) => narrowed.filter[one]?.length === 1 || one === asked.by;
  return { ...narrowed, group: NEXT[thing].find((one) => !isKnown(one)) ?? 'day' };
}

/** A day, week or month looked into: by what else was asked, or by cost centers. */
export function intoTime(
  asked: Exploration,
  time: ExploreTime,
  key: Day,
  range: DayRange,
  calendar: BudgetCalendar,
): string {
  const group = isTime(asked.group) ? (asked.by ?? 'costCenter') : asked.group;
  return exploreHref(
    { ...asked, group, by: null },
    { name: 'custom', ...timeRange(time, key, range, calendar) },
  );
}

/** The lines that a figure consists of, where one address says it: each filter has one value there. */
export function linesOf(
  { asked, range }: Explored,
  { lines, calendar }: Look,
  row: Line | null,
  column: Line | null,
): { href?: string } {
  if (!lines) return {};
  const filter: Record<string, readonly string[]> = { ...asked.filter };
  let days: DayRange = range;
  for (const [line, dimension] of [
    [row, asked.group],
    [column, asked.by],
  ] as const) {
    if (line === null || dimension === null) continue;
    if (line.kind === 'rest') return {};
    if (line.kind === 'unowned') filter.reason = [...REASON];
    else if (isTime(dimension)) days = timeRange(dimension, line.key, days, calendar);
    else {
      filter[dimension] = [line.key];
      if (isOfOwners(dimension)) filter.reason ??= [''];
    }
  }
  if (THINGS.some((thing: ExploreThing) => (filter[thing]?.length ?? 1) !== 1)) return {};
  return { href: linesHref(days, filter as LinkFilter) };
}
/** More than one value is `any` in the address of lines. */
const REASON = [ANY, ANY];
