import { type Exploration, type ExploreThing, explorationQuery } from '../../core/explore.ts';
import { href } from '../../core/href.ts';
import type { DayRange } from '../../core/types.ts';
import type { Period } from '../../ui/layout.tsx';

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
