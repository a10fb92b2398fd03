import type { FurtherTag } from './tags.ts';

/** How profiles are given out, as it is set. */

export const APPROVERS = ['nobody', 'costCenterOwner', 'manager'] as const;

export interface VendingSettings {
  /** Whether profiles may be created, tagged and deleted in AWS from here. */
  enabled: boolean;
  /** How many profiles a second a plan creates, tags or deletes at most. */
  stepsPerSecond: number;
  /** Tags beside owner and cost center that a profile must or may have. */
  tags: readonly FurtherTag[];
  /** Who has to agree before somebody gets a profile; `nobody`: it is made at once. */
  approval: {
    by: (typeof APPROVERS)[number];
    /** After so many days a request that nobody answered ends. */
    deadlineDays: number;
    /** After so many days it goes one further up. */
    escalateDays: number;
  };
  /** Days without use after which a profile is listed for removal. */
  unusedDays: number;
  /** Profiles that several people share, charged to a cost center; `by`: further tags that tell them apart. */
  shared: { enabled: boolean; by: readonly string[] };
}
