import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { holdingOn } from '../core/budgetChanges.ts';
import { canWithdraw, changesToEnd, changesToSet, type NewChange, nextVersion } from '../core/budgetDeeds.ts';
import type { BudgetChange, BudgetRecord, BudgetScope, BudgetSlot } from '../core/budgets.ts';
import { scopeKeyOf } from '../core/budgets.ts';
import { narrowingText } from '../core/narrowing.ts';
import { dayOf } from '../core/periods.ts';
import { thresholdText } from '../core/thresholds.ts';
import type { Actor, Instant } from '../core/types.ts';
import { ownAddress } from './aliases.ts';
import { outdateFigures } from './budgetFigures.ts';
import { recordsOf, when, withIds } from './budgetRecords.ts';
import { toRow } from './budgetRows.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import type { BudgetDeed, BudgetDone } from './typesBudgets.ts';

/** Changes of budgets that were decided: each is put beside those that are there, with its entry in the audit log. */

type On = Pick<Connection, 'sqlite' | 'db'>;

const t = schema.budgets;
const c = schema.budgetChanges;

/** What is kept of a change in the audit log. */
const shown = (change: BudgetChange): unknown => ({
  version: change.version,
  from: change.from,
  ...(change.kind === 'set'
    ? {
        amount: change.terms.amount,
        ...(change.terms.thresholds === null
          ? {}
          : { thresholds: change.terms.thresholds.map(thresholdText) }),
        ...(change.terms.carryOver ? { carryOver: true } : {}),
        ...(change.terms.hard ? { hard: true } : {}),
      }
    : change.kind === 'raise'
      ? { extra: change.extra, toExclusive: change.toExclusive }
      : {}),
});

/** The name of a budget in the audit log: whom it is for, and its period and narrowing where they are not the usual ones. */
export const subjectOf = ({ scope, period, narrowing }: BudgetSlot): string =>
  [
    `${scope.kind}:${scopeKeyOf(scope)}`,
    ...(period === 'month' ? [] : [period]),
    ...(narrowing === null ? [] : [narrowingText(narrowing)]),
  ].join(' ');

/** Carries out what was decided, one thing after the other. */
export function applyAll(on: On, deeds: readonly BudgetDeed[], actor: Actor, now: Instant): BudgetDone[] {
  return deeds.map((deed) => {
    if (deed.do === 'set') return setOne(on, deed, actor, now);
    const [record] = recordsOf(on.db, withIds([deed.id]));
    if (record === undefined) return { id: deed.id, changed: false, created: false };
    if (deed.do === 'withdraw') return withdrawOne(on, record, deed.version, actor, now);
    const { from } = deed;
    const changes: NewChange[] =
      deed.do === 'end'
        ? changesToEnd(record, from, dayOf(now))
        : [{ kind: 'raise', extra: deed.extra, from, toExclusive: deed.toExclusive }];
    addAll(on.db, record, changes, actor, now);
    return { id: deed.id, changed: changes.length > 0, created: false };
  });
}

const ACTIONS = { set: 'budget.set', end: 'budget.remove', raise: 'budget.raise' } as const;

/** Puts a change beside those that are there, with its entry in the audit log. */
function add(db: Db, record: BudgetRecord, what: NewChange, actor: Actor, now: Instant): BudgetChange {
  const version = nextVersion(record);
  const change: BudgetChange = {
    ...what,
    version,
    recordedAt: now,
    by: actor.id,
    reason: actor.reason ?? '',
    withdrawnAt: null,
  };
  const before = holdingOn(record, what.from);
  db.insert(c).values(toRow(record.id, change)).run();
  outdateFigures(db.$client);
  db.update(t).set({ version }).where(eq(t.id, record.id)).run();
  writeAudit(db, {
    at: now,
    actor,
    action: ACTIONS[what.kind],
    subject: subjectOf(record),
    before: before === null ? null : { amount: before.terms.amount },
    after: what.kind === 'end' ? null : shown(change),
  });
  return change;
}

function addAll(
  db: Db,
  record: BudgetRecord,
  changes: readonly NewChange[],
  actor: Actor,
  now: Instant,
): void {
  let grown = record;
  for (const one of changes)
    grown = { ...grown, changes: [...grown.changes, add(db, grown, one, actor, now)] };
}

/** Ends a budget today, and takes back what is planned of it. */
export function endWhole(db: Db, record: BudgetRecord, actor: Actor, now: Instant): void {
  for (const one of record.changes.filter((change) => canWithdraw(change, dayOf(now))))
    withdrawOne({ db }, record, one.version, actor, now);
  const changes = record.changes.map((one) =>
    canWithdraw(one, dayOf(now)) ? { ...one, withdrawnAt: now } : one,
  );
  addAll(db, record, changesToEnd({ changes }, dayOf(now), dayOf(now)), actor, now);
}

/** Creates, changes or brings back a budget; what holds already from that day on, and no other way, changes nothing. */
function setOne(
  { sqlite, db }: On,
  deed: Extract<BudgetDeed, { do: 'set' }>,
  actor: Actor,
  now: Instant,
): BudgetDone {
  const { period, narrowing } = deed.slot;
  // A budget is a person's, by whichever address of theirs it is asked for.
  const scope: BudgetScope =
    deed.slot.scope.kind === 'user'
      ? { ...deed.slot.scope, key: ownAddress(sqlite, deed.slot.scope.key) }
      : deed.slot.scope;
  const slot = { scope, period, narrowing };
  // One by one, so that the index of slots finds it: of a set of names SQLite walks through all budgets.
  const [before] = recordsOf(
    db,
    when(
      and(
        eq(t.scopeKind, scope.kind),
        eq(t.scopeKey, scopeKeyOf(scope)),
        eq(t.period, period),
        eq(t.narrowing, narrowingText(narrowing)),
      ),
    ),
  );
  const record = before ?? { ...slot, id: randomUUID(), createdAt: now, knownFrom: null, changes: [] };
  if (before === undefined)
    db.insert(t)
      .values({
        id: record.id,
        scopeKind: scope.kind,
        scopeKey: scopeKeyOf(scope),
        period,
        narrowing: narrowingText(narrowing),
        version: 0,
        createdAt: now,
        knownFrom: null,
      })
      .run();
  const created = holdingOn(record, deed.from) === null;
  const until = deed.until ?? null;
  const changes = changesToSet(record, { ...deed, until }, dayOf(now));
  addAll(db, record, changes, actor, now);
  return { id: record.id, changed: changes.length > 0, created };
}

function withdrawOne(
  { db }: Pick<On, 'db'>,
  record: BudgetRecord,
  version: number,
  actor: Actor,
  now: Instant,
): BudgetDone {
  const change = record.changes.find((one) => one.version === version);
  const none = { id: record.id, changed: false, created: false };
  if (change === undefined || !canWithdraw(change, dayOf(now))) return none;
  outdateFigures(db.$client);
  db.update(c)
    .set({ withdrawnAt: now })
    .where(and(eq(c.budgetId, record.id), eq(c.version, version), eq(c.kind, change.kind)))
    .run();
  writeAudit(db, {
    at: now,
    actor,
    action: 'budget.withdraw',
    subject: subjectOf(record),
    before: shown(change),
    after: null,
  });
  return { ...none, changed: true };
}
