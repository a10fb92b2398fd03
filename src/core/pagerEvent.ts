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

/** A whole event may be 512 KB: what is longer than anybody reads is cut. Signs. */
const MOST_DETAIL = 4_000;
const MOST_URL = 2_000;
const MOST_LABEL = 200;
const MOST_LINKS = 10;

/** What begins and ends has one key, so that what is good again resolves what was raised. */
export function pagerEvent(message: Message, routingKey: string): Readonly<Record<string, unknown>> {
  const { subject, lead, tone, about, raisedAt, links, data } = message;
  const key = { routing_key: routingKey, dedup_key: clipped(about, 255) };
  if (tone === 'good') return { ...key, event_action: 'resolve' };
  return {
    ...key,
    event_action: 'trigger',
    payload: {
      summary: clipped(visibleInLine(clipped(`${subject}: ${lead}`, 1_024)), 1_024),
      source: 'bedrock-ledger',
      severity: SEVERITIES[tone],
      timestamp: raisedAt,
      class: message.type,
      custom_details: Object.fromEntries(
        Object.entries(data).map(([key, value]) => [
          key,
          typeof value === 'string' ? clipped(value, MOST_DETAIL) : value,
        ]),
      ),
    },
    links: links
      .filter(({ url }) => url.length <= MOST_URL)
      .slice(0, MOST_LINKS)
      .map(({ label, url }) => ({ href: url, text: clipped(visibleInLine(label), MOST_LABEL) })),
  };
}
