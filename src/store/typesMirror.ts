import type { KeptMirror, MirrorDecision } from '../core/mirrorPlan.ts';
import type { Actor, Instant, Money } from '../core/types.ts';
import type { Lease } from './typesLease.ts';

/** A budget of ours in AWS Budgets: what was written, what AWS holds, and what AWS says has been spent. */
export interface MirrorRow extends KeptMirror {
  budgetId: string;
  writtenAt: Instant;
  /** As it was read last. Null: as it was written. '': it is gone. Else what AWS holds (`budgetText`). */
  held: string | null;
  /** AWS's own figures of the running period, as they were read last; null: it has none. */
  actual: Money | null;
  forecast: Money | null;
  /**
   * Between the reading before and this one AWS worked these figures out, for it does not say when: the first reading that
   * had them, and the last that had others (null: there was none).
   */
  figureSince: Instant | null;
  figureAfter: Instant | null;
  /** When its subscribers were last asked for. */
  subscribersAt: Instant | null;
  /** Why AWS refused the last write; null: it did not. */
  trouble: string | null;
}

/** What of a row a reading of AWS changes. */
export type MirrorSeen = Pick<
  MirrorRow,
  'name' | 'held' | 'actual' | 'forecast' | 'figureSince' | 'figureAfter' | 'subscribersAt'
>;

/** The last reading of AWS Budgets. */
export interface MirrorReading {
  at: Instant;
  accountId: string;
  /** Budgets of the account, of any name. */
  total: number;
  /** SERVICE names by which budgets were planned then. */
  services: readonly string[];
  /** Those of models, by what budgets are narrowed to (`narrowingText`). */
  models: Readonly<Record<string, readonly string[]>>;
}

/** What of the budgets is mirrored to AWS Budgets. */
export interface MirrorStore {
  mirror: {
    /** In order of name. */
    rows(): Promise<MirrorRow[]>;
    row(name: string): Promise<MirrorRow | null>;
    /** Null: AWS was not read yet. */
    reading(): Promise<MirrorReading | null>;
    /** Whether a budget, or a decision about one, changed since `take`. */
    isDue(): Promise<boolean>;
    /** What has changed up to now is taken up: what changes later is due again. */
    take(lease: Lease): Promise<void>;
    /** What AWS holds; of names that are not there yet `budgetId` makes a row, of somebody else's budget. */
    seen(
      lease: Lease,
      reading: MirrorReading,
      rows: readonly (MirrorSeen & { budgetId: string })[],
    ): Promise<void>;
    /** What is about to be written: whatever of it is at AWS afterwards is ours. */
    intend(
      lease: Lease,
      rows: readonly { name: string; budgetId: string; intended: string }[],
      now: Instant,
    ): Promise<void>;
    /** What was written to AWS, or taken away there, each with its entry in the audit log. @param held what AWS held before, where that is not what was written last */
    record(
      lease: Lease,
      m: { name: string; budgetId: string; written: string; writtenAt: Instant; subscribersAt?: Instant },
      held?: string | null,
    ): Promise<void>;
    forget(lease: Lease, name: string, now: Instant): Promise<void>;
    refused(lease: Lease, name: string, trouble: string): Promise<void>;
    /** What becomes of a budget that AWS holds otherwise, with its entry in the audit log. */
    decide(
      row: { name: string; budgetId: string },
      decision: MirrorDecision,
      actor: Actor,
      now: Instant,
    ): Promise<void>;
  };
}
