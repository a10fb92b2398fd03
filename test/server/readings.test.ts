import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf } from '../../src/core/periods.ts';
import type { Store } from '../../src/store/types.ts';
import { NOW_MS, spendRow } from '../store/setup.ts';
import { ask, openServer, serveLedger } from './setup.ts';

/** A page or an answer of the API asks the ledger once, so that its figures belong together. */

let full: Awaited<ReturnType<typeof openServer>>;
let server: Awaited<ReturnType<typeof serveLedger>>;
let readings = 0;
beforeAll(async () => {
  full = await openServer([spendRow({ day: '2026-11-03' })]);
  server = await serveLedger({ store: onlyInReadings(full.store) });
});
afterAll(async () => {
  await server?.close();
  await full?.close();
});

/** A ledger that counts its readings, and outside of them answers nothing. */
const onlyInReadings = (store: Store): Store =>
  new Proxy(store, {
    get: (_, name: keyof Store) => {
      if (name !== 'reading') throw new Error(`asked "${String(name)}" outside of a reading`);
      return (work: Parameters<Store['reading']>[0]) => {
        readings += 1;
        return store.reading(work);
      };
    },
  });

it.each([
  '/profiles',
  `/days/${dayOf(NOW_MS)}`,
  '/reconciliation',
  '/rates',
  '/jobs',
  '/audit',
  '/audit?before=5',
  '/readyz',
  '/api/v1/profiles',
  '/api/v1/charges?start=2026-11-01&endExclusive=2026-11-04',
  '/api/v1/reconciliation?start=2026-11-01&endExclusive=2026-11-04',
  '/api/v1/rates',
  '/api/v1/jobs',
  '/api/v1/freshness',
  '/api/v1/audit',
])('%s is read once', async (path) => {
  readings = 0;
  const { status } = await ask(server.url, path);
  expect([path, [200, 503].includes(status), server.faults, readings]).toEqual([path, true, [], 1]);
});

it('one profile that there is not is looked for once', async () => {
  readings = 0;
  expect((await ask(server.url, '/profiles/nosuchid')).status).toBe(404);
  expect([server.faults, readings]).toEqual([[], 1]);
});
