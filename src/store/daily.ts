import type Database from 'better-sqlite3';
import type { Day, DayRange, Money } from '../core/types.ts';
import { type Attribution, viewFor } from './spendQuery.ts';
import { type Asked, sourceOf } from './spendSource.ts';
import { prepared } from './statements.ts';

/** What people spent day by day: of everybody who may have spent much, in two questions however many they are. */

const ASKED = { filter: {}, scope: 'all', groupBy: ['user', 'day'] } as const satisfies Partial<Asked>;

/** @param least of a day of `recent`, 10⁻¹⁰ USD: people who never spent so much in it are left out */
export function dailyOf(
  sqlite: Database.Database,
  { range, recent, least }: { range: DayRange; recent: DayRange; least: Money },
  attribution: Attribution,
): Map<string, Map<Day, Money>> {
  const asked = { ...ASKED, view: viewFor(ASKED, attribution), figures: ['amount'], owned: true } as const;
  const found = new Map<string, Map<Day, Money>>();
  const lately = sourceOf(sqlite, { ...asked, range: recent });
  const people = prepared(
    sqlite,
    `SELECT DISTINCT user_email FROM (SELECT user_email FROM ${lately.sql} WHERE user_email <> ''
      GROUP BY user_email, day HAVING sum(amount) >= @least)`,
  )
    .pluck()
    .all({ ...lately.parameters, least }) as string[];
  if (people.length === 0) return found;
  const { sql, parameters } = sourceOf(sqlite, { ...asked, range, filter: { user: people } });
  const rows = prepared(sqlite, `SELECT user_email, day, sum(amount) FROM ${sql} GROUP BY 1, 2`)
    .raw()
    .iterate(parameters) as IterableIterator<[string, Day, Money]>;
  for (const [user, day, amount] of rows) {
    const days = found.get(user);
    if (days === undefined) found.set(user, new Map([[day, amount]]));
    else days.set(day, amount);
  }
  return found;
}
