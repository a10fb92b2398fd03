import { type Members, membersIn, membersWithin, type TeamsWithin } from '../../core/belongings.ts';
import type { DayRange } from '../../core/types.ts';
import type { Asking } from '../asking.ts';

/** Who is of the teams that budgets are for. */

/**
 * People by the teams that they are of: teams are within others, and nobody's spend is read once for each of them.
 * @param teams who is of each
 */
export function peopleByTeams(
  teams: ReadonlyMap<string, readonly string[]>,
): { people: string[]; teams: string[] }[] {
  const of = new Map<string, string[]>();
  for (const [team, members] of teams)
    for (const person of members) {
      const own = of.get(person);
      if (own === undefined) of.set(person, [team]);
      else own.push(team);
    }
  const alike = Map.groupBy(of, ([, own]) => JSON.stringify(own));
  return [...alike.values()].map((same) => ({
    people: same.map(([person]) => person),
    teams: same[0]?.[1] ?? [],
  }));
}

/** Who was of a manager's team on which days. */
export const teamIn = async (
  { store }: Pick<Asking, 'store'>,
  manager: string,
  range: DayRange,
): Promise<Members> => membersIn(await store.belongings.during(range, { below: [manager] }), manager, range);

/** From so many teams on, everybody's belonging is read: that is less work than to find who is of any of them. */
const MANY_TEAMS = 200;

/** The same of several managers. */
export async function teamsIn(
  { store }: Pick<Asking, 'store'>,
  managers: readonly string[],
  range: DayRange,
): Promise<(manager: string) => Members> {
  return (await teamsWithin({ store }, managers, range))(range);
}

/** The same in any part of a range of days, read once for all of it. */
export async function teamsWithin(
  { store }: Pick<Asking, 'store'>,
  managers: readonly string[],
  range: DayRange,
): Promise<TeamsWithin> {
  const of = managers.length < MANY_TEAMS ? { below: managers } : undefined;
  return membersWithin(await store.belongings.during(range, of));
}
