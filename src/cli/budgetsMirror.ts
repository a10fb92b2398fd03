import { mustBeAllowed } from '../app/asking.ts';
import { readMirror } from '../app/budgets/mirror.ts';
import { awsOf, identify } from '../context.ts';
import {
  type AwsTimeUnit,
  type HeldBudget,
  limitAt,
  type MirrorPart,
  notificationId,
} from '../core/awsBudget.ts';
import { mirrorServices } from '../core/mirror.ts';
import type { MirrorStep } from '../core/mirrorPlan.ts';
import { formatFixed } from '../core/money.ts';
import { nameOfStep, planMirror } from '../jobs/budgets.ts';
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
      const { reading, steps } = await planMirror({ ...context, aws: awsOf(context) });
      const lines = steps.map((step) => ({
        action: step.action,
        name: nameOfStep(step),
        what: wordsOf(step),
      }));
      const { counts } = await readMirror(askingOf(context));
      const { accountId } = reading;
      const writes = steps.filter(({ action }) => action !== 'leave' && action !== 'adopt').length;
      if (options.json) printJson({ accountId, steps: lines, notHeld: counts.reasons });
      else {
        printTable(
          ['action', 'AWS budget', 'what'],
          lines.map((line) => [line.action, line.name, line.what]),
        );
        for (const [reason, count] of Object.entries(counts.reasons))
          say(`${count} not in AWS: ${REASONS[reason as keyof typeof REASONS]}`);
        say(`Dry run: ${writes} changes in account ${accountId}; nothing was written.`);
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

/** Why AWS Budgets cannot hold a budget. */
const REASONS = {
  week: 'AWS Budgets knows no weeks',
  fiscal: 'quarters and years of AWS Budgets begin in January, the fiscal year does not',
  zero: 'AWS Budgets takes no amount of zero',
  default: 'they hold for each person by themselves, and are nobody’s own',
  later: 'they begin later, and are written then',
  models: 'the bill does not list these models under SERVICE names of their own',
  nobody: 'nobody reports to them',
  long: 'a value is longer than the 1,024 signs that a filter may hold',
} as const;

const LEFT = {
  asks: 'somebody changed it in AWS: mend or accept it on the page /budgets/aws',
  accepted: 'somebody changed it in AWS, and that was accepted',
  foreign: 'is in AWS, and this ledger did not write it: left alone',
  full: 'AWS Budgets holds 20,000 budgets in an account, and there are as many',
} as const;

function wordsOf(step: MirrorStep): string {
  switch (step.action) {
    case 'create':
      return `${amountOf(step.wanted)}${step.drift ? '; somebody deleted it in AWS' : ''}`;
    case 'adopt':
      return 'is there as it should be, and was not noted';
    case 'delete':
      return 'its budget is gone, or cannot be held any more';
    case 'forget':
      return 'its budget is gone, and it is gone in AWS already';
    case 'leave':
      return LEFT[step.why];
    case 'update': {
      const parts = step.parts.map((part) => partWords(part, step.before, step.wanted)).join('; ');
      return step.drift ? `${parts} (somebody changed it in AWS)` : parts;
    }
  }
}

const UNITS: Readonly<Record<AwsTimeUnit, string>> = {
  DAILY: 'a day',
  MONTHLY: 'a month',
  QUARTERLY: 'a quarter',
  ANNUALLY: 'a year',
};
type Shown = Pick<HeldBudget, 'amount' | 'timeUnit' | 'planned'>;
const amountOf = ({ amount, timeUnit, planned }: Shown): string => {
  const later = planned.find((one) => one.amount !== amount);
  const then = later === undefined ? '' : `, $${formatFixed(later.amount, 2)} from ${later.from}`;
  return `$${formatFixed(amount, 2)} ${UNITS[timeUnit]}${then}`;
};

function partWords(part: MirrorPart, before: HeldBudget, wanted: MirrorWanted): string {
  switch (part) {
    case 'amount':
      return `${amountOf(wanted)} instead of $${formatFixed(limitAt(before, wanted.planned[0]?.from ?? '9999-12-31'), 2)}`;
    case 'period':
      return `${UNITS[wanted.timeUnit]}, not ${UNITS[before.timeUnit]}`;
    case 'subscribers': {
      const had = new Set(before.notifications.map(notificationId));
      const isSame =
        had.size === wanted.notifications.length &&
        wanted.notifications.every((one) => had.has(notificationId(one)));
      return isSame ? 'tells others' : 'tells at other thresholds';
    }
    case 'filter': {
      const known = new Set(mirrorServices(before.filter));
      const added = mirrorServices(wanted.filter).filter((name) => !known.has(name));
      return known.size > 0 && added.length > 0
        ? `counts ${added.join(', ')} as well`
        : 'counts what the ledger counts, not what it counted so far';
    }
  }
}
type MirrorWanted = Extract<MirrorStep, { action: 'update' }>['wanted'];
