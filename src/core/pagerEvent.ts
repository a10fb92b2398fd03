import { clipped } from './clipped.ts';
import type { Message, Tone } from './message.ts';
import { visibleInLine } from './signs.ts';

/** A message as an event of PagerDuty (Events API v2: 1,024 signs of a summary, 255 of a key). Pure. */

const SEVERITIES: Readonly<Record<Tone, 'critical' | 'warning' | 'info'>> = {
  urgent: 'critical',
  warning: 'warning',
  news: 'info',
  good: 'info',
};

/** What begins and ends has one key, so that what is good again resolves what was raised. */
export function pagerEvent(message: Message, routingKey: string): Readonly<Record<string, unknown>> {
  const { subject, lead, tone, about, raisedAt, links, data } = message;
  const key = { routing_key: routingKey, dedup_key: clipped(about, 255) };
  if (tone === 'good') return { ...key, event_action: 'resolve' };
  return {
    ...key,
    event_action: 'trigger',
    payload: {
      summary: clipped(visibleInLine(`${subject}: ${lead}`), 1_024),
      source: 'bedrock-ledger',
      severity: SEVERITIES[tone],
      timestamp: raisedAt,
      class: message.type,
      custom_details: data,
    },
    links: links.map(({ label, url }) => ({ href: url, text: visibleInLine(label) })),
  };
}
