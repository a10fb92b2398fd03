import type { Day, TokenKind } from '../types.ts';
import { type BilledModel, modelById } from './catalogue.ts';
import type { Person, Style } from './company.ts';
import { chance, logNormal, pick } from './rng.ts';
import { dayStart, HOUR, weekday } from './time.ts';

/** How many tokens somebody uses in an hour. Everything is keyed by (seed, entity, day). */

/** Tokens per unit of work. One unit of an agent costs about 30 cents with a large model. */
const MIX: Readonly<Record<Style, Record<TokenKind, number>>> = {
  agent: { input: 4_000, output: 3_500, cacheRead: 260_000, cacheWrite: 22_000 },
  chat: { input: 26_000, output: 5_500, cacheRead: 9_000, cacheWrite: 2_500 },
  program: { input: 60_000, output: 4_000, cacheRead: 0, cacheWrite: 0 },
};

export interface Doer {
  /** What its chance is keyed by. */
  key: string;
  model: BilledModel;
  style: Style;
  utcOffset: number;
  /** Units of work on an ordinary working day. */
  units: number;
  /** Works around the clock, also at week-ends. */
  machine: boolean;
}

export interface HourTokens {
  /** 0–23, UTC. */
  hour: number;
  tokens: Record<TokenKind, number>;
  invocations: number;
}

/** Somebody whose coding agent ran through a night: one person a week, the same for everybody who looks. */
export function isRunaway(seed: number, people: readonly Person[], person: Person, day: Day): boolean {
  if (people.length === 0) return false;
  const week = Math.floor((dayStart(day) / (24 * HOUR) + 3) / 7);
  const night = 1 + pick(`${seed}|runawayNight|${week}`, 4);
  if (weekday(day) !== night) return false;
  return people[pick(`${seed}|runaway|${week}`, people.length)]?.key === person.key;
}

/** The hours of one UTC day in which a doer used tokens; empty on days off. */
export function hoursOf(doer: Doer, day: Day, factor = 1, roundTheClock = false): HourTokens[] {
  const key = `${doer.key}|${day}`;
  const weekend = weekday(day) === 0 || weekday(day) === 6;
  const works = chance(`${key}|works`) < (doer.machine || roundTheClock ? 1 : weekend ? 0.09 : 0.86);
  if (!works || doer.units <= 0) return [];
  const total = doer.units * logNormal(`${key}|amount`, 0.5) * factor * (weekend && !doer.machine ? 0.4 : 1);
  const hours: HourTokens[] = [];
  const open: { hour: number; share: number }[] = [];
  for (let hour = 0; hour < 24; hour++) {
    const local = (hour + doer.utcOffset + 24) % 24;
    const busy =
      doer.machine || roundTheClock
        ? 1
        : local >= 9 && local < 18
          ? local === 12
            ? 0.4
            : 1
          : local >= 18 && local < 21
            ? 0.15
            : 0;
    const share = busy * chance(`${key}|${hour}`);
    if (share > 0.12) open.push({ hour, share });
  }
  const whole = open.reduce((sum, o) => sum + o.share, 0);
  const cached = modelById.get(doer.model.modelId)?.crossRegion === true;
  for (const { hour, share } of open) {
    const units = (total * share) / whole;
    const tokens = {} as Record<TokenKind, number>;
    for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) {
      const without = cached || MIX[doer.style][kind] === 0 || kind === 'input' || kind === 'output';
      tokens[kind] = without
        ? Math.round(units * MIX[doer.style][kind] * (0.8 + 0.4 * chance(`${key}|${hour}|${kind}`)))
        : 0;
    }
    if (!cached) tokens.input += Math.round((units * MIX[doer.style].cacheRead) / 4);
    if (tokens.input + tokens.output > 0)
      hours.push({ hour, tokens, invocations: Math.max(1, Math.round(units * 6)) });
  }
  return hours;
}
