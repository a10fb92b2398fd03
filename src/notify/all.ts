import type { ChannelSetting } from '../core/channels.ts';
import type { Clock } from '../core/clock.ts';
import type { Message } from '../core/message.ts';
import type { NotifySettings } from '../core/notifySettings.ts';
import type { Outward } from '../outward/outward.ts';
import { emailNotifier } from './email.ts';
import { pagerdutyNotifier } from './pagerduty.ts';
import { slackNotifier } from './slack.ts';
import { slackAppNotifier } from './slackApp.ts';
import { type PublishToTopic, snsNotifier } from './sns.ts';
import { teamsNotifier } from './teams.ts';
import { webhookNotifier } from './webhook.ts';

interface Sender {
  channel: string;
  newRun?(): void;
  send(target: string, message: Message): Promise<void>;
}

/** Whoever sends by each channel that is set. @param publish to topics of Amazon SNS */
export function notifiersOf(
  notify: NotifySettings,
  clock: Clock,
  { outward, publish }: { outward: Outward; publish: PublishToTopic },
): Sender[] {
  const { smtpUrl, from, webhook, channels } = notify;
  return [
    ...(smtpUrl === null ? [] : [emailNotifier(smtpUrl, from, { outward })]),
    ...(webhook === null ? [] : [webhookNotifier(webhook, clock, { outward })]),
    ...channels.map((channel) => senderOf(channel, clock, outward, publish)),
  ];
}

function senderOf(channel: ChannelSetting, clock: Clock, outward: Outward, publish: PublishToTopic): Sender {
  switch (channel.kind) {
    case 'slack':
      return slackNotifier(channel, clock, { outward });
    case 'slackApp':
      return slackAppNotifier(channel, clock, { outward });
    case 'teams':
      return teamsNotifier(channel, clock, { outward });
    case 'pagerduty':
      return pagerdutyNotifier(channel, clock, { outward });
    case 'sns':
      return snsNotifier(channel, publish);
    case 'webhook': {
      const sender = webhookNotifier(channel, clock, { outward });
      return { channel: sender.channel, send: (_, message) => sender.send(channel.url, message) };
    }
  }
}
