import { teamsMessage } from '../core/card.ts';
import type { Clock } from '../core/clock.ts';
import type { Message } from '../core/message.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';
import { postJson } from './post.ts';

/** Posts messages to a Workflows URL of Microsoft Teams, as an Adaptive Card. */
export function teamsNotifier(
  { name, url }: { name: string; url: string },
  clock: Clock,
  { outward = outwardOfProcess(), withinMs }: { outward?: Outward; withinMs?: number } = {},
) {
  const receiver = {
    what: `Teams (${name})`,
    outward,
    clock,
    ...(withinMs === undefined ? {} : { withinMs }),
  };
  return {
    channel: name,
    send: async (_: string, message: Message): Promise<void> =>
      postJson(receiver, url, JSON.stringify(teamsMessage(message)), {
        // Without it what is not ASCII is counted twice against the limit.
        'content-type': 'application/json; charset=utf-8',
      }),
  };
}
