import { formatExact, formatFixed } from '../core/money.ts';
import { dayOf, monthRange, startOf } from '../core/periods.ts';
import type { Alert, Delivery, Money } from '../core/types.ts';
import type { Message } from './job.ts';

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/**
 * What an alert says, short and in plain text; amounts for people in cents, for machines exact.
 * @param delivery its id is the message's, stable over repetitions; whoever it is about is spoken to
 * @param publicUrl where people reach the pages; null leaves the link out
 */
export function alertMessage(
  alert: Alert,
  delivery: Pick<Delivery, 'id' | 'target'>,
  publicUrl: string | null,
): Message {
  const usd = (value: Money) => `$${formatFixed(value, 2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')}`;
  const month = MONTH.format(startOf(`${alert.month}-01`));
  const own = alert.scopeKind === 'user' && delivery.target === alert.scopeKey;
  const name = alert.scopeKind === 'user' ? alert.scopeKey : `Cost center ${alert.scopeKey}`;
  const who = own ? 'You have' : `${name} has`;
  const whose = own ? 'your' : 'the';
  const state =
    alert.thresholdPercent >= 100
      ? `used up ${whose} budget`
      : `used ${alert.thresholdPercent} % of ${whose} budget`;
  const certainty =
    alert.label === 'final' ? '' : ' (best-known spend; newer parts are estimates until AWS has billed them)';
  const nextMonth = monthRange(alert.month).endExclusive;
  const next =
    dayOf(alert.crossedAt) < nextMonth
      ? `Nothing is blocked. A new budget month starts on ${nextMonth} (UTC); for more before that, ask whoever sets the budgets.`
      : 'That month is over: this was seen in what its last days came to.';
  const lines = [
    `${who} ${state} for Amazon Bedrock in ${month} (UTC).`,
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
    id: delivery.id,
    subject: `${who} ${state} for ${month}: ${usd(alert.spent)} of ${usd(alert.budget)}`,
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
