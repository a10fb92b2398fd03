import { createHash } from 'node:crypto';
import { personIn } from '../core/aliases.ts';
import { billPhase } from '../core/bestKnown.ts';
import { computedBy, type DayInput, dayBasis, readDay } from '../core/dayReading.ts';
import { dayOf } from '../core/periods.ts';
import { rateBook } from '../core/rates.ts';
import { decidableFrom } from '../core/retention.ts';
import { computeDay } from '../core/spend.ts';
import type { Store } from '../store/types.ts';
import type { DayVersion } from '../store/typesSpend.ts';
import { workOutForecasts } from './forecasts.ts';
import { breathe, type Job, type JobContext } from './job.ts';

/** Entries of a day's basis that become text at once: a day of ten thousand people is some 50 MB. */
const HASHED_AT_ONCE = 1000;

/**
 * Works out the one table for each day of which anything moved that its rows can depend on; days of which nothing did are
 * not read. Asks AWS for nothing.
 */
export const spendJob: Job = {
  name: 'spend',
  async run(context) {
    const { store, clock, settings, progress } = context;
    const now = clock.now();
    const by = (day: string) => computedBy({ day, now, ...settings });
    // Not of what is no longer kept: those would come to nothing.
    const from = decidableFrom(await store.retention.kept());
    // Versions first: what changes from here on moves them on, and is seen by the next sync.
    const days = (await store.spend.days()).filter(({ day }) => day >= from && day <= dayOf(now));
    const due = days.filter(
      ({ day, version, computed }) =>
        computed === null || computed.version !== version || computed.computedBy !== by(day),
    );
    progress.start('best-known spend', due.length);
    let computed = 0;
    if (due.length > 0) {
      const known = { ...(await sharedInputs(store)), ...settings, now };
      for (const [index, one] of due.entries()) {
        if (await decide(context, one, known, by(one.day))) computed += 1;
        progress.step(index + 1, one.day);
        await breathe(context);
      }
    }
    await workOutForecasts(context);
    progress.done(`${computed} of ${days.length} days`);
    return { rows: computed, errors: [] };
  },
};

type Shared = Pick<DayInput, 'profiles' | 'catalogue' | 'rates' | 'personOf'>;

/** What every day is read with. */
async function sharedInputs({ profiles, rates, people }: Store): Promise<Shared> {
  return {
    profiles: await profiles.all(),
    catalogue: await profiles.catalogue(),
    rates: rateBook(await rates.all()),
    personOf: personIn(await people.aliases()),
  };
}

/** Computes a day anew unless all that its rows depend on is what it was; answers whether it was. */
async function decide(
  context: JobContext,
  one: DayVersion,
  known: Shared & Pick<DayInput, 'now' | 'attribution' | 'tagKeys'>,
  computedBy: string,
): Promise<boolean> {
  const { store, lease } = context;
  const { day, version, ownVersion, computed } = one;
  const { now } = known;
  const inputs = await store.spend.dayInputs(day);
  await breathe(context);
  const input: DayInput = { day, ...inputs, ...known };
  const reading = readDay(input);
  const inputsHash = isWorthLooking(one, now) ? hashOf(dayBasis(input, reading)) : '';
  await breathe(context);
  const models = [...new Set(reading.estate.used.map(({ caller }) => caller.modelKey))].sort();
  const from = { version, ownVersion, computedBy, inputsHash, models };
  if (inputsHash !== '' && computed?.inputsHash === inputsHash) {
    await store.spend.settleDay(lease, day, from);
    return false;
  }
  const { rows, findings } = computeDay(input, reading);
  await breathe(context);
  await store.writing(async ({ spend }) => {
    await spend.replaceDay(lease, day, rows, findings, inputsHash);
    await spend.settleDay(lease, day, from);
  });
  return true;
}

/**
 * Whether to take the hash of all that a day depends on, which costs a third of computing it. Not where what is held of the
 * day itself moved, as its rows will be others; nor for a day so young that it is computed again anyway once it is old.
 */
function isWorthLooking({ day, ownVersion, computed }: DayVersion, now: number): boolean {
  return computed === null ? billPhase(day, now) === 2 : computed.ownVersion === ownVersion;
}

/** Of the basis as JSON, which is never there as a whole. */
function hashOf(basis: readonly (readonly unknown[])[]): string {
  const hash = createHash('sha256').update('[');
  for (const [index, part] of basis.entries()) {
    hash.update(index === 0 ? '[' : ',[');
    for (let from = 0; from < part.length; from += HASHED_AT_ONCE) {
      const text = JSON.stringify(part.slice(from, from + HASHED_AT_ONCE)).slice(1, -1);
      hash.update(from === 0 ? text : `,${text}`);
    }
    hash.update(']');
  }
  return hash.update(']').digest('base64url');
}
