import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { operator } from '../../src/core/access.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import { exportsAtOnce } from '../../src/server/http/exportsAtOnce.ts';
import { setVisit } from '../../src/server/http/visitor.ts';

/** Files and long answers on their way at the same time: of one person so many, until they have left or nobody takes them. */

let server: ServerType;
let url: string;
/** Lets the files that are held go on. */
let goOn: (() => void)[];

beforeEach(async () => {
  goOn = [];
  const app = new Hono();
  const { files, answers } = exportsAtOnce({
    settings: { allowances: { exports: 2 } },
  } as unknown as ServerDeps);
  app.use(async (c, next) => {
    setVisit(c, { viewer: operator(c.req.query('who') ?? 'ann'), means: 'token', session: null });
    await next();
  });
  app.use(files, answers);
  app.get('/api/v1/held', (c) => {
    if (c.req.query('long') === '1') c.set('exportedRows', 101);
    const held = new Promise<void>((resolve) => goOn.push(resolve));
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('head\n')),
      async pull(controller) {
        await held;
        controller.close();
      },
    });
    return c.body(body);
  });
  app.get('/api/v1/fails', () => {
    throw new Error('it fails');
  });
  app.onError((_, c) => c.text('failed', 500));
  server = await new Promise((resolve) => {
    const made = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(made));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const go of goOn) go();
  await new Promise((done) => server.close(done));
});

async function get(path: string): Promise<{ asked: ClientRequest; answer: IncomingMessage }> {
  const asked = request(url + path, { agent: false });
  asked.on('error', () => undefined);
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { asked, answer };
}
/** Asks until it is answered so: what ends is noticed a moment later. */
async function until(status: number, path: string): Promise<void> {
  for (;;) {
    const { answer, asked } = await get(path);
    asked.destroy();
    if (answer.statusCode === status) return;
  }
}
const FILE = '/api/v1/held?format=csv';

it.each([
  ['files', FILE],
  ['long answers', '/api/v1/held?long=1'],
])('%s: no more than so many of one person, and each counts until it has left', async (_, path) => {
  const first = await get(path);
  const second = await get(path);
  const third = await get(path);
  expect([first, second, third].map(({ answer }) => answer.statusCode)).toEqual([200, 200, 429]);
  expect(third.answer.headers['retry-after']).toBe('5');
  expect(JSON.parse(String((await third.answer.toArray())[0]))).toMatchObject({
    error: { code: 'tooMany', reason: expect.stringContaining('allowances.exports') },
  });
  // Of others, and what is short, as before.
  for (const other of [`${path}&who=bob`, '/api/v1/held']) {
    const { answer, asked } = await get(other);
    expect(answer.statusCode).toBe(200);
    asked.destroy();
  }
  goOn[0]?.();
  await first.answer.toArray();
  await until(200, path);
  second.asked.destroy();
});

it('whoever goes away in the middle gives it back, and whatever fails', async () => {
  const first = await get(FILE);
  const second = await get(FILE);
  expect((await get(FILE)).answer.statusCode).toBe(429);
  first.asked.destroy();
  second.asked.destroy();
  await until(200, FILE);
  for (let i = 0; i < 3; i += 1) await until(500, '/api/v1/fails?format=csv');
  await until(200, FILE);
});
