import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '@readme/openapi-parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/server/api/endpoint.ts';
import { ENDPOINTS } from '../../src/server/endpoints.ts';
import { openExampleWorld } from './exampleWorld.ts';
import { ask, type serveLedger } from './setup.ts';

/**
 * The description of the API is valid, and every example in it was answered by the server. Where answers are meant to
 * change, `UPDATE_EXAMPLES=1 npx vitest run test/server/apiDocument.test.ts` writes the examples anew.
 */

const FILE = join(import.meta.dirname, '../../src/server/api/examples.json');
interface Recorded {
  answers: Record<string, unknown>;
  refusals: Record<string, unknown>;
}
/** Ids that the ledger draws are other ones in every world: each is replaced by the number of its first appearance. */
function withoutIds(value: unknown): unknown {
  const seen = new Map<string, string>();
  const text = JSON.stringify(value).replaceAll(
    /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g,
    (id) => {
      const number = seen.get(id) ?? `id ${seen.size + 1}`;
      seen.set(id, number);
      return number;
    },
  );
  return JSON.parse(text);
}
const same = (a: unknown, b: unknown) =>
  a !== undefined && b !== undefined && JSON.stringify(withoutIds(a)) === JSON.stringify(withoutIds(b));

let world: Awaited<ReturnType<typeof openExampleWorld>>;
let server: Awaited<ReturnType<typeof serveLedger>>;
let document: Record<string, never> & { paths: Record<string, Record<string, Operation>> };
const operationOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>): Operation | undefined =>
  document.paths[`/api/v1${path}`]?.[method.toLowerCase()];
const now: Recorded = { answers: {}, refusals: {} };
let recorded: Recorded;

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; description?: string; schema: object }[];
  responses: Record<
    string,
    { content: { 'application/json': { examples?: { answered: { value: unknown } } } } }
  >;
}

/** What changes something comes last, so that all else is of the same company. */
const IN_ORDER = [...ENDPOINTS].sort((a, b) => Number(a.method !== 'GET') - Number(b.method !== 'GET'));
const sent = ({ method, exampleBody }: Endpoint, headers: Record<string, string>) => ({
  method,
  headers: { ...headers, ...(exampleBody && { 'content-type': 'application/json' }) },
  ...(exampleBody && { body: JSON.stringify(exampleBody) }),
});

beforeAll(async () => {
  world = await openExampleWorld();
  server = await world.serve();
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const headers = bearer(world.token);
  for (const one of IN_ORDER) {
    const answer = await ask(server.url, `/api/v1${one.example}`, sent(one, headers));
    expect([one.id, one.example, answer.status]).toEqual([one.id, one.example, one.exampleStatus]);
    now.answers[one.id] = JSON.parse(answer.text);
  }
  const range = 'start=2026-11-01&endExclusive=2026-12-01';
  const post = { method: 'POST', headers: { ...headers, origin: server.url } };
  const refused = async (status: number, path: string, how: Parameters<typeof ask>[2], url = server.url) => {
    const answer = await ask(url, path, how);
    expect([path, answer.status]).toEqual([path, status]);
    now.refusals[status] = JSON.parse(answer.text);
  };
  await refused(400, `/api/v1/spend?${range}&groupBy=team`, { headers });
  await refused(401, `/api/v1/spend?${range}`, { headers: bearer('blt_unknown') });
  await refused(403, `/api/v1/spend?${range}`, { headers: bearer(world.narrowToken) });
  await refused(404, '/api/v1/users/nobody@example.com', { headers });
  await refused(405, '/api/v1/spend', post);
  const create = (body: string, type = 'application/json') => ({
    method: 'POST',
    headers: { ...headers, 'content-type': type },
    body,
  });
  await refused(415, '/api/v1/profiles', create('user=ann', 'application/x-www-form-urlencoded'));
  const slips = { user: 'anna@example.com', model: 'amazon.nova-pro-v1:0', geography: 'mars' };
  const place = { accountId: '222233334444', region: 'us-east-1' };
  await refused(422, '/api/v1/profiles', create(JSON.stringify({ ...place, ...slips })));
  const busy = await world.serve({}, true);
  const one = { model: 'amazon.nova-pro-v1:0', geography: 'us' };
  await refused(409, '/api/v1/profiles', create(JSON.stringify({ ...place, ...one })), busy.url);
  await busy.close();
  await refused(413, '/api/v1/spend', { ...post, body: 'x'.repeat(300_000) });
  const strict = await world.serve({ requestsPerMinute: 1 });
  await ask(strict.url, '/api/v1/me', { headers });
  await refused(429, '/api/v1/me', { headers }, strict.url);
  await strict.close();
  recorded = JSON.parse(readFileSync(FILE, 'utf8'));
  if (process.env.UPDATE_EXAMPLES) {
    // What differs in nothing but ids stays, so that only what changed is written.
    const kept = (part: keyof Recorded) =>
      Object.fromEntries(
        Object.entries(now[part]).map(([key, value]) => [
          key,
          same(recorded[part][key], value) ? recorded[part][key] : value,
        ]),
      );
    recorded = { answers: kept('answers'), refusals: kept('refusals') };
    writeFileSync(FILE, `${JSON.stringify(recorded, null, 2)}\n`);
  }
  document = JSON.parse((await ask(server.url, '/api/v1/openapi.json', { headers })).text);
});
afterAll(async () => {
  await server?.close();
  await world?.close();
  expect(server.faults).toEqual([]);
});

describe('examples', () => {
  it.each(ENDPOINTS.map(({ id }) => id))('of %s are what the server answers', (id) => {
    expect(withoutIds(recorded.answers[id] ?? null)).toEqual(withoutIds(now.answers[id]));
  });

  it('of refusals as well, and none is left over', () => {
    expect(recorded.refusals).toEqual(now.refusals);
    expect(Object.keys(recorded.answers).sort()).toEqual(ENDPOINTS.map(({ id }) => id).sort());
  });

  it.each(ENDPOINTS.map((one) => [one.id, one] as const))(
    'of %s stand in the document, say something, and are short',
    (id, one) => {
      const { examples } = operationOf(one)?.responses[one.exampleStatus]?.content['application/json'] ?? {};
      expect(withoutIds(examples?.answered.value ?? null)).toEqual(withoutIds(now.answers[id]));
      const lists = Object.entries(now.answers[id] as object)
        // Of a good question nothing is unknown.
        .filter(([name]) => name !== 'unknown')
        .map(([, value]) => value)
        .filter(Array.isArray);
      expect(lists.every((list) => list.length > 0) || id === 'getReconciliation').toBe(true);
      expect(JSON.stringify(now.answers[id]).length).toBeLessThan(5000);
    },
  );
});

describe('answers', () => {
  it.each(ENDPOINTS.map((one) => [one.id, one] as const))(
    'of %s are strictly what its schema says',
    (id, one) => {
      expect(one.answer.parse(now.answers[id])).toEqual(now.answers[id]);
      expect(() => one.answer.parse({ ...(now.answers[id] as object), more: 1 })).toThrow(/more/);
    },
  );

  it('and refusals are valid by their schemas in the document, for a validator that knows nothing of ours', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    for (const format of ['date', 'date-time', 'year-month', 'decimal', 'int64']) ajv.addFormat(format, true);
    ajv.addSchema(document, 'document');
    const pointer = (...parts: string[]) =>
      `document#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const check = (value: unknown, ...parts: string[]) => {
      const schema = { $ref: pointer(...parts, 'content', 'application/json', 'schema') };
      expect([parts, ajv.validate(schema, value), ajv.errors]).toEqual([parts, true, null]);
      expect(ajv.validate(schema, { ...(value as object), ...spoilt(value as object) })).toBe(false);
    };
    for (const one of ENDPOINTS)
      check(
        now.answers[one.id],
        ...['paths', `/api/v1${one.path}`, one.method.toLowerCase()],
        ...['responses', String(one.exampleStatus)],
      );
    const names = { 400: 'BadRequest', 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound' };
    const more = {
      ...{ 405: 'MethodNotAllowed', 413: 'TooLarge', 429: 'TooMany' },
      ...{ 409: 'Conflict', 415: 'NotJson', 422: 'Invalid' },
    };
    for (const [status, name] of Object.entries({ ...names, ...more }))
      check(now.refusals[status], 'components', 'responses', name);
  });
});
/** The same with its first field of another type. */
const spoilt = (value: object) => ({ [Object.keys(value)[0] ?? '']: 5.5 });

describe('the document', () => {
  it('is valid by two independent validators, which notice what is not', async () => {
    const bad = structuredClone(document) as typeof document;
    const first = bad.paths['/api/v1/spend'];
    if (first) delete (first.get as Partial<Operation>).responses;
    (bad as Record<string, unknown>).servers = 'here';
    expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
    expect(await new Validator().validate(structuredClone(bad))).toMatchObject({ valid: false });
    expect(await validate(structuredClone(document) as never)).toMatchObject({ valid: true });
    expect(await validate(structuredClone(bad) as never)).toMatchObject({ valid: false });
  });

  it('holds every address once, each parameter with what it is', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(Object.keys(document.paths)).toEqual([...new Set(ENDPOINTS.map(({ path }) => `/api/v1${path}`))]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(ENDPOINTS.length);
    for (const { operationId, parameters = [] } of operations)
      for (const one of parameters)
        expect([operationId, one.name, (one.description ?? '').length > 5]).toEqual([
          operationId,
          one.name,
          true,
        ]);
    const names = (one: Pick<Endpoint, 'method' | 'path'>) =>
      operationOf(one)?.parameters?.map(({ name }) => name);
    expect(names({ method: 'GET', path: '/users/{email}' })).toEqual(['email', 'month']);
    for (const one of ENDPOINTS)
      expect(names(one) ?? []).toEqual([...Object.keys(one.params), ...Object.keys(one.query.shape)]);
  });

  it('says of numbers and ranges what is taken', () => {
    const of = (path: string, name: string) =>
      document.paths[`/api/v1${path}`]?.get?.parameters?.find((one) => one.name === name);
    expect(of('/spend', 'limit')).toMatchObject({
      in: 'query',
      schema: { type: 'integer', minimum: 1, maximum: 10_000, default: 1000 },
    });
    expect(of('/spend', 'start')).toMatchObject({
      required: true,
      schema: { type: 'string', format: 'date' },
    });
    expect(of('/spend', 'basis')).toMatchObject({
      schema: { enum: ['best', 'billed', 'estimated'], default: 'best' },
    });
    expect(of('/spend', 'user')).toMatchObject({
      schema: { type: 'array', items: { type: 'string', maxLength: 300 } },
    });
  });

  it('is had with any token, and without one not at all', async () => {
    const narrow = { authorization: `Bearer ${world.narrowToken}` };
    expect((await ask(server.url, '/api/v1/openapi.json', { headers: narrow })).status).toBe(200);
    const bad = { authorization: 'Bearer blt_no' };
    expect((await ask(server.url, '/api/v1/openapi.json', { headers: bad })).status).toBe(401);
    const post = await ask(server.url, '/api/v1/openapi.json', {
      method: 'POST',
      headers: { origin: server.url },
    });
    expect(post.status).toBe(405);
  });
});
