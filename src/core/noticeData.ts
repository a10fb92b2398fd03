import type { Whom } from './budgets.ts';
import type { HeldBackSum } from './quarantine.ts';
import type { StopEnd } from './stop/stops.ts';
import type { Instant } from './types.ts';

/**
 * What each kind of notice is worded from, in whatever language. Plain values of their moment: money is exact USD in digits,
 * tokens are digits, days and instants UTC.
 */

/** A notice is at most of so many things by name; `more` counts the others. */
export const NAMED_AT_MOST = 20;

export interface NoticeData {
  /** AWS says much less than before, and is not believed yet. */
  heldBack: {
    sums: readonly {
      source: HeldBackSum['source'];
      name: string;
      from: string;
      until: string;
      days: number;
      unit: HeldBackSum['unit'];
      before: string;
      after: string;
    }[];
  };
  /** `more`: errors that are not named. */
  jobFailing: {
    job: string;
    status: string;
    since: Instant;
    errors: readonly { slice: string; error: string }[];
    more: number;
  };
  jobWell: { job: string; since: Instant };
  /** It did not start again in its time. */
  jobStuck: { job: string; lastStartedAt: Instant };
  ownersLeft: { people: readonly { email: string; profiles: number; named: string }[] };
  /** Sources that were not read for longer than their rhythm allows; '' of `since`: never. */
  staleData: {
    sources: readonly { source: string; slice: string; since: string; error: string }[];
    more: number;
  };
  /** What AWS charges for this service's own requests. `at`: the step of the ceiling that is reached, percent. */
  chargesNearCeiling: { month: string; spent: string; ceiling: string; at: number };
  /** Billed days of a month whose estimate was outside its own range. */
  billDisagrees: {
    month: string;
    days: readonly { day: string; model: string; estimated: string; billed: string }[];
    more: number;
  };
  /** Used since `day`; counts at a cautious rate until it has a price. */
  unpricedModel: { model: string; modelKey: string; day: string; tokens: string };
  /** Calls without a profile in a month so far. */
  outsideProfiles: { month: string; spent: string; models: readonly string[] };
  newModel: { model: string; modelKey: string; day: string; spent: string };
  newRegion: { region: string; day: string; spent: string };
  /**
   * `low` to `high`: what is usual on such a weekday, both 0 where it is usually free. `since`: the first such day. `until`: when
   * it was known so far; '' of a day that is over. Model, profile and Region are what most of it went to, '' where that is not known.
   */
  jump: {
    user: string;
    userName: string;
    day: string;
    since: string;
    until: string;
    spent: string;
    low: string;
    high: string;
    estimated: boolean;
    model: string;
    profile: string;
    region: string;
  };
  /** A hard budget will soon stop somebody: what is left of a limit. */
  stopNear: StopAbout & { left: string; limit: string };
  /** It stops them; `counted` is held against `limit`. */
  stopped: StopAbout & { since: string; counted: string; limit: string };
  /** It does not any more; `until`: a grace or release holds no longer, '' where that is not why. */
  freed: StopAbout & { since: string; why: StopEnd; until: string };
  /**
   * A regular report, as of when it was made. Amounts are '' where they are not known; `least`: tokens without a price come on
   * top. Of its days `lastDay` and `until` are the last ones; `bill`: how far AWS has billed them.
   */
  report: {
    rhythm: 'daily' | 'weekly' | 'monthly';
    kind: 'user' | 'costCenter' | 'team' | 'organisation';
    key: string;
    name: string;
    start: string;
    lastDay: string;
    pastStart: string;
    pastLastDay: string;
    spent: string;
    least: boolean;
    before: string;
    billedPercent: number;
    month: string;
    monthRuns: boolean;
    monthSpent: string;
    monthExpected: string;
    budget: string;
    budgetState: string;
    budgetPeriod: string;
    budgetStart: string;
    budgetEnd: string;
    counted: string;
    expected: string;
    bars: readonly { from: string; until: string; spent: string }[];
    rows: readonly { key: string; name: string; spent: string; before: string }[];
    models: readonly { key: string; name: string; spent: string; before: string }[];
    changes: readonly { key: string; name: string; spent: string; before: string; by: string }[];
    attention: readonly { kind: string; key: string; name: string; state: string; excess: string }[];
    attentionMore: number;
    usageUntil: string;
    billedThrough: string;
    bill: 'open' | 'final' | 'provisional' | 'partly';
    people: number;
  };
  test: { channel: string };
}

/**
 * Whom a hard budget stops. `period` is '' where it is not known, `end` the first day on which it does not hold any more,
 * `grace` what they may give themselves for `graceHours`, '' where nothing; `contact` '' where none is set.
 */
export interface StopAbout {
  scope: Whom['kind'];
  key: string;
  period: string;
  start: string;
  end: string;
  narrow: string;
  grace: string;
  graceHours: number;
  contact: string;
}
