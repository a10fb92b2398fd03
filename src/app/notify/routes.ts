import { personIn } from '../../core/aliases.ts';
import type { WhyDropped } from '../../core/dropped.ts';
import type { NoticeData } from '../../core/noticeData.ts';
import type { Owed } from '../../core/outbox.ts';
import type { Person } from '../../core/people.ts';
import type { Recipient } from '../../core/recipients.ts';
import { administratorsIn, financeIn, ownersIn } from '../../core/roles.ts';
import { leftAloneUntil, routes, whyNotTold } from '../../core/routes.ts';
import type { Directory, Event } from '../../core/routing.ts';
import type { Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import { roleSettingsOf } from '../people/roleSettings.ts';

/** Whom to tell, by what the ledger and the settings say now. */

type Telling = Pick<Asking, 'store' | 'settings' | 'now'>;

/**
 * Decides whom each event is told to (`core/routes`). It reads the directory as a whole: asked for once a run, and only where
 * there is something to tell.
 */
export async function routing(asking: Telling): Promise<(event: Event) => readonly Recipient[]> {
  const { notify, privacy } = asking.settings;
  const directory = await directoryOf(asking);
  return (event) => routes(event, { notify, privacy, directory, now: asking.now });
}

/** Whom one letter is told to: of the directory no more is read than its one reader, and whom they report to. */
export async function letterRoute(
  asking: Telling,
  event: Event & { to: string },
): Promise<readonly Recipient[]> {
  const { people, preferences } = asking.store;
  const email = await people.ownAddress(event.to);
  const directory = directoryFrom({
    people: await people.above(email),
    aliases: [{ alias: event.to, email }],
    chosen: await preferences.some([email]),
  });
  const { notify, privacy } = asking.settings;
  return routes(event, { notify, privacy, directory, now: asking.now });
}

/** What holds now of messages that wait. */
export interface StillOwed {
  /** Why it would not be owed any more (`core/routes`); null: it would. */
  stillTold(owed: Owed): WhyDropped | null;
  /** Until when its reader is left alone, UTC milliseconds; now where they are not. */
  leftAloneUntil(owed: Owed): number;
}

/** Decides over messages that wait, by who people are and what they chose by now. */
export async function stillOwed(asking: Telling): Promise<StillOwed> {
  const { notify, privacy } = asking.settings;
  const { now } = asking;
  const directory = await directoryOf(asking);
  const here = { notify, privacy, directory, now };
  const asks =
    <T>(decide: typeof whyNotTold | typeof leftAloneUntil, without: T) =>
    ({ channel, target, ...owed }: Owed) => {
      const event = eventOf(owed);
      return event === null ? without : (decide({ channel, target, event }, here) as T);
    };
  return { stillTold: asks<WhyDropped | null>(whyNotTold, null), leftAloneUntil: asks(leftAloneUntil, now) };
}

/** More than any bound asks for: how many it was of was judged when it was owed. */
const MANY = Number.MAX_SAFE_INTEGER;
/** How much a jump was above what a manager is told of was judged when it was owed. */
const ENOUGH = (10n ** 30n) as Money;

function eventOf({ alert, notice, letter }: Pick<Owed, 'alert' | 'notice' | 'letter'>): Event | null {
  if (letter !== null) return { kind: letter.kind, scope: null, people: null, to: letter.to };
  const scope = alert === null ? (notice?.scope ?? null) : { kind: alert.scopeKind, key: alert.scopeKey };
  const people = scope?.kind === 'user' ? null : MANY;
  if (alert !== null) return { kind: 'threshold', scope, people };
  if (notice?.kind === 'report') {
    const { rhythm } = notice.data as never as NoticeData['report'];
    return { kind: 'report', scope, people, rhythm };
  }
  return notice === null ? null : { kind: notice.kind, scope, people, amount: ENOUGH };
}

/** Who there is, with who has which role and what they chose: the directory as a whole. */
export async function directoryOf(asking: Pick<Asking, 'store' | 'settings'>): Promise<Directory> {
  const { people: store, preferences } = asking.store;
  const people = await store.list();
  const administering = { people, grants: await store.grants(), settings: await roleSettingsOf(asking) };
  const owners = ownersIn(administering);
  const directory = directoryFrom({
    people,
    aliases: await store.aliases(),
    chosen: await preferences.list(),
  });
  return {
    ...directory,
    ownersOf: (costCenter) => (costCenter === '' ? [] : (owners.get(costCenter) ?? [])),
    finance: financeIn(administering),
    administrators: administratorsIn(administering),
  };
}

/** Who there is, without whoever has a role. */
function directoryFrom({
  people,
  aliases,
  chosen,
}: {
  people: readonly Person[];
  aliases: Parameters<typeof personIn>[0];
  chosen: readonly NonNullable<ReturnType<Directory['preferencesOf']>>[];
}): Directory {
  const byEmail = new Map(people.map((one) => [one.email, one]));
  const wishes = new Map(chosen.map((one) => [one.email, one]));
  return {
    personOf: personIn(aliases),
    hasLeft: (email) => byEmail.get(email)?.active === false,
    isHere: (email) => byEmail.get(email)?.active === true,
    managerOf: (email) => byEmail.get(email)?.manager ?? null,
    costCenterOf: (email) => byEmail.get(email)?.costCenter ?? '',
    ownersOf: () => [],
    finance: [],
    administrators: [],
    preferencesOf: (email) => wishes.get(email) ?? null,
  };
}
