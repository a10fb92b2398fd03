import { TOLD_AS, type ToldAs } from './alerts.ts';
import { type Whom, whomName } from './budgets.ts';
import { type ChannelSetting, EMAIL, isPersonal, WEBHOOK } from './channels.ts';
import type { WhyDropped } from './dropped.ts';
import { URGENT_LETTERS } from './letters.ts';
import type { NotifySettings } from './notifySettings.ts';
import { isEmail } from './people.ts';
import { instantOf } from './periods.ts';
import type { Preferences, ReportRhythm } from './preferences.ts';
import { alertsOthers, type PrivacySettings } from './privacy.ts';
import { nextAt, quietUntil } from './quiet.ts';
import type { Recipient } from './recipients.ts';
import { managersAbove } from './reporting.ts';
import { type MessageKind, type Topic, topicOf } from './topics.ts';
import type { Money } from './types.ts';

/** Who is told what: by their role, by their wish, by which channel, when, and why not. Pure; nothing else decides it. */

/** Something to tell, as far as it decides whom. */
export interface Event {
  kind: MessageKind;
  /** Whom it is about; null: the service itself, or nobody in particular. */
  scope: Whom | null;
  /** Whose figures it shows: of so many people together; null: of one person, or of nobody where `scope` is null. */
  people: number | null;
  /** The one reader of a letter, by their address: no role decides then. */
  to?: string;
  /** Of a jump: how much more than usual. */
  amount?: Money;
  /** Told to this role alone, and to nobody who reads everything: the others were told before. */
  only?: 'manager';
  /** Of a report: to those who want it so often. */
  rhythm?: ReportRhythm;
}

/** What is known of people when it is decided. Addresses are people's own, but where it says otherwise. */
export interface Directory {
  /** Whose an address is. */
  personOf(address: string): string;
  /** The directory holds them as left. */
  hasLeft(email: string): boolean;
  /** Whoever is in the directory and has not left. */
  isHere(email: string): boolean;
  managerOf(email: string): string | null;
  /** '' where the directory does not say. */
  costCenterOf(email: string): string;
  ownersOf(costCenter: string): readonly string[];
  finance: readonly string[];
  administrators: readonly string[];
  /** What they chose; null: nothing. */
  preferencesOf(email: string): Preferences | null;
}

export interface Routing {
  notify: NotifySettings;
  privacy: Pick<PrivacySettings, 'othersSee' | 'leastPeople'>;
  directory: Directory;
  /** UTC milliseconds. */
  now: number;
}

type Role = Exclude<ToldAs, 'subscriber' | 'channel' | 'asked'>;

/** Who is told of somebody's or something's budget, spend and reports. */
const BY_SCOPE: Readonly<Record<Whom['kind'], readonly Role[]>> = {
  user: ['spender', 'manager', 'owner'],
  team: ['manager', 'finance'],
  costCenter: ['owner', 'finance'],
  organisation: ['finance'],
};
/** Of these others are told, whomever they are about. */
const BY_KIND: Readonly<Partial<Record<MessageKind, readonly Role[]>>> = {
  jump: ['spender', 'manager'],
  outsideProfiles: ['spender', 'administrator'],
  unpricedModel: ['finance', 'administrator'],
  newModel: ['finance', 'administrator'],
  newRegion: ['finance', 'administrator'],
  billDisagrees: ['finance', 'administrator'],
};
/** A run-away costs by the minute: quiet hours and daily wishes do not keep it back. */
const CANNOT_WAIT: readonly MessageKind[] = ['jump'];

/** Which roles are told of something. */
export const rolesTold = ({ kind, scope }: Pick<Event, 'kind' | 'scope'>): readonly Role[] =>
  BY_KIND[kind] ??
  (topicOf(kind) === 'health' || scope === null ? (['administrator'] as const) : BY_SCOPE[scope.kind]);

/** Whether it is about one person, so that others are told of it only where privacy lets them. */
const isOfOne = ({ scope, to }: Event): boolean => to !== undefined || scope?.kind === 'user';

/** Who has a role towards an event, by their own addresses. */
function peopleIn(role: Role, { scope }: Event, directory: Directory): readonly string[] {
  const { kind = null, key = '' } = scope ?? {};
  switch (role) {
    case 'spender':
      return kind === 'user' && key !== '' ? [directory.personOf(key)] : [];
    case 'manager':
      if (kind === 'team') return directory.isHere(key) ? [key] : [];
      // Whoever has left tells nobody: the next above them is asked.
      return kind === 'user'
        ? managersAbove(directory.personOf(key), directory.managerOf).filter(directory.isHere).slice(0, 1)
        : [];
    case 'owner':
      return directory
        .ownersOf(kind === 'user' ? directory.costCenterOf(directory.personOf(key)) : key)
        .filter(directory.isHere);
    case 'finance':
      return directory.finance;
    default:
      return directory.administrators;
  }
}

/** Whether the settings tell a role of it. */
function isSwitchedOn(role: Role, { kind, amount }: Event, notify: NotifySettings): boolean {
  if (role === 'manager' && kind === 'jump') {
    const { toManagerAbove } = notify.jumps;
    if (toManagerAbove === null || amount === undefined || amount < toManagerAbove) return false;
  }
  switch (role) {
    case 'spender':
      return notify.toOwner;
    case 'manager':
      return notify.toManagers;
    case 'owner':
      return notify.toCostCenterOwners;
    case 'finance':
      return notify.toFinance;
    default:
      return notify.toAdministrators;
  }
}

/** Whoever is told, each once and by their strongest role, with the address that it goes to. */
function readers(event: Event, { notify, directory }: Routing): ReadonlyMap<string, [string, ToldAs]> {
  const found = new Map<string, [string, ToldAs]>();
  const add = (address: string, role: ToldAs): void => {
    const person = directory.personOf(address);
    const before = found.get(person)?.[1];
    if (before === undefined || TOLD_AS.indexOf(role) < TOLD_AS.indexOf(before))
      found.set(person, [role === 'subscriber' ? address : person, role]);
  };
  if (event.to !== undefined) {
    add(event.to, isUrgent(event.kind) ? 'asked' : 'spender');
    return found;
  }
  for (const role of rolesTold(event))
    if ((event.only ?? role) === role && isSwitchedOn(role, event, notify))
      for (const person of peopleIn(role, event, directory)) add(person, role);
  for (const address of event.only === undefined ? notify.to : []) add(address, 'subscriber');
  return found;
}

const isUrgent = (kind: MessageKind): boolean => URGENT_LETTERS.some((one) => one === kind);

/** By which channel somebody is told; null: there is none that reaches a person. */
export function personalChannel(notify: NotifySettings, via: string | null): string | null {
  const apps = notify.channels.filter(({ kind }) => isPersonal(kind)).map(({ name }) => name);
  if (via !== null && apps.includes(via)) return via;
  return notify.smtpUrl === null ? (apps[0] ?? null) : EMAIL;
}

/** From when on they may be told; `never`: they do not want it. */
function wanted(
  topic: Topic,
  { kind }: Event,
  own: Preferences | null,
  { notify, now }: Routing,
): number | 'never' {
  // Somebody waits for an answer of theirs, whatever else they want.
  const wish = isUrgent(kind) ? 'now' : (own?.wishes[topic] ?? 'now');
  if (wish === 'never') return 'never';
  if (CANNOT_WAIT.includes(kind)) return now;
  const quiet = own?.quiet ?? notify.quietHours;
  const timeZone = own?.quiet?.timeZone ?? notify.digest.timeZone;
  return quietUntil(wish === 'daily' ? nextAt(now, notify.digest.at, timeZone) : now, quiet);
}

/** Why a person is not told; null: they are. */
function whyNotTo(
  event: Event,
  [person, target, role]: readonly [string, string, ToldAs],
  isUnwanted: boolean,
  { directory, privacy }: Routing,
): WhyDropped | null {
  if (directory.hasLeft(person)) return 'left';
  if (!isEmail(target)) return 'noChannel';
  const isOther = role !== 'spender' && role !== 'asked';
  const tellsOthers = event.scope === null || alertsOthers(privacy, isOfOne(event) ? null : event.people);
  if (isOther && !tellsOthers) return 'private';
  return isUnwanted ? 'unwanted' : null;
}

function toPerson(
  event: Event,
  [person, target, role]: readonly [string, string, ToldAs],
  routing: Routing,
): Recipient[] {
  const { notify, directory, now } = routing;
  const own = directory.preferencesOf(person);
  if (event.rhythm !== undefined && (own?.reports ?? notify.reports.rhythm) !== event.rhythm) return [];
  const channel = personalChannel(notify, own?.via ?? null);
  // Nothing is set that could tell anybody: pages say so.
  if (channel === null) return [];
  const to = { channel, target, role, locale: own?.locale ?? notify.language };
  const at = wanted(topicOf(event.kind), event, own, routing);
  const drop = whyNotTo(event, [person, target, role], at === 'never', routing);
  if (drop !== null) return [{ ...to, drop }];
  return at === 'never' || at <= now ? [to] : [{ ...to, at: instantOf(at) }];
}

/** What a channel that many read is set to, as far as it decides what it is told. */
type Shared = Pick<ChannelSetting, 'name' | 'language' | 'topics' | 'of' | 'people'> & { target: string };

function sharedChannels({ webhook, language, channels }: NotifySettings): Shared[] {
  const set = channels
    .filter(({ kind }) => !isPersonal(kind))
    .map((one) => ({
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
  if (event.only !== undefined || !topics.includes(topicOf(event.kind)) || !isOf(of, event, directory))
    return [];
  if (event.rhythm !== undefined && notify.reports.rhythm !== event.rhythm) return [];
  const isOpen = isOfOne(event)
    ? people && (event.to !== undefined || alertsOthers(privacy, null))
    : event.scope === null || alertsOthers(privacy, event.people);
  const to: Recipient = { channel: name, target, role: 'channel', locale: language };
  return [isOpen ? to : { ...to, drop: 'private' as const }];
}

/**
 * Whom an event is told to: people by role, whoever wants to know everything, channels that many read. Each person once, by
 * their strongest role, in their language, by the channel that they chose and not in their quiet hours. Who would be told
 * and is not stands there with why (`drop`).
 */
export function routes(event: Event, routing: Routing): readonly Recipient[] {
  const people = [...readers(event, routing)].flatMap(([person, [target, role]]) =>
    toPerson(event, [person, target, role], routing),
  );
  return [
    ...people,
    ...sharedChannels(routing.notify).flatMap((channel) => toChannel(event, channel, routing)),
  ];
}

/** A message that was owed, as far as it decides whether it still would be. */
export type OwedTo = Pick<Recipient, 'channel' | 'target'> & { event: Event };

/**
 * Why a message that waits would not be owed to its reader any more, by what holds now; null: it would. What was chosen since
 * counts; by which channel and when it leaves stays as it was decided. A channel that is not set any more comes back as it is set then.
 */
export function whyNotTold({ channel, target, event }: OwedTo, routing: Routing): WhyDropped | null {
  const { notify, directory } = routing;
  const set = notify.channels.find(({ name }) => name === channel);
  const isSet =
    set !== undefined ||
    (channel === EMAIL ? notify.smtpUrl !== null : channel === WEBHOOK && notify.webhook !== null);
  if (!isSet) return null;
  const isPerson = channel === EMAIL || (set !== undefined && isPersonal(set.kind));
  const person = directory.personOf(target);
  const now = routes(event, routing).find((one) =>
    isPerson
      ? one.role !== 'channel' && directory.personOf(one.target) === person
      : one.role === 'channel' && one.channel === channel,
  );
  return now === undefined ? 'notRecipient' : (now.drop ?? null);
}
