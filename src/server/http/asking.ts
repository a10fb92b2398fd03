import type { Context } from 'hono';
import type { Asking } from '../../app/asking.ts';
import type { Coming } from '../../app/credentials/coming.ts';
import type { ComingTo } from '../../app/credentials/viewers.ts';
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
