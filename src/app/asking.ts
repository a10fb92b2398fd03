import {
  type Changeable,
  type Deed,
  may,
  mayChangeAny,
  type SpendScope,
  spendScope,
  type Thing,
  type Viewer,
} from '../core/access.ts';
import { LedgerError } from '../core/errors.ts';
import { instantOf } from '../core/periods.ts';
import { figureScope } from '../core/privacy.ts';
import type { Settings } from '../core/settings.ts';
import type { Actor, Instant } from '../core/types.ts';
import type { Store } from '../store/types.ts';

/** Who asks what of the product, and with what: the one value that every verb of `app` takes. */
export interface Asking {
  /** With whose eyes. */
  viewer: Viewer;
  /** As whom the audit log names them. */
  actor: Actor;
  /** UTC milliseconds; one question has one time. */
  now: number;
  store: Store;
  settings: Settings;
  /** Told each time it is asked whether they may: an answer for which nobody asked is a fault, and does not leave. */
  noteAsked(): void;
  /** Told whose figures an answer holds, so that these people learn who looked; nobody keeps it where it is left out. */
  noteLook?(people: readonly string[]): void;
}

/** Whoever asks may not do that. */
export class Forbidden extends LedgerError {
  readonly viewer: Viewer;
  readonly deed: Deed;
  /** What it was about; its kind alone where nothing of the kind is theirs to change. */
  readonly thing: Thing | { kind: Changeable };
  constructor({ viewer }: Pick<Asking, 'viewer'>, deed: Deed, thing: Thing | { kind: Changeable }) {
    super('forbidden', `${viewer.id} may not ${deed} this: ask an administrator of Bedrock Ledger`);
    this.viewer = viewer;
    this.deed = deed;
    this.thing = thing;
  }
}

/** What may be looked for and not be there. */
export type Sought =
  | 'user'
  | 'costCenter'
  | 'team'
  | 'person'
  | 'model'
  | 'profile'
  | 'budget'
  | 'request'
  | 'plan'
  | 'budgetPlan'
  | 'day'
  | 'channel';

/** There is no such thing, or it is not theirs to know of: nobody can tell which. `kind` is what was looked for. */
export class NotThere extends LedgerError {
  readonly kind: Sought | null;
  /** Whether it says no more than that: each way in has its own words for it. */
  readonly isUnsaid: boolean;
  constructor(kind: Sought | null = null, message?: string) {
    super('notFound', message ?? 'there is nothing at this address');
    this.kind = kind;
    this.isUnsaid = message === undefined;
  }
}

/** Whether whoever asks may do that to that. */
export function mayDo({ viewer, noteAsked }: Asking, deed: Deed, thing: Thing): boolean {
  noteAsked();
  return may(viewer, deed, thing);
}

/** @throws Forbidden unless whoever asks may */
export function mustBeAllowed(asking: Asking, deed: Deed, thing: Thing): void {
  if (!mayDo(asking, deed, thing)) throw new Forbidden(asking, deed, thing);
}

/**
 * Asked before what was posted is looked at: whoever may change nothing of a kind learns nothing from what is wrong with it.
 * @throws Forbidden unless there is something of that kind that they may change
 */
export function mustChangeAny(asking: Asking, kind: Changeable): void {
  asking.noteAsked();
  if (!mayChangeAny(asking.viewer, kind)) throw new Forbidden(asking, 'change', { kind });
}

/** The rows of spend that whoever asks may see, single people's among them only where `privacy.othersSee` says so. */
export function scopeOf({ viewer, settings, noteAsked }: Asking): SpendScope {
  noteAsked();
  return figureScope(viewer, settings.privacy);
}

/** Whose people, profiles and requests whoever asks may see: what is no figure of anybody's spend. */
export function sphereOf({ viewer, noteAsked }: Asking): SpendScope {
  noteAsked();
  return spendScope(viewer);
}

/** Whoever asks, where the answer holds nothing but their own: that is theirs to see, whatever else they may. */
export function ownRows({ viewer, noteAsked }: Asking): Viewer {
  noteAsked();
  return viewer;
}

export const nowOf = ({ now }: Pick<Asking, 'now'>): Instant => instantOf(now);

/** The actor with the reason that was given; '' says none. */
export const because = ({ actor }: Pick<Asking, 'actor'>, reason: string): Actor =>
  reason === '' ? actor : { ...actor, reason };

/** Asks the ledger once: everything that `work` reads belongs together. Within another unit of work it is part of that. */
export const inOneReading = <A extends Pick<Asking, 'store'>, T>(
  asking: A,
  work: (asking: A) => Promise<T>,
): Promise<T> => asking.store.reading((store) => work({ ...asking, store }));

/** Changes the ledger once: all of `work` or nothing of it, audit included, and nobody else writes in between. */
export const inOneWriting = <A extends Pick<Asking, 'store'>, T>(
  asking: A,
  work: (asking: A) => Promise<T>,
): Promise<T> => asking.store.writing((store) => work({ ...asking, store }));
