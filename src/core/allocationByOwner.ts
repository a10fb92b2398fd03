import {
  type Allocation,
  type Apart,
  give,
  giveApart,
  type Line,
  moveTo,
  roundingOf,
  sameAccount,
  totalOf,
} from './bill.ts';
import type { Bill, OwnerClaim } from './billEntries.ts';
import { claimsBy, usageOf } from './billParts.ts';
import type { Caller, Holder } from './estate.ts';
import { largestRemainder, smaller } from './money.ts';
import { type Balance, type Balances, balancesOf, ownerKey } from './ownerBalances.ts';
import type { AllocationMethod } from './types.ts';

/** What owners had been given more, or less, than the bill says, before it won. */
export type Overruled = readonly { owner: Pick<Holder, 'userEmail' | 'costCenter'>; amount: bigint }[];

/** What the steps before could not be sure of. */
interface Unsure {
  apart: readonly Apart[];
  namedAlike(holder: Holder): readonly Caller[];
}

/**
 * Makes what owners were given agree with what the bill says is theirs. An owner who is short gets the difference out
 * of what others were given beyond their own claims, of what unlisted profiles claim, and of what is left: first what
 * was likeliest wrong. Which lines it was, the claims do not say: it is in proportion over them. Owners without a
 * claim keep what no claim speaks of. Only when the owners' claims and the lines are one state of the bill: otherwise
 * growth between two readings would look like an owner's spend.
 */
export function byOwner(lines: readonly Line[], bill: Bill, unsure: Unsure): Overruled {
  const claims = claimsBy(bill.claims, 'owner');
  const [claimed, billed] = [totalOf(claims), totalOf(usageOf(bill.lines))];
  const difference = claimed.total - billed.total;
  const rounding = roundingOf(claimed.count + billed.count);
  const names = claims.some(({ user }) => user !== '');
  const overruled: Overruled[number][] = [];
  if (!names || difference > rounding || difference < -rounding) return overruled;
  for (const [own, ofAccount] of byAccount(lines, claims))
    settle(own, balancesOf(own, ofAccount, rounding), unsure, overruled);
  return overruled;
}

/** Lines and claims of each account; all together where one of them is of the bill as a whole. */
function byAccount(
  lines: readonly Line[],
  claims: readonly OwnerClaim[],
): [readonly Line[], readonly OwnerClaim[]][] {
  if ([...lines, ...claims].some(({ accountId }) => accountId === '')) return [[lines, claims]];
  const ofAccount = Map.groupBy(lines, ({ accountId }) => accountId);
  return [...Map.groupBy(claims, ({ accountId }) => accountId)].map(([accountId, own]) => [
    ofAccount.get(accountId) ?? [],
    own,
  ]);
}

function settle(
  lines: readonly Line[],
  { short, over }: Balances,
  unsure: Unsure,
  overruled: Overruled[number][],
): void {
  const open = lines.filter((line) => line.rest > roundingOf(line.allocations.length));
  const own = new Set(lines);
  const apart = unsure.apart.filter(({ line }) => own.has(line));
  const people = short.filter(({ userEmail }) => userEmail !== null);
  const move = movesNoted(overruled);

  fromThemselves(people, over, move);
  fromNamedAlike(people, over, unsure, move);
  for (const one of people) fromApart(one, apart);
  fromOthers(people, over, 'tag', move);
  for (const one of short) {
    if (one.userEmail === null) keepInCostCenter(one, over);
    fromApart(one, apart);
    fromRest(one, open);
  }
  fromOthers(people, over, 'tokens', move);
  const nobody = nobodysOf(lines);
  for (const method of ['tag', 'tokens'] as const) fromOthers(short, [nobody], method, move);
}

/** What profiles without an owner and direct callers were given, as if nobody were over. */
function nobodysOf(lines: readonly Line[]): Balance {
  const given = lines.flatMap(({ allocations }) =>
    allocations.filter(({ holder, amount }) => holder.reason !== null && amount > 0n),
  );
  const open = total(given.map(({ amount }) => amount));
  return { userEmail: null, costCenter: null, accountId: '', open, given };
}

/** What the same user was given in another cost center. */
function fromThemselves(people: readonly Balance[], over: readonly Balance[], move: Move): void {
  const byUser = Map.groupBy(over, ({ userEmail }) => userEmail);
  for (const one of people)
    for (const other of byUser.get(one.userEmail) ?? [])
      move(other, one, other.given, (part) => placeOf(part.holder));
}

/** What tokens gave to another profile whose tag has the value of one of theirs. */
function fromNamedAlike(
  people: readonly Balance[],
  over: readonly Balance[],
  { namedAlike }: Unsure,
  move: Move,
): void {
  const twins = new Map<string | null, { other: Balance; part: Allocation; twin: Caller }[]>();
  for (const other of over)
    for (const part of other.given)
      for (const twin of namedAlike(part.holder)) {
        if (part.method !== 'tag') continue;
        const found = twins.get(twin.userEmail) ?? [];
        twins.set(twin.userEmail, found);
        found.push({ other, part, twin });
      }
  for (const one of people)
    for (const [other, found] of Map.groupBy(twins.get(one.userEmail) ?? [], (held) => held.other)) {
      const twinOf = new Map(found.map(({ part, twin }) => [part, twin]));
      move(other, one, [...twinOf.keys()], (part) => placeOf(twinOf.get(part) ?? part.holder));
    }
}

/** What a profile claims that nobody listed. */
function fromApart(one: Balance, apart: readonly Apart[]): void {
  if (one.open === 0n) return;
  const fitting = apart.filter(({ line, amount }) => amount > 0n && sameAccount(line, one.accountId));
  for (const [from, amount] of taken(one.open, fitting, (part) => part.amount)) {
    giveApart(from, { ...placeOf(from.holder), ...ownerOf(one) }, 'tag', amount);
    one.open -= amount;
  }
}

/** What others were given by a method, beyond what the bill says is theirs. */
function fromOthers(
  short: readonly Balance[],
  over: readonly Balance[],
  method: AllocationMethod,
  move: Move,
): void {
  for (const other of over) {
    const parts = other.given.filter((part) => part.method === method);
    for (const one of short) {
      if (other.open === 0n || parts.length === 0) break;
      move(other, one, parts, placeNow);
    }
  }
}

/**
 * Moves as much as one has too much and the other is short of, in proportion over these parts; `placeFor` says where it
 * is then.
 */
type Move = (
  from: Balance,
  to: Balance,
  among: readonly Allocation[],
  placeFor: (part: Allocation) => Place,
) => void;

const movesNoted =
  (overruled: Overruled[number][]): Move =>
  (from, to, among, placeFor) => {
    const wanted = smaller(from.open, to.open);
    if (wanted === 0n) return;
    const parts = among.filter(({ holder }) => ownerKey(holder) === ownerKey(from));
    let moved = 0n;
    for (const [part, amount] of taken(wanted, parts, (one) => one.amount)) {
      moveTo({ ...placeFor(part), ...ownerOf(to) }, part, amount);
      moved += amount;
    }
    if (moved === 0n) return;
    from.open -= moved;
    to.open -= moved;
    overruled.push({ owner: from, amount: moved }, { owner: to, amount: -moved });
  };

/** What is left of the lines. */
function fromRest(one: Balance, open: readonly Line[]): void {
  if (one.open === 0n) return;
  const lines = open.filter((line) => sameAccount(line, one.accountId));
  for (const [line, amount] of taken(one.open, lines, ({ rest }) => rest)) {
    const tokens = (line.restTokens * amount) / line.rest;
    one.open -= give(line, { ...somewhereOn(line), ...ownerOf(one) }, 'tag', { amount, tokens });
  }
}

/** A claim of a cost center without a user does not contradict that one of its people spent it. */
function keepInCostCenter(one: Balance, over: readonly Balance[]): void {
  for (const other of over) {
    if (other.costCenter !== one.costCenter) continue;
    const kept = smaller(other.open, one.open);
    other.open -= kept;
    one.open -= kept;
  }
}

type Place = Pick<Holder, 'profileArn' | 'accountId' | 'region'>;

const placeOf = ({ profileArn, accountId, region }: Holder): Place => ({ profileArn, accountId, region });

const somewhereOn = ({ accountId, reading }: Line): Place => ({
  profileArn: null,
  accountId: accountId || 'unknown',
  region: reading.region ?? 'unknown',
});

/**
 * Where a part is that turns out to be somebody else's. The profile stays where the account is certain or its tags of
 * that day are not; else it was most likely another one that nobody listed.
 */
function placeNow({ line, holder }: Allocation): Place {
  const unsure = isCaller(holder) && (holder.tagsChanged || holder.asFirstSeen);
  return line.accountId !== '' || unsure ? placeOf(holder) : somewhereOn(line);
}

const isCaller = (holder: Holder | Caller): holder is Caller => 'tagsChanged' in holder;

const ownerOf = ({ userEmail, costCenter }: Balance) => ({ userEmail, costCenter, reason: null });

/** What is taken of each for so much: in proportion over what there is of them, as far as it reaches. */
function taken<T>(wanted: bigint, from: readonly T[], amountOf: (one: T) => bigint): [T, bigint][] {
  const amounts = from.map(amountOf);
  const parts = largestRemainder(smaller(wanted, total(amounts)), amounts);
  return from.flatMap((one, index): [T, bigint][] => {
    const part = parts[index] ?? 0n;
    return part > 0n ? [[one, part]] : [];
  });
}

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);
