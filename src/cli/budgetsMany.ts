import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { budgetRows, formatOf } from '../app/budgets/file.ts';
import { applyPlan, keepPlan, undoPlan } from '../app/budgets/plan.ts';
import { type PlanAsked, planBudgets } from '../app/budgets/planRead.ts';
import { listBudgetPlans, readBudgetPlan } from '../app/budgets/plansKept.ts';
import type { LedgerContext } from '../context.ts';
import type { RefusedRow } from '../core/budgetPlan.ts';
import type { TypedRow } from '../core/budgetPlans.ts';
import { en } from '../ui/messages/en.ts';
import { askingOf } from './asking.ts';
import { countWords, planJson, printPlan } from './budgetsManyShown.ts';
import { faultLine } from './faults.ts';
import { currentIo } from './io.ts';
import { printJson, say, UserError } from './output.ts';
import { printTable } from './table.ts';
import { fileName, textOf } from './textFile.ts';
import { type LedgerOptions, withLedger, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger budgets plan`, `apply`, `remove`, `undo` and `changes`: many budgets at once. */

interface HandedIn extends LedgerOptions {
  json?: boolean;
  removeMissing?: boolean;
  from?: string;
  unknown?: boolean;
}
interface Applying extends HandedIn {
  yes?: boolean;
  reason?: string;
}

/** The rows of a file. @throws UserError with each line that cannot be read */
async function askedIn(file: string, { removeMissing, from = '', unknown }: HandedIn): Promise<PlanAsked> {
  const text = await textOf(file, 'save it as UTF-8');
  const { rows, refused } = budgetRows(text, formatOf(file, text));
  const dated = rows.map(
    (row): TypedRow => ((row.typed.from ?? '') === '' ? { ...row, typed: { ...row.typed, from } } : row),
  );
  return { rows: dated, refused, removeMissing: removeMissing === true, anyName: unknown === true };
}

const lineOf = ({ line, ...fault }: RefusedRow): string =>
  `${line === null ? '' : `line ${line}: `}${faultLine(fault)}`;
const notTaken = (file: string, refused: readonly RefusedRow[]): UserError =>
  new UserError(
    `${fileName(file)}: nothing was taken in.\n${refused.map((one) => `  ${lineOf(one)}`).join('\n')}`,
  );

export async function plan(file: string, options: HandedIn & { save?: boolean }): Promise<void> {
  const asked = await askedIn(file, options);
  const work = async (context: LedgerContext) => {
    const asking = askingOf(context);
    const kept =
      options.save === true
        ? await keepPlan(asking, asked, sourceOf(file))
        : { ...(await planBudgets(asking, asked)), id: null };
    if (options.json) printJson(planJson(kept.id, kept));
    if (kept.refused.length > 0) throw notTaken(file, kept.refused);
    if (options.json) return;
    printPlan(kept);
    if (kept.id !== null) say(`Kept. Apply it: bedrock-ledger budgets apply ${kept.id}`);
    else if (kept.rows.length > 0) say(`Nothing was changed. To do it: bedrock-ledger budgets apply ${file}`);
  };
  await (options.save === true ? withLedger(options, work, { make: true }) : withLedgerToRead(options, work));
}
/** What `apply` does, in the fewest words; `--dry-run` is `plan`. */
export async function importFile(
  file: string,
  { dryRun, ...options }: LedgerOptions & { dryRun?: boolean; reason?: string; unknown?: boolean },
): Promise<void> {
  const asked = await askedIn(file, options);
  const work = async (context: LedgerContext) => {
    const asking = askingOf(context);
    const read = await planBudgets(asking, asked);
    if (read.refused.length > 0) throw notTaken(file, read.refused);
    const { rows, unchanged } = read;
    if (dryRun) {
      printPlan(read);
      return say(`Dry run: ${rows.length} of ${rows.length + unchanged} budgets would change.`);
    }
    const { id } = await keepPlan(asking, asked, sourceOf(file));
    const done = id === null ? null : await applyPlan(asking, id, { reason: options.reason ?? '' });
    if (done?.is === 'replaced') throw changedMeanwhile(done.id ?? undefined);
    const created = rows.filter(({ deed }) => deed === 'create').length;
    say(`${created} created, ${rows.length - created} changed, ${unchanged} as they were.`);
  };
  await withLedger(options, work, { make: true });
}

const sourceOf = (file: string) => ({
  source: 'command' as const,
  title: file === '-' ? '' : (file.split(/[/\\]/).at(-1) ?? ''),
});

export async function apply(what: string, options: Applying): Promise<void> {
  const isPlan = what !== '-' && !existsSync(what) && /^[\w-]{12}$/.test(what);
  const asked = isPlan ? null : await askedIn(what, options);
  await withLedger(
    options,
    async (context) => {
      if (asked !== null) return keptAndApplied(context, asked, sourceOf(what), options, what);
      const { plan: kept, body } = await readBudgetPlan(askingOf(context), what);
      if (kept.state === 'draft') {
        if (!options.json) printPlan({ ...body, unchanged: kept.unchanged, refused: [] });
        await mustBeSure(options, body.rows.length);
      }
      return applied(context, what, options);
    },
    { make: asked !== null },
  );
}

async function keptAndApplied(
  context: LedgerContext,
  asked: PlanAsked,
  source: ReturnType<typeof sourceOf>,
  options: Applying,
  file: string,
): Promise<void> {
  const asking = askingOf(context);
  const read = await planBudgets(asking, asked);
  if (read.refused.length > 0) throw notTaken(file, read.refused);
  if (!options.json) printPlan(read);
  if (read.rows.length === 0) {
    if (options.json) printJson({ ...planJson(null, read), applied: 0 });
    return;
  }
  await mustBeSure(options, read.rows.length);
  const { id } = await keepPlan(asking, asked, source);
  if (id === null) throw changedMeanwhile();
  await applied(context, id, options);
}

const changedMeanwhile = (id?: string): UserError =>
  new UserError(
    `budgets changed since it was read; nothing was changed. ${id === undefined ? 'Read it again: bedrock-ledger budgets plan' : `Read and apply what is left: bedrock-ledger budgets apply ${id}`}`,
    'busy',
  );

async function applied(context: LedgerContext, id: string, { reason = '', json }: Applying): Promise<void> {
  const done = await applyPlan(askingOf(context), id, { reason });
  if (done.is === 'replaced') throw changedMeanwhile(done.id ?? undefined);
  const { plan: kept } = await readBudgetPlan(askingOf(context), id);
  if (json) printJson({ plan: kept, applied: done.is === 'applied' ? done.changed : 0 });
  else if (done.is === 'already') say('It was applied before; nothing was changed.');
  else {
    say(`Applied: ${countWords(kept)}.`);
    say(`To undo it: bedrock-ledger budgets undo ${id}`);
  }
}

/** @throws UserError unless somebody says yes */
async function mustBeSure({ yes }: Applying, count: number): Promise<void> {
  if (yes) return;
  const { stdin, err } = currentIo();
  if (!stdin.isTTY) throw new UserError('changing many budgets needs a yes: add --yes', 'badRequest');
  const ask = createInterface({ input: stdin, output: err });
  const answer = await ask.question(`Change ${count} ${count === 1 ? 'budget' : 'budgets'}? [y/N] `);
  ask.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError('nothing was changed');
}

export async function remove(
  scopes: readonly string[],
  { period = '', narrow = '', from = '', ...options }: Applying & { period?: string; narrow?: string },
): Promise<void> {
  const rows = scopes.map((text, index): TypedRow => {
    const colon = text.indexOf(':');
    const [scope, key] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
    return { line: index + 1, typed: { scope, key, period, narrow, from }, unsaid: [], ends: true };
  });
  await withLedger(options, (context) =>
    keptAndApplied(
      context,
      { rows },
      { source: 'command', title: '' },
      options,
      'the budgets that were named',
    ),
  );
}

export const undo = (
  id: string,
  { reason = '', json, ...options }: LedgerOptions & { reason?: string; json?: boolean },
) =>
  withLedger(options, async (context) => {
    const done = await undoPlan(askingOf(context), id, { reason });
    if (done === null)
      throw new UserError('it is not applied, or was undone before; nothing was changed', 'conflict');
    const { undone, left } = done;
    if (left.length > 0) currentIo().exitCode = 3;
    if (json) return printJson({ undone, left });
    say(`${undone} ${undone === 1 ? 'budget is' : 'budgets are'} as before.`);
    for (const { budget, by, at } of left) say(`${budget} was changed by ${by} at ${at} and stays as it is.`);
  });

export const changes = ({
  limit,
  json,
  ...options
}: LedgerOptions & { limit: number; json?: boolean }): Promise<void> =>
  withLedgerToRead(options, async (context) => {
    const { plans, total } = await listBudgetPlans(askingOf(context), { limit, offset: 0 });
    if (json) printJson({ plans, total });
    else if (plans.length === 0)
      say('Nobody changed many budgets at once yet: bedrock-ledger budgets plan FILE');
    else
      printTable(
        ['id', 'what', 'state', 'budgets', 'by', 'read'],
        plans.map((one) => [
          one.id,
          one.title === '' ? en.budgetsMany.source[one.source] : one.title,
          en.budgetsMany.states[one.state],
          countWords(one),
          one.by,
          one.at.slice(0, 16),
        ]),
      );
  });
