import type { Aws } from '../../aws/types.ts';
import { isError, LedgerError } from '../../core/errors.ts';
import type { TagKeys } from '../../core/estate.ts';
import { modelKeyOf } from '../../core/models.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { allowsModel } from '../../core/policies/choices.ts';
import type { CatalogueEntry, Place } from '../../core/types.ts';
import { makingOf, type Wanted } from '../../core/vending/making.ts';
import {
  isAsWanted,
  isOfSource,
  type Myself,
  myselfOf,
  placeOfProfile,
  type TaggedProfile,
  tagsOfOwn,
} from '../../core/vending/self.ts';
import type { FurtherTag } from '../../core/vending/tags.ts';

/**
 * Profiles of one's own, made, listed and deleted with one's own AWS credentials. There is no ledger: AWS decides by the
 * policies of whoever asks, so that nothing here asks who may. What is refused here before AWS does is refused for its words.
 */

export type SelfGateways = Pick<Aws, 'bedrock' | 'sts' | 'own'>;

/** How the company has its profiles. */
export interface SelfRules {
  tagKeys: Pick<TagKeys, 'user' | 'costCenter'>;
  tags: readonly FurtherTag[];
  /** Models that are allowed, as policies name them; null: all. */
  models: readonly string[] | null;
}

export interface MyTags {
  myself: Myself;
  /** Tags of the role or user itself; null where they may not be read, or where there are none to read. */
  tags: Readonly<Record<string, string>> | null;
}

/** Who asks, as far as AWS says. @throws AwsError */
export async function whoAmI(aws: SelfGateways, region: string): Promise<MyTags> {
  const place = { accountId: '', region };
  const myself = myselfOf(await aws.sts.account(place));
  const { kind, name } = myself;
  return { myself, tags: kind === 'other' ? null : await aws.own.tagsOfCaller(place, kind, name) };
}

/** Requests for tags at a time: a page of names a person waits for, and a pace that AWS accepts. */
const AT_A_TIME = 8;

/** One's own profiles in a place, oldest first. @throws AwsError */
export async function ownProfiles(
  aws: SelfGateways,
  place: Place,
  user: string,
  { tagKeys }: Pick<SelfRules, 'tagKeys'>,
): Promise<TaggedProfile[]> {
  const listed = (await aws.bedrock.listApplicationProfiles(place)).toSorted((a, b) =>
    a.createdAt < b.createdAt ? -1 : 1,
  );
  const found: (TaggedProfile | null)[] = new Array(listed.length).fill(null);
  let next = 0;
  const readOn = async () => {
    for (let at = next++; at < listed.length; at = next++) {
      const profile = listed[at];
      if (profile === undefined) return;
      const { arn, name, modelArns } = profile;
      const tags = await tagsIfThere(aws, place, arn);
      if (tags?.[tagKeys.user] === user) found[at] = { ...place, arn, name, modelArns, tags };
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, readOn));
  return found.filter((one) => one !== null);
}

/** Null where it was deleted since it was listed. */
async function tagsIfThere(
  { own }: SelfGateways,
  place: Place,
  arn: string,
): Promise<Record<string, string> | null> {
  try {
    return await own.tagsOfProfile(place, arn);
  } catch (error) {
    if (isNotThere(error)) return null;
    throw error;
  }
}

const isNotThere = (error: unknown): boolean =>
  isError(error, 'outside') && 'kind' in error && error.kind === 'notFound';

/** What a wish stands for, with the catalogue of its Region. */
export interface Source {
  source: CatalogueEntry;
  catalogue: readonly CatalogueEntry[];
}

/** @throws AwsError; LedgerError with what may be meant, or where the company does not allow the model */
export async function sourceFor(
  { bedrock }: SelfGateways,
  place: Place,
  id: string,
  { models }: Pick<SelfRules, 'models'>,
): Promise<Source> {
  const catalogue = await bedrock.listCatalogue(place);
  const source = catalogue.find((entry) => entry.id === id);
  if (source === undefined) {
    const near = nearest(
      id,
      catalogue.map((entry) => entry.id),
    );
    throw new LedgerError(
      'badRequest',
      `--model: ${place.region} has no model and no system profile "${id}": choose another, or another Region with --region.${didYouMean(near)}`,
    );
  }
  if (!allowsModel(models, source.modelKey))
    throw new LedgerError(
      'badRequest',
      `--model: "${id}" is not allowed here (policies.models): ${models?.join(', ')} are`,
    );
  return { source, catalogue };
}

/** Tries before it is given up: each stands for one that was made and deleted again. */
const MOST_ATTEMPTS = 50;
/** Looks at what AWS says it made, and between them milliseconds: what is new may not be seen at once. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 500;

export interface MadeProfile {
  arn: string;
  name: string;
  modelKey: string;
  /** False where there was one already. */
  created: boolean;
}

/**
 * Makes one's own profile. Idempotent: one of the same person, cost center, further tags, source and place is returned as it
 * is; two who ask at once with the same wish ask with the same token, for which AWS makes one.
 * @param wait for a number of milliseconds
 * @throws AwsError
 */
export async function makeOwn(
  aws: SelfGateways,
  wanted: Wanted,
  { source, catalogue }: Source,
  rules: SelfRules,
  wait: (ms: number) => Promise<unknown>,
): Promise<MadeProfile> {
  const here = async () =>
    (await ownProfiles(aws, wanted, wanted.userEmail, rules)).filter((one) =>
      isOfSource(one, wanted, source, catalogue),
    );
  const modelKey = modelKeyOf(source.modelArns);
  const before = await here();
  const same = before.find((one) => isAsWanted(one, wanted, rules.tagKeys, rules.tags));
  if (same !== undefined) return { arn: same.arn, name: same.name, modelKey, created: false };
  const tags = tagsOfOwn(rules.tagKeys, wanted);
  for (let attempt = before.length; attempt < before.length + MOST_ATTEMPTS; attempt++) {
    const { name, clientToken, copyFrom } = makingOf(wanted, source, attempt);
    const arn = await createOnce(aws, wanted, { name, clientToken, copyFrom, tags });
    if (arn === null) {
      const made = (await here()).find((one) => isAsWanted(one, wanted, rules.tagKeys, rules.tags));
      if (made !== undefined) return { arn: made.arn, name: made.name, modelKey, created: false };
    } else if (await isThere(aws, wanted, arn, wait)) return { arn, name, modelKey, created: true };
    // The token stands for one that was deleted, or for another wish.
  }
  throw new LedgerError(
    'conflict',
    `AWS answers with profiles that are gone, ${MOST_ATTEMPTS} times over: try again in an hour`,
  );
}

/** The ARN of what was made; null where the token stands for another wish, or one is being made with it. */
async function createOnce(
  { bedrock }: SelfGateways,
  place: Place,
  input: Parameters<SelfGateways['bedrock']['createProfile']>[1],
): Promise<string | null> {
  try {
    return (await bedrock.createProfile(place, input)).arn;
  } catch (error) {
    if (isError(error, 'conflict')) return null;
    throw error;
  }
}

/** For a token that was used before AWS answers with what it made then, though that be deleted. */
async function isThere(
  { bedrock }: SelfGateways,
  place: Place,
  arn: string,
  wait: (ms: number) => Promise<unknown>,
): Promise<boolean> {
  for (let look = 1; ; look++) {
    if (await bedrock.hasProfile(place, arn)) return true;
    if (look === LOOKS) return false;
    await wait(BETWEEN_LOOKS_MS);
  }
}

/** Where a profile is, by its ARN. @throws LedgerError where it is none */
export function placeOfOwn(arn: string): Place {
  const place = placeOfProfile(arn);
  if (place !== null) return place;
  throw new LedgerError(
    'badRequest',
    `"${arn}" is no ARN of an application inference profile: copy it from "bedrock-ledger profiles list --self"`,
  );
}

/** A profile of one's own, by its ARN. @throws AwsError; LedgerError where it is none, gone, of another account or of somebody else */
export async function ownProfile(
  aws: SelfGateways,
  arn: string,
  { user, accountId }: { user: string; accountId: string },
  { tagKeys }: Pick<SelfRules, 'tagKeys'>,
): Promise<Place> {
  const place = placeOfOwn(arn);
  if (place.accountId !== accountId)
    throw new LedgerError(
      'conflict',
      `${arn} is of account ${place.accountId}, and you are signed in to ${accountId}: sign in there`,
    );
  const tags = await tagsIfThere(aws, place, arn);
  if (tags === null) throw new LedgerError('notFound', `${arn} does not exist, or not any more`);
  const owner = tags[tagKeys.user] ?? '';
  if (owner !== user)
    throw new LedgerError(
      'forbidden',
      `${arn} is not yours: ${owner === '' ? `it has no tag ${tagKeys.user}` : `its tag ${tagKeys.user} says ${owner}`}, and you are ${user}. Nothing was deleted`,
    );
  return place;
}
