import { findBudget } from '../app/budgets/history.ts';
import { pastRowJson, stopsListJson } from '../app/stop/json.ts';
import { listStops } from '../app/stop/list.ts';
import { pastStops, usualMonth } from '../app/stop/past.ts';
import { type GraceAnswer, releaseStop, takeBackRelease, takeGrace } from '../app/stop/reprieve.ts';
import { scopeKeyOf, slotName, whomName } from '../core/budgets.ts';
import { formatFixed } from '../core/money.ts';
import { addDays, minuteOf, parseMonth } from '../core/periods.ts';
import { EXCEEDED } from '../core/policies/choices.ts';
import type { Money } from '../core/types.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { asOptions } from './faults.ts';
import { currentIo } from './io.ts';
import { printJson, say, UserError } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withLedger } from './withContext.ts';

/** `bedrock-ledger stops list, dry-run, release, take-back, grace`. */

type Printed = { json?: boolean };
type Doing = LedgerOptions & Printed & { reason?: string };

const dollars = (amount: Money | null): string => (amount === null ? '–' : formatFixed(amount, 2));

export async function list(options: LookingOptions & Printed): Promise<void> {
  await looking(options, async (context) => {
    const found = await listStops(askingOf(context));
    if (options.json) {
      await recordDeed(context, 'export', 'stops', { format: 'json', rows: found.going.length });
      return printJson(stopsListJson(found));
    }
    const { mode, going, reprieves } = found;
    if (mode === 'off') say(en.stops.off);
    else say((mode === 'on' ? en.stops.lead : en.stops.dryLead)(going.length));
    if (going.length > 0)
      printTable(
        ['id', 'who', 'since', 'until', 'counted', 'limit', 'marked', 'last refusal'],
        going.map(({ id, whom, since, periodEnd, figures, profiles, boundaries }) => [
          ...[id, whomName(whom), minuteOf(since), periodEnd],
          ...[dollars(figures?.counted ?? null), dollars(figures?.limit ?? null)],
          en.stops.markedOf(
            profiles.filter(({ effective }) => effective === EXCEEDED).length,
            profiles.length,
            boundaries.length,
          ),
          profiles.find(({ refusedAt }) => refusedAt !== null)?.lastError ?? '',
        ]),
      );
    if (reprieves.length > 0)
      printTable(
        ['id', 'who', 'kind', 'until', 'more by', 'by', 'reason'],
        reprieves.map(({ id, whom, kind, until, extra, by, reason }) => [
          ...[id, whomName(whom), kind, minuteOf(until), dollars(extra), by, reason],
        ]),
      );
  });
}

export async function dryRun(
  options: LookingOptions & Printed & { month?: string; all?: boolean },
): Promise<void> {
  const asked = options.month === undefined ? null : parseMonth(options.month);
  await looking(options, async (context) => {
    const asking = askingOf(context);
    const found = await pastStops(asking, asked ?? usualMonth(asking), options.all === true);
    const { month, rows, any } = found;
    if (options.json) {
      await recordDeed(context, 'export', `stops dry-run ${month}`, { format: 'json', rows: rows.length });
      return printJson({ month, all: found.all, stops: rows.map(pastRowJson) });
    }
    const { past } = en.stops;
    say(`${month}: ${any ? past.lead(rows.length) : past.none}`);
    if (rows.length > 0)
      printTable(
        ['stopped on', 'who', 'period', 'counted', 'limit', 'spent afterwards'],
        rows.map((row) => [
          ...[row.day, whomName(row.whom), `${row.period} to ${addDays(row.periodEnd, -1)}`],
          ...[row.counted, row.limit, row.after].map(dollars),
        ]),
      );
    if (!any && !found.all) say('To look at every budget as if it were hard: --all');
  });
}

export async function release(id: string, options: Doing & { hours?: number }): Promise<void> {
  const { reason = '', hours } = options;
  await withLedger(options, async (context) => {
    const typed = { reason, hours: hours === undefined ? '' : String(hours) };
    const done = await releaseStop(askingOf(context), id, typed).catch(
      asOptions({ reason: '--reason', hours: '--hours' }),
    );
    tell(options, done, en.stops.done[done]);
  });
}

export async function takeBack(id: string, options: Doing): Promise<void> {
  await withLedger(options, async (context) => {
    const done = await takeBackRelease(askingOf(context), id, { reason: options.reason ?? '' });
    tell(options, done, en.stops.done[done]);
  });
}

export async function grace(
  name: string,
  options: LedgerOptions & Printed & { for?: string },
): Promise<void> {
  await withLedger(options, async (context) => {
    const asking = askingOf(context);
    const wanted = name.trim().replaceAll(/\s+/gu, ' ');
    const id = await findBudget(asking, wanted, slotName);
    const record = id === null ? null : await context.store.budgets.record(id);
    if (record === null)
      throw new UserError(`there is no budget "${name}". See which there are: bedrock-ledger budgets list`);
    const key = options.for ?? scopeKeyOf(record.scope);
    const { done, until } = await takeGrace(asking, { budget: record.id, for: key });
    if (done !== 'taken') currentIo().exitCode = 1;
    if (options.json) printJson({ done, until });
    else say(done === 'taken' ? `Taken: it holds until ${minuteOf(until ?? '')}.` : REFUSED[done]);
  });
}

const REFUSED: Readonly<Record<Exclude<GraceAnswer['done'], 'taken'>, string>> = {
  off: 'no grace was taken: hard budgets stop nobody here (enforcement.mode)',
  early: 'no grace was taken: the limit is not near yet, and there is one in a period',
  graceOff: 'no grace was taken: none is set (enforcement.graceAmount)',
  graceTaken: 'no grace was taken: that of this period was taken already. Raise the budget: budgets raise',
  periodOver: 'no grace was taken: the period is over',
};

function tell(options: Printed, done: string, words: string): void {
  if (options.json) printJson({ done });
  else say(words);
}
