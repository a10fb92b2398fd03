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

/** Whose a profile is and what it is charged to, by its tags of today; '' where they do not say. */
export function ownerOf(
  { history }: Pick<Profile, 'history'>,
  tagKeys: Pick<TagKeys, 'user' | 'costCenter'>,
): { user: string; costCenter: string } {
  const tags = history.at(-1)?.tags ?? {};
  return { user: tags[tagKeys.user] ?? '', costCenter: tags[tagKeys.costCenter] ?? '' };
}

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
  /** Profiles that carry the value in their InferenceProfile tag that day; else those that ever did. */
  byProfileTag(value: string): readonly Caller[];
  /** Tokens that a caller was seen to use. */
  tokensOf(caller: Caller, kind: TokenKind): Tokens;
  /** The latest cost center seen beside a user, for users known by their calls only. */
  costCenterOf(userEmail: string): string | null;
}

/**
 * Brings together who exists and what was used on a day. Dimensions may be short ids, model ids or ARNs. For a day
 * before a profile was first seen, the owners' claims on the bill know better than the tags of today
 * in which cost center its user was. `read` says what ids are that no profile has.
 */
export function estateOf(
  day: Day,
  profiles: readonly Profile[],
  usage: readonly DayUsage[],
  tagKeys: TagKeys,
  billClaims: readonly BillClaim[],
  read: ModelReader,
): Estate {
  const billedIn = billedCostCenters(billClaims);
  const callers = new Map<string, Caller>();
  const byTag = new Map<string, Caller[]>();
  const ofProfiles: Caller[] = [];
  for (const profile of profiles) {
    const { tags, changed, asFirstSeen } = tagsOn(profile.history, day);
    const billed = asFirstSeen ? billedIn.get(tags[tagKeys.user] ?? '') : undefined;
    const caller = profileCaller(
      profile,
      billed === undefined ? tags : { ...tags, [tagKeys.costCenter]: billed },
      changed,
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
    byProfileTag(value) {
      const held = byTag.get(value);
      if (held !== undefined || value === '') return held ?? [];
      everByTag ??= everTagged(profiles, ofProfiles, tagKeys);
      return everByTag.get(value) ?? [];
    },
    tokensOf: (caller, kind) => kindsOf.get(caller)?.get(kind) ?? 0n,
    costCenterOf(userEmail) {
      costCenters ??= latestCostCenters(profiles, tagKeys);
      return costCenters.get(userEmail) ?? null;
    },
  };
}

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
  tagsChanged: boolean,
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
    tagsChanged,
  };
}

/** A `ModelId` that is no profile of ours: a model or system profile called directly, or something nobody listed. */
function directCaller({ accountId, region }: DayUsage, ref: ReturnType<ModelReader>): Caller {
  const base = { profileArn: null, accountId, region, userEmail: null, costCenter: null, tagsChanged: false };
  if (ref.type === 'model' || ref.type === 'systemProfile') {
    return { ...base, reason: 'directCall', modelKey: ref.modelKey, route: billedRoute(ref.route) };
  }
  return { ...base, reason: 'noTag', modelKey: 'unknown', route: null };
}

/** The cost center under which the bill of the day holds a user; left out are users whom it holds under several. */
function billedCostCenters(claims: readonly BillClaim[]): Map<string, string> {
  const found = new Map<string, Set<string>>();
  for (const { user, costCenter } of claimsBy(claims, 'owner')) {
    if (user === '' || costCenter === '') continue;
    const held = found.get(user);
    if (held === undefined) found.set(user, new Set([costCenter]));
    else held.add(costCenter);
  }
  return new Map(
    [...found].flatMap(([user, [only, ...more]]) =>
      only !== undefined && more.length === 0 ? [[user, only] as const] : [],
    ),
  );
}

function latestCostCenters(profiles: readonly Profile[], tagKeys: TagKeys): Map<string, string> {
  const latest = new Map<string, { from: string; costCenter: string }>();
  for (const { history } of profiles) {
    for (const { from, tags } of history) {
      const user = tags[tagKeys.user];
      const costCenter = tags[tagKeys.costCenter];
      if (!user || !costCenter) continue;
      const held = latest.get(user);
      if (held === undefined || from > held.from) latest.set(user, { from, costCenter });
    }
  }
  return new Map([...latest].map(([user, { costCenter }]) => [user, costCenter]));
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
