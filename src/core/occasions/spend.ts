import { formatExact, ZERO } from '../money.ts';
import { NAMED_AT_MOST, type NoticeData } from '../noticeData.ts';
import { addDays } from '../periods.ts';
import { LEAST_DISAGREEMENT } from '../reconciliation.ts';
import type { Day, DayRange, Money, Month } from '../types.ts';
import { usd } from '../usd.ts';
import type { Occasion } from './settle.ts';

/** What finance and administrators are told of the company's spend, where they chose to be. Pure; money is 10⁻¹⁰ USD. */

/** What was used in a place of one model, as it is held of some days. */
export interface Used {
  region: string;
  modelKey: string;
  amount: Money;
  unpricedTokens: bigint;
}

/** Days at the end of which something may be new. */
const NEW_DAYS = 3;
/** So many days must be known before them: a ledger's first days are no news. */
const KNOWN_DAYS = 14;
/** So far back it is looked whether something was there before. */
const BEFORE_DAYS = 92;

/**
 * The days in which something would be new, and those before; null where too little is known.
 * @param held the days of which spend is held
 */
export function newRanges(held: DayRange | null, today: Day): { recent: DayRange; before: DayRange } | null {
  const endExclusive = addDays(today, 1);
  const start = addDays(endExclusive, -NEW_DAYS);
  if (held === null || held.start > addDays(start, -KNOWN_DAYS)) return null;
  const from = addDays(start, -BEFORE_DAYS);
  return {
    recent: { start, endExclusive },
    before: { start: from > held.start ? from : held.start, endExclusive: start },
  };
}

const sumBy = (used: readonly Used[], key: (one: Used) => string) =>
  new Map(
    [...Map.groupBy(used, key)].map(([name, some]) => [
      name,
      some.reduce((all, { amount }) => all + amount, 0n) as Money,
    ]),
  );

/** Models and Regions that are used now and were not before. */
export function newOccasions(
  recent: readonly Used[],
  before: readonly Used[],
  { since, modelName }: { since: Day; modelName(key: string): string },
): Occasion[] {
  const models = sumBy(recent, ({ modelKey }) => modelKey);
  const regions = sumBy(recent, ({ region }) => region);
  for (const { modelKey, region } of before) {
    models.delete(modelKey);
    regions.delete(region);
  }
  const ofModels = [...models].map(([modelKey, spent]): Occasion => {
    const model = modelName(modelKey);
    const data: NoticeData['newModel'] = { model, modelKey, day: since, spent: formatExact(spent) };
    const lines = [`${model}: used for the first time, ${usd(spent)} since ${since}`];
    return { kind: 'newModel', about: `model:${modelKey}`, scope: null, data: { ...data }, lines };
  });
  const ofRegions = [...regions]
    .filter(([region]) => region !== '')
    .map(([region, spent]): Occasion => {
      const data: NoticeData['newRegion'] = { region, day: since, spent: formatExact(spent) };
      const lines = [`${region}: used for the first time, ${usd(spent)} since ${since}`];
      return { kind: 'newRegion', about: `region:${region}`, scope: null, data: { ...data }, lines };
    });
  return [...ofModels, ...ofRegions];
}

/** Models in use of which tokens have no price. */
export function unpricedOccasions(
  recent: readonly Used[],
  { since, modelName }: { since: Day; modelName(key: string): string },
): Occasion[] {
  const unpriced = Map.groupBy(
    recent.filter(({ unpricedTokens }) => unpricedTokens > 0n),
    ({ modelKey }) => modelKey,
  );
  return [...unpriced].map(([modelKey, some]) => {
    const tokens = some.reduce((all, one) => all + one.unpricedTokens, 0n);
    const model = modelName(modelKey);
    const data: NoticeData['unpricedModel'] = { model, modelKey, day: since, tokens: String(tokens) };
    const lines = [`${model}: ${tokens} tokens without a price since ${since}`];
    return { kind: 'unpricedModel', about: `unpriced:${modelKey}`, scope: null, data: { ...data }, lines };
  });
}

/** Less than a dollar in a month is somebody's try. */
const LEAST_OUTSIDE = 10_000_000_000n;

/** Calls without a profile in a month so far. */
export function outsideOccasions(
  month: Month,
  direct: readonly { modelKey: string; amount: Money }[],
  modelName: (key: string) => string,
): Occasion[] {
  const spent = direct.reduce((all, { amount }) => all + amount, 0n) as Money;
  if (spent < LEAST_OUTSIDE) return [];
  const models = [...new Set(direct.map(({ modelKey }) => modelName(modelKey)))].slice(0, NAMED_AT_MOST);
  const data: NoticeData['outsideProfiles'] = { month, spent: formatExact(spent), models };
  const lines = [`${month}: ${usd(spent)} was spent without a profile (${models.join(', ')})`];
  return [{ kind: 'outsideProfiles', about: `outside:${month}`, scope: null, data: { ...data }, lines }];
}

/** A day and model whose bill is outside the range that was estimated. */
export interface Disagreement {
  day: Day;
  modelKey: string;
  estimated: Money;
  billed: Money;
}
/** A month whose bill and estimate differ outside the stated range. */
export function disagreementOccasions(
  month: Month,
  found: readonly Disagreement[],
  modelName: (key: string) => string,
): Occasion[] {
  const off = found.map((one) => ({ ...one, by: one.estimated - one.billed }));
  const size = (value: bigint) => (value < 0n ? -value : value);
  const total = off.reduce((all, { by }) => all + size(by), ZERO as bigint);
  if (total < LEAST_DISAGREEMENT) return [];
  const largest = off.toSorted((a, b) => Number(size(b.by) - size(a.by)));
  const days = largest.slice(0, NAMED_AT_MOST).map(({ day, modelKey, estimated, billed }) => ({
    day,
    model: modelName(modelKey),
    estimated: formatExact(estimated),
    billed: formatExact(billed),
  }));
  const data: NoticeData['billDisagrees'] = { month, days, more: off.length - days.length };
  const lines = largest.map(
    ({ day, modelKey, estimated, billed }) =>
      `${day}, ${modelName(modelKey)}: estimated ${usd(estimated)}, billed ${usd(billed)}`,
  );
  return [{ kind: 'billDisagrees', about: `bill:${month}`, scope: null, data: { ...data }, lines }];
}
