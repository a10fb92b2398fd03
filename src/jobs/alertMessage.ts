import { exactOrNull } from '../app/json.ts';
import { type Alert, type Delivery, knownThen } from '../core/alerts.ts';
import { publicAddress, scopeHref } from '../core/href.ts';
import { amountOf, type Known, saidOf } from '../core/known.ts';
import { formatExact } from '../core/money.ts';
import { LATE_MS } from '../core/outbox.ts';
import { dayOf, minuteOf, monthRange, startOf } from '../core/periods.ts';
import { NEVER } from '../core/standing.ts';
import type { Instant, Money } from '../core/types.ts';
import { inThrees, usd } from '../core/usd.ts';
import type { Message } from './job.ts';

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/**
 * What an alert says, short and in plain text; amounts for people in cents, for machines exact.
 * @param delivery its id is the message's, stable over repetitions; whoever it is about is spoken to
 * @param publicUrl where people reach the pages; null leaves the link out
 * @param now when it is sent, so that it says where it comes late; null: at once
 */
export function alertMessage(
  alert: Alert,
  delivery: Pick<Delivery, 'id' | 'target'>,
  publicUrl: string | null,
  now: Instant | null = null,
): Message {
  const spent = knownThen(alert);
  const counted = (alert.spent + alert.cautious) as Money;
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
    `Spent so far: ${spentText(spent)}${saidOf(spent) === 'unpriced' ? '' : certainty}`,
    ...(alert.cautious === 0n ? [] : [cautiousLine(alert)]),
    `Budget: ${usd(alert.budget)}`,
    counted > alert.budget
      ? `Over it by: ${usd((counted - alert.budget) as Money)}`
      : `Left: ${usd((alert.budget - counted) as Money)}`,
    ...(alert.staleSince === null ? [] : [staleLine(alert.staleSince)]),
    `Seen at: ${minuteOf(alert.crossedAt)}`,
    ...lateLine(alert.crossedAt, now),
    '',
    next,
    ...(publicUrl === null ? [] : ['', pageOf(alert, publicUrl)]),
  ];
  return {
    id: delivery.id,
    subject: `${who} ${state} for ${month}: ${usd(counted)} of ${usd(alert.budget)}`,
    text: lines.join('\n'),
    data: {
      type: 'budget.threshold',
      scopeKind: alert.scopeKind,
      scopeKey: alert.scopeKey,
      month: alert.month,
      thresholdPercent: alert.thresholdPercent,
      spentUsd: exactOrNull(amountOf(spent)),
      unpricedTokens: alert.unpricedTokens?.toString() ?? null,
      lowerBound: saidOf(spent) !== 'whole',
      cautiousUsd: formatExact(alert.cautious),
      countedUsd: formatExact(counted),
      budgetUsd: formatExact(alert.budget),
      label: alert.label,
      ...(alert.staleSince === null ? {} : { staleSince: alert.staleSince }),
      crossedAt: alert.crossedAt,
    },
  };
}

const spentText = (spent: Known): string => {
  const amount = amountOf(spent);
  if (amount === null) return 'unpriced';
  return saidOf(spent) === 'whole' ? usd(amount) : `at least ${usd(amount)}`;
};

const cautiousLine = ({ unpricedTokens, cautious }: Alert): string =>
  `Beside it, of ${unpricedTokens === null ? '' : `${inThrees(String(unpricedTokens))} `}tokens that have no price yet: ${usd(cautious)} (counted at a cautious rate; nobody has billed it)`;

const staleLine = (since: Instant): string =>
  since === NEVER
    ? 'Not everything was known then: a source had never been read.'
    : `Not everything was known then: a source had not been read since ${minuteOf(since)}.`;

/** What is sent long after it was seen says so: whoever reads it looks at the pages for what came since. */
export const lateLine = (seenAt: Instant, now: Instant | null): string[] =>
  now !== null && Date.parse(now) - Date.parse(seenAt) >= LATE_MS
    ? [`Sent late, at ${minuteOf(now)}: it could not be delivered before.`]
    : [];

const pageOf = ({ scopeKind, scopeKey }: Alert, publicUrl: string): string =>
  publicAddress(publicUrl, () => scopeHref(scopeKind, scopeKey));
