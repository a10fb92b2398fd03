import { addressOn } from '../estate.ts';
import { tagsOf } from '../provisioning/existing.ts';
import type { Profile } from '../types.ts';
import { adoptionFinding, costCenterFinding, furtherTagFinding } from './charged.ts';
import { duplicateFinding, duplicatesIn, modelFinding, unusedFinding } from './idle.ts';
import { type Found, ownerFinding } from './owned.ts';
import { type OwnerFound, ownersIn } from './owners.ts';
import { quotaFindings } from './quota.ts';

import { HYGIENE_KINDS, type HygieneFacts, type HygieneFinding, type HygieneKind } from './types.ts';

/** Everything that profiles want, from what the ledger holds. Pure. */

/**
 * Findings by kind in the order of `HYGIENE_KINDS`, worst first. Whose a profile is comes before all else: of one without
 * a right owner nothing else is said. Of one that is to go, its tags are not.
 */
export function hygieneFindings(facts: HygieneFacts): HygieneFinding[] {
  const ownerOf = ownersIn(facts);
  const duplicates = duplicatesIn(facts, ownerOf);
  const found = facts.profiles.flatMap((profile) => {
    const owner = ownerOf(profile);
    return foundOf(facts, profile, owner, duplicates.get(profile.arn)).map((one) =>
      findingOf(facts, profile, owner, one),
    );
  });
  const all = [...found, ...quotaFindings(facts, found)];
  const rank = (kind: HygieneKind) => HYGIENE_KINDS.indexOf(kind);
  return all.sort(
    (a, b) => rank(a.kind) - rank(b.kind) || worse(facts, a, b) || (a.about < b.about ? -1 : 1),
  );
}

function foundOf(
  facts: HygieneFacts,
  profile: Profile,
  owner: OwnerFound,
  kept: Profile | undefined,
): Found[] {
  const ofOwner = ownerFinding(facts, profile, owner);
  if (ofOwner !== null) return [ofOwner];
  const goes =
    modelFinding(facts, profile) ?? duplicateFinding(facts, profile, kept) ?? unusedFinding(facts, profile);
  if (goes !== null) return [goes];
  const adoption = adoptionFinding(facts, profile, owner);
  return [
    adoption,
    costCenterFinding(facts, profile, owner),
    adoption === null ? furtherTagFinding(facts, profile) : null,
  ].filter((one) => one !== null);
}

function findingOf(
  { tagKeys }: HygieneFacts,
  profile: Profile,
  { own }: OwnerFound,
  { kind, detail, mend }: Found,
): HygieneFinding {
  const { accountId, region, arn } = profile;
  const costCenter = tagsOf(profile)[tagKeys.costCenter] ?? '';
  // Who is meant by an address in other letters may not be them: the row is seen by whom the tag names, as everywhere.
  const address = addressOn(profile, tagKeys);
  const user = profile.aliases?.[address] ?? address;
  const place = { accountId, region };
  return {
    kind,
    profile,
    place,
    user,
    costCenter,
    detail: { ...detail, ...(user === own ? {} : { own }) },
    about: arn,
    mend,
  };
}

/** What is used comes first: it costs something, or somebody needs it; then what is older. */
function worse({ lastUsed }: HygieneFacts, a: HygieneFinding, b: HygieneFinding): number {
  const used = ({ about }: HygieneFinding) => lastUsed.get(about) ?? '';
  if (used(a) !== used(b)) return used(a) > used(b) ? -1 : 1;
  const [first = '', second = ''] = [a.profile?.createdAt, b.profile?.createdAt];
  return first === second ? 0 : first < second ? -1 : 1;
}
