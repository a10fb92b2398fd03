import { itself, type PersonOf } from './aliases.ts';
import type { BillClaim } from './billEntries.ts';
import { claimsBy } from './billParts.ts';
import { billedRoute, lastPart, type ModelReader, tagsOn } from './models.ts';
import type { Day, Profile, Route, TokenKind, Tokens, UnallocatedReason } from './types.ts';

/** Tokens of one CloudWatch dimension and kind on one UTC day. */
export interface DayUsage {
  accountId: string;
  region: string;
  dimension: string;
  kind: TokenKind;
  tokens: Tokens;
}

/** The tag keys that an installation uses. */
export interface TagKeys {
  user: string;
  costCenter: string;
  profile: string;
}

/**
 * Whose a profile is and what it is charged to, by its tags of today; '' where they do not say. A person by their own
 * address, whichever of theirs the tag has: `addressOn` says that.
 */
export function ownerOf(
  profile: Pick<Profile, 'history' | 'aliases'>,
  tagKeys: Pick<TagKeys, 'user' | 'costCenter'>,
): { user: string; costCenter: string } {
  const address = addressOn(profile, tagKeys);
  return {
    user: profile.aliases?.[address] ?? address,
    costCenter: profile.history.at(-1)?.tags[tagKeys.costCenter] ?? '',
  };
}

/** The address that the tag of a profile has today, letter by letter as AWS compares it; '' where it has none. */
export const addressOn = ({ history }: Pick<Profile, 'history'>, tagKeys: Pick<TagKeys, 'user'>): string =>
  history.at(-1)?.tags[tagKeys.user] ?? '';

/** Somebody or something that spend is attributed to on one day. The same object is the same holder. */
export interface Holder {
  profileArn: string | null;
  accountId: string;
  region: string;
  userEmail: string | null;
  costCenter: string | null;
  /** Set exactly when nobody owns it. */
  reason: UnallocatedReason | null;
}

/** A holder that calls models: a profile, or a direct caller of a model. */
export interface Caller extends Holder {
  modelKey: string;
  /** As the bill tells routes apart; null when not known. */
  route: Route | null;
  /** The tags became different within the day; the day counts for those at its end. */
  tagsChanged: boolean;
  /** The day is before the profile was first seen: its tags are those of that time. */
  asFirstSeen: boolean;
}

/** One caller's tokens of one kind. */
export interface CallerTokens {
  caller: Caller;
  kind: TokenKind;
  tokens: Tokens;
}

/** Profiles and callers of one day. */
export interface Estate {
  used: readonly CallerTokens[];
  /**
   * Profiles of the account ('' where the bill is read as a whole: of all) that carry the value in their
   * InferenceProfile tag that day; else those that ever did. What another account calls by that value is another thing.
   */
  byProfileTag(value: string, accountId: string): readonly Caller[];
  /** Tokens that a caller was seen to use. */
  tokensOf(caller: Caller, kind: TokenKind): Tokens;
  /**
   * The latest cost center seen beside a user, for users known by their calls only: in the account, else (and where the
   * bill does not say which) in any.
   */
  costCenterOf(userEmail: string, accountId: string): string | null;
}

/**
 * Brings together who exists and what was used on a day. Dimensions may be short ids, model ids or ARNs. For a day
 * before a profile was first seen, the owners' claims on the bill know better than the tags of today
 * in which cost center its user was. Owners are addresses as AWS holds them; `personOf` brings callers and tags of one
 * person together where only both know something. `read` says what ids are that no profile has.
 */
export function estateOf(
  day: Day,
  profiles: readonly Profile[],
  usage: readonly DayUsage[],
  tagKeys: TagKeys,
  billClaims: readonly BillClaim[],
  read: ModelReader,
  personOf: PersonOf = itself,
): Estate {
  const billedIn = billedCostCenters(billClaims);
  const callers = new Map<string, Caller>();
  const byTag = new Map<string, Caller[]>();
  const ofProfiles: Caller[] = [];
  for (const profile of profiles) {
    const { tags, changed, asFirstSeen } = tagsOn(profile.history, day);
    const billed = asFirstSeen ? billedIn(tags[tagKeys.user] ?? '', profile.accountId) : undefined;
    const caller = profileCaller(
      profile,
      billed === undefined ? tags : { ...tags, [tagKeys.costCenter]: billed },
      { tagsChanged: changed, asFirstSeen },
      tagKeys,
    );
    callers.set(placeKey(profile.accountId, profile.region, profile.shortId), caller);
    push(byTag, tags[tagKeys.profile], caller);
    ofProfiles.push(caller);
  }

  const kindsOf = new Map<Caller, Map<TokenKind, Tokens>>();
  let last: { of: DayUsage; kinds: Map<TokenKind, Tokens> } | null = null;
  for (const one of usage) {
    const { accountId, region, dimension, kind, tokens } = one;
    // Kinds of one dimension stand together.
    if (last === null || !sameDimension(last.of, one)) {
      const key = placeKey(accountId, region, lastPart(dimension));
      const caller = callers.get(key) ?? directCaller(one, read(dimension));
      callers.set(key, caller);
      const kinds = kindsOf.get(caller) ?? new Map<TokenKind, Tokens>();
      kindsOf.set(caller, kinds);
      last = { of: one, kinds };
    }
    last.kinds.set(kind, (last.kinds.get(kind) ?? 0n) + tokens);
  }
  const used: CallerTokens[] = [];
  for (const [caller, kinds] of kindsOf)
    for (const [kind, tokens] of kinds) used.push({ caller, kind, tokens });

  let everByTag: Map<string, Caller[]> | null = null;
  let costCenters: Map<string, string> | null = null;
  return {
    used,
    byProfileTag(value, accountId) {
      if (value === '') return [];
      const held = inAccount(byTag.get(value) ?? [], accountId);
      if (held.length > 0) return held;
      everByTag ??= everTagged(profiles, ofProfiles, tagKeys);
      return inAccount(everByTag.get(value) ?? [], accountId);
    },
    tokensOf: (caller, kind) => kindsOf.get(caller)?.get(kind) ?? 0n,
    costCenterOf(userEmail, accountId) {
      costCenters ??= latestCostCenters(profiles, tagKeys, personOf);
      const person = personOf(userEmail);
      return costCenters.get(inPlace(person, accountId)) ?? costCenters.get(inPlace(person, '')) ?? null;
    },
  };
}

const inAccount = (callers: readonly Caller[], accountId: string): readonly Caller[] =>
  accountId === '' ? callers : callers.filter((caller) => caller.accountId === accountId);

/** Key of a user in an account; of the user anywhere where it is ''. */
const inPlace = (userEmail: string, accountId: string): string => `${accountId}\n${userEmail}`;

const sameDimension = (a: DayUsage, b: DayUsage): boolean =>
  a.dimension === b.dimension && a.region === b.region && a.accountId === b.accountId;

/** Callers by each value that their profile's tag ever had. */
function everTagged(
  profiles: readonly Profile[],
  callers: readonly Caller[],
  tagKeys: TagKeys,
): Map<string, Caller[]> {
  const found = new Map<string, Caller[]>();
  for (const [index, { history }] of profiles.entries()) {
    const caller = callers[index];
    if (caller === undefined) continue;
    const values = new Set(history.map((version) => version.tags[tagKeys.profile]));
    for (const value of values) push(found, value, caller);
  }
  return found;
}

function profileCaller(
  profile: Profile,
  tags: Readonly<Record<string, string>>,
  known: Pick<Caller, 'tagsChanged' | 'asFirstSeen'>,
  tagKeys: TagKeys,
): Caller {
  const userEmail = tags[tagKeys.user] || null;
  const costCenter = tags[tagKeys.costCenter] || null;
  return {
    profileArn: profile.arn,
    accountId: profile.accountId,
    region: profile.region,
    userEmail,
    costCenter,
    reason: userEmail === null && costCenter === null ? 'noTag' : null,
    modelKey: profile.modelKey,
    route: billedRoute(profile.route),
    ...known,
  };
}

/** A `ModelId` that is no profile of ours: a model or system profile called directly, or something nobody listed. */
function directCaller({ accountId, region }: DayUsage, ref: ReturnType<ModelReader>): Caller {
  const nobodys = { profileArn: null, userEmail: null, costCenter: null };
  const base = { ...nobodys, accountId, region, tagsChanged: false, asFirstSeen: false };
  if (ref.type === 'model' || ref.type === 'systemProfile') {
    return { ...base, reason: 'directCall', modelKey: ref.modelKey, route: billedRoute(ref.route) };
  }
  return { ...base, reason: 'noTag', modelKey: 'unknown', route: null };
}

/**
 * The cost center under which the bill of the day holds a user in an account, or as a whole where it is read so; none
 * for users whom it holds under several.
 */
function billedCostCenters(
  claims: readonly BillClaim[],
): (userEmail: string, accountId: string) => string | undefined {
  const found = new Map<string, Set<string>>();
  for (const { user, costCenter, accountId } of claimsBy(claims, 'owner')) {
    if (user === '' || costCenter === '') continue;
    const key = inPlace(user, accountId);
    const held = found.get(key);
    if (held === undefined) found.set(key, new Set([costCenter]));
    else held.add(costCenter);
  }
  return (userEmail, accountId) => {
    const held = found.get(inPlace(userEmail, accountId)) ?? found.get(inPlace(userEmail, ''));
    return held?.size === 1 ? [...held][0] : undefined;
  };
}

/** By person and account, and by person alone. */
function latestCostCenters(
  profiles: readonly Profile[],
  tagKeys: TagKeys,
  personOf: PersonOf,
): Map<string, string> {
  const latest = new Map<string, { from: string; costCenter: string }>();
  for (const { history, accountId } of profiles) {
    for (const { from, tags } of history) {
      const address = tags[tagKeys.user];
      const costCenter = tags[tagKeys.costCenter];
      if (!address || !costCenter) continue;
      const user = personOf(address);
      for (const key of [inPlace(user, accountId), inPlace(user, '')]) {
        const held = latest.get(key);
        if (held === undefined || from > held.from) latest.set(key, { from, costCenter });
      }
    }
  }
  return new Map([...latest].map(([key, { costCenter }]) => [key, costCenter]));
}

function push(map: Map<string, Caller[]>, value: string | undefined, caller: Caller): void {
  if (!value) return;
  const held = map.get(value);
  if (held === undefined) map.set(value, [caller]);
  else held.push(caller);
}

function placeKey(accountId: string, region: string, id: string): string {
  return `${accountId}|${region}|${id}`;
}
