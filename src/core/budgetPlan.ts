import { budgetOn, heldBetween, holdingOn, stepsOf } from './budgetChanges.ts';
import { type BudgetCalendar, type BudgetPeriod, periodOf } from './budgetPeriods.ts';
import {
  type BudgetChange,
  type BudgetRecord,
  type BudgetScope,
  type BudgetSlot,
  type BudgetTerms,
  isDefault,
  isSameTerms,
  scopeOfParts,
  slotName,
} from './budgets.ts';
import type { Fault } from './errors.ts';
import type { Day, Instant, Money } from './types.ts';

/**
 * Many budgets at once: what somebody wants against what holds, as a list of differences that is read before anything
 * changes; and what has to be decided so that what held before holds again. Pure.
 */

/** Budgets that one plan may be about: a file of more is split. */
export const MOST_ROWS = 5000;
/** Signs of a file or of what is pasted. */
export const MOST_FILE_BYTES = 2 * 1024 * 1024;
/** Plans that are kept without having been applied: with the next, the oldest of them goes. */
export const MOST_DRAFTS = 50;

/** Terms that a row may leave unsaid: then they stay as they are. */
export type OptionalTerm = 'thresholds' | 'carryOver' | 'hard';

/** One budget as a row wants it. */
export interface WantedBudget {
  /** Of what was handed in, from 1; null: it is not in it, and ends for that. */
  line: number | null;
  slot: BudgetSlot;
  /** null: it is to end. */
  terms: BudgetTerms | null;
  /** Terms of a budget that holds which stay as they are, because nothing is said of them. */
  unsaid: readonly OptionalTerm[];
  /** From which day on; null: as `usualDay` says. */
  from: Day | null;
  /** The first day on which it does not hold any more; null: until further notice. */
  until: Day | null;
  reason: string;
}

export type PlanDeed = 'create' | 'change' | 'end';
/** One difference: what holds today, or on its day where that is to come, and what will. */
export interface PlanRow {
  line: number | null;
  /** null: there never was one. */
  budgetId: string | null;
  /** The latest of its changes that this was read against, and how many of them were taken back. */
  seen: string;
  slot: BudgetSlot;
  deed: PlanDeed;
  before: BudgetTerms | null;
  /** null: it ends. */
  after: BudgetTerms | null;
  from: Day;
  until: Day | null;
  reason: string;
}
/** What is wrong with a row, by its line. */
export interface RefusedRow extends Fault {
  /** null: with all of it. */
  line: number | null;
}
export interface BudgetDiff {
  rows: readonly PlanRow[];
  /** Budgets that are as they are wanted already. */
  unchanged: number;
  totals: readonly PlanTotal[];
}

/** What the budgets of a plan come to before and after it, those that stay as they are among them. */
export interface PlanTotal {
  kind: BudgetScope['kind'];
  period: BudgetPeriod;
  /** Of a part of the spend only: such amounts are within others. */
  narrowed: boolean;
  countBefore: number;
  countAfter: number;
  before: Money;
  after: Money;
}

/** By which a change meanwhile is noticed: it moves with each change, and with each that is taken back. */
export function seenOf(record: Pick<BudgetRecord, 'changes'> | undefined): string {
  const changes = record?.changes ?? [];
  const taken = changes.filter(({ withdrawnAt }) => withdrawnAt !== null).length;
  return `${changes.reduce((most, { version }) => Math.max(most, version), 0)}.${taken}`;
}

/**
 * From which day on a budget holds where nobody says it: one that does not hold yet from the beginning of its period, so
 * that all of it counts, or where it ended within it from there; another amount of one that holds from today on.
 */
export function usualDay(
  record: BudgetRecord | undefined,
  period: BudgetPeriod,
  today: Day,
  calendar: BudgetCalendar,
): Day {
  const { start } = periodOf(period, today, calendar);
  const held = record === undefined ? null : budgetOn(record, today, calendar);
  if (held !== null && held !== 'unknown' && held.endedOn === null) return today;
  const ended = held !== null && held !== 'unknown' ? held.endedOn : null;
  return ended !== null && ended > start ? ended : start;
}

interface Against {
  today: Day;
  calendar: BudgetCalendar;
  /** Of all scopes that are wanted, by their slots. */
  records: ReadonlyMap<string, BudgetRecord>;
}

/** What would have to change so that all that is wanted holds. Each slot is wanted once. */
export function diffOf(wanted: readonly WantedBudget[], against: Against): BudgetDiff {
  const rows: PlanRow[] = [];
  const totals = new Map<string, PlanTotal>();
  let unchanged = 0;
  for (const one of wanted) {
    const row = rowOf(one, against);
    addTo(totals, one.slot, row.before, row.after);
    if (isSame(row, against)) unchanged++;
    else rows.push(row);
  }
  return { rows, unchanged, totals: [...totals.values()] };
}

/**
 * Days on which a budget has to be ended so that nothing of it holds from a day on: what is planned for later ends as it
 * begins, rather than being taken back, so that an undo brings it back. None: nothing holds, and nothing is planned.
 */
export function endsFrom(record: Pick<BudgetRecord, 'changes'>, from: Day, today: Day): Day[] {
  const begun = from > today ? from : today;
  const later = stepsOf(record).filter((one) => one.kind === 'set' && one.from > begun);
  const holds = heldBetween(record, from, begun).some((one) => one !== null);
  return [...(holds ? [from] : []), ...later.map((one) => one.from)];
}

/** An end of what is only planned is of the day on which it would begin. */
function endOf(record: BudgetRecord | undefined, from: Day, today: Day): Day {
  return (record === undefined ? undefined : endsFrom(record, from, today)[0]) ?? from;
}

function rowOf(wanted: WantedBudget, { records, today, calendar }: Against): PlanRow {
  const { line, slot, until, reason } = wanted;
  const record = records.get(slotName(slot));
  const from =
    wanted.terms === null
      ? endOf(record, wanted.from ?? today, today)
      : (wanted.from ?? usualDay(record, slot.period, today, calendar));
  const day = from > today ? from : today;
  const before = record === undefined ? null : (holdingOn(record, day)?.terms ?? null);
  const after = wanted.terms === null ? null : withUnsaid(wanted.terms, wanted.unsaid, before);
  return {
    line,
    budgetId: record?.id ?? null,
    seen: seenOf(record),
    slot,
    deed: after === null ? 'end' : before === null ? 'create' : 'change',
    before,
    after,
    from,
    until: after === null ? null : until,
    reason,
  };
}

function withUnsaid(
  terms: BudgetTerms,
  unsaid: readonly OptionalTerm[],
  before: BudgetTerms | null,
): BudgetTerms {
  if (before === null) return terms;
  return { ...terms, ...Object.fromEntries(unsaid.map((name) => [name, before[name]])) };
}

/**
 * Whether nothing has to change: it held on every day since the one it is wanted from, as it is wanted now. An amount that
 * was another on a day of the running period before today decides nothing.
 */
function isSame({ slot, before, after, from, until }: PlanRow, { records, today }: Against): boolean {
  const record = records.get(slotName(slot));
  if (after === null) return record === undefined || endsFrom(record, from, today).length === 0;
  if (before === null) return false;
  if (record === undefined || !isSameTerms(before, after)) return false;
  if (until !== null && holdingOn(record, until) !== null) return false;
  const since = stepsOf(record).filter((step) => step.from > from && step.from <= today);
  return holdingOn(record, from) !== null && since.every(({ kind }) => kind === 'set');
}

function addTo(
  totals: Map<string, PlanTotal>,
  { scope, period, narrowing }: BudgetSlot,
  before: BudgetTerms | null,
  after: BudgetTerms | null,
): void {
  const narrowed = narrowing !== null;
  const key = `${scope.kind} ${period} ${narrowed}`;
  const none = { countBefore: 0, countAfter: 0, before: 0n as Money, after: 0n as Money };
  const so = totals.get(key) ?? { kind: scope.kind, period, narrowed, ...none };
  totals.set(key, {
    ...so,
    countBefore: so.countBefore + (before === null ? 0 : 1),
    countAfter: so.countAfter + (after === null ? 0 : 1),
    before: (so.before + (before?.amount ?? 0n)) as Money,
    after: (so.after + (after?.amount ?? 0n)) as Money,
  });
}

/** Whether amounts of a kind can be added up: a default is an amount for each of those it holds for. */
export const isSummable = ({ kind }: Pick<PlanTotal, 'kind'>): boolean => !isDefault(scopeOfParts(kind, ''));

/** By how many tenths of a per cent an amount changes; null: there was none. */
export function changeTenths(before: Money | null, after: Money | null): number | null {
  if (before === null || before === 0n || after === null) return null;
  return Number(((after - before) * 1000n) / before);
}

/** Whether a plan that is made again says the same: amounts, days, and what it was read against. */
export const isSamePlan = (a: readonly PlanRow[], b: readonly PlanRow[]): boolean =>
  a.length === b.length && planText(a) === planText(b);
/** All that a plan does and was read against, as one text. */
export const planText = (rows: readonly PlanRow[]): string =>
  JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

/** What has to be decided of one budget so that what held before a plan holds again. */
export type UndoDeed =
  | { do: 'set'; slot: BudgetSlot; terms: BudgetTerms; from: Day }
  | { do: 'end'; id: string; from: Day }
  | { do: 'withdraw'; id: string; version: number };

/** What somebody decided of a budget after the plan: it is theirs, and stays. */
export interface ChangedSince {
  by: string;
  at: Instant;
}

/**
 * What puts back what held before: what is still to come is taken back; from the day of the plan on, but in no period that
 * is over, each amount that held before holds again.
 * @param made versions that the plan made
 */
export function undoOf(
  record: BudgetRecord,
  made: readonly number[],
  today: Day,
  calendar: BudgetCalendar,
): UndoDeed[] | ChangedSince {
  const last = Math.max(...made);
  const later = record.changes.find((one) => isLaterThan(one, made, last));
  if (later !== undefined) return { by: later.by, at: later.withdrawnAt ?? later.recordedAt };
  const own = record.changes.filter(({ version }) => made.includes(version));
  const withdrawn = own
    .filter(({ from }) => from > today)
    .map(({ version }): UndoDeed => ({ do: 'withdraw', id: record.id, version }));
  const begun = own.filter(({ from }) => from <= today).map(({ from }) => from);
  if (begun.length === 0) return withdrawn;
  const { start } = periodOf(record.period, today, calendar);
  const first = begun.reduce((a, b) => (a < b ? a : b));
  const from = first > start ? first : start;
  const before = { ...record, changes: record.changes.filter(({ version }) => !made.includes(version)) };
  const days = [
    from,
    ...stepsOf(before).flatMap((one) => (one.from > from && one.from <= today ? one.from : [])),
  ];
  return [
    ...withdrawn,
    ...days.map((day): UndoDeed => {
      const held = holdingOn(before, day);
      return held === null
        ? { do: 'end', id: record.id, from: day }
        : { do: 'set', slot: slotOf(record), terms: held.terms, from: day };
    }),
  ];
}

const isLaterThan = (
  { version, withdrawnAt }: BudgetChange,
  made: readonly number[],
  last: number,
): boolean => version > last || (made.includes(version) && withdrawnAt !== null);
const slotOf = ({ scope, period, narrowing }: BudgetRecord): BudgetSlot => ({ scope, period, narrowing });
