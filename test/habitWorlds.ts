import { addDays, weekdayOf } from '../src/core/periods.ts';
import type { Day } from '../src/core/types.ts';

/**
 * Ten companies, made up from how people work, each with run-aways in it. Nobody of them knows how habits are judged. All
 * money is dollars, days and hours are UTC; the same seed makes the same company.
 */

/** Days before anything is judged, and days that are. */
const BEFORE = 70;
const JUDGED = 63;
export const FIRST: Day = '2026-03-02';
export const LENGTH = BEFORE + JUDGED;
export const MONTHS = JUDGED / 30.4375;

/** How something ran away. */
export type RunawayKind = 'loop' | 'leakedKey' | 'forgottenAgent';
export interface Runaway {
  kind: RunawayKind;
  /** Day, counted from the first, and hour at which it begins. */
  day: number;
  hour: number;
  hours: number;
  dollarsPerHour: number;
}
/** One person: what they mean to spend by day, over which hours of it, and what ran away from them. */
export interface Simulated {
  meant: number[];
  /** Share of a day's meant spend that is spent by the end of each hour. */
  byHour: readonly number[];
  runaway: Runaway | null;
}
export interface World {
  name: string;
  /** What it stands for. */
  of: string;
  people: Simulated[];
}

/** A small generator of random numbers (mulberry32). */
export type Random = ReturnType<typeof randomOf>;
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + (high - low) * next();
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    between,
    /** A whole number from `low` to `high`. */
    whole: (low: number, high: number): number => Math.floor(between(low, high + 1)),
    chance: (part: number): boolean => next() < part,
    /** Around a middle by factors. */
    around: (middle: number, spread: number): number => middle * Math.exp(spread * normal()),
    /** Every size alike, from hundreds of times smaller ones to large ones. */
    size: (low: number, high: number): number => Math.exp(between(Math.log(low), Math.log(high))),
  };
}

const dayAt = (index: number): Day => addDays(FIRST, index);
const WEEKDAYS = Array.from({ length: LENGTH }, (_, index) => weekdayOf(dayAt(index)));
const isWeekend = (index: number): boolean => WEEKDAYS[index] === 0 || WEEKDAYS[index] === 6;

/** Nine working hours from one on; whoever works from Tokyo begins at midnight UTC, from New York at two in the afternoon. */
function workingHours(from: number): number[] {
  const weights = Array.from({ length: 24 }, (_, hour) => ((hour - from + 24) % 24 < 9 ? 1 : 0.05));
  const all = weights.reduce((a, b) => a + b, 0);
  let sum = 0;
  return weights.map((one) => (sum += one / all));
}
const OFFICES = [0, 8, 14].map(workingHours);

/** How one works: their usual day in dollars, how much days differ, and how often they work on a weekday and on a weekend. */
interface Style {
  usual: number;
  spread: number;
  weekday: number;
  weekend: number;
}
const office = (random: Random): Style => ({
  usual: random.around(8, 0.8),
  spread: random.between(0.3, 0.6),
  weekday: random.between(0.8, 0.98),
  weekend: random.between(0, 0.06),
});

/** @param factor of a day: what is more or less than usual by whatever makes a world */
function person(random: Random, style: Style, factor: (index: number) => number = () => 1): Simulated {
  const meant = WEEKDAYS.map((_, index) => {
    const works = random.chance(isWeekend(index) ? style.weekend : style.weekday);
    const dollars = random.around(style.usual, style.spread);
    return works ? dollars * factor(index) : 0;
  });
  return { meant, byHour: OFFICES[random.whole(0, 2)] ?? [], runaway: null };
}

const many = (count: number, make: (index: number) => Simulated): Simulated[] =>
  Array.from({ length: count }, (_, index) => make(index));
const inside = (index: number, from: number, days: number): boolean => index >= from && index < from + days;

type Making = (random: Random, count: number) => Simulated[];

/** Mondays to Fridays, a few dollars to some dozens, days that differ by half. */
const steady: Making = (random, count) => many(count, () => person(random, office(random)));

/**
 * Engineers with whom one day costs ten times another: minutes or twelve hours, one agent or three side by side, now and then the
 * dear model; and sprints of some days with twice as much. What a person can start by hand in a day has an end.
 */
const heavyTailed: Making = (random, count) =>
  many(count, () => {
    const sprints = Array.from(
      { length: 4 },
      () => [random.whole(0, LENGTH - 1), random.whole(1, 4)] as const,
    );
    const [hours, spread, dear] = [
      random.between(1.5, 5),
      random.between(0.4, 0.7),
      random.between(0.05, 0.3),
    ];
    const style = {
      usual: random.around(3, 0.6),
      spread: 0.2,
      weekday: random.between(0.5, 0.9),
      weekend: 0.1,
    };
    return person(random, style, (index) => {
      const agents = random.chance(0.7) ? 1 : random.chance(0.7) ? 2 : 3;
      const model = random.chance(dear) ? random.between(1.67, 3) : 1;
      const sprint = sprints.some(([from, days]) => inside(index, from, days)) ? 2 : 1;
      return Math.min(12, random.around(hours, spread) * sprint) * agents * model;
    });
  });

/** Shifts: some work Saturdays and Sundays, some every fourth weekend, some now and then to catch up. */
const weekendWorkers: Making = (random, count) =>
  many(count, (who) => {
    const style = { ...office(random), weekend: who % 3 === 0 ? 0.9 : who % 3 === 1 ? 0.15 : 1 };
    const duty = random.whole(0, 3);
    return person(random, style, (index) => {
      if (who % 3 === 0 && (WEEKDAYS[index] === 2 || WEEKDAYS[index] === 3)) return 0;
      return who % 3 === 2 && isWeekend(index) && Math.floor((index + 1) / 7) % 4 !== duty ? 0 : 1;
    });
  });

/** Golden Week and a fortnight at the end of the year: nobody works for days, then two or three days are caught up. */
const holidays: Making = (random, count) =>
  many(count, () => {
    const own = [58 + random.whole(0, 2), 100 + random.whole(0, 4)] as const;
    const long = [random.whole(7, 10), random.whole(10, 16)] as const;
    const after = random.between(1.2, 2.2);
    return person(random, office(random), (index) => {
      if (own.some((from, which) => inside(index, from, long[which] ?? 0))) return 0;
      return own.some((from, which) => inside(index, from + (long[which] ?? 0), random.whole(2, 4)))
        ? after
        : 1;
    });
  });

/** Teams of a dozen that bring something out: two to four times as much for a week or two, weekends too. */
const launches: Making = (random, count) => {
  const teams = Array.from({ length: Math.ceil(count / 12) }, () => ({
    from: random.whole(20, LENGTH - 20),
    days: random.whole(5, 12),
    more: random.between(2, 4),
  }));
  return many(count, (who) => {
    const team = teams[Math.floor(who / 12)];
    const usual = office(random);
    const weekend = random.between(0.05, 0.15);
    return person(random, { ...usual, weekend }, (index) =>
      team !== undefined && inside(index, team.from, team.days)
        ? 1 + (team.more - 1) * Math.min(1, (index - team.from + 1) / 2)
        : 1,
    );
  });
};

/** Half of them begin within the time, with a try of a dollar, and are ten to thirty times as dear after four to eight weeks. */
const joiners: Making = (random, count) =>
  many(count, (who) => {
    if (who % 2 === 0) return person(random, office(random));
    const from = random.whole(20, LENGTH - 20);
    const weeks = random.between(4, 8);
    const start = random.between(0.03, 0.1);
    return person(random, { ...office(random), usual: random.around(15, 0.6) }, (index) => {
      if (index < from) return 0;
      const grown = 1 / (1 + Math.exp(-6 * ((index - from) / (weeks * 7) - 0.5)));
      return start + (1 - start) * grown;
    });
  });

/** Agents that work every night for half of them, with a larger run on Sundays; one in thirty begins with one each month. */
const nightlyBatches: Making = (random, count) =>
  many(count, (who) => {
    const base = person(random, office(random));
    if (who % 2 === 0) return base;
    const dollars = random.size(10, 120);
    const sunday = random.chance(0.5) ? random.between(2, 4) : 1;
    const from = random.chance(MONTHS / 30) ? random.whole(BEFORE, LENGTH) : 0;
    const batch = (index: number) =>
      index < from || random.chance(0.02)
        ? 0
        : random.around(dollars, 0.2) * (WEEKDAYS[index] === 0 ? sunday : 1);
    return { ...base, meant: base.meant.map((day, index) => day + batch(index)) };
  });

/** Finance and reporting: three to six times as much on the last two and the first two working days of a month. */
const monthlyCycle: Making = (random, count) => {
  const last = WEEKDAYS.map((_, index) => {
    const month = (by: number) => dayAt(index + by).slice(0, 7);
    return !isWeekend(index) && (month(3) !== month(0) || month(-3) !== month(0));
  });
  return many(count, () => {
    const more = random.between(3, 6);
    return person(random, office(random), (index) => (last[index] === true ? more : 1));
  });
};

/** One day everybody's model costs two thirds more; within a fortnight a third of them move on to one three times as dear. */
const priceChange: Making = (random, count) =>
  many(count, () => {
    const moves = random.chance(0.33) ? BEFORE + random.whole(25, 40) : LENGTH;
    return person(
      random,
      office(random),
      (index) => (index >= BEFORE + 10 ? 1.67 : 1) * (index >= moves ? 3 : 1),
    );
  });

/** Two days on which hardly a call is answered, twice; on the next two everybody catches up, with retries. */
const outage: Making = (random, count) => {
  const outages = [BEFORE + 15, BEFORE + 43];
  return many(count, () => {
    const after = random.between(1.5, 3);
    return person(random, office(random), (index) => {
      if (outages.some((from) => inside(index, from, 2))) return random.between(0, 0.2);
      return outages.some((from) => inside(index, from + 2, 2)) ? after : 1;
    });
  });
};

const MAKINGS: readonly [string, string, Making][] = [
  ['steady', 'office use, Mondays to Fridays', steady],
  ['heavy-tailed', 'engineers whose days differ by an order of magnitude', heavyTailed],
  ['weekends', 'shifts, weekend duty, Saturdays now and then', weekendWorkers],
  ['holidays', 'Golden Week, the end of the year, and catching up', holidays],
  ['launches', 'teams that bring something out', launches],
  ['joiners', 'half of them new, and growing', joiners],
  ['batches', 'agents that work at night, and new ones', nightlyBatches],
  ['monthly', 'the close of the month', monthlyCycle],
  ['prices', 'a price that changes, a model that is followed by a dearer one', priceChange],
  ['outage', 'days without answers, and retries', outage],
];

/** The share of people from whom something runs away: far more than in life, so that enough is found or missed to say how often. */
const RUNAWAYS = 0.3;

/** A loop over a night, a key in strange hands, an agent that nobody ended: from some dollars to thousands. */
function runaway(random: Random): Runaway {
  const day = random.whole(BEFORE, LENGTH - 8);
  const hour = random.whole(0, 23);
  const kind = (['loop', 'leakedKey', 'forgottenAgent'] as const)[random.whole(0, 2)] ?? 'loop';
  if (kind === 'loop')
    return { kind, day, hour, hours: random.whole(8, 14), dollarsPerHour: random.size(3, 150) };
  if (kind === 'leakedKey')
    return { kind, day, hour, hours: random.whole(24, 96), dollarsPerHour: random.size(5, 300) };
  return { kind, day, hour, hours: random.whole(36, 144), dollarsPerHour: random.size(0.5, 15) };
}

/** @param count people in each */
export function worldsOf(seed: number, count: number): World[] {
  return MAKINGS.map(([name, of, make], index) => {
    const random = randomOf(seed * 31 + index);
    const people = make(random, count);
    for (const one of people) if (random.chance(RUNAWAYS)) one.runaway = runaway(random);
    return { name, of, people };
  });
}

/** What runs away within a day, up to an hour of it. */
export function ranAway({ day, hour, hours, dollarsPerHour }: Runaway, at: number, untilHour = 24): number {
  const begin = day * 24 + hour;
  const from = Math.max(begin, at * 24);
  const until = Math.min(begin + hours, at * 24 + untilHour);
  return Math.max(0, until - from) * dollarsPerHour;
}
