import { createHash } from 'node:crypto';
import { lastPart, modelKeyOf, routeFrom } from '../models.ts';
import { MANAGED_BY, OURS } from '../policies/choices.ts';
import { partitionOfArn } from '../regions.ts';
import type { Settings } from '../settings.ts';
import type { CatalogueEntry, Instant, Place, Profile } from '../types.ts';

/** What a profile is made with, by whom it is for and what it stands for. Pure: the same wish gives the same making. */

/** A profile that somebody wants. */
export interface Wanted extends Place {
  /** Whose it is, letter by letter as their session carries it; '' where several share it. */
  userEmail: string;
  costCenter: string;
  /** Id of a system profile, or of a foundation model. */
  sourceId: string;
  /** Further tags that the company wants, by key: project, environment … */
  tags: Readonly<Record<string, string>>;
}

/** What AWS is asked for. */
export interface Making {
  name: string;
  /** Value of the tag that names it on the bill: unique across accounts and Regions, and never used again. */
  profileTag: string;
  /** AWS makes one profile per token, however many ask with it. */
  clientToken: string;
  /** ARN of the system profile or model. */
  copyFrom: string;
}

/**
 * Name, unique tag and client token of a wish. They differ by all that is wished and by attempt: of a token that was used with
 * other parameters AWS may say that it is a conflict, or pass over the request and answer what the others were given.
 * @param attempt how many of the same person and source this product made in that place before: nothing is used again
 */
export function makingOf(wanted: Wanted, source: CatalogueEntry, attempt: number): Making {
  const { userEmail, sourceId, accountId, region } = wanted;
  const key = createHash('sha256')
    .update([userEmail, chargeKey(wanted), sourceId, accountId, region, attempt].join('|'))
    .digest('hex');
  const called = userEmail === '' ? wanted.costCenter : userEmail.split('@')[0];
  const base = legalName(`${called} ${source.name}`, 50);
  return {
    name: `${base}-${key.slice(0, 6)}`,
    profileTag: `${base}-${key.slice(0, 10)}`,
    clientToken: key,
    copyFrom: sourceArn(wanted, source),
  };
}

const chargeKey = ({ costCenter, tags }: Wanted): string =>
  JSON.stringify([costCenter, ...Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))]);

function sourceArn({ accountId, region }: Place, { type, id, modelArns }: CatalogueEntry): string {
  const partition = partitionOfArn(modelArns[0], region);
  return type === 'systemProfile'
    ? `arn:${partition}:bedrock:${region}:${accountId}:inference-profile/${id}`
    : (modelArns[0] ?? `arn:${partition}:bedrock:${region}::foundation-model/${id}`);
}

/** The tags that a profile is born with. */
export const tagsOfMaking = (
  keys: Settings['tagKeys'],
  { userEmail, costCenter, tags }: Wanted,
  { profileTag }: Pick<Making, 'profileTag'>,
): Record<string, string> => ({
  ...tags,
  ...(userEmail === '' ? {} : { [keys.user]: userEmail }),
  [keys.costCenter]: costCenter,
  [keys.profile]: profileTag,
  [MANAGED_BY]: OURS,
});

/** A profile as the ledger keeps it once AWS has made it; what a listing says later goes before it. */
export const profileMade = (
  { accountId, region }: Place,
  source: CatalogueEntry,
  { name }: Pick<Making, 'name'>,
  { arn, tags, now }: { arn: string; tags: Readonly<Record<string, string>>; now: Instant },
): Profile => ({
  accountId,
  region,
  arn,
  shortId: lastPart(arn),
  name,
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
});

/** Letters, digits and single hyphens, at most `length`: what a profile's name may hold (no `@`, no `.`). */
export const legalName = (text: string, length = 64): string =>
  text
    .replace(/[^0-9a-zA-Z]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, length)
    .replace(/-$/, '');

/**
 * Value of the tag that names a profile on the bill which somebody else made: of the same form, and of its ARN, so that it
 * is the same whenever it is asked for and no other's.
 */
export function adoptedTag({ name, arn }: { name: string; arn: string }): string {
  const key = createHash('sha256').update(`adopted|${arn}`).digest('hex');
  return `${legalName(name, 50)}-${key.slice(0, 10)}`;
}
