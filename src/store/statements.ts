import type Database from 'better-sqlite3';

/**
 * Statements that are asked again and again, compiled once for each connection. What is asked for comes in as parameters,
 * so that there are few texts of them.
 */

const MOST_KEPT = 200;
const kept = new WeakMap<Database.Database, Map<string, Database.Statement>>();

export function prepared(sqlite: Database.Database, sql: string): Database.Statement {
  const ofConnection = kept.get(sqlite) ?? new Map<string, Database.Statement>();
  kept.set(sqlite, ofConnection);
  const known = ofConnection.get(sql);
  if (known !== undefined) return known;
  // The oldest goes: a text that is asked for all the time is compiled again at once.
  if (ofConnection.size >= MOST_KEPT) ofConnection.delete(ofConnection.keys().next().value ?? '');
  const statement = sqlite.prepare(sql);
  ofConnection.set(sql, statement);
  return statement;
}
