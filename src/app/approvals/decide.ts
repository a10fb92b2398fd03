import type { BudgetRequest, Request, RequestState, RequestValues } from '../../core/approvals.ts';
import type { Approver } from '../../core/approvers.ts';
import { Invalid, LedgerError } from '../../core/errors.ts';
import { instantOf } from '../../core/periods.ts';
import { isExpired } from '../../core/requestTimes.ts';
import { MAKING_MS } from '../../core/vending/approval.ts';
import { type Asking, because, inOneWriting, mayDo, mustBeAllowed, NotThere, nowOf } from '../asking.ts';
import { reasonIn, type Typed, tidied } from '../typed.ts';
import { answeringNow, approvingNow, asOfNow, requestThing, wishThing } from './approving.ts';
import { grantBudget, readGrant } from './grant.ts';
import { tellBudgetOutcome, tellOutcome } from './letters.ts';

/** Answers to requests: one for each, whoever presses first. */

/** A request is not to be answered any more: how it stands. */
export class AnsweredAlready extends LedgerError {
  override name = 'AnsweredAlready';
  readonly state: RequestState;
  readonly by: string | null;
  constructor({ state, decidedBy }: Pick<Request, 'state' | 'decidedBy'>) {
    const by = decidedBy === null ? '' : ` by ${decidedBy}`;
    super('conflict', `this request was ${SAID[state]}${by} already: nothing was changed`);
    this.state = state;
    this.by = decidedBy;
  }
}
const SAID: Readonly<Record<RequestState, string>> = {
  waiting: 'asked',
  approved: 'approved',
  made: 'approved',
  failed: 'approved',
  declined: 'declined',
  withdrawn: 'taken back',
  expired: 'left without an answer until its deadline',
};

/** @throws NotThere where there is none, or it is not theirs to see; in the caller's unit of work */
export async function requestOf(asking: Asking, id: string) {
  const kept = await asking.store.requests.get(id);
  if (kept === null) throw new NotThere('request', `there is no request ${id}`);
  const known = await approvingNow(asking);
  const request = asOfNow(kept, known);
  const answering = answeringNow(request, known);
  const thing = requestThing(request, answering);
  if (!mayDo(asking, 'see', thing)) throw new NotThere('request', `there is no request ${id}`);
  return { request, known, answering, thing };
}

interface Answer {
  state: 'approved' | 'declined';
  typed: Typed;
}

/**
 * Answers a request once: of two at once the second is told how the first answered.
 * @throws NotThere, Forbidden (nobody answers what they asked for), AnsweredAlready also after its deadline
 */
function answer(asking: Asking, id: string, given: Answer): Promise<Request> {
  const { state } = given;
  return inOneWriting(asking, async (inside) => {
    const { store, viewer, now } = inside;
    const { request, answering, thing } = await requestOf(inside, id);
    if (request.state === 'waiting') mustBeAllowed(inside, 'change', thing);
    if (request.state === 'waiting' && isExpired(request, now))
      throw new AnsweredAlready({ state: 'expired', decidedBy: null });
    if (request.state !== 'waiting') throw new AnsweredAlready(request);
    // Read last: whoever may not answer learns nothing from what is wrong with the answer.
    const reason = reasonOf(given);
    const by: Approver | undefined = answering.get(viewer.email);
    const approved = state === 'approved';
    const comesTo = approved ? await approving(inside, request, given.typed) : ENDED;
    const decision = {
      ...comesTo,
      ...(comesTo === ENDED ? { state, endedAt: nowOf(inside) } : {}),
      costCenter: request.costCenter,
      decidedAt: nowOf(inside),
      decidedBy: viewer.id,
      decidedFor: by?.deputyFor ?? null,
      decisionReason: reason,
    };
    const action = approved ? ('request.approve' as const) : ('request.decline' as const);
    const entry = { action, actor: because(inside, reason) };
    await store.requests.change(id, 'waiting', decision, entry, nowOf(inside));
    const decided = { ...request, ...decision } as Request;
    if (decided.kind === 'budget') await tellBudgetOutcome(inside, decided, outcomeOf(decided));
    else if (!approved) await tellOutcome(inside, decided, 'declined');
    return decided;
  });
}

const ENDED = { nextAt: null } as const;

/**
 * What comes of an approval. A profile is made once the transaction is over: whoever approves has it made at once, and
 * where they come to no end, the job does. More budget is granted in the transaction.
 */
async function approving(asking: Asking, request: Request, typed: Typed): Promise<RequestValues> {
  if (request.kind === 'profile')
    return { state: 'approved', nextAt: instantOf(asking.now + MAKING_MS), endedAt: null };
  const wanted = await grantBudget(asking, request, readGrant(request, typed, asking.now));
  return { state: 'made', nextAt: null, endedAt: nowOf(asking), wanted };
}

function outcomeOf({ state, wanted }: BudgetRequest): 'approved' | 'changed' | 'declined' {
  const { granted, extra, until } = wanted;
  if (state !== 'made' || granted === null) return 'declined';
  return granted.extra === extra && granted.until === until ? 'approved' : 'changed';
}

/**
 * @param typed `reason`, which may be left out; of a request for more budget `amount` and `day` (its last) as well, where
 * another amount or end is granted than was asked for
 * @throws Invalid also
 */
export const approveRequest = (asking: Asking, id: string, typed: Typed): Promise<Request> =>
  answer(asking, id, { state: 'approved', typed });

/** @param typed `reason`: whoever asked is told why @throws Invalid also */
export const declineRequest = (asking: Asking, id: string, typed: Typed): Promise<Request> =>
  answer(asking, id, { state: 'declined', typed });

function reasonOf({ state, typed }: Answer): string {
  const { reason, faults } = reasonIn(tidied(typed));
  if (state === 'declined' && reason === '') faults.push({ field: 'reason', key: 'declineWhy' });
  if (faults.length > 0) throw new Invalid(faults);
  return reason;
}

/**
 * Takes a request back that waits; whoever asked, and whom it is for, may, and administrators.
 * @throws NotThere, Forbidden, AnsweredAlready
 */
export function withdrawRequest(asking: Asking, id: string): Promise<Request> {
  return inOneWriting(asking, async (inside) => {
    const { store, actor } = inside;
    const { request } = await requestOf(inside, id);
    mustBeAllowed(inside, 'change', wishThing(request));
    if (request.state !== 'waiting') throw new AnsweredAlready(request);
    const values = { state: 'withdrawn' as const, nextAt: null, endedAt: nowOf(inside) };
    const entry = { action: 'request.withdraw' as const, actor };
    await store.requests.change(id, 'waiting', values, entry, nowOf(inside));
    return { ...request, ...values };
  });
}
