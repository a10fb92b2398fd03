import { setBudget } from '../app/budgets/change.ts';
import { budgetsCsv, budgetsYaml } from '../app/budgets/exported.ts';
import { budgetJson } from '../app/budgets/json.ts';
import { type BudgetStanding, listBudgets } from '../app/budgets/list.ts';
import type { LedgerContext } from '../context.ts';
import { scopeName } from '../core/budgets.ts';
import { pricedPart } from '../core/known.ts';
import { formatFixed } from '../core/money.ts';
import { minuteOf } from '../core/periods.ts';
import { NEVER, type Standing, spentIn } from '../core/standing.ts';
import type { Instant } from '../core/types.ts';
import { tenths } from '../ui/format.ts';
import { knownText } from '../ui/known.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { printJson, say, sayAsIs } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withLedger } from './withContext.ts';

/** `bedrock-ledger budgets …` */

export async function list(
  options: LookingOptions & { json?: boolean; csv?: boolean; yaml?: boolean },
): Promise<void> {
  await looking(options, async (context) => {
    const { budgets } = await listBudgets(askingOf(context));
    const format = options.csv ? 'csv' : options.yaml ? 'yaml' : null;
    if (format !== null) {
      await recordDeed(context, 'export', 'budgets list', { format, rows: budgets.length });
      const all = budgets.map(({ budget }) => budget);
      sayAsIs((format === 'csv' ? budgetsCsv(all) : budgetsYaml(all)).trimEnd());
    } else if (options.json) {
      await recordDeed(context, 'export', 'budgets list', { format: 'json', rows: budgets.length });
      printJson({ budgets: budgets.map(budgetJson) });
    } else if (budgets.length === 0)
      say(
        options.as === undefined
          ? 'There is no budget yet. Set one: bedrock-ledger budgets set userDefault 60'
          : `${options.as} sees no budget.`,
      );
    else printBudgets(budgets);
  });
}

/** Each with where it stands in the running month; what counts without a price only where there is any. */
function printBudgets(budgets: readonly BudgetStanding[]): void {
  const cautious = budgets.some(({ standing }) => (standing?.unpricedTokens ?? 0n) !== 0n);
  printTable(
    ['budget', 'USD a month', 'spent', ...(cautious ? ['without a price'] : []), 'used', 'state', 'version'],
    budgets.map(({ budget, standing, people, over }) => [
      scopeName(budget.scope),
      formatFixed(budget.amount, 2),
      standing === null ? '–' : spentText(standing),
      ...(cautious ? [standing === null ? '–' : formatFixed(standing.cautious, 2)] : []),
      standing === null || standing.usedTenths === null ? '–' : tenths(standing.usedTenths),
      standing === null
        ? `${en.budgets.people(people, over)}, ${en.budgets.whom}`
        : en.budgetState[standing.state],
      String(budget.version),
    ]),
    cautious ? [1, 2, 3, 4, 6] : [1, 2, 3, 5],
  );
  const stale = budgets.find(({ standing }) => (standing?.staleSince ?? null) !== null)?.standing?.staleSince;
  if (stale) say(`Stale: not everything is known. ${staleWords(stale)}`);
}

const spentText = (standing: Standing): string => {
  const spent = spentIn(standing);
  return knownText(spent, { m: en }, formatFixed(pricedPart(spent), 2));
};

const staleWords = (since: Instant): string =>
  since === NEVER
    ? 'A source was never read: bedrock-ledger sync'
    : `A source was last read ${minuteOf(since)}: bedrock-ledger sync`;

export async function set(
  scopeText: string,
  amount: string,
  options: LedgerOptions & { reason?: string; unknown?: boolean },
): Promise<void> {
  const colon = scopeText.indexOf(':');
  const [scope, key] = colon < 0 ? [scopeText, ''] : [scopeText.slice(0, colon), scopeText.slice(colon + 1)];
  const save = async (context: LedgerContext) => {
    const typed = {
      scope,
      key,
      amount,
      reason: options.reason ?? '',
      ...(options.unknown ? { 'unknown.key': key } : {}),
    };
    const { changed, budget } = await setBudget(askingOf(context), typed);
    const name = scopeName(budget.scope);
    say(
      changed
        ? `${name}: $${formatFixed(budget.amount, 2)} a month (version ${budget.version})`
        : `${name} is $${formatFixed(budget.amount, 2)} already; nothing changed`,
    );
  };
  await withLedger(options, save, { make: true });
}
