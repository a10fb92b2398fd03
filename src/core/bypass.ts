import { type Known, sumKnown } from './known.ts';
import { lastPart, type ModelReader } from './models.ts';
import { larger, largestRemainder, smaller } from './money.ts';
import type { RecordedCall } from './policies/found.ts';
import type { Day, Money, Place, Priced, Tokens } from './types.ts';

/**
 * Who calls models without a profile. What was called where is known from the metrics and the bill; who called is known by the
 * bill alone, of services and not of calls: what it says of somebody beyond what their own profiles explain went round these.
 */

/** Calls without a profile of one model in one place, under one service of the bill ('': not billed yet). */
export interface DirectSpend extends Place, Known {
  modelKey: string;
  service: string;
  tokens: Tokens;
  billed: Money;
}

/** What the bill says that somebody called; `accountId` is '' where it is read as a whole. */
export interface Claimed {
  accountId: string;
  person: string;
  service: string;
  amount: Money;
}

/** What is billed of somebody's own profiles. */
export interface Explained {
  accountId: string;
  person: string;
  modelKey: string;
  billed: Money;
}

export interface BypassFacts {
  direct: readonly DirectSpend[];
  claimed: readonly Claimed[];
  explained: readonly Explained[];
  /** Services of models, what is billed most first. */
  services: readonly { modelKey: string; service: string }[];
}

/** Calls without a profile of one model in one place, as far as one caller made them. */
export interface Bypassed extends Place, Known {
  modelKey: string;
  /** E-mail address; '' where the bill does not say. */
  caller: string;
  /**
   * How the caller is known. `bill`: exactly so much of theirs is explained by no profile. `share`: others called without a
   * profile of their own there as well, be it through a shared or an untagged one, so that each has their share.
   */
  known: 'bill' | 'share' | null;
  /** Of the model in that place, whoever called. */
  tokens: Tokens;
}

/** Less than that is rounding between two readings of one bill. */
const LEAST = 100_000_000n;

/** Calls round the profiles by place, model and caller, the largest first. They add up to what is direct, exactly. */
export function bypassedBy({ direct, ...bill }: BypassFacts): Bypassed[] {
  const beyond = beyondProfiles(bill);
  const rows: Bypassed[] = [];
  // A bill that was read as a whole does not say in which account somebody called.
  const asWhole = bill.claimed.some(({ accountId }) => accountId === '');
  const poolKey = ({ accountId, service }: Pick<Claimed, 'accountId' | 'service'>) =>
    asWhole ? service : `${accountId}\n${service}`;
  const callers = Map.groupBy(beyond, poolKey);
  const billed = direct.filter(({ service }) => service !== '');
  for (const [key, pool] of Map.groupBy(billed, poolKey)) rows.push(...shared(pool, callers.get(key) ?? []));
  const places = Map.groupBy(direct, placeKey);
  return [...places.values()].flatMap((ofPlace) => named(ofPlace, rows)).sort(byAmount);
}

const placeKey = ({ accountId, region, modelKey }: Place & { modelKey: string }): string =>
  `${accountId}\n${region}\n${modelKey}`;
/** Of what is alike whoever is known comes first. */
function byAmount(a: Bypassed, b: Bypassed): number {
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
  const key = (row: Bypassed) => `${row.caller === '' ? 1 : 0}${row.caller}\n${placeKey(row)}`;
  return key(a) < key(b) ? -1 : 1;
}

interface Beyond {
  accountId: string;
  person: string;
  service: string;
  left: bigint;
}

/** What the bill says of people beyond what their own profiles explain, by account and service. */
function beyondProfiles({ claimed, explained, services }: Omit<BypassFacts, 'direct'>): Beyond[] {
  const serviceOf = new Map<string, string>();
  for (const { modelKey, service } of services)
    if (!serviceOf.has(modelKey)) serviceOf.set(modelKey, service);
  const own = new Map<string, bigint>();
  for (const { accountId, person, modelKey, billed } of explained)
    for (const account of [accountId, '']) {
      const key = `${account}\n${person}\n${serviceOf.get(modelKey) ?? ''}`;
      own.set(key, (own.get(key) ?? 0n) + billed);
    }
  return claimed
    .map(({ accountId, person, service, amount }) => ({
      accountId,
      person,
      service,
      left: amount - (own.get(`${accountId}\n${person}\n${service}`) ?? 0n),
    }))
    .filter(({ left }) => left >= LEAST)
    .sort((a, b) => (a.left > b.left ? -1 : a.left < b.left ? 1 : a.person < b.person ? -1 : 1));
}

/** What callers of one service made of what was called there: all of what they are short of, or their share. */
function shared(pool: readonly DirectSpend[], callers: readonly Beyond[]): Bypassed[] {
  // What the bill counts and what it says: a day that it does not count yet has no caller.
  const rests = pool.map(({ billed, amount }) => larger<bigint>(smaller<bigint>(billed, amount), 0n));
  const whole = rests.reduce((a, b) => a + b, 0n);
  if (whole === 0n) return [];
  const asked = callers.reduce((sum, { left }) => sum + left, 0n);
  const known = asked > whole ? ('share' as const) : ('bill' as const);
  const parts =
    known === 'bill'
      ? callers.map(({ left }) => left)
      : largestRemainder(
          whole,
          callers.map(({ left }) => left),
        );
  return callers.flatMap(({ person }, at) => {
    const split = largestRemainder(parts[at] ?? 0n, rests);
    return split.flatMap((amount, row) => {
      const direct = pool[row];
      rests[row] = (rests[row] ?? 0n) - amount;
      return amount === 0n || direct === undefined
        ? []
        : [{ ...direct, caller: person, known, amount: amount as Priced, unpricedTokens: 0n }];
    });
  });
}

/** The callers of one place and model, each once, and what is left of it. */
function named(ofPlace: readonly DirectSpend[], rows: readonly Bypassed[]): Bypassed[] {
  const [first] = ofPlace;
  if (first === undefined) return [];
  const { accountId, region, modelKey } = first;
  const here = { accountId, region, modelKey, tokens: ofPlace.reduce((sum, { tokens }) => sum + tokens, 0n) };
  const whole = sumKnown(ofPlace);
  const own = rows.filter((row) => placeKey(row) === placeKey(first));
  const callers = [...Map.groupBy(own, ({ caller }) => caller)].map(([caller, some]) => ({
    ...here,
    caller,
    known: some.some(({ known }) => known === 'share') ? ('share' as const) : ('bill' as const),
    amount: sumKnown(some).amount,
    unpricedTokens: 0n,
  }));
  const rest: Known = {
    amount: (whole.amount - sumKnown(callers).amount) as Priced,
    unpricedTokens: whole.unpricedTokens,
  };
  return rest.amount === 0n && rest.unpricedTokens === 0n && callers.length > 0
    ? callers
    : [...callers, { ...here, caller: '', known: null, ...rest }];
}

/** First and last day, and what each day came to, of a model in a place. */
export interface Way {
  since: Day | null;
  last: Day | null;
  daily: readonly Money[];
}

/** Who is likely to answer for a row, and why that is thought. */
export type Likely =
  /** The bill names them as the caller. */
  | { kind: 'caller'; person: string; costCenter: string }
  /** The largest part of what is owned in that account is theirs: tenths of a per cent. */
  | { kind: 'account'; costCenter: string; share: number }
  | null;

/** What ends it: a profile for whoever is known to call, else the guard, from which a program can be left out. */
export type Ending = 'profile' | 'guard';

export const endingOf = ({ caller }: Pick<Bypassed, 'caller'>): Ending =>
  caller === '' ? 'guard' : 'profile';

/**
 * Whoever the largest part of what is owned in an account is charged to, with how much of it that is.
 * @param owned what each cost center spent in the account
 */
export function usualOwner(owned: readonly { costCenter: string; amount: Priced }[]): Likely {
  const whole = owned.reduce((sum, { amount }) => sum + amount, 0n);
  const [most] = [...owned]
    .filter(({ costCenter }) => costCenter !== '')
    .sort((a, b) =>
      a.amount > b.amount ? -1 : a.amount < b.amount ? 1 : a.costCenter < b.costCenter ? -1 : 1,
    );
  if (most === undefined || whole <= 0n || most.amount <= 0n) return null;
  return { kind: 'account', costCenter: most.costCenter, share: Number((most.amount * 1000n) / whole) };
}

/** Somebody who called a model directly, as CloudTrail has it. */
export interface RecordedCaller {
  /** Name of the session or user. */
  who: string;
  /** Name of the role; '' where it was a user with a key. */
  role: string;
  calls: number;
}

/**
 * Who called models without a profile, by place and model, most calls first.
 * @param read says what an id is
 */
export function directCallers(
  calls: readonly RecordedCall[],
  read: ModelReader,
): ReadonlyMap<string, readonly RecordedCaller[]> {
  const found = new Map<string, Map<string, RecordedCaller>>();
  for (const { accountId, region, modelId, who, role, error } of calls) {
    const ref = read(modelId);
    if (error !== null || !(ref.type === 'model' || ref.type === 'systemProfile')) continue;
    const key = placeKey({ accountId, region, modelKey: ref.modelKey });
    const ofPlace = found.get(key) ?? new Map<string, RecordedCaller>();
    found.set(key, ofPlace);
    const name = role === null ? '' : lastPart(role);
    const caller = ofPlace.get(`${who}\n${name}`) ?? { who, role: name, calls: 0 };
    ofPlace.set(`${who}\n${name}`, { ...caller, calls: caller.calls + 1 });
  }
  return new Map(
    [...found].map(([key, callers]) => [key, [...callers.values()].sort((a, b) => b.calls - a.calls)]),
  );
}

/** Of a place and model, as `directCallers` has them. */
export const recordedOf = (
  callers: ReadonlyMap<string, readonly RecordedCaller[]>,
  row: Place & { modelKey: string },
): readonly RecordedCaller[] => callers.get(placeKey(row)) ?? [];

/** Whether a role is of people who come through IAM Identity Center: all others are programs, or keys of somebody. */
export const isOfPeople = ({ role }: Pick<RecordedCaller, 'role'>): boolean =>
  role.startsWith('AWSReservedSSO_');
