import { exactOrNull } from '../app/json.ts';
import { type Alert, type Delivery, isAhead, knownThen } from '../core/alerts.ts';
import { crossedWords, narrowedWords, nextWords, periodWords } from '../core/alertWords.ts';
import { publicAddress, scopeHref } from '../core/href.ts';
import { amountOf, type Known, saidOf } from '../core/known.ts';
import type { Message } from '../core/message.ts';
import { plainMessage } from '../core/messageText.ts';
import { formatExact } from '../core/money.ts';
import { LATE_MS } from '../core/outbox.ts';
import { minuteOf } from '../core/periods.ts';
import { NEVER } from '../core/standing.ts';
import type { Instant, Money } from '../core/types.ts';
import { inThrees, usd } from '../core/usd.ts';

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
  const when = periodWords(alert.period, alert.periodStart, alert.periodEnd);
  const said = crossedWords(alert, delivery.target);
  const certainty =
    alert.label === 'final' ? '' : ' (best-known spend; newer parts are estimates until AWS has billed them)';
  const lines = [
    `${said} for Amazon Bedrock${narrowedWords(alert.narrowing)} in ${when} (UTC).`,
    '',
    `Spent so far: ${spentText(spent)}${saidOf(spent) === 'unpriced' ? '' : certainty}`,
    ...(alert.cautious === 0n ? [] : [cautiousLine(alert)]),
    ...(isAhead(alert) && alert.forecast !== null
      ? [`Expected by the end of the ${alert.period}: ${usd(alert.forecast)}`]
      : []),
    `Budget: ${usd(alert.budget)}${alert.carriedOver === 0n ? '' : ` (${usd(alert.carriedOver)} of it carried over)`}`,
    counted > alert.budget
      ? `Over it by: ${usd((counted - alert.budget) as Money)}`
      : `Left: ${usd((alert.budget - counted) as Money)}`,
    ...(alert.memberCount === null ? [] : [`People in the team then: ${alert.memberCount}`]),
    ...(alert.staleSince === null ? [] : [staleLine(alert.staleSince)]),
    `Seen at: ${minuteOf(alert.crossedAt)}`,
    ...lateLine(alert.crossedAt, now),
    '',
    nextWords(alert),
    ...(publicUrl === null ? [] : ['', pageOf(alert, publicUrl)]),
  ];
  return plainMessage({
    id: delivery.id,
    type: 'budget.threshold',
    tone: 'warning',
    locale: 'en',
    raisedAt: alert.crossedAt,
    about: `budget:${alert.budgetId}:${alert.scopeKey}:${alert.periodStart}`,
    subject: `${said} for ${when}: ${usd(counted)} of ${usd(alert.budget)}`,
    text: lines.join('\n'),
    data: {
      type: 'budget.threshold',
      scopeKind: alert.scopeKind,
      scopeKey: alert.scopeKey,
      month: alert.month,
      period: alert.period,
      periodStart: alert.periodStart,
      periodEnd: alert.periodEnd,
      narrowing: alert.narrowing,
      threshold: alert.threshold,
      thresholdPercent: alert.thresholdPercent,
      forecastUsd: exactOrNull(alert.forecast),
      carriedOverUsd: formatExact(alert.carriedOver),
      memberCount: alert.memberCount,
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
  });
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
