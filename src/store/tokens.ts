import { and, asc, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { dayBefore } from '../core/allowances.ts';
import type { ApiToken } from '../core/credentials.ts';
import { MADE_IN_DAY, MOST_TOKENS } from '../core/tokens.ts';
import { type Connection, writeAudit } from './connection.ts';
import { revokeToken } from './credentials.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

const shown = ({ hash: _, ...token }: typeof schema.tokens.$inferSelect): ApiToken => token;

/**
 * Personal access tokens, known by their hashes only. They stay listed after their end, so that one can see what they
 * were, for as long as the audit log is kept.
 */
export function tokensStore({ db, write }: Connection): Store['tokens'] {
  const t = schema.tokens;
  // Asked with every request.
  const behind = db
    .select()
    .from(t)
    .where(eq(t.hash, sql.placeholder('hash')))
    .prepare();
  return {
    create: async (token, hash, actor, most = MOST_TOKENS) =>
      write((inside) => {
        const ofThem = eq(t.email, token.email);
        const alive = and(ofThem, isNull(t.revokedAt), gt(t.expiresAt, token.createdAt));
        // Made and revoked, again and again, they would fill the ledger as well.
        const ofDay = and(ofThem, gt(t.createdAt, dayBefore(Date.parse(token.createdAt))));
        const isFull = (counted: typeof alive, limit: number) =>
          inside.select({ id: t.id }).from(t).where(counted).all().length >= limit;
        if (isFull(alive, most) || isFull(ofDay, most * MADE_IN_DAY)) return false;
        inside
          .insert(t)
          .values({ ...token, hash })
          .run();
        writeAudit(inside, {
          at: token.createdAt,
          actor,
          action: 'token.create',
          subject: `user:${token.email}`,
          before: null,
          after: {
            token: token.id,
            name: token.name,
            scopes: token.scopes.join(', '),
            expiresAt: token.expiresAt,
          },
        });
        return true;
      }),
    find: async (hash) => {
      const row = behind.get({ hash });
      return row ? shown(row) : null;
    },
    noteUse: async (hash, now, address) =>
      write((inside) => {
        inside.update(t).set({ lastUsedAt: now, lastUsedFrom: address }).where(eq(t.hash, hash)).run();
      }),
    listOf: async (email) =>
      db.select().from(t).where(eq(t.email, email)).orderBy(desc(t.createdAt), asc(t.id)).all().map(shown),
    all: async () => db.select().from(t).orderBy(asc(t.email), desc(t.createdAt)).all().map(shown),
    revoke: async (email, id, actor, now) =>
      write((inside) => {
        const own = and(eq(t.email, email), eq(t.id, id), isNull(t.revokedAt));
        const token = inside.select().from(t).where(own).get();
        if (!token) return false;
        revokeToken(inside, token, actor, now);
        return true;
      }),
    tidy: async (endedBefore, limit) =>
      write(
        (inside) =>
          inside
            .delete(t)
            .where(or(lt(t.expiresAt, endedBefore), lt(t.revokedAt, endedBefore)))
            .limit(limit)
            .run().changes,
      ),
  };
}
