import { DAY_MS, instantOf } from '../periods.ts';
import type { Instant } from '../types.ts';
import type { Outcome } from './plans.ts';
import type { Deed } from './types.ts';

/** Whether a profile that is to be deleted once nobody uses it may be. Pure. */

type Deletion = Extract<Deed, { kind: 'delete' }>;

/** What is known of the use of a profile. */
export interface UseKnown {
  /** The last UTC day on which something was used or spent with it since `unusedSince`; null: none. */
  lastUsed: string | null;
  /** Token usage of its place was read without gaps up to here; null: never. */
  readUntil: Instant | null;
}

/** Figures older than that say nothing about whether somebody uses it now. */
const FRESH_MS = DAY_MS;

/** From when on nothing may have been used; as long before now as between `unusedSince` and `notBefore`, where both are given. */
export function unusedFrom({ notBefore, unusedSince }: Deletion, now: number): Instant | null {
  if (unusedSince === null) return null;
  if (notBefore === null) return unusedSince;
  const span = Math.max(0, Date.parse(notBefore) - Date.parse(unusedSince));
  const from = instantOf(now - span);
  return from > unusedSince ? from : unusedSince;
}

/** Null where it may be deleted; else it is put off by a day, or stays for good where no later date was asked for. */
export function putOff(
  deed: Deletion,
  { lastUsed, readUntil }: UseKnown,
  now: number,
  attempts: number,
): Outcome | null {
  if (deed.unusedSince === null) return null;
  const due = instantOf(now + DAY_MS);
  if (readUntil === null || Date.parse(readUntil) < now - FRESH_MS)
    return { state: 'waiting', reason: { key: 'useUnknown', detail: {} }, due, attempts };
  if (lastUsed === null) return null;
  const reason = { key: 'stillUsed', detail: { day: lastUsed } };
  return deed.notBefore === null
    ? { state: 'skipped', reason, result: deed.arn }
    : { state: 'waiting', reason, due, attempts };
}
