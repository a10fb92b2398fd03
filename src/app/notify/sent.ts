import { isPersonal } from '../../core/channels.ts';
import type { SentFilter, SentMark, SentMessage } from '../../core/sent.ts';
import { type Asking, inOneReading, mayDo, mustBeAllowed, ownRows } from '../asking.ts';
import { isOwnAlone, showsDays } from '../privacy/shown.ts';
import { ownAddress } from './preferences.ts';

/** What was sent to whom, when, by what, and why not. */

/** A message as it is shown. */
export interface Shown extends SentMessage {
  /** Whom it went to: an address, or '' of a channel that many read, whose own address may hold a secret. */
  to: string;
  /** It tells of somebody what whoever asks does not see: then it is only said that there was one. */
  isKeptBack: boolean;
}

interface SentList {
  messages: readonly Shown[];
  /** How many fit, of the newest `COUNTED_AT_MOST`. */
  total: number;
  /** More fit than are counted and shown. */
  isMore: boolean;
}
/** A list is of so many messages at most, the newest; of older ones whoever looks names the days. */
export const COUNTED_AT_MOST = 10_000;

/** A part of a list, once it is known how long it is. */
type Part = (total: number) => { limit: number; offset: number };

/** The newest messages that fit, newest first, `COUNTED_AT_MOST` in parts. @throws Forbidden unless they may see what jobs do */
export const listMessages = (asking: Asking, filter: SentFilter, part: Part): Promise<SentList> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'jobs' });
    const { store } = inside;
    const asked = { ...filter, ...(await spelledBy(inside, filter.targets)) };
    const found = await store.messages.count(asked, COUNTED_AT_MOST + 1);
    const total = Math.min(found, COUNTED_AT_MOST);
    const messages = (await store.messages.list(asked, part(total))).map((one) => shownTo(inside, one));
    noteLooked(inside, messages);
    return { messages, total, isMore: found > total };
  });

/** What whoever asks was told themselves, by any address of theirs, newest first. @throws NotThere */
export const ownMessages = (asking: Asking, limit: number): Promise<Omit<SentList, 'total'>> =>
  inOneReading(asking, async (inside) => {
    const targets = await addressesOf(inside, ownAddress(inside));
    const found = await inside.store.messages.list({ targets }, { limit: limit + 1, offset: 0 });
    return { messages: found.slice(0, limit).map(shownToReader), isMore: found.length > limit };
  });

/** One part of the messages that fit, and where the next one begins; null: there is none. */
export interface SentPart {
  messages: readonly Shown[];
  next: SentMark | null;
}

/**
 * Every message that fits for whoever may see what jobs do; for everybody else those that went to themselves. Newest first, so
 * many from a place on, without counting the rest.
 */
export const messagesPart = (asking: Asking, filter: SentFilter, limit: number): Promise<SentPart> =>
  inOneReading(asking, async (inside) => {
    const isAll = mayDo(inside, 'see', { kind: 'jobs' });
    const { email } = ownRows(inside);
    if (!isAll && email === '') return { messages: [], next: null };
    const targets = isAll ? {} : { targets: await addressesOf(inside, email) };
    const found = await inside.store.messages.list(
      { ...filter, ...targets },
      { limit: limit + 1, offset: 0 },
    );
    const part = found.slice(0, limit);
    const shown = part.map((one) => (isAll ? shownTo(inside, one) : shownToReader(one)));
    noteLooked(inside, isAll ? shown : []);
    return {
      // What may not be told of whom it is does not show by being found.
      messages: filter.subject === undefined ? shown : shown.filter(({ isKeptBack }) => !isKeptBack),
      next: found.length > limit ? (part.at(-1) ?? null) : null,
    };
  });

const noteLooked = ({ noteLook }: Asking, messages: readonly Shown[]): void =>
  noteLook?.(
    messages.flatMap(({ alert, isKeptBack }) =>
      !isKeptBack && alert?.scopeKind === 'user' ? alert.scopeKey : [],
    ),
  );

/** What would have told its reader of somebody else and must not, does not tell it here either. */
const shownToReader = (one: SentMessage): Shown => ({
  ...one,
  to: one.target,
  isKeptBack: one.droppedWhy === 'private',
});

/** Everything a person is addressed by. */
async function addressesOf({ store }: Pick<Asking, 'store'>, address: string): Promise<string[]> {
  const own = await store.people.ownAddress(address);
  return [own, ...(await store.people.aliases(own)).map(({ alias }) => alias)];
}

async function spelledBy(asking: Asking, targets: readonly string[] | undefined) {
  if (targets === undefined) return {};
  const all = await Promise.all(targets.map((one) => addressesOf(asking, one)));
  return { targets: all.flat() };
}

function shownTo(asking: Asking, message: SentMessage): Shown {
  const { alert, notice } = message;
  const person =
    alert?.scopeKind === 'user' ? alert.scopeKey : notice?.scope?.kind === 'user' ? notice.scope.key : null;
  const isKeptBack = person !== null && !showsDays(asking) && !isOwnAlone(asking, [person]);
  const { channels } = asking.settings.notify;
  const to = !isKeptBack && isPersonal(message.channel, channels) ? message.target : '';
  return { ...message, to, isKeptBack };
}
