import { judgeDay, judging } from '../src/core/habit.ts';
import { addDays } from '../src/core/periods.ts';
import type { Day, Money } from '../src/core/types.ts';
import { FIRST, LENGTH, MONTHS, ranAway, type Simulated, type World } from './habitWorlds.ts';

/** Habits are judged in a company as the ledger would: day by day, hour by hour where something ran away. */

/** From that on a run-away has to be told: so many times the person's dearest day but one of the eight weeks before, and so much a day. */
export const TIMES = 5;
export const LEAST_DOLLARS = 25;

/** What came of a company, or of several alike. */
export interface Tried {
  name: string;
  peopleMonths: number;
  runaways: number;
  found: number;
  /** Those that have to be told, and those of them that were. */
  large: number;
  largeFound: number;
  falseAlarms: number;
  /** Hours from the beginning of each that has to be told to its alert. */
  delays: number[];
  /** False alarms per hundred people and month. */
  falseRate: number;
  precision: number;
  recall: number;
  delay: number;
}
type Counted = Omit<Tried, 'falseRate' | 'precision' | 'recall' | 'delay'>;

const START = LENGTH - Math.round(MONTHS * 30.4375);
const toMoney = (dollars: number): Money => BigInt(Math.round(dollars * 1e10)) as Money;
const dayAt = (index: number): Day => addDays(FIRST, index);
const DAYS = Array.from({ length: LENGTH }, (_, index) => dayAt(index));

const JUDGES = DAYS.map((day) => judging(day, day));

interface Seen {
  falseAlarms: number;
  /** Hours after its beginning; null: it was not found. */
  delay: number | null;
}

/** Goes through somebody's days: an alert is told once, until no day of the last ones is far beyond any more. */
function watch({ meant, byHour, runaway }: Simulated): Seen {
  const history = new Map<Day, Money>();
  const seen: Seen = { falseAlarms: 0, delay: null };
  let open = false;
  for (const [index, dollars] of meant.entries()) {
    const day = DAYS[index] ?? '';
    const away = runaway === null ? 0 : ranAway(runaway, index);
    const all = toMoney(dollars + away);
    if (index >= START) {
      history.set(day, all);
      const isSo = JUDGES[index]?.(history).kind === 'jump';
      if (isSo && !open) {
        if (away > 0 && runaway !== null)
          seen.delay ??= delayOf(history, day, index, { meant, byHour, runaway });
        else seen.falseAlarms += 1;
      }
      open = isSo;
    }
    if (all > 0n) history.set(day, all);
    else history.delete(day);
  }
  return seen;
}

/** The first hour of a day at which it is told. */
function delayOf(
  history: Map<Day, Money>,
  day: Day,
  index: number,
  one: Simulated & { runaway: NonNullable<Simulated['runaway']> },
): number {
  const { meant, byHour, runaway } = one;
  for (let hour = 1; hour <= 24; hour++) {
    const soFar = (meant[index] ?? 0) * (byHour[hour - 1] ?? 1) + ranAway(runaway, index, hour);
    history.set(day, toMoney(soFar));
    if (judgeDay(history, day).kind === 'jump')
      return Math.max(0, index * 24 + hour - (runaway.day * 24 + runaway.hour));
  }
  return index * 24 + 24 - (runaway.day * 24 + runaway.hour);
}

/** Whether one has to be told: by its dearest day, against what the person means to spend. */
function isLarge({ meant, runaway }: Simulated): boolean {
  if (runaway === null) return false;
  const before = meant.slice(Math.max(0, runaway.day - 56), runaway.day).filter((one) => one > 0);
  const first = meant.findIndex((one) => one > 0);
  if (before.length < 5 || runaway.day - first < 10) return false;
  const habit = before.toSorted((a, b) => a - b).at(-2) ?? 0;
  const dearest = Math.max(...Array.from({ length: 8 }, (_, by) => ranAway(runaway, runaway.day + by)));
  return dearest >= LEAST_DOLLARS && dearest >= TIMES * habit;
}

/** Judges a company. */
export function tried({ name, people }: World): Tried {
  const runs = people.map((one) => ({ one, seen: watch(one), large: isLarge(one) }));
  const count = (is: (run: (typeof runs)[number]) => boolean) => runs.filter(is).length;
  const falseAlarms = runs.reduce((all, { seen }) => all + seen.falseAlarms, 0);
  const found = count(({ seen }) => seen.delay !== null);
  const large = count((run) => run.large);
  const largeFound = count((run) => run.large && run.seen.delay !== null);
  return rated({
    name,
    peopleMonths: people.length * MONTHS,
    runaways: count(({ one }) => one.runaway !== null),
    ...{ found, large, largeFound, falseAlarms },
    delays: runs.flatMap((run) => (run.large && run.seen.delay !== null ? run.seen.delay : [])),
  });
}

function rated(counted: Counted): Tried {
  const { found, large, largeFound, falseAlarms, peopleMonths, delays } = counted;
  return {
    ...counted,
    falseRate: (falseAlarms * 100) / peopleMonths,
    precision: found / Math.max(1, found + falseAlarms),
    recall: largeFound / Math.max(1, large),
    delay: delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)] ?? 0,
  };
}

/** Several companies of one kind as one. */
export function together(all: readonly Tried[]): Tried {
  const add = (of: (one: Tried) => number) => all.reduce((sum, one) => sum + of(one), 0);
  return rated({
    name: all[0]?.name ?? '',
    peopleMonths: add((one) => one.peopleMonths),
    runaways: add((one) => one.runaways),
    found: add((one) => one.found),
    large: add((one) => one.large),
    largeFound: add((one) => one.largeFound),
    falseAlarms: add((one) => one.falseAlarms),
    delays: all.flatMap((one) => one.delays),
  });
}

/** As Markdown, as `docs/habit.md` shows it. */
export function table(worlds: readonly Tried[]): string {
  const rows = worlds.map((one) =>
    [
      one.name,
      `${one.found} of ${one.runaways}`,
      `${one.largeFound} of ${one.large}`,
      one.recall.toFixed(2),
      one.precision.toFixed(2),
      one.falseRate.toFixed(2),
      `${one.delay} h`,
    ].join(' | '),
  );
  const head =
    'world | found | to be found | recall | precision | false alarms per 100 people and month | delay';
  return [head, '---|---|---|---|---|---|---', ...rows].map((row) => `| ${row} |`).join('\n');
}
