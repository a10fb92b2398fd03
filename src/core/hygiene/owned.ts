import { TAG_VALUE } from '../directory.ts';
import { DAY_MS, instantOf } from '../periods.ts';
import { tagsOf } from '../provisioning/existing.ts';
import type { Instant, Profile } from '../types.ts';
import { replaced } from './move.ts';
import type { OwnerFound } from './owners.ts';
import { byHand, otherLetters, tagged } from './tagging.ts';
import type { HygieneFacts, HygieneKind, Mend } from './types.ts';
import { unusedSince } from './use.ts';

/** What is wrong with whom a profile belongs to. Whoever owns it is settled before anything else is looked at. */

export interface Found {
  kind: HygieneKind;
  detail: Readonly<Record<string, string>>;
  mend: Mend;
}

/** When it goes: only what nobody used since then, not before, and with `left` only while its owner is gone. */
interface Going {
  unusedSince: Instant | null;
  notBefore?: Instant | null;
  left?: boolean;
}

function deleted(
  { tagKeys }: Pick<HygieneFacts, 'tagKeys'>,
  profile: Profile,
  { unusedSince, notBefore = null, left = false }: Going,
): Mend {
  const { arn, accountId, region, name } = profile;
  const whose = { address: tagsOf(profile)[tagKeys.user] ?? '', left };
  const deed = { kind: 'delete', arn, place: { accountId, region }, notBefore, unusedSince, whose } as const;
  return { way: 'delete', steps: [{ deed, about: name, phase: 1 }] };
}

export const deletion = (
  facts: Pick<HygieneFacts, 'tagKeys'>,
  profile: Profile,
  unusedSince: Instant | null,
): Mend => deleted(facts, profile, { unusedSince });

const IDLE_DAYS = 7;
/** What nobody used for long goes at once; what is in use goes when nobody has used it for a week. */
export function deletionOnceIdle(facts: HygieneFacts, profile: Profile): Mend {
  const since = unusedSince(facts, profile);
  if (since !== null) return deletion(facts, profile, since);
  const notBefore = instantOf(Date.parse(facts.now) + IDLE_DAYS * DAY_MS);
  return deleted(facts, profile, { unusedSince: facts.now, notBefore });
}

/** Null where its owner is somebody of the directory who is there, by their own address. */
export function ownerFinding(facts: HygieneFacts, profile: Profile, owner: OwnerFound): Found | null {
  const { address, own, person } = owner;
  if (address === '') return isShared(facts, profile) ? null : noOwner(facts, profile);
  // A directory that holds nobody says nothing of anybody.
  if (facts.people.size === 0) return null;
  if (person === null) return unknownOwner(facts, profile, address);
  if (!person.active) {
    const mend = deleted(facts, profile, { unusedSince: null, left: true });
    return { kind: 'ownerLeft', detail: { user: own }, mend };
  }
  return address === own ? null : spellingDiffers(facts, profile, owner);
}

/** Shared on purpose: it says what it is charged to, and settings allow it. */
const isShared = ({ vending, tagKeys }: HygieneFacts, profile: Profile): boolean =>
  vending.shared.enabled && (tagsOf(profile)[tagKeys.costCenter] ?? '') !== '';

function noOwner(facts: HygieneFacts, profile: Profile): Found {
  const { user } = facts.tagKeys;
  const tags = tagsOf(profile);
  const other = otherLetters(tags, user);
  const meant = other === undefined ? '' : (tags[other] ?? '');
  if (other !== undefined && facts.people.has(meant))
    return {
      kind: 'noOwner',
      detail: { otherKey: other, value: meant },
      mend: tagged(facts, profile, { [user]: meant }, [other]),
    };
  return {
    kind: 'noOwner',
    detail: {},
    mend: goOrAsk(facts, profile, byHand('nameOwner', profile.name, '', '')),
  };
}

const unknownOwner = (facts: HygieneFacts, profile: Profile, address: string): Found => ({
  kind: 'ownerUnknown',
  detail: { user: address },
  mend: goOrAsk(facts, profile, byHand('knowOwner', profile.name, address, '')),
});

/** What nobody uses goes; else somebody has to say whose it is. */
function goOrAsk(facts: HygieneFacts, profile: Profile, ask: Mend): Mend {
  const since = unusedSince(facts, profile);
  return since === null ? ask : deletion(facts, profile, since);
}

/**
 * Re-tagged where nobody uses it as it is: its user can only gain, and only another spelling is no other owner. What is in use is called by somebody whose session has
 * that very spelling, so that it stays until another one is there and nobody uses it any more.
 */
function spellingDiffers(facts: HygieneFacts, profile: Profile, { address, own }: OwnerFound): Found {
  const detail = { address, user: own };
  if (!TAG_VALUE.test(own))
    return { kind: 'spellingDiffers', detail, mend: byHand('addressNoTag', profile.name, address, own) };
  const used = facts.lastUsed.has(profile.arn) && unusedSince(facts, profile) === null;
  const isOther = address.toLowerCase() !== own.toLowerCase();
  const instead = used || isOther ? replaced(facts, profile, own) : null;
  return {
    kind: 'spellingDiffers',
    detail,
    mend: instead ?? tagged(facts, profile, { [facts.tagKeys.user]: own }),
  };
}
