import { type BudgetStanding, type Listed, type listBudgets, stateOf } from '../../app/budgets/list.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { States } from '../../ui/table.tsx';

/** To which states the list of budgets is narrowed, and how many there are of each. */

/** How many are over, or will be, is known once it is known where all of them stand. */
const HELD = ['over', 'watch', 'within'] as const;
const STATES = [...HELD, 'stopped', 'planned', 'ended'] as const;
type ListState = (typeof STATES)[number];
type List = Awaited<ReturnType<typeof listBudgets>>;

/** The state of an address; '' where it names none. */
export const stateIn = (typed: string): ListState | '' => STATES.find((one) => one === typed) ?? '';

/** Whether those are asked for that do not hold. */
export const isBeside = (state: ListState | ''): state is 'planned' | 'ended' =>
  state === 'planned' || state === 'ended';

/** As far as it is known without where it stands. */
export const mayBeIn = ({ is }: Listed, state: ListState | ''): boolean =>
  state === '' || is === (isBeside(state) ? state : 'held');

/** By where it stands. */
export const isIn = (one: BudgetStanding, state: ListState | ''): boolean =>
  state === 'stopped' ? one.stop?.state === 'stopped' : stateOf(one) === state;

export const heldIn = (budgets: List['budgets']) => budgets.filter(({ is }) => is === 'held');

/** @param stops whether hard budgets stop anybody; @param isState whether the list is narrowed to one state already */
export function statesOf(list: List, { m }: Frame, stops: boolean, isState: boolean): States {
  const all = STATES.filter((one) => one !== 'stopped' || stops);
  return {
    all: all.map((one) => [one, m.budgetPages.list.states[one]]),
    counts: countsOf(list, isState),
    isNarrowed: true,
  };
}

/** How many there are of each state, where all of them were read; that some ended is known without, how many is not. */
function countsOf({ budgets, total }: List, isState: boolean): ReadonlyMap<string, number | null> {
  if (isState || budgets.length < total) return new Map(STATES.map((one) => [one, null]));
  const held = heldIn(budgets);
  return new Map<string, number | null>([
    ...[...HELD, 'stopped' as const].map(
      (state) => [state, held.filter((one) => isIn(one, state)).length] as const,
    ),
    ['planned', budgets.filter(({ is }) => is === 'planned').length],
    ['ended', null],
  ]);
}
