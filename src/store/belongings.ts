import type Database from 'better-sqlite3';
import type { BelongsFrom } from '../core/belongings.ts';
import type { Day } from '../core/types.ts';
import { outdateFigures } from './budgetFigures.ts';
import type { Connection } from './connection.ts';
import { prepared } from './statements.ts';
import type { Store } from './types.ts';

/** Where people belonged, from day to day. */

/** What the directory says now and the newest row does not. */
const RECORD = `INSERT INTO belongings (email, from_day, cost_center, manager, groups)
  SELECT p.email, @day, coalesce(p.cost_center, ''), coalesce(p.manager, ''), p.groups FROM people p
  WHERE NOT EXISTS (SELECT 1 FROM belongings b WHERE b.email = p.email
    AND b.from_day = (SELECT max(n.from_day) FROM belongings n WHERE n.email = p.email)
    AND b.cost_center = coalesce(p.cost_center, '') AND b.manager = coalesce(p.manager, '') AND b.groups = p.groups)
  ON CONFLICT (email, from_day) DO UPDATE
    SET cost_center = excluded.cost_center, manager = excluded.manager, groups = excluded.groups`;

/**
 * Rows that hold on some day of a range, with the first of whoever was first seen after it; of whom there is no row yet, what
 * the directory says. `UNION` ends where people report in a circle.
 */
const DURING = (of: 'all' | 'some' | 'below'): string => {
  const below = `WITH RECURSIVE below(email) AS (
      SELECT value FROM json_each(@managers)
      UNION
      SELECT b.email FROM belongings b JOIN below ON b.manager = below.email
      UNION
      SELECT p.email FROM people p JOIN below ON p.manager = below.email
    )`;
  // From those who are asked for to their rows: CROSS JOIN keeps SQLite from reading everybody's.
  const asked = { all: '', some: '(SELECT DISTINCT value AS email FROM json_each(@emails))', below: 'below' }[
    of
  ];
  const from = (table: string) =>
    asked === '' ? `${table} b` : `${asked} s CROSS JOIN ${table} b ON b.email = s.email`;
  return `${of === 'below' ? below : ''}
    SELECT b.email, b.from_day, b.cost_center, b.manager, b.groups FROM ${from('belongings')}
      WHERE (b.from_day < @end OR NOT EXISTS (SELECT 1 FROM belongings o WHERE o.email = b.email AND o.from_day < b.from_day))
      AND NOT EXISTS (SELECT 1 FROM belongings n WHERE n.email = b.email AND n.from_day > b.from_day AND n.from_day <= @start)
    UNION ALL
    SELECT b.email, '', coalesce(b.cost_center, ''), coalesce(b.manager, ''), b.groups FROM ${from('people')}
      WHERE NOT EXISTS (SELECT 1 FROM belongings o WHERE o.email = b.email)
    ORDER BY 1, 2`;
};

type Raw = readonly [email: string, from: Day, costCenter: string, manager: string, groups: string];
function during(
  sqlite: Database.Database,
  [range, of]: Parameters<Store['belongings']['during']>,
): BelongsFrom[] {
  const parameters = { start: range.start, end: range.endExclusive };
  const rows =
    of === undefined
      ? prepared(sqlite, DURING('all')).raw().all(parameters)
      : 'below' in of
        ? prepared(sqlite, DURING('below'))
            .raw()
            .all({ ...parameters, managers: JSON.stringify(of.below) })
        : prepared(sqlite, DURING('some'))
            .raw()
            .all({ ...parameters, emails: JSON.stringify(of.emails) });
  return (rows as Raw[]).map(([email, from, costCenter, manager, groups]) => ({
    email,
    from,
    costCenter,
    manager,
    // Most are in none: thousands are read at once.
    groups: groups === '[]' ? [] : (JSON.parse(groups) as string[]),
  }));
}

/** Rows that a later one replaced before a day: what held on that day stays. */
const FORGET = `DELETE FROM belongings WHERE (email, from_day) IN (
    SELECT b.email, b.from_day FROM belongings b WHERE b.from_day < @before
    AND EXISTS (SELECT 1 FROM belongings n WHERE n.email = b.email AND n.from_day > b.from_day AND n.from_day <= @before)
    LIMIT @limit)`;

/**
 * An address is another one's from now on: from the day on from which something is known of the other one, that stays.
 * Nobody is of their own team, not by having been two until now either.
 */
export function moveBelongings(sqlite: Database.Database, from: string, to: string): void {
  prepared(
    sqlite,
    `DELETE FROM belongings WHERE email = @from
      AND from_day >= (SELECT min(from_day) FROM belongings WHERE email = @to)`,
  ).run({ from, to });
  prepared(sqlite, 'UPDATE belongings SET email = @to WHERE email = @from').run({ from, to });
  prepared(sqlite, 'UPDATE belongings SET manager = @to WHERE manager = @from').run({ from, to });
  prepared(sqlite, "UPDATE belongings SET manager = '' WHERE email = @to AND manager = @to").run({ to });
}

export const belongingsStore = ({ sqlite, read, write, writeWith }: Connection): Store['belongings'] => ({
  record: async (lease, day) =>
    writeWith(lease, () => {
      const { changes } = prepared(sqlite, RECORD).run({ day });
      if (changes > 0) outdateFigures(sqlite);
      return changes;
    }),
  during: async (...asked) => read(() => during(sqlite, asked)),
  forget: async (before, limit) => write(() => prepared(sqlite, FORGET).run({ before, limit }).changes),
});
