import { stringify as csvText } from 'csv-stringify/sync';
import { stringify as yamlText } from 'yaml';
import { type Budget, type BudgetSlot, type BudgetTerms, scopeKeyOf } from '../../core/budgets.ts';
import { fileKeyOf, fileValueOf } from '../../core/fileColumns.ts';
import { guarded } from '../../core/formulas.ts';
import { formatExact } from '../../core/money.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { addDays } from '../../core/periods.ts';
import { thresholdText } from '../../core/thresholds.ts';
import type { Day } from '../../core/types.ts';

/** Budgets as a file that can be handed in again: what `budgetRows` reads. */

/** The columns of such a file; what is handed in may say more (`BUDGET_FIELDS`). */
export const EXPORTED_FIELDS = [
  'scope',
  'key',
  'period',
  'narrow',
  'amount',
  'from',
  'until',
  'thresholds',
  'carryOver',
  'hard',
] as const;
export type BudgetFields = Readonly<Record<(typeof EXPORTED_FIELDS)[number], string>>;

/**
 * By the names of the fields that budgets are typed into.
 * @param from null: it holds already
 * @param until the first day on which it does not hold any more
 */
export const fieldsOf = (
  { scope, period, narrowing }: BudgetSlot,
  { amount, thresholds, carryOver, hard }: BudgetTerms,
  { from = null, until = null }: { from?: Day | null; until?: Day | null } = {},
): BudgetFields => ({
  scope: scope.kind,
  key: scopeKeyOf(scope),
  period,
  narrow: narrowingText(narrowing),
  amount: formatExact(amount),
  from: from ?? '',
  until: until === null ? '' : addDays(until, -1),
  thresholds: thresholds?.map(thresholdText).join(', ') ?? '',
  carryOver: carryOver ? 'yes' : '',
  hard: hard ? 'yes' : '',
});

/** What is still to come says from when on, or handing it in would make it hold at once. */
export const fieldsOfBudget = (one: Budget, today: Day): BudgetFields =>
  fieldsOf(one, one.terms, { from: one.since > today ? one.since : null, until: one.holdsUntil });

/** Lines with the names of the columns first; no cell that a spreadsheet takes for a formula. */
export const budgetsCsv = (budgets: readonly Budget[], today: Day): string =>
  csvOf(budgets.map((one) => fieldsOfBudget(one, today)));
export const csvOf = (
  rows: readonly Readonly<Record<string, string>>[],
  names: readonly string[] = EXPORTED_FIELDS,
): string =>
  csvText([
    names.map(fileKeyOf),
    ...rows.map((row) => names.map((name) => guarded(fileValueOf(fileKeyOf(name), row[name] ?? '')))),
  ]);

/** A list under `budgets`, without what is not said. Everything is text, so that 0042 stays what it is. */
export const budgetsYaml = (budgets: readonly Budget[], today: Day): string =>
  yamlText(
    {
      budgets: budgets.map((one) => {
        const { thresholds, ...fields } = fieldsOfBudget(one, today);
        // Thresholds of the company's are said: an empty one, and not none.
        const list = one.terms.thresholds?.map(thresholdText) ?? [];
        const said = Object.entries(fields).filter(
          ([name, value]) => value !== '' || name === 'carryOver' || name === 'hard',
        );
        return {
          ...Object.fromEntries(said.map(([name, value]) => [name, value === '' ? 'no' : value])),
          thresholds: list,
        };
      }),
    },
    { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 },
  );
