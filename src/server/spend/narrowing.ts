import type { Names } from '../../app/names.ts';
import type { GroupFacts, SpendFacts } from '../../app/spend/known.ts';
import { BUDGET_STATES, type BudgetState } from '../../core/standing.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Row, SortValue, States } from '../../ui/table.tsx';
import { keyCell } from '../tables/cells.ts';

/** What rows of spend are found and narrowed by beside their cells. */

/** Whoever is over may be stopped besides. */
const STOPPED = 'stopped';
/** How that is called: of a dry run that they would be. */
export const stoppedWords = ({ isDry }: GroupFacts['stopped'], { m }: Frame): string =>
  (isDry ? m.stops.dryBadge : m.stops.badge).stopped;

/** @param budgeted whether its rows say where each stands against its budget */
export function rowsFound(
  one: GroupFacts,
  { budgeted, frame, names }: { budgeted: boolean; frame: Frame; names: Names },
): (key: string, sortOf: (column: string) => SortValue | undefined, make: () => readonly Cell[]) => Row {
  const reached = new Map<string, BudgetState>(one.attention.map(({ key, state }) => [key, state]));
  const stateOf = (key: string) => (one.standIsWhole ? one.standingOf(key).state : reached.get(key));
  return (key, sortOf, make) => {
    let made: readonly Cell[] | null = null;
    const state = budgeted ? stateOf(key) : undefined;
    return {
      ...{ key, sortOf },
      ...(state === undefined ? {} : { state }),
      ...(one.stopped.keys.has(key) ? { also: STOPPED } : {}),
      get names() {
        return `${key} ${keyCell(one.group, key, frame, names).text} ${one.nameOf(key) ?? ''}`;
      },
      get cells() {
        made ??= make();
        return made;
      },
    };
  };
}

/** A state in words: of other days than a month that no budget is of just these says nothing of budgets of the month. */
export const stateWords = (
  state: BudgetState,
  { wholeMonth }: Pick<SpendFacts, 'wholeMonth'>,
  { m }: Frame,
): string => (state === 'none' && !wholeMonth ? m.noBudgetThen : m.budgetState[state]);

/** Counted where it is known of all; else as far as it is told who is over, or will be. */
export function statesOf(facts: Pick<SpendFacts, 'wholeMonth'>, one: GroupFacts, frame: Frame): States {
  const { standIsWhole, attention, attentionIsTold, stopped } = one;
  const told = (asked: 'over' | 'watch') =>
    attentionIsTold ? attention.filter(({ state }) => state === asked).length : null;
  return {
    all: [
      ...BUDGET_STATES.map((state) => [state, stateWords(state, facts, frame)] as const),
      [STOPPED, stoppedWords(stopped, frame)],
    ],
    counts: standIsWhole
      ? 'rows'
      : new Map([
          ['over', told('over')],
          ['watch', told('watch')],
          ['within', null],
          ['none', null],
          [STOPPED, stopped.keys.size],
        ]),
  };
}

/**
 * Whether it must be known of all where they stand to narrow a table to a state: who is over, or will be, is known where it
 * is told who needs attention.
 */
export const needsStanding = (state: string | undefined, attentionIsTold: boolean): boolean =>
  state !== undefined &&
  state !== '' &&
  state !== STOPPED &&
  !(attentionIsTold && (state === 'over' || state === 'watch'));
