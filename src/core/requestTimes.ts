import type { ApprovalSettings } from './approvalRules.ts';
import type { Request } from './approvals.ts';
import { DAY_MS, HOUR_MS, instantOf } from './periods.ts';
import type { Instant } from './types.ts';

/** When requests of any kind end, go further up, and are looked at. Pure. */

/** How often it is looked whether others may answer by now: deputies come, owners change, people leave. */
const LOOK_MS = HOUR_MS;

/**
 * When a request ends by itself, and when it goes one further up, asked now.
 * @param further whether there is anybody further up
 * @param over when what is asked for is of no use any more; null: never
 */
export function datesOf(
  { deadlineDays, escalateDays }: ApprovalSettings,
  now: number,
  further: boolean,
  over: Instant | null = null,
): Pick<Request, 'deadlineAt' | 'escalateAt' | 'nextAt'> {
  const latest = instantOf(now + deadlineDays * DAY_MS);
  const deadlineAt = over !== null && over < latest ? over : latest;
  const escalateAt = further ? escalationAfter({ deadlineAt }, escalateDays, now) : null;
  return { deadlineAt, escalateAt, nextAt: nextLook({ deadlineAt, escalateAt }, now) };
}

/**
 * When it goes further up again: after its days, and where it ends before that at half of the time that is left, so that
 * whoever is further up hears of it while an answer still helps.
 */
export function escalationAfter(
  { deadlineAt }: Pick<Request, 'deadlineAt'>,
  escalateDays: number,
  now: number,
): Instant | null {
  const at = instantOf(now + escalateDays * DAY_MS);
  if (at < deadlineAt) return at;
  const left = Date.parse(deadlineAt) - now;
  return left < LEAST_LEFT_MS ? null : instantOf(now + left / 2);
}
/** With less time than that left, nobody else is asked. */
const LEAST_LEFT_MS = 2 * HOUR_MS;

/** When a request that waits is looked at next. */
export const nextLook = (
  { deadlineAt, escalateAt }: Pick<Request, 'deadlineAt' | 'escalateAt'>,
  now: number,
): Instant =>
  [instantOf(now + LOOK_MS), deadlineAt, escalateAt ?? deadlineAt].reduce((a, b) => (a < b ? a : b));

/** Whether the time to answer is over: asked when somebody answers, and when it is looked at. */
export const isExpired = ({ deadlineAt }: Pick<Request, 'deadlineAt'>, now: number): boolean =>
  instantOf(now) >= deadlineAt;
