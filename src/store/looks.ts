import { asc, count, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { EVERYBODY, type Look } from '../core/privacy.ts';
import type { Connection, Db } from './connection.ts';
import * as schema from './schema.ts';
import type { LookStore } from './typesLooks.ts';

const t = schema.looks;

/** Rows of one statement: SQLite takes so many values at once that four columns of these are far below it. */
const AT_ONCE = 500;

/** Who looked at whose figures. */
export function looksStore({ write, read }: Connection): LookStore['looks'] {
  return {
    add: async (looks) =>
      write((inside) => {
        for (let from = 0; from < looks.length; from += AT_ONCE)
          inside
            .insert(t)
            .values(looks.slice(from, from + AT_ONCE))
            .onConflictDoNothing()
            .run();
      }),
    at: async (person, { limit, offset }) =>
      read((inside) => {
        const theirs = inArray(t.person, [person, EVERYBODY]);
        const order = [desc(t.day), asc(t.viewer), asc(t.kind), asc(t.person)];
        const found: Look[] = inside
          .select()
          .from(t)
          .where(theirs)
          .orderBy(...order)
          .limit(limit)
          .offset(offset)
          .all();
        const total = Number(inside.select({ n: count() }).from(t).where(theirs).get()?.n ?? 0);
        return { looks: found, total };
      }),
    by: async (viewer, limit) =>
      read((inside) =>
        inside
          .select()
          .from(t)
          .where(eq(t.viewer, viewer))
          .orderBy(desc(t.day), asc(t.person), asc(t.kind))
          .limit(limit)
          .all(),
      ),
    forget: async (before, limit) =>
      write((inside) => {
        const old = sql`${sql.identifier('rowid')} IN (SELECT rowid FROM ${t} WHERE ${lt(t.day, before)} ORDER BY ${t.day} LIMIT ${limit})`;
        return inside.delete(t).where(old).run().changes;
      }),
  };
}

/** What stood under an address stands under another; looks that both have are one, and nobody looks at themself. */
export function moveLooks(inside: Db, from: string, to: string): void {
  inside.run(sql`UPDATE OR IGNORE ${t} SET person = ${to} WHERE person = ${from}`);
  inside.run(sql`UPDATE OR IGNORE ${t} SET viewer = ${to} WHERE viewer = ${from}`);
  inside.run(
    sql`DELETE FROM ${t} WHERE person = ${from} OR viewer = ${from} OR (person = ${to} AND viewer = ${to})`,
  );
}
