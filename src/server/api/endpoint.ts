import type { Context, Hono, MiddlewareHandler } from 'hono';
import * as z from 'zod';
import type { Asking } from '../../app/asking.ts';
import { mayUse, type Scope } from '../../core/access.ts';
import { ERRORS } from '../../core/errors.ts';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { noteRows } from '../http/exports.ts';
import { errorJson, notYours, refused } from '../http/refusals.tsx';
import { forEverybody, only, viewerOf } from '../http/visitor.ts';
import { readQuery } from './query.ts';

/** One address of the API, said once: its route and its part of the description are both made from this. */
export interface Endpoint {
  /** Names it in the description and in `examples.json`. */
  id: string;
  tag: Tag;
  /** Below `/api/v1`, with its parameters in braces. */
  path: string;
  summary: string;
  description: string;
  /** What a token must be good for. */
  scope: Scope;
  audience: Audience;
  /** Parameters of the path, each with what it is. */
  params: Readonly<Record<string, string>>;
  query: z.ZodObject;
  answer: z.ZodObject;
  /** Why there may be nothing here, beside a parameter of the path that leads to nothing. */
  missing: string | null;
  /** Path and query of the example, asked of one and the same small company. */
  example: string;
  answers(ask: Ask): Promise<object | null>;
}

export const TAGS = {
  Me: 'What concerns whoever asks.',
  Spend: 'Who spent what on which model, exactly.',
  Bill: 'What AWS charged, and whether it adds up.',
  Budgets: 'Budgets, where everybody stands, and what was crossed.',
  Profiles: 'Inference profiles and the settings to use them with.',
  People: 'Who there is, where they belong and what they may.',
  Operations: 'What was read from AWS, what that costs, and what was changed.',
} as const;
type Tag = keyof typeof TAGS;

/**
 * Who may ask. `ownRows`: everybody, for the rows that are theirs to see; the handler asks for each. `everybody`: it is the
 * same for all. Else whoever may see that kind of thing, which is nobody's in particular.
 */
export type Audience = 'ownRows' | 'everybody' | Parameters<typeof only>[1];

interface Ask<Q = Record<string, unknown>, P extends string = string> {
  /** What verbs are given. */
  asking: Asking;
  c: Context;
  deps: ServerDeps;
  query: Q;
  params: Readonly<Record<P, string>>;
}

/** An answer as handlers give it: what it is made of need not be theirs to change. */
type Given<T> = T extends readonly (infer I)[]
  ? readonly Given<I>[]
  : T extends object
    ? { readonly [K in keyof T]: Given<T[K]> }
    : T;

/** An endpoint whose handler is held to its own query and answer. Null answers as what is not there or not theirs. */
export function endpoint<
  Q extends z.ZodRawShape = Record<never, z.ZodType>,
  A extends z.ZodRawShape = z.ZodRawShape,
  P extends string = never,
>(said: {
  id: string;
  tag: Tag;
  path: string;
  summary: string;
  description?: string;
  scope: Scope;
  audience: Audience;
  params?: Readonly<Record<P, string>>;
  query?: Q;
  answer: A;
  missing?: string;
  example: string;
  answers(
    ask: Ask<z.output<z.ZodObject<Q, z.core.$strict>>, P>,
  ): Promise<Given<z.output<z.ZodObject<A, z.core.$strict>>> | null>;
}): Endpoint {
  const { description = '', params = {}, query = {}, missing = null } = said;
  return {
    ...said,
    description,
    params,
    missing,
    query: z.strictObject(query),
    answer: z.strictObject(said.answer),
    answers: said.answers as Endpoint['answers'],
  };
}

/** A route that a token needs this scope for. */
const scoped =
  (deps: ServerDeps, scope: Scope): MiddlewareHandler =>
  async (c, next) => {
    if (!mayUse(viewerOf(c), scope)) return refused(c, deps, scope);
    await next();
  };

const passOn: MiddlewareHandler = (_, next) => next();

/** Adds the route of an endpoint: whether a token is good for it, who may ask, its strict query, its answer. */
export function serveEndpoint(api: Hono, deps: ServerDeps, one: Endpoint): void {
  const path = one.path.replaceAll(/\{(\w+)\}/g, ':$1');
  const asked =
    one.audience === 'ownRows'
      ? passOn
      : one.audience === 'everybody'
        ? forEverybody
        : only('see', one.audience);
  api.get(path, scoped(deps, one.scope), asked, async (c) => {
    const asking = askingOf(c, deps);
    const answer = await one.answers({
      asking,
      c,
      deps,
      query: readQuery(c, one.query),
      params: c.req.param(),
    });
    if (answer === null) return notYours(c, deps);
    noteRows(c, answer);
    return c.json(answer);
  });
  onlyGet(api, path);
}

/** Whatever else somebody would do here is not possible. */
export function onlyGet(api: Hono, path: string): void {
  api.all(path, (c) =>
    c.json(
      errorJson(c, 'methodNotAllowed', null, `${c.req.method} is not possible here: only GET is`),
      ERRORS.methodNotAllowed.status,
      {
        allow: 'GET, HEAD',
      },
    ),
  );
}
