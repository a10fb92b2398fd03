import { URGENT_LETTERS } from './letters.ts';
import type { Owed } from './outbox.ts';

/** Which messages to one reader leave as one: a flood is no news, and what waited over quiet hours is read together. Pure. */

/** What leaves at once: one message, or several as one. */
export interface Parcel {
  messages: readonly [Owed, ...Owed[]];
  /** Null: it leaves alone. */
  digestId: string | null;
}

/** Somebody waits for an answer, the service is in trouble, or it is a report as a whole: such a message stands alone. */
const standsAlone = ({ letter, notice }: Owed): boolean =>
  (letter !== null && URGENT_LETTERS.some((kind) => kind === letter.kind)) ||
  (notice !== null && (notice.scope === null || notice.kind === 'report'));

/** It was held until now: over quiet hours, or for whoever is told once a day. */
const wasHeld = ({ attempts, lastError, nextAttemptAt, owedAt }: Owed): boolean =>
  attempts === 0 && lastError === null && nextAttemptAt !== null && nextAttemptAt > owedAt;

/**
 * @param due in the order in which they would leave
 * @param above so many to one reader still leave each by itself
 * @param isToOne whether a channel reaches one reader
 * @param newId for messages that leave together for the first time
 */
export function parcelsOf(
  due: readonly Owed[],
  above: number,
  isToOne: (channel: string) => boolean,
  newId: () => string,
): Parcel[] {
  const alone: Parcel[] = [];
  const together = new Map<string, Owed[]>();
  for (const owed of due) {
    if (owed.digestId === null && (!isToOne(owed.channel) || standsAlone(owed)))
      alone.push({ messages: [owed], digestId: null });
    else {
      const key = owed.digestId ?? `${owed.channel} ${owed.target}`;
      together.set(key, [...(together.get(key) ?? []), owed]);
    }
  }
  const others = [...together.values()].flatMap((some): Parcel[] => {
    const [first, ...rest] = some;
    if (first === undefined) return [];
    // What was to leave together before does so again: whoever got it once gets the same.
    if (first.digestId !== null) return [{ messages: [first, ...rest], digestId: first.digestId }];
    const held = some.filter(wasHeld).length;
    return some.length > above || held > 1
      ? [{ messages: [first, ...rest], digestId: newId() }]
      : some.map((one): Parcel => ({ messages: [one], digestId: null }));
  });
  return [...alone, ...others];
}
