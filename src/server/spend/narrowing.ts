import type { Names } from '../../app/names.ts';
import type { GroupFacts } from '../../app/spend/known.ts';
import { BUDGET_STATES, type BudgetState } from '../../core/standing.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Cell, Row, SortValue, States } from '../../ui/table.tsx';
import { keyCell } from '../tables/cells.ts';

/** What rows of spend are found and narrowed by beside their cells. */

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

/** Counted where it is known of all; else as far as it is told who is over, or will be. */
export function statesOf({ standIsWhole, attention, attentionIsTold }: GroupFacts, { m }: Frame): States {
  const told = (asked: 'over' | 'watch') =>
    attentionIsTold ? attention.filter(({ state }) => state === asked).length : null;
  return {
    all: BUDGET_STATES.map((state) => [state, m.budgetState[state]] as const),
    counts: standIsWhole
      ? 'rows'
      : new Map([
          ['over', told('over')],
          ['watch', told('watch')],
          ['within', null],
          ['none', null],
        ]),
  };
}

/**
 * Whether it must be known of all where they stand to narrow a table to a state: who is over, or will be, is known where it
 * is told who needs attention.
 */
export const needsStanding = (state: string | undefined, attentionIsTold: boolean): boolean =>
  state !== undefined && state !== '' && !(attentionIsTold && (state === 'over' || state === 'watch'));
