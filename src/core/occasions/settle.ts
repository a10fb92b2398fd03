import type { Notice, NoticeDraft, NoticeKind } from '../notices.ts';
import { DAY_MS, HOUR_MS } from '../periods.ts';
import type { Event } from '../routing.ts';

/**
 * What is told of beside budgets, each once as long as it lasts: what begins is raised, what ends is over. Pure.
 */

/** Something that is so now; `about` names it, so that it is one however often it is seen. */
export type Occasion = NoticeDraft & {
  about: `${string}:${string}`;
  /** What decides whom it is told to beside its kind and scope. */
  to?: Pick<Event, 'amount' | 'only'>;
};

/** What comes again so soon after it was raised is the same trouble that comes and goes: it is not told again. */
const AGAIN_MS: Readonly<Partial<Record<NoticeKind, number>>> = {
  staleData: 6 * HOUR_MS,
  jobStuck: 6 * HOUR_MS,
  jump: 2 * DAY_MS,
  // The limit stands in its name: once in a period, and again where it was raised.
  stopNear: 62 * DAY_MS,
  // These have their month, or what was never there before, in their names.
  chargesNearCeiling: 62 * DAY_MS,
  outsideProfiles: 62 * DAY_MS,
  billDisagrees: 62 * DAY_MS,
  unpricedModel: 62 * DAY_MS,
  newModel: 62 * DAY_MS,
  newRegion: 62 * DAY_MS,
};
/** How far back it matters what was raised. */
export const REMEMBERED_MS = Math.max(...Object.values(AGAIN_MS));

/**
 * @param found what is so now, of the kinds that were looked at
 * @param known what was raised of these kinds within `REMEMBERED_MS`, or is open
 * @param now UTC milliseconds
 * @returns what is to be raised, and what is over, by `about`
 */
export function settle(
  found: readonly Occasion[],
  known: readonly Pick<Notice, 'kind' | 'about' | 'raisedAt' | 'resolvedAt'>[],
  now: number,
): { raise: readonly Occasion[]; over: readonly string[] } {
  const isSo = new Set<string>(found.map(({ about }) => about));
  const open = new Set(known.filter(({ resolvedAt }) => resolvedAt === null).map(({ about }) => about));
  const recent = new Set(
    known
      .filter(({ kind, raisedAt }) => now - Date.parse(raisedAt) < (AGAIN_MS[kind] ?? 0))
      .map(({ about }) => about),
  );
  return {
    raise: found.filter(({ about }) => !open.has(about) && !recent.has(about)),
    over: [...open].filter((about) => about !== '' && !isSo.has(about)),
  };
}
