import { createHash } from 'node:crypto';
import type { Aws } from '../aws/types.ts';
import type { Clock } from '../core/clock.ts';
import { TAG_VALUE } from '../core/directory.ts';
import { LedgerError } from '../core/errors.ts';
import { modelKeyOf, priceRouteOf } from '../core/models.ts';
import type { Settings } from '../core/settings.ts';
import type { Actor, CatalogueEntry, Place, Profile } from '../core/types.ts';
import type { Store } from '../store/types.ts';

export interface VendDeps {
  store: Store;
  aws: Pick<Aws, 'bedrock' | 'quotas'>;
  clock: Clock;
  settings: Pick<Settings, 'tagKeys'>;
}
export interface VendRequest extends Place {
  userEmail: string;
  costCenter: string;
  /** Id of a system profile, or of a foundation model. */
  sourceId: string;
}

/** Refused in words: quota, unknown model, tag values that Bedrock does not take. */
export class VendRefused extends LedgerError {
  override name = 'VendRefused';
  constructor(message: string) {
    super('conflict', message);
  }
}

/** Letters, digits and single hyphens, at most `length`: what a profile's name may hold (no `@`, no `.`). */
export const legalName = (text: string, length = 64): string =>
  text
    .replace(/[^0-9a-zA-Z]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, length)
    .replace(/-$/, '');

/** Name, unique InferenceProfile tag and idempotency token of a request. The same request gives the same; never used again after `attempt`. Pure. */
export function vendPlan(
  request: VendRequest,
  source: CatalogueEntry,
  attempt: number,
): { name: string; profileTag: string; clientToken: string; copyFrom: string } {
  const key = createHash('sha256')
    .update([request.userEmail, request.sourceId, request.accountId, request.region, attempt].join('|'))
    .digest('hex');
  const base = legalName(`${request.userEmail.split('@')[0]} ${source.name}`, 50);
  const copyFrom =
    source.type === 'systemProfile'
      ? `arn:aws:bedrock:${request.region}:${request.accountId}:inference-profile/${source.id}`
      : (source.modelArns[0] ?? `arn:aws:bedrock:${request.region}::foundation-model/${source.id}`);
  return {
    name: `${base}-${key.slice(0, 6)}`,
    profileTag: `${base}-${key.slice(0, 10)}`,
    clientToken: key,
    copyFrom,
  };
}

/**
 * Creates the application inference profile of a person for a model. Idempotent: an active one of the same person,
 * cost center, source and place is returned as it is. Whoever moved gets another: the old one is charged as before.
 * @throws VendRefused, AwsError
 */
export async function vendProfile(
  { store, aws, clock, settings }: VendDeps,
  request: VendRequest,
  actor: Actor,
): Promise<{ profile: Profile; created: boolean }> {
  for (const [field, value] of [
    ['user', request.userEmail],
    ['cost center', request.costCenter],
  ] as const)
    if (!TAG_VALUE.test(value))
      throw new VendRefused(
        `${field}: "${value}" holds signs that Bedrock does not take in tags (letters, digits, spaces and . _ : / = + @ - are fine)`,
      );
  const source = (await store.profiles.catalogue()).find(
    (entry) => entry.region === request.region && entry.id === request.sourceId,
  );
  if (!source)
    throw new VendRefused(
      `model: "${request.sourceId}" is not in the catalogue of ${request.region}; choose another model or Region, or run "bedrock-ledger sync profiles" where it is new`,
    );
  const here = (await store.profiles.all()).filter(
    (p) => p.accountId === request.accountId && p.region === request.region,
  );
  const { user, costCenter, profile: profileKey } = settings.tagKeys;
  const same = here.filter(
    (p) =>
      p.sourceId === request.sourceId &&
      p.history.at(-1)?.tags[user] === request.userEmail &&
      p.history.at(-1)?.tags.ManagedBy === 'bedrock-ledger',
  );
  const now = new Date(clock.now()).toISOString();
  const active = same.find(
    (p) => p.goneAt === null && p.history.at(-1)?.tags[costCenter] === request.costCenter,
  );
  if (active) {
    // Made here and seen by a listing before it was recorded, because the making was interrupted: completed now.
    const madeHere = same.some((_, attempt) => vendPlan(request, source, attempt).name === active.name);
    if (madeHere) await store.profiles.addCreated(active, actor, now);
    return { profile: active, created: false };
  }
  const quota = await aws.quotas.profileQuota(request);
  const inUse = here.filter((p) => p.goneAt === null).length;
  if (quota !== null && inUse >= quota)
    throw new VendRefused(
      `account ${request.accountId} has ${inUse} of ${quota} inference profiles in ${request.region}: raise the quota L-40EC9882 or remove unused ones`,
    );
  const { name, profileTag, clientToken, copyFrom } = vendPlan(request, source, same.length);
  const tags = {
    [user]: request.userEmail,
    [costCenter]: request.costCenter,
    [profileKey]: profileTag,
    ManagedBy: 'bedrock-ledger',
  };
  const { arn } = await aws.bedrock.createProfile(request, { name, copyFrom, tags, clientToken });
  const route =
    source.type === 'model'
      ? ('inRegion' as const)
      : priceRouteOf(source.id) === 'global'
        ? ('global' as const)
        : ('geo' as const);
  const profile: Profile = {
    accountId: request.accountId,
    region: request.region,
    arn,
    shortId: arn.slice(arn.lastIndexOf('/') + 1),
    name,
    status: 'ACTIVE',
    modelKey: modelKeyOf(source.modelArns),
    modelArns: source.modelArns,
    route,
    sourceId: source.id,
    createdAt: now,
    firstSeenAt: now,
    lastSeenAt: now,
    goneAt: null,
    history: [{ from: now, tags }],
  };
  await store.profiles.addCreated(profile, actor, now);
  return { profile, created: true };
}

/** Deletes a profile in AWS and marks it; its past stays. */
export async function retireProfile(
  { store, aws, clock }: VendDeps,
  arn: string,
  actor: Actor,
): Promise<void> {
  const profile = await store.profiles.get(arn);
  if (!profile) throw new VendRefused(`${arn} is not known here; run "bedrock-ledger sync profiles" first`);
  await aws.bedrock.deleteProfile(profile, arn);
  await store.profiles.markDeleted(arn, actor, new Date(clock.now()).toISOString());
}
