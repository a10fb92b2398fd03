import { eq, ne, sql } from 'drizzle-orm';
import { beginningOf, budgetOn, budgetsOn, holdingOn, stepsOf, unknownOn } from '../core/budgetChanges.ts';
import { type BudgetCalendar, periodOf } from '../core/budgetPeriods.ts';
import { type Budget, type BudgetRecord, type BudgetScope, plainTerms } from '../core/budgets.ts';
import { addDays, dayOf } from '../core/periods.ts';
import type { Actor, Instant, Money } from '../core/types.ts';
import { applyAll } from './budgetDeeds.ts';
import { floors } from './budgetFloors.ts';
import { also, DAYS_THAT_MATTER, recordsOf, unknownWith, when, withIds, withNames } from './budgetRecords.ts';
import { slotsNamed, slotsOn } from './budgetSlots.ts';
import type { Connection, Db } from './connection.ts';
import * as schema from './schema.ts';
import type { Store } from './types.ts';
import type { BudgetDeed } from './typesBudgets.ts';

/** Budgets with their history, as the ledger hands them out. */

type On = Pick<Connection, 'sqlite' | 'db'>;

const t = schema.budgets;
const c = schema.budgetChanges;

/** Of most budgets the calendar says nothing: they are monthly. */
const PLAIN: BudgetCalendar = { weekStart: 1, fiscalYearStart: 1 };

/** A monthly budget of everything: from the beginning of the month where there is none yet, else from today on. */
function monthly(db: Db, scope: BudgetScope, amount: Money, now: Instant): BudgetDeed {
  const slot = { scope, period: 'month', narrowing: null } as const;
  const today = dayOf(now);
  const [record] = recordsOf(db, also(withNames([scope]), eq(t.period, 'month'), eq(t.narrowing, '')));
  const isThere = record !== undefined && holdingOn(record, today) !== null;
  const month = periodOf('month', today, PLAIN);
  const from = isThere ? today : beginningOf(record ?? { changes: [] }, month, today);
  return { do: 'set', slot, terms: plainTerms(amount), from };
}

function setMany(
  on: On,
  items: readonly { scope: BudgetScope; amount: Money }[],
  actor: Actor,
  now: Instant,
) {
  const count = { created: 0, changed: 0, unchanged: 0 };
  for (const { scope, amount } of items) {
    const [done] = applyAll(on, [monthly(on.db, scope, amount, now)], actor, now);
    if (done?.created) count.created++;
    else if (done?.changed) count.changed++;
    else count.unchanged++;
  }
  return count;
}

/** Each as its latest change leaves it. */
const latest = (record: BudgetRecord): Budget[] => {
  const last = stepsOf(record).at(-1);
  const held = last === undefined ? null : budgetOn(record, last.from, PLAIN);
  return held === null || held === 'unknown' || held.endedOn !== null ? [] : [held];
};

/** Budgets with their history. */
export function budgetsStore({ sqlite, db, write }: Connection): Store['budgets'] {
  const on = { sqlite, db };
  const one = (id: string) => recordsOf(db, withIds([id]))[0] ?? null;
  return {
    on: async (day, calendar, scopes) =>
      budgetsOn(recordsOf(db, withNames(scopes), addDays(day, -DAYS_THAT_MATTER)), day, calendar),
    unknownOn: async (day, calendar, scopes) =>
      recordsOf(db, unknownWith(scopes)).flatMap((record) => unknownOn(record, day, calendar) ?? []),
    slots: async (day) => slotsOn(sqlite, day),
    named: async () => slotsNamed(sqlite),
    floors: async (...asked) => floors(sqlite, asked),
    recordsOf: async (ids) => recordsOf(db, withIds(ids)),
    plannedAfter: async (day) =>
      recordsOf(
        db,
        when(
          sql`EXISTS (SELECT 1 FROM ${c} x WHERE x.budget_id = ${t.id} AND x.from_day > ${day} AND x.withdrawn_at IS NULL)`,
        ),
      ),
    records: async (scopes) => recordsOf(db, withNames(scopes)),
    record: async (id) => one(id),
    apply: async (deeds, actor, now) => write(() => applyAll(on, deeds, actor, now)),
    list: async () => recordsOf(db).flatMap(latest),
    get: async (id) => {
      const record = one(id);
      return record === null ? null : (latest(record)[0] ?? null);
    },
    set: async (scope, amount, actor, now) =>
      write(() => {
        const [done] = applyAll(on, [monthly(db, scope, amount, now)], actor, now);
        const record = one(done?.id ?? '');
        const [budget] = record === null ? [] : latest(record);
        if (budget === undefined) throw new Error('a budget that was set does not hold');
        return { budget, changed: done?.changed === true };
      }),
    setMany: async (items, actor, now) => write(() => setMany(on, items, actor, now)),
    remove: async (id, actor, now) =>
      write(() => {
        applyAll(on, [{ do: 'end', id, from: dayOf(now) }], actor, now);
      }),
    mirrored: async () =>
      db
        .select({ budgetId: schema.mirroredBudgets.budgetId })
        .from(schema.mirroredBudgets)
        .where(ne(schema.mirroredBudgets.written, ''))
        .all()
        .map(({ budgetId }) => budgetId),
  };
}
