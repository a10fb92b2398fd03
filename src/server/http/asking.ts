import type { Context, MiddlewareHandler } from 'hono';
import { type Asking, inOneReading } from '../../app/asking.ts';
import type { Coming } from '../../app/credentials/coming.ts';
import type { ComingTo } from '../../app/credentials/viewers.ts';
import { namesOfPeople } from '../../app/people/named.ts';
import { messagesOf } from '../../ui/messages/index.ts';
import type { ServerDeps } from '../deps.ts';
import { noteLook } from './looks.ts';
import { actorOf, noteAsked, versionOf, viewerOf } from './visitor.ts';

/** Whoever asks, with what they ask: what every verb of `app` is given. */
export const askingOf = (c: Context, { store, settings, clock }: ServerDeps): Asking => ({
  viewer: viewerOf(c),
  actor: actorOf(c),
  now: clock.now(),
  store: c.get('ledger') ?? store,
  settings,
  noteAsked: () => noteAsked(c),
  noteLook: (people) => noteLook(c, people),
});

/** What people are called, for the pages that show their addresses. */
export const namesKnown =
  (deps: ServerDeps): MiddlewareHandler =>
  (c, next) => {
    c.set('namesOf', async (ids) => {
      const names = await namesOfPeople(
        askingOf(c, deps),
        ids.filter((id) => !id.startsWith(LOCAL)),
      );
      const { atMachine } = messagesOf(c.get('choice').locale);
      const local = ids.filter((id) => id.startsWith(LOCAL));
      return local.length === 0
        ? names
        : new Map([...names, ...local.map((id) => [id, atMachine(id.slice(LOCAL.length))] as const)]);
    });
    return next();
  };
/** Begins what whoever works at the machine is called by (`core/access`). */
const LOCAL = 'local:';

/**
 * Makes a page in one reading, whatever it asks: what people are called is known only once its rows are chosen, and belongs
 * together with them all the same. Nothing is awaited inside but verbs that read: neither AWS nor what writes.
 */
export function inOnePage<T>(c: Context, deps: ServerDeps, make: () => Promise<T>): Promise<T> {
  const outside = c.get('ledger');
  return inOneReading(askingOf(c, deps), async ({ store }) => {
    c.set('ledger', store);
    try {
      return await make();
    } finally {
      c.set('ledger', outside);
    }
  });
}

/** Whoever comes, before it is known who they are. */
export const comingOf = (c: Context, { store, settings, clock }: ServerDeps): Coming => ({
  actor: actorOf(c),
  now: clock.now(),
  store,
  settings,
});

/** The same, once the ledger was asked which state it is in. */
export const comingToOf = (c: Context, deps: ServerDeps): ComingTo => ({
  ...comingOf(c, deps),
  version: versionOf(c),
});
