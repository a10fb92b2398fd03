import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hashOf, newSecret } from '../../src/app/credentials/secrets.ts';
import { openStore } from '../../src/store/open.ts';
import { en } from '../../src/ui/messages/en.ts';
import { COMPANY } from '../store/company.ts';
import { at, folder, NOW, NOW_MS, sql } from '../store/setup.ts';
import { ask, escaped, openServer, post, serveLedger } from './setup.ts';

/** Pages and forms while another program, or the worker, writes to the ledger. */

const BUDGET = { scope: 'userDefault', amount: '5', reason: 'test' };

it('whoever only looks is answered, whoever changes something once it is their turn', async () => {
  const file = join(folder(), 'ledger.db');
  const server = await openServer(COMPANY, {}, file);
  onTestFinished(() => server.close());
  const other = sql(file);
  other.exec('BEGIN IMMEDIATE');
  let answered = false;
  const posted = post(server.url, '/budgets', BUDGET).then((answer) => {
    answered = true;
    return answer;
  });
  for (const path of ['/healthz', '/readyz', '/', '/users', '/budgets', '/audit', '/api/v1/budgets'])
    expect([path, (await ask(server.url, path)).status]).toEqual([path, path === '/readyz' ? 503 : 200]);
  expect(answered).toBe(false);
  other.exec('COMMIT');
  expect((await posted).status).toBe(303);
  expect(await server.store.budgets.list()).toHaveLength(1);
});

it('where the other does not end, a change is refused in words, and nothing of it is done', async () => {
  const file = join(folder(), 'ledger.db');
  const store = await openStore(file, { now: NOW_MS, busyMs: 20 });
  const server = await serveLedger({ store });
  onTestFinished(async () => {
    await server.close();
    store.close();
  });
  const other = sql(file);
  other.exec('BEGIN IMMEDIATE');
  const refused = await post(server.url, '/budgets', BUDGET);
  expect([refused.status, refused.text]).toEqual([
    503,
    expect.stringContaining(escaped(en.error.words.busy)),
  ]);
  other.exec('COMMIT');
  expect([await store.budgets.list(), server.faults]).toMatchObject([[], [{ code: 'busy' }]]);
});

it('nobody waits at the door: that somebody came by is noted once the other has written', async () => {
  const file = join(folder(), 'ledger.db');
  let now = NOW_MS;
  const server = await openServer([], { clock: { now: () => now } }, file);
  onTestFinished(() => server.close());
  const secret = `blt_${newSecret()}`;
  const ann = { email: 'ann@example.com', name: null, costCenter: null, manager: null, groups: null };
  const actor = { id: ann.email };
  await server.store.people.learn('file', [{ ...ann, active: true }], { complete: false, actor, now: NOW });
  const token = { id: 't', email: ann.email, name: 't', scopes: ['me'], createdAt: NOW } as const;
  await server.store.tokens.create({ ...token, expiresAt: at(60) }, hashOf(secret), actor);
  const me = () => ask(server.url, '/api/v1/me', { headers: { authorization: `Bearer ${secret}` } });
  const used = async () => (await server.store.tokens.listOf(ann.email))[0]?.lastUsedAt;
  const useAt = async (minutes: number) => {
    now = Date.parse(at(minutes));
    expect((await me()).status).toBe(200);
  };
  await useAt(1);
  // Again within a minute: one note is enough.
  await useAt(1.5);
  expect(await used()).toBe(at(1));
  const other = sql(file);
  other.exec('BEGIN IMMEDIATE');
  await useAt(2);
  expect(await used()).toBe(at(1));
  other.exec('COMMIT');
  // What is written next comes after it.
  await server.store.tokens.revoke(ann.email, 't', actor, at(3));
  expect(await used()).toBe(at(2));
});
