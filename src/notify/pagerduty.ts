import type { Clock } from '../core/clock.ts';
import type { Message } from '../core/message.ts';
import { pagerEvent } from '../core/pagerEvent.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';
import { postJson } from './post.ts';

/** Sends events to PagerDuty. */
export function pagerdutyNotifier(
  { name, url, routingKey }: { name: string; url: string; routingKey: string },
  clock: Clock,
  { outward = outwardOfProcess(), withinMs }: { outward?: Outward; withinMs?: number } = {},
) {
  const receiver = {
    what: `PagerDuty (${name})`,
    outward,
    clock,
    ...(withinMs === undefined ? {} : { withinMs }),
  };
  return {
    channel: name,
    send: async (_: string, message: Message): Promise<void> =>
      postJson(receiver, url, JSON.stringify(pagerEvent(message, routingKey))),
  };
}
