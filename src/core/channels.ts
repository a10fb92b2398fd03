import type { LetterLocale } from './letters.ts';
import { topicPlace } from './snsForm.ts';
import type { Topic } from './topics.ts';

/** By what messages leave: e-mail, and channels that the settings name. Pure; whoever sends is in `src/notify`. */

export const CHANNEL_KINDS = ['email', 'webhook', 'slack', 'slackApp', 'teams', 'pagerduty', 'sns'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** The two that are set without a list: `notify.smtpUrl` and `notify.webhook`. */
export const EMAIL = 'email';
export const WEBHOOK = 'webhook';

/** How a webhook's body is read: `json` by machines, `text` by chat tools that show one text. */
export const WEBHOOK_FORMATS = ['json', 'text'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** What every channel that many read is set to. */
interface Shared {
  /** Its name in lists, logs and the outbox; unique. */
  name: string;
  language: LetterLocale;
  /** What it is told of. */
  topics: readonly Topic[];
  /** Of whom: `everything`, `organisation`, `costCenter:CC-1`, `team:manager@example.com`; of health there is one. */
  of: readonly string[];
  /** Whether it may show the figures of one person. */
  people: boolean;
}

/** A channel that many read. */
export type SharedChannel = Shared &
  (
    | { kind: 'webhook'; url: string; secret: string; format: WebhookFormat }
    /** An incoming webhook of Slack. */
    | { kind: 'slack'; url: string }
    /** A Workflows URL of Microsoft Teams. */
    | { kind: 'teams'; url: string }
    /** Health only. */
    | { kind: 'pagerduty'; routingKey: string; url: string }
    /** A topic of Amazon SNS, in the account and Region of its ARN. */
    | { kind: 'sns'; topicArn: string }
  );

/**
 * A bot of Slack: direct messages to people by their address. With a `signingSecret`, which proves what Slack sends, requests
 * are answered by buttons.
 */
export interface SlackAppChannel {
  name: string;
  kind: 'slackApp';
  token: string;
  signingSecret: string | null;
  /** Where its methods are, without the slash at the end. */
  api: string;
}

/** A channel of the list `notify.channels`. Addresses, tokens, keys and secrets are never shown. */
export type ChannelSetting = SharedChannel | SlackAppChannel;

/** Kinds that reach single people by their address. */
export const reachesPeople = (kind: ChannelKind): boolean => kind === 'email' || kind === 'slackApp';

/** Whether many read it; else it reaches one person by their address. */
export const isShared = (channel: ChannelSetting): channel is SharedChannel => channel.kind !== 'slackApp';

/** By which channels one person can be told, by their names: the first is how they are where they chose none. */
export const personalChannels = ({
  smtpUrl,
  channels,
}: {
  smtpUrl: string | null;
  channels: readonly ChannelSetting[];
}): string[] => [
  ...channels.filter((one) => !isShared(one)).map(({ name }) => name),
  ...(smtpUrl === null ? [] : [EMAIL]),
];

/** Whether a channel, also one that is not set any more, reaches one person by their address. */
export const isPersonal = (name: string, channels: readonly ChannelSetting[]): boolean =>
  name === EMAIL || channels.some((one) => one.name === name && !isShared(one));

/** Where a channel posts to: it may hold a secret. */
export function addressOf(channel: ChannelSetting): string {
  if (channel.kind === 'sns') {
    const { region } = topicPlace(channel.topicArn);
    return `https://sns.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  }
  return channel.kind === 'slackApp' ? channel.api : channel.url;
}

/** The setting that a channel stands in, by its name. */
export const settingNameOf = (channel: string): string =>
  channel === EMAIL ? 'notify.smtpUrl' : channel === WEBHOOK ? 'notify.webhook' : 'notify.channels';

/** A message as a channel sends it. */
export interface ChannelForm {
  subject: string;
  text: string;
  /** Of mails; null elsewhere. */
  html: string | null;
  /** What is posted, indented; null of mails. */
  json: string | null;
}
