import { TAG_VALUE } from '../directory.ts';
import { tagsOf } from '../provisioning/existing.ts';
import type { Profile } from '../types.ts';
import { tagField } from '../vending/tags.ts';
import type { Found } from './owned.ts';
import type { OwnerFound } from './owners.ts';
import { adoptionOf, byHand, isAdopted, tagged } from './tagging.ts';
import type { HygieneFacts } from './types.ts';

/** What is wrong with what a profile is charged to and called. */

/** What tags it lacks to be one of ours; null where it has them. */
export function adoptionFinding(facts: HygieneFacts, profile: Profile, owner: OwnerFound): Found | null {
  if (isAdopted(facts, profile) || owner.address === '') return null;
  const { set, remove, asks } = adoptionOf(facts, profile, owner);
  const detail = { lacks: [...Object.keys(set), ...asks].join(', '), asks: asks.join(', ') };
  const mend =
    Object.keys(set).length === 0
      ? byHand('sayTags', profile.name, '', asks.join(', '))
      : tagged(facts, profile, set, remove);
  return { kind: 'notAdopted', detail, mend };
}

/** Whether it is charged to another cost center than its owner belongs to; null where the directory does not say. */
export function costCenterFinding(
  { tagKeys }: HygieneFacts,
  profile: Profile,
  { person }: OwnerFound,
): Found | null {
  const has = tagsOf(profile)[tagKeys.costCenter] ?? '';
  const belongs = person?.costCenter ?? '';
  if (has === '' || belongs === '' || has === belongs) return null;
  const detail = { costCenter: has, directory: belongs };
  const mend = TAG_VALUE.test(belongs)
    ? tagged({ tagKeys }, profile, { [tagKeys.costCenter]: belongs })
    : byHand('costCenterNoTag', profile.name, has, belongs);
  return { kind: 'wrongCostCenter', detail, mend };
}

/** Further tags that are missing, or say what they may not: one finding for all of them. */
export function furtherTagFinding({ tagKeys, vending }: HygieneFacts, profile: Profile): Found | null {
  const tags = tagsOf(profile);
  const wrong = vending.tags.filter(({ key, values, required }) => {
    const value = tags[key] ?? '';
    return value === '' ? required : values !== null && !values.includes(value);
  });
  if (wrong.length === 0) return null;
  const set: Record<string, string> = {};
  for (const { key, values } of wrong) if (values?.length === 1) set[key] = values[0] ?? '';
  const keys = wrong.map(({ key }) => key);
  const detail = { keys: keys.join(', '), values: keys.map((key) => tags[key] ?? '–').join(', ') };
  const allowed = wrong
    .map(({ key, values }) => `${tagField(key)}: ${values?.join(' | ') ?? '…'}`)
    .join('; ');
  const mend =
    Object.keys(set).length === 0
      ? byHand('sayTags', profile.name, detail.values, allowed)
      : tagged({ tagKeys }, profile, set);
  return { kind: 'furtherTag', detail, mend };
}
