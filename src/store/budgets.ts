import { randomUUID } from 'node:crypto';
import { and, asc, eq, getTableColumns, gte, ne, type SQL, sql } from 'drizzle-orm';
import { beginningOf, budgetOn, budgetsOn, holdingOn, stepsOf, unknownOn } from '../core/budgetChanges.ts';
import { canWithdraw, changesToEnd, changesToSet, type NewChange, nextVersion } from '../core/budgetDeeds.ts';
import type { BudgetCalendar } from '../core/budgetPeriods.ts';
import { periodOf } from '../core/budgetPeriods.ts';
import type { BudgetChange, BudgetRecord } from '../core/budgets.ts';
import {
  type Budget,
  type BudgetScope,
  type BudgetSlot,
  plainTerms,
  scopeKeyOf,
  scopeOfParts,
} from '../core/budgets.ts';
import { narrowingFrom, narrowingText } from '../core/narrowing.ts';
import { addDays, dayOf } from '../core/periods.ts';
import { thresholdFrom, thresholdText } from '../core/thresholds.ts';
import type { Actor, Day, Instant, Money } from '../core/types.ts';
import { ownAddress } from './aliases.ts';
import { outdateFigures } from './budgetFigures.ts';
import { floors } from './budgetFloors.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import * as schema from './schema.ts';
import { prepared } from './statements.ts';
import type { Store } from './types.ts';
import type { BudgetDeed, BudgetDone, BudgetListed } from './typesBudgets.ts';

type On = Pick<Connection, 'sqlite' | 'db'>;

const t = schema.budgets;
const c = schema.budgetChanges;

/** Of most budgets the calendar says nothing: they are monthly. */
const PLAIN: BudgetCalendar = { weekStart: 1, fiscalYearStart: 1 };

/** Columns of `budget_changes` in their order, as SQLite hands them over: pages read thousands, and objects of each take long. */
type ChangeValues = [
  budgetId: string,
  version: bigint,
  kind: BudgetChange['kind'],
  from: Day,
  toExclusive: Day | null,
  amount: Money | null,
  thresholds: string | null,
  carryOver: bigint,
  hard: bigint,
  recordedAt: Instant,
  by: string,
  reason: string,
  withdrawnAt: Instant | null,
];

function toChange(row: ChangeValues): BudgetChange {
  const [, number, kind, from, toExclusive, , , , , recordedAt, by, reason, withdrawnAt] = row;
  const version = Number(number);
  if (kind === 'end') return { version, from, recordedAt, by, reason, withdrawnAt, kind };
  const amount = row[5] ?? (0n as Money);
  if (kind === 'raise')
    return {
      ...{ version, from, recordedAt, by, reason, withdrawnAt, kind },
      ...{ extra: amount, toExclusive: toExclusive ?? from },
    };
  const [, , , , , , said, carryOver, hard] = row;
  const thresholds =
    said === null
      ? null
      : (JSON.parse(said) as readonly string[]).flatMap((text) => thresholdFrom(text) ?? []);
  const terms = { amount, thresholds, carryOver: carryOver === 1n, hard: hard === 1n };
  return { version, from, recordedAt, by, reason, withdrawnAt, kind, terms };
}

function toRow(budgetId: string, change: BudgetChange): typeof c.$inferInsert {
  const { version, kind, from, recordedAt, by, reason, withdrawnAt } = change;
  const terms = kind === 'set' ? change.terms : null;
  return {
    budgetId,
    version,
    kind,
    from,
    toExclusive: kind === 'raise' ? change.toExclusive : null,
    amount: kind === 'raise' ? change.extra : (terms?.amount ?? null),
    thresholds: terms?.thresholds?.map(thresholdText) ?? null,
    carryOver: terms?.carryOver ?? false,
    hard: terms?.hard ?? false,
    recordedAt,
    by,
    reason,
    withdrawnAt,
  };
}

/** Columns of `budgets` in their order, as SQLite hands them over. */
type BudgetValues = [
  id: string,
  scopeKind: BudgetScope['kind'],
  scopeKey: string,
  period: BudgetRecord['period'],
  narrowing: string,
  version: bigint,
  createdAt: Instant,
  knownFrom: Day | null,
];

const toRecord = (
  [id, scopeKind, scopeKey, period, narrowing, , createdAt, knownFrom]: BudgetValues,
  changes: readonly BudgetChange[],
): BudgetRecord => ({
  id,
  scope: scopeOfParts(scopeKind, scopeKey),
  period,
  narrowing: narrowingFrom(narrowing) ?? null,
  createdAt,
  knownFrom,
  changes,
});

/** Which budgets are asked for. */
interface Which {
  where: SQL | undefined;
  /** JSON of what `where` lists. */
  listed?: string | undefined;
  /** Of what every page asks: its statements are compiled once for each connection. */
  name?: string;
}
const ALL: Which = { where: undefined, name: 'all' };
const when = (where: SQL | undefined): Which => ({ where });
const also = ({ where, listed }: Which, ...more: SQL[]): Which => ({ where: and(where, ...more), listed });

interface Compiled {
  values(parameters: Readonly<Record<string, unknown>>): unknown;
}
const statements = new WeakMap<Db, Map<string, Compiled>>();
function compiled(db: Db, name: string | undefined, make: () => Compiled): Compiled {
  if (name === undefined) return make();
  const ofConnection = statements.get(db) ?? new Map<string, Compiled>();
  statements.set(db, ofConnection);
  const statement = ofConnection.get(name) ?? make();
  ofConnection.set(name, statement);
  return statement;
}

/** Budgets with their changes, by scope. */
function recordsOf(db: Db, which: Which = ALL, since?: Day): BudgetRecord[] {
  const statement = compiled(db, which.name, () =>
    db
      .select()
      .from(t)
      .where(which.where)
      .orderBy(asc(t.scopeKind), asc(t.scopeKey), asc(t.period), asc(t.narrowing))
      .prepare(),
  );
  const rows = statement.values({ listed: which.listed }) as BudgetValues[];
  if (rows.length === 0) return [];
  const of = Map.groupBy(changesOf(db, which, since), ([budgetId]) => budgetId);
  return rows.map((row) => toRecord(row, (of.get(row[0]) ?? []).map(toChange)));
}

/** @param since only those that can matter from this day on: what held before, and what came since */
function changesOf(db: Db, { where, listed, name }: Which, since: Day | undefined): ChangeValues[] {
  const columns = getTableColumns(c);
  // From each budget to its changes: CROSS JOIN keeps SQLite from going the other way, through all changes there are.
  const joined = () => db.select(columns).from(t).crossJoin(c);
  const own = eq(c.budgetId, t.id);
  const order = [asc(c.budgetId), asc(c.version)] as const;
  const read = (what: string, make: () => Compiled) =>
    compiled(db, name && `${name} ${what}`, make).values({ listed, since }) as ChangeValues[];
  // Where there are few of each, all are read in less time than it takes to find those that matter.
  if (since === undefined || (where === undefined && areFew(db)))
    return read('whole', () =>
      joined()
        .where(and(own, where))
        .orderBy(...order)
        .prepare(),
    );
  const day = sql.placeholder('since');
  const before = sql`${c}.rowid = (SELECT x.rowid FROM ${c} x WHERE x.budget_id = ${t.id} AND x.from_day < ${day}
    AND x.kind <> 'raise' AND x.withdrawn_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM ${c} y WHERE y.budget_id = x.budget_id AND y.version > x.version
      AND y.kind <> 'raise' AND y.withdrawn_at IS NULL
      AND y.from_day <= x.from_day AND substr(y.recorded_at, 1, 10) >= x.from_day)
    ORDER BY x.from_day DESC, x.version DESC, x.kind = 'end' DESC LIMIT 1)`;
  const last = read('last', () => joined().where(and(before, where)).prepare());
  const later = read('later', () =>
    joined()
      .where(and(own, where, gte(c.from, day)))
      .orderBy(...order)
      .prepare(),
  );
  return [...last, ...later];
}
/** So many changes are read at once. */
const FEW = 60_000;
const areFew = (db: Db): boolean =>
  db.get<{ few: bigint }>(sql`SELECT NOT EXISTS (SELECT 1 FROM ${c} LIMIT 1 OFFSET ${FEW}) AS few`).few ===
  1n;
/** Nothing lasts longer than so many days by itself, of raises and of periods together: what was before is one change. */
const DAYS_THAT_MATTER = 1_200;

const LISTED = sql`json_each(${sql.placeholder('listed')})`;
const IDS = sql`${t.id} IN (SELECT value FROM ${LISTED})`;
// From each name to its budgets: CROSS JOIN keeps SQLite from walking through all budgets there are.
const NAMES = sql`${t.id} IN (SELECT n.id FROM ${LISTED} j
    CROSS JOIN ${t} n ON n.scope_kind = json_extract(j.value, '$[0]') AND n.scope_key = json_extract(j.value, '$[1]'))`;
const UNKNOWN = sql`${t.knownFrom} IS NOT NULL`;

const namesOf = (scopes: readonly BudgetScope[]): string =>
  JSON.stringify(scopes.map((one) => [one.kind, scopeKeyOf(one)]));
const withIds = (ids: readonly string[]): Which => ({
  where: IDS,
  listed: JSON.stringify(ids),
  name: 'ids',
});
const withNames = (scopes: readonly BudgetScope[] | undefined): Which =>
  scopes === undefined ? ALL : { where: NAMES, listed: namesOf(scopes), name: 'names' };
const unknownWith = (scopes: readonly BudgetScope[] | undefined): Which =>
  scopes === undefined
    ? { where: UNKNOWN, name: 'unknown' }
    : { where: and(UNKNOWN, NAMES), listed: namesOf(scopes), name: 'unknown names' };

const SLOTS = `SELECT b.id, b.scope_kind, b.scope_key, b.period, b.narrowing,
    b.known_from IS NULL
    AND EXISTS (SELECT 1 FROM budget_changes s WHERE s.budget_id = b.id AND s.kind = 'set' AND s.from_day <= @day)
    AND NOT EXISTS (SELECT 1 FROM budget_changes o WHERE o.budget_id = b.id
      AND (o.kind = 'end' OR o.withdrawn_at IS NOT NULL))
  FROM budgets b ORDER BY b.scope_kind, b.scope_key, b.period, b.narrowing`;

function slotsOn(sqlite: On['sqlite'], day: Day): BudgetListed[] {
  const rows = prepared(sqlite, SLOTS).raw().all({ day }) as [
    id: string,
    kind: BudgetScope['kind'],
    key: string,
    period: BudgetListed['period'],
    narrowing: string,
    plain: bigint,
  ][];
  return rows.map(([id, kind, key, period, narrowing, plain]) => ({
    id,
    scope: scopeOfParts(kind, key),
    period,
    narrowing: narrowingFrom(narrowing) ?? null,
    plain: plain === 1n,
  }));
}

const NAMED =
  'SELECT id, scope_kind, scope_key, period, narrowing FROM budgets ORDER BY scope_kind, scope_key, period, narrowing';
type NamedRow = [
  id: string,
  kind: BudgetScope['kind'],
  key: string,
  period: BudgetSlot['period'],
  narrowing: string,
];
const slotsNamed = (sqlite: On['sqlite']): (BudgetSlot & { id: string })[] =>
  (prepared(sqlite, NAMED).raw().all() as NamedRow[]).map(([id, kind, key, period, narrowing]) => ({
    id,
    scope: scopeOfParts(kind, key),
    period,
    narrowing: narrowingFrom(narrowing) ?? null,
  }));

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
function applyAll(on: On, deeds: readonly BudgetDeed[], actor: Actor, now: Instant): BudgetDone[] {
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

/** Budgets of one person and of their team, under this address. */
export const recordsOfUser = (db: Db, key: string): BudgetRecord[] =>
  recordsOf(
    db,
    withNames([
      { kind: 'user', key },
      { kind: 'team', key },
    ]),
  );
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
