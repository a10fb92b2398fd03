import { and, asc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { ZERO } from '../core/money.ts';
import { addDays } from '../core/periods.ts';
import { daysRepriced, LEARNED_LASTS_DAYS } from '../core/rates.ts';
import type { CacheTtl, Rate } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { moveDaysPriced } from './dayInputs.ts';
import { learnedFrom, rateInputs, setLearnedFrom } from './rateInputs.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';

type Row = typeof schema.rates.$inferSelect;
const toRow = (rate: Rate): Row => ({ ...rate, cacheTtl: rate.cacheTtl ?? '', region: rate.region ?? '' });
const toRate = (row: Row): Rate => ({
  ...row,
  cacheTtl: row.cacheTtl === '' ? null : (row.cacheTtl as CacheTtl),
  region: row.region === '' ? null : row.region,
});

const t = schema.rates;
const ofKey = (r: Row) =>
  and(
    eq(t.source, r.source),
    eq(t.modelKey, r.modelKey),
    eq(t.kind, r.kind),
    eq(t.route, r.route),
    eq(t.tier, r.tier),
    eq(t.cacheTtl, r.cacheTtl),
    eq(t.longContext, r.longContext),
    eq(t.region, r.region),
    eq(t.validFrom, r.validFrom),
  );
const keyOf = (r: Row): string =>
  JSON.stringify([r.modelKey, r.kind, r.route, r.tier, r.cacheTtl, r.longContext, r.region, r.validFrom]);

interface Changed {
  before: Row | null;
  after: Row | null;
}

/** Writes what is held otherwise of a source, and nothing else; answers of what that was. */
function replaceSource(inside: Db, source: Rate['source'], rates: readonly Rate[]): Changed[] {
  const held = new Map(
    inside
      .select()
      .from(t)
      .where(eq(t.source, source))
      .all()
      .map((row) => [keyOf(row), row]),
  );
  const changed: Changed[] = [];
  for (const after of rates.map(toRow)) {
    const key = keyOf(after);
    const before = held.get(key) ?? null;
    held.delete(key);
    if (before?.validTo === after.validTo && before.perMillion === after.perMillion) continue;
    if (before !== null) inside.delete(t).where(ofKey(before)).run();
    inside.insert(t).values(after).run();
    changed.push({ before, after });
  }
  for (const before of held.values()) {
    inside.delete(t).where(ofKey(before)).run();
    changed.push({ before, after: null });
  }
  return changed;
}

/** Rates with the days they are valid for: list prices, what the bill taught, and what an operator set. */
export function ratesStore({ sqlite, db, write, writeWith, read }: Connection): Store['rates'] {
  const moveDaysOf = (changed: readonly Changed[]) =>
    moveDaysPriced(
      sqlite,
      changed.flatMap(
        ({ before, after }) => daysRepriced(before && toRate(before), after && toRate(after)) ?? [],
      ),
    );
  const subject = (r: Row) =>
    [r.modelKey, r.kind, r.route, r.tier, r.cacheTtl, r.region, r.validFrom]
      .filter((part) => part !== '')
      .join(' ');
  return {
    all: async () =>
      db.select().from(t).orderBy(asc(t.modelKey), asc(t.kind), asc(t.validFrom)).all().map(toRate),
    holding: async (day) =>
      db
        .select()
        .from(t)
        .where(
          and(lte(t.validFrom, day), or(isNull(t.validTo), gt(t.validTo, addDays(day, -LEARNED_LASTS_DAYS)))),
        )
        .orderBy(asc(t.modelKey), asc(t.kind), asc(t.validFrom))
        .all()
        .map(toRate),
    replace: async (lease, source, rates, from = '') =>
      writeWith(lease, (inside) => {
        moveDaysOf(replaceSource(inside, source, rates));
        if (source === 'learned') setLearnedFrom(sqlite, from);
      }),
    inputs: async () => read(() => ({ version: rateInputs(sqlite), learnedFrom: learnedFrom(sqlite) })),
    setOverrides: async (rates, actor, now) =>
      write((inside) => {
        const changed: Changed[] = [];
        for (const rate of rates) {
          const row = toRow({ ...rate, source: 'override' });
          const before = inside.select().from(t).where(ofKey(row)).get() ?? null;
          inside.delete(t).where(ofKey(row)).run();
          inside.insert(t).values(row).run();
          changed.push({ before, after: row });
          writeAudit(inside, {
            at: now,
            actor,
            action: 'rate.set',
            subject: subject(row),
            before,
            after: row,
          });
        }
        moveDaysOf(changed);
      }),
    removeOverrides: async (rates, actor, now) =>
      write((inside) => {
        const changed: Changed[] = [];
        for (const rate of rates) {
          const row = toRow({ ...rate, source: 'override', perMillion: ZERO, validTo: null });
          const before = inside.select().from(t).where(ofKey(row)).get() ?? null;
          inside.delete(t).where(ofKey(row)).run();
          changed.push({ before, after: null });
          writeAudit(inside, {
            at: now,
            actor,
            action: 'rate.remove',
            subject: subject(row),
            before,
            after: null,
          });
        }
        moveDaysOf(changed);
      }),
  };
}
