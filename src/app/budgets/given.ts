import { createHash } from 'node:crypto';
import { holdingOn } from '../../core/budgetChanges.ts';
import { canWithdraw } from '../../core/budgetDeeds.ts';
import { type PlanRow, planText } from '../../core/budgetPlan.ts';
import type { TypedRow } from '../../core/budgetPlans.ts';
import { type BudgetRecord, type BudgetScope, type BudgetTerms, scopeKeyOf } from '../../core/budgets.ts';
import { Invalid, LedgerError } from '../../core/errors.ts';
import { formatExact } from '../../core/money.ts';
import { type Narrowing, narrowingText } from '../../core/narrowing.ts';
import { dayOf } from '../../core/periods.ts';
import type { Threshold } from '../../core/thresholds.ts';
import { type Asking, because, inOneReading, inOneWriting, NotThere, nowOf } from '../asking.ts';
import { readReason, type Typed } from '../typed.ts';
import { changeable, endBudget, ownScope, raiseBudget, setBudget, withdrawChange } from './change.ts';
import { deedOf } from './plan.ts';
import { type PlanRead, planBudgets } from './planRead.ts';
import { budgetRules, readFrom } from './read.ts';
import { type BudgetHistory, historyOf, recordNamed } from './recorded.ts';

/**
 * Budgets as programs hand them in: what is said by its parts becomes what a form would have said, and goes through the same
 * verbs. Done again, each of these changes nothing more: programs send again what they got no answer to.
 */

/** A threshold as programs say it. */
type GivenThreshold = { on: Threshold['on'] } & (
  | { percent: number; amount?: undefined }
  | { amount: string; percent?: undefined }
);
/** Terms that may be left out: of a new budget they are the usual ones, of another they stay as they are. */
export interface GivenTerms {
  amount?: string | undefined;
  thresholds?: readonly GivenThreshold[] | null | undefined;
  carryOver?: boolean | undefined;
  hard?: boolean | undefined;
}
/** When, as `readBudget` reads it, and why. */
export interface GivenDays {
  from?: string | undefined;
  until?: string | undefined;
  reason?: string | undefined;
}
export interface GivenBudget extends GivenTerms, GivenDays {
  scope: BudgetScope;
  period?: string | undefined;
  narrowing?: Narrowing | null | undefined;
}
export type GivenChange = GivenDays &
  (
    | (GivenTerms & { kind: 'set' })
    | { kind: 'end' }
    /** `extra` in USD a period. */
    | { kind: 'raise'; extra: string }
  );

export interface Done {
  changed: boolean;
  history: BudgetHistory;
}

const yesNo = (value: boolean | undefined): string => (value === true ? 'yes' : 'no');
const thresholdsText = (given: GivenTerms['thresholds']): string =>
  (given ?? [])
    .map(({ on, percent, amount }) => `${on} ${percent === undefined ? `$${amount}` : `${percent}%`}`)
    .join('; ');
const daysTyped = ({ from = '', until = '', reason = '' }: GivenDays): Typed => ({ from, until, reason });

/** @param isRight the name is meant, although nothing here is called so */
function typedOf(given: GivenBudget, isRight = false): Typed {
  const { scope, period = '', narrowing = null, amount = '', thresholds, carryOver, hard } = given;
  const key = scopeKeyOf(scope);
  const narrow = narrowingText(narrowing);
  return {
    ...daysTyped(given),
    scope: scope.kind,
    key,
    period,
    narrow,
    amount,
    thresholds: thresholdsText(thresholds),
    carryOver: yesNo(carryOver),
    hard: yesNo(hard),
    ...(isRight ? { 'unknown.key': key, 'unknown.narrow': narrow } : {}),
  };
}

/**
 * Sets a budget: all its terms are as they are given.
 * @returns `created`: nothing was ever decided of it before
 * @throws Forbidden, Invalid
 */
export const setGiven = (
  asking: Asking,
  given: GivenBudget,
  isRight: boolean,
): Promise<Done & { created: boolean }> =>
  inOneWriting(asking, async (inside) => {
    const known = await inside.store.budgets.records([await ownScope(inside, given.scope)]);
    const { budget, changed } = await setBudget(inside, typedOf(given, isRight));
    const record = await mustBeThere(inside, budget.id);
    const created = changed && known.every(({ id }) => id !== record.id);
    return { changed, created, history: historyOf(inside, record) };
  });

/**
 * Changes, ends or raises a budget. Terms that are not given stay as they are on the day of the change.
 * @throws NotThere, Forbidden; Invalid, also where there is nothing on that day that could be changed
 */
export const changeGiven = (asking: Asking, named: string, given: GivenChange): Promise<Done> =>
  inOneWriting(asking, async (inside) => {
    const before = await mustBeChangeable(inside, named);
    if (given.kind === 'set') await setBudget(inside, changedTyped(inside, before, given));
    else if (given.kind === 'end') await endBudget(inside, before.id, daysTyped(given));
    else await raiseBudget(inside, before.id, { ...daysTyped(given), extra: given.extra });
    const record = await mustBeThere(inside, before.id);
    return { changed: record.changes.length > before.changes.length, history: historyOf(inside, record) };
  });

function changedTyped(asking: Asking, record: BudgetRecord, given: GivenTerms & GivenDays): Typed {
  const rules = budgetRules(asking);
  const day = readFrom(daysTyped(given), record.period, rules) ?? rules.today;
  const terms = holdingOn(record, day)?.terms ?? null;
  if (terms === null && given.amount === undefined)
    throw new Invalid([{ field: 'from', key: 'notHeld', value: given.from ?? '' }]);
  const { amount, thresholds, carryOver, hard } = given;
  const kept = terms === null ? {} : givenTerms(terms);
  const said = { amount, thresholds, carryOver, hard };
  const changed = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return typedOf({ ...record, ...daysTyped(given), ...kept, ...changed }, true);
}

/** Terms as programs say and read them. */
export const givenTerms = ({ amount, thresholds, carryOver, hard }: BudgetTerms) => ({
  amount: formatExact(amount),
  thresholds: thresholds?.map((one) => givenThreshold(one)) ?? null,
  carryOver,
  hard,
});
const givenThreshold = ({ on, percent, amount }: Threshold): GivenThreshold =>
  percent === undefined ? { on, amount: formatExact(amount) } : { on, percent };

/**
 * Takes back a planned change, or ends a raise. One that was taken back before is as it was wanted.
 * @throws NotThere, Forbidden; LedgerError `conflict` where it holds already
 */
export const withdrawGiven = (
  asking: Asking,
  named: string,
  version: number,
  reason: string,
): Promise<Done> =>
  inOneWriting(asking, async (inside) => {
    const before = await mustBeChangeable(inside, named);
    const change = before.changes.find((one) => one.version === version);
    if (change === undefined) throw new NotThere('budget');
    if (change.withdrawnAt !== null) return { changed: false, history: historyOf(inside, before) };
    if (!canWithdraw(change, dayOf(inside.now)))
      throw new LedgerError(
        'conflict',
        `change ${version} holds since ${change.from}: what held on a day stays what held on it. Make a further change instead`,
      );
    await withdrawChange(inside, before.id, version, { reason });
    return { changed: true, history: historyOf(inside, await mustBeThere(inside, before.id)) };
  });

/** What many at once would change, and by what name exactly that is applied. */
export interface GivenPlan {
  plan: string;
  changes: readonly PlanRow[];
  unchanged: number;
}

/** @throws Forbidden; Invalid, with every fault of every budget */
export const planGiven = (
  asking: Asking,
  given: readonly GivenBudget[],
  isRight: boolean,
): Promise<GivenPlan> =>
  inOneReading(asking, async (inside) => {
    const { rows, unchanged } = await plannedOf(inside, given, isRight);
    return { plan: nameOf(rows), changes: rows, unchanged };
  });

/**
 * Sets all of them or none.
 * @param plan the name of what was read; null: whatever it changes
 * @throws Forbidden, Invalid; LedgerError `conflict` where it would change something else than what was read
 */
export const applyGiven = (
  asking: Asking,
  { budgets, reason, plan }: { budgets: readonly GivenBudget[]; reason: string; plan: string | null },
  isRight: boolean,
): Promise<{ created: number; changed: number; unchanged: number }> =>
  inOneWriting(asking, async (inside) => {
    const { rows, unchanged } = await plannedOf(inside, budgets, isRight);
    // Sent again, there is nothing left of it: that is what was wanted.
    if (plan !== null && rows.length > 0 && nameOf(rows) !== plan)
      throw new LedgerError(
        'conflict',
        'it would change something else than what was planned: budgets changed since. Plan again, read it, and apply that',
        { field: 'plan' },
      );
    const actor = because(inside, readReason({ reason }));
    const done = await inside.store.budgets.apply(rows.map(deedOf), actor, nowOf(inside));
    const created = done.filter((one) => one.changed && one.created).length;
    return { created, changed: done.length - created, unchanged };
  });

/** Two that change the same on the same days, of budgets that are as they were, have the same name. */
const nameOf = (rows: readonly PlanRow[]): string =>
  createHash('sha256')
    .update(planText(rows.map((row) => ({ ...row, budgetId: null }))))
    .digest('base64url')
    .slice(0, 22);

/** @throws Forbidden; Invalid with `line N: ` before the field of each fault */
async function plannedOf(asking: Asking, given: readonly GivenBudget[], anyName: boolean): Promise<PlanRead> {
  const rows = given.map(
    (one, index): TypedRow => ({ line: index + 1, typed: typedOf(one), unsaid: [], ends: false }),
  );
  const read = await planBudgets(asking, { rows, anyName });
  if (read.refused.length > 0)
    throw new Invalid(
      read.refused.map(({ line, ...fault }) => ({ ...fault, field: `line ${line}: ${fault.field}` })),
    );
  return read;
}

/** @throws NotThere, Forbidden */
async function mustBeChangeable(asking: Asking, named: string): Promise<BudgetRecord> {
  const found = await recordNamed(asking, named);
  const record = await changeable(asking, found?.id ?? named);
  if (record === null) throw new NotThere('budget');
  return record;
}

async function mustBeThere({ store }: Asking, id: string): Promise<BudgetRecord> {
  const record = await store.budgets.record(id);
  if (record === null) throw new NotThere('budget');
  return record;
}
