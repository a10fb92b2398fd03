import type { Line } from './bill.ts';
import { coveringsOf } from './covering.ts';
import type { CallerTokens } from './estate.ts';
import { ZERO } from './money.ts';
import { DAY_MS, endOf } from './periods.ts';
import type { SpendSum } from './questions.ts';
import type { Day, Money, Tokens } from './types.ts';

/** Billed tokens reach what was seen when they come to 99.5 %. */
const COMPLETE_PER_MILLE = 995n;
/** A day is not complete before AWS had this long to bill it. */
const BILLED_AFTER_MS = DAY_MS;
/** The bill counts, however little it holds of what was seen, this long after the day. */
const BILL_STANDS_AFTER_MS = 3 * DAY_MS;
/** No tier or discount makes tokens cheaper than a tenth of the estimate: what is billed for less was something else. */
const CHEAPEST_PART = 10n;

/**
 * How far a day is on its way from estimate to bill, by age alone: 0 not yet old enough, 1 the bill may count once it
 * is complete, 2 the bill counts. A day's rows can change without new data only when this does.
 */
export function billPhase(day: Day, now: number): 0 | 1 | 2 {
  const age = now - endOf(day);
  if (age >= BILL_STANDS_AFTER_MS) return 2;
  return age > BILLED_AFTER_MS ? 1 : 0;
}

/** What the bill says of a day, 10⁻¹⁰ USD: before AWS had its time to bill it nothing, though single lines may be there. */
export const ofBillOn = (day: Day, ofBill: Money, now: number): Money =>
  billPhase(day, now) === 0 ? ZERO : ofBill;

/** A model × kind × Region (and account where the bill is read by account) of one day. */
interface GroupState {
  modelKey: string;
  kind: string;
  /** `unknown` where a line does not say: then all Regions together, as what was seen could be any of it. */
  region: string;
  seen: Tokens;
  billed: Tokens;
  /** Whether the bill counts here; else the estimate stands. */
  billCounts: boolean;
  /** Whether the bill should hold it all by now. */
  isDue: boolean;
}

export interface BestKnown {
  ofLine(line: Line): GroupState;
  ofUsed(used: CallerTokens): GroupState;
  readonly groups: readonly GroupState[];
}

interface Draft extends GroupState {
  lines: number;
  used: CallerTokens[];
}

/**
 * When the bill counts, per group and day: once billed tokens reach 99.5 % of those seen and the day ended more than
 * 24 hours ago, or after three days, for whatever part of them it holds; at once where nothing was seen, for what is no
 * token, and where no rate exists to estimate with. Where no line of a group came at all the estimate stands, however
 * old the day is, unless it may have been billed on lines that cannot be read (see `coveringsOf`). What of a standing
 * estimate such lines leave over is for `notBilledYet`.
 * @param worth what tokens are estimated at; null where there is no rate
 */
export function bestKnown(
  day: Day,
  now: number,
  lines: readonly Line[],
  used: readonly CallerTokens[],
  worth: (used: CallerTokens) => bigint | null,
): BestKnown {
  const perAccount = lines.some((line) => line.accountId !== '');
  const anyRegion = new Set(
    lines
      .filter((line) => line.reading.region === null)
      .map((line) => `${line.modelKey}|${comparableKind(line)}`),
  );
  const groups = new Map<string, Draft>();
  const groupOf = (modelKey: string, kind: string, place: string, accountId: string) => {
    const region = anyRegion.has(`${modelKey}|${kind}`) ? 'unknown' : place;
    const key = `${modelKey}|${kind}|${region}|${perAccount ? accountId : ''}`;
    const held = groups.get(key) ?? {
      ...{ modelKey, kind, region, seen: 0n, billed: 0n },
      ...{ billCounts: false, isDue: false, lines: 0, used: [] },
    };
    groups.set(key, held);
    return held;
  };
  const ofLine = (line: Line) =>
    groupOf(line.modelKey, comparableKind(line), line.reading.region ?? 'unknown', line.accountId);
  // Asked again for each row, and by text each time it would be what a day of many people costs.
  const ofEach = new Map<CallerTokens, ReturnType<typeof groupOf>>();
  const ofUsed = (used: CallerTokens) => {
    const { caller, kind } = used;
    const held = ofEach.get(used) ?? groupOf(caller.modelKey, kind, caller.region, caller.accountId);
    ofEach.set(used, held);
    return held;
  };

  for (const line of lines) {
    const group = ofLine(line);
    group.billed += line.tokens;
    group.lines += 1;
  }
  for (const one of used) {
    const group = ofUsed(one);
    group.seen += one.tokens;
    group.used.push(one);
  }
  const phase = billPhase(day, now);
  for (const group of groups.values()) {
    const complete = phase > 0 && group.billed * 1000n >= group.seen * COMPLETE_PER_MILLE;
    const nothingToEstimate = group.seen === 0n || (group.billed > 0n && worthOf(group, worth) === null);
    group.isDue = lines.length > 0 && phase === 2;
    group.billCounts =
      lines.length > 0 && (nothingToEstimate || complete || (group.isDue && group.lines > 0));
  }
  for (const group of billedUnread(groups.values(), lines, used, worth)) group.billCounts = true;
  return { ofLine, ofUsed, groups: [...groups.values()] };
}

/** What a group is estimated at; null where there is no rate for any of it. */
function worthOf({ used }: Draft, worth: (used: CallerTokens) => bigint | null): bigint | null {
  const known = used.flatMap((one) => worth(one) ?? []);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0n);
}

/**
 * Groups of which no line came, and which lines that cannot be read are taken for the charge of: once they are due, lines
 * that are large enough; at once where there is no rate to hold them against, lines of that very model. Else its tokens
 * would count beside their own charge wherever tokens without a price are given a cautious one.
 */
function billedUnread(
  groups: Iterable<Draft>,
  lines: readonly Line[],
  seen: readonly CallerTokens[],
  worth: (used: CallerTokens) => bigint | null,
): Draft[] {
  const waiting = [...groups].filter(
    (group) => !group.billCounts && (group.isDue || worthOf(group, worth) === null),
  );
  const groupOf = new Map(waiting.flatMap((group) => group.used.map((one) => [one, group] as const)));
  const unread = new Map<Draft, bigint>();
  const ofOwnModel = new Set<Draft>();
  for (const { line, of } of coveringsOf(lines, [...groupOf.keys()], seen))
    for (const group of new Set(of.flatMap((one) => groupOf.get(one) ?? []))) {
      unread.set(group, (unread.get(group) ?? 0n) + line.charge.amount);
      if (line.listed && line.modelKey === group.modelKey) ofOwnModel.add(group);
    }
  return [...unread].flatMap(([group, amount]) => {
    const estimate = worthOf(group, worth);
    const isCharge = estimate === null ? ofOwnModel.has(group) : amount * CHEAPEST_PART >= estimate;
    return isCharge ? [group] : [];
  });
}

/** Tokens of the mantle endpoint have metrics of their own, which are not read: nothing to wait for. */
function comparableKind(line: Line): string {
  return line.reading.mantle ? `mantle ${line.kind}` : line.kind;
}

/** Whether the bill, and no estimate, is what a sum consists of. */
export const isBilledSum = ({ label }: Pick<SpendSum, 'label'>): boolean =>
  label === 'provisional' || label === 'final';
