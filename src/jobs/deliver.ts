import type { SliceError } from '../core/types.ts';
import { alertMessage } from './alerts.ts';
import { type Job, nowOf, wordsOf } from './job.ts';

const MINUTE = 60_000;
/** Attempts before a message is given up, visibly: about a day with the waits below. */
const ATTEMPTS = 10;
/** Wait after the n-th failed attempt: 1, 2, 4 … minutes, at most four hours. */
export const retryAfter = (attempts: number): number | null =>
  attempts >= ATTEMPTS ? null : Math.min(2 ** (attempts - 1), 240) * MINUTE;

const BATCH = 200;

/** Sends what the outbox owes; what fails stays there with its error and the time of the next attempt. */
export const deliverJob: Job = {
  name: 'deliver',
  async run({ store, clock, settings, notifiers, progress }) {
    const due = await store.alerts.due(nowOf({ clock }), BATCH);
    const errors: SliceError[] = [];
    progress.start('messages', due.length);
    let sent = 0;
    for (const { alert, ...delivery } of due) {
      const notifier = notifiers.find((n) => n.channel === delivery.channel);
      try {
        if (!notifier) throw new Error(`nothing is set up to send ${delivery.channel} messages`);
        await notifier.send(delivery.target, alertMessage(alert, delivery.id, settings.publicUrl));
        await store.alerts.delivered(delivery.id, nowOf({ clock }));
        sent++;
      } catch (error) {
        const wait = retryAfter(delivery.attempts + 1);
        await store.alerts.failed(
          delivery.id,
          wordsOf(error),
          wait === null ? null : new Date(clock.now() + wait).toISOString(),
          nowOf({ clock }),
        );
        errors.push({ slice: `${delivery.channel} to ${delivery.target}`, error: wordsOf(error) });
      }
      progress.step(sent);
    }
    progress.done(`${sent} sent`);
    return { rows: sent, errors };
  },
};
