import { randomUUID } from 'node:crypto';
import type { BudgetRequest, ProfileRequest, Request } from '../../core/approvals.ts';
import { type Approver, approversOf, mayAnswer } from '../../core/approvers.ts';
import { LedgerError } from '../../core/errors.ts';
import { DAY_MS, instantOf } from '../../core/periods.ts';
import { datesOf } from '../../core/requestTimes.ts';
import type { Instant } from '../../core/types.ts';
import { wishKey } from '../../core/vending/approval.ts';
import type { Wanted } from '../../core/vending/making.ts';
import { type Asking, nowOf } from '../asking.ts';
import { approvalOf, approvingNow } from './approving.ts';
import { tellApprovers } from './letters.ts';

/** Requests of one person within a day: more are a slip or a script, and each is a letter to somebody. */
export const MOST_A_DAY = 20;

/** What somebody wants, whichever kind it is of. */
type Said = 'key' | 'user' | 'costCenter' | 'reason';
export type Wish =
  | Pick<ProfileRequest, 'kind' | 'wanted' | Said>
  | Pick<BudgetRequest, 'kind' | 'wanted' | Said>;

/**
 * Asks whoever has to agree that somebody gets a profile; in the caller's transaction, which has looked whether they may
 * have it. The same wish asked again is the request that is open already.
 * @throws LedgerError `tooMany`
 */
export const askForApproval = (asking: Asking, wanted: Wanted, reason: string): Promise<Request> =>
  keepRequest(asking, {
    kind: 'profile',
    key: wishKey(wanted),
    user: wanted.userEmail,
    costCenter: wanted.costCenter,
    wanted,
    reason,
  });

/** What decides on how a request begins. */
interface Beginning {
  /** When it is of no use any more; null: never. */
  over?: Instant | null;
  /** Whether it goes as far up as it goes at once: nobody before may grant it. */
  atLast?: boolean;
}

/**
 * Keeps a request and asks whoever may answer it; in the caller's transaction. Of a key that is open already it is that one.
 * @throws LedgerError `tooMany`
 */
export async function keepRequest(
  asking: Asking,
  wish: Wish,
  { over = null, atLast = false }: Beginning = {},
): Promise<Request> {
  const { store, viewer, actor, now } = asking;
  const approval = approvalOf(asking, wish.kind);
  const open = await store.requests.open(wish.key);
  if (open !== null) return open;
  if (approval.by === 'nobody') throw new LedgerError('internal', 'nobody has to agree to this');
  // Whoever asks at the machine is nobody's address: their name stands for them.
  const askedBy = viewer.email || viewer.id;
  const since = instantOf(now - DAY_MS);
  if ((await store.requests.askedSince(askedBy, since)) >= MOST_A_DAY)
    throw new LedgerError(
      'tooMany',
      `${askedBy} has asked ${MOST_A_DAY} times within a day, which is the most`,
    );
  const known = await approvingNow(asking);
  const steps = approversOf({ ...wish, askedBy, rule: approval.by }, known);
  const level = atLast ? Math.max(steps.length - 1, 0) : 0;
  const request: Request = {
    id: randomUUID(),
    ...wish,
    askedBy,
    state: 'waiting',
    rule: approval.by,
    level,
    asked: [],
    askedAt: nowOf(asking),
    ...datesOf(approval, now, level < steps.length - 1, over),
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
  const approvers: Iterable<Approver> = mayAnswer(steps, level).values();
  const asked = await tellApprovers(asking, request, approvers, known, false);
  return store.requests.ask({ ...request, asked }, actor, nowOf(asking));
}
