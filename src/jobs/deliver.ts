import type { Delivery } from '../core/alerts.ts';
import { LedgerError } from '../core/errors.ts';
import { instantOf } from '../core/periods.ts';
import type { SliceError } from '../core/runs.ts';
import { alertMessage } from './alertMessage.ts';
import { type Job, nowOf, wordsOf } from './job.ts';
import { noticeMessage } from './noticeMessage.ts';

const MINUTE_MS = 60_000;
/** Attempts before a message is given up, visibly: about eight hours with the waits below. */
const ATTEMPTS = 10;
const LONGEST_WAIT_MINUTES = 240;
/** Messages of one run. */
const BATCH = 200;
/** After so many failures in a row a channel counts as down for this run: the rest of its messages keep their attempts. */
const DOWN_AFTER = 3;

/** Milliseconds to wait after the n-th failed attempt: 1, 2, 4 … minutes; null: given up. */
export function retryAfter(attempts: number): number | null {
  return attempts >= ATTEMPTS ? null : Math.min(2 ** (attempts - 1), LONGEST_WAIT_MINUTES) * MINUTE_MS;
}

/** Sends what the outbox owes; what fails stays there with its error and the time of the next attempt. */
export const deliverJob: Job = {
  name: 'deliver',
  async run({ store, clock, settings, notifiers, progress, signal }) {
    const due = await store.alerts.due(nowOf({ clock }), BATCH);
    const errors: SliceError[] = [];
    const failures = new Map<Delivery['channel'], number>();
    progress.start('messages', due.length);
    let sent = 0;
    for (const { alert, notice, ...delivery } of due) {
      if (signal?.aborted) break;
      const { channel, target } = delivery;
      if ((failures.get(channel) ?? 0) >= DOWN_AFTER) continue;
      try {
        const notifier = notifiers.find((one) => one.channel === channel);
        if (!notifier) throw new LedgerError('switchedOff', `nothing is set up to send ${channel} messages`);
        const message =
          alert === null
            ? noticeMessage(notice, delivery, settings.publicUrl)
            : alertMessage(alert, delivery, settings.publicUrl);
        await notifier.send(target, message);
        await store.alerts.delivered(delivery.id, nowOf({ clock }));
        failures.delete(channel);
        sent += 1;
      } catch (error) {
        const wait = retryAfter(delivery.attempts + 1);
        const next = wait === null ? null : instantOf(clock.now() + wait);
        await store.alerts.failed(delivery.id, wordsOf(error), next, nowOf({ clock }));
        failures.set(channel, (failures.get(channel) ?? 0) + 1);
        errors.push({ slice: `${channel} to ${target}`, error: wordsOf(error) });
      }
      progress.step(sent);
    }
    progress.done(`${sent} sent`);
    return { rows: sent, errors };
  },
};
