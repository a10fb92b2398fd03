import type { Aws } from '../../aws/types.ts';
import { placeKey } from '../../core/places.ts';
import { placesOf } from '../../core/settings.ts';
import type { TagState, Tried } from '../../core/setup.ts';
import type { Instant, Place } from '../../core/types.ts';
import { type Asking, mustBeAllowed, nowOf } from '../asking.ts';
import { type Trying, tryPayer, tryPlace, tryTags, tryWhoAmI } from './permissionTries.ts';

/** What AWS answered of the set-up as this process asked last: asking takes seconds, and pages only look. */

/** An answer that old is asked for anew when somebody opens the page, milliseconds. */
const FRESH_MS = 5 * 60_000;
/** Accounts and Regions that are asked at once. */
const AT_ONCE = 6;

export interface SetupReading {
  at: Instant;
  tried: readonly Tried[];
  /** null where AWS did not say. */
  tags: readonly TagState[] | null;
  /** In how many readings the bill comes. */
  readings: number;
}

/** Who is to wait how long: both end by themselves. */
export interface SetupWaits {
  /** For whoever asked; the checks go on. */
  patience(): Promise<void>;
  /** For AWS; what has no answer by then says so. */
  deadline(): Promise<void>;
}

export class SetupChecks {
  readonly #aws: () => Promise<Aws>;
  readonly #waits: SetupWaits;
  readonly #tell: (error: unknown) => void;
  #last: SetupReading | null = null;
  #running: { since: Instant; work: Promise<void> } | null = null;

  /** @param tell is told of faults for which nobody waits */
  constructor(aws: () => Promise<Aws>, waits: SetupWaits, tell: (error: unknown) => void) {
    this.#aws = aws;
    this.#waits = waits;
    this.#tell = tell;
  }

  /** What was answered last, and since when AWS is being asked. Starts to ask where that is old. @throws Forbidden */
  look(asking: Asking): { last: SetupReading | null; since: Instant | null } {
    mustBeAllowed(asking, 'change', { kind: 'jobs' });
    const isOld = this.#last === null || asking.now - Date.parse(this.#last.at) >= FRESH_MS;
    if (isOld && this.#running === null) this.#begin(asking).catch(this.#tell);
    return { last: this.#last, since: this.#running?.since ?? null };
  }

  /**
   * Asks anew; whoever asks meanwhile waits for the same answers.
   * @returns `checking` where it takes longer than they wait
   * @throws Forbidden; whatever keeps AWS from being asked at all
   */
  async check(asking: Asking): Promise<'checked' | 'checking'> {
    mustBeAllowed(asking, 'change', { kind: 'jobs' });
    const work = this.#begin(asking);
    const done = await Promise.race([
      work.then(() => 'checked' as const),
      this.#waits.patience().then(() => 'checking' as const),
    ]);
    if (done === 'checking') work.catch(this.#tell);
    return done;
  }

  #begin(asking: Asking): Promise<void> {
    this.#running ??= { since: nowOf(asking), work: this.#ask(asking) };
    return this.#running.work;
  }

  async #ask({ settings, store, now }: Asking): Promise<void> {
    try {
      const aws = await this.#aws();
      const answers = await answersOf({ aws, settings, store, now }, this.#waits.deadline());
      this.#last = { at: nowOf({ now }), ...answers, readings: aws.bill.readings.length };
    } finally {
      this.#running = null;
    }
  }
}

/** What is asked together, one request after the other. */
interface Part {
  name: string;
  place: Place | null;
  work(): Promise<readonly Tried[]>;
}

/** All answers that there are by the deadline, in the order of asking. */
async function answersOf(
  trying: Trying,
  deadline: Promise<void>,
): Promise<{ tried: Tried[]; tags: readonly TagState[] | null }> {
  let tags: readonly TagState[] | null = null;
  const tagStates = async (): Promise<Tried[]> => {
    const found = await tryTags(trying);
    tags = found.tags;
    return [found.tried];
  };
  const me = await Promise.race([tryWhoAmI(trying), deadline.then(() => null)]);
  if (me?.state !== 'ok') return { tried: [me ?? unanswered('credentials of the payer', null)], tags };
  const parts: Part[] = [
    { name: 'bill', place: null, work: () => tryPayer(trying) },
    { name: 'cost allocation tags', place: null, work: tagStates },
    ...placesOf(trying.settings).map((place) => ({
      name: `credentials ${placeKey(place)}`,
      place,
      work: () => tryPlace(trying, place),
    })),
  ];
  const found: (readonly Tried[])[] = parts.map(({ name, place }) => [unanswered(name, place)]);
  const late = { is: false };
  const left = parts.entries();
  const worker = async () => {
    // All workers take from one iterator.
    for (const [index, part] of left) {
      if (late.is) return;
      const answer = await part.work();
      if (!late.is) found[index] = answer;
    }
  };
  const all = Promise.all(Array.from({ length: AT_ONCE }, worker));
  await Promise.race([all, deadline]);
  late.is = true;
  all.catch(() => undefined);
  return { tried: [me, ...found.flat()], tags };
}

/** Of the payer it is what the bill needs; of a place, whether it is reached at all. */
const unanswered = (name: string, place: Place | null): Tried => ({
  ...{ name, place, state: 'failed', found: 'AWS gave no answer in time' },
  action: name === 'bill' || name === 'cost allocation tags' ? 'ce:GetCostAndUsage' : null,
});
