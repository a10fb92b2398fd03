import type { Day, Instant, Place } from '../types.ts';
import type { Wanted } from '../vending/making.ts';
import type { QuotaRequest } from './quota.ts';

/**
 * What is to be changed for many at once, as a plan that somebody reads before it is applied. Whatever changes profiles in
 * bulk (provisioning, roll-over, adoption, hygiene, moves) proposes such a plan; one machine applies it, step by step.
 */

export const PURPOSES = ['provision', 'rollOver', 'adopt', 'hygiene', 'move'] as const;
/** What a plan is for; each has its words in the messages. */
export type Purpose = (typeof PURPOSES)[number];

/** One change. Whatever it needs to be done, and to be read, is in it: nothing is looked up when it is done. */
export type Deed =
  /** `replaces`: what it is the successor of, which whoever it is for is told once it is made. */
  | { kind: 'create'; wanted: Wanted; replaces?: Replaced }
  /** Tags that are set and taken off; `before` is what was there of them, and whose it was, when it was planned. */
  | {
      kind: 'tag';
      arn: string;
      place: Place;
      set: Readonly<Record<string, string>>;
      remove: readonly string[];
      before: Readonly<Record<string, string>>;
      replaces?: Replaced;
    }
  /**
   * Not before an instant, and where `unusedSince` is given only while nothing was used since: else it stays. `whose`: only
   * while it belongs to that address, and with `left` while they are gone.
   */
  | {
      kind: 'delete';
      arn: string;
      place: Place;
      notBefore: Instant | null;
      unusedSince: Instant | null;
      whose?: { address: string; left: boolean };
    }
  /** Whoever has the successor already is told that what it replaces goes; nothing is changed in AWS. */
  | { kind: 'tell'; arn: string; place: Place; replaces: Replaced }
  /** What this product cannot do itself, such as an attribute in the identity provider: somebody says that it is done. */
  | { kind: 'byHand'; what: string; about: string; from: string; to: string };

/** Where a step does it; null where that is not in AWS. */
export const placeOf = (deed: Deed): Place | null =>
  deed.kind === 'create' ? deed.wanted : deed.kind === 'byHand' ? null : deed.place;

/** A profile that another comes after, and how long it stays: until a day, until it was unused for so many days, or for good. */
export interface Replaced {
  arn: string;
  /** Foundation model id. */
  modelKey: string;
  stays: { until: Day | null; unusedDays: number | null };
}

/** A step of a plan: `about` is whom or what it is for, for whoever reads. */
export interface PlannedStep {
  deed: Deed;
  about: string;
  /** Steps of a later phase wait until all of the earlier are done: nobody is locked out half-way. */
  phase: number;
}

/** What was asked for and is not done, with the key of its reason in the messages. */
export interface Refused {
  about: string;
  key: string;
  detail: Readonly<Record<string, string>>;
}

/** A plan, before anybody kept it. */
export interface Proposal {
  purpose: Purpose;
  /** In a few words, what it does. */
  title: string;
  steps: readonly PlannedStep[];
  /** How many are as they were asked for already. */
  unchanged: number;
  refused: readonly Refused[];
  /** Quotas that have to be raised before what was refused for them can be made. */
  requests?: readonly QuotaRequest[];
  /** What whoever reads it should know, with keys of the words of reasons. */
  notes?: readonly Refused[];
}
