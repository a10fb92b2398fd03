import type { Aws } from '../../aws/types.ts';
import { type Fault, Invalid, isError, LedgerError } from '../../core/errors.ts';
import { modelKeyOf, routeFrom } from '../../core/models.ts';
import { nearest } from '../../core/nearest.ts';
import { MANAGED_BY, OURS } from '../../core/policies/choices.ts';
import { placesOf } from '../../core/settings.ts';
import type { CatalogueEntry, Instant, Profile } from '../../core/types.ts';
import { makingOf, type Making as Plan, tagsOfMaking } from '../../core/vending/making.ts';
import { isShared } from '../../core/vending/shared.ts';
import { type Asking, because, inOneWriting, mustBeAllowed, mustChangeAny, nowOf } from '../asking.ts';
import { newId } from '../credentials/secrets.ts';
import { type Confirmed, confirmedIn, mustBeKnown, type Named } from '../known.ts';
import type { Typed } from '../typed.ts';
import { spelling, visibleUsers } from '../visible.ts';
import { readVend, type VendRequest } from './read.ts';
import { given, type Maker, mayGoBeyond, reserve } from './reserve.ts';

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
}

/**
 * Creates the application inference profile of a person for a model. Idempotent: an active one of the same person,
 * cost center, further tags, source and place is returned as it is; of a shared one, for nobody, the same without the person. Whoever moved gets another: the old one is charged as before.
 * @param typed see `readVend`; `unknown.userEmail` and `unknown.costCenter` where these are right although they are not known;
 * `beyond` where an administrator means one more than the person may have
 * @throws Forbidden, Invalid (also where the person has as many as one may), AwsError; LedgerError `conflict` where a quota is used up, or another one is being made
 */
export async function vendProfile(asking: Asking, aws: VendGateways, typed: Typed): Promise<Vended> {
  mustChangeAny(asking, 'profile');
  const { reason, ...request } = readVend(
    typed,
    asking.settings.vending.tags,
    asking.settings.vending.shared,
  );
  const { userEmail: user, costCenter } = request;
  mustBeAllowed(asking, 'change', { kind: 'profile', user, costCenter, shared: user === '' });
  const withReason = { ...asking, actor: because(asking, reason) };
  const making: Maker = { id: newId(), beyond: mayGoBeyond(asking, user, typed) };
  let asked = '';
  for (;;) {
    const decided: Vended | Making = await inOneWriting(withReason, async (inside) => {
      const decision = await decide(inside, request, confirmedIn(typed));
      // What is shared counts for nobody; the client token holds requests for it together.
      if ('plan' in decision && user !== '') await reserve(inside, user, decision.plan.clientToken, making);
      else await inside.store.profiles.release(making.id);
      return decision;
    });
    if ('profile' in decided) return decided;
    if (decided.plan.clientToken === asked) throw await given(asking, making, underWay(request));
    asked = decided.plan.clientToken;
    await mustFit(aws, request, decided.inUse).catch(async (error: Error) => {
      throw await given(asking, making, error);
    });
    // Where AWS does not say whether it made one, it counts until the next listing says so.
    const arn = await create(aws, request, decided);
    const profile = arn === null ? null : profileOf(nowOf(asking), request, decided, arn);
    if (profile !== null && (await keep(withReason, profile, making))) return { profile, created: true };
    // Another request took the token, or what it stood for was deleted since: by now the ledger may know more.
  }
}

/** What is to be asked of AWS. */
interface Making {
  source: CatalogueEntry;
  plan: Plan;
  tags: Readonly<Record<string, string>>;
  /** Profiles that are there in this account and Region. */
  inUse: number;
}

async function decide(asking: Asking, request: VendRequest, confirmed: Confirmed): Promise<Vended | Making> {
  const { store, actor } = asking;
  const source = await sourceOf(asking, request);
  await mustBeKnown(asking, namedIn(request), confirmed);
  const here = (await store.profiles.all()).filter(
    (one) => one.accountId === request.accountId && one.region === request.region,
  );
  const same = here.filter((one) => isSame(asking, request, one));
  const active = same.find((one) => one.goneAt === null && isChargedAlike(asking, request, one));
  if (active === undefined) {
    const plan = makingOf(request, source, same.length);
    const inUse = here.filter((one) => one.goneAt === null).length;
    return { source, plan, tags: tagsOfMaking(asking.settings.tagKeys, request, plan), inUse };
  }
  // Made here and seen by a listing before it was recorded, because the making was interrupted: completed now.
  const madeHere = same.some((_, attempt) => makingOf(request, source, attempt).name === active.name);
  if (madeHere) await store.profiles.addCreated(active, actor, nowOf(asking));
  return { profile: active, created: false };
}

const namedIn = ({ userEmail, costCenter }: VendRequest): Named[] => [
  ...(userEmail === '' ? [] : [{ field: 'userEmail', kind: 'user', key: userEmail } as const]),
  { field: 'costCenter', kind: 'costCenter', key: costCenter },
];

const tagsOf = ({ history }: Profile): Readonly<Record<string, string>> => history.at(-1)?.tags ?? {};

/** Whether it was made by this product for the same person and model, whatever it is charged to; a shared one to the same. */
function isSame(asking: Asking, request: VendRequest, profile: Profile): boolean {
  const { tagKeys } = asking.settings;
  if (profile.sourceId !== request.sourceId) return false;
  if (request.userEmail === '') return isShared(profile, tagKeys) && isChargedAlike(asking, request, profile);
  return tagsOf(profile)[tagKeys.user] === request.userEmail && tagsOf(profile)[MANAGED_BY] === OURS;
}

/** Whether its tags charge it as the request says. Further tags that nobody asks for may be there. */
function isChargedAlike({ settings }: Asking, { costCenter, tags }: VendRequest, profile: Profile): boolean {
  const has = tagsOf(profile);
  return (
    has[settings.tagKeys.costCenter] === costCenter &&
    settings.vending.tags.every(({ key }) => has[key] === tags[key])
  );
}

/**
 * What the profile is to stand for.
 * @throws Invalid also where the person is spelled otherwise here, or the place is none of the settings
 */
async function sourceOf(asking: Asking, request: VendRequest): Promise<CatalogueEntry> {
  const { userEmail, sourceId, accountId, region } = request;
  const faults: Fault[] = [];
  // The tag has to be what the session of its user carries: their own address, letter by letter.
  const other = userEmail === '' ? null : await otherSpelling(asking, userEmail);
  if (other !== null) faults.push({ field: 'userEmail', key: 'spelling', value: userEmail, detail: other });
  if (!placesOf(asking.settings).some((one) => one.accountId === accountId && one.region === region))
    faults.push({ field: 'place', key: 'place', value: `${accountId}/${region}` });
  if (faults.length > 0) throw new Invalid(faults);
  const catalogue = await asking.store.profiles.catalogue();
  const here = catalogue.filter((entry) => entry.region === region);
  const source = here.find(({ id }) => id === sourceId);
  if (source !== undefined) return source;
  const near = nearest(
    sourceId,
    here.map(({ id }) => id),
  );
  throw new Invalid([{ field: 'source', key: 'sourceHere', value: sourceId, detail: near }]);
}

/** How the person is spelled otherwise here; null where that is not so. */
async function otherSpelling(asking: Asking, userEmail: string): Promise<string | null> {
  const own = await asking.store.people.ownAddress(userEmail);
  return own === userEmail ? spelling(await visibleUsers(asking))(userEmail) : own;
}

/** AWS itself refuses what is beyond the quota; this says so first, and what to do. */
async function mustFit(aws: VendGateways, request: VendRequest, inUse: number): Promise<void> {
  const quota = await aws.quotas.profileQuota(request);
  if (quota !== null && inUse >= quota)
    throw new LedgerError(
      'conflict',
      `account ${request.accountId} has ${inUse} of ${quota} inference profiles in ${request.region}: raise the quota L-40EC9882 or remove unused ones`,
    );
}

/** The ARN of what was made; null where the token stands for another request, or one is being made with it. */
async function create(
  { bedrock }: VendGateways,
  request: VendRequest,
  { plan, tags }: Making,
): Promise<string | null> {
  const { name, copyFrom, clientToken } = plan;
  try {
    return (await bedrock.createProfile(request, { name, copyFrom, tags, clientToken })).arn;
  } catch (error) {
    if (isError(error, 'conflict')) return null;
    throw error;
  }
}

function profileOf(now: Instant, request: VendRequest, { source, plan, tags }: Making, arn: string): Profile {
  return {
    accountId: request.accountId,
    region: request.region,
    arn,
    shortId: arn.slice(arn.lastIndexOf('/') + 1),
    name: plan.name,
    status: 'ACTIVE',
    modelKey: modelKeyOf(source.modelArns),
    modelArns: source.modelArns,
    route: routeFrom(source),
    sourceId: source.id,
    createdAt: now,
    firstSeenAt: now,
    lastSeenAt: now,
    goneAt: null,
    history: [{ from: now, tags }],
  };
}

/** Keeps what AWS made, with its audit entry; false where it was deleted since, so that nothing new was made. */
const keep = (asking: Asking, profile: Profile, { id }: Maker): Promise<boolean> =>
  inOneWriting(asking, async ({ store, actor }) => {
    await store.profiles.release(id);
    const held = await store.profiles.get(profile.arn);
    if (held !== null && held.goneAt !== null) return false;
    await store.profiles.addCreated(profile, actor, nowOf(asking));
    return true;
  });

const underWay = ({ userEmail, costCenter, sourceId }: VendRequest): LedgerError =>
  new LedgerError(
    'conflict',
    `another profile of ${userEmail || costCenter} for ${sourceId} is being made: try again in a moment; where that does not help, run "bedrock-ledger sync profiles" first`,
  );
