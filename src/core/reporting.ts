import type { Person } from './people.ts';

/** Who reports to whom. Nobody has more than one manager, but a directory may hold people who report in a circle. */

type Reporting = Pick<Person, 'email' | 'manager'>;

/**
 * People who report to each other in a circle; each circle begins with the first of its addresses and goes up from one
 * to their manager. `managers` leads from somebody to their manager.
 */
export function circles(managers: ReadonlyMap<string, string>): string[][] {
  const found: string[][] = [];
  /** Everybody passed so far, with whoever the walk upwards began at. */
  const passed = new Map<string, string>();
  for (const start of managers.keys()) {
    let at: string | undefined = start;
    while (at !== undefined && !passed.has(at)) {
      passed.set(at, start);
      at = managers.get(at);
    }
    if (at !== undefined && passed.get(at) === start) found.push(circleThrough(at, managers));
  }
  return found.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

function circleThrough(email: string, managers: ReadonlyMap<string, string>): string[] {
  const circle = [email];
  for (let at = managers.get(email); at !== undefined && at !== email; at = managers.get(at)) circle.push(at);
  const first = circle.indexOf([...circle].sort()[0] ?? email);
  return [...circle.slice(first), ...circle.slice(0, first)];
}

/** Their manager, the manager's manager and so on, as far as is known; a circle ends where it would begin again. */
export function managersAbove(email: string, managerOf: (email: string) => string | null): string[] {
  const above: string[] = [];
  for (let at = managerOf(email); at !== null && at !== email && !above.includes(at); at = managerOf(at))
    above.push(at);
  return above;
}

/** How many people report to each, directly or not, those who have left included, as in what the store answers for one. */
export function reportCounts(people: readonly Reporting[]): ReadonlyMap<string, number> {
  const managerOf = new Map(people.map(({ email, manager }) => [email, manager]));
  const counts = new Map<string, number>();
  for (const { email } of people)
    for (const manager of managersAbove(email, (one) => managerOf.get(one) ?? null))
      counts.set(manager, (counts.get(manager) ?? 0) + 1);
  return counts;
}
