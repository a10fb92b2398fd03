import { formatFixed } from '../core/money.ts';
import { dayOf, monthOf, monthRange } from '../core/periods.ts';
import type { Alert, Budget, Delivery, Money } from '../core/types.ts';
import type { SpendSum } from '../store/types.ts';
import { type Job, nowOf } from './job.ts';

/** A budget with whom it holds for: the default counts for everybody without one of their own. */
export interface BudgetOf {
  budget: Budget;
  scopeKind: Alert['scopeKind'];
  scopeKey: string;
}

/** Which budget holds for each user and cost center that spent anything or has one. Pure. */
export function budgetsInForce(budgets: readonly Budget[], users: readonly string[]): BudgetOf[] {
  const own = budgets.flatMap((budget): BudgetOf[] =>
    budget.scope.kind === 'userDefault'
      ? []
      : [{ budget, scopeKind: budget.scope.kind, scopeKey: budget.scope.key }],
  );
  const standard = budgets.find((budget) => budget.scope.kind === 'userDefault');
  const named = new Set(own.filter((o) => o.scopeKind === 'user').map((o) => o.scopeKey));
  return [
    ...own,
    ...(standard
      ? users
          .filter((user) => user !== '' && !named.has(user))
          .map((user): BudgetOf => ({ budget: standard, scopeKind: 'user', scopeKey: user }))
      : []),
  ];
}

/** Thresholds (percent) that `spent` has reached of `budget`, lowest first. Exact: no division. */
export const crossed = (spent: Money, budget: Money, thresholds: readonly number[]): number[] =>
  thresholds
    .filter((percent) => spent * 100n >= budget * BigInt(percent) && spent > 0n)
    .sort((a, b) => a - b);

/**
 * Records every new crossing of the running month, with the messages it owes in the same transaction. Of several new
 * ones of one budget only the highest is sent. Each is recorded once per budget, owner, version, month and threshold.
 */
export const alertsJob: Job = {
  name: 'alerts',
  async run({ store, lease, clock, settings, ...context }) {
    const now = nowOf({ clock });
    const month = monthOf(dayOf(clock.now()));
    const range = monthRange(month);
    const [users, costCenters] = await store.spend.queryAll([
      { range, groupBy: ['user'], basis: 'best', filter: {} },
      { range, groupBy: ['costCenter'], basis: 'best', filter: {} },
    ]);
    const sums = { user: byKey(users?.rows ?? []), costCenter: byKey(costCenters?.rows ?? []) };
    const already = await store.alerts.recorded(month);
    const found: (Omit<Alert, 'id'> & { send: { channel: Delivery['channel']; target: string }[] })[] = [];
    for (const { budget, scopeKind, scopeKey } of budgetsInForce(await store.budgets.list(), [
      ...sums.user.keys(),
    ])) {
      const sum = sums[scopeKind].get(scopeKey);
      if (!sum) continue;
      const spent = (sum.amount + cautious(sum.unpricedTokens, settings.cautiousRatePerMillion)) as Money;
      const fresh = crossed(spent, budget.amount, settings.thresholds).filter(
        (percent) => !already.has(`${budget.id}|${scopeKey}|${budget.version}|${percent}`),
      );
      for (const thresholdPercent of fresh) {
        const send = thresholdPercent === fresh.at(-1) ? targets(settings.notify, scopeKind, scopeKey) : [];
        found.push({
          budgetId: budget.id,
          scopeKind,
          scopeKey,
          version: budget.version,
          month,
          thresholdPercent,
          spent,
          budget: budget.amount,
          label: sum.label,
          crossedAt: now,
          send,
        });
      }
    }
    const rows = await store.alerts.record(lease, found, now);
    context.progress.start('alerts', 1);
    context.progress.done(`${rows} new`);
    return { rows, errors: [] };
  },
};

const byKey = (rows: readonly SpendSum[]): Map<string, SpendSum> =>
  new Map(rows.map((row) => [row.keys[0] ?? '', row]));
/** Tokens without any rate count at the cautious one, so that an unpriced model is not a way round a budget. */
const cautious = (tokens: bigint, perMillion: Money): bigint => (tokens * perMillion) / 1_000_000n;

function targets(
  notify: { to: string[]; toOwner: boolean; smtpUrl: string | null; webhook: { url: string } | null },
  scopeKind: Alert['scopeKind'],
  scopeKey: string,
): { channel: Delivery['channel']; target: string }[] {
  const owner = notify.toOwner && scopeKind === 'user' && scopeKey.includes('@') ? [scopeKey] : [];
  const mails =
    notify.smtpUrl === null
      ? []
      : [...new Set([...owner, ...notify.to])].map((target) => ({ channel: 'email' as const, target }));
  return [...mails, ...(notify.webhook ? [{ channel: 'webhook' as const, target: notify.webhook.url }] : [])];
}

/** What an alert says. `publicUrl` makes the link. */
export function alertMessage(
  alert: Alert,
  deliveryId: string,
  publicUrl: string | null,
): { id: string; subject: string; text: string; data: Record<string, string | number> } {
  const usd = (value: Money) => `$${formatFixed(value, 2)}`;
  const who = alert.scopeKind === 'user' ? alert.scopeKey : `cost center ${alert.scopeKey}`;
  const page =
    publicUrl === null
      ? ''
      : `\n\n${publicUrl.replace(/\/$/, '')}/${alert.scopeKind === 'user' ? 'users' : 'cost-centers'}/${encodeURIComponent(alert.scopeKey)}`;
  const over =
    alert.thresholdPercent >= 100 ? 'is over budget' : `has used ${alert.thresholdPercent} % of the budget`;
  return {
    id: deliveryId,
    subject: `${who} ${over} for ${alert.month}: ${usd(alert.spent)} of ${usd(alert.budget)}`,
    text: `${who} ${over} for Amazon Bedrock in ${alert.month} (UTC).\n\nSpent so far: ${usd(alert.spent)}${alert.label === 'final' ? '' : ' (partly estimated; the bill follows about a day later)'}\nBudget: ${usd(alert.budget)}\nSeen at: ${alert.crossedAt}${page}`,
    data: {
      type: 'budget.threshold',
      scopeKind: alert.scopeKind,
      scopeKey: alert.scopeKey,
      month: alert.month,
      thresholdPercent: alert.thresholdPercent,
      spentUsd: formatFixed(alert.spent, 10),
      budgetUsd: formatFixed(alert.budget, 10),
      label: alert.label,
      crossedAt: alert.crossedAt,
    },
  };
}
