import { itself, type PersonOf } from './aliases.ts';
import { billPhase } from './bestKnown.ts';
import { readLines } from './bill.ts';
import type { Bill, BillEntry, BillPart } from './billEntries.ts';
import { claimsBy, partOf } from './billParts.ts';
import {
  type Caller,
  type CallerTokens,
  type DayUsage,
  type Estate,
  estateOf,
  type TagKeys,
} from './estate.ts';
import {
  type ModelMatcher,
  type ModelReader,
  modelMatcher,
  modelReader,
  modelsListed,
  unlistedModel,
} from './models.ts';
import type { EstimateRate, RateBook } from './rates.ts';
import type { CatalogueEntry, Day, Profile } from './types.ts';

/**
 * Raise it when `computeDay` makes other rows or findings of the same input: every day is computed anew then, past ones
 * as well.
 */
const RULES = 3;

/** All that is known about one UTC day. */
export interface DayInput {
  day: Day;
  /** UTC milliseconds: decides whether the bill counts already. */
  now: number;
  /** What the bill says of that day. */
  bill: Bill;
  /** Tokens of that day per account, Region, dimension and kind. */
  usage: readonly DayUsage[];
  /** Every profile ever seen, gone ones included. */
  profiles: readonly Profile[];
  catalogue: readonly CatalogueEntry[];
  rates: RateBook;
  attribution: 'profileTags' | 'iamPrincipal';
  tagKeys: TagKeys;
  /** Whose an address is. */
  personOf?: PersonOf;
}

/** What profiles, catalogue and rates say about one day: all that its rows take from them. */
export interface DayReading {
  matcher: ModelMatcher;
  estate: Estate;
  /** What each caller's tokens are estimated with; null where there is no rate. */
  estimates: ReadonlyMap<CallerTokens, EstimateRate | null>;
}

export function readDay(input: DayInput): DayReading {
  const { day, profiles, usage, tagKeys, bill, catalogue, personOf } = input;
  const read = modelReader(catalogue);
  const estate = estateOf(day, profiles, usage, tagKeys, bill.claims, read, personOf);
  return {
    matcher: modelMatcher(modelsOf(input, read)),
    estate,
    estimates: new Map(estate.used.map((used) => [used, estimateOf(used, input)])),
  };
}

/**
 * All that the rows and findings of a day depend on, as plain values in a fixed order: two inputs of one basis are
 * computed to the same. What is in force on other days, who is tagged elsewhere and how long ago a profile was last seen
 * is no part of it, so that an ordinary sync computes the newest days only.
 */
export function dayBasis(input: DayInput, reading = readDay(input)): unknown[][] {
  const { day, now, bill, usage, attribution } = input;
  const { matcher, estate, estimates } = reading;
  const tagsOf = Map.groupBy(claimsBy(bill.claims, 'profile'), ({ accountId }) => accountId);
  const users = sorted(claimsBy(bill.claims, 'principal').map(({ principal }) => principal));
  const accounts = sorted(bill.lines.map(({ accountId }) => accountId));
  return [
    [RULES, day, billPhase(day, now), attribution],
    billBasis(bill),
    usage.map((u) => [u.accountId, u.region, u.dimension, u.kind, `${u.tokens}`]),
    readLines(bill.lines, matcher).map((line) => [line.modelKey, line.listed]),
    estate.used.map((used) => [...callerBasis(used.caller), ...rateBasis(estimates.get(used) ?? null)]),
    sorted(tagsOf.keys()).flatMap((accountId) =>
      sorted((tagsOf.get(accountId) ?? []).map(({ profile }) => profile)).map((tag) =>
        estate.byProfileTag(tag, accountId).map(callerBasis),
      ),
    ),
    attribution === 'iamPrincipal'
      ? users.map((user) => accounts.map((accountId) => estate.costCenterOf(user, accountId)))
      : [],
    ...aliasBasis(input, estate),
  ];
}

/**
 * What decides over the rows of a day beside all that is held of it, as a text: a day whose inputs are what they were is
 * computed to the same as long as this is the same. It knows that days grow old.
 */
export function computedBy({
  day,
  now,
  attribution,
  tagKeys,
}: Pick<DayInput, 'day' | 'now' | 'attribution' | 'tagKeys'>): string {
  const { user, costCenter, profile } = tagKeys;
  return JSON.stringify([RULES, billPhase(day, now), attribution, user, costCenter, profile]);
}

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/**
 * The parts in a fixed order, each by a word that never changes: ledgers hold what was made of them, and another word
 * or order would have every day of every ledger computed again. Kept by `test/ledgers/ledgers.test.ts`.
 */
const BASIS: readonly [BillPart, string][] = [
  ['usage', 'line'],
  ['owner', 'owner'],
  ['principal', 'principal'],
  ['profile', 'profile'],
  ['others', 'recordType'],
];

function billBasis({ lines, claims }: Bill): unknown[] {
  const parts = Map.groupBy<BillPart, BillEntry>([...lines, ...claims], partOf);
  return BASIS.flatMap(([part, word]) =>
    (parts.get(part) ?? []).map((entry) => {
      const { accountId, amount, quantity, unit, provisional } = entry;
      const { names, also } = namedBy(entry);
      const known = also.some((one) => one !== null) ? also : [];
      return [word, accountId, ...names, `${amount}`, `${quantity}`, unit, provisional, ...known];
    }),
  );
}

/** What an entry names, and what only some sources say beside it. */
function namedBy(entry: BillEntry): Record<'names' | 'also', (string | null)[]> {
  const { service, usageType } = entry;
  if (!('by' in entry))
    return partOf(entry) === 'usage'
      ? { names: [service, usageType], also: [] }
      : { names: [entry.recordType, service], also: [usageType] };
  switch (entry.by) {
    case 'profile':
      return { names: [entry.profile, usageType], also: [service] };
    case 'owner':
      return { names: [entry.user, entry.costCenter], also: [service, usageType] };
    case 'principal':
      return { names: [entry.principal, service], also: [usageType] };
  }
}

/** Whose the addresses of the day are, of those that are another one of somebody; nothing where there is none. */
function aliasBasis({ bill, personOf = itself }: DayInput, { used }: Estate): string[][][] {
  const addresses = sorted([
    ...claimsBy(bill.claims, 'owner').map(({ user }) => user),
    ...claimsBy(bill.claims, 'principal').map(({ principal }) => principal),
    ...used.flatMap(({ caller }) => caller.userEmail ?? []),
  ]);
  const known = addresses.filter((one) => personOf(one) !== one);
  return known.length === 0 ? [] : [known.map((one) => [one, personOf(one)])];
}

function callerBasis(caller: Caller): (string | boolean | null)[] {
  const { profileArn, accountId, region, userEmail, costCenter, reason, modelKey, route } = caller;
  const owned = [profileArn, accountId, region, userEmail, costCenter, reason];
  return [...owned, modelKey, route, caller.tagsChanged, caller.asFirstSeen];
}

function rateBasis(rate: EstimateRate | null): (string | null)[] {
  return rate === null ? [null] : [`${rate.mid}`, `${rate.low}`, `${rate.high}`, rate.source];
}

/** The catalogue, and models that it no longer lists but profiles and metrics still name. */
function modelsOf({ catalogue, profiles, usage }: DayInput, read: ModelReader): CatalogueEntry[] {
  const entries = modelsListed(catalogue);
  const unlisted = profiles.map((profile) => profile.modelKey);
  for (const { dimension } of usage) {
    const ref = dimension.includes('.') ? read(dimension) : null;
    if (ref !== null && 'modelKey' in ref) unlisted.push(ref.modelKey);
  }
  for (const modelKey of unlisted) {
    if (modelKey === 'unknown' || entries.has(modelKey)) continue;
    entries.set(modelKey, unlistedModel(modelKey));
  }
  return [...entries.values()];
}

function estimateOf({ caller, kind }: CallerTokens, { rates, day }: DayInput): EstimateRate | null {
  if (caller.modelKey === 'unknown') return null;
  return rates.estimateRate({
    modelKey: caller.modelKey,
    kind,
    route: caller.route,
    region: caller.region,
    day,
  });
}
