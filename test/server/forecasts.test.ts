import { expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { workOutForecasts } from '../../src/jobs/forecasts.ts';
import type { JobContext } from '../../src/jobs/job.ts';
import { NOW_MS, spendRow, usd } from '../store/setup.ts';
import { ask, openServer } from './setup.ts';

/** More than those for whom a page takes forecasts of before the last collection. */
const PEOPLE = Array.from({ length: 501 }, (_, at) => `p${at}@example.com`);
const DOLLAR = 10_000_000_000n;
const rowsOf = (day: string, amount: bigint) =>
  PEOPLE.map((userEmail) =>
    spendRow({ day, userEmail, amount: usd(amount), billed: usd(amount), estimated: usd(amount) }),
  );

it('a file of many people says the forecasts of the API, also while they are worked out anew', async () => {
  const days = Array.from({ length: 19 }, (_, at) => `2026-11-${String(at + 1).padStart(2, '0')}`);
  const server = await openServer(days.flatMap((day) => rowsOf(day, DOLLAR)));
  const { store, lease, url } = server;
  const clock = { now: () => NOW_MS };
  await workOutForecasts({ store, lease, clock, settings: readConfig({}) } as unknown as JobContext);
  const forecasts = async () => {
    const file = (await ask(url, '/users?format=csv')).text.trim().split(/\r?\n/);
    const [head = '', first = ''] = file;
    const [row] = JSON.parse((await ask(url, '/api/v1/users?limit=1')).text).rows;
    return [first.split(',')[head.split(',').indexOf('forecast_usd')], row.forecast];
  };
  const [kept, made] = await forecasts();
  expect(kept).toBe(made);
  await store.spend.replaceDay(lease, '2026-11-19', rowsOf('2026-11-19', 100n * DOLLAR), [], 'more');
  const [file, api] = await forecasts();
  expect([file, file === kept]).toEqual([api, false]);
  expect(server.faults).toEqual([]);
  await server.close();
});
