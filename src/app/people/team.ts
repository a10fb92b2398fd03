import type { Asking } from '../asking.ts';
import { maySeePerson } from './seen.ts';

/** Who works for whom. */

export interface Team {
  /** The manager's. */
  name: string | null;
  reports: readonly string[];
  /** The manager first. */
  members: readonly string[];
}

/**
 * A manager with everybody who is of the team, the manager first; null when nobody reports to them, there is no such
 * person, or it is not for whoever asks to see them.
 */
export async function teamOf(asking: Asking, manager: string): Promise<Team | null> {
  const found = await asking.store.people.details(manager);
  const seen = maySeePerson(asking, { email: manager, costCenter: found?.person.costCenter ?? null });
  if (!seen || found === null || found.reports.length === 0) return null;
  return { name: found.person.name, reports: found.reports, members: [manager, ...found.reports] };
}
