import { budgetRows } from '../src/app/budgets/file.ts';
import { type BudgetRead, readBudget } from '../src/app/budgets/read.ts';
import { faultLine } from '../src/cli/faults.ts';
import { Invalid } from '../src/core/errors.ts';
import { RULES } from './budgetOf.ts';

/** Budgets of a CSV file as they are read row by row, and what is wrong with them in the words of a terminal. */
export function readImport(text: string): { budgets: (BudgetRead & { line: number })[]; faults: string[] } {
  const { rows, refused } = budgetRows(text, 'csv');
  const budgets: (BudgetRead & { line: number })[] = [];
  const faults = refused.map(faultLine);
  for (const { line, typed } of rows)
    try {
      budgets.push({ line: line ?? 0, ...readBudget(typed, RULES) });
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      faults.push(...error.faults.map(faultLine));
    }
  return { budgets, faults };
}
