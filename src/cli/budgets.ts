import { awsOf, identify, type LedgerContext } from '../context.ts';
import { budgetThing, costCentersIn, may } from '../core/access.ts';
import { formatExact, formatFixed, money } from '../core/money.ts';
import { isEmail } from '../core/people.ts';
import type { BudgetScope, Money } from '../core/types.ts';
import { planMirror } from '../jobs/budgets.ts';
import { runSync } from '../jobs/sync.ts';
import { type LookingOptions, looking, mustBeAllowed } from './allowed.ts';
import { csvRows, notCsv, nothingTaken, separatorFault, textOf, widthFault } from './csvFile.ts';
import { printJson, printTable, say, UserError, withProgress } from './output.ts';
import { finish } from './sync.ts';
import { type LedgerOptions, recordDeed, withContext, withLedger } from './withContext.ts';

/** `bedrock-ledger budgets …` */

const nameOf = (scope: BudgetScope): string =>
  scope.kind === 'userDefault' ? scope.kind : `${scope.kind}:${scope.key}`;

/** Reads `user:E-MAIL`, `costCenter:NAME`, `userDefault`; the fault in words, or the scope. */
export function readScope(kind: string, key: string): BudgetScope | string {
  if (kind === 'userDefault') return key === '' ? { kind } : 'key: must be empty for userDefault';
  if (kind !== 'user' && kind !== 'costCenter')
    return `scope: "${kind}" is none of user, costCenter, userDefault`;
  if (key === '') return 'key: is empty; name the user or cost center';
  if (kind === 'user' && !isEmail(key)) return `key: "${key}" is no e-mail address`;
  return { kind, key };
}
export function readAmount(text: string): Money | string {
  // Nine digits may be more than the ledger can hold.
  return /^\d{1,8}(\.\d{1,2})?$/.test(text)
    ? money(text)
    : `amount: "${text}" is no amount in USD below 100 million such as 60 or 60.50`;
}

export async function list(options: LookingOptions & { json?: boolean }): Promise<void> {
  await looking(options, async (context) => {
    const { store, viewer } = context;
    const costCenterOf = costCentersIn(await store.people.list());
    const budgets = (await store.budgets.list()).filter((budget) =>
      may(viewer, 'see', budgetThing(budget, costCenterOf)),
    );
    if (options.json) {
      await recordDeed(context, 'export', 'budgets list', { format: 'json', rows: budgets.length });
      printJson({ budgets: budgets.map((b) => ({ ...b, amount: formatExact(b.amount) })) });
    } else if (budgets.length === 0)
      say(
        options.as === undefined
          ? 'There is no budget yet. Set one: bedrock-ledger budgets set userDefault 60'
          : `${options.as} sees no budget.`,
      );
    else
      printTable(
        ['budget', 'USD a month', 'version'],
        budgets.map((b) => [nameOf(b.scope), formatFixed(b.amount, 2), String(b.version)]),
        [1, 2],
      );
  });
}

/** @throws UserError when whoever asks may not set one of these budgets */
async function mustBeAllowedToSet(
  context: LedgerContext,
  scopes: readonly { scope: BudgetScope }[],
): Promise<void> {
  const costCenterOf = costCentersIn(await context.store.people.list());
  for (const one of scopes) mustBeAllowed(context, 'change', budgetThing(one, costCenterOf));
}

export async function set(
  scopeText: string,
  amountText: string,
  options: LedgerOptions & { reason?: string },
): Promise<void> {
  const colon = scopeText.indexOf(':');
  const scope = readScope(
    colon < 0 ? scopeText : scopeText.slice(0, colon),
    colon < 0 ? '' : scopeText.slice(colon + 1),
  );
  if (typeof scope === 'string') throw new UserError(scope, 2);
  const amount = readAmount(amountText);
  if (typeof amount === 'string') throw new UserError(amount, 2);
  const save = async (context: LedgerContext) => {
    await mustBeAllowedToSet(context, [{ scope }]);
    const { store, actor, clock } = context;
    const { changed, budget } = await store.budgets.set(
      scope,
      amount,
      options.reason ? { ...actor, reason: options.reason } : actor,
      new Date(clock.now()).toISOString(),
    );
    say(
      changed
        ? `${nameOf(scope)}: $${formatFixed(budget.amount, 2)} a month (version ${budget.version})`
        : `${nameOf(scope)} is $${formatFixed(budget.amount, 2)} already; nothing changed`,
    );
  };
  await withLedger(options, save, { make: true });
}

const COLUMNS = ['scope', 'key', 'amount'] as const;

/** What is wrong with the first line of an import, or null. */
function headFault(head: readonly string[]): string | null {
  if (COLUMNS.every((name) => head.filter((one) => one === name).length === 1)) return null;
  const needed = `the columns scope, key and amount are needed, once each; it has ${head.join(',') || 'nothing'}`;
  return `line 1: ${separatorFault(head) ?? needed}`;
}

/** All rows of an import, or every fault with its line. */
export function readImport(text: string): {
  items: { scope: BudgetScope; amount: Money }[];
  faults: string[];
} {
  const faults: string[] = [];
  const items: { scope: BudgetScope; amount: Money }[] = [];
  const seen = new Map<string, number>();
  const rows = csvRows(text);
  const head = rows[0]?.cells.map((name) => name.toLowerCase()) ?? [];
  const wrong = headFault(head);
  if (wrong !== null) return { items, faults: [wrong] };
  const [scopeAt, keyAt, amountAt] = COLUMNS.map((name) => head.indexOf(name)) as [number, number, number];
  for (const row of rows.slice(1)) {
    const { line, cells } = row;
    const width = widthFault(row, head.length);
    if (width !== null) {
      faults.push(`line ${line}: ${width}`);
      continue;
    }
    const scope = readScope(cells[scopeAt] ?? '', cells[keyAt] ?? '');
    const amount = readAmount(cells[amountAt] ?? '');
    for (const fault of [scope, amount]) if (typeof fault === 'string') faults.push(`line ${line}: ${fault}`);
    if (typeof scope === 'string' || typeof amount === 'string') continue;
    const earlier = seen.get(nameOf(scope));
    if (earlier !== undefined)
      faults.push(`line ${line}: ${nameOf(scope)} stands in line ${earlier} already`);
    seen.set(nameOf(scope), line);
    items.push({ scope, amount });
  }
  return { items, faults };
}

export async function importFile(
  file: string,
  options: LedgerOptions & { dryRun?: boolean; reason?: string },
): Promise<void> {
  const text = await textOf(file);
  let read: ReturnType<typeof readImport>;
  try {
    read = readImport(text);
  } catch (error) {
    throw notCsv(file, error);
  }
  if (read.faults.length === 0 && read.items.length === 0) read.faults.push('there is no budget in it');
  if (read.faults.length > 0) throw nothingTaken(file, read.faults);
  const take = async (context: LedgerContext) => {
    await mustBeAllowedToSet(context, read.items);
    const { store, actor, clock } = context;
    if (options.dryRun) {
      const now = new Map((await store.budgets.list()).map((b) => [nameOf(b.scope), b.amount]));
      const changes = read.items.filter((item) => now.get(nameOf(item.scope)) !== item.amount);
      printTable(
        ['budget', 'now', 'then'],
        changes.map((c) => [
          nameOf(c.scope),
          now.has(nameOf(c.scope)) ? formatFixed(now.get(nameOf(c.scope)) as Money, 2) : '–',
          formatFixed(c.amount, 2),
        ]),
        [1, 2],
      );
      say(`Dry run: ${changes.length} of ${read.items.length} budgets would change.`);
      return;
    }
    const count = await store.budgets.setMany(
      read.items,
      options.reason ? { ...actor, reason: options.reason } : actor,
      new Date(clock.now()).toISOString(),
    );
    say(`${count.created} created, ${count.changed} changed, ${count.unchanged} as they were.`);
  };
  await withLedger(options, take, { make: true });
}

export async function mirror(options: LedgerOptions & { dryRun?: boolean; json?: boolean }): Promise<void> {
  await withContext(options, async (opened) => {
    mustBeAllowed(opened, 'change', { kind: 'jobs' });
    const context = await identify(opened);
    if (options.dryRun) {
      const { accountId, steps } = await planMirror({ ...context, aws: awsOf(context) });
      const lines = steps.map((s) => ({
        action: s.action,
        name: s.action === 'delete' ? s.name : s.wanted.name,
      }));
      if (options.json) printJson({ accountId, steps: lines });
      else {
        printTable(
          ['action', 'AWS budget'],
          lines.map((l) => [l.action, l.name]),
        );
        say(`Dry run: ${steps.length} changes in account ${accountId}; nothing was written.`);
      }
      return;
    }
    if (!context.settings.budgetsMirror.enabled)
      throw new UserError(
        'writing to AWS Budgets is switched off. Set budgetsMirror.enabled to true, or look first with --dry-run.',
      );
    const json = options.json === true;
    finish(await withProgress(json, (progress) => runSync({ ...context, progress }, ['budgets'])), json);
  });
}
