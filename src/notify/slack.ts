import { IncomingWebhook } from '@slack/webhook';
import { slackBlocks } from '../core/blocks.ts';
import type { Clock } from '../core/clock.ts';
import type { Message } from '../core/message.ts';
import type { NotSent } from '../core/outbox.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';
import { POST_MS, refused, unreachable } from './post.ts';

/** Posts messages to a channel of Slack by its incoming webhook. */
export function slackNotifier(
  { name, url }: { name: string; url: string },
  clock: Clock,
  { outward = outwardOfProcess(), withinMs = POST_MS }: { outward?: Outward; withinMs?: number } = {},
) {
  return {
    channel: name,
    async send(_: string, message: Message): Promise<void> {
      let answer: Response | null = null;
      const webhook = new IncomingWebhook(url, {
        timeout: withinMs,
        // By the one way out; what it answers is kept, since the library's error leaves out how long it asks to wait. The library
        // would read all that is said, which may be without end and comes after Slack has taken the message.
        fetch: async (...asked: Parameters<typeof fetch>) => {
          answer = await outward.fetch(...asked);
          await answer.body?.cancel().catch(() => undefined);
          return new Response(null, { status: answer.status });
        },
      });
      try {
        await webhook.send(slackBlocks(message));
      } catch (error) {
        throw notSent(`Slack (${name})`, answer, error, clock);
      }
    },
  };
}

function notSent(what: string, answer: Response | null, error: unknown, clock: Clock): NotSent {
  if (answer === null || answer.ok) return unreachable(what, error);
  // 400, 403, 404 and 410 say which in words: invalid_payload is the message's fault, no_service and the like the channel's.
  return refused(what, answer, clock);
}
