import { heldBetween, holdingOn, stepsOf } from './budgetChanges.ts';
import { type BudgetChange, type BudgetRecord, type BudgetTerms, isSameTerms } from './budgets.ts';
import type { Day, Money } from './types.ts';

/** What a decision adds to the history of a budget: nothing where it is so already. Pure. */

export type NewChange = { from: Day } & (
  | { kind: 'set'; terms: BudgetTerms }
  | { kind: 'end' }
  | { kind: 'raise'; extra: Money; toExclusive: Day }
);

type History = Pick<BudgetRecord, 'changes'>;

/**
 * What is to be put beside the other changes so that an amount holds from a day on, and nothing from `until` on.
 * @param today a change from a day before counts over all that held since
 */
export function changesToSet(
  record: History,
  { terms, from, until }: { terms: BudgetTerms; from: Day; until: Day | null },
  today: Day,
): NewChange[] {
  const held = heldBetween(record, from, from > today ? from : today);
  const isSo = held.every((one) => one !== null && isSameTerms(one.terms, terms));
  const set: NewChange[] = isSo ? [] : [{ kind: 'set', terms, from }];
  if (until === null) return set;
  const after = isSo
    ? record
    : { changes: [...record.changes, asIf(record, { kind: 'set', terms, from }, today)] };
  return [...set, ...changesToEnd(after, until, today)];
}

/** What ends it from a day on: nothing where nothing holds from then to today. */
export const changesToEnd = (record: History, from: Day, today: Day): NewChange[] =>
  heldBetween(record, from, from > today ? from : today).some((one) => one !== null)
    ? [{ kind: 'end', from }]
    : [];

const asIf = (record: History, what: NewChange, today: Day): BudgetChange => ({
  ...what,
  version: nextVersion(record),
  recordedAt: `${today}T23:59:59.999Z`,
  by: '',
  reason: '',
  withdrawnAt: null,
});

export const nextVersion = ({ changes }: History): number =>
  Math.max(0, ...changes.map(({ version }) => version)) + 1;

/**
 * Whether a change can be taken back: a planned one, or a raise that is not over. What held already is changed, not taken
 * back: what held on a day stays what held on it.
 */
export const canWithdraw = (change: BudgetChange, today: Day): boolean =>
  change.withdrawnAt === null && (change.kind === 'raise' ? change.toExclusive : change.from) > today;

/** What puts a budget back to before some changes: those that can be are taken back, what held already is put over them. */
export function changesToUndo(
  record: History,
  since: number,
  today: Day,
): { withdraw: number[]; restore: NewChange[] } {
  const undone = record.changes.filter((one) => one.version > since && one.withdrawnAt === null);
  const withdraw = undone.filter((one) => canWithdraw(one, today)).map(({ version }) => version);
  const begun = undone.filter((one) => one.kind !== 'raise' && one.from <= today).map(({ from }) => from);
  const first = begun.sort()[0];
  if (first === undefined) return { withdraw, restore: [] };
  const before = { changes: record.changes.filter(({ version }) => version <= since) };
  const days = stepsOf(before).flatMap(({ from }) => (from > first && from <= today ? [from] : []));
  const restore = [first, ...days].map((from): NewChange => {
    const held = holdingOn(before, from);
    return held === null ? { kind: 'end', from } : { kind: 'set', terms: held.terms, from };
  });
  return { withdraw, restore };
}
