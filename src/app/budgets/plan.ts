import { budgetThing } from '../../core/access.ts';
import {
  type BudgetDiff,
  type ChangedSince,
  diffOf,
  endsFrom,
  isSamePlan,
  MOST_DRAFTS,
  type PlanRow,
  type RefusedRow,
  seenOf,
  undoOf,
  type WantedBudget,
} from '../../core/budgetPlan.ts';
import {
  type BudgetPlan,
  type BudgetPlanBody,
  type BudgetPlanSource,
  type NotUndone,
  reasonOfPlan,
  type TypedRow,
} from '../../core/budgetPlans.ts';
import { type BudgetRecord, scopeKeyOf, slotName } from '../../core/budgets.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { dayOf } from '../../core/periods.ts';
import type { Day } from '../../core/types.ts';
import type { BudgetDeed } from '../../store/typesBudgets.ts';
import {
  type Asking,
  because,
  inOneReading,
  inOneWriting,
  mayDo,
  mustBeAllowed,
  mustChangeAny,
  NotThere,
  nowOf,
} from '../asking.ts';
import { newId } from '../credentials/secrets.ts';
import { UNKNOWN, unknownAmong } from '../known.ts';
import { readReason, type Typed } from '../typed.ts';
import { costCentersOf, spelling, visibleUsers } from '../visible.ts';
import { namedIn, ownScope } from './change.ts';
import { unknownParts } from './part.ts';
import { type BudgetRules, budgetRules, readBudget } from './read.ts';

/**
 * Many budgets at once: read what was handed in against what holds, keep the difference, apply exactly that, undo it. Each of
 * these is one transaction.
 */

/** What is wanted. */
export interface PlanAsked {
  rows: readonly TypedRow[];
  /** What of what was handed in could not be read: nothing of it is applied. */
  refused?: readonly RefusedRow[];
  /** Names that nothing here is called by are right as they are. */
  anyName?: boolean;
  /** Budgets that hold today and are not among them end. */
  removeMissing?: boolean;
}
export interface PlanRead extends BudgetDiff {
  /** While there is any, nothing of it can be applied. */
  refused: readonly RefusedRow[];
}

/** What would change. @throws Forbidden */
export const planBudgets = (asking: Asking, asked: PlanAsked): Promise<PlanRead> =>
  inOneReading(asking, async (inside) => (await planned(inside, asked)).read);

/**
 * Reads it and keeps the difference, so that what is applied is what was read. Nothing is changed yet.
 * @returns `id`: null where there is nothing to change, or something is refused
 * @throws Forbidden
 */
export async function keepPlan(
  asking: Asking,
  asked: PlanAsked,
  { source, title }: Pick<BudgetPlan, 'source' | 'title'>,
): Promise<PlanRead & { id: string | null }> {
  const read = await planBudgets(asking, asked);
  if (read.refused.length > 0 || read.rows.length === 0) return { ...read, id: null };
  const id = await inOneWriting(asking, (inside) => keep(inside, asked, read, { source, title }));
  return { ...read, id };
}

async function keep(
  asking: Asking,
  { rows: typed, anyName = false, removeMissing = false }: PlanAsked,
  { rows, totals, unchanged }: PlanRead,
  { source, title }: { source: BudgetPlanSource; title: string },
): Promise<string> {
  const id = newId();
  const today = dayOf(asking.now);
  const body = { typed, anyName, removeMissing, rows, totals, today, made: {}, notUndone: [] };
  const plan = { id, source, title: title.slice(0, MOST_TITLE), unchanged };
  await asking.store.budgetPlans.keep(plan, body, MOST_DRAFTS, asking.actor, nowOf(asking));
  return id;
}
const MOST_TITLE = 200;

interface Planned {
  read: PlanRead;
  records: ReadonlyMap<string, BudgetRecord>;
}

async function planned(asking: Asking, asked: PlanAsked): Promise<Planned> {
  mustChangeAny(asking, 'budget');
  const rules = budgetRules(asking);
  const refused: RefusedRow[] = [...(asked.refused ?? [])];
  const named: WantedBudget[] = [];
  for (const row of asked.rows) {
    const read = wantedOf(row, rules, refused);
    if (read === null) continue;
    named.push({ ...read, slot: { ...read.slot, scope: await ownScope(asking, read.slot.scope) } });
  }
  const costCenterOf = await costCentersOf(asking);
  for (const { slot } of named) mustBeAllowed(asking, 'change', budgetThing(slot, costCenterOf));
  const all = await asking.store.budgets.records();
  const records = new Map(all.map((record) => [slotName(record), record]));
  refused.push(...twice(named), ...(await misnamed(asking, named, records, asked.anyName === true)));
  const wanted = asked.removeMissing ? [...named, ...missing(asking, named, all, costCenterOf)] : named;
  const { calendar, today } = rules;
  const diff = diffOf(wanted, { today, calendar, records });
  refused.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return { read: { ...diff, refused }, records };
}

/** A row in the words of a budget; null, with what is wrong with it among what is refused. */
function wantedOf({ line, typed, unsaid, ends }: TypedRow, rules: BudgetRules, refused: RefusedRow[]) {
  try {
    // What ends needs no amount.
    const read = readBudget(ends ? { ...typed, amount: '0', thresholds: '' } : typed, rules);
    const { slot, terms, from, until, reason } = read;
    return { line, slot, terms: ends ? null : terms, unsaid, from, until, reason };
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    refused.push(...error.faults.map((fault) => ({ ...fault, line })));
    return null;
  }
}

/** Two rows of one budget: which of them it is would be decided by their order. */
function twice(named: readonly WantedBudget[]): RefusedRow[] {
  const first = new Map<string, number | null>();
  return named.flatMap(({ slot, line }) => {
    const name = slotName(slot);
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, line);
    return earlier === undefined
      ? []
      : [{ line, field: 'key', key: 'sameBudget', value: scopeKeyOf(slot.scope), detail: `line ${earlier}` }];
  });
}

/** Names that are spelled otherwise here, or that nothing here is called by; a budget that is there is known by it. */
async function misnamed(
  asking: Asking,
  named: readonly WantedBudget[],
  records: ReadonlyMap<string, BudgetRecord>,
  anyName: boolean,
): Promise<RefusedRow[]> {
  const fresh = named.filter(({ slot }) => !records.has(slotName(slot)));
  if (fresh.length === 0) return [];
  const otherSpelling = spelling(await visibleUsers(asking));
  const spelled = fresh.flatMap(({ slot: { scope }, line }): RefusedRow[] => {
    const other = scope.kind === 'user' ? otherSpelling(scope.key) : null;
    return other === null || scope.kind !== 'user'
      ? []
      : [{ line, field: 'key', key: 'spelling', value: scope.key, detail: other }];
  });
  if (anyName || spelled.length > 0) return spelled;
  // What never was cannot end: a slip of the name, of the period or of what it is narrowed to.
  const never = fresh.filter(({ terms }) => terms === null);
  const wanted = fresh.filter(({ terms }) => terms !== null);
  const parts = wanted.map(({ slot, line }) => ({
    ...slot,
    fields: { key: String(line ?? ''), narrow: String(line ?? '') },
  }));
  const said = wanted.flatMap(({ slot: { scope }, line }) => namedIn([{ scope, field: String(line ?? '') }]));
  return [
    ...never.map(({ slot, line }) => ({ line, field: 'key', key: 'noBudgetOf', value: slotName(slot) })),
    ...(await unknownAmong(asking, said)).map((fault) => ofLine(fault, 'key')),
    ...(await unknownParts(asking, parts)).map((fault) => ofLine(fault, partField(fault))),
  ];
}

/** A fault that was looked for by its line. */
const ofLine = (fault: Fault, field: string): RefusedRow => ({
  ...fault,
  line: fault.field === '' ? null : Number(fault.field),
  field,
});
const partField = ({ key }: Fault): string => (key === UNKNOWN.part ? 'narrow' : 'key');

/** Budgets that are not among those that are wanted, as rows that end them. */
function missing(
  asking: Asking,
  named: readonly WantedBudget[],
  all: readonly BudgetRecord[],
  costCenterOf: (email: string) => string,
): WantedBudget[] {
  const wanted = new Set(named.map(({ slot }) => slotName(slot)));
  return all
    .filter((record) => !wanted.has(slotName(record)))
    .filter(({ scope }) => mayDo(asking, 'change', budgetThing({ scope }, costCenterOf)))
    .map(({ scope, period, narrowing }) => ({
      line: null,
      slot: { scope, period, narrowing },
      terms: null,
      unsaid: [],
      from: null,
      until: null,
      reason: '',
    }));
}

export type Applied =
  | { is: 'applied'; changed: number }
  /** It was before, by whoever pressed twice. */
  | { is: 'already' }
  /** The ledger changed since it was read: nothing was done, and `id` is to be read now; null: nothing is left to do. */
  | { is: 'replaced'; id: string | null; refused: readonly RefusedRow[] };

/**
 * Applies a plan, all of it or nothing. Where the ledger says another thing than when it was read, another plan is kept in
 * its place and nothing is changed.
 * @param typed `reason`
 * @throws Forbidden, NotThere, Invalid
 */
export async function applyPlan(asking: Asking, id: string, typed: Typed = {}): Promise<Applied> {
  mustChangeAny(asking, 'budget');
  mustBeAllowed(asking, 'change', { kind: 'plan' });
  const reason = readReason(typed);
  return inOneWriting(asking, async (inside) => {
    const { plan, body } = await mustBeThere(inside, id);
    if (plan.state === 'replaced' && plan.replacedBy !== null)
      return { is: 'replaced', id: plan.replacedBy, refused: [] };
    if (plan.state !== 'draft') return { is: 'already' };
    const asked: PlanAsked = { rows: body.typed, anyName: body.anyName, removeMissing: body.removeMissing };
    const { read, records } = await planned(inside, asked);
    if (read.refused.length > 0 || !isSamePlan(read.rows, body.rows)) {
      const isLeft = read.refused.length === 0 && read.rows.length > 0;
      const other = isLeft ? await keep(inside, asked, read, plan) : null;
      if (other !== null) await inside.store.budgetPlans.replaced(id, other);
      return { is: 'replaced', id: other, refused: read.refused };
    }
    const made = await carryOut(inside, id, read.rows, reason, records);
    await inside.store.budgetPlans.applied(id, made, because(inside, reason), nowOf(inside));
    return { is: 'applied', changed: Object.keys(made).length };
  });
}

/** The changes that it made, by budget. */
async function carryOut(
  asking: Asking,
  id: string,
  rows: readonly PlanRow[],
  reason: string,
  before: ReadonlyMap<string, BudgetRecord>,
): Promise<BudgetPlanBody['made']> {
  const { store } = asking;
  for (const [own, some] of Map.groupBy(rows, (row) => row.reason)) {
    const actor = because(asking, reasonOfPlan(id, own === '' ? reason : own));
    const deeds = some.flatMap((row) => endsOf(row, before, dayOf(asking.now)) ?? deedOf(row));
    await store.budgets.apply(deeds, actor, nowOf(asking));
  }
  const made: Record<string, number[]> = {};
  for (const record of await store.budgets.records(rows.map(({ slot }) => slot.scope))) {
    const known = new Set(before.get(slotName(record))?.changes.map(({ version }) => version) ?? []);
    const versions = record.changes.map(({ version }) => version).filter((version) => !known.has(version));
    if (versions.length > 0) made[record.id] = versions;
  }
  return made;
}

/** Of a row that ends a budget: the end, and those of what is planned for later. */
function endsOf(
  { slot, after, from }: PlanRow,
  records: ReadonlyMap<string, BudgetRecord>,
  today: Day,
): BudgetDeed[] | null {
  const record = records.get(slotName(slot));
  if (after !== null || record === undefined) return null;
  return endsFrom(record, from, today).map((day) => ({ do: 'end', id: record.id, from: day }));
}

/** What a row of a plan decides. */
export const deedOf = ({ slot, budgetId, after, from, until }: PlanRow): BudgetDeed =>
  after === null ? { do: 'end', id: budgetId ?? '', from } : { do: 'set', slot, terms: after, from, until };

export interface PlanShown {
  plan: BudgetPlan;
  body: BudgetPlanBody;
  /** Of a plan that was applied: budgets that somebody changed since, which undoing it would leave as they are. */
  changedSince: readonly NotUndone[];
  /** Of a draft: whether the ledger changed since, so that it has to be read anew. */
  isStale: boolean;
}

/** A plan with all its rows. @throws Forbidden, NotThere */
export const readBudgetPlan = (asking: Asking, id: string): Promise<PlanShown> =>
  inOneReading(asking, async (inside) => {
    mustSeePlans(inside);
    const { plan, body } = await mustBeThere(inside, id);
    const records = await recordsOf(inside, body);
    const bySlot = new Map(records.map((record) => [slotName(record), record]));
    return {
      plan,
      body,
      changedSince:
        plan.state === 'applied'
          ? undone(inside, records, body).left
          : plan.state === 'undone'
            ? body.notUndone
            : [],
      isStale:
        plan.state === 'draft' &&
        (body.today !== dayOf(inside.now) ||
          body.rows.some((row) => seenOf(bySlot.get(slotName(row.slot))) !== row.seen)),
    };
  });

/** Newest first. @throws Forbidden */
export const listBudgetPlans = (
  asking: Asking,
  page: { limit: number; offset: number },
): Promise<{ plans: BudgetPlan[]; total: number }> =>
  inOneReading(asking, async (inside) => {
    mustSeePlans(inside);
    const { budgetPlans } = inside.store;
    return { plans: await budgetPlans.list(page), total: await budgetPlans.count() };
  });

/**
 * Puts back what held before a plan, as further changes. A budget that somebody changed since stays as they left it.
 * @returns how many were put back, and which were left; null: the plan is not one that was applied, or was undone before
 * @throws Forbidden, NotThere, Invalid
 */
export async function undoPlan(
  asking: Asking,
  id: string,
  typed: Typed = {},
): Promise<{ undone: number; left: readonly NotUndone[] } | null> {
  mustChangeAny(asking, 'budget');
  mustBeAllowed(asking, 'change', { kind: 'plan' });
  const reason = readReason(typed);
  return inOneWriting(asking, async (inside) => {
    const { plan, body } = await mustBeThere(inside, id);
    if (plan.state !== 'applied') return null;
    const costCenterOf = await costCentersOf(inside);
    const records = await recordsOf(inside, body);
    for (const record of records) mustBeAllowed(inside, 'change', budgetThing(record, costCenterOf));
    const { deeds, left, count } = undone(inside, records, body);
    if (count === 0) return { undone: 0, left };
    const actor = because(inside, reasonOfPlan(id, reason));
    await inside.store.budgets.apply(deeds, actor, nowOf(inside));
    await inside.store.budgetPlans.undone(id, left, because(inside, reason), nowOf(inside));
    return { undone: count, left };
  });
}

function undone({ now, settings }: Asking, records: readonly BudgetRecord[], { made }: BudgetPlanBody) {
  const deeds: BudgetDeed[] = [];
  const left: NotUndone[] = [];
  let count = 0;
  for (const record of records) {
    const versions = made[record.id];
    if (versions === undefined) continue;
    const found: BudgetDeed[] | ChangedSince = undoOf(
      record,
      versions,
      dayOf(now),
      settings.budgets.calendar,
    );
    if ('by' in found) left.push({ budget: slotName(record), ...found });
    else {
      deeds.push(...found);
      count++;
    }
  }
  return { deeds, left, count };
}

/** A plan is about anybody's budgets: whoever may change some of them only may see none. @throws Forbidden */
function mustSeePlans(asking: Asking): void {
  mustChangeAny(asking, 'budget');
  mustBeAllowed(asking, 'see', { kind: 'plan' });
}

const recordsOf = ({ store }: Asking, { rows }: BudgetPlanBody): Promise<BudgetRecord[]> =>
  store.budgets.records(rows.map(({ slot }) => slot.scope));

async function mustBeThere({ store }: Asking, id: string) {
  const found = await store.budgetPlans.get(id);
  if (found === null) throw new NotThere('budgetPlan');
  return found;
}
