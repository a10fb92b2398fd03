import { type SpendScope, spendScope, type Viewer } from './access.ts';
import { addDays, dayOf, monthOf, monthRange } from './periods.ts';
import type { ReportRhythm } from './preferences.ts';
import type { Day, DayRange, Month } from './types.ts';

/**
 * How much others see of what one person spends. Decided here for pages, API, exports, letters and command line alike;
 * nothing else decides it. Oneself sees everything of oneself, whatever is set. `core/access` says whose rows somebody may
 * see at all; this says how fine they are.
 */

export const OTHERS_SEE = ['nothing', 'sums', 'months', 'days'] as const;
/**
 * `days`: everything that a role gives. `months`: a person's whole months, no days. `sums`: no single person, but groups of
 * at least so many. `nothing`: cost centers alone, under the same bound.
 */
export type OthersSee = (typeof OTHERS_SEE)[number];

export interface PrivacySettings {
  othersSee: OthersSee;
  /** People, beside whoever looks, whom a sum must be of. */
  leastPeople: number;
  /** Days that it is kept who looked at whom. */
  lookDays: number;
}

/** Who asks, as far as this decides by it. */
type Eyes = Pick<Viewer, 'email'>;

/**
 * What of other people somebody sees. Whoever works at the machine holds the ledger's file: to keep figures from them here
 * would only look like protection.
 */
export const seenBy = ({ email }: Eyes, { othersSee }: Pick<PrivacySettings, 'othersSee'>): OthersSee =>
  email === '' ? 'days' : othersSee;

/** Whether they see single other people's figures at all, however coarse. */
export const seesOthers = (eyes: Eyes, privacy: Pick<PrivacySettings, 'othersSee'>): boolean =>
  ['months', 'days'].includes(seenBy(eyes, privacy));

/** Whether they see figures of other people of a day, or of a moment, as an alert is. */
export const seesDaysOfOthers = (eyes: Eyes, privacy: Pick<PrivacySettings, 'othersSee'>): boolean =>
  seenBy(eyes, privacy) === 'days';

/** Rows of spend that are their own, and nobody else's. */
export const ownScope = ({ email }: Eyes): SpendScope => ({
  users: email === '' ? [] : [email],
  costCenters: [],
});

/** The rows of spend that somebody may see single people in, as a question to the store. */
export const figureScope = (viewer: Viewer, privacy: Pick<PrivacySettings, 'othersSee'>): SpendScope =>
  seesOthers(viewer, privacy) ? spendScope(viewer) : ownScope(viewer);

/** Why something is not shown. `people`: of single people nothing is; `months`: of parts of months; `days`: of single days. */
export type WithheldBecause = 'people' | 'months' | 'days';

/** What figures are asked for. */
export interface FigureQuestion {
  /** null: not of days at all. */
  range: DayRange | null;
  /** Day by day, line by line, or as of a moment. */
  byDay: boolean;
}

/**
 * What keeps figures from somebody that are of more than themselves; null: nothing. What is their own is not asked about.
 * @param question what they want to see
 */
export function withheldFrom(
  eyes: Eyes,
  privacy: Pick<PrivacySettings, 'othersSee'>,
  { range, byDay }: FigureQuestion,
): WithheldBecause | null {
  const seen = seenBy(eyes, privacy);
  if (seen === 'days') return null;
  if (seen !== 'months') return 'people';
  if (byDay) return 'days';
  return range === null || isWholeMonths(range) ? null : 'months';
}

/** Whether days begin and end with months. */
export const isWholeMonths = ({ start, endExclusive }: DayRange): boolean =>
  start < endExclusive && start.endsWith('-01') && endExclusive.endsWith('-01');

/** A sum as it stands in the ledger: of one person in one group, or of nobody in particular (`user` ''). */
export interface PersonSum<T> {
  group: string;
  user: string;
  sum: T;
}
/** What of a table of groups may be shown. */
export interface ReleasedGroups<T> {
  /** Groups of enough people, or of what is nobody's, by name. */
  shown: readonly { group: string; people: number; sums: readonly T[] }[];
  /** All groups that are too small by themselves, as one: of enough people again, else left out of every total. */
  together: { groups: number; people: number; sums: readonly T[] } | null;
  /** Whether something is left out, so that the rows make no total. */
  isPart: boolean;
}

/**
 * Sums of groups, none of which is of fewer than `least` people beside whoever looks. Those that would be are shown as one,
 * and where these are too few again, the smallest of the others goes with them: else the total less the rows would be what
 * was kept back. A group in which nobody is, as of a shared profile, tells of nobody.
 * @param rows each person once per group and no group twice over the same money: no row may be in two groups
 * @param complete whether whoever looks knows, here or elsewhere, what all groups come to together
 * @param viewer who looks: what is left of a sum after taking off one's own must be of enough people as well
 */
export function releasedGroups<T>(
  rows: readonly PersonSum<T>[],
  { viewer, least, complete }: { viewer: string; least: number; complete: boolean },
): ReleasedGroups<T> {
  const groups = [...Map.groupBy(rows, ({ group }) => group)]
    .map(([group, own]) => ({
      group,
      users: new Set(own.map(({ user }) => user).filter((user) => user !== '' && user !== viewer)),
      sums: own.map(({ sum }) => sum),
    }))
    .sort((a, b) => a.users.size - b.users.size || (a.group < b.group ? -1 : 1));
  const isOpen = (users: ReadonlySet<string>) => users.size === 0 || users.size >= least;
  const kept = groups.filter(({ users }) => isOpen(users));
  const small = groups.filter(({ users }) => !isOpen(users));
  const folded = () => new Set(small.flatMap(({ users }) => [...users]));
  while (complete && small.length > 0 && folded().size < least) {
    const next = kept.find(({ users }) => users.size > 0);
    if (next === undefined) break;
    kept.splice(kept.indexOf(next), 1);
    small.push(next);
  }
  const people = folded().size;
  const enough = people >= least;
  return {
    shown: kept
      .map(({ group, users, sums }) => ({ group, people: users.size, sums }))
      .sort((a, b) => (a.group < b.group ? -1 : 1)),
    together:
      small.length > 0 && enough
        ? { groups: small.length, people, sums: small.flatMap(({ sums }) => sums) }
        : null,
    isPart: small.length > 0 && !enough,
  };
}

/**
 * Months of which sums of groups are shown: those that are over. What a running one comes to grows by the day, and by what
 * it grew between two looks is what single people spent in between.
 */
export const latestSummedMonth = (now: number): Month =>
  monthOf(addDays(monthRange(monthOf(dayOf(now))).start, -1));

export const LOOK_KINDS = ['page', 'list', 'api', 'file'] as const;
/** `page`: about that person; `list`: a page with their row; `api`: a program's answer; `file`: an export, which stays. */
export type LookKind = (typeof LOOK_KINDS)[number];

/** Somebody looked at figures of somebody else, at least once on that UTC day. */
export interface Look {
  viewer: string;
  /** Whom they looked at; `EVERYBODY` of an answer that held more than are noted one by one. */
  person: string;
  day: Day;
  kind: LookKind;
}
/** Stands for whom a large answer is about. */
export const EVERYBODY = '*';
/** People of one answer who are noted one by one. */
export const MOST_NAMED = 500;

/** The looks that one answer is. @param people whose figures it holds, whoever looks left out */
export function looksOf(viewer: string, people: Iterable<string>, kind: LookKind, now: number): Look[] {
  const others = new Set(people);
  others.delete('');
  others.delete(viewer);
  if (viewer === '' || others.size === 0) return [];
  const day = dayOf(now);
  const named = others.size > MOST_NAMED ? [EVERYBODY] : [...others];
  return named.map((person) => ({ viewer, person, day, kind }));
}

/** The first day of which looks are kept. */
export const looksFrom = (now: number, { lookDays }: Pick<PrivacySettings, 'lookDays'>): Day =>
  addDays(dayOf(now), -lookDays);

/**
 * Whether a report goes to others than the people in it: it is held by the rule of pages, of its days or of its whole month.
 * Sums of groups are no report: /together shows them.
 */
export const reportsOthers = (
  { othersSee }: Pick<PrivacySettings, 'othersSee'>,
  rhythm: ReportRhythm,
): boolean => othersSee === 'days' || (othersSee === 'months' && rhythm === 'monthly');

/**
 * Whether an alert goes to others than the person it is about: it says what was spent at one moment, so that it is told
 * where days are, and of groups of enough people.
 * @param people whose spend the budget counts; null: one person's
 */
export const alertsOthers = (
  { othersSee, leastPeople }: Pick<PrivacySettings, 'othersSee' | 'leastPeople'>,
  people: number | null,
): boolean => othersSee === 'days' || (people !== null && people >= leastPeople);
