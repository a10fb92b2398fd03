import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { inPassing } from '../../src/app/operations/inPassing.ts';
import { openStore } from '../../src/store/open.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ANNA, damage, folder, NOW, NOW_MS, openOnDisk, sql, usd } from '../store/setup.ts';
import { openCompany, PUBLIC_URL } from './roles.ts';
import { type Answer, ask, escaped, post, serveLedger } from './setup.ts';

/** Pages, forms and API while the ledger's file is in trouble: in words, at once, and nothing of a change is done. */

const REASON = 'because "it" <matters>';
const BUDGET = { scope: 'userDefault', amount: '5', reason: REASON };
const path = () => join(folder(), 'ledger.db');
const toldOf = ({ status, text }: Answer, code: keyof typeof en.error.words) => [
  status,
  text.includes(escaped(en.error.words[code])),
];

async function serve(store: Awaited<ReturnType<typeof openStore>>) {
  const server = await serveLedger({ store });
  onTestFinished(async () => {
    await server.close();
    store.close();
  });
  return server;
}

describe('while another program writes and does not end', () => {
  async function held() {
    const file = path();
    const store = await openStore(file, { now: NOW_MS, busyMs: 20 });
    const server = await serve(store);
    const other = sql(file);
    other.exec('BEGIN EXCLUSIVE');
    return { server, store, end: () => other.exec('COMMIT') };
  }

  it('a form is refused with when to come again, and keeps what was typed: sent again, it is done', async () => {
    const { server, store, end } = await held();
    const refused = await post(server.url, '/budgets', BUDGET);
    expect([...toldOf(refused, 'busy'), refused.headers['retry-after']]).toEqual([503, true, '10']);
    const form = /<form method="post" action="\/budgets">.*?<\/form>/s.exec(refused.text)?.[0] ?? '';
    const fields = Object.fromEntries(
      [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    expect(fields).toEqual({ scope: 'userDefault', amount: '5', reason: escaped(REASON) });
    end();
    expect((await post(server.url, '/budgets', BUDGET)).status).toBe(303);
    expect(await store.audit.list({ limit: 1 })).toMatchObject([{ reason: REASON }]);
  });

  it('no file leaves without its entry in the audit log: whoever wants one is asked to wait', async () => {
    const { server, store, end } = await held();
    const file = await ask(server.url, '/users?format=csv');
    expect([...toldOf(file, 'busy'), file.headers['retry-after']]).toEqual([503, true, '10']);
    expect(file.headers['content-type']).not.toContain('csv');
    end();
    expect((await ask(server.url, '/users?format=csv')).status).toBe(200);
    expect(await store.audit.count({ action: 'export' })).toBe(1);
  });

  it('whoever is refused is so at once, and entered in the audit log once the other has ended', async () => {
    const file = path();
    const company = await openCompany({}, file);
    onTestFinished(() => company.close());
    const other = sql(file);
    other.exec('BEGIN EXCLUSIVE');
    const { host } = new URL(PUBLIC_URL);
    const refused = (path: string, headers: Readonly<Record<string, string>>) =>
      ask(company.url, path, { headers: { host, ...headers } });
    const cookie = company.cookies.user;
    const began = performance.now();
    expect((await refused('/users/eve@example.com', { cookie })).status).toBe(404);
    expect((await refused('/audit', { cookie })).status).toBe(403);
    // Ten seconds is what a change waits for.
    expect(performance.now() - began).toBeLessThan(5_000);
    const entered = () => company.store.audit.count({ action: 'access.refuse' });
    expect(await entered()).toBe(0);
    other.exec('COMMIT');
    await company.store.writing(async () => undefined);
    expect(await entered()).toBe(2);
  });

  it('what cannot be entered is told in the log, and the refusal is answered all the same', async () => {
    const { server, store } = await held();
    const faults: unknown[] = [];
    const enter = () =>
      store.audit.record({ at: NOW, actor: ANNA, action: 'access.refuse', subject: 'GET /x' });
    await inPassing('access.refuse of anna, GET /x', enter, (error) => faults.push(error));
    await vi.waitFor(() => expect(faults).toHaveLength(1));
    expect(faults).toMatchObject([
      {
        code: 'busy',
        message: expect.stringContaining('not entered in the audit log: access.refuse of anna, GET /x'),
      },
    ]);
    expect((await ask(server.url, '/healthz')).status).toBe(200);
  });
});

it('on a full disk pages can be looked at, and a change says why it is not done', async () => {
  const { store, fill, free } = await openOnDisk(path());
  const server = await serve(store);
  await fill();
  const refused = await post(server.url, '/budgets', BUDGET);
  expect([...toldOf(refused, 'full'), refused.headers['retry-after']]).toEqual([503, true, '60']);
  for (const looked of ['/healthz', '/', '/budgets', '/audit', '/api/v1/budgets'])
    expect([looked, (await ask(server.url, looked)).status]).toEqual([looked, 200]);
  expect(server.faults).toMatchObject([{ code: 'full' }]);
  free();
  expect((await post(server.url, '/budgets', BUDGET)).status).toBe(303);
});

it('a damaged page is told on what needs it, without anything of where the file is, and nowhere else', async () => {
  const file = path();
  const sound = await openStore(file, { now: NOW_MS });
  await sound.budgets.set({ kind: 'userDefault' }, usd(1n), ANNA, NOW);
  sound.close();
  damage(file, 'budgets');
  const server = await serve(await openStore(file, { now: NOW_MS }));
  const page = await ask(server.url, '/budgets');
  expect(toldOf(page, 'damaged')).toEqual([500, true]);
  const api = await ask(server.url, '/api/v1/budgets');
  expect([api.status, JSON.parse(api.text)]).toMatchObject([
    500,
    { error: { code: 'damaged', field: null, reason: en.error.words.damaged } },
  ]);
  expect(page.text + api.text).not.toMatch(/ledger\.db|SQLITE|malformed/);
  for (const sound of ['/healthz', '/audit'])
    expect([sound, (await ask(server.url, sound)).status]).toEqual([sound, 200]);
});

it('a file that was removed is told, instead of answering from what nobody will find again', async () => {
  const file = path();
  const store = await openStore(file, { now: NOW_MS });
  const server = await serve(store);
  rmSync(file);
  expect(await store.trouble()).toMatchObject({ kind: 'gone' });
  const answers = [await ask(server.url, '/budgets'), await post(server.url, '/budgets', BUDGET)];
  for (const answer of answers) expect(toldOf(answer, 'gone')).toEqual([503, true]);
  expect((await ask(server.url, '/healthz')).status).toBe(200);
});
