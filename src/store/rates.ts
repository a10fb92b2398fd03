import { and, asc, eq } from 'drizzle-orm';
import { ZERO } from '../core/money.ts';
import type { CacheTtl, Rate } from '../core/types.ts';
import { type Connection, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

type Row = typeof schema.rates.$inferSelect;
const toRow = (rate: Rate): Row => ({ ...rate, cacheTtl: rate.cacheTtl ?? '', region: rate.region ?? '' });
const toRate = (row: Row): Rate => ({
  ...row,
  cacheTtl: row.cacheTtl === '' ? null : (row.cacheTtl as CacheTtl),
  region: row.region === '' ? null : row.region,
});

/** Rates with the days they are valid for: list prices, what the bill taught, and what an operator set. */
export function ratesStore({ db, write, writeWith }: Connection): Store['rates'] {
  const t = schema.rates;
  const same = (r: Row) =>
    and(
      eq(t.source, 'override'),
      eq(t.modelKey, r.modelKey),
      eq(t.kind, r.kind),
      eq(t.route, r.route),
      eq(t.tier, r.tier),
      eq(t.cacheTtl, r.cacheTtl),
      eq(t.longContext, r.longContext),
      eq(t.region, r.region),
      eq(t.validFrom, r.validFrom),
    );
  const subject = (r: Row) =>
    [r.modelKey, r.kind, r.route, r.tier, r.cacheTtl, r.region, r.validFrom]
      .filter((part) => part !== '')
      .join(' ');
  return {
    all: async () =>
      db.select().from(t).orderBy(asc(t.modelKey), asc(t.kind), asc(t.validFrom)).all().map(toRate),
    replace: async (lease, source, rates) =>
      writeWith(lease, (inside) => {
        inside.delete(t).where(eq(t.source, source)).run();
        for (const rate of rates) inside.insert(t).values(toRow(rate)).run();
      }),
    setOverrides: async (rates, actor, now) =>
      write((inside) => {
        for (const rate of rates) {
          const row = toRow({ ...rate, source: 'override' });
          const before = inside.select().from(t).where(same(row)).get() ?? null;
          inside.delete(t).where(same(row)).run();
          inside.insert(t).values(row).run();
          writeAudit(inside, {
            at: now,
            actor,
            action: 'rate.set',
            subject: subject(row),
            before,
            after: row,
          });
        }
      }),
    removeOverrides: async (rates, actor, now) =>
      write((inside) => {
        for (const rate of rates) {
          const row = toRow({ ...rate, source: 'override', perMillion: ZERO, validTo: null });
          const before = inside.select().from(t).where(same(row)).get() ?? null;
          inside.delete(t).where(same(row)).run();
          writeAudit(inside, {
            at: now,
            actor,
            action: 'rate.remove',
            subject: subject(row),
            before,
            after: null,
          });
        }
      }),
  };
}
