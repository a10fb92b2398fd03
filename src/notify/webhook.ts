import { createHmac } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Message } from '../core/message.ts';
import { blameOfHttp, NotSent } from '../core/outbox.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';

const TIMEOUT_MS = 10_000;

/** `t=<epoch seconds>,v1=<hex HMAC-SHA256 of "t.body">`: the receiver can check who sent it and how old it is. */
function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** Milliseconds that `Retry-After` asks for, in seconds or as a date (RFC 9110); null: it says none. */
function waitIn(header: string | null, now: number): number | null {
  if (header === null) return null;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

/** Posts a message as JSON, signed. Anything but a 2xx answer is a `NotSent`, which is tried again. */
export function webhookNotifier(secret: string, clock: Clock, outward: Outward = outwardOfProcess()) {
  return {
    channel: 'webhook' as const,
    async send(target: string, message: Pick<Message, 'id' | 'subject' | 'data'>): Promise<void> {
      const body = JSON.stringify({ id: message.id, subject: message.subject, ...message.data });
      const response = await outward
        .fetch(target, {
          method: 'POST',
          redirect: 'error',
          headers: {
            'content-type': 'application/json',
            'x-bedrock-ledger-signature': signature(secret, Math.floor(clock.now() / 1000), body),
          },
          body,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        })
        .catch((error: unknown) => {
          throw new NotSent('channel', `the webhook could not be reached: ${reasonOf(error)}`, {
            cause: error,
          });
        });
      // What it says is of no interest, and may be without end.
      await response.body?.cancel().catch(() => undefined);
      if (response.ok) return;
      const askedToWaitMs = waitIn(response.headers.get('retry-after'), clock.now());
      throw new NotSent(blameOfHttp(response.status), `the webhook answered ${response.status}`, {
        askedToWaitMs,
      });
    },
  };
}

/** `fetch` hides what happened in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
