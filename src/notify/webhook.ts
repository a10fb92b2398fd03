import { createHmac } from 'node:crypto';
import type { WebhookFormat } from '../core/channels.ts';
import { clipped } from '../core/clipped.ts';
import type { Clock } from '../core/clock.ts';
import type { Message } from '../core/message.ts';
import { messageText } from '../core/messageText.ts';
import { visible, visibleInLine } from '../core/signs.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';
import { postJson, type Receiver } from './post.ts';

/** `t=<epoch seconds>,v1=<hex HMAC-SHA256 of "t.body">`: the receiver can check who sent it and how old it is. */
function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** What is posted. `text`: for chat programs that show one text, which they look for under different names. */
export function webhookBody(message: Message, format: WebhookFormat): string {
  const { id, subject, data } = message;
  if (format === 'json') return JSON.stringify({ id, subject: visibleInLine(subject), ...data });
  const text = visible(`${visibleInLine(subject)}\n\n${messageText(message)}`);
  return JSON.stringify({ id, text, content: clipped(text, MOST_CONTENT) });
}
/** Discord, which reads `content`, takes no more; the others read `text`. */
const MOST_CONTENT = 2_000;

/**
 * Posts a message as JSON, signed: over the time and the body, in which its id is. Anything but a 2xx answer is a `NotSent`,
 * which is tried again.
 */
export function webhookNotifier(
  { name = 'webhook', secret, format = 'json' }: { name?: string; secret: string; format?: WebhookFormat },
  clock: Clock,
  { outward = outwardOfProcess(), withinMs }: { outward?: Outward; withinMs?: number } = {},
) {
  const receiver: Receiver = { what: `the webhook${name === 'webhook' ? '' : ` ${name}`}`, outward, clock };
  return {
    channel: name,
    async send(target: string, message: Message): Promise<void> {
      const body = webhookBody(message, format);
      await postJson({ ...receiver, ...(withinMs === undefined ? {} : { withinMs }) }, target, body, {
        'x-bedrock-ledger-id': message.id,
        'x-bedrock-ledger-signature': signature(secret, Math.floor(clock.now() / 1000), body),
      });
    },
  };
}
