import { itself } from './aliases.ts';
import { type AllocationNotes, allocate } from './allocation.ts';
import { type BestKnown, bestKnown } from './bestKnown.ts';
import { type Allocation, type Line, readLines } from './bill.ts';
import { usageOf } from './billParts.ts';
import { coveringsOf, notBilledYet } from './covering.ts';
import { findingsOf } from './dayFindings.ts';
import { type DayInput, readDay } from './dayReading.ts';
import type { CallerTokens, Estate, Holder } from './estate.ts';
import { multiplyRate } from './money.ts';
import { addPrincipalRows } from './principals.ts';
import type { EstimateRate } from './rates.ts';
import { type Figures, type RowSet, rowSet, type Subject } from './spendRows.ts';
import type { Finding, SpendRow } from './types.ts';

/**
 * One day of the one table. Guarantees, for each view: `billed` adds up to the bill's lines of usage to the last
 * unit; every token seen is on exactly one row; rows are unique by all but their figures. The view `principal` is
 * there when people are attributed by IAM caller, and only then. Findings say what does not add up.
 */
export function computeDay(
  input: DayInput,
  reading = readDay(input),
): { rows: SpendRow[]; findings: Finding[] } {
  const { day, now, bill } = input;
  const { matcher, estate, estimates } = reading;
  const lines = readLines(bill.lines, matcher);
  const worth = worthOf(estimates);
  const known = bestKnown(day, now, lines, estate.used, (used) => worth.get(used) ?? null);
  const notes = allocate(lines, bill, estate);
  const standing = standingEstimates(lines, estate, known, worth);

  const rows = rowSet(day);
  addBilled(rows, lines, known);
  addSeen(rows, 'profile', input, lines, estate, standing, estimates);
  if (input.attribution === 'iamPrincipal') {
    addPrincipalRows(rows, lines, bill.claims, estate, known);
    addSeen(rows, 'principal', input, [], estate, standing, estimates);
  }
  const result = rows.rows();
  return { rows: result, findings: findingsOf(facts(input, lines, estate, known, notes, result)) };
}

function facts(
  input: DayInput,
  lines: readonly Line[],
  estate: Estate,
  known: BestKnown,
  notes: AllocationNotes,
  rows: readonly SpendRow[],
) {
  const { day, bill, personOf = itself } = input;
  return { day, bill, personOf, lines, estate, known, notes, rows };
}

function addBilled(rows: RowSet, lines: readonly Line[], known: BestKnown): void {
  const subjectOf = subjects('profile');
  for (const line of lines) {
    const counts = known.ofLine(line).billCounts;
    const label = labelOf(line, counts);
    for (const { holder, method, amount, tokens } of line.allocations) {
      const figures: Figures = { label, billed: amount, billedTokens: tokens, amount: counts ? amount : 0n };
      rows.add(holder, subjectOf(line, isNobodys(holder) ? null : method), figures);
    }
  }
}

/** What tokens are estimated at, where there is a rate. */
function worthOf(estimates: ReadonlyMap<CallerTokens, EstimateRate | null>): Map<CallerTokens, bigint> {
  const worth = new Map<CallerTokens, bigint>();
  for (const [used, rate] of estimates)
    if (rate !== null) worth.set(used, multiplyRate(used.tokens, rate.mid));
  return worth;
}

/** Of tokens for which the bill does not count, what their estimates count for; others are not in it. */
function standingEstimates(
  lines: readonly Line[],
  estate: Estate,
  known: BestKnown,
  worth: ReadonlyMap<CallerTokens, bigint>,
): Map<CallerTokens, bigint> {
  const open = estate.used.filter((used) => !known.ofUsed(used).billCounts);
  const coverings = coveringsOf(lines, open, estate.used);
  return notBilledYet(coverings, new Map(open.map((used) => [used, worth.get(used) ?? 0n])));
}

/** Tokens seen and their estimate: beside the caller's largest billed part of that kind, else on a row of their own. */
function addSeen(
  rows: RowSet,
  view: SpendRow['view'],
  input: DayInput,
  lines: readonly Line[],
  estate: Estate,
  standing: ReadonlyMap<CallerTokens, bigint>,
  estimates: ReadonlyMap<CallerTokens, EstimateRate | null>,
): void {
  const subjectOf = subjects(view);
  const largest = largestParts(lines);
  const dayLabel = usageOf(input.bill.lines).some((line) => line.provisional) ? 'provisional' : 'final';
  for (const used of estate.used) {
    const { caller, kind, tokens } = used;
    const rate = estimates.get(used) ?? null;
    const estimate = standing.get(used);
    const counts = estimate === undefined;
    const seen = seenOf(tokens, rate);
    const figures: Figures = { label: counts ? dayLabel : 'estimated', amount: estimate ?? 0n, seen };
    const part = largest.get(caller)?.get(kind);
    if (part !== undefined) {
      figures.label = labelOf(part.line, counts);
      rows.add(caller, subjectOf(part.line, isNobodys(caller) ? null : part.method), figures);
    } else {
      const method = isNobodys(caller) ? null : 'tokens';
      rows.add(
        caller,
        { view, modelKey: caller.modelKey, kind, service: '', usageType: '', method },
        figures,
      );
    }
  }
}

/** How sure the amount of a row of this line is; the bill counts or not. */
function labelOf(line: Line, counts: boolean): SpendRow['label'] {
  if (!counts) return 'estimated';
  return line.charge.provisional ? 'provisional' : 'final';
}

/** Tokens with their estimate at a rate; without a rate it is zero. */
function seenOf(tokens: bigint, rate: EstimateRate | null): NonNullable<Figures['seen']> {
  if (rate === null) return { tokens, mid: 0n, low: 0n, high: 0n, rate: null };
  const mid = multiplyRate(tokens, rate.mid);
  return {
    tokens,
    mid,
    low: rate.low === rate.mid ? mid : multiplyRate(tokens, rate.low),
    high: rate.high === rate.mid ? mid : multiplyRate(tokens, rate.high),
    rate: rate.source,
  };
}

function largestParts(lines: readonly Line[]): Map<Holder, Map<string, Allocation>> {
  const found = new Map<Holder, Map<string, Allocation>>();
  for (const line of lines) {
    if (!line.metered) continue;
    for (const allocation of line.allocations) {
      const kinds = found.get(allocation.holder) ?? new Map<string, Allocation>();
      found.set(allocation.holder, kinds);
      const held = kinds.get(line.kind);
      if (held === undefined || allocation.amount > held.amount) kinds.set(line.kind, allocation);
    }
  }
  return found;
}

/** What rows of a line are about, made once a line and method. */
function subjects(view: SpendRow['view']): (line: Line, method: Allocation['method']) => Subject {
  const made = new Map<Line, Map<Allocation['method'], Subject>>();
  return (line, method) => {
    const ofLine = made.get(line) ?? new Map<Allocation['method'], Subject>();
    made.set(line, ofLine);
    let subject = ofLine.get(method);
    if (subject === undefined) {
      const { modelKey, kind, service, usageType } = line;
      subject = { view, modelKey, kind, service, usageType, method };
      ofLine.set(method, subject);
    }
    return subject;
  };
}

/** Neither an owner nor a profile: no method attributed it to anything. */
function isNobodys(holder: Holder): boolean {
  return holder.profileArn === null && holder.reason !== null;
}
