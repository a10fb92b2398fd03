import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte } from 'drizzle-orm';
import type { AuditAction } from '../core/audit.ts';
import type { Reprieve } from '../core/stop/reprieves.ts';
import type { Actor, Instant } from '../core/types.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import { prepared } from './statements.ts';
import type { Store } from './types.ts';
import type { StopRow } from './typesStops.ts';

const { stops: s, reprieves: r, marks: m } = schema;

/** In `meta`: which state the budgets are in, moved on by triggers; what of all was taken up, and when. */
const BUDGETS = 'version.budgets';
const REPRIEVES = 'version.reprieves';
const TAKEN = 'stops.taken';
const TAKEN_AT = 'stops.takenAt';

const JOB: Actor = { id: 'job:enforce', via: 'job' };

type On = Pick<Connection, 'sqlite' | 'db'>;

const metaOf = ({ sqlite }: Pick<On, 'sqlite'>, key: string): string =>
  (prepared(sqlite, 'SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined) ?? '';
const setMeta = ({ sqlite }: Pick<On, 'sqlite'>, key: string, value: string): void => {
  prepared(
    sqlite,
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run(key, value);
};

const subjectOf = ({ budgetId, scopeKey }: Pick<StopRow, 'budgetId' | 'scopeKey'>): string =>
  `budget:${budgetId}${scopeKey === '' ? '' : ` ${scopeKey}`}`;
/** What the audit log says of a stop: nothing of one that only was worked out. */
function audit(
  db: Db,
  action: AuditAction,
  row: Omit<StopRow, 'endedAt' | 'why'>,
  now: Instant,
  why?: string,
) {
  if (row.isDry) return;
  const { scopeKind, scopeKey, periodStart, narrowing, since, counted, limit } = row;
  const said = { scopeKind, scopeKey, periodStart, narrowing, since, counted, limit };
  const isEnd = action === 'stop.end';
  writeAudit(db, {
    at: now,
    actor: JOB,
    action,
    subject: subjectOf(row),
    before: isEnd ? said : null,
    after: isEnd ? { why } : said,
  });
}

function decide(db: Db, [, { begun, moved, ended }, now]: Parameters<Store['stops']['decide']>): void {
  for (const { id, why } of ended) {
    const [row] = db
      .update(s)
      .set({ endedAt: now, why })
      .where(and(eq(s.id, id), isNull(s.endedAt)))
      .returning()
      .all();
    if (row !== undefined) audit(db, 'stop.end', row, now, why);
  }
  for (const { id, ...set } of moved) db.update(s).set(set).where(eq(s.id, id)).run();
  for (const row of begun) {
    db.insert(s)
      .values({ ...row, endedAt: null, why: null })
      .run();
    audit(db, 'stop.begin', row, now);
  }
}

/** What decides beside figures and time. */
const stateOf = (on: On, mode: string): string => `${mode} ${metaOf(on, BUDGETS)} ${metaOf(on, REPRIEVES)}`;

function isDue(on: On, mode: string, now: Instant): boolean {
  const taken = metaOf(on, TAKEN);
  // Where it was never switched on there is nothing to undo.
  if (mode === 'off' && taken === '') return false;
  if (mode === 'off' && taken.startsWith('off ')) return isWriting(on, now);
  if (taken !== stateOf(on, mode)) return true;
  const ended = on.db
    .select({ id: r.id })
    .from(r)
    .where(and(gt(r.until, metaOf(on, TAKEN_AT)), lte(r.until, now)))
    .get();
  return ended !== undefined || isWriting(on, now);
}
const isWriting = ({ db }: On, now: Instant): boolean =>
  db.select({ arn: m.arn }).from(m).where(lte(m.dueAt, now)).get() !== undefined;

function addReprieve(on: On, reprieve: Reprieve, actor: Actor, now: Instant): boolean {
  const { db } = on;
  const { id, kind, ...said } = reprieve;
  if (db.insert(r).values(reprieve).onConflictDoNothing().run().changes === 0) return false;
  setMeta(on, REPRIEVES, id);
  writeAudit(db, {
    at: now,
    actor,
    action: kind === 'grace' ? 'stop.grace' : 'stop.release',
    subject: subjectOf(reprieve),
    before: null,
    after: said,
  });
  return true;
}

function endRelease(on: On, id: string, actor: Actor, now: Instant): boolean {
  const { db } = on;
  const [ended] = db
    .update(r)
    .set({ until: now })
    .where(and(eq(r.id, id), eq(r.kind, 'release'), gt(r.until, now)))
    .returning()
    .all();
  if (ended === undefined) return false;
  setMeta(on, REPRIEVES, `${id} ended`);
  const { id: _, kind: __, ...said } = ended;
  writeAudit(db, {
    at: now,
    actor,
    action: 'stop.takeBack',
    subject: subjectOf(ended),
    before: null,
    after: said,
  });
  return true;
}

function forget(db: Db, endedBefore: Instant, limit: number): number {
  const old = db
    .select({ id: s.id })
    .from(s)
    .where(and(isNotNull(s.endedAt), lt(s.endedAt, endedBefore)))
    .orderBy(asc(s.endedAt))
    .limit(limit);
  const gone = db.delete(s).where(inArray(s.id, old)).run().changes;
  if (gone >= limit) return gone;
  const over = db
    .select({ id: r.id })
    .from(r)
    .where(lt(r.until, endedBefore))
    .orderBy(asc(r.until))
    .limit(limit - gone);
  return gone + db.delete(r).where(inArray(r.id, over)).run().changes;
}

/** What stands under one address of a person goes to another: theirs by name, and those of their team. A grace was taken by either. */
export function moveStops(sqlite: Connection['sqlite'], from: string, to: string): void {
  const theirs = "scope_kind IN ('user', 'team') AND scope_key = @from";
  prepared(sqlite, `UPDATE OR IGNORE stops SET scope_key = @to WHERE ${theirs}`).run({ from, to });
  // Of one that both have the next run ends the other, which nothing holds any more.
  prepared(sqlite, 'UPDATE OR IGNORE reprieves SET scope_key = @to WHERE scope_key = @from').run({
    from,
    to,
  });
}

/** Who is stopped by a budget, and what holds a stop off. */
export function stopsStore({ sqlite, db, write, writeWith }: Connection): Store['stops'] {
  const on = { sqlite, db };
  return {
    going: async () => db.select().from(s).where(isNull(s.endedAt)).orderBy(asc(s.since), asc(s.id)).all(),
    list: async ({ of, limit }) =>
      db
        .select()
        .from(s)
        .where(of && and(eq(s.scopeKind, of.scopeKind), eq(s.scopeKey, of.scopeKey)))
        .orderBy(desc(s.since))
        .limit(limit)
        .all(),
    one: async (id) => db.select().from(s).where(eq(s.id, id)).get() ?? null,
    decide: async (...asked) => writeWith(asked[0], (inside) => decide(inside, asked)),
    isDue: async (mode, now) => isDue(on, mode, now),
    take: async (lease, mode, now) =>
      writeWith(lease, () => {
        setMeta(on, TAKEN, stateOf(on, mode));
        setMeta(on, TAKEN_AT, now);
      }),
    reprieves: async (since) => db.select().from(r).where(gt(r.until, since)).orderBy(asc(r.from)).all(),
    reprievesOf: async ({ budgetId, scopeKey, periodStart }) =>
      db
        .select()
        .from(r)
        .where(and(eq(r.scopeKey, scopeKey), eq(r.periodStart, periodStart), eq(r.budgetId, budgetId)))
        .orderBy(asc(r.from))
        .all(),
    addReprieve: async (reprieve, actor, now) =>
      write((inside) => addReprieve({ sqlite, db: inside }, reprieve, actor, now)),
    endRelease: async (id, actor, now) =>
      write((inside) => endRelease({ sqlite, db: inside }, id, actor, now)),
    forget: async (...asked) => write((inside) => forget(inside, ...asked)),
  };
}
