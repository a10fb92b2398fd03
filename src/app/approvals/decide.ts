import type { Request, RequestState } from '../../core/approvals.ts';
import type { Approver } from '../../core/approvers.ts';
import { Invalid, LedgerError } from '../../core/errors.ts';
import { instantOf } from '../../core/periods.ts';
import { isExpired, MAKING_MS } from '../../core/vending/approval.ts';
import { type Asking, because, inOneWriting, mayDo, mustBeAllowed, NotThere, nowOf } from '../asking.ts';
import { reasonIn, type Typed, tidied } from '../typed.ts';
import { answeringNow, approvingNow, requestThing, wishThing } from './approving.ts';
import { tellOutcome } from './letters.ts';

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
  const request = await asking.store.requests.get(id);
  if (request === null) throw new NotThere('request', `there is no request ${id}`);
  const known = await approvingNow(asking);
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
    const decision = {
      state,
      decidedAt: nowOf(inside),
      decidedBy: viewer.id,
      decidedFor: by?.deputyFor ?? null,
      decisionReason: reason,
      // Whoever approves has it made at once; where they come to no end, the job does.
      nextAt: approved ? instantOf(now + MAKING_MS) : null,
      endedAt: approved ? null : nowOf(inside),
    };
    const action = approved ? ('request.approve' as const) : ('request.decline' as const);
    const entry = { action, actor: because(inside, reason) };
    await store.requests.change(id, 'waiting', decision, entry, nowOf(inside));
    const decided = { ...request, ...decision };
    if (!approved) await tellOutcome(inside, decided, 'declined');
    return decided;
  });
}

/** @param typed `reason`, which may be left out @throws Invalid also */
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
