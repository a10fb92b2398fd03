import { type ImportRow, importBudgets, planImport, setBudget } from '../app/budgets/change.ts';
import { listedJson } from '../app/budgets/historyJson.ts';
import { type BudgetStanding, type ListedAs, listBudgets } from '../app/budgets/list.ts';
import { type BudgetRules, budgetRules, readBudget } from '../app/budgets/read.ts';
import { ANY_NAME, NO_NAME } from '../app/known.ts';
import type { LedgerContext } from '../context.ts';
import { slotName } from '../core/budgets.ts';
import { Invalid, LedgerError } from '../core/errors.ts';
import { pricedPart } from '../core/known.ts';
import { formatExact, formatFixed } from '../core/money.ts';
import { dayOf, lastDayOf, minuteOf, monthRange, parseDay, parseMonth } from '../core/periods.ts';
import { NEVER, type Standing, spentIn } from '../core/standing.ts';
import type { Day, Instant } from '../core/types.ts';
import { tenths } from '../ui/format.ts';
import { knownText } from '../ui/known.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { type Columns, cellsBy, columnsIn, csvRows, notCsv, nothingTaken, widthFault } from './csvFile.ts';
import { asOptions, faultLines } from './faults.ts';
import { printJson, say } from './output.ts';
import { printTable } from './table.ts';
import { textOf } from './textFile.ts';
import { type LedgerOptions, recordDeed, withLedger } from './withContext.ts';

/** `bedrock-ledger budgets …` */

export async function list(
  options: LookingOptions & { json?: boolean; on?: string; month?: string; all?: boolean },
): Promise<void> {
  await looking(options, async (context) => {
    const asking = askingOf(context);
    const today = dayOf(asking.now);
    const on = dayAsked(options, today);
    const also: readonly ListedAs[] = [
      ...(options.all ? (['ended'] as const) : []),
      ...(on === undefined ? (['planned'] as const) : (['unknown'] as const)),
    ];
    const { budgets } = await listBudgets(asking, undefined, { on, also });
    if (options.json) {
      await recordDeed(context, 'export', 'budgets list', { format: 'json', rows: budgets.length });
      printJson({ ...(on === undefined ? {} : { on }), budgets: budgets.map(listedJson) });
    } else if (budgets.length === 0)
      say(
        on !== undefined
          ? `No budget held on ${on}.`
          : options.as === undefined
            ? 'There is no budget yet. Set one: bedrock-ledger budgets set userDefault 60'
            : `${options.as} sees no budget.`,
      );
    else printBudgets(budgets);
  });
}

/** As of which day: the one that was asked for, or the last of a month that is known about. @throws PeriodError, LedgerError */
function dayAsked({ on, month }: { on?: string; month?: string }, today: Day): Day | undefined {
  if (on !== undefined && month !== undefined)
    throw new LedgerError('badRequest', 'choose --on or --month, not both');
  if (month !== undefined) return lastDayOf(monthRange(parseMonth(month)), today);
  return on === undefined ? undefined : parseDay(on);
}

/** Each with where it stands in its period; what counts without a price only where there is any. */
function printBudgets(budgets: readonly BudgetStanding[]): void {
  const cautious = budgets.some(({ standing }) => (standing?.unpricedTokens ?? 0n) !== 0n);
  printTable(
    ['budget', 'USD', 'spent', ...(cautious ? ['without a price'] : []), 'used', 'state', 'version'],
    budgets.map((one) => {
      const { budget, standing } = one;
      return [
        slotName(budget),
        one.is === 'unknown' ? '?' : formatFixed(budget.amount, 2),
        standing === null ? '–' : spentText(standing),
        ...(cautious ? [standing === null ? '–' : formatFixed(standing.cautious, 2)] : []),
        standing === null || standing.usedTenths === null ? '–' : tenths(standing.usedTenths),
        stateText(one),
        one.is === 'unknown' ? '' : String(budget.version),
      ];
    }),
    cautious ? [1, 2, 3, 4, 6] : [1, 2, 3, 5],
  );
  const stale = budgets.find(({ standing }) => (standing?.staleSince ?? null) !== null)?.standing?.staleSince;
  if (stale) say(`Stale: not everything is known. ${staleWords(stale)}`);
}

function stateText({ is, budget, standing, people, over, planned }: BudgetStanding): string {
  if (is === 'unknown') return en.budgetState.unknown;
  if (is === 'planned') return `from ${budget.holdsFrom}`;
  if (is === 'ended') return `ended ${budget.endedOn ?? ''}`;
  const now =
    standing === null
      ? `${en.budgets.people(people, over)}, ${en.budgets.whom}`
      : en.budgetState[standing.state];
  const next = planned[0];
  if (next === undefined) return now;
  const what =
    next.kind === 'end'
      ? 'ends'
      : next.kind === 'raise'
        ? `+$${formatFixed(next.extra, 2)}`
        : `$${formatFixed(next.terms.amount, 2)}`;
  return `${now}; ${what} from ${next.from}`;
}

const spentText = (standing: Standing): string => {
  const spent = spentIn(standing);
  return knownText(spent, { m: en }, formatFixed(pricedPart(spent), 2));
};

const staleWords = (since: Instant): string =>
  since === NEVER
    ? 'A source was never read: bedrock-ledger sync'
    : `A source was last read ${minuteOf(since)}: bedrock-ledger sync`;

interface SetOptions extends LedgerOptions {
  period?: string;
  narrow?: string;
  from?: string;
  until?: string;
  thresholds?: string;
  carryOver?: boolean;
  hard?: boolean;
  reason?: string;
  unknown?: boolean;
  json?: boolean;
}
const OF_SET = Object.fromEntries(
  ['period', 'narrow', 'from', 'until', 'thresholds', 'reason'].map((name) => [name, `--${name}`]),
);

export async function set(scopeText: string, amount: string, options: SetOptions): Promise<void> {
  const colon = scopeText.indexOf(':');
  const [scope, key] = colon < 0 ? [scopeText, ''] : [scopeText.slice(0, colon), scopeText.slice(colon + 1)];
  const save = async (context: LedgerContext) => {
    const { period = '', narrow = '', from = '', until = '', thresholds = '', reason = '' } = options;
    const typed = {
      ...{ scope, key, amount, period, narrow, from, until, thresholds, reason },
      carryOver: options.carryOver ? 'yes' : '',
      hard: options.hard ? 'yes' : '',
      ...(options.unknown ? { 'unknown.key': key } : {}),
    };
    const { changed, budget } = await setBudget(askingOf(context), typed).catch(asOptions(OF_SET));
    if (options.json) {
      const { id, version, holdsFrom, holdsUntil } = budget;
      const set = { id, budget: slotName(budget), amount: formatExact(budget.amount), version };
      return printJson({ changed, ...set, since: budget.since, holdsFrom, holdsUntil });
    }
    const a = budget.period === 'day' ? 'a day' : `a ${budget.period}`;
    const later = budget.since > dayOf(askingOf(context).now) ? ` from ${budget.since}` : '';
    say(
      changed
        ? `${slotName(budget)}: $${formatFixed(budget.amount, 2)} ${a}${later} (version ${budget.version})`
        : `${slotName(budget)} is $${formatFixed(budget.amount, 2)} already; nothing changed`,
    );
  };
  await withLedger(options, save, { make: true });
}

/** The list of budgets that the page exports has more columns, and calls the amount by its currency. */
const COLUMNS: Columns<'scope' | 'key' | 'amount' | 'period' | 'narrow'> = {
  names: ['scope', 'key', 'amount', 'period', 'narrow'],
  needed: ['scope', 'key', 'amount'],
  also: { amount_usd: 'amount' },
  idle: [
    ...['spent_usd', 'used_percent', 'forecast_usd', 'state', 'mirrored', 'start', 'planned'],
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
