import type Database from 'better-sqlite3';

/**
 * Statements that are asked again and again, compiled once for each connection. What is asked for comes in as parameters,
 * so that there are few texts of them.
 */

const MOST_KEPT = 200;
/** Characters of the longest text that the builder of queries has kept: longer ones are of many rows, seldom as many again. */
const LONGEST_BUILT = 4_000;

function keeping() {
  const kept = new WeakMap<Database.Database, Map<string, Database.Statement>>();
  return (sqlite: Database.Database, sql: string): Database.Statement => {
    const ofConnection = kept.get(sqlite) ?? new Map<string, Database.Statement>();
    kept.set(sqlite, ofConnection);
    const known = ofConnection.get(sql);
    if (known !== undefined) return known;
    // The oldest goes: a text that is asked for all the time is compiled again at once.
    if (ofConnection.size >= MOST_KEPT) ofConnection.delete(ofConnection.keys().next().value ?? '');
    const statement = sqlite.prepare(sql);
    ofConnection.set(sql, statement);
    return statement;
  };
}

export const prepared = keeping();

/** Apart, because who asks by hand says once how a statement answers, and the builder says it each time. */
const preparedByBuilder = keeping();

/** A connection for the builder of queries, which would have each of its texts compiled each time. */
export function keepingStatements(sqlite: Database.Database): Database.Database {
  const prepare = (sql: string): Database.Statement => {
    if (sql.length > LONGEST_BUILT) return sqlite.prepare(sql);
    const statement = preparedByBuilder(sqlite, sql);
    return statement.reader ? statement.raw(false) : statement;
  };
  return Object.assign(Object.create(sqlite) as Database.Database, { prepare });
}
