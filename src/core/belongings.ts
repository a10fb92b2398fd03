import { addDays, daysOf } from './periods.ts';
import type { Day, DayRange } from './types.ts';

/**
 * Where people belonged on a day: their cost center, manager and groups as of each collection, by UTC day. Of a day the last
 * collection counts; days before the first one are told as first seen. Pure.
 */
export interface BelongsFrom {
  email: string;
  /** '': for as long as anything is known. */
  from: Day;
  /** '' where they belong to none. */
  costCenter: string;
  /** '' where they report to nobody. */
  manager: string;
  groups: readonly string[];
}

/** Where somebody belonged on a day; null: nothing was ever known of them. @param own theirs, oldest first */
export const belongedOn = (own: readonly BelongsFrom[], day: Day): BelongsFrom | null =>
  own.findLast(({ from }) => from <= day) ?? own[0] ?? null;

/** Where each belonged on a day, made once for all. @param rows of all of them, oldest first of each */
export function belongingsOn(rows: readonly BelongsFrom[], day: Day): (email: string) => BelongsFrom | null {
  const by = Map.groupBy(rows, ({ email }) => email);
  return (email) => belongedOn(by.get(email) ?? [], day);
}

/** Days of a range on which nobody's belonging changes, in order; together they are the range. */
export function unchangedParts(rows: readonly Pick<BelongsFrom, 'from'>[], range: DayRange): DayRange[] {
  const begins = new Set([range.start]);
  for (const { from } of rows) if (from > range.start && from < range.endExclusive) begins.add(from);
  const starts = [...begins].sort();
  return starts.map((start, i) => ({ start, endExclusive: starts[i + 1] ?? range.endExclusive }));
}

/** Who reported to somebody in a range of days, directly or not, and on which days. */
export interface Members {
  /** On all of them. */
  always: readonly string[];
  /** On some of them only. */
  partly: ReadonlyMap<string, ReadonlySet<Day>>;
}

/**
 * Whoever reported to a manager on each day. The manager is no report of their own, not in a circle either.
 * @param rows of all who may have, oldest first of each
 */
export const membersIn = (rows: readonly BelongsFrom[], manager: string, range: DayRange): Members =>
  membersAmong(rows, range)(manager);

/** The same of many managers: who reports to whom is put in order once. @param rows of all who may be of any of them */
export const membersAmong = (rows: readonly BelongsFrom[], range: DayRange): ((manager: string) => Members) =>
  membersWithin(rows)(range);

/** Who is of which team, in any range of days within those that rows were read for. */
export type TeamsWithin = (range: DayRange) => (manager: string) => Members;

/** The same of many ranges. @param rows of all who may be of any of them, of all days of these ranges */
export function membersWithin(rows: readonly BelongsFrom[]): TeamsWithin {
  const by = Map.groupBy(rows, ({ email }) => email);
  const changes = [...new Set(rows.map(({ from }) => from))].sort();
  // Of all days between two changes teams are the same: whoever asks about a month and a quarter asks about the same teams.
  const teams = new Map<Day, TeamsOn>();
  return (range) => {
    const parts = unchangedParts(rows, range).map((part) => {
      const since = changes.findLast((from) => from <= part.start) ?? '';
      const own = teams.get(since) ?? teamsOn(by, part.start);
      teams.set(since, own);
      return { part, teams: own };
    });
    return (manager) => membersOver(parts, manager);
  };
}

/** Who is of each team, by address. */
type TeamsOn = (manager: string) => readonly string[];
function teamsOn(by: ReadonlyMap<string, readonly BelongsFrom[]>, day: Day): TeamsOn {
  const reports = reportsOn(by, day);
  const found = new Map<string, readonly string[]>();
  return (manager) => {
    const known = found.get(manager) ?? below(reports, manager).sort();
    found.set(manager, known);
    return known;
  };
}

/** By manager, on a day. */
function reportsOn(by: ReadonlyMap<string, readonly BelongsFrom[]>, day: Day): Map<string, string[]> {
  const reports = new Map<string, string[]>();
  for (const [email, own] of by) {
    const above = belongedOn(own, day)?.manager ?? '';
    if (above === '') continue;
    const direct = reports.get(above);
    if (direct === undefined) reports.set(above, [email]);
    else direct.push(email);
  }
  return reports;
}

function membersOver(parts: readonly { part: DayRange; teams: TeamsOn }[], manager: string): Members {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return { always: first.teams(manager), partly: new Map() };
  const days = new Map<string, DayRange[]>();
  for (const { part, teams } of parts) {
    for (const email of teams(manager)) {
      const own = days.get(email);
      if (own === undefined) days.set(email, [part]);
      else own.push(part);
    }
  }
  const found = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    always: found.flatMap(([email, own]) => (own.length === parts.length ? email : [])),
    partly: new Map(
      found.flatMap(([email, own]) =>
        own.length === parts.length ? [] : [[email, new Set(own.flatMap((part) => daysOf(part)))]],
      ),
    ),
  };
}

function below(reports: ReadonlyMap<string, readonly string[]>, manager: string): string[] {
  const found = new Set<string>();
  const waiting = [manager];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const email of reports.get(at) ?? [])
      if (email !== manager && !found.has(email)) {
        found.add(email);
        waiting.push(email);
      }
  return [...found];
}

/** Who is of a team on one day. */
export const membersOn = (rows: readonly BelongsFrom[], manager: string, day: Day): readonly string[] =>
  membersIn(rows, manager, { start: day, endExclusive: addDays(day, 1) }).always;
