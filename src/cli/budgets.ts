import { setBudget } from '../app/budgets/change.ts';
import { budgetsCsv, budgetsYaml } from '../app/budgets/exported.ts';
import { listedJson } from '../app/budgets/historyJson.ts';
import { type BudgetStanding, dayOfList, type ListedAs, listBudgets } from '../app/budgets/list.ts';
import type { LedgerContext } from '../context.ts';
import { slotName } from '../core/budgets.ts';
import { pricedPart } from '../core/known.ts';
import { formatExact, formatFixed } from '../core/money.ts';
import { dayOf, minuteOf, parseDay, parseMonth } from '../core/periods.ts';
import { NEVER, type Standing, spentIn } from '../core/standing.ts';
import type { Day, Instant } from '../core/types.ts';
import { tenths } from '../ui/format.ts';
import { knownText } from '../ui/known.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { asOptions } from './faults.ts';
import { printJson, say, sayAsIs } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withLedger } from './withContext.ts';

/** `bedrock-ledger budgets …` */

export async function list(
  options: LookingOptions & {
    json?: boolean;
    csv?: boolean;
    yaml?: boolean;
    on?: string;
    month?: string;
    all?: boolean;
  },
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
    if (await exported(context, options, budgets)) return;
    if (options.json) {
      await recordDeed(context, 'export', 'budgets list', { format: 'json', rows: budgets.length });
      printJson({ ...(on === undefined ? {} : { on }), budgets: budgets.map(listedJson) });
    } else if (budgets.length === 0) say(noneWords(on, options.as));
    else printBudgets(budgets);
  });
}

function noneWords(on: Day | undefined, as: string | undefined): string {
  if (on !== undefined) return `No budget held on ${on}.`;
  return as === undefined
    ? 'There is no budget yet. Set one: bedrock-ledger budgets set userDefault 60'
    : `${as} sees no budget.`;
}

/** As a file that `budgets plan` takes, where that is asked for. */
async function exported(
  context: LedgerContext,
  options: { csv?: boolean; yaml?: boolean },
  budgets: readonly BudgetStanding[],
): Promise<boolean> {
  const format = options.csv ? 'csv' : options.yaml ? 'yaml' : null;
  if (format === null) return false;
  const all = budgets.flatMap(({ budget, is }) => (is === 'held' || is === 'planned' ? budget : []));
  await recordDeed(context, 'export', 'budgets list', { format, rows: all.length });
  const today = dayOf(askingOf(context).now);
  sayAsIs((format === 'csv' ? budgetsCsv(all, today) : budgetsYaml(all, today)).trimEnd());
  return true;
}

/** @throws PeriodError, LedgerError */
const dayAsked = ({ on, month }: { on?: string; month?: string }, today: Day): Day | undefined =>
  dayOfList(
    {
      on: on === undefined ? undefined : parseDay(on),
      month: month === undefined ? undefined : parseMonth(month),
    },
    today,
    'choose --on or --month, not both',
  );

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

function stateText({ is, budget, standing, withheld, people, over, planned }: BudgetStanding): string {
  if (is === 'unknown') return en.budgetState.unknown;
  if (is === 'planned') return `from ${budget.holdsFrom}`;
  if (is === 'ended') return `ended ${budget.endedOn ?? ''}`;
  const now = withheld
    ? en.privacy.withheld
    : standing === null
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
      ...(options.unknown ? { 'unknown.key': key, 'unknown.narrow': narrow } : {}),
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
