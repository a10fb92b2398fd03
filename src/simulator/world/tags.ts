import type { CostAllocationTag, Day, World } from '../types.ts';
import { DAY, dayOf, dayStart, HOUR } from './time.ts';

/** How long after its activation a tag begins to bill: with the UTC day in which that moment lies. */
const ACTIVATION_TAKES = DAY;
/** `lastUpdated` of keys that were activated before history began, or never. */
const LONG_AGO = dayStart('2025-09-01');
/** How long a back-fill takes, and how often one may be started. */
const BACKFILL_TAKES = 2 * HOUR;
const BACKFILL_EVERY = DAY;

/** Cost allocation tags: a tag bills only from its activation on, unless a back-fill rewrote the past. */
export class TagLedger {
  /** `activeSince` is when the key began to bill. */
  private readonly states = new Map<string, { activeSince: number | null; updated: number }>();
  private readonly runs: { from: Day; requestedAt: number; keys: string[] }[] = [];

  constructor(keys: readonly string[], active: boolean) {
    for (const key of keys) this.states.set(key, { activeSince: active ? 0 : null, updated: LONG_AGO });
  }

  has(key: string): boolean {
    return this.states.has(key);
  }

  /** A key was seen on billed use for the first time: it can be activated from now on. */
  learn(key: string, now: number): void {
    if (!this.has(key)) this.states.set(key, { activeSince: null, updated: now });
  }

  set(key: string, status: 'Active' | 'Inactive', now: number): boolean {
    const state = this.states.get(key);
    if (!state) return false;
    if (status === 'Active') state.activeSince ??= now + ACTIVATION_TAKES;
    else state.activeSince = null;
    state.updated = now;
    return true;
  }

  backfill(from: Day, now: number): void {
    const last = this.runs.at(-1);
    if (last && now - last.requestedAt < BACKFILL_EVERY) throw new Error('BackfillLimitExceeded');
    this.runs.push({
      from,
      requestedAt: now,
      keys: [...this.states].filter(([, s]) => s.activeSince !== null).map(([key]) => key),
    });
  }

  backfills(now: number): ReturnType<World['tagBackfills']> {
    return this.runs.map(({ from, requestedAt }) => {
      const completedAt = requestedAt + BACKFILL_TAKES;
      return now < completedAt
        ? { from, requestedAt, status: 'PROCESSING' }
        : { from, requestedAt, completedAt, status: 'SUCCEEDED' };
    });
  }

  private bills(key: string, day: Day, now: number): boolean {
    const state = this.states.get(key);
    if (!state || state.activeSince === null) return false;
    if (dayStart(day) >= dayStart(dayOf(state.activeSince))) return true;
    return this.runs.some(
      (run) => run.keys.includes(key) && run.from <= day && now >= run.requestedAt + BACKFILL_TAKES,
    );
  }

  /** Leaves of tags what shows on the bill of a day; of its last hours alike, as Cost Explorer has whole days. */
  billed(day: Day, now: number): (tags: Readonly<Record<string, string>>) => Record<string, string> {
    const billing = new Set([...this.states.keys()].filter((key) => this.bills(key, day, now)));
    return (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => billing.has(key)));
  }

  /** Changes whenever the tags of a day's bill may have changed. */
  version(day: Day, now: number): string {
    return [...this.states.keys()].map((key) => (this.bills(key, day, now) ? '1' : '0')).join('');
  }

  list(now: number): CostAllocationTag[] {
    return [...this.states].map(([key, s]) => ({
      key,
      type: 'UserDefined',
      status: s.activeSince === null ? 'Inactive' : 'Active',
      lastUpdated: s.updated,
      lastUsed: dayStart(dayOf(now)) - DAY,
    }));
  }
}
