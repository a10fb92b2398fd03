import type { Context, Hono, MiddlewareHandler } from 'hono';
import * as z from 'zod';
import { type Asking, mustChangeAny } from '../../app/asking.ts';
import { type Changeable, mayUse, type Scope } from '../../core/access.ts';
import { ERRORS } from '../../core/errors.ts';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { noteRows } from '../http/exports.ts';
import { errorJson, notYours, refused } from '../http/refusals.tsx';
import { forEverybody, only, viewerOf } from '../http/visitor.ts';
import { mustBeEmpty, readBody } from './body.ts';
import { readQuery } from './query.ts';

/** One address of the API, said once: its route and its part of the description are both made from this. */
export interface Endpoint {
  /** Names it in the description and in `examples.json`. */
  id: string;
  method: Method;
  tag: Tag;
  /** Below `/api/v1`, with its parameters in braces. */
  path: string;
  summary: string;
  description: string;
  /** What a token must be good for. */
  scope: Scope;
  audience: Audience | Changing;
  /** Parameters of the path, each with what it is. */
  params: Readonly<Record<string, string>>;
  query: z.ZodObject;
  /** What is sent; null: nothing. */
  body: z.ZodObject | null;
  answer: z.ZodObject;
  /** With which statuses it is answered, each with what it says. */
  statuses: Readonly<Partial<Record<Success, string>>>;
  /** Why there may be nothing here, beside a parameter of the path that leads to nothing. */
  missing: string | null;
  /** Path and query of the example, asked of one and the same small company, and what is sent. */
  example: string;
  exampleBody: object | null;
  /** How the example is answered. */
  exampleStatus: Success;
  answers(ask: Ask<Record<string, unknown>, string, unknown>): Promise<Answered | null>;
}

type Method = 'GET' | 'POST' | 'DELETE';
type Success = 200 | 201 | 202;
interface Answered {
  status: Success;
  json: object;
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
/** Of what changes something: whoever may change anything of that kind. The verb asks for the very thing. */
export interface Changing {
  changes: Changeable;
}

interface Ask<Q = Record<string, unknown>, P extends string = string, B = null> {
  /** What verbs are given. */
  asking: Asking;
  c: Context;
  deps: ServerDeps;
  query: Q;
  params: Readonly<Record<P, string>>;
  body: B;
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
  const { answers } = said;
  return {
    ...said,
    ...filled(said),
    method: 'GET',
    body: null,
    answer: z.strictObject(said.answer),
    statuses: { 200: said.summary },
    exampleBody: null,
    exampleStatus: 200,
    async answers(ask) {
      const json = await (answers as (given: unknown) => Promise<object | null>)(ask);
      return json === null ? null : { status: 200, json };
    },
  };
}

/**
 * The same for what changes something. Its handler does all or nothing, and doing it again does no harm: programs send
 * again what they got no answer to.
 */
export function writing<
  A extends z.ZodRawShape,
  Q extends z.ZodRawShape = Record<never, z.ZodType>,
  B extends z.ZodObject | null = null,
  P extends string = never,
>(said: {
  id: string;
  method: Exclude<Method, 'GET'>;
  tag: Tag;
  path: string;
  summary: string;
  description?: string;
  scope: Scope;
  changes: Changeable;
  params?: Readonly<Record<P, string>>;
  query?: Q;
  body?: B;
  answer: A;
  statuses: Readonly<Partial<Record<Success, string>>>;
  missing?: string;
  example: string;
  exampleBody?: B extends z.ZodObject ? z.input<B> : never;
  exampleStatus: Success;
  does(
    ask: Ask<z.output<z.ZodObject<Q, z.core.$strict>>, P, B extends z.ZodObject ? z.output<B> : null>,
  ): Promise<{ status: Success; json: Given<z.output<z.ZodObject<A, z.core.$strict>>> }>;
}): Endpoint {
  const { changes, does, body = null, exampleBody = null, ...rest } = said;
  return {
    ...rest,
    ...filled(said),
    audience: { changes },
    body,
    answer: z.strictObject(said.answer),
    exampleBody: exampleBody as object | null,
    answers: does as unknown as Endpoint['answers'],
  };
}

const filled = (said: {
  description?: string;
  params?: Readonly<Record<string, string>>;
  query?: z.ZodRawShape;
  missing?: string;
}): Pick<Endpoint, 'description' | 'params' | 'query' | 'missing'> => ({
  description: said.description ?? '',
  params: said.params ?? {},
  query: z.strictObject(said.query ?? {}),
  missing: said.missing ?? null,
});

/** A route that a token needs this scope for. */
const scoped =
  (deps: ServerDeps, scope: Scope): MiddlewareHandler =>
  async (c, next) => {
    if (!mayUse(viewerOf(c), scope)) return refused(c, deps, scope);
    await next();
  };

const passOn: MiddlewareHandler = (_, next) => next();

/** Asked before what was sent is looked at: whoever may change nothing learns nothing from what is wrong with it. */
const changing =
  (deps: ServerDeps, kind: Changeable): MiddlewareHandler =>
  async (c, next) => {
    mustChangeAny(askingOf(c, deps), kind);
    await next();
  };

function audienceOf(deps: ServerDeps, { audience }: Endpoint): MiddlewareHandler {
  if (typeof audience === 'object') return changing(deps, audience.changes);
  if (audience === 'ownRows') return passOn;
  return audience === 'everybody' ? forEverybody : only('see', audience);
}

/** Adds the route of an endpoint: whether a token is good for it, who may ask, its strict query and body, its answer. */
function serveEndpoint(api: Hono, deps: ServerDeps, one: Endpoint): void {
  api.on(one.method, routeOf(one), scoped(deps, one.scope), audienceOf(deps, one), async (c) => {
    const query = readQuery(c, one.query);
    if (one.method !== 'GET' && one.body === null) await mustBeEmpty(c);
    const body = one.body === null ? null : await readBody(c, one.body);
    const ask = { asking: askingOf(c, deps), c, deps, query, params: c.req.param(), body };
    const answered = await one.answers(ask);
    if (answered === null) return notYours(c, deps);
    if (one.method === 'GET') noteRows(c, answered.json);
    return c.json(answered.json, answered.status);
  });
}

const routeOf = ({ path }: Endpoint): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Adds the routes of all endpoints, and what each address says to other methods. */
export function serveEndpoints(api: Hono, deps: ServerDeps, all: readonly Endpoint[]): void {
  for (const one of all) serveEndpoint(api, deps, one);
  for (const [path, here] of Map.groupBy(all, routeOf))
    refuseOthers(
      api,
      path,
      here.map(({ method }) => method),
    );
}

/** Whatever else somebody would do here is not possible. */
export function refuseOthers(api: Hono, path: string, methods: readonly Method[]): void {
  const allowed = methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one]));
  const words = methods.length === 1 ? `only ${methods[0]} is` : `${methods.join(' and ')} are`;
  api.all(path, (c) =>
    c.json(
      errorJson(c, 'methodNotAllowed', null, `${c.req.method} is not possible here: ${words}`),
      ERRORS.methodNotAllowed.status,
      { allow: allowed.join(', ') },
    ),
  );
}
