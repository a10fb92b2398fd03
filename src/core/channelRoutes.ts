import { whomName } from './budgets.ts';
import { isShared, type SharedChannel, WEBHOOK } from './channels.ts';
import type { NotifySettings } from './notifySettings.ts';
import { alertsOthers, reportsOthers } from './privacy.ts';
import type { Recipient } from './recipients.ts';
import { managersAbove } from './reporting.ts';
import type { Directory, Event, Routing } from './routing.ts';
import { topicOf } from './topics.ts';

/** What channels that many read are told: what they are set to, as far as privacy lets them. Pure. */

/** Whether it is about one person, so that others are told of it only where privacy lets them. */
const isOfOne = ({ scope, to }: Event): boolean => to !== undefined || scope?.kind === 'user';

/** Whether privacy lets others than the people it is about be told of it. */
export function mayTellOthers(event: Event, privacy: Routing['privacy']): boolean {
  if (event.rhythm !== undefined) return reportsOthers(privacy, event.rhythm);
  return event.scope === null || alertsOthers(privacy, isOfOne(event) ? null : event.people);
}

/** What a channel that many read is set to, as far as it decides what it is told. */
type Shared = Pick<SharedChannel, 'name' | 'language' | 'topics' | 'of' | 'people'> & { target: string };

export function sharedChannels({ webhook, language, channels }: NotifySettings): Shared[] {
  const set = channels.filter(isShared).map((one) => ({
    ...one,
    target: one.name,
    topics: one.kind === 'pagerduty' ? (['health'] as const) : one.topics,
  }));
  if (webhook === null) return set;
  const { url: target, people } = webhook;
  const topics = ['budgets', 'spend', 'health', 'requests', 'reports'] as const;
  return [{ name: WEBHOOK, language, topics, of: ['everything'], people, target }, ...set];
}

/** Whether what somebody wants to know of (`ChannelSetting.of`) is what an event is about. */
function isOf(of: readonly string[], { kind, scope, to }: Event, directory: Directory): boolean {
  if (of.includes('everything') || topicOf(kind) === 'health') return true;
  const whom = to === undefined ? scope : { kind: 'user' as const, key: to };
  if (whom === null || whom.kind === 'organisation') return of.includes('organisation');
  const person = directory.personOf(whom.key);
  const teams = managersAbove(person, directory.managerOf).map((manager) => `team:${manager}`);
  if (whom.kind === 'costCenter') return of.includes(whomName(whom));
  if (whom.kind === 'team') return [whomName(whom), ...teams].some((name) => of.includes(name));
  return [`costCenter:${directory.costCenterOf(person)}`, ...teams].some((name) => of.includes(name));
}

function toChannel(event: Event, { name, language, topics, of, people, target }: Shared, routing: Routing) {
  const { directory, privacy, notify } = routing;
  if (event.only !== undefined) return [];
  if (!topics.includes(topicOf(event.kind)) || !isOf(of, event, directory)) return [];
  if (event.rhythm !== undefined && notify.reports.rhythm !== event.rhythm) return [];
  const isOpen = isOfOne(event)
    ? people && (event.to !== undefined || alertsOthers(privacy, null))
    : mayTellOthers(event, privacy);
  const to: Recipient = { channel: name, target, role: 'channel', locale: language };
  return [isOpen ? to : { ...to, drop: 'private' as const }];
}

/** Every channel that many read and that is told of an event, or would be. */
export const toChannels = (event: Event, routing: Routing): Recipient[] =>
  sharedChannels(routing.notify).flatMap((channel) => toChannel(event, channel, routing));
