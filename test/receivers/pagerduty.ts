import * as z from 'zod';

/** What PagerDuty takes as an event (Events API v2, developer.pagerduty.com): lengths are signs, a whole event 512 KB. */

const MOST_BYTES = 512 * 1024;

const key = { routing_key: z.string().length(32), dedup_key: z.string().min(1).max(255) };
const EVENT = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...key,
    event_action: z.literal('trigger'),
    payload: z.strictObject({
      summary: z.string().min(1).max(1_024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime().optional(),
      component: z.string().optional(),
      group: z.string().optional(),
      class: z.string().optional(),
      custom_details: z.record(z.string(), z.unknown()).optional(),
    }),
    links: z.array(z.strictObject({ href: z.url(), text: z.string().optional() })).optional(),
    client: z.string().optional(),
    client_url: z.string().optional(),
  }),
  z.strictObject({ ...key, event_action: z.enum(['acknowledge', 'resolve']) }),
]);

/** What PagerDuty would not take, in words; nothing where it takes it. @param body as it is posted */
export function pagerdutyFaults(body: string): string[] {
  const bytes = Buffer.byteLength(body);
  const read = EVENT.safeParse(JSON.parse(body));
  return [
    ...(bytes > MOST_BYTES ? [`${bytes} bytes`] : []),
    ...(read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)),
  ];
}
