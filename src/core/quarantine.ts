import { money, ZERO } from './money.ts';
import { HOUR_MS, instantOf } from './periods.ts';
import type { Day, Instant, Money } from './types.ts';

/**
 * What AWS says is held back where it says much less than it said itself before: what was held stays until a second reading
 * hours later says the same, or an operator believes it. Held against the slice's own earlier reading and never against
 * another day: holidays are real. Pure.
 */

/** Where a slice is from: the bill, token usage, and the lists of profiles, of their tags and of what there is to call. */
export const QUARANTINED = ['charges', 'usage', 'profiles', 'tags', 'catalogue'] as const;
export type Quarantined = (typeof QUARANTINED)[number];

/** A smaller fall of money is taken as it is. */
const LEAST_MONEY = money('10');
/** Fewer entries that are missing from a list are taken as they are. */
const LEAST_ENTRIES = 5;
/** Of a list, one in so many may go at once. */
const ONE_IN = 5;
/** What is said again so much later is believed. */
export const CONFIRMS_AFTER_MS = 2 * HOUR_MS;
/**
 * For so long a list of AWS's may not yet say what was just made, tagged or deleted: its control planes tell of a change after
 * a while, and do not say how long.
 */
export const LISTS_LAG_MS = HOUR_MS / 6;
/** Whether a list that was read at `now` may say what was before a change. */
export const mayLag = (changedAt: Instant, now: Instant): boolean =>
  Date.parse(now) - Date.parse(changedAt) < LISTS_LAG_MS;

/** How much a slice held, and how much an answer says: money in 10⁻¹⁰ USD, or entries of a list. */
export interface Fall {
  unit: 'usd' | 'entries';
  before: bigint;
  after: bigint;
}

export interface SliceKey {
  source: Quarantined;
  /** A part of the bill with its accounts, or a place and what was listed there. */
  name: string;
  /** '' where the slice is of no day. */
  day: Day;
}

/** A slice of which an answer is held back. */
export interface HeldBack extends SliceKey, Fall {
  /** When an answer said about this for the first time, and for the last time. */
  firstAt: Instant;
  lastAt: Instant;
  /** When an operator said that the next answer is to be believed; null: nobody did. */
  acceptedAt: Instant | null;
}

/** Whether money falls by more than half and more than 10 USD. */
export const moneyFalls = (before: bigint, after: bigint): boolean =>
  before - after > LEAST_MONEY && after * 2n < before;

/** Whether more than a fifth of a list, and more than five, are missing. */
export const listFalls = (held: number, missing: number): boolean =>
  missing > LEAST_ENTRIES && missing * ONE_IN > held;

/** How many entries of a list were held, and how many of these an answer lacks. */
export interface ListSizes {
  held: number;
  missing: number;
}

/** How much of a list is still there. */
export function listSizes<T>(held: readonly T[], told: ReadonlySet<T>): ListSizes {
  return { held: held.length, missing: held.filter((one) => !told.has(one)).length };
}

/**
 * Of lists of one kind, a place each, those that may not be replaced. Once one of them falls, or all of them together do,
 * as many small places are one estate, none is believed that lacks anything.
 */
export function fallenLists<L extends ListSizes>(lists: readonly L[]): L[] {
  const total = (of: keyof ListSizes) => lists.reduce((sum, list) => sum + list[of], 0);
  const falls =
    lists.some(({ held, missing }) => listFalls(held, missing)) || listFalls(total('held'), total('missing'));
  return falls ? lists.filter(({ missing }) => missing > 0) : [];
}

/** The fall of a list. */
export const fallOfList = ({ held, missing }: ListSizes): Fall => ({
  unit: 'entries',
  before: BigInt(held),
  after: BigInt(held - missing),
});

/** What a slice came to and comes to; of the bill the sum of all amounts, each without its sign. */
export interface Sizes {
  before: bigint;
  after: bigint;
}

/**
 * Of slices of money that one answer holds, those that it may not replace. Once one of them falls, or all of them together
 * do, the answer is believed in none that says less than before.
 */
export function fallen<S extends Sizes>(slices: readonly S[]): S[] {
  const total = (of: keyof Sizes) => slices.reduce((sum, slice) => sum + slice[of], 0n);
  const falls =
    slices.some(({ before, after }) => moneyFalls(before, after)) ||
    moneyFalls(total('before'), total('after'));
  return falls ? slices.filter(({ before, after }) => after < before) : [];
}

/** Whether two answers say about the same of a slice: neither is a fall from the other. */
function isSame(a: Fall, b: Fall): boolean {
  const [more, less] = a.after > b.after ? [a.after, b.after] : [b.after, a.after];
  return a.unit === 'usd' ? !moneyFalls(more, less) : !listFalls(Number(more), Number(more - less));
}

/**
 * What becomes of an answer that falls: null where it is believed, else how it is held back from now on. An answer that
 * says something else than the one that is held back begins anew.
 * @param force an operator believes whatever AWS says in this run
 */
export function heldBack(
  key: SliceKey,
  fall: Fall,
  open: HeldBack | undefined,
  now: number,
  force: boolean,
): HeldBack | null {
  const at = instantOf(now);
  if (force || (open !== undefined && open.acceptedAt !== null)) return null;
  const goesOn = open !== undefined && isSame(open, fall);
  if (goesOn && now - Date.parse(open.firstAt) >= CONFIRMS_AFTER_MS) return null;
  return { ...key, ...fall, firstAt: goesOn ? open.firstAt : at, lastAt: at, acceptedAt: null };
}

export const sliceKeyOf = ({ source, name, day }: SliceKey): string => `${source}|${name}|${day}`;

/** What is held back of one source and name, its days together. */
export interface HeldBackSum extends Omit<HeldBack, 'day'> {
  days: readonly Day[];
}

/** Slices that belong together as one: the days of a part of the bill, in order. */
export function heldBackSums(slices: readonly HeldBack[]): HeldBackSum[] {
  const groups = Map.groupBy(slices, ({ source, name }) => `${source}|${name}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { day: _, ...rest } = first;
    const by = (pick: (one: HeldBack) => Instant) => group.map(pick).sort();
    return [
      {
        ...rest,
        before: group.reduce((sum, { before }) => sum + before, 0n),
        after: group.reduce((sum, { after }) => sum + after, 0n),
        firstAt: by(({ firstAt }) => firstAt)[0] ?? first.firstAt,
        lastAt: by(({ lastAt }) => lastAt).at(-1) ?? first.lastAt,
        acceptedAt: group.every(({ acceptedAt }) => acceptedAt !== null) ? first.acceptedAt : null,
        days: group.flatMap(({ day }) => (day === '' ? [] : [day])).sort(),
      },
    ];
  });
}

/** The size of amounts: credits are as large as charges. */
export const sizeOf = (amounts: readonly Money[]): Money =>
  amounts.reduce((sum, amount) => (sum + (amount < 0n ? -amount : amount)) as Money, ZERO);
