import { may, type Viewer, viewerOfPerson } from '../../core/access.ts';
import type { ProfileRequest, Request } from '../../core/approvals.ts';
import { type Fault, Invalid, isError, LedgerError } from '../../core/errors.ts';
import { visibleInLine } from '../../core/signs.ts';
import { makeAgain } from '../../core/vending/approval.ts';
import { tagField } from '../../core/vending/tags.ts';
import { type Asking, because, inOneReading, inOneWriting, nowOf } from '../asking.ts';
import { roleSettingsOf } from '../people/roleSettings.ts';
import { type VendGateways, vendAgreed } from '../profiles/vend.ts';
import { tellOutcome } from './letters.ts';

/**
 * Making what was approved: outside of the transaction in which it was, as every making. Whoever approves does it at once;
 * what came to no end is done by the job, by the same client token, so that one profile is made however many try.
 */

/** It cannot be made, today or later. */
class NeverMade extends LedgerError {
  override name = 'NeverMade';
  constructor(words: string) {
    super('conflict', words);
  }
}

/**
 * Makes what a request was approved for, as the person whom it is for, by what they may now: allowances and quota count
 * again. What fails is kept with the request; it is tried again where that may help, and told where not.
 * @returns how it stands afterwards: `made`, `failed`, or `approved` still
 */
export async function makeApproved(asking: Asking, aws: VendGateways | null, id: string): Promise<Request> {
  const request = await asking.store.requests.get(id);
  if (request === null) throw new LedgerError('internal', `there is no request ${id}`);
  // More budget is granted in the transaction in which it is approved: there is nothing to make.
  if (request.state !== 'approved' || request.kind !== 'profile') return request;
  try {
    if (aws === null) throw new LedgerError('switchedOff', 'creating profiles is switched off here');
    const viewer = await personOf(asking, request);
    const reason = `request ${id}, approved by ${request.decidedBy}`;
    const asPerson = { ...asking, viewer, actor: because(asking, reason) };
    const { profile } = await vendAgreed(asPerson, aws, { ...request.wanted, userEmail: request.user });
    return await ended(asking, request, { state: 'made', arn: profile.arn, lastError: null });
  } catch (error) {
    if (isError(error, 'leaseLost')) throw error;
    return noteFailure(asking, request, error);
  }
}

/** Whom it is for, as far as they may have it still. */
const personOf = (asking: Asking, { user, costCenter }: Request): Promise<Viewer> =>
  inOneReading(asking, async (inside) => {
    const facts = await inside.store.people.viewerFacts(user, nowOf(inside));
    if (facts === null) throw new NeverMade(`${user} has left`);
    const viewer = viewerOfPerson(facts, await roleSettingsOf(inside));
    if (!may(viewer, 'change', { kind: 'profile', user, costCenter }))
      throw new NeverMade(`${user} does not belong to cost center ${costCenter} any more`);
    return viewer;
  });

/** Ends a request that was approved, and tells whoever asked; whoever else has ended it first has told. */
const ended = (
  asking: Asking,
  request: ProfileRequest,
  how: Pick<Request, 'arn' | 'lastError'> & { state: 'made' | 'failed' },
): Promise<Request> =>
  inOneWriting(asking, async (inside) => {
    const { store, actor } = inside;
    const values = { ...how, nextAt: null, endedAt: nowOf(inside), attempts: request.attempts + 1 };
    // That a profile was made has an entry of its own.
    const entry = how.state === 'made' ? null : { action: 'request.fail' as const, actor };
    const changed = await store.requests.change(request.id, 'approved', values, entry, nowOf(inside));
    if (!changed) return (await store.requests.get(request.id)) ?? request;
    await tellOutcome(inside, { ...request, ...values }, how.state);
    return { ...request, ...values };
  });

async function noteFailure(asking: Asking, request: ProfileRequest, error: unknown): Promise<Request> {
  const lastError = visibleInLine(wordsOf(error)).slice(0, MOST_SAID);
  const attempts = request.attempts + 1;
  const nextAt = isForGood(error) ? null : makeAgain({ ...request, attempts }, asking.now);
  if (nextAt === null) return ended(asking, request, { state: 'failed', arn: null, lastError });
  const values = { attempts, lastError, nextAt };
  await asking.store.requests.change(request.id, 'approved', values, null, nowOf(asking));
  return (await asking.store.requests.get(request.id)) ?? request;
}
const MOST_SAID = 300;

const isForGood = (error: unknown): boolean =>
  error instanceof NeverMade || isError(error, 'invalid') || isError(error, 'forbidden');

function wordsOf(error: unknown): string {
  if (error instanceof Invalid) return error.faults.map(faultWords).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** What somebody could not have foreseen when they asked; for whoever reads the request, its letter and the log. */
function faultWords({ field, key, value, detail }: Fault): string {
  switch (key) {
    case 'profilesHeld':
      return `they have ${detail} profiles, which is the most that one person may have`;
    case 'profilesPerDay':
      return `${detail} profiles were made for them within 24 hours, which is the most`;
    case 'sourceHere':
      return `the model ${value} is not offered in that Region any more`;
    case 'place':
      return `${value} is none of the accounts and Regions of the settings any more`;
    case 'placeHere':
      return `the model is not offered in ${value} any more`;
    case 'sourceEnded':
      return `AWS is ending the model ${value}: no new profile is made for it`;
    case 'modelDenied':
      return `the model ${value} is not allowed here any more (policies.models)`;
    case 'geographyDenied':
      return `the route of ${value} is not allowed here any more (policies.geographies)`;
    case 'sourceRouted':
      return `the model ${value} cannot be called in the Region itself any more`;
    case 'quotaUsedUp':
      return `there is no room for another profile in ${value}: choose another account or Region`;
    case 'tagMissing':
      return `every profile here needs the tag ${detail} by now: ask again, and say which`;
    case 'tagValue':
      return `the tag ${field.slice(tagField('').length)} may not say "${value}" any more`;
    case 'tagUnknown':
      return `the tag ${value} is not set up here any more: ask again without it`;
    case 'userLeft':
      return `${value} has left`;
    case 'otherAddress':
    case 'spelling':
      return `the directory has the address as ${detail} by now: ask again`;
    default:
      return `${field} ${value ?? ''}: ${key}`;
  }
}
