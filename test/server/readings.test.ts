import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf } from '../../src/core/periods.ts';
import type { Store } from '../../src/store/types.ts';
import { NOW, NOW_MS, spendRow } from '../store/setup.ts';
import { ACTOR, ask, openServer, serveLedger } from './setup.ts';

/** A page or an answer of the API asks the ledger once, so that its figures belong together. */

let full: Awaited<ReturnType<typeof openServer>>;
let server: Awaited<ReturnType<typeof serveLedger>>;
let counted: Store;
let readings = 0;
beforeAll(async () => {
  full = await openServer([spendRow({ day: '2026-11-03' })]);
  const person = (email: string, manager: string) => ({
    email,
    name: null,
    costCenter: 'CC-1',
    manager,
    active: true,
    groups: [],
  });
  await full.store.people.learn(
    'file',
    [person('anna@example.com', 'boss@example.com'), person('boss@example.com', '')],
    { complete: true, actor: ACTOR, now: NOW },
  );
  counted = onlyInReadings(full.store);
  server = await serveLedger({ store: counted });
});
afterAll(async () => {
  await server?.close();
  await full?.close();
});

/**
 * A ledger that counts its readings, and outside of them answers nothing but what decides whether an answer that is kept
 * still stands, and what is wrong with its file.
 */
const onlyInReadings = (store: Store): Store =>
  new Proxy(store, {
    get: (_, name: keyof Store) => {
      if (name === 'version' || name === 'freshness' || name === 'trouble') return store[name];
      if (name === 'telling')
        return (tell: Parameters<Store['telling']>[0]) => onlyInReadings(store.telling(tell));
      if (name !== 'reading') throw new Error(`asked "${String(name)}" outside of a reading`);
      return (work: Parameters<Store['reading']>[0]) => {
        readings += 1;
        return store.reading(work);
      };
    },
  });

it.each([
  '/',
  '/cost-centers',
  '/cost-centers/CC-1',
  '/users',
  '/users/anna%40example.com',
  '/models',
  '/models/m1',
  '/teams/boss%40example.com',
  '/me',
  '/spend?start=2026-11-01&endExclusive=2026-12-01&user=anna%40example.com',
  '/budgets',
  '/alerts',
  '/policies',
  '/policies?kind=guard',
  '/policies/roll-out',
  '/people',
  '/people/anna%40example.com',
  '/profiles',
  `/days/${dayOf(NOW_MS)}`,
  '/reconciliation',
  '/rates',
  '/jobs',
  '/audit',
  '/audit?before=5',
  '/bypass',
  '/budgets/over',
  '/budgets/aws',
  '/budgets/many',
  '/budgets/suggest',
  '/reconciliation/findings/principalCheck',
  '/profiles/hygiene',
  '/profiles/plans',
  '/policies/in-force',
  '/requests',
  '/stops',
  '/stops/dry-run',
  '/messages',
  '/readyz',
  '/api/v1/profiles',
  '/api/v1/charges?start=2026-11-01&endExclusive=2026-11-04',
  '/api/v1/reconciliation?start=2026-11-01&endExclusive=2026-11-04',
  '/api/v1/rates',
  '/api/v1/jobs',
  '/api/v1/freshness',
  '/api/v1/audit',
  '/api/v1/audit/head',
  '/api/v1/overview',
  '/api/v1/users',
  '/api/v1/users/anna%40example.com',
  '/api/v1/cost-centers',
  '/api/v1/cost-centers/CC-1',
  '/api/v1/models',
  '/api/v1/models/m1',
  '/api/v1/teams/boss%40example.com',
  '/api/v1/spend?start=2026-11-01&endExclusive=2026-12-01',
  '/api/v1/lines?start=2026-11-01&endExclusive=2026-12-01',
  '/api/v1/days/2026-11-03',
  '/api/v1/budgets',
  '/api/v1/alerts',
  '/api/v1/messages',
  '/api/v1/people',
  '/api/v1/people/anna%40example.com',
])('%s is read once', async (path) => {
  readings = 0;
  const { status } = await ask(server.url, path);
  expect([path, [200, 503].includes(status), server.faults.splice(0), readings]).toEqual([path, true, [], 1]);
});

it('a file is read once, and written of once: that it left', async () => {
  readings = 0;
  const before = await full.store.audit.count({});
  const withWriting = (tell: Parameters<Store['telling']>[0]) =>
    new Proxy(full.store.telling(tell), {
      get: (store, name: keyof Store) => (name === 'writing' ? store.writing : counted[name]),
    });
  const open = await serveLedger({
    store: new Proxy(full.store, {
      get: (_, name: keyof Store) => (name === 'telling' ? withWriting : counted[name]),
    }),
  });
  expect((await ask(open.url, '/users?format=csv')).status).toBe(200);
  expect([open.faults, readings, await full.store.audit.count({})]).toEqual([[], 1, before + 1]);
  await open.close();
});

it('one profile that there is not is looked for once', async () => {
  readings = 0;
  expect((await ask(server.url, '/profiles/nosuchid')).status).toBe(404);
  expect([server.faults.splice(0), readings]).toEqual([[], 1]);
});
