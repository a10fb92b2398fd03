import type { Day, TokenKind } from '../types.ts';
import type { BilledModel } from './catalogue.ts';
import type { Style } from './company.ts';
import { chanceAfter, hashOf, logNormal, pick } from './rng.ts';
import { DAY } from './time.ts';

/** How much somebody uses in an hour. Everything is keyed by (seed, entity, day). */

/** Tokens per unit of work. One unit of an agent costs about 30 cents with a large model. */
const MIX: Readonly<Record<Style, Record<TokenKind, number>>> = {
  agent: { input: 4_000, output: 3_500, cacheRead: 260_000, cacheWrite: 22_000 },
  chat: { input: 26_000, output: 5_500, cacheRead: 9_000, cacheWrite: 2_500 },
  program: { input: 60_000, output: 4_000, cacheRead: 0, cacheWrite: 0 },
  embedding: { input: 400_000, output: 0, cacheRead: 0, cacheWrite: 0 },
  pictures: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
};

export interface Doer {
  /** What its chance is keyed by. */
  key: string;
  model: BilledModel;
  style: Style;
  utcOffset: number;
  /** Units of work on an ordinary working day; of the style `pictures`, images. */
  units: number;
  /** Works around the clock, also at week-ends. */
  machine: boolean;
}

export interface HourTokens {
  /** 0–23, UTC. */
  hour: number;
  /** In which of its minutes all of it was; in all of them alike where it is left out. */
  minute?: number;
  tokens: Record<TokenKind, number>;
  images: number;
  invocations: number;
}

/** The day of a calendar week (from Monday) whose night an agent ran through, as a number of days after Monday. */
export function runawayNight(seed: number, week: number): number {
  return pick(`${seed}|runawayNight|${week}`, 4);
}

/** Monday-based weeks since the epoch, and days after that Monday. */
export function weekOf(start: number): { week: number; day: number } {
  const days = start / DAY + 3;
  return { week: Math.floor(days / 7), day: days % 7 };
}

/** Units of an agent that runs on unattended: some 400 dollars in a night with a large model. */
const RUNAWAY_UNITS = 1_300;
const QUIET = 0.12;

/** The hours of a UTC day, which begins at `start`, in which a doer used something; empty on days off. */
export function hoursOf(doer: Doer, day: Day, start: number, runaway = false): HourTokens[] {
  const key = `${doer.key}|${day}`;
  const hash = hashOf(key);
  const chance = (what: string) => chanceAfter(hash, what);
  const always = doer.machine || runaway;
  const weekend = weekOf(start).day >= 5;
  if (doer.units <= 0 || chance('|works') >= (always ? 1 : weekend ? 0.09 : 0.86)) return [];
  const most = runaway ? Math.max(RUNAWAY_UNITS, doer.units * 5) : doer.units;
  const total = most * logNormal(`${key}|amount`, runaway ? 0.2 : 0.5) * (weekend && !always ? 0.4 : 1);
  const open: { hour: number; share: number }[] = [];
  for (let hour = 0; hour < 24; hour++) {
    const share = always
      ? QUIET + (1 - QUIET) * chance(`|${hour}`)
      : busyness((hour + doer.utcOffset + 24) % 24) * chance(`|${hour}`);
    if (share >= QUIET) open.push({ hour, share });
  }
  const whole = open.reduce((sum, o) => sum + o.share, 0);
  return open
    .map(({ hour, share }) => ({ hour, units: (total * share) / whole }))
    .map(({ hour, units }) => ({
      hour,
      tokens: tokensOf(doer, units, (kind) => 0.8 + 0.4 * chance(`|${hour}|${kind}`)),
      images: doer.style === 'pictures' ? Math.round(units) : 0,
      invocations: Math.max(1, Math.round(units * (doer.style === 'pictures' ? 1 : 6))),
    }))
    .filter(({ tokens, images }) => tokens.input + tokens.output + images > 0);
}

/** Office hours with a lunch break, and a little in the evening. */
function busyness(localHour: number): number {
  if (localHour === 12) return 0.4;
  if (localHour >= 9 && localHour < 18) return 1;
  return localHour >= 18 && localHour < 21 ? 0.15 : 0;
}

/** Where prompts are not cached, people send less of them again: a quarter of what they would have read. */
function tokensOf(
  { style, model }: Doer,
  units: number,
  scatter: (kind: TokenKind) => number,
): Record<TokenKind, number> {
  const mix = MIX[style];
  const some = (kind: TokenKind) => Math.round(units * mix[kind] * scatter(kind));
  return {
    input: some('input') + (model.caches ? 0 : Math.round((units * mix.cacheRead) / 4)),
    output: some('output'),
    cacheRead: model.caches ? some('cacheRead') : 0,
    cacheWrite: model.caches ? some('cacheWrite') : 0,
  };
}
