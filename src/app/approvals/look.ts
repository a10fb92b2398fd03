import type { Request } from '../../core/approvals.ts';
import { approversOf, mayAnswer } from '../../core/approvers.ts';
import { escalationAfter, isExpired, nextLook } from '../../core/requestTimes.ts';
import { type Asking, inOneWriting, nowOf } from '../asking.ts';
import { alike } from '../profiles/alike.ts';
import { approvalOf, approvingNow, asOfNow, type Known } from './approving.ts';
import { heldBy } from './budgetAsked.ts';
import { tellApprovers, tellBudgetOutcome, tellOutcome } from './letters.ts';

/** What happens to requests that wait when nobody does anything: they go further up, and end. */

/**
 * Looks at requests that wait: whose deadline has passed ends, and what nobody has to decide on any more; what nobody answered goes one further up, and whoever may
 * answer by now and was not asked is asked. One transaction: the directory is read once.
 * @returns how many changed their state or step
 */
export const lookAfter = (asking: Asking, some: readonly Request[]): Promise<number> =>
  inOneWriting(asking, async (inside) => {
    const known = await approvingNow(inside);
    let moved = 0;
    for (const { id } of some) {
      const request = await inside.store.requests.get(id);
      if (request?.state === 'waiting' && (await look(inside, request, known))) moved += 1;
    }
    return moved;
  });

async function look(asking: Asking, kept: Request, known: Known): Promise<boolean> {
  const { store, actor, now } = asking;
  const request = asOfNow(kept, known);
  if (isExpired(request, now)) {
    const values = { state: 'expired' as const, nextAt: null, endedAt: nowOf(asking) };
    const entry = { action: 'request.expire' as const, actor };
    await store.requests.change(request.id, 'waiting', values, entry, nowOf(asking));
    if (request.kind === 'budget') await tellBudgetOutcome(asking, { ...request, ...values }, 'expired');
    else await tellOutcome(asking, { ...request, ...values }, 'expired');
    return true;
  }
  if (await isSettled(asking, request)) return true;
  const steps = approversOf(request, known);
  const last = Math.max(steps.length - 1, 0);
  const isDue = request.escalateAt !== null && request.escalateAt <= nowOf(asking);
  const moves = isDue && request.level < last;
  const level = moves ? request.level + 1 : request.level;
  const { escalateDays } = approvalOf(asking, request.kind);
  const escalateAt =
    isDue && level < last ? escalationAfter(request, escalateDays, now) : isDue ? null : request.escalateAt;
  const asked = await tellApprovers(asking, request, mayAnswer(steps, level).values(), known, level > 0);
  const values = {
    level,
    costCenter: request.costCenter,
    asked,
    escalateAt,
    escalatedAt: moves ? nowOf(asking) : request.escalatedAt,
    nextAt: nextLook({ ...request, escalateAt }, now),
  };
  const entry = moves ? { action: 'request.escalate' as const, actor } : null;
  await store.requests.change(request.id, 'waiting', values, entry, nowOf(asking));
  return moves;
}

/** Ends what nobody has to decide on any more. */
async function isSettled(asking: Asking, request: Request): Promise<boolean> {
  const { store, actor } = asking;
  const settled = await settledBy(asking, request);
  if (settled === null) return false;
  const { lastError, arn } = settled;
  const values = { state: 'withdrawn' as const, nextAt: null, endedAt: nowOf(asking), lastError, arn };
  const entry = { action: 'request.withdraw' as const, actor };
  await store.requests.change(request.id, 'waiting', values, entry, nowOf(asking));
  return true;
}

/**
 * Whom it is for has left, has just that profile by now, as it was made without it, or is held to no such budget any more;
 * null: it is still to be decided.
 */
async function settledBy(
  asking: Asking,
  request: Request,
): Promise<Pick<Request, 'lastError' | 'arn'> | null> {
  const { user } = request;
  if ((await asking.store.people.get(user))?.active === false)
    return { lastError: `${user} has left`, arn: null };
  if (request.kind === 'budget')
    return (await heldBy(asking, user, request.wanted)) === null
      ? { lastError: 'no such budget holds any more', arn: null }
      : null;
  const { active } = await alike(asking, { ...request.wanted, userEmail: user });
  return active === null ? null : { lastError: null, arn: active.arn };
}
