import { sharedChannels } from './channelRoutes.ts';
import { addressOf, type ChannelKind, EMAIL, WEBHOOK } from './channels.ts';
import type { LetterLocale } from './letters.ts';
import type { NotifySettings } from './notifySettings.ts';
import { MESSAGE_KINDS } from './sent.ts';
import { isTold, type MessageKind, TOPICS, type Topic, topicOf } from './topics.ts';
import type { Instant } from './types.ts';

/** Channels as they are set, for whoever looks after them: without addresses, tokens and keys. Pure. */

export interface ChannelSet {
  name: string;
  kind: ChannelKind;
  language: LetterLocale;
  topics: readonly Topic[];
  /** Of whom, as `ChannelSetting.of` has it; empty where each reader is told by their role. */
  of: readonly string[];
  /** Whether it may show the figures of one person. */
  people: boolean;
  /** Where it leads: of its address the host alone, since what follows may be a secret; '' where it has none. */
  host: string;
}

/** How messages of one channel did, as the outbox has it. */
export interface ChannelTraffic {
  channel: string;
  waiting: number;
  /** Of messages that were owed lately; null: none arrived. */
  lastDeliveredAt: Instant | null;
  /** The newest message of late that has not arrived: when it was owed or given up, and why; null: there is none. */
  failure: { at: Instant; error: string } | null;
}

/** Every channel that is set, e-mail first, the others as the settings name them. */
export function channelsSet(notify: NotifySettings): ChannelSet[] {
  const { smtpUrl, language, webhook, channels } = notify;
  // Where nobody is sent reports, none is told of them.
  const isWritten = (topic: Topic) => topic !== 'reports' || notify.reports.rhythm !== 'never';
  const toPeople = { of: [], people: true, topics: TOPICS.filter(isWritten) };
  const email: ChannelSet[] =
    smtpUrl === null ? [] : [{ name: EMAIL, kind: 'email', language, host: hostIn(smtpUrl), ...toPeople }];
  const shared = new Map(
    sharedChannels(notify).map((one) => [one.name, { ...one, topics: one.topics.filter(isWritten) }]),
  );
  const ofWebhook = shared.get(WEBHOOK);
  return [
    ...email,
    ...(ofWebhook === undefined || webhook === null
      ? []
      : [{ ...withoutTarget(ofWebhook), kind: 'webhook' as const, host: hostIn(webhook.url) }]),
    ...channels.flatMap((one): ChannelSet[] => {
      const { name, kind } = one;
      const told = shared.get(name);
      if (told !== undefined) return [{ ...withoutTarget(told), kind, host: hostIn(addressOf(one)) }];
      return [{ name, kind, language, host: hostIn(addressOf(one)), ...toPeople }];
    }),
  ];
}

const withoutTarget = ({
  name,
  language,
  topics,
  of,
  people,
}: ReturnType<typeof sharedChannels>[number]): Omit<ChannelSet, 'kind' | 'host'> => ({
  name,
  language,
  topics,
  of,
  people,
});

/** The host of an address with its port, without who signs in there and what follows. */
function hostIn(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

/** Which kinds of message a channel is ever sent, the test first. @param tells what the settings choose (`notify.tells`) */
export const kindsBy = ({ topics }: Pick<ChannelSet, 'topics'>, { tells }: NotifySettings): MessageKind[] => [
  'test',
  ...MESSAGE_KINDS.filter(
    (kind) => kind !== 'test' && kind !== 'jump' && topics.includes(topicOf(kind)) && isTold(kind, tells),
  ),
];
