import type { HourlyRates } from '../core/hourlyRates.ts';
import type { Day, Instant, Money } from '../core/types.ts';
import type { WatchedDimension } from '../core/usageMarks.ts';
import type { Attention } from '../core/watching.ts';
import type { Lease } from './typesLease.ts';

export interface WatchingNow {
  attention: Attention;
  hourlyRates: HourlyRates;
  /** Since when money for looking is not there; null: it is. */
  stoppedSince: Instant | null;
}
/** What AWS charged for watching on a day, and what it would have if every look had read everything. */
export interface WatchingDay {
  day: Day;
  charge: Money;
  polled: Money;
}

export interface WatchingStore {
  watching: {
    dimensions(): Promise<WatchedDimension[]>;
    /**
     * Of profiles that are not gone, by ARN, the end of the last hour in which tokens of theirs were seen; those of which
     * none were, or not since they are watched, are left out. A row for each, however old the ledger is. `arns`: of these; null:
     * of all.
     */
    lastUsed(arns: readonly string[] | null): Promise<ReadonlyMap<string, Instant>>;
    /** Keeps how far these were read; others stay. */
    record(lease: Lease, dimensions: readonly WatchedDimension[]): Promise<void>;
    /** Null: nobody has looked yet. */
    now(): Promise<WatchingNow | null>;
    keep(lease: Lease, now: WatchingNow): Promise<void>;
    /** Adds what reading everything would have cost. */
    addPolled(lease: Lease, day: Day, amount: Money): Promise<void>;
    /** From a day on, oldest first. */
    days(from: Day): Promise<WatchingDay[]>;
    /** Forgets dimensions without any use since; at most `limit`; how many. */
    forget(activeBefore: Instant, limit: number): Promise<number>;
  };
}
