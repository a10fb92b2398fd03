import { type Asking, mayDo } from '../asking.ts';

export interface Team {
  manager: string;
  name: string | null;
  /** Everybody who reports to the manager, directly or not. */
  reports: readonly string[];
  /** The manager first. */
  members: readonly string[];
}

/**
 * A manager with everybody who is of the team; null when nobody reports to them, there is no such person, or it is not
 * for whoever asks to see them.
 */
export async function teamOf(asking: Asking, manager: string): Promise<Team | null> {
  const found = await asking.store.people.details(manager);
  const thing = { kind: 'person' as const, email: manager, costCenter: found?.person.costCenter ?? '' };
  if (!mayDo(asking, 'see', thing) || found === null || found.reports.length === 0) return null;
  return { manager, name: found.person.name, reports: found.reports, members: [manager, ...found.reports] };
}
