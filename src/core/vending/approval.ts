import type { Viewer } from '../access.ts';
import type { ApprovalSettings } from '../approvalRules.ts';
import type { Request } from '../approvals.ts';
import { DAY_MS, HOUR_MS, instantOf } from '../periods.ts';
import type { Instant } from '../types.ts';
import type { Wanted } from './making.ts';

/** Profiles that somebody has to agree to: when, until when, and what comes next. Pure. */

/**
 * Whether somebody has to agree before a profile is made. An administrator who gets one for somebody else agrees to it by
 * that, and so does whoever works at the machine; for themselves they ask as everybody does.
 */
export const needsApproval = (
  { by }: Pick<ApprovalSettings, 'by'>,
  { roles, email }: Pick<Viewer, 'roles' | 'email'>,
  { userEmail }: Pick<Wanted, 'userEmail'>,
): boolean => by !== 'nobody' && !(roles.has('administrator') && userEmail !== email);

/** The same for the same wish: of those that are open there is one. */
export const wishKey = ({ userEmail, costCenter, sourceId, accountId, region, tags }: Wanted): string =>
  JSON.stringify([
    userEmail,
    costCenter,
    sourceId,
    accountId,
    region,
    Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);

/** What is approved is left to whoever approved it for so long: they are making it. */
export const MAKING_MS = 2 * 60_000;
/** How long it is tried to make what was approved. */
const MAKING_DAYS = 3;
/** The longest wait between two attempts. */
const LONGEST_MS = 4 * HOUR_MS;

/** When it is tried again to make what was approved, after so many attempts; null: no more. */
export function makeAgain(
  { decidedAt, attempts }: Pick<Request, 'decidedAt' | 'attempts'>,
  now: number,
): Instant | null {
  const until = Date.parse(decidedAt ?? '') + MAKING_DAYS * DAY_MS;
  const next = now + Math.min(2 ** Math.min(attempts, 20) * 60_000, LONGEST_MS);
  return next < until ? instantOf(next) : null;
}
