import { ownerOf } from '../estate.ts';
import { lastPart, type ModelReader } from '../models.ts';
import type { CatalogueEntry, Money, Place, Profile, Tokens } from '../types.ts';
import { globOf, matchesGlob } from './arns.ts';
import { callOf, type JudgeBoth, type Judged, judgeBoth, NOTHING_ALLOWS, sessionOf } from './auditJudge.ts';
import { type Called, calledOf, type Somebody, type World, worldOf } from './auditWorld.ts';
import { ANYWHERE, BUDGET_STATUS, EXCEEDED, GLOBAL, type PolicyChoices } from './choices.ts';
import { endsOf } from './ends.ts';
import type { RecordedCall } from './found.ts';

/**
 * Who would have been denied, had the printed policies been in force: each call that was seen, judged by the policy for
 * people and by the guard. What the ledger saw has no name; CloudTrail knows it.
 */

export const AUDIT_REASONS = [
  'directModel',
  'systemProfile',
  'noOwner',
  'ownerLeft',
  'letterCase',
  'notOwn',
  'unknownProfile',
  'globalRoute',
  'geography',
  'model',
  'exceeded',
  'apiKey',
  'aroundProfiles',
  'other',
] as const;
export type AuditReason = (typeof AUDIT_REASONS)[number];

export interface AuditRow {
  /** An e-mail address, or the name of a role or user; '' where nobody knows. */
  who: string;
  /** The role behind a session; '' where that is not known. */
  role: string;
  accountId: string;
  region: string;
  /** A profile's ARN, a system profile's or a model's id. */
  what: string;
  reason: AuditReason;
  /** Calls that CloudTrail names; null where it was not asked, or does not know. */
  calls: number | null;
  tokens: Tokens | null;
  /** As the ledger knows it; null where it does not. */
  amount: Money | null;
  /** Whether the amount is of everybody who called the same there, because the bill does not tell them apart. */
  shared: boolean;
  /** Statements that would deny it, of the policy for people and of the guard; null where that one lets it pass. */
  invoke: string | null;
  guard: string | null;
}

/** What was seen without a name. */
export interface SeenUse {
  accountId: string;
  region: string;
  /** A profile's short id, or the id or ARN of what was called. */
  dimension: string;
  tokens: Tokens;
}

export interface AuditInput {
  choices: PolicyChoices;
  /** Those that are gone as well: they were called. */
  profiles: readonly Profile[];
  catalogue: readonly CatalogueEntry[];
  people: readonly Somebody[];
  seen: readonly SeenUse[];
  /** What a profile came to; by ARN. */
  ofProfile: ReadonlyMap<string, Money>;
  /** What direct calls of a model came to; by `directKey`. */
  ofDirect: ReadonlyMap<string, Money>;
  /** What people called in all by the bill, and how much of it their own profiles explain. */
  principals: readonly { email: string; amount: Money; explained: Money }[];
  /** Empty where CloudTrail was not asked. */
  calls: readonly RecordedCall[];
}

export const directKey = (accountId: string, region: string, modelKey: string): string =>
  `${accountId} ${region} ${modelKey}`;

/** The rows that would be denied, the dearest first. */
export function auditRows(input: AuditInput): AuditRow[] {
  const judge = judgeBoth(input.choices);
  const world = worldOf(input);
  const passed = input.calls.filter(({ error, modelId }) => error === null && modelId !== '');
  const named = namedRows(input, passed, world, judge);
  // What CloudTrail has names for is told by name, or not at all where all who called may.
  const covered = new Set(
    passed.map(({ accountId, region, modelId }) =>
      placeOf({ accountId, region, what: calledOf(input.choices, world, accountId, region, modelId).what }),
    ),
  );
  const seen = seenRows(input, world, judge).filter((row) => !covered.has(placeOf(row)));
  return [...named, ...seen, ...aroundRows(input)].sort(
    (a, b) =>
      compare(b.amount ?? 0n, a.amount ?? 0n) ||
      compare(b.tokens ?? 0n, a.tokens ?? 0n) ||
      compare(b.calls ?? 0, a.calls ?? 0),
  );
}

const compare = (a: bigint | number, b: bigint | number): number => (a < b ? -1 : a > b ? 1 : 0);
const placeOf = ({ accountId, region, what }: Pick<AuditRow, 'accountId' | 'region' | 'what'>): string =>
  `${accountId} ${region} ${what}`;

const NOBODY = { email: 'nobody@example.com', costCenter: null };

/** Of what the ledger saw: the owner is taken for who calls. */
function seenRows(
  { choices, seen, ofProfile, ofDirect }: AuditInput,
  world: World,
  judge: JudgeBoth,
): AuditRow[] {
  const ways = waysTo(seen, world.read);
  return seen.flatMap(({ accountId, region, dimension, tokens }) => {
    const called = calledOf(choices, world, accountId, region, dimension);
    // AWS compares the tag letter by letter; whose it is here, any address of theirs says.
    const owner = called.profile === null ? '' : ownerOf(called.profile, choices.tagKeys).user;
    const person = world.person(owner) ?? world.alike(owner);
    const caller = person ?? (world.known || owner === '' ? NOBODY : { email: owner, costCenter: null });
    const judged = judge(callOf(called, region, sessionOf(choices, accountId, caller)), true);
    if (judged.invoke === null && judged.guard === null) return [];
    const amount = amountOf(called, accountId, region, ofProfile, ofDirect);
    const others = ways.get(directKey(accountId, region, called.modelKey)) ?? [];
    return [
      {
        who: owner,
        role: '',
        accountId,
        region,
        what: called.what,
        reason: reasonOf(called, choices, {
          who: person?.email ?? '',
          left: world.known && person === undefined,
        }),
        calls: null,
        tokens,
        amount,
        shared: called.profile === null && others.length > 1,
        ...judged,
      },
    ];
  });
}

/** What was called directly, by `directKey`: the bill does not tell several ways to a model apart. */
const waysTo = (seen: readonly SeenUse[], read: ModelReader): ReadonlyMap<string, readonly SeenUse[]> =>
  Map.groupBy(seen, ({ accountId, region, dimension }) => {
    const ref = read(dimension);
    const isDirect = ref.type === 'model' || ref.type === 'systemProfile';
    return isDirect ? directKey(accountId, region, ref.modelKey) : '';
  });

const amountOf = (
  { profile, modelKey }: Called,
  accountId: string,
  region: string,
  ofProfile: AuditInput['ofProfile'],
  ofDirect: AuditInput['ofDirect'],
): Money | null =>
  (profile === null ? ofDirect.get(directKey(accountId, region, modelKey)) : ofProfile.get(profile.arn)) ??
  null;

const PEOPLE = /:role\/aws-reserved\/sso\.amazonaws\.com\//;

/** By name, of CloudTrail: calls that AWS let pass. */
function namedRows(
  input: AuditInput,
  passed: readonly RecordedCall[],
  world: World,
  judge: JudgeBoth,
): AuditRow[] {
  const { choices, seen } = input;
  const alike = Map.groupBy(passed, ({ accountId, region, who, role, caller, modelId, apiKey }) =>
    [accountId, region, who, role ?? caller, lastPart(modelId), apiKey].join('\n'),
  );
  const billedAs = ({ accountId, region }: Place, id: string): string => {
    const { profile, modelKey } = calledOf(choices, world, accountId, region, id);
    return profile?.arn ?? directKey(accountId, region, modelKey);
  };
  const callers = Map.groupBy(passed, (call) => billedAs(call, call.modelId));
  return [...alike.values()].flatMap((some) => {
    const row = namedRow(some, input, world, judge);
    if (row === null) return [];
    const others = callers.get(billedAs(row, row.what)) ?? [];
    const shared = new Set(others.map(({ caller, modelId }) => `${caller} ${lastPart(modelId)}`)).size > 1;
    return [{ ...row, shared, tokens: shared ? null : tokensOf(seen, row) }];
  });
}

/** Calls of one caller of one thing; null where both policies let them pass. */
function namedRow(
  some: readonly RecordedCall[],
  { choices, ofProfile, ofDirect }: AuditInput,
  world: World,
  judge: JudgeBoth,
): AuditRow | null {
  const [first] = some;
  if (first === undefined) return null;
  const { accountId, region, role, caller, modelId, apiKey } = first;
  const called = calledOf(choices, world, accountId, region, modelId);
  const isPerson = role !== null && PEOPLE.test(role);
  const person = isPerson ? (world.person(first.who) ?? world.alike(first.who)) : undefined;
  const who = person?.email ?? first.who;
  const session = isPerson
    ? sessionOf(choices, accountId, { email: who, costCenter: person?.costCenter ?? null }, role)
    : { arn: role ?? caller, accountId, tags: {} };
  const byCall = judge(callOf(called, region, session), isPerson);
  const key = { ...called, on: { arn: '*', tags: {}, modelArns: [] } };
  const byKey = apiKey
    ? judge(callOf(key, region, session, 'bedrock:CallWithBearerToken'), isPerson)
    : NO_KEY;
  const judged = { invoke: byCall.invoke ?? byKey.invoke, guard: byCall.guard ?? byKey.guard };
  if (judged.invoke === null && judged.guard === null) return null;
  const onlyByKey = byCall.invoke === null && byCall.guard === null;
  return {
    who,
    role: role === null ? '' : lastPart(role),
    accountId,
    region,
    what: called.what,
    reason: onlyByKey ? 'apiKey' : reasonOf(called, choices, { who, left: false }),
    calls: some.length,
    tokens: null,
    amount: amountOf(called, accountId, region, ofProfile, ofDirect),
    shared: false,
    ...judged,
  };
}
const NO_KEY: Judged = { invoke: null, guard: null };

const tokensOf = (seen: readonly SeenUse[], { accountId, region, what }: AuditRow): Tokens | null =>
  seen.find(
    (one) =>
      one.accountId === accountId && one.region === region && lastPart(one.dimension) === lastPart(what),
  )?.tokens ?? null;

/** A cent, and a hundredth of it all: less is rounding, or a late tag. */
const LEAST = 100_000_000n;

/** People whose calls by the bill come to more than their own profiles. */
const aroundRows = ({ principals }: AuditInput): AuditRow[] =>
  principals.flatMap(({ email, amount, explained }): AuditRow[] => {
    const rest = amount - explained;
    if (rest < LEAST || rest * 100n < amount) return [];
    return [
      {
        who: email,
        role: '',
        accountId: '',
        region: '',
        what: '',
        reason: 'aroundProfiles',
        calls: null,
        tokens: null,
        amount: rest as Money,
        shared: false,
        invoke: NOTHING_ALLOWS,
        guard: 'DenyAllButProfilesAndTheirModels',
      },
    ];
  });

function reasonOf(
  { kind, on, profile }: Called,
  { tagKeys, geographies, destinations, models }: PolicyChoices,
  { who, left }: { who: string; left: boolean },
): AuditReason {
  if (kind === 'model') return 'directModel';
  if (kind === 'systemProfile') return 'systemProfile';
  if (kind === 'unknownProfile' || profile === null) return 'unknownProfile';
  const owner = on.tags[tagKeys.user] ?? '';
  if (owner === '') return 'noOwner';
  if (left) return 'ownerLeft';
  if (owner !== who) return owner.toLowerCase() === who.toLowerCase() ? 'letterCase' : 'notOwn';
  const ends = endsOf(profile).map((arn) => arn.split(':')[3] || ANYWHERE);
  if (ends.includes(ANYWHERE) && !geographies.includes(GLOBAL)) return 'globalRoute';
  if (ends.some((region) => region !== ANYWHERE && !destinations.includes(region))) return 'geography';
  if (models !== null && !models.some((pattern) => matchesGlob(globOf(pattern), profile.modelKey)))
    return 'model';
  return on.tags[BUDGET_STATUS] === EXCEEDED ? 'exceeded' : 'other';
}
