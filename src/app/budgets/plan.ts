import { budgetThing } from '../../core/access.ts';
import { endsFrom, isSamePlan, MOST_DRAFTS, type PlanRow, type RefusedRow } from '../../core/budgetPlan.ts';
import {
  type BudgetPlan,
  type BudgetPlanBody,
  type BudgetPlanSource,
  type NotUndone,
  reasonOfPlan,
} from '../../core/budgetPlans.ts';
import { type BudgetRecord, slotName } from '../../core/budgets.ts';
import { dayOf } from '../../core/periods.ts';
import type { Day } from '../../core/types.ts';
import type { BudgetDeed } from '../../store/typesBudgets.ts';
import { type Asking, because, inOneWriting, mustBeAllowed, mustChangeAny, nowOf } from '../asking.ts';
import { newId } from '../credentials/secrets.ts';
import { readReason, type Typed } from '../typed.ts';
import { costCentersOf } from '../visible.ts';
import { type PlanAsked, type PlanRead, planBudgets, planned } from './planRead.ts';
import { mustBeThere, recordsOf, undone } from './plansKept.ts';

/**
 * Many budgets at once: read what was handed in against what holds, keep the difference, apply exactly that, undo it. Each of
 * these is one transaction.
 */

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
