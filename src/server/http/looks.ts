import type { Context, MiddlewareHandler } from 'hono';
import { EVERYBODY, type Look, type LookKind, looksOf, MOST_NAMED } from '../../core/privacy.ts';
import type { ServerDeps } from '../deps.ts';
import { isApi, visitOf } from './visitor.ts';

/**
 * Who looked at whose figures: noted once an answer is made, beside it. Nobody waits for it, and what was noted of a day
 * already is not written again; where it cannot be written, the log of the server says so.
 */

/** Looks that are known to be noted; with more the oldest are forgotten, and written once more. */
const MOST_KNOWN = 100_000;

/** Whose figures an answer holds. */
export function noteLook(c: Context, people: readonly string[]): void {
  const looked = c.get('looked') ?? new Set<string>();
  for (const person of people) looked.add(person);
  c.set('looked', looked);
}

export function looksNoted({ store, clock, onError }: ServerDeps): MiddlewareHandler {
  const notes = new Notes((looks) => store.looks.add(looks), onError);
  return async (c, next) => {
    await next();
    const people = c.get('looked');
    const viewer = visitOf(c)?.viewer.email ?? '';
    if (people === undefined || c.res.status >= 300) return;
    notes.note(looksOf(viewer, people, kindOf(c, people.size), clock.now()));
  };
}

function kindOf(c: Context, people: number): LookKind {
  const isFile = (c.res.headers.get('content-type') ?? '').startsWith('text/csv');
  if (isFile || c.get('exportedRows') !== undefined) return 'file';
  if (isApi(c)) return 'api';
  return people === 1 ? 'page' : 'list';
}

/** Writes looks one batch after the other, each once. */
class Notes {
  readonly #known = new Set<string>();
  /** People noted one by one, of a day, viewer and kind: beyond so many it is everybody. */
  readonly #named = new Map<string, number>();
  #last: Promise<void> = Promise.resolve();
  readonly #write: (looks: readonly Look[]) => Promise<void>;
  readonly #tell: (error: unknown) => void;
  constructor(write: (looks: readonly Look[]) => Promise<void>, tell: (error: unknown) => void) {
    this.#write = write;
    this.#tell = tell;
  }

  note(looks: readonly Look[]): void {
    const fresh = looks.map((look) => this.#bounded(look)).filter((look) => !this.#isKnown(look));
    if (fresh.length === 0) return;
    this.#last = this.#last
      .then(() => this.#write(fresh))
      .catch((error: unknown) => {
        // Whoever looks again is noted then.
        for (const look of fresh) this.#known.delete(keyOf(look));
        this.#tell(error);
      });
  }

  #bounded(look: Look): Look {
    if (look.person === EVERYBODY || this.#known.has(keyOf(look))) return look;
    const key = `${look.day}\n${look.viewer}\n${look.kind}`;
    const named = this.#named.get(key) ?? 0;
    if (named >= MOST_NAMED) return { ...look, person: EVERYBODY };
    if (this.#named.size >= MOST_KNOWN) this.#named.clear();
    this.#named.set(key, named + 1);
    return look;
  }

  #isKnown(look: Look): boolean {
    const key = keyOf(look);
    if (this.#known.has(key)) return true;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.add(key);
    return false;
  }
}

const keyOf = ({ viewer, person, day, kind }: Look): string => `${day}\n${viewer}\n${person}\n${kind}`;
