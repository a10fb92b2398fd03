import { changesToUndo, nextVersion } from '../../core/budgetDeeds.ts';
import { dayOf } from '../../core/periods.ts';
import type { BudgetDeed } from '../../store/typesBudgets.ts';
import { type Asking, because, inOneWriting, NotThere, nowOf } from '../asking.ts';
import { readReason, type Typed } from '../typed.ts';
import { changeable } from './change.ts';

/**
 * Puts a budget back to how it was before the last changes: what is planned is taken back, and what had begun to hold is put
 * over by what held before. Nothing is taken out of the history.
 * @param typed `since`: the last version that stays; `latest`: the last there was, so that nobody undoes what came after
 * @returns `stays`: something else was decided in the meantime
 * @throws NotThere, Forbidden, Invalid
 */
export const undoSince = (asking: Asking, id: string, typed: Typed): Promise<'undone' | 'stays'> =>
  inOneWriting(asking, async (inside) => {
    const record = await changeable(inside, id);
    if (record === null) throw new NotThere('budget');
    const [since, latest] = [Number(typed.since), Number(typed.latest)];
    if (!(since >= 0 && since < latest) || latest !== nextVersion(record) - 1) return 'stays';
    const { withdraw, restore } = changesToUndo(record, since, dayOf(inside.now));
    const deeds = [
      ...withdraw.map((version): BudgetDeed => ({ do: 'withdraw', id, version })),
      ...restore.map(
        (one): BudgetDeed =>
          one.kind === 'set'
            ? { do: 'set', slot: record, terms: one.terms, from: one.from }
            : { do: 'end', id, from: one.from },
      ),
    ];
    const done = await inside.store.budgets.apply(deeds, because(inside, readReason(typed)), nowOf(inside));
    return done.some(({ changed }) => changed) ? 'undone' : 'stays';
  });
