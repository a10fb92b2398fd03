import { budgetThing } from '../../core/access.ts';
import { type BudgetDiff, diffOf, type RefusedRow, type WantedBudget } from '../../core/budgetPlan.ts';
import type { TypedRow } from '../../core/budgetPlans.ts';
import { type BudgetRecord, scopeKeyOf, slotName } from '../../core/budgets.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { type Asking, inOneReading, mayDo, mustBeAllowed, mustChangeAny } from '../asking.ts';
import { UNKNOWN, unknownAmong } from '../known.ts';
import { costCentersOf, spelling, visibleUsers } from '../visible.ts';
import { namedIn, ownScope } from './change.ts';
import { unknownParts } from './part.ts';
import { type BudgetRules, budgetRules, readBudget } from './read.ts';

/** Many budgets that were handed in, held against those that hold: what would change, and what of it cannot be read. */

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

interface Planned {
  read: PlanRead;
  records: ReadonlyMap<string, BudgetRecord>;
}

export async function planned(asking: Asking, asked: PlanAsked): Promise<Planned> {
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
  // What is refused changes nothing and comes to nothing.
  const lines = new Set(refused.map(({ line }) => line));
  const read = wanted.filter(({ line }) => line === null || !lines.has(line));
  const diff = diffOf(read, { today, calendar, records });
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
