import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { money } from '../../src/core/money.ts';
import { ATTENTION, LEAST_ATTENTION } from '../../src/core/watching.ts';
import { openStore } from '../../src/store/open.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { leaseOf, NOW, NOW_MS } from '../store/setup.ts';
import { ask, escaped, serveLedger } from './setup.ts';

/** What `/jobs` and its API say of the price of watching, and of its end. */

async function charged(amount: string, ceiling = '50') {
  const store = await openStore(':memory:', { now: NOW_MS });
  const lease = await leaseOf(store);
  await store.runs.charge('ce:GetCostAndUsage', money(amount), money(amount), NOW);
  await store.watching.addPolled(lease, NOW.slice(0, 10), money('123.45'));
  const keep = (attention: (typeof ATTENTION)[number], stoppedSince: string | null) =>
    store.watching.keep(lease, { attention, hourlyRates: {}, stoppedSince });
  await keep(ATTENTION[1] ?? LEAST_ATTENTION, '2026-11-20T08:00:00.000Z');
  const settings = { ...readConfig({}), awsChargeCeiling: money(ceiling) };
  const server = await serveLedger({ store, settings });
  onTestFinished(async () => {
    await server.close();
    store.close();
  });
  const page = async (path = '/jobs') => (await ask(server.url, path)).text;
  const { watching, month } = JSON.parse((await ask(server.url, '/api/v1/jobs')).text);
  return { page, watching, month, keep };
}

it('the money of the month, what polling would have cost, and how late alerts are', async () => {
  const { page, watching, month, keep } = await charged('12.5');
  expect(month).toMatchObject({ awsCharge: '12.5', reserve: '5', polled: '123.45' });
  expect(watching).toMatchObject({
    state: 'all',
    stoppedSince: null,
    withinMinutes: 15,
    beyondMinutes: 60,
    times: 10,
    longestMinutes: 240,
  });
  const shown = await page();
  for (const words of [en.watching.polled, '$123.45', en.watching.beyond('10'), en.watching.minutes('240')])
    expect(shown).toContain(escaped(words));
  await keep(LEAST_ATTENTION, null);
  const least = await page('/jobs?lang=ja');
  for (const words of [ja.watching.title, ja.watching.beyondNone, ja.watching.minutes('1,440')])
    expect(least).toContain(escaped(words));
});

it.each([
  ['45.5', 'urgentOnly'],
  ['49.995', 'stopped'],
] as const)('with $%s of $50 charged: %s, since when and until when', async (amount, state) => {
  const { page, watching } = await charged(amount);
  expect(watching).toMatchObject({
    state,
    stoppedSince: '2026-11-20T08:00:00.000Z',
    resumesAt: '2026-12-01T00:00:00.000Z',
    // Nothing is promised that nobody keeps.
    withinMinutes: state === 'stopped' ? null : 15,
    costCenterMinutes: null,
    beyondMinutes: null,
    longestMinutes: null,
  });
  const [words = ''] = en.watching.states[state]('SINCE', '').split('SINCE');
  expect(await page()).toContain(escaped(words));
  for (const promise of [en.watching.minutes('60'), en.watching.minutes('240')])
    expect(await page()).not.toContain(escaped(promise));
  const raised = await charged(amount, '100');
  expect(raised.watching).toMatchObject({ state: 'all', stoppedSince: null, resumesAt: null });
  expect(await raised.page()).not.toContain(escaped(words));
});
