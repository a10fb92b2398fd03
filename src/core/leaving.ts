/** Whether a source that names everybody it knows is believed when it says that many have left. */

/** An active person of whom a complete reading speaks, or spoke until now. */
export interface Judged {
  /** The source named them until now. */
  before: boolean;
  /** The reading would mark them as left. */
  leaves: boolean;
}
export interface Leaving {
  left: number;
  /** Of so many active people. */
  active: number;
}

/** So few may leave at once whatever their share: in a small team one in four is one person. */
const FEW = 5;
/** Percent of the active people who may leave at once. */
export const MOST_PERCENT = 20;

/**
 * Those of whom more would leave at once than a company loses between two readings, or null: a wrong or short answer looks
 * the same, and whoever is marked as left loses sessions and tokens for good. Those whom the source named until now are
 * also judged by themselves, or many whom it names for the first time would cover for them.
 */
export function tooManyLeave(people: readonly Judged[]): Leaving | null {
  const groups = [people.filter(({ before }) => before), people];
  return (
    groups
      .map((some) => ({ left: some.filter(({ leaves }) => leaves).length, active: some.length }))
      .find(({ left, active }) => left > FEW && left * 100 > active * MOST_PERCENT) ?? null
  );
}
