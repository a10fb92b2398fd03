import type { GroupFacts } from '../../app/spend/known.ts';
import { BUDGET_STATES } from '../../core/standing.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { Row, States, TableData } from '../../ui/table.tsx';

/** What rows of spend are found and narrowed by beside their cells. */

/** @param budgeted whether its rows say where each stands against its budget */
export function narrowed(table: TableData, one: GroupFacts, budgeted: boolean, frame: Frame): TableData {
  const found = (row: Row): Row => {
    const { key } = row;
    if (key === undefined || row.pinned) return row;
    const state = budgeted && one.standIsWhole ? { state: one.standingOf(key).state } : {};
    return {
      ...{ key, also: one.nameOf(key) ?? '', ...state },
      ...(row.muted ? { muted: true } : {}),
      get cells() {
        return row.cells;
      },
    };
  };
  return {
    ...table,
    rows: table.rows.map(found),
    ...(budgeted ? { states: statesOf(one, frame) } : {}),
  };
}

/** Counted where it is known of all; else as far as it is told who is over, or will be. */
function statesOf({ standIsWhole, attention, attentionIsTold }: GroupFacts, { m }: Frame): States {
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
