import { createHash } from 'node:crypto';
import type { AwsBudget } from '../aws/types.ts';
import { type Budget, MIRROR_PREFIX, scopeKeyOf } from '../core/budgets.ts';
import { LedgerError } from '../core/errors.ts';
import { type MirrorFacts, mirrorFilter } from '../core/mirror.ts';
import { addDays, dayOf, FIRST_DAY } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import type { MirroredBudget } from '../store/typesBudgets.ts';
import { breathe, endsJob, type Job, type JobContext, nowOf, wordsOf } from './job.ts';

/** `update`: from `before`, in the `parts` that AWS holds otherwise. */
export type MirrorStep =
  | { action: 'create' | 'adopt'; wanted: AwsBudget; budgetId: string }
  | { action: 'update'; wanted: AwsBudget; budgetId: string; before: AwsBudget; parts: MirrorPart[] }
  | { action: 'delete'; name: string };
export type MirrorPart = 'amount' | 'filter' | 'subscribers';

/** Name in AWS Budgets: no e-mail address, none of the forbidden signs, stable for the budget's life. */
export function mirrorName(budget: Budget): string {
  const key = scopeKeyOf(budget.scope);
  const slug =
    key
      .split('@')[0]
      ?.toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 40) ?? '';
  const kind = budget.scope.kind === 'costCenter' ? 'cc' : 'user';
  return `${MIRROR_PREFIX}${kind}-${slug}-${createHash('sha256').update(`${budget.scope.kind}:${key}`).digest('hex').slice(0, 8)}`;
}

/**
 * What AWS Budgets should hold for a budget: what the ledger counts for its owner; 80 and 100 % of actual cost, nobody
 * told unless set. `addresses` are others of the budget's person: AWS takes each for somebody else. Null for what AWS
 * cannot hold: the default (it is nobody's own) and zero.
 */
export function mirrorOf(
  budget: Budget,
  facts: MirrorFacts,
  subscribers: readonly string[],
  addresses: readonly string[] = [],
): AwsBudget | null {
  const { scope } = budget;
  if ((scope.kind !== 'user' && scope.kind !== 'costCenter') || budget.amount <= 0n) return null;
  // Others are not written to AWS yet.
  if (budget.period !== 'month' || budget.narrowing !== null || budget.endedOn !== null) return null;
  const filter = mirrorFilter({ kind: scope.kind, values: [scope.key, ...addresses] }, facts);
  const notifications =
    subscribers.length === 0
      ? []
      : [80, 100].map((thresholdPercent) => ({ type: 'ACTUAL' as const, thresholdPercent, subscribers }));
  return { name: mirrorName(budget), amount: budget.amount, filter, notifications };
}

const told = (b: AwsBudget) =>
  [...b.notifications]
    .map((n) => ({ type: n.type, at: n.thresholdPercent, to: [...n.subscribers].sort() }))
    .sort((x, y) => x.at - y.at);
const stable = (b: AwsBudget): string =>
  JSON.stringify({ name: b.name, amount: b.amount.toString(), filter: b.filter, notifications: told(b) });

/** What AWS holds otherwise than it should. */
function partsThatDiffer(before: AwsBudget, wanted: AwsBudget): MirrorPart[] {
  const parts: MirrorPart[] = [];
  if (before.amount !== wanted.amount) parts.push('amount');
  if (before.filter !== wanted.filter) parts.push('filter');
  if (JSON.stringify(told(before)) !== JSON.stringify(told(wanted))) parts.push('subscribers');
  return parts;
}

/** Plans what brings AWS in line with the ledger: touches only names that are ours, and notices what drifted. Pure. */
function mirrorPlan(
  wanted: readonly { wanted: AwsBudget; budgetId: string }[],
  existing: readonly AwsBudget[],
  recorded: readonly MirroredBudget[],
): MirrorStep[] {
  const there = new Map(existing.filter((b) => b.name.startsWith(MIRROR_PREFIX)).map((b) => [b.name, b]));
  const known = new Map(recorded.map((m) => [m.name, m]));
  const steps: MirrorStep[] = [];
  for (const w of wanted) {
    const before = there.get(w.wanted.name);
    const parts = before ? partsThatDiffer(before, w.wanted) : [];
    if (!before) steps.push({ action: 'create', ...w });
    else if (parts.length > 0) steps.push({ action: 'update', ...w, before, parts });
    else if (known.get(w.wanted.name)?.written !== stable(w.wanted)) steps.push({ action: 'adopt', ...w });
  }
  const names = new Set(wanted.map((w) => w.wanted.name));
  // Only what this ledger wrote is removed: another ledger may use the same prefix in the same account.
  for (const { name } of recorded) if (!names.has(name)) steps.push({ action: 'delete', name });
  return steps;
}

/** The plan for the ledger as it is now: `budgets mirror --dry-run` prints it, the job carries it out. */
export async function planMirror(
  context: Pick<JobContext, 'store' | 'aws' | 'settings' | 'clock'>,
): Promise<{ accountId: string; steps: MirrorStep[] }> {
  const { store, aws, settings } = context;
  const accountId = settings.payer.accountId ?? (await aws.sts.account()).accountId;
  const { attribution, tagKeys } = settings;
  const facts = { attribution, tagKeys, services: await servicesOf(context) };
  const aliases = Map.groupBy(await store.people.aliases(), ({ email }) => email);
  const wanted = (await store.budgets.on(dayOf(context.clock.now()), settings.budgets.calendar)).flatMap(
    (budget) => {
      const others = budget.scope.kind === 'user' ? (aliases.get(budget.scope.key) ?? []) : [];
      const addresses = others.map(({ alias }) => alias);
      const mirror = mirrorOf(budget, facts, settings.budgetsMirror.subscribers, addresses);
      return mirror ? [{ wanted: mirror, budgetId: budget.id }] : [];
    },
  );
  return {
    accountId,
    steps: mirrorPlan(wanted, await aws.budgets.list(accountId), await store.budgets.mirrored()),
  };
}

/** Days of the bill that are asked for names where the ledger has none: AWS Budgets counts the running month. */
const ASKED_DAYS = 31;

/** All that the bill ever had, which the charges renew; a ledger that has not read it yet asks, for a cent. */
async function servicesOf({
  store,
  aws,
  settings,
  clock,
}: Pick<JobContext, 'store' | 'aws' | 'settings' | 'clock'>): Promise<string[]> {
  if (settings.attribution === 'iamPrincipal') return [];
  const today = dayOf(clock.now());
  const known = await store.charges.services({ start: FIRST_DAY, endExclusive: addDays(today, 1) });
  if (known.length > 0) return known;
  return aws.costExplorer.bedrockServices({
    start: addDays(today, -ASKED_DAYS),
    endExclusive: addDays(today, 1),
  });
}

/** Mirrors budgets to AWS Budgets. Each write is recorded at once, so that it can be stopped anywhere and run again. */
export const budgetsJob: Job = {
  name: 'budgets',
  async run(context) {
    const { store, aws, lease, progress, settings } = context;
    if (!settings.budgetsMirror.enabled)
      throw new LedgerError(
        'switchedOff',
        'AWS Budgets are not written: budgetsMirror.enabled is off in the settings',
      );
    const { accountId, steps } = await planMirror(context);
    const errors: SliceError[] = [];
    progress.start('AWS Budgets', steps.length);
    let done = 0;
    for (const step of steps) {
      await breathe(context);
      const name = step.action === 'delete' ? step.name : step.wanted.name;
      try {
        if (step.action === 'delete') {
          await aws.budgets.delete(accountId, name);
          await store.budgets.forgetMirrored(lease, name, nowOf(context));
        } else {
          if (step.action === 'create') await aws.budgets.create(accountId, step.wanted);
          if (step.action === 'update') await aws.budgets.update(accountId, step.wanted, step.before);
          await store.budgets.recordMirrored(lease, {
            name,
            budgetId: step.budgetId,
            written: stable(step.wanted),
            writtenAt: nowOf(context),
          });
        }
        done++;
      } catch (error) {
        if (endsJob(error, context)) throw error;
        errors.push({ slice: `${step.action} ${name}`, error: wordsOf(error) });
      }
      progress.step(done, name);
    }
    progress.done(`${done} changed`);
    return { rows: done, errors };
  },
};
