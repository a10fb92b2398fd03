import { TAG_VALUE } from '../directory.ts';
import type { TagKeys } from '../estate.ts';
import { inferRoute } from '../models.ts';
import { isEmail } from '../people.ts';
import type { CatalogueEntry, Place } from '../types.ts';
import { makingOf, type Wanted } from './making.ts';
import type { FurtherTag } from './tags.ts';

/**
 * Profiles that somebody makes with AWS credentials of their own, without a ledger. Which tags a session carries AWS tells
 * nobody: they are read where they may stand, else they have to be given. Pure; nothing is guessed in silence.
 */

/** Who AWS says is calling. */
export interface Myself {
  partition: string;
  accountId: string;
  /** A role that was taken on, a user of IAM, or something that has no tags. */
  kind: 'role' | 'user' | 'other';
  /** Of the role or user, without its path. */
  name: string;
  /** What the session of a role is called: under IAM Identity Center most often the address. '' where there is none. */
  session: string;
}

const CALLER =
  /^arn:([a-z-]+):(?:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)|iam::(\d{12}):user\/(?:.*\/)?([^/]+))$/;

/** @param account as AWS says it beside the ARN */
export function myselfOf({ arn, accountId }: { arn: string; accountId: string }): Myself {
  const [, partition, , role, session, , user] = CALLER.exec(arn) ?? [];
  const base = { partition: partition ?? arn.split(':')[1] ?? 'aws', accountId };
  if (role !== undefined) return { ...base, kind: 'role', name: role, session: session ?? '' };
  if (user !== undefined) return { ...base, kind: 'user', name: user, session: '' };
  return { ...base, kind: 'other', name: '', session: '' };
}

/** Where a value was found. */
export type Found = 'given' | 'userTags' | 'roleTags' | 'session' | 'profiles';

/** A value with where it stands; or why there is none: nothing says it, several do and differ, or no tag can hold it. */
export type Said =
  | { value: string; from: Found }
  | { value: null; why: 'nothing' }
  | { value: null; why: 'several'; values: readonly string[] }
  | { value: null; why: 'untaggable'; values: readonly string[] };

/**
 * Whose profiles they are: as given; by the tag of the IAM user or role; by the name of the session, where that is an
 * address. A session may carry a tag of its own over that of its role: where its name says otherwise, it has to be given.
 */
export function userSaid(
  { kind, session }: Pick<Myself, 'kind' | 'session'>,
  ownTag: string | undefined,
  given: string | undefined,
): Said {
  if (given !== undefined) return taggable({ value: given, from: 'given' });
  const named = kind === 'role' && isEmail(session) ? session : undefined;
  if (ownTag && named !== undefined && ownTag !== named)
    return { value: null, why: 'several', values: [ownTag, named] };
  if (ownTag) return taggable({ value: ownTag, from: kind === 'user' ? 'userTags' : 'roleTags' });
  return named === undefined ? { value: null, why: 'nothing' } : taggable({ value: named, from: 'session' });
}

/** What they are charged to: as given; by the tag of the IAM user or role; by own profiles, where these agree. */
export function costCenterSaid(
  { kind }: Pick<Myself, 'kind'>,
  ownTag: string | undefined,
  ofProfiles: readonly string[],
  given: string | undefined,
): Said {
  if (given !== undefined) return taggable({ value: given, from: 'given' });
  if (ownTag) return taggable({ value: ownTag, from: kind === 'user' ? 'userTags' : 'roleTags' });
  const values = [...new Set(ofProfiles)].filter((one) => one !== '').sort();
  const [value] = values;
  if (value === undefined) return { value: null, why: 'nothing' };
  return values.length === 1
    ? taggable({ value, from: 'profiles' })
    : { value: null, why: 'several', values };
}

const taggable = (said: { value: string; from: Found }): Said =>
  TAG_VALUE.test(said.value) ? said : { value: null, why: 'untaggable', values: [said.value] };

/** A profile as AWS lists it, with its tags. */
export interface TaggedProfile extends Place {
  arn: string;
  name: string;
  modelArns: readonly string[];
  tags: Readonly<Record<string, string>>;
}

/** The tags that the printed self-service policy lets somebody give: whose it is, what it is charged to, and what is asked for. */
export const tagsOfOwn = (
  keys: Pick<TagKeys, 'user' | 'costCenter'>,
  { userEmail, costCenter, tags }: Wanted,
): Record<string, string> => ({ ...tags, [keys.user]: userEmail, [keys.costCenter]: costCenter });

/**
 * Whether a profile stands for the source: AWS does not say what one was copied from. Where its models are those of several
 * sources, its name tells, which whoever makes profiles here makes alike.
 */
export function isOfSource(
  profile: Pick<TaggedProfile, 'name' | 'modelArns'>,
  wanted: Wanted,
  source: CatalogueEntry,
  catalogue: readonly CatalogueEntry[],
): boolean {
  const { sourceId } = inferRoute(wanted.region, profile.modelArns, catalogue);
  if (sourceId !== null) return sourceId === source.id;
  const { name } = makingOf(wanted, source, 0);
  return profile.name.startsWith(name.slice(0, name.lastIndexOf('-') + 1));
}

/** Whether it is charged as it is wanted. Further tags that nobody asks for may be there. */
export const isAsWanted = (
  { tags }: Pick<TaggedProfile, 'tags'>,
  wanted: Wanted,
  keys: Pick<TagKeys, 'user' | 'costCenter'>,
  rules: readonly Pick<FurtherTag, 'key'>[],
): boolean =>
  tags[keys.user] === wanted.userEmail &&
  tags[keys.costCenter] === wanted.costCenter &&
  rules.every(({ key }) => tags[key] === wanted.tags[key]);

const PROFILE = /^arn:([a-z-]+):bedrock:([a-z0-9-]+):(\d{12}):application-inference-profile\/[a-zA-Z0-9]+$/;

/** The place in the ARN of a profile; null where it is none. */
export function placeOfProfile(arn: string): Place | null {
  const [, , region, accountId] = PROFILE.exec(arn) ?? [];
  return region === undefined || accountId === undefined ? null : { region, accountId };
}
