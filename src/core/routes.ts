import { TOLD_AS, type ToldAs } from './alerts.ts';
import type { Whom } from './budgets.ts';
import { mayTellOthers, toChannels } from './channelRoutes.ts';
import { EMAIL, isPersonal, personalChannels, WEBHOOK } from './channels.ts';
import type { WhyDropped } from './dropped.ts';
import { URGENT_LETTERS } from './letters.ts';
import type { NotifySettings } from './notifySettings.ts';
import { isEmail } from './people.ts';
import { instantOf } from './periods.ts';
import type { Preferences, ReportRhythm } from './preferences.ts';
import { nextAt, quietUntil } from './quiet.ts';
import type { Recipient } from './recipients.ts';
import { managersAbove } from './reporting.ts';
import type { Directory, Event, Routing } from './routing.ts';
import { type MessageKind, type Topic, topicOf } from './topics.ts';

/** Who is told what: by their role, by their wish, by which channel, when, and why not. Pure; nothing else decides it. */

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
/** Of a report only whoever answers for what it is about: it is no alarm, and finance has the report of the whole. */
const REPORTED_TO: Readonly<Record<Whom['kind'], readonly Role[]>> = {
  user: [],
  team: ['manager'],
  costCenter: ['owner'],
  organisation: ['finance'],
};
/**
 * A run-away costs by the minute, and whoever is stopped waits at that minute: quiet hours and daily wishes do not keep it back.
 */
const CANNOT_WAIT: readonly MessageKind[] = ['jump', 'stopNear', 'stopped', 'freed'];

/** Which roles are told of something. */
export const rolesTold = ({ kind, scope }: Pick<Event, 'kind' | 'scope'>): readonly Role[] =>
  BY_KIND[kind] ??
  (kind === 'report' && scope !== null ? REPORTED_TO[scope.kind] : null) ??
  (topicOf(kind) === 'health' || scope === null ? (['administrator'] as const) : BY_SCOPE[scope.kind]);

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
  // Whoever chose reports has them, be their role told of other things or not.
  for (const role of rolesTold(event))
    if (event.kind === 'report' || ((event.only ?? role) === role && isSwitchedOn(role, event, notify)))
      for (const person of peopleIn(role, event, directory)) add(person, role);
  // Of all teams and cost centers they would be a flood: who wants to know everything has that of the whole.
  if (event.only === undefined && (event.kind !== 'report' || event.scope?.kind === 'organisation'))
    for (const address of notify.to) add(address, 'subscriber');
  return found;
}

const isUrgent = (kind: MessageKind): boolean => URGENT_LETTERS.some((one) => one === kind);

/** By which channel somebody is told; null: there is none that reaches a person. */
export function personalChannel(notify: NotifySettings, via: string | null): string | null {
  const all = personalChannels(notify);
  return via !== null && all.includes(via) ? via : (all[0] ?? null);
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
  const timeZone = own?.quiet?.timeZone ?? notify.digest.timeZone;
  const at = wish === 'daily' ? nextAt(now, notify.digest.at, timeZone) : now;
  return quietUntil(at, own?.quiet ?? notify.quietHours);
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
  const tellsOthers = mayTellOthers(event, privacy);
  if (isOther && !tellsOthers) return 'private';
  return isUnwanted ? 'unwanted' : null;
}

/** How often somebody has reports: as they chose, else as the company has it for their role. */
const rhythmOf = (
  own: Preferences | null,
  role: ToldAs,
  event: Event,
  notify: NotifySettings,
): ReportRhythm =>
  own?.reports ??
  (role === 'subscriber' || isSwitchedOn(role as Role, event, notify) ? notify.reports.rhythm : 'never');

function toPerson(
  event: Event,
  [person, target, role]: readonly [string, string, ToldAs],
  routing: Routing,
): Recipient[] {
  const { notify, directory, now } = routing;
  const own = directory.preferencesOf(person);
  if (event.rhythm !== undefined && event.rhythm !== rhythmOf(own, role, event, notify)) return [];
  // Whom the settings name is often a mailing list.
  const channel = personalChannel(notify, own?.via ?? (role === 'subscriber' ? EMAIL : null));
  // Nothing is set that could tell anybody: pages say so.
  if (channel === null) return [];
  const to = { channel, target, role, locale: own?.locale ?? notify.language };
  const at = wanted(topicOf(event.kind), event, own, routing);
  const drop = whyNotTo(event, [person, target, role], at === 'never', routing);
  if (drop !== null) return [{ ...to, drop }];
  return at === 'never' || at <= now ? [to] : [{ ...to, at: instantOf(at) }];
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
  return [...people, ...toChannels(event, routing)];
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
  const isPerson = isPersonal(channel, notify.channels);
  const person = directory.personOf(target);
  const now = routes(event, routing).find((one) =>
    isPerson
      ? one.role !== 'channel' && directory.personOf(one.target) === person
      : one.role === 'channel' && one.channel === channel,
  );
  return now === undefined ? 'notRecipient' : (now.drop ?? null);
}

/** Until when its reader is to be left alone with what waits, whatever it waited for: UTC milliseconds, now where they are not. */
export function leftAloneUntil(
  { channel, target, event }: OwedTo,
  { notify, directory, now }: Routing,
): number {
  if (!isPersonal(channel, notify.channels) || CANNOT_WAIT.includes(event.kind)) return now;
  return quietUntil(now, directory.preferencesOf(directory.personOf(target))?.quiet ?? notify.quietHours);
}
