import { formatExact, formatFixed } from '../core/money.ts';
import { dayOf, monthRange } from '../core/periods.ts';
import type { Alert, Money } from '../core/types.ts';
import type { Message } from './job.ts';

/**
 * What an alert says, short and in plain text; amounts for people in cents, for machines exact.
 * @param deliveryId makes the message's id, stable over repetitions
 * @param publicUrl where people reach the pages; null leaves the link out
 */
export function alertMessage(alert: Alert, deliveryId: string, publicUrl: string | null): Message {
  const usd = (value: Money) => `$${formatFixed(value, 2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')}`;
  const who = alert.scopeKind === 'user' ? alert.scopeKey : `cost center ${alert.scopeKey}`;
  const state =
    alert.thresholdPercent >= 100
      ? 'has used up the budget'
      : `has used ${alert.thresholdPercent} % of the budget`;
  const certainty =
    alert.label === 'final' ? '' : ' (best-known spend; newer parts are estimates until AWS has billed them)';
  const nextMonth = monthRange(alert.month).endExclusive;
  const next =
    dayOf(alert.crossedAt) < nextMonth
      ? `Nothing is blocked. A new budget month starts on ${nextMonth} (UTC); for more before that, ask whoever sets the budgets.`
      : 'That month is over: this was seen in what its last days came to.';
  const lines = [
    `${who} ${state} for Amazon Bedrock in ${alert.month} (UTC).`,
    '',
    `Spent so far: ${usd(alert.spent)}${certainty}`,
    `Budget: ${usd(alert.budget)}`,
    alert.spent > alert.budget
      ? `Over it by: ${usd((alert.spent - alert.budget) as Money)}`
      : `Left: ${usd((alert.budget - alert.spent) as Money)}`,
    `Seen at: ${alert.crossedAt.slice(0, 16).replace('T', ' ')} UTC`,
    '',
    next,
    ...(publicUrl === null ? [] : ['', pageOf(alert, publicUrl)]),
  ];
  return {
    id: deliveryId,
    subject: `${who} ${state} for ${alert.month}: ${usd(alert.spent)} of ${usd(alert.budget)}`,
    text: lines.join('\n'),
    data: {
      type: 'budget.threshold',
      scopeKind: alert.scopeKind,
      scopeKey: alert.scopeKey,
      month: alert.month,
      thresholdPercent: alert.thresholdPercent,
      spentUsd: formatExact(alert.spent),
      budgetUsd: formatExact(alert.budget),
      label: alert.label,
      crossedAt: alert.crossedAt,
    },
  };
}

function pageOf({ scopeKind, scopeKey }: Alert, publicUrl: string): string {
  const folder = scopeKind === 'user' ? 'users' : 'cost-centers';
  return `${publicUrl.replace(/\/$/, '')}/${folder}/${encodeURIComponent(scopeKey)}`;
}
