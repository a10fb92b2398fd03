import type { Line } from './bill.ts';
import type { CallerTokens } from './estate.ts';
import { DAY_MS, endOf } from './periods.ts';
import type { SpendSum } from './questions.ts';
import type { Day, Tokens } from './types.ts';

/** Billed tokens reach what was seen when they come to 99.5 %. */
const COMPLETE_PER_MILLE = 995n;
/** A day is not complete before AWS had this long to bill it. */
const BILLED_AFTER_MS = DAY_MS;
/** The bill counts, whatever was seen, this long after the day. */
const BILL_STANDS_AFTER_MS = 3 * DAY_MS;

/**
 * How far a day is on its way from estimate to bill, by age alone: 0 not yet old enough, 1 the bill may count once it
 * is complete, 2 the bill counts. A day's rows can change without new data only when this does.
 */
export function billPhase(day: Day, now: number): 0 | 1 | 2 {
  const age = now - endOf(day);
  if (age >= BILL_STANDS_AFTER_MS) return 2;
  return age > BILLED_AFTER_MS ? 1 : 0;
}

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
}

export interface BestKnown {
  ofLine(line: Line): GroupState;
  ofUsed(used: CallerTokens): GroupState;
  readonly groups: readonly GroupState[];
}

/**
 * When the bill counts, per group and day: once billed tokens reach 99.5 % of those seen and the day ended more than
 * 24 hours ago, or after three days; at once where nothing was seen, for what is no token, and where no rate exists to
 * estimate with. On a day of which no line was read at all the estimate stands, however old it is.
 */
export function bestKnown(
  day: Day,
  now: number,
  lines: readonly Line[],
  used: readonly CallerTokens[],
  priced: (used: CallerTokens) => boolean,
): BestKnown {
  const perAccount = lines.some((line) => line.accountId !== '');
  const anyRegion = new Set(
    lines
      .filter((line) => line.reading.region === null)
      .map((line) => `${line.modelKey}|${comparableKind(line)}`),
  );
  const groups = new Map<string, GroupState & { priced: boolean }>();
  const groupOf = (modelKey: string, kind: string, place: string, accountId: string) => {
    const region = anyRegion.has(`${modelKey}|${kind}`) ? 'unknown' : place;
    const key = `${modelKey}|${kind}|${region}|${perAccount ? accountId : ''}`;
    const held = groups.get(key) ?? {
      modelKey,
      kind,
      region,
      seen: 0n,
      billed: 0n,
      billCounts: false,
      priced: false,
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

  for (const line of lines) ofLine(line).billed += line.tokens;
  for (const one of used) {
    const group = ofUsed(one);
    group.seen += one.tokens;
    group.priced ||= priced(one);
  }
  const phase = billPhase(day, now);
  for (const group of groups.values()) {
    const complete = phase > 0 && group.billed * 1000n >= group.seen * COMPLETE_PER_MILLE;
    const nothingToEstimate = group.seen === 0n || (!group.priced && group.billed > 0n);
    group.billCounts = lines.length > 0 && (nothingToEstimate || complete || phase === 2);
  }
  return { ofLine, ofUsed, groups: [...groups.values()] };
}

/** Tokens of the mantle endpoint have metrics of their own, which are not read: nothing to wait for. */
function comparableKind(line: Line): string {
  return line.reading.mantle ? `mantle ${line.kind}` : line.kind;
}

/** Whether the bill, and no estimate, is what a sum consists of. */
export const isBilledSum = ({ label }: Pick<SpendSum, 'label'>): boolean =>
  label === 'provisional' || label === 'final';
