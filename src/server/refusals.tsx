import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PlainPage } from '../ui/pages/plain.tsx';
import type { ServerDeps } from './deps.ts';
import { frameOf } from './frame.ts';

/** How a request is turned down: in one JSON shape under `/api`, on a page that leads on elsewhere. */

export const isApi = (c: Context): boolean => /^\/api(\/|$)/.test(c.req.path);

/** The one JSON shape of every error; `field` is the parameter or header at fault, null where there is none. */
export const errorJson = (code: string, field: string | null, reason: string) => ({
  error: { code, field, reason },
});

/** A form that cannot be read; the message is a key of `error` in the catalogue. */
export const unreadable = (status: 400 | 415, key: 'badForm' | 'notForm') =>
  new HTTPException(status, { message: key });

type Words = 'notFound' | 'badForm' | 'notForm' | 'tooLarge' | 'failed';

/** A page for what did not work, with the way back and, where there is one, to the list of what there is. */
export function refusalPage(
  c: Context,
  deps: ServerDeps,
  status: ContentfulStatusCode,
  text: Words | { text: string; list: string; name: string },
) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const known = typeof text === 'string' ? null : text;
  return c.html(
    <PlainPage
      frame={frame}
      title={status === 404 ? m.error.nothing : m.error.title}
      intro={typeof text === 'string' ? m.error[text] : text.text}
    >
      {known && (
        <p>
          <a href={known.list}>{known.name}</a>
        </p>
      )}
      <p>
        <a href="/">{m.error.back}</a>
      </p>
    </PlainPage>,
    status,
  );
}

/** Answers a fault that no route handled. */
export function refusal(c: Context, deps: ServerDeps, error: Error): Response | Promise<Response> {
  if (error instanceof HTTPException) {
    const { message } = error;
    return refusalPage(
      c,
      deps,
      error.status as ContentfulStatusCode,
      message === 'badForm' || message === 'notForm' ? message : 'failed',
    );
  }
  deps.onError(error);
  if (isApi(c))
    return c.json(errorJson('internal', null, 'that did not work; the log of the server says why'), 500);
  return refusalPage(c, deps, 500, 'failed');
}

/** Answers a request that is too large, before it is read. */
export const tooLarge = (c: Context, deps: ServerDeps) =>
  isApi(c)
    ? c.json(errorJson('tooLarge', null, 'the request is larger than 256 KiB'), 413)
    : refusalPage(c, deps, 413, 'tooLarge');

/** Answers an address that leads to nothing. */
export const nothing = (c: Context, deps: ServerDeps) =>
  isApi(c)
    ? c.json(errorJson('notFound', null, 'there is nothing at this address'), 404)
    : refusalPage(c, deps, 404, 'notFound');
