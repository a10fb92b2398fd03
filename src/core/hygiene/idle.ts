import { isUnknownModel } from '../models.ts';
import { placeKey } from '../places.ts';
import { isOurs, tagsOf } from '../provisioning/existing.ts';
import type { Profile } from '../types.ts';
import { deletion, deletionOnceIdle, type Found } from './owned.ts';
import type { OwnerFound } from './owners.ts';
import type { HygieneFacts } from './types.ts';
import { unusedSince } from './use.ts';

/** Profiles that nobody needs. Deleting is proposed and never done by itself, and what was used since then stays. */

/** It stands for something that AWS no longer has there. A Region without any catalogue was never read. */
export function modelFinding(facts: HygieneFacts, profile: Profile): Found | null {
  const here = facts.catalogue.filter((one) => one.region === profile.region);
  const { sourceId, modelKey } = profile;
  const isThere =
    sourceId === null
      ? isUnknownModel(modelKey) || here.some((one) => one.modelKey === modelKey)
      : here.some((one) => one.id === sourceId);
  if (here.length === 0 || isThere) return null;
  return {
    kind: 'modelGone',
    detail: { source: sourceId ?? modelKey },
    mend: deletionOnceIdle(facts, profile),
  };
}

export function unusedFinding(facts: HygieneFacts, profile: Profile): Found | null {
  const since = unusedSince(facts, profile);
  if (since === null) return null;
  const used = facts.lastUsed.get(profile.arn) ?? '';
  return {
    kind: 'unused',
    detail: { days: String(facts.vending.unusedDays), lastUsed: used, createdAt: profile.createdAt },
    mend: deletion(facts, profile, since),
  };
}

/**
 * Of profiles that one person has for the same models in the same place, charged alike, all but one: what is used last is
 * kept, then what is ours, then the oldest. By ARN of what is too much, with the one that is kept.
 */
export function duplicatesIn(
  facts: HygieneFacts,
  ownerOf: (profile: Profile) => OwnerFound,
): ReadonlyMap<string, Profile> {
  const found = new Map<string, Profile>();
  const alike = Map.groupBy(
    facts.profiles.filter(
      (one) => one.status === 'ACTIVE' && !isUnknownModel(one.modelKey) && ownerOf(one).address !== '',
    ),
    (one) => sameKey(facts, one, ownerOf(one)),
  );
  for (const group of alike.values()) {
    const [kept, ...others] = group.length < 2 ? [] : [...group].sort(keepFirst(facts));
    if (kept !== undefined) for (const other of others) found.set(other.arn, kept);
  }
  return found;
}

function sameKey({ tagKeys, vending }: HygieneFacts, profile: Profile, { address }: OwnerFound): string {
  const tags = tagsOf(profile);
  const { modelKey, route, modelArns } = profile;
  const charged = [tagKeys.costCenter, ...vending.tags.map(({ key }) => key)].map((key) => tags[key] ?? '');
  return JSON.stringify([address, modelKey, route, [...modelArns].sort(), placeKey(profile), charged]);
}

const keepFirst =
  ({ lastUsed }: HygieneFacts) =>
  (a: Profile, b: Profile): number => {
    const used = (one: Profile) => lastUsed.get(one.arn) ?? '';
    if (used(a) !== used(b)) return used(a) > used(b) ? -1 : 1;
    if (isOurs(a) !== isOurs(b)) return isOurs(a) ? -1 : 1;
    if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
    return a.arn < b.arn ? -1 : 1;
  };

export function duplicateFinding(
  facts: HygieneFacts,
  profile: Profile,
  kept: Profile | undefined,
): Found | null {
  if (kept === undefined) return null;
  return {
    kind: 'duplicate',
    detail: { kept: kept.name, keptArn: kept.arn },
    mend: deletionOnceIdle(facts, profile),
  };
}
