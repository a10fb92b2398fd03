import { TAG_VALUE } from '../directory.ts';
import { MANAGED_BY, OURS } from '../policies/choices.ts';
import { tagsOf } from '../provisioning/existing.ts';
import type { Profile } from '../types.ts';
import { adoptedTag } from '../vending/making.ts';
import type { OwnerFound } from './owners.ts';
import type { HygieneFacts, Mend } from './types.ts';

/** Tags that a profile wants. What is there is never written over here: that is a finding of another kind. */

/** A key that is written in other letters: AWS keeps both beside each other, and IAM takes them for one. */
export const otherLetters = (tags: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.keys(tags).find((one) => one !== key && one.toLowerCase() === key.toLowerCase());

/** What completes a profile that was made by hand or by a script. */
export interface Adoption {
  set: Readonly<Record<string, string>>;
  remove: readonly string[];
  /** Keys of tags that it wants and whose value only somebody who knows can say. */
  asks: readonly string[];
}

/**
 * What a profile lacks of what ours have: cost center, unique name on the bill, who manages it, and further tags that can
 * only say one thing. Whoever else manages it stays named.
 */
export function adoptionOf(facts: HygieneFacts, profile: Profile, { person }: OwnerFound): Adoption {
  const { tagKeys, vending } = facts;
  const tags = tagsOf(profile);
  const set: Record<string, string> = {};
  const remove: string[] = [];
  const asks: string[] = [];
  const lack = (key: string): boolean => (tags[key] ?? '') === '';
  const say = (key: string, value: string | undefined) => {
    if (!lack(key)) return;
    const other = otherLetters(tags, key);
    const known = (other === undefined ? '' : tags[other]) || value || '';
    if (known === '' || !TAG_VALUE.test(known)) asks.push(key);
    else {
      set[key] = known;
      if (other !== undefined) remove.push(other);
    }
  };
  say(tagKeys.costCenter, person?.costCenter);
  say(tagKeys.profile, adoptedTag(profile));
  say(MANAGED_BY, OURS);
  for (const { key, values, required } of vending.tags)
    if (required) say(key, values?.length === 1 ? values[0] : undefined);
  return { set, remove, asks };
}

/** Whether it lacks something that each of ours has. */
export function isAdopted({ tagKeys }: HygieneFacts, profile: Profile): boolean {
  const tags = tagsOf(profile);
  return [tagKeys.costCenter, tagKeys.profile, MANAGED_BY].every((key) => (tags[key] ?? '') !== '');
}

/** Tags set on a profile, with what was there before, and whose it was. */
export function tagged(
  { tagKeys }: Pick<HygieneFacts, 'tagKeys'>,
  profile: Profile,
  set: Readonly<Record<string, string>>,
  remove: readonly string[] = [],
): Mend {
  const tags = tagsOf(profile);
  const touched = [...Object.keys(set), ...remove, tagKeys.user].filter((key) => tags[key] !== undefined);
  const before = Object.fromEntries(touched.map((key) => [key, tags[key] ?? '']));
  const { arn, accountId, region, name } = profile;
  const deed = { kind: 'tag' as const, arn, place: { accountId, region }, set, remove, before };
  return { way: 'tag', steps: [{ deed, about: name, phase: 1 }] };
}

/** What only somebody who knows can do. */
export const byHand = (what: string, about: string, from: string, to: string): Mend => ({
  way: 'byHand',
  steps: [{ deed: { kind: 'byHand', what, about, from, to }, about, phase: 1 }],
});
