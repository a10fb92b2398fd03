import type { Aws } from '../../aws/types.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { dayOf, PeriodError, parseDay } from '../../core/periods.ts';
import { placeKey } from '../../core/places.ts';
import { type OldOnes, type RollOverWish, rollOver } from '../../core/provisioning/rollOver.ts';
import type { Proposal } from '../../core/provisioning/types.ts';
import { readWhole } from '../../core/typedNumbers.ts';
import type { CatalogueEntry, Profile } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed, nowOf } from '../asking.ts';
import { namesOf } from '../names.ts';
import { type Typed, tidied } from '../typed.ts';
import { factsOf, quotasOf } from './plan.ts';

/** Planning that everyone of one model gets its successor. */

/** Longer nobody waits for a profile to fall out of use. */
const MOST_DAYS = 365;

/**
 * What would have to be done; nothing is kept and nothing changed. AWS is asked once for each place, for its quota.
 * @param typed `from`, `to` (or `toSource`, which wins), `old` (`keep`, `until`, `unused`), `until` as a day, `days`
 * @throws Forbidden; Invalid with every fault at once
 */
export async function planRollOver(
  asking: Asking,
  aws: Pick<Aws, 'quotas'>,
  typed: Typed,
): Promise<Proposal> {
  mustBeAllowed(asking, 'change', { kind: 'plan' });
  const { profiles, catalogue } = await inOneReading(asking, async ({ store }) => ({
    profiles: (await store.profiles.all()).filter(({ goneAt }) => goneAt === null),
    catalogue: await store.profiles.catalogue(),
  }));
  const wish = wishOf(asking, tidied(typed), profiles, catalogue);
  const isOld = ({ sourceId, modelKey }: Profile) => sourceId === wish.from || modelKey === wish.from;
  const places = new Map(
    profiles
      .filter(isOld)
      .map(({ accountId, region }) => [placeKey({ accountId, region }), { accountId, region }]),
  );
  const quotas = await quotasOf(asking, aws, [...places.values()]);
  const facts = await inOneReading(asking, (inside) => factsOf(inside, quotas, catalogue));
  return rollOver(wish, facts);
}

function wishOf(
  asking: Asking,
  typed: Typed,
  profiles: readonly Profile[],
  catalogue: readonly CatalogueEntry[],
): RollOverWish {
  const { from = '' } = typed;
  const to = typed.toSource || typed.to || '';
  const faults: Fault[] = [];
  const there = new Set(profiles.flatMap(({ sourceId, modelKey }) => [sourceId ?? modelKey, modelKey]));
  if (from === '') faults.push({ field: 'from', key: 'source' });
  else if (!there.has(from))
    faults.push({ field: 'from', key: 'rollFrom', value: from, detail: nearest(from, there) });
  const field = typed.toSource ? 'toSource' : 'to';
  const offered = new Set(catalogue.flatMap(({ id, modelKey }) => [id, modelKey]));
  if (to === '') faults.push({ field, key: 'source' });
  else if (to === from) faults.push({ field, key: 'rollSame', value: to });
  else if (!offered.has(to)) faults.push({ field, key: 'rollTo', value: to, detail: nearest(to, offered) });
  const old = oldOnes(typed, asking.now, faults);
  if (old === null || faults.length > 0) throw new Invalid(faults);
  return { from, to, old, now: nowOf(asking) };
}

/** Adds what is wrong with it to the faults; then null. */
function oldOnes({ old = '', until = '', days = '' }: Typed, now: number, faults: Fault[]): OldOnes | null {
  if (old === 'keep') return { kind: 'keep' };
  if (old === 'unused') {
    const count = readWhole(days, 1, MOST_DAYS);
    if (count === null) faults.push({ field: 'days', key: 'rollDays', value: days });
    return count === null ? null : { kind: 'unused', days: count };
  }
  if (old !== 'until') {
    faults.push({ field: 'old', key: 'rollOld', value: old });
    return null;
  }
  const day = dayIn(until);
  if (day !== null && day > dayOf(now)) return { kind: 'until', day };
  faults.push({ field: 'until', key: 'rollUntil', value: until });
  return null;
}

function dayIn(typed: string): string | null {
  try {
    return parseDay(typed);
  } catch (error) {
    if (error instanceof PeriodError) return null;
    throw error;
  }
}

/** A model that can be chosen, by name. */
interface ModelOffered {
  key: string;
  name: string;
  /** How many profiles of it there are. */
  profiles: number;
}
export interface RollOverOffers {
  /** Models that somebody has a profile of. */
  from: ModelOffered[];
  to: ModelOffered[];
}

/** What the form offers. @throws Forbidden */
export const rollOverOffers = (asking: Asking): Promise<RollOverOffers> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'plan' });
    const { profiles } = inside.store;
    const catalogue = await profiles.catalogue();
    const names = namesOf(catalogue, []);
    const there = (await profiles.all()).filter((one) => one.goneAt === null);
    const counts = Map.groupBy(there, ({ modelKey }) => modelKey);
    const offered = (keys: Iterable<string>): ModelOffered[] =>
      [...new Set(keys)]
        .map((key) => ({ key, name: names.model(key), profiles: counts.get(key)?.length ?? 0 }))
        .sort((a, b) => a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1));
    return { from: offered(counts.keys()), to: offered(catalogue.map(({ modelKey }) => modelKey)) };
  });
