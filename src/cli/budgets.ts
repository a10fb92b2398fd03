import { type ImportRow, importBudgets, planImport, setBudget } from '../app/budgets/change.ts';
import { budgetJson } from '../app/budgets/json.ts';
import { type BudgetStanding, listBudgets } from '../app/budgets/list.ts';
import { type BudgetRules, budgetRules, readBudget } from '../app/budgets/read.ts';
import { ANY_NAME, NO_NAME } from '../app/known.ts';
import type { LedgerContext } from '../context.ts';
import { scopeName, slotName } from '../core/budgets.ts';
import { Invalid } from '../core/errors.ts';
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
import { type Columns, cellsBy, columnsIn, csvRows, notCsv, nothingTaken, widthFault } from './csvFile.ts';
import { faultLines } from './faults.ts';
import { printJson, say } from './output.ts';
import { printTable } from './table.ts';
import { textOf } from './textFile.ts';
import { type LedgerOptions, recordDeed, withLedger } from './withContext.ts';

/** `bedrock-ledger budgets …` */

export async function list(options: LookingOptions & { json?: boolean }): Promise<void> {
  await looking(options, async (context) => {
    const { budgets } = await listBudgets(askingOf(context));
    if (options.json) {
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

/** The list of budgets that the page exports has more columns, and calls the amount by its currency. */
const COLUMNS: Columns<'scope' | 'key' | 'amount'> = {
  names: ['scope', 'key', 'amount'],
  needed: ['scope', 'key', 'amount'],
  also: { amount_usd: 'amount' },
  idle: [
    ...['spent_usd', 'used_percent', 'forecast_usd', 'state', 'mirrored'],
    ...['cautious_usd', 'stale_since', 'unpriced_tokens'],
  ],
};

/** All rows of an import, or every fault with its line. */
export function readImport(text: string, rules: BudgetRules): { budgets: ImportRow[]; faults: string[] } {
  const faults: string[] = [];
  const budgets: ImportRow[] = [];
  const seen = new Map<string, number>();
  const rows = csvRows(text);
  const head = rows[0]?.cells ?? [];
  const found = columnsIn(head, COLUMNS);
  if ('fault' in found) return { budgets, faults: [`line ${rows[0]?.line ?? 1}: ${found.fault}`] };
  for (const row of rows.slice(1)) {
    const { line } = row;
    const width = widthFault(row, head.length);
    if (width !== null) {
      faults.push(`line ${line}: ${width}`);
      continue;
    }
    try {
      const { reason: _, ...read } = readBudget({ ...cellsBy(row, found.columns) }, rules);
      const earlier = seen.get(slotName(read.slot));
      if (earlier !== undefined)
        faults.push(`line ${line}: ${slotName(read.slot)} stands in line ${earlier} already`);
      seen.set(slotName(read.slot), line);
      budgets.push({ line, ...read });
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      faults.push(...faultLines(error).map((words) => `line ${line}: ${words}`));
    }
  }
  return { budgets, faults };
}

/** @throws with every fault, each with its line */
function mustRead(file: string, text: string, rules: BudgetRules): ReturnType<typeof readImport> {
  let read: ReturnType<typeof readImport>;
  try {
    read = readImport(text, rules);
  } catch (error) {
    throw notCsv(file, error);
  }
  if (read.faults.length === 0 && read.budgets.length === 0) read.faults.push('there is no budget in it');
  if (read.faults.length > 0) throw nothingTaken(file, read.faults);
  return read;
}

export async function importFile(
  file: string,
  options: LedgerOptions & { dryRun?: boolean; reason?: string; unknown?: boolean },
): Promise<void> {
  const confirmed = options.unknown ? ANY_NAME : NO_NAME;
  const text = await textOf(file);
  const take = async (context: LedgerContext) => {
    const asking = askingOf(context);
    const read = mustRead(file, text, budgetRules(asking));
    if (options.dryRun) {
      const changes = await planImport(asking, read.budgets, confirmed);
      printTable(
        ['budget', 'now', 'then'],
        changes.map(({ slot, before, after }) => [
          slotName(slot),
          before === null ? '–' : formatFixed(before.amount, 2),
          formatFixed(after.amount, 2),
        ]),
        [1, 2],
      );
      say(`Dry run: ${changes.length} of ${read.budgets.length} budgets would change.`);
      return;
    }
    const count = await importBudgets(asking, read.budgets, options.reason ?? '', confirmed);
    say(`${count.created} created, ${count.changed} changed, ${count.unchanged} as they were.`);
  };
  await withLedger(options, take, { make: true });
}
