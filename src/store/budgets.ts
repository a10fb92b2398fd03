import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Budget, BudgetScope } from '../core/budgets.ts';
import type { Actor, Instant, Money } from '../core/types.ts';
import { ownAddress } from './aliases.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';
import type { MirroredBudget } from './typesBudgets.ts';

type On = Pick<Connection, 'sqlite' | 'db'>;

const t = schema.budgets;
const keyOf = (scope: BudgetScope): string => (scope.kind === 'userDefault' ? '' : scope.key);

function toBudget({ scopeKind, scopeKey, ...row }: typeof t.$inferSelect): Budget {
  return {
    ...row,
    scope: scopeKind === 'userDefault' ? { kind: scopeKind } : { kind: scopeKind, key: scopeKey },
  };
}

/** Creates, changes or brings back the budget of a scope; a change of the amount is a new version. */
function setOne(
  { sqlite, db }: On,
  asked: BudgetScope,
  amount: Money,
  actor: Actor,
  now: Instant,
): { budget: Budget; before: Budget | null } {
  // A budget is a person's, by whichever address of theirs it is asked for.
  const scope = asked.kind === 'user' ? { ...asked, key: ownAddress(sqlite, asked.key) } : asked;
  const row = db
    .select()
    .from(t)
    .where(and(eq(t.scopeKind, scope.kind), eq(t.scopeKey, keyOf(scope))))
    .get();
  const before = row && row.deletedAt === null ? toBudget(row) : null;
  if (row && before?.amount === amount) return { budget: before, before };
  const next = row
    ? { ...row, amount, version: row.version + 1, updatedAt: now, deletedAt: null }
    : {
        id: randomUUID(),
        scopeKind: scope.kind,
        scopeKey: keyOf(scope),
        amount,
        version: 1,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      };
  db.insert(t).values(next).onConflictDoUpdate({ target: t.id, set: next }).run();
  writeAudit(db, {
    at: now,
    actor,
    action: 'budget.set',
    subject: `${scope.kind}:${keyOf(scope)}`,
    before: before ? { amount: before.amount } : null,
    after: { amount, version: next.version },
  });
  return { budget: toBudget(next), before };
}

/** Who writes to AWS Budgets, whoever started it. */
const MIRROR: Actor = { id: 'job:budgets', via: 'job' };
const mirroredOf = (db: Db, name: string) =>
  db.select().from(schema.mirroredBudgets).where(eq(schema.mirroredBudgets.name, name)).get();

function setMany(
  on: On,
  items: readonly { scope: BudgetScope; amount: Money }[],
  actor: Actor,
  now: Instant,
) {
  const count = { created: 0, changed: 0, unchanged: 0 };
  for (const { scope, amount } of items) {
    const { before } = setOne(on, scope, amount, actor, now);
    if (!before) count.created++;
    else if (before.amount === amount) count.unchanged++;
    else count.changed++;
  }
  return count;
}

function remove(inside: Db, id: string, actor: Actor, now: Instant): void {
  const row = inside
    .select()
    .from(t)
    .where(and(eq(t.id, id), isNull(t.deletedAt)))
    .get();
  if (!row) return;
  inside.update(t).set({ deletedAt: now, updatedAt: now }).where(eq(t.id, id)).run();
  writeAudit(inside, {
    at: now,
    actor,
    action: 'budget.remove',
    subject: `${row.scopeKind}:${row.scopeKey}`,
    before: { amount: row.amount },
    after: null,
  });
}

function recordMirrored(inside: Db, m: MirroredBudget): void {
  const before = mirroredOf(inside, m.name);
  inside
    .insert(schema.mirroredBudgets)
    .values(m)
    .onConflictDoUpdate({ target: schema.mirroredBudgets.name, set: m })
    .run();
  if (before?.written === m.written) return;
  writeAudit(inside, {
    at: m.writtenAt,
    actor: MIRROR,
    action: 'mirror.write',
    subject: m.name,
    before: before ? JSON.parse(before.written) : null,
    after: JSON.parse(m.written),
  });
}

function forgetMirrored(inside: Db, name: string, now: Instant): void {
  const before = mirroredOf(inside, name);
  if (!before) return;
  inside.delete(schema.mirroredBudgets).where(eq(schema.mirroredBudgets.name, name)).run();
  writeAudit(inside, {
    at: now,
    actor: MIRROR,
    action: 'mirror.remove',
    subject: name,
    before: JSON.parse(before.written),
    after: null,
  });
}

/** Monthly budgets and what of them was written to AWS Budgets. */
export function budgetsStore({ sqlite, db, write, writeWith }: Connection): Store['budgets'] {
  return {
    list: async () =>
      db
        .select()
        .from(t)
        .where(isNull(t.deletedAt))
        .orderBy(asc(t.scopeKind), asc(t.scopeKey))
        .all()
        .map(toBudget),
    get: async (id) => {
      const row = db
        .select()
        .from(t)
        .where(and(eq(t.id, id), isNull(t.deletedAt)))
        .get();
      return row ? toBudget(row) : null;
    },
    set: async (scope, amount, actor, now) =>
      write(() => {
        const { budget, before } = setOne({ sqlite, db }, scope, amount, actor, now);
        return { budget, changed: before?.amount !== amount };
      }),
    setMany: async (items, actor, now) => write(() => setMany({ sqlite, db }, items, actor, now)),
    remove: async (id, actor, now) => write((inside) => remove(inside, id, actor, now)),
    mirrored: async () =>
      db.select().from(schema.mirroredBudgets).orderBy(asc(schema.mirroredBudgets.name)).all(),
    recordMirrored: async (lease, m) => writeWith(lease, (inside) => recordMirrored(inside, m)),
    forgetMirrored: async (lease, name, now) =>
      writeWith(lease, (inside) => forgetMirrored(inside, name, now)),
  };
}
