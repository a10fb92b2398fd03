import type { ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { ServerDeps } from '../deps.ts';
import { wantsCsv } from '../tables/csv.ts';
import { tooManyExports } from './refusals.tsx';
import { visitOf } from './visitor.ts';

/** How many files and long answers one person may have on their way at the same time, with all of their tabs and tokens. */

/** When whoever is refused may come again, seconds. */
const AGAIN = 5;

/**
 * Each counts until its last byte has left, or whoever asked went away: `files` from when they are asked for, `answers`
 * from when it is known that they are long, which is before they are entered as an export.
 */
export function exportsAtOnce(deps: ServerDeps): Record<'files' | 'answers', MiddlewareHandler> {
  const most = deps.settings.allowances.exports;
  // Of those only who have one on its way.
  const running = new Map<string, number>();
  const take = (id: string): (() => void) | null => {
    const count = running.get(id) ?? 0;
    if (count >= most) return null;
    running.set(id, count + 1);
    return () => {
      const left = (running.get(id) ?? 1) - 1;
      if (left === 0) running.delete(id);
      else running.set(id, left);
    };
  };
  const refuse = (c: Context) => {
    c.header('retry-after', String(AGAIN));
    return tooManyExports(c, deps, most);
  };
  return {
    async files(c, next) {
      const id = personOf(c);
      if (id === null || !wantsCsv(c)) return next();
      const release = take(id);
      if (release === null) return refuse(c);
      await whileOpen(c, release, next);
    },
    async answers(c, next) {
      await next();
      const id = personOf(c);
      if (id === null || wantsCsv(c) || c.get('exportedRows') === undefined) return;
      const release = take(id);
      if (release === null) c.res = await refuse(c);
      else await whileOpen(c, release);
    },
  };
}

/** Whoever is known, by whatever they come with. */
function personOf(c: Context): string | null {
  const visit = visitOf(c);
  return visit === null || visit.means === 'none' ? null : visit.viewer.id;
}

/** Carries on, and releases once: when the answer's connection is closed, or at once where there is none. */
async function whileOpen(c: Context, release: () => void, next?: () => Promise<void>): Promise<void> {
  const outgoing = (c.env as Partial<HttpBindings> | undefined)?.outgoing as ServerResponse | undefined;
  const isOpen = outgoing !== undefined && !outgoing.closed && !outgoing.destroyed;
  if (isOpen) outgoing.once('close', release);
  try {
    await next?.();
  } finally {
    if (!isOpen) release();
  }
}
