import type { HourlyRates } from '../core/hourlyRates.ts';
import type { Day, Instant, Money, Place, TokenKind } from '../core/types.ts';
import type { Attention } from '../core/watching.ts';
import type { Lease } from './typesLease.ts';

/** All series of one `ModelId` of a place, and how far they were read. */
export interface WatchedDimension extends Place {
  dimension: string;
  /** What each kind of tokens is called. */
  metrics: Readonly<Partial<Record<TokenKind, string>>>;
  /** Everything before is read. */
  readUntil: Instant;
  /** End of the last hour in which tokens were seen; the time of the first look where there were none. */
  activeUntil: Instant;
  /** The day on which it was last read from the beginning of the day before, for what was published late. */
  wholeOn: Day;
  /** The most that its owner spent in an hour, in this place. */
  highest: Money;
}
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
