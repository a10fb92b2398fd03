import type { Context } from 'hono';
import type { Actor } from '../core/types.ts';
import type { Message } from '../ui/pages/plain.tsx';
import type { ServerDeps } from './deps.ts';

/** What was typed into a form, trimmed; kept so that a form that was refused comes back as it was. */
export type Typed = Readonly<Record<string, string>>;
export async function typed(c: Context): Promise<Typed> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']),
  );
}

export const nowOf = (deps: Pick<ServerDeps, 'clock'>): string => new Date(deps.clock.now()).toISOString();
export const actorOf = (deps: Pick<ServerDeps, 'actor'>, reason: string): Actor =>
  reason === '' ? deps.actor : { ...deps.actor, reason };

/** What a page says after a change, or after a form that was refused. */
export function messageOf(
  error: string | null,
  done: string | undefined,
  texts: Readonly<Record<string, string>>,
): Message | undefined {
  if (error !== null) return { text: error, bad: true };
  const text = done === undefined ? undefined : texts[done];
  return text === undefined ? undefined : { text, bad: false };
}
