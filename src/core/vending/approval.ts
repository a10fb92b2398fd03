import type { Viewer } from '../access.ts';
import type { Request } from '../approvals.ts';
import { DAY_MS, HOUR_MS, instantOf } from '../periods.ts';
import type { Instant } from '../types.ts';
import type { Wanted } from './making.ts';
import type { VendingSettings } from './settings.ts';

/** Profiles that somebody has to agree to: when, until when, and what comes next. Pure. */

type Approval = VendingSettings['approval'];

/**
 * Whether somebody has to agree before a profile is made. An administrator who gets one for somebody else agrees to it by
 * that, and so does whoever works at the machine; for themselves they ask as everybody does.
 */
export const needsApproval = (
  { by }: Pick<Approval, 'by'>,
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

/** How often it is looked whether others may answer by now: deputies come, owners change, people leave. */
const LOOK_MS = HOUR_MS;
/** What is approved is left to whoever approved it for so long: they are making it. */
export const MAKING_MS = 2 * 60_000;
/** How long it is tried to make what was approved. */
const MAKING_DAYS = 3;
/** The longest wait between two attempts. */
const LONGEST_MS = 4 * HOUR_MS;

/** When a request ends by itself, and when it goes one further up, asked now. @param further whether there is anybody */
export function datesOf(
  { deadlineDays, escalateDays }: Approval,
  now: number,
  further: boolean,
): Pick<Request, 'deadlineAt' | 'escalateAt' | 'nextAt'> {
  const deadlineAt = instantOf(now + deadlineDays * DAY_MS);
  const escalateAt = further ? escalationAfter({ deadlineAt }, escalateDays, now) : null;
  return { deadlineAt, escalateAt, nextAt: nextLook({ deadlineAt, escalateAt }, now) };
}

/** When it goes further up again; null where it ends before that. */
export function escalationAfter(
  { deadlineAt }: Pick<Request, 'deadlineAt'>,
  escalateDays: number,
  now: number,
): Instant | null {
  const at = instantOf(now + escalateDays * DAY_MS);
  return at < deadlineAt ? at : null;
}

/** When a request that waits is looked at next. */
export const nextLook = (
  { deadlineAt, escalateAt }: Pick<Request, 'deadlineAt' | 'escalateAt'>,
  now: number,
): Instant =>
  [instantOf(now + LOOK_MS), deadlineAt, escalateAt ?? deadlineAt].reduce((a, b) => (a < b ? a : b));

/** Whether the time to answer is over: asked when somebody answers, and when it is looked at. */
export const isExpired = ({ deadlineAt }: Pick<Request, 'deadlineAt'>, now: number): boolean =>
  instantOf(now) >= deadlineAt;

/** When it is tried again to make what was approved, after so many attempts; null: no more. */
export function makeAgain(
  { decidedAt, attempts }: Pick<Request, 'decidedAt' | 'attempts'>,
  now: number,
): Instant | null {
  const until = Date.parse(decidedAt ?? '') + MAKING_DAYS * DAY_MS;
  const next = now + Math.min(2 ** Math.min(attempts, 20) * 60_000, LONGEST_MS);
  return next < until ? instantOf(next) : null;
}
