import { mustBeAllowed } from '../app/asking.ts';
import type { AwsBudget } from '../aws/types.ts';
import { awsOf, identify } from '../context.ts';
import { mirrorServices } from '../core/mirror.ts';
import { formatFixed } from '../core/money.ts';
import { type MirrorPart, type MirrorStep, planMirror } from '../jobs/budgets.ts';
import { runSync } from '../jobs/sync.ts';
import { askingOf } from './asking.ts';
import { printJson, remark, say, UserError, withProgress } from './output.ts';
import { finish } from './sync.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, withContext } from './withContext.ts';

/** `bedrock-ledger budgets mirror` */

export async function mirror(options: LedgerOptions & { dryRun?: boolean; json?: boolean }): Promise<void> {
  await withContext(options, async (opened) => {
    mustBeAllowed(askingOf(opened), 'change', { kind: 'jobs' });
    const context = await identify(opened);
    if (options.dryRun) {
      const { accountId, steps } = await planMirror({ ...context, aws: awsOf(context) });
      const lines = steps.map((step) => ({ action: step.action, name: nameOf(step), what: wordsOf(step) }));
      if (options.json) printJson({ accountId, steps: lines });
      else {
        printTable(
          ['action', 'AWS budget', 'what'],
          lines.map((line) => [line.action, line.name, line.what]),
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
    finish(
      await withProgress(json, (progress) => runSync({ ...context, progress, tell: remark }, ['budgets'])),
      json,
    );
  });
}

const nameOf = (step: MirrorStep): string => (step.action === 'delete' ? step.name : step.wanted.name);

function wordsOf(step: MirrorStep): string {
  switch (step.action) {
    case 'create':
      return amountOf(step.wanted);
    case 'adopt':
      return 'is there as it should be, and was not noted';
    case 'delete':
      return 'its budget is gone';
    case 'update':
      return step.parts.map((part) => partWords(part, step.before, step.wanted)).join('; ');
  }
}

const amountOf = ({ amount }: AwsBudget): string => `$${formatFixed(amount, 2)} a month`;

function partWords(part: MirrorPart, before: AwsBudget, wanted: AwsBudget): string {
  switch (part) {
    case 'amount':
      return `${amountOf(wanted)} instead of $${formatFixed(before.amount, 2)}`;
    case 'subscribers':
      return 'tells others';
    case 'filter': {
      const known = new Set(mirrorServices(before.filter));
      const added = mirrorServices(wanted.filter).filter((name) => !known.has(name));
      return known.size > 0 && added.length > 0
        ? `counts ${added.join(', ')} as well`
        : 'counts what the ledger counts, not what it counted so far';
    }
  }
}
