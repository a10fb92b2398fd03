import { endBudget, raiseBudget, withdrawChange } from '../app/budgets/change.ts';
import { type BudgetHistory, findBudget, type PeriodOfBudget, readHistory } from '../app/budgets/history.ts';
import { changeJson, historyJson } from '../app/budgets/historyJson.ts';
import type { LedgerContext } from '../context.ts';
import type { BudgetPeriod } from '../core/budgetPeriods.ts';
import { type BudgetChange, slotName } from '../core/budgets.ts';
import { pricedPart } from '../core/known.ts';
import { formatFixed } from '../core/money.ts';
import { addDays, dayOf } from '../core/periods.ts';
import { spentIn } from '../core/standing.ts';
import { tenths } from '../ui/format.ts';
import { knownText } from '../ui/known.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { asOptions } from './faults.ts';
import { printJson, say, UserError } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withLedger } from './withContext.ts';

/** `bedrock-ledger budgets history, raise, end, withdraw`: what was, and what is to be. */

type Printed = { json?: boolean };
type Deciding = LedgerOptions & Printed & { reason?: string };

/** @param name as lists call it, `user:ann@example.com` or `costCenter:CC-1 week vendor:anthropic`, or its id */
async function idOf(context: LedgerContext, name: string, toChange = true): Promise<string> {
  const wanted = name.trim().replaceAll(/\s+/gu, ' ');
  const id = await findBudget(askingOf(context), wanted, slotName, toChange);
  if (id === null)
    throw new UserError(
      `there is no budget "${name}". Names are as lists say them, such as "costCenter:CC-1" or "user:ann@example.com week vendor:anthropic": bedrock-ledger budgets list --all`,
    );
  return id;
}

export async function history(name: string, options: LookingOptions & Printed): Promise<void> {
  await looking(options, async (context) => {
    const read = await readHistory(askingOf(context), await idOf(context, name, false));
    if (options.json) {
      const rows = read.changes.length + read.periods.length;
      await recordDeed(context, 'export', `budgets history ${slotName(read.record)}`, {
        format: 'json',
        rows,
      });
      printJson(historyJson(read));
    } else printHistory(read);
  });
}

function printHistory(read: BudgetHistory): void {
  const { record, changes, periods } = read;
  say(`${slotName(record)}: what was decided`);
  printTable(
    ['version', 'from', 'what', 'USD', 'by', 'recorded', 'reason'],
    changes.map(({ change, isPlanned, isReplaced }) => [
      String(change.version),
      change.from,
      whatWords(change, isPlanned, isReplaced),
      amountText(change),
      change.by,
      dayOf(change.recordedAt),
      change.reason,
    ]),
    [0, 3],
  );
  say('');
  say('What held');
  printTable(
    [en.budgetPages.periods[record.period], 'USD', 'spent', 'used', 'state'],
    periods.map((one) => periodRow(record.period, one)),
    [1, 2, 3],
  );
  if (record.knownFrom !== null)
    say(`What held before ${record.knownFrom} (UTC) is not known: the audit log does not go further back.`);
}

function periodRow(period: BudgetPeriod, { range, budget, standing, running }: PeriodOfBudget): string[] {
  const stands = standing?.standing ?? null;
  const last = period === 'day' ? '' : ` – ${addDays(range.endExclusive, -1)}`;
  const nothing = budget === 'unknown' ? en.budgetState.unknown : budget === null ? en.budgetState.none : '–';
  return [
    `${range.start}${last}${running ? ' (running)' : ''}`,
    budget === 'unknown' ? '?' : budget === null ? '–' : formatFixed(budget.amount, 2),
    stands === null ? '–' : spentText(stands),
    stands === null || stands.usedTenths === null ? '–' : tenths(stands.usedTenths),
    standing?.withheld === true
      ? en.privacy.withheld
      : stands === null
        ? nothing
        : en.budgetState[stands.state],
  ];
}

const spentText = (stands: Parameters<typeof spentIn>[0]): string => {
  const spent = spentIn(stands);
  return knownText(spent, { m: en }, formatFixed(pricedPart(spent), 2));
};

const amountText = (change: BudgetChange): string =>
  change.kind === 'set'
    ? formatFixed(change.terms.amount, 2)
    : change.kind === 'raise'
      ? `+${formatFixed(change.extra, 2)}`
      : '';

function whatWords(change: BudgetChange, isPlanned: boolean, isReplaced: boolean): string {
  const what = change.kind === 'raise' ? `raise until ${addDays(change.toExclusive, -1)}` : change.kind;
  if (change.withdrawnAt !== null) return `${what}, taken back ${dayOf(change.withdrawnAt)}`;
  if (isReplaced) return `${what}, does not count`;
  return isPlanned ? `${what}, planned` : what;
}

const RAISE = { extra: '<extra>', from: '--from', until: '--until', reason: '--reason' };

export async function raise(
  name: string,
  extra: string,
  options: Deciding & { from?: string; until?: string },
): Promise<void> {
  await withLedger(options, async (context) => {
    const { from = '', until = '', reason = '' } = options;
    const id = await idOf(context, name);
    const made = await raiseBudget(askingOf(context), id, { extra, from, until, reason }).catch(
      asOptions(RAISE),
    );
    if (options.json) return printJson({ budget: name, change: changeJson(made) });
    say(
      `${name}: $${formatFixed(made.extra, 2)} more from ${made.from} until ${addDays(made.toExclusive, -1)} (version ${made.version})`,
    );
  });
}

export async function end(name: string, options: Deciding & { from?: string }): Promise<void> {
  await withLedger(options, async (context) => {
    const { from = '', reason = '' } = options;
    const id = await idOf(context, name);
    const done = await endBudget(askingOf(context), id, { from, reason }).catch(
      asOptions({ from: '--from', reason: '--reason' }),
    );
    const { planned } = await readHistory(askingOf(context), id);
    if (options.json)
      return printJson({ budget: name, ended: done === 'removed', planned: planned.map(changeJson) });
    say(done === 'removed' ? `${name} ends.` : `${name} does not hold then; nothing changed.`);
    const later = planned.filter(({ kind }) => kind === 'set');
    for (const one of later)
      say(
        `It is planned to hold again from ${one.from}. Take that back: bedrock-ledger budgets withdraw "${name}" ${one.version}`,
      );
  });
}

export async function withdraw(name: string, version: number, options: Deciding): Promise<void> {
  await withLedger(options, async (context) => {
    const id = await idOf(context, name);
    const { reason = '' } = options;
    const done = await withdrawChange(askingOf(context), id, version, { reason });
    if (done === 'gone') {
      const { changes } = await readHistory(askingOf(context), id);
      const open = changes.filter((one) => one.canWithdraw).map(({ change }) => change.version);
      throw new UserError(
        `version ${version} of ${name} cannot be taken back: what holds already is changed, not taken back. ${open.length === 0 ? 'Nothing is planned, and no raise runs.' : `What can be: ${open.join(', ')}`}`,
      );
    }
    if (options.json) return printJson({ budget: name, version, withdrawn: true });
    say(`${name}: version ${version} is taken back.`);
  });
}
