import type { Aws } from '../../aws/types.ts';
import type { Request } from '../../core/approvals.ts';
import { isError, LedgerError } from '../../core/errors.ts';
import { placeKey } from '../../core/places.ts';
import { isOurs } from '../../core/provisioning/existing.ts';
import type { CatalogueEntry, Instant, Profile } from '../../core/types.ts';
import { needsApproval, wishKey } from '../../core/vending/approval.ts';
import {
  makingOf,
  type Making as Plan,
  profileMade,
  tagsOfMaking,
  type Wanted,
} from '../../core/vending/making.ts';
import { tagField } from '../../core/vending/tags.ts';
import { askForApproval } from '../approvals/ask.ts';
import { type Asking, because, inOneWriting, mustChangeAny, nowOf } from '../asking.ts';
import { newId } from '../credentials/secrets.ts';
import { bornMarked } from '../stop/born.ts';
import type { Typed } from '../typed.ts';
import { alike } from './alike.ts';
import { isSeen } from './lag.ts';
import type { VendRequest } from './read.ts';
import { given, type Maker, mayGoBeyond, mustHaveRoom, reserve } from './reserve.ts';
import { noRoom, roomsKnown } from './room.ts';
import { readWish, type Wish } from './wish.ts';

/**
 * Making a profile. The ledger decides in one transaction, then AWS is asked, then the ledger keeps what was made in
 * another: inside a transaction nobody waits for AWS. What holds several requests together is the client token: the
 * same decision gives the same token, and AWS makes one profile per token, however many ask, from however many
 * processes, and however often a maker is killed on the way.
 */

export type VendGateways = Pick<Aws, 'bedrock' | 'quotas'>;
export interface Vended {
  profile: Profile;
  /** False where there was one already. */
  created: boolean;
  /** Whether AWS has it, as far as it said so just now; false: it could not be asked. */
  verified: boolean;
}
/** Nothing is made yet: somebody has to agree first. */
export interface Asked {
  request: Request;
}
/** Where nobody can be shown a request. @throws LedgerError `conflict` with where it waits */
export function madeAtOnce(answer: Vended | Asked): Vended {
  if (!isAsked(answer)) return answer;
  const { id, deadlineAt } = answer.request;
  throw new LedgerError(
    'conflict',
    `somebody has to agree first: request ${id} waits for an answer until ${deadlineAt.slice(0, 16).replace('T', ' ')} UTC`,
  );
}
export const isAsked = (answer: Vended | Asked): answer is Asked => 'request' in answer;

/**
 * Creates the application inference profile of a person for a model. Idempotent: an active one of the same person,
 * cost center, further tags, source and place is returned as it is, once AWS says that it has it; one that AWS no longer has is
 * marked, and another made. Of a shared one the same, for nobody. Whoever moved gets another: the old one is charged as before.
 * @param typed see `readWish`; `beyond` where an administrator means one more than the person may have
 * @returns the request that waits, where somebody has to agree first and there is no such profile yet
 * @throws Forbidden, Invalid (also where the person has as many as one may, and where the place has no room), AwsError;
 * LedgerError `conflict` where another one is being made
 */
export async function vendProfile(asking: Asking, aws: VendGateways, typed: Typed): Promise<Vended | Asked> {
  mustChangeAny(asking, 'profile');
  return vend(asking, aws, typed, false);
}

/**
 * Makes a profile that somebody agreed to; whoever asks is the person whom it is for. Otherwise as `vendProfile`.
 * @throws Invalid, AwsError; LedgerError `conflict`
 */
export async function vendAgreed(asking: Asking, aws: VendGateways, wanted: Wanted): Promise<Vended> {
  const { userEmail, costCenter, sourceId, accountId, region, tags } = wanted;
  const typed: Typed = {
    userEmail,
    costCenter,
    source: sourceId,
    place: `${accountId}/${region}`,
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [tagField(key), value])),
    // Whoever agreed knew them.
    'unknown.userEmail': userEmail,
    'unknown.costCenter': costCenter,
  };
  const vended = await vend(asking, aws, typed, true);
  if (isAsked(vended)) throw new LedgerError('internal', 'what was agreed to was asked for again');
  return vended;
}

async function vend(
  asking: Asking,
  aws: VendGateways,
  typed: Typed,
  agreed: boolean,
): Promise<Vended | Asked> {
  const making = newId();
  let asked = '';
  const usedUp = new Set<string>();
  for (;;) {
    const decided = await inOneWriting(asking, (inside) =>
      decide(inside, typed, { id: making, agreed, usedUp }),
    );
    if ('request' in decided) return decided;
    const { wish } = decided;
    const withReason = { ...asking, actor: because(asking, wish.reason) };
    const look = async (profile: Profile): Promise<boolean | null> => {
      const isThere = await lookedFor(aws, profile, nowOf(asking));
      if (isThere === false) await markMissing(withReason, profile);
      return isThere;
    };
    if ('profile' in decided) {
      const isThere = await look(decided.profile);
      if (isThere === false) continue;
      return { profile: decided.profile, created: false, verified: isThere === true };
    }
    const maker = { id: making };
    if (decided.plan.clientToken === asked) throw await given(asking, maker, underWay(wish.wanted));
    asked = decided.plan.clientToken;
    await mustFit(asking, aws, wish.wanted, decided.inUse).catch(async (error: Error) => {
      throw await given(asking, maker, error);
    });
    // Where AWS does not say whether it made one, it counts until the next listing says so.
    const arn = await create(asking, aws, decided, making);
    const profile = arn === null ? null : madeOf(decided, arn, nowOf(asking));
    if (profile !== null && (await keep(withReason, profile, maker))) {
      // A ledger that was put back asks with a token that was used; what it stood for may be gone since.
      const isThere = await look(profile);
      if (isThere !== false) return { profile, created: true, verified: isThere === true };
    } else if (profile !== null) usedUp.add(asked);
    // Another request took the token, or what it stood for was deleted since: by now the ledger may know more.
  }
}

/** What is to be asked of AWS. */
interface Making {
  wish: Wish;
  plan: Plan;
  tags: Readonly<Record<string, string>>;
  /** Profiles that are there in this account and Region. */
  inUse: number;
}

async function decide(
  asking: Asking,
  typed: Typed,
  { id, agreed, usedUp }: { id: string; agreed: boolean; usedUp: ReadonlySet<string> },
): Promise<{ wish: Wish; profile: Profile } | Making | Asked> {
  const { store, settings } = asking;
  const wish = await readWish(asking, typed);
  const { wanted, source, reason } = wish;
  const { same, active } = await alike(asking, wanted);
  if (active === null) {
    const plan = nextMaking(wanted, source, same.length, usedUp);
    const beyond = mayGoBeyond(asking, wanted.userEmail, typed);
    if (!agreed && wanted.userEmail !== '' && needsApproval(settings.vending.approval, asking.viewer, wanted))
      return askFirst(asking, wish, beyond);
    // What is shared counts for nobody; the client token holds requests for it together.
    if (wanted.userEmail !== '') await reserve(asking, wanted.userEmail, plan.clientToken, { id, beyond });
    const room = (await roomsKnown(asking)).find((one) => placeKey(one) === placeKey(wanted));
    const tags = {
      ...tagsOfMaking(settings.tagKeys, wanted, plan),
      ...(await bornMarked(asking, wanted, source)),
    };
    return { wish, plan, tags, inUse: room?.inUse ?? 0 };
  }
  await store.profiles.release(id);
  // Made here and seen by a listing before it was recorded, because the making was interrupted: completed now.
  const madeHere =
    isOurs(active) && same.some((_, attempt) => makingOf(wanted, source, attempt).name === active.name);
  if (madeHere) await store.profiles.addCreated(active, because(asking, reason), nowOf(asking));
  return { wish, profile: active };
}

/** Somebody has to agree first: the request that is kept stands for what was asked. Those that are open count as profiles. */
async function askFirst(asking: Asking, { wanted, reason }: Wish, beyond: boolean): Promise<Asked> {
  const { store } = asking;
  const open = await store.requests.openFor(wanted.userEmail, 'profile');
  const making = await store.profiles.making(wanted.userEmail, nowOf(asking));
  const others = open.filter(({ key }) => key !== wishKey(wanted)).length;
  await mustHaveRoom(asking, wanted.userEmail, others + making.length, beyond);
  return { request: await askForApproval(asking, wanted, reason) };
}

/**
 * Whether AWS still has a profile of which the ledger thinks so; null where AWS did not say. Then it is handed out all the
 * same: it was there when it was listed last, it works while the control plane does not answer, and whoever gets it is told.
 */
async function lookedFor({ bedrock }: VendGateways, profile: Profile, now: Instant): Promise<boolean | null> {
  try {
    return await isSeen(profile, now, () => bedrock.hasProfile(profile, profile.arn));
  } catch (error) {
    if (isError(error, 'outside') || isError(error, 'conflict')) return null;
    throw error;
  }
}

/** What is asked of AWS: nothing that is known to be used up already is asked for again. */
function nextMaking(
  wanted: Wanted,
  source: CatalogueEntry,
  attempt: number,
  usedUp: ReadonlySet<string>,
): Plan {
  const plan = makingOf(wanted, source, attempt);
  return usedUp.has(plan.clientToken) ? nextMaking(wanted, source, attempt + 1, usedUp) : plan;
}

/**
 * AWS itself refuses what is beyond the quota; this says so first, what to do, and where there is room.
 * @throws Invalid with the place at fault
 */
async function mustFit(asking: Asking, aws: VendGateways, place: VendRequest, inUse: number): Promise<void> {
  const { accountId, region } = place;
  let quota: number | null;
  try {
    quota = await aws.quotas.profileQuota(place);
  } catch (error) {
    if (!isError(error, 'outside')) throw error;
    // Whether there is room is a courtesy: AWS says itself when there is none.
    return;
  }
  await asking.store.profiles.keepQuota({ accountId, region }, quota, nowOf(asking));
  if (quota !== null && inUse >= quota) throw await noRoom(asking, place);
}

/** The ARN of what was made; null where the token stands for another request, or one is being made with it. */
async function create(
  asking: Asking,
  { bedrock }: VendGateways,
  { wish: { wanted }, plan, tags }: Making,
  id: string,
): Promise<string | null> {
  const { name, copyFrom, clientToken } = plan;
  try {
    return (await bedrock.createProfile(wanted, { name, copyFrom, tags, clientToken })).arn;
  } catch (error) {
    if (isError(error, 'conflict')) return null;
    if (isError(error, 'outside') && 'kind' in error && error.kind === 'quota')
      throw await given(asking, { id }, await noRoom(asking, wanted));
    throw error;
  }
}

const madeOf = ({ wish: { wanted, source }, plan, tags }: Making, arn: string, now: Instant): Profile =>
  profileMade(wanted, source, plan, { arn, tags, now });

/** Keeps what AWS made, with its audit entry; false where it was deleted since, so that nothing new was made. */
const keep = (asking: Asking, profile: Profile, { id }: Pick<Maker, 'id'>): Promise<boolean> =>
  inOneWriting(asking, async ({ store, actor }) => {
    await store.profiles.release(id);
    const held = await store.profiles.get(profile.arn);
    if (held !== null && held.goneAt !== null) return false;
    await store.profiles.addCreated(profile, actor, nowOf(asking));
    return true;
  });

const markMissing = (asking: Asking, { arn }: Profile): Promise<void> =>
  inOneWriting(asking, ({ store, actor }) => store.profiles.markMissing(arn, actor, nowOf(asking)));

const underWay = ({ userEmail, costCenter, sourceId }: VendRequest): LedgerError =>
  new LedgerError(
    'conflict',
    `another profile of ${userEmail || costCenter} for ${sourceId} is being made: try again in a moment; where that does not help, run "bedrock-ledger sync profiles" first`,
  );
