import type { MarkKept } from '../core/stop/marks.ts';
import type { Reprieve, StopSlot } from '../core/stop/reprieves.ts';
import type { EnforcementMode } from '../core/stop/settings.ts';
import type { Stop, StopEnd } from '../core/stop/stops.ts';
import type { Actor, Instant } from '../core/types.ts';
import type { Lease } from './typesLease.ts';

/** A stop as it is kept. */
export interface StopRow extends Stop {
  id: string;
  /** Nobody was stopped: it was only worked out. */
  isDry: boolean;
  /** Null: it goes on. */
  endedAt: Instant | null;
  why: StopEnd | null;
}

/** The mark of one profile: what it should bear, and what it bears. */
export interface MarkRow extends MarkKept {
  stopId: string | null;
  /** Since when it should. */
  since: Instant;
  effectiveAt: Instant;
  /** Whether this product has ever written it. */
  isOurs: boolean;
  lastError: string | null;
  /** From when on something is to be done about it; null: it is as it should be. */
  dueAt: Instant | null;
}

/** Who is stopped, what holds a stop off, and the marks of profiles. */
export interface StopStore {
  stops: {
    /** Those that go on, dry ones as well, by time. */
    going(): Promise<StopRow[]>;
    /** Newest first, of these only where they are named; those that go on and those that ended. */
    list(question: {
      of?: { scopeKind: Stop['scopeKind']; scopeKey: string };
      limit: number;
    }): Promise<StopRow[]>;
    /** `null`: there is none, or it was forgotten. */
    one(id: string): Promise<StopRow | null>;
    /** Keeps what was decided, with its entries in the audit log where somebody is stopped by it. */
    decide(
      lease: Lease,
      decided: {
        begun: readonly Omit<StopRow, 'endedAt' | 'why'>[];
        /** Of those that go on, what counts by now. */
        moved: readonly Pick<StopRow, 'id' | 'counted' | 'limit'>[];
        ended: readonly { id: string; why: StopEnd }[];
      },
      now: Instant,
    ): Promise<void>;
    /**
     * Whether something has to be decided anew: the mode, a budget or a reprieve changed since `take`, a reprieve ended, or
     * a mark is to be written.
     */
    isDue(mode: EnforcementMode, now: Instant): Promise<boolean>;
    /** What has changed up to now is taken up. */
    take(lease: Lease, mode: EnforcementMode, now: Instant): Promise<void>;
    /** Of periods that are not over: those that hold, will hold, or held. @param since the earliest end */
    reprieves(since: Instant): Promise<Reprieve[]>;
    /** All of one budget, whom it holds for and period, by time. */
    reprievesOf(slot: StopSlot): Promise<Reprieve[]>;
    /** Adds one with its entry in the audit log; false where it is a grace and that of the period was taken. */
    addReprieve(reprieve: Reprieve, actor: Actor, now: Instant): Promise<boolean>;
    /**
     * Ends a release that holds, with its entry in the audit log; false where there is none that holds.
     * @param now from when on it holds no more
     */
    endRelease(id: string, actor: Actor, now: Instant): Promise<boolean>;
    /** Forgets stops and reprieves that ended before an instant; at most `limit`; how many. */
    forget(endedBefore: Instant, limit: number): Promise<number>;
  };
  marks: {
    /** By ARN. */
    all(): Promise<MarkRow[]>;
    of(arns: readonly string[]): Promise<MarkRow[]>;
    /** Those that these stops want, and those about which something is to be done still; at most `limit`, by ARN. */
    shown(stopIds: readonly string[], limit: number): Promise<MarkRow[]>;
    /** Writes these and takes those away. */
    keep(lease: Lease, rows: readonly MarkRow[], gone: readonly string[]): Promise<void>;
  };
}
