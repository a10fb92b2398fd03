import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { expect, it } from 'vitest';
import { keepingStatements } from '../../src/store/statements.ts';

/** Statements of the builder of queries, which are compiled once. */

function counted() {
  const sqlite = new Database(':memory:');
  const compiled: string[] = [];
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = ((text: string) => {
    compiled.push(text);
    return prepare(text);
  }) as typeof sqlite.prepare;
  return { db: drizzle(keepingStatements(sqlite)), compiled, close: () => sqlite.close() };
}

it('compiles what is asked again once, whatever way it is to be answered', () => {
  const { db, compiled, close } = counted();
  const asked = sql`SELECT ${7} AS seven`;
  expect(db.all(asked)).toEqual([{ seven: 7 }]);
  expect(db.values(asked)).toEqual([[7]]);
  expect(db.all(asked)).toEqual([{ seven: 7 }]);
  db.run(sql`CREATE TABLE t (a)`);
  for (const a of [1, 2, 3]) db.run(sql`INSERT INTO t VALUES (${a})`);
  expect(db.values(sql`SELECT a FROM t`)).toEqual([[1], [2], [3]]);
  expect(compiled).toEqual([
    'SELECT ? AS seven',
    'CREATE TABLE t (a)',
    'INSERT INTO t VALUES (?)',
    'SELECT a FROM t',
  ]);
  close();
});

it('keeps neither what is long nor more than some hundreds', () => {
  const { db, compiled, close } = counted();
  const many = sql.raw(`VALUES ${Array.from({ length: 2_000 }, () => '(1)').join()}`);
  for (const _ of [1, 2]) expect(db.values(many)).toHaveLength(2_000);
  expect(compiled).toHaveLength(2);
  for (let i = 0; i < 1_000; i += 1) db.values(sql.raw(`SELECT ${i}`));
  db.values(sql.raw('SELECT 999'));
  expect(compiled).toHaveLength(1_002);
  db.values(sql.raw('SELECT 0'));
  expect(compiled).toHaveLength(1_003);
  close();
});
