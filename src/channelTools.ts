import type { ChannelTools } from './app/notify/channelTools.ts';
import type { Aws } from './aws/types.ts';
import { wayOut } from './context.ts';
import { TooLate } from './core/channelTest.ts';
import type { Clock } from './core/clock.ts';
import { NotSent } from './core/outbox.ts';
import type { Environment } from './core/proxies.ts';
import type { Settings } from './core/settings.ts';
import { sampleMessage } from './jobs/messages/samples.ts';

/** Of a test that somebody waits for at a page, milliseconds. */
const TEST_MS = 15_000;

/** What words and sends by the channels that are set, with the programs that send: loaded when a channel is looked at. */
export async function channelToolsOf(
  { settings, clock, aws }: { settings: Settings; clock: Clock; aws: () => Promise<Aws> },
  around: { env?: Environment } = {},
  withinMs = TEST_MS,
): Promise<ChannelTools> {
  const { notify, publicUrl } = settings;
  const [{ notifiersOf }, { formOf }] = await Promise.all([
    import('./notify/all.ts'),
    import('./notify/form.ts'),
  ]);
  const notifiers = notifiersOf(notify, clock, {
    outward: wayOut(around),
    publish: async (topicArn, form) => (await aws()).sns.publish(topicArn, form),
  });
  return {
    sample: (kind, of) => sampleMessage(kind, { ...of, publicUrl }),
    form: (channel, message) => formOf(channel, message, notify),
    async send(channel, target, message) {
      const notifier = notifiers.find((one) => one.channel === channel);
      if (notifier === undefined) throw new NotSent('channel', `nothing sends by ${channel}`);
      // A webhook has one address, which no message carries here.
      const to = channel === 'webhook' ? (notify.webhook?.url ?? '') : target;
      await within(withinMs, notifier.send(to, message));
    },
    elapsed() {
      const begun = performance.now();
      return () => Math.round(performance.now() - begun);
    },
  };
}

/** @throws TooLate where it takes longer; what comes of it later nobody hears */
async function within(ms: number, sending: Promise<void>): Promise<void> {
  sending.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(ms)), ms);
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}
