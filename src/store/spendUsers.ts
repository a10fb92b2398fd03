import type Database from 'better-sqlite3';
import type { SpendScope } from '../core/access.ts';
import { monthsOf } from '../core/periods.ts';
import { personColumn, scopeByAddress } from './aliases.ts';
import { keyColumn } from './rollupColumns.ts';
import { heldDays } from './rollups.ts';
import { amounts, viewFor } from './spendQuery.ts';
import { conditions, summedMonths } from './spendSource.ts';
import { prepared } from './statements.ts';
import type { NamesAsked } from './typesSpend.ts';

/** Who ever owned spend: by the names of sums, of which there is one a person, and not by what they spent. */

/** A name is kept when the spend is somebody else's now: so it is asked whether any month has a sum of it. */
const IS_USED = `EXISTS (SELECT 1 FROM spend_summed m CROSS JOIN spend_month_sums s
  ON s.grain = spend_keys.grain AND s.view = spend_keys.view AND s.month = m.month AND s.key = spend_keys.id)`;

/** Runs inside the caller's read transaction. */
export function spendUsers(
  sqlite: Database.Database,
  scope: SpendScope,
  names: NamesAsked,
  attribution: 'profileTags' | 'iamPrincipal',
): string[] {
  const range = heldDays(sqlite);
  if (range === null) return [];
  const question = { range, groupBy: ['user' as const], basis: 'best' as const, filter: {}, scope };
  const { limit = -1, unknown = false } = names;
  if (!monthsOf(range).every(summedMonths(sqlite))) {
    const found = amounts(sqlite, question, attribution).map(({ keys }) => keys[0] ?? '');
    const isKnown = prepared(sqlite, 'SELECT 1 FROM people WHERE email = ?').pluck();
    const asked = found.filter((user) => user !== '' && !(unknown && isKnown.get(user) !== undefined));
    return asked.sort().slice(0, limit === -1 ? undefined : limit);
  }
  const person = personColumn(sqlite, 'user_email');
  const parameters: Record<string, string> = {
    grain: scope === 'all' ? 'person' : 'holder',
    view: viewFor(question, attribution),
  };
  const where = [
    'grain = @grain',
    'view = @view',
    // Sums of people are of no cost center: said, so that their names come in the order of the index.
    ...(scope === 'all' ? ["cost_center = ''"] : []),
    "user_email <> ''",
    ...conditions({ filter: {}, scope: scopeByAddress(sqlite, scope), owned: true }, keyColumn, parameters),
    ...(unknown ? [`NOT EXISTS (SELECT 1 FROM people WHERE email = ${person})`] : []),
    IS_USED,
  ];
  return prepared(
    sqlite,
    `SELECT DISTINCT ${person} FROM spend_keys WHERE ${where.join(' AND ')} ORDER BY 1 LIMIT ${limit}`,
  )
    .pluck()
    .all(parameters) as string[];
}
