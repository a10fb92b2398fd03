import { isWholeMonths } from '../../core/privacy.ts';
import type { Standing } from '../../core/standing.ts';
import type { GroupFacts, Shown, SpendFacts } from './known.ts';

/** The same figures without any day of them: what others see of people where they see months. */

const withoutDay = (standing: Standing): Standing => ({ ...standing, reachesOn: null });

/**
 * Months, what is expected of the running one, and where people stand stay; days, trends, and what they are compared with
 * where that is a part of a month, go.
 */
export function withoutDays(facts: SpendFacts): SpendFacts {
  // Of the running month the same days of the one before are a part of that.
  const comparable = isWholeMonths(facts.past);
  return {
    ...facts,
    coarse: true,
    standing: withoutDay(facts.standing),
    points: [],
    begun: [],
    byModelAndDay: [],
    earlier: comparable ? facts.earlier : null,
    earlierUnowned: comparable ? facts.earlierUnowned : new Map(),
    findings: null,
    agreement: null,
    groups: facts.groups.map((one) => coarseGroup(one, comparable)),
  };
}

const coarseGroup = (one: GroupFacts, comparable: boolean): GroupFacts => ({
  ...one,
  earlier: comparable ? one.earlier : null,
  earlierIsWhole: one.earlierIsWhole && comparable,
  daily: one.daily === null ? null : new Map(),
  standingOf: (key) => withoutDay(one.standingOf(key)),
});

/** Which rows are shown goes by the figures that are: by what is kept back, others would be. */
export const shownWithoutDays = (shown: Shown): Shown => ({
  ...shown,
  keys: (facts, one) => shown.keys(withoutDays(facts), coarseGroup(one, isWholeMonths(facts.past))),
});
