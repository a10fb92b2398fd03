import { byOwner, type Overruled } from './allocationByOwner.ts';
import {
  type Allocation,
  type Apart,
  give,
  giveApart,
  type Line,
  type Part,
  roundingOf,
  sameAccount,
  setApart,
} from './bill.ts';
import type { Bill, BillClaim, ProfileClaim } from './billEntries.ts';
import { claimsBy } from './billParts.ts';
import type { Caller, CallerTokens, Estate, Holder } from './estate.ts';
import { largestRemainder, tokensOf } from './money.ts';
import type { Money, TokenKind, Tokens, UnallocatedReason } from './types.ts';

/** What the steps could not place, for the findings. */
export interface AllocationNotes {
  /** Tagged amounts whose line could not be told: no line, or several and no known model. */
  notPlaced: Money;
  /** InferenceProfile values that more than one profile carries, with their owners. */
  sharedTags: ReadonlySet<string>;
  overruled: Overruled;
}

/**
 * Gives every line of a day to those who spent it, in the design's order: the bill's own profile tag; tokens at the
 * line's own price; the owners that the bill names, who win where those two guessed otherwise; the rest with its
 * reason. The parts of each line add up to it exactly. Works on `lines` in place.
 */
export function allocate(lines: readonly Line[], bill: Bill, estate: Estate): AllocationNotes {
  const covered = new Map<Caller, Map<TokenKind, Tokens>>();
  const tagged = byTag(lines, bill.claims, estate, covered);
  byTokens(lines, estate.used, covered);
  const overruled = byOwner(lines, bill, tagged);
  for (const one of tagged.apart) giveApart(one, one.holder, null, one.amount);
  for (const line of lines) keepRest(line);
  return { ...tagged, overruled };
}

// ---- 1. The bill's own tag -------------------------------------------------------------------------------------

/** What the tags said, for the steps after: they may know better whose it is. */
interface Tagged extends Omit<AllocationNotes, 'overruled'> {
  apart: readonly Apart[];
  /** Those among whom tokens decided because one value names them all, the holder among them; else nobody. */
  namedAlike(holder: Holder): readonly Caller[];
}

function byTag(
  lines: readonly Line[],
  claims: readonly BillClaim[],
  estate: Estate,
  covered: Map<Caller, Map<TokenKind, Tokens>>,
): Tagged {
  const byUsageType = Map.groupBy(lines, (line) => line.usageType);
  const strangers = new Map<string, Holder>();
  const sharedTags = new Set<string>();
  const alike = new Map<Holder, readonly Caller[]>();
  const apart: Apart[] = [];
  let notPlaced = 0n;
  for (const claim of claimsBy(claims, 'profile')) {
    if (claim.profile === '') continue;
    const candidates = (byUsageType.get(claim.usageType) ?? []).filter(
      (line) =>
        sameAccount(line, claim.accountId) && (claim.service === null || claim.service === line.service),
    );
    const callers = estate.byProfileTag(claim.profile, claim.accountId);
    if (callers.length > 1) {
      sharedTags.add(claim.profile);
      for (const caller of callers) alike.set(caller, callers);
    }
    const [first] = candidates;
    let placed = givePairs(claim, pairsOf(callers, candidates), estate, covered);
    if (callers.length === 0 && candidates.length === 1 && first !== undefined) {
      const one = setApart(first, strangerIn(first, strangers), partOf(claim, first));
      apart.push(one);
      placed = one.amount;
    }
    notPlaced += claim.amount - placed;
  }
  const namedAlike = (holder: Holder) => alike.get(holder) ?? [];
  return { notPlaced: notPlaced as Money, sharedTags, apart, namedAlike };
}

/** What a claim says of a line. */
function partOf(claim: ProfileClaim, { reading: { tokensPerUnit } }: Line): Part {
  const tokens = tokensPerUnit === null ? 0n : tokensOf(claim.quantity, tokensPerUnit);
  return { amount: claim.amount, tokens };
}

interface Pair {
  line: Line;
  holder: Caller;
}

/** Which caller's use of which line the tag can mean: by model and Region, by model alone, or the only line there is. */
function pairsOf(callers: readonly Caller[], lines: readonly Line[]): Pair[] {
  const byModel: Pair[] = [];
  const byPlace: Pair[] = [];
  for (const holder of callers)
    for (const line of lines) {
      if (holder.modelKey !== line.modelKey) continue;
      const pair = { holder, line };
      byModel.push(pair);
      if (line.reading.region === null || line.reading.region === holder.region) byPlace.push(pair);
    }
  if (byPlace.length > 0) return byPlace;
  if (byModel.length > 0) return byModel;
  const [only] = lines;
  return only !== undefined && lines.length === 1 ? callers.map((holder) => ({ holder, line: only })) : [];
}

function givePairs(
  claim: ProfileClaim,
  pairs: readonly Pair[],
  estate: Estate,
  covered: Map<Caller, Map<TokenKind, Tokens>>,
): bigint {
  const [first] = pairs;
  if (first === undefined) return 0n;
  const claimed = partOf(claim, first.line);
  const weights = pairs.map(({ holder, line }) =>
    line.reading.kind !== null ? estate.tokensOf(holder, line.reading.kind) : 0n,
  );
  const amounts = signedSplit(claimed.amount, weights);
  const tokenParts = signedSplit(claimed.tokens, weights);
  let given = 0n;
  for (const [index, { line, holder }] of pairs.entries()) {
    const part = { amount: amounts[index] ?? 0n, tokens: tokenParts[index] ?? 0n };
    given += give(line, holder, 'tag', part);
    if (line.metered && line.reading.kind !== null) {
      const kinds = covered.get(holder) ?? new Map<TokenKind, Tokens>();
      covered.set(holder, kinds.set(line.reading.kind, (kinds.get(line.reading.kind) ?? 0n) + part.tokens));
    }
  }
  return given;
}

/** A tag value that no listed profile of the account has: nobody is known to own it, unless the bill says who. */
function strangerIn(line: Line, strangers: Map<string, Holder>): Holder {
  const accountId = line.accountId || 'unknown';
  const region = line.reading.region ?? 'unknown';
  const key = `${accountId}|${region}`;
  const held = strangers.get(key) ?? {
    profileArn: null,
    accountId,
    region,
    userEmail: null,
    costCenter: null,
    reason: 'noTag',
  };
  strangers.set(key, held);
  return held;
}

// ---- 2. Tokens -------------------------------------------------------------------------------------------------

/**
 * Each caller's tokens × (what is left of the lines' cost ÷ what is left of their tokens). Callers share a line when it
 * holds fewer tokens than they used; when it holds more, the rest stays: tokens nobody saw are nobody's.
 */
function byTokens(
  lines: readonly Line[],
  used: readonly CallerTokens[],
  covered: ReadonlyMap<Caller, ReadonlyMap<TokenKind, Tokens>>,
): void {
  const open = new Map<string, Line[]>();
  for (const line of lines) {
    if (!line.metered || line.rest < 0n || line.restTokens <= 0n) continue;
    const key = `${line.modelKey}|${line.kind}`;
    open.set(key, [...(open.get(key) ?? []), line]);
  }
  const tellsRoutes = new Set(
    lines.filter((line) => line.reading.route === 'global').map((line) => line.modelKey),
  );
  const order = new Map(lines.map((line, index) => [line, index]));

  const groups = new Map<string, { lines: Line[]; left: { caller: Caller; tokens: Tokens }[] }>();
  for (const { caller, kind, tokens } of used) {
    const left = tokens - (covered.get(caller)?.get(kind) ?? 0n);
    if (left <= 0n) continue;
    const route = tellsRoutes.has(caller.modelKey) ? caller.route : null;
    const fitting = linesFor(caller, route, open.get(`${caller.modelKey}|${kind}`) ?? []);
    if (fitting.length === 0) continue;
    const key = fitting.map((line) => order.get(line)).join(',');
    const group = groups.get(key) ?? { lines: fitting, left: [] };
    groups.set(key, group);
    group.left.push({ caller, tokens: left });
  }
  // Callers whose route is known go first; those that could have used any route share what is left.
  const sorted = [...groups].sort(([a, x], [b, y]) => x.lines.length - y.lines.length || (a < b ? -1 : 1));
  for (const [, group] of sorted) shareOut(group.lines, group.left);
}

function linesFor(caller: Caller, route: Caller['route'], lines: readonly Line[]): Line[] {
  const inRegion = lines.filter(({ reading }) => reading.region === null || reading.region === caller.region);
  const ofAccount = inRegion.filter((line) => sameAccount(line, caller.accountId));
  return route === null ? ofAccount : ofAccount.filter((line) => line.reading.route === route);
}

function shareOut(lines: readonly Line[], used: readonly { caller: Caller; tokens: Tokens }[]): void {
  const held = lines.reduce((sum, line) => sum + line.restTokens, 0n);
  const seen = used.reduce((sum, { tokens }) => sum + tokens, 0n);
  const nobodys = held > seen ? held - seen : 0n;
  const weights = [...used.map(({ tokens }) => tokens), nobodys];
  for (const line of lines) {
    const amounts = largestRemainder(line.rest, weights);
    const tokens = largestRemainder(line.restTokens, weights);
    for (const [index, { caller }] of used.entries()) {
      give(line, caller, 'tokens', { amount: amounts[index] ?? 0n, tokens: tokens[index] ?? 0n });
    }
  }
}

// ---- 3. The rest -----------------------------------------------------------------------------------------------

/** What nobody was given keeps its reason. A remainder of mere rounding goes to the largest part instead. */
function keepRest(line: Line): void {
  const rounding = roundingOf(line.allocations.length);
  if (line.restTokens === 0n && line.rest <= rounding && line.rest >= -rounding) {
    const largest = largestOf(line.allocations);
    if (largest !== null) {
      largest.amount += line.rest;
      line.rest = 0n;
      return;
    }
  }
  const holder: Holder = {
    profileArn: null,
    accountId: line.accountId || 'unknown',
    region: line.reading.region ?? 'unknown',
    userEmail: null,
    costCenter: null,
    reason: reasonOf(line),
  };
  give(line, holder, null, { amount: line.rest, tokens: line.restTokens });
}

function reasonOf(line: Line): UnallocatedReason {
  const { family } = line.reading;
  if (family === 'capacity') return 'sharedCapacity';
  if (family === 'unknown') return 'unknownUsageType';
  return family === 'tokens' ? 'billedNotSeen' : 'notTokens';
}

function largestOf(allocations: readonly Allocation[]): Allocation | null {
  let largest: Allocation | null = null;
  for (const one of allocations) if (largest === null || one.amount > largest.amount) largest = one;
  return largest;
}

function signedSplit(amount: bigint, weights: readonly bigint[]): bigint[] {
  return amount >= 0n
    ? largestRemainder(amount, weights)
    : largestRemainder(-amount, weights).map((part) => -part);
}
