import type { Context } from 'hono';
import { LRUCache } from 'lru-cache';
import type { Undo } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { viewerOf } from './visitor.ts';

/**
 * What each person did last, where the opposite of it is a form of its own: the page that says what was done offers it. It is
 * known to the server and not said by the address, so that nobody can be led to a page that offers to "undo" what they never
 * did. With the process it is forgotten; the pages have the same forms elsewhere.
 */

/** So long it is offered: ten minutes. */
const OFFERED_MS = 600_000;
/** So many people at once. */
const MOST_PEOPLE = 1_000;

interface Done {
  /** The address of the page that says it, and by which word. */
  page: string;
  done: string;
  undo: Undo;
  at: number;
}

const lastOf = new WeakMap<ServerDeps, LRUCache<string, Done>>();

function deedsOf(deps: ServerDeps): LRUCache<string, Done> {
  const held = lastOf.get(deps) ?? new LRUCache<string, Done>({ max: MOST_PEOPLE });
  lastOf.set(deps, held);
  return held;
}

/** Leads back to a page that says what was done, and there offers to undo it. @param undo null where that cannot be undone */
export function backWith(
  c: Context,
  deps: ServerDeps,
  page: string,
  done: string,
  undo: Undo | null,
): Response {
  const { id } = viewerOf(c);
  if (undo === null) deedsOf(deps).delete(id);
  else deedsOf(deps).set(id, { page, done, undo, at: deps.clock.now() });
  return c.redirect(`${page}?done=${done}`, 303);
}

/** How whoever looks takes back what this page says was done; nothing where they did not do it, or long ago. */
export function undoOf(c: Context, deps: ServerDeps, page: string): Undo | undefined {
  const last = deedsOf(deps).get(viewerOf(c).id);
  const isThat = last?.page === page && last.done === c.req.query('done');
  if (!isThat || deps.clock.now() - last.at >= OFFERED_MS) return undefined;
  // It is made of more than the ledger.
  c.header('cache-control', 'private, no-store');
  return last.undo;
}
