import type { Context } from 'hono';
import { type BudgetSlot, scopeKeyOf } from '../../core/budgets.ts';
import type { Frame } from '../../ui/layout.tsx';
import { calledOf } from '../tables/named.ts';
import { slotWords } from './words.ts';

/** How a budget is called in a heading, whoever it is of by name. */
export const budgetCalled = async (c: Context, slot: BudgetSlot, frame: Frame): Promise<string> =>
  slotWords(slot, frame, await calledOf(c, [scopeKeyOf(slot.scope)]));
