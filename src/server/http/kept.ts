import { hash, randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { LRUCache } from 'lru-cache';
import type { LedgerVersion } from '../../app/credentials/viewers.ts';
import type { Viewer } from '../../core/access.ts';
import { type About, leastLasting } from '../../core/lasting.ts';
import type { ServerDeps } from '../deps.ts';
import { numberOf } from './requests.ts';
import { type State, stateOf } from './state.ts';
import { versionOf, visitOf } from './visitor.ts';

/**
 * Answers that were given are kept, and whoever holds one is told that it still stands. An answer is kept under everything
 * that it is made of: the state of the ledger, whoever asks with all that they may, language, theme, and the address. What
 * it is made of is not said by its route but seen while it is made: an answer that asked the ledger for anything without a
 * version, or for nothing, is not kept. Who asks, and how often, is found out before; signed out, nobody gets here.
 */

/** Of all kept answers. */
export const MOST_KEPT_BYTES = 32 * 1024 * 1024;
/** One answer takes no more than that part of it. */
const LARGEST = 1 / 8;
/** What an answer takes beside its body, about. */
const OVERHEAD = 1024;

/** Of this request alone: never kept. */
const PASSING_HEADERS: ReadonlySet<string> = new Set([
  'x-request-id',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
]);
/** Whoever adds another header says here whether it is the same each time; until then what has it is not kept. */
const KEPT_HEADERS: ReadonlySet<string> = new Set([
  'cache-control',
  'content-encoding',
  'content-length',
  'content-security-policy',
  'content-type',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'origin-agent-cluster',
  'permissions-policy',
  'referrer-policy',
  'strict-transport-security',
  'vary',
  'x-content-type-options',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
]);
const KEPT_TYPES = /^(text\/html|application\/json)\b/;
const CACHE_CONTROL = 'private, no-cache';

type Headers = Record<string, string>;
interface Kept {
  etag: string;
  headers: Headers;
  body: Uint8Array;
}
/** What is known of a tag: the answer, or that it is of another tag, or of none. */
type Found = Kept | 'work' | 'never';

/** What is asked: its tag where it is about the ledger, and where it is about what jobs do. */
interface Asked {
  tag: string;
  readonly workTag: string;
}

/** An answer on the way, and what it was made of so far. */
export interface Making {
  asked: Asked;
  about: Set<About>;
  /** Tells whoever waits for it; null: it is theirs to make. */
  end(kept: Kept | null): void;
}

/**
 * Two parts of the way of a request: `answering` stands behind the sign-in and answers with what is kept; `keeping` stands
 * before all and keeps what leaves, as it leaves.
 * @param bytes of all kept answers; 0 keeps none
 */
export function keptAnswers(
  deps: ServerDeps,
  bytes = MOST_KEPT_BYTES,
): { keeping: MiddlewareHandler; answering: MiddlewareHandler } {
  const kept = new KeptAnswers(bytes);
  const state = stateOf(deps);
  // Tags are good for this process: no other one, with other code, settings or another ledger, says that they still stand.
  const salt = randomBytes(16).toString('hex');
  const asked = (c: Context, version: LedgerVersion): Asked | Promise<Asked> => {
    const found = state(version);
    return found instanceof Promise ? found.then((one) => askedOf(c, salt, one)) : askedOf(c, salt, found);
  };

  const answering: MiddlewareHandler = async (c, next) => {
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
    // They came without a session: a cookie is on its way to them.
    if (!reads || visitOf(c)?.means === 'loadBalancer') return next();
    const at = asked(c, versionOf(c));
    const what = at instanceof Promise ? await at : at;
    const stands = heldOf(c, what);
    if (stands !== undefined) return complete(c, notChanged(c, stands));
    const found = kept.find(c, what) ?? (await kept.waitFor(c, what));
    if (typeof found === 'object')
      return complete(c, holdsAny(c) ? notChanged(c, found.etag) : again(c, found));
    const about = new Set<About>();
    c.set('making', { asked: what, about, end: kept.begin(c, what, found) });
    const ledger = deps.store.telling((of) => about.add(of));
    c.set('ledger', ledger);
    return next();
  };

  const keeping: MiddlewareHandler = async (c, next) => {
    let left: Kept | null = null;
    try {
      await next();
      const making = c.get('making');
      if (making !== undefined) left = await keep(c, making);
    } finally {
      c.get('making')?.end(left);
    }
  };

  /** Keeps what leaves, where it may be; answers what others that wait for it may have. */
  async function keep(c: Context, making: Making): Promise<Kept | null> {
    const headers = keptHeaders(c);
    const kind = leastLasting(making.about);
    if (headers === null || kind === 'passing') kept.never(c, making.asked);
    if (headers === null) return null;
    const body = new Uint8Array(await c.res.arrayBuffer());
    const tag = kind === 'passing' ? null : await standing(c, making.asked, kind);
    const made = { etag: tag ?? tagOf(body), headers, body };
    if (tag !== null) kept.keep(c, making.asked, made, kind === 'work');
    const stands = holdsAny(c) || isHeld(c, made.etag);
    const answer = stands ? notChanged(c, made.etag) : again(c, made);
    // Else the headers that it had are put over those that it has.
    c.res = undefined;
    c.res = answer;
    return kind === 'ledger' ? made : null;
  }

  /** The tag of what was made; null where something changed meanwhile, which may be in it or not. */
  async function standing(c: Context, was: Asked, kind: 'ledger' | 'work'): Promise<string | null> {
    const is = await asked(c, await deps.store.version.get());
    const [before, after] = kind === 'work' ? [was.workTag, is.workTag] : [was.tag, is.tag];
    return before === after ? before : null;
  }
  return { keeping, answering };
}

/** An answer that is made of the product, its settings and the day, and asks the ledger nothing: kept as others are. */
export const ofProduct: MiddlewareHandler = async (c, next) => {
  c.get('making')?.about.add('ledger');
  await next();
};

/** An answer with what only this process knows: the ledger's version does not say until when it stands. */
export const ofProcess: MiddlewareHandler = async (c, next) => {
  c.get('making')?.about.add('passing');
  await next();
};

/** The answers that are kept, and those that are being made. */
class KeptAnswers {
  readonly #kept: LRUCache<string, Found> | null;
  readonly #underWay = new Map<string, Promise<Kept | null>>();

  constructor(bytes: number) {
    this.#kept =
      bytes === 0
        ? null
        : new LRUCache({
            maxSize: bytes,
            maxEntrySize: Math.floor(bytes * LARGEST),
            sizeCalculation: (found) => OVERHEAD + (typeof found === 'object' ? found.body.byteLength : 0),
          });
  }

  find(c: Context, { tag, workTag }: Asked): Found | undefined {
    const found = this.#kept?.get(keyOf(c, tag));
    return found === 'work' ? this.#kept?.get(keyOf(c, workTag)) : found;
  }

  /** One makes it, and whoever else asks meanwhile gets it as well: it is younger than their question. */
  async waitFor(c: Context, what: Asked): Promise<Found | undefined> {
    const made = await this.#underWay.get(keyOf(c, what.tag));
    if (made) return made;
    return made === null ? this.find(c, what) : undefined;
  }

  /** @returns what ends it */
  begin(c: Context, { tag }: Asked, found: Found | undefined): Making['end'] {
    const key = keyOf(c, tag);
    // Nobody waits for what everybody has to make for themselves.
    if (this.#kept === null || found !== undefined || this.#underWay.has(key)) return () => {};
    const { promise, resolve } = Promise.withResolvers<Kept | null>();
    this.#underWay.set(key, promise);
    return (made) => {
      this.#underWay.delete(key);
      resolve(made);
    };
  }

  keep(c: Context, { tag, workTag }: Asked, made: Kept, ofWork: boolean): void {
    if (ofWork) this.#kept?.set(keyOf(c, tag), 'work');
    this.#kept?.set(keyOf(c, ofWork ? workTag : tag), made);
  }

  never(c: Context, { tag }: Asked): void {
    this.#kept?.set(keyOf(c, tag), 'never');
  }
}

/** What is asked without its content is another answer to keep; its tag is the same. */
const keyOf = (c: Context, tag: string): string => c.req.method + tag;

function askedOf(c: Context, salt: string, { ledger, work }: State): Asked {
  const visit = visitOf(c);
  if (visit === null) throw new Error('an answer is kept before it is known for whom');
  const { locale, theme } = c.get('choice');
  const encodings = c.req.header('accept-encoding') ?? '';
  const rest = `${visit.means}\n${nameOf(visit.viewer)}\n${locale}\n${theme}\n${encodings}\n${c.req.url}`;
  return {
    tag: tagOf(`${salt}\n${ledger}\n${rest}`),
    get workTag() {
      return tagOf(`${salt}\n${work}\n${rest}`);
    },
  };
}

const names = new WeakMap<Viewer, string>();
/** A viewer with all that decides on what they may, in a few signs. */
function nameOf(viewer: Viewer): string {
  const known = names.get(viewer);
  if (known !== undefined) return known;
  const name = tagOf(
    JSON.stringify(viewer, (_, value: unknown) => (value instanceof Set ? [...value].sort() : value)),
  );
  names.set(viewer, name);
  return name;
}

const tagOf = (content: string | Uint8Array): string => `"${hash('sha256', content, 'base64url')}"`;

const heldBy = (c: Context): string => c.req.header('if-none-match') ?? '';
/** Whether whoever asks holds the answer of that tag: of `If-None-Match`, where a weak tag is as good. */
function isHeld(c: Context, tag: string): boolean {
  const held = heldBy(c);
  if (held === tag) return true;
  return held.includes(tag) && held.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
/** The tag of what they hold, where that is what they ask for. */
function heldOf(c: Context, what: Asked): string | undefined {
  if (heldBy(c) === '') return undefined;
  if (isHeld(c, what.tag)) return what.tag;
  return isHeld(c, what.workTag) ? what.workTag : undefined;
}
/** Whether they take any answer that there is for the one that they hold. */
const holdsAny = (c: Context): boolean => heldBy(c).trim() === '*';

/** Headers that go with the answer each time; null where it is none that is kept. */
function keptHeaders(c: Context): Headers | null {
  const { res } = c;
  // What leaves as a file, or as a long list, is entered in the audit log each time.
  if (res.status !== 200 || c.get('exportedRows') !== undefined) return null;
  if (!KEPT_TYPES.test(res.headers.get('content-type') ?? '')) return null;
  if (res.headers.get('cache-control') !== CACHE_CONTROL) return null;
  const all = [...res.headers].filter(([name]) => !PASSING_HEADERS.has(name));
  return all.every(([name]) => KEPT_HEADERS.has(name)) ? Object.fromEntries(all) : null;
}

/** Its headers are all there: nobody adds to them on its way out. */
function complete(c: Context, answer: Response): Response {
  c.set('complete', true);
  return answer;
}

// Headers as a plain object: whatever makes `Headers` of them costs more than all the rest.
const again = (c: Context, { etag, headers, body }: Kept): Response =>
  new Response(body as Uint8Array<ArrayBuffer>, {
    headers: { ...headers, etag, ...numberOf(c), ...c.get('limit') },
  });

const notChanged = (c: Context, etag: string): Response =>
  new Response(null, {
    status: 304,
    headers: {
      etag,
      'cache-control': CACHE_CONTROL,
      vary: 'Accept-Encoding',
      ...numberOf(c),
      ...c.get('limit'),
    },
  });
