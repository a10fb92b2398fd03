import type { TagKeys } from '../estate.ts';
import type { PlannedStep } from '../provisioning/types.ts';
import type { CatalogueEntry, Instant, Place, Profile } from '../types.ts';
import type { VendingSettings } from '../vending/settings.ts';

/** Profiles that want something: what is found of them, and the one step that mends it. */

/** In the order in which they are listed: what keeps somebody out or lets somebody in first. */
export const HYGIENE_KINDS = [
  'ownerLeft',
  'spellingDiffers',
  'ownerUnknown',
  'noOwner',
  'notAdopted',
  'wrongCostCenter',
  'furtherTag',
  'modelGone',
  'duplicate',
  'unused',
  'nearQuota',
] as const;
/**
 * `spellingDiffers`: tagged with another address of its user, who cannot call it where policies compare letters.
 * `notAdopted`: made by hand or script, and lacks what makes it ours. `furtherTag`: a tag that settings want is missing, or
 * says what it may not. `modelGone`: AWS no longer has what it stands for. `nearQuota` is of a place, all others of a profile.
 */
export type HygieneKind = (typeof HYGIENE_KINDS)[number];

/** What is proposed. `replace`: another one is made, and this one goes later. `byHand`: only somebody who knows can. */
export const MEND_WAYS = ['tag', 'delete', 'replace', 'byHand'] as const;
export type MendWay = (typeof MEND_WAYS)[number];
export interface Mend {
  way: MendWay;
  steps: readonly PlannedStep[];
}

export interface HygieneFinding {
  kind: HygieneKind;
  /** The profile; null where it is about a place. */
  profile: Profile | null;
  place: Place;
  /** Whose it is, by their own address where they are known, and what it is charged to; '' where it does not say. */
  user: string;
  costCenter: string;
  /** What is wrong, for words: which values differ, since when. */
  detail: Readonly<Record<string, string>>;
  /** What it is about, in the address of its page: the ARN, or account/Region. */
  about: string;
  mend: Mend;
}

/** Somebody as far as it matters here. */
export interface KnownOwner {
  active: boolean;
  /** '' where the directory does not say. */
  costCenter: string;
}

/** The time in which use would have been seen. Instants. */
export interface Collected {
  from: Instant;
  until: Instant;
}

export interface HygieneFacts {
  /** Those that are not gone. */
  profiles: readonly Profile[];
  /** The directory, by own address; empty where there is none, which says nothing of anybody. */
  people: ReadonlyMap<string, KnownOwner>;
  tagKeys: TagKeys;
  vending: Pick<VendingSettings, 'tags' | 'unusedDays' | 'shared'>;
  catalogue: readonly CatalogueEntry[];
  /** By ARN, the end of the last hour or day in which use was seen; what is missing was not seen in use. */
  lastUsed: ReadonlyMap<string, Instant>;
  /** Per place (`placeKey`); a place that is missing was never read. */
  collected: ReadonlyMap<string, Collected>;
  /** Quota of profiles by place, where it is known. */
  quotas: ReadonlyMap<string, number>;
  now: Instant;
}
