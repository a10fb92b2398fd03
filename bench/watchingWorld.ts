import { createClock } from '../src/simulator/clock.ts';
import type { AppProfile, HourUsage, TokenKind, World, WorldOptions } from '../src/simulator/types.ts';
import { createWorld } from '../src/simulator/world/index.ts';
import { PRICES } from '../src/simulator/world/prices.ts';

/** The simulator's company with five coding agents that run away, and what everything of it costs. */

const HOUR = 3_600_000;
export const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const satisfies readonly TokenKind[];

export interface Runaway {
  profile: AppProfile;
  email: string;
  /** UTC milliseconds, a full hour. */
  from: number;
  hours: number;
  usdPerHour: number;
}

/** Days of a month that `PLANNED` counts; where fewer are played, all begin earlier. */
const OF_DAYS = 30;
/** On a night, at a weekend, at noon: from what somebody busy spends to what no company has seen. */
const PLANNED: readonly (readonly [day: number, hour: number, usdPerHour: number])[] = [
  [3, 2, 20],
  [8, 15, 45],
  [14, 1, 90],
  [18, 11, 160],
  [24, 20, 300],
];
/** Each goes on until it has spent so much. */
const SPENDS_USD = 1_150;

/** A world at `now` (UTC milliseconds), with the days before it and five runaways in the `played` days from `start` on. */
export function runawayWorld(
  options: Pick<WorldOptions, 'seed' | 'users' | 'days'>,
  now: number,
  start: number,
  played: number,
): { world: World; runaways: Runaway[]; priceOf: (usage: HourUsage) => (kind: TokenKind) => number } {
  const clock = createClock({ epochMs: now, rate: 0 });
  const base = createWorld({ ...options, discounts: false, tags: 'active', oneHourCachePercent: 0 }, clock);
  const priceOf = pricesOf(base);
  const runaways = choose(base, start, played);
  const extra = runaways.flatMap((one) => hoursOf(one, priceOf));
  const world: World = Object.create(base, {
    usage: {
      value: (accountId: string, region: string, from: number, to: number): HourUsage[] => [
        ...base.usage(accountId, region, from, to),
        ...extra.filter(
          (one) => one.accountId === accountId && one.region === region && one.hour >= from && one.hour < to,
        ),
      ],
    },
  });
  return { world, runaways, priceOf };
}

export const profilesOf = (world: World): AppProfile[] =>
  world.accounts.flatMap(({ id }) => world.regions.flatMap((region) => world.profiles(id, region)));

export const tagOf = ({ tags }: AppProfile, key: string): string =>
  tags.find((tag) => tag.key === key)?.value ?? '';

/** List price of a million tokens by kind, of whatever a `ModelId` stands for. */
function pricesOf(world: World): (usage: HourUsage) => (kind: TokenKind) => number {
  const models = new Map<string, string>(world.systemProfiles.map(({ id, modelId }) => [id, modelId]));
  for (const profile of profilesOf(world)) {
    const source = profile.copyFrom.slice(profile.copyFrom.lastIndexOf('/') + 1);
    models.set(profile.shortId, models.get(source) ?? source);
  }
  return ({ modelIdDimension }) => {
    const last = modelIdDimension.slice(modelIdDimension.lastIndexOf('/') + 1);
    const price = PRICES[models.get(last) ?? last];
    const isGlobal = modelIdDimension.startsWith('global.');
    const times = price?.regionalSurcharge && !isGlobal ? 1.1 : 1;
    return (kind) => (price?.[kind] ?? 0) * times;
  };
}

/** Agents of five people who work on, spread over the company. */
function choose(world: World, start: number, played: number): Runaway[] {
  const able = profilesOf(world).filter(
    (profile) => tagOf(profile, 'UserEmail') !== '' && /claude-(sonnet|opus)/.test(profile.copyFrom),
  );
  return PLANNED.map(([day, hour, usdPerHour], index) => {
    const profile = able[Math.floor(((index + 0.5) * able.length) / PLANNED.length)];
    if (profile === undefined) throw new Error('nobody can run away');
    return {
      profile,
      email: tagOf(profile, 'UserEmail'),
      from: start + Math.floor((day * Math.min(played, OF_DAYS)) / OF_DAYS) * 24 * HOUR + hour * HOUR,
      hours: Math.ceil(SPENDS_USD / usdPerHour),
      usdPerHour,
    };
  });
}

/** Tokens as an agent has them, half of the money for what it writes. */
function hoursOf(
  { profile, from, hours, usdPerHour }: Runaway,
  priceOf: (usage: HourUsage) => (kind: TokenKind) => number,
): HourUsage[] {
  return Array.from({ length: hours }, (_, index) => {
    const usage: HourUsage = {
      accountId: profile.accountId,
      region: profile.region,
      modelIdDimension: profile.shortId,
      tier: 'default',
      hour: from + index * HOUR,
      invocations: 400,
      tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
      images: 0,
    };
    const price = priceOf(usage);
    const of = (kind: TokenKind, share: number) =>
      price(kind) === 0 ? 0 : Math.round(((usdPerHour * share) / price(kind)) * 1e6);
    usage.tokens = { input: of('input', 0.25), output: of('output', 0.75), cacheRead: 0, cacheWrite: 0 };
    return usage;
  });
}
