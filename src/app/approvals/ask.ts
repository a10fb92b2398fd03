import { randomUUID } from 'node:crypto';
import type { Request } from '../../core/approvals.ts';
import { approversOf, mayAnswer } from '../../core/approvers.ts';
import { LedgerError } from '../../core/errors.ts';
import { DAY_MS, instantOf } from '../../core/periods.ts';
import { datesOf, wishKey } from '../../core/vending/approval.ts';
import type { Wanted } from '../../core/vending/making.ts';
import { type Asking, nowOf } from '../asking.ts';
import { approvingNow } from './approving.ts';
import { tellApprovers } from './letters.ts';

/** Requests of one person within a day: more are a slip or a script, and each is a letter to somebody. */
export const MOST_A_DAY = 20;

/**
 * Asks whoever has to agree that somebody gets a profile; in the caller's transaction, which has looked whether they may
 * have it. The same wish asked again is the request that is open already.
 * @throws LedgerError `tooMany`
 */
export async function askForApproval(asking: Asking, wanted: Wanted, reason: string): Promise<Request> {
  const { store, settings, viewer, actor, now } = asking;
  const { approval } = settings.vending;
  const open = await store.requests.open(wishKey(wanted));
  if (open !== null) return open;
  if (approval.by === 'nobody') throw new LedgerError('internal', 'nobody has to agree to this');
  const since = instantOf(now - DAY_MS);
  if ((await store.requests.askedSince(viewer.email, since)) >= MOST_A_DAY)
    throw new LedgerError(
      'tooMany',
      `${viewer.email} has asked for ${MOST_A_DAY} profiles within a day, which is the most`,
    );
  const known = await approvingNow(asking);
  const whose = { user: wanted.userEmail, askedBy: viewer.email, costCenter: wanted.costCenter };
  const steps = approversOf({ ...whose, rule: approval.by }, known);
  const request: Request = {
    id: randomUUID(),
    kind: 'profile',
    key: wishKey(wanted),
    ...whose,
    wanted,
    reason,
    state: 'waiting',
    rule: approval.by,
    level: 0,
    asked: [],
    askedAt: nowOf(asking),
    ...datesOf(approval, now, steps.length > 1),
    escalatedAt: null,
    decidedAt: null,
    decidedBy: null,
    decidedFor: null,
    decisionReason: '',
    endedAt: null,
    arn: null,
    attempts: 0,
    lastError: null,
  };
  const asked = await tellApprovers(asking, request, mayAnswer(steps, 0).values(), known, false);
  return store.requests.ask({ ...request, asked }, actor, nowOf(asking));
}
