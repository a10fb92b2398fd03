import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { spendRow, usd } from '../store/setup.ts';
import { ask, escaped, openServer } from './setup.ts';

/** A model of which no line ever comes, beside one that is billed. It is 20 November. */
const OLD = '2026-11-10';
const YOUNG = '2026-11-19';
const MONTH = 'start=2026-11-01&endExclusive=2026-12-01';
const DOLLAR = 10_000_000_000n;

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  const five = { amount: usd(5n * DOLLAR), estimated: usd(5n * DOLLAR), tokens: 1n } as const;
  const two = { amount: usd(2n * DOLLAR), estimated: usd(2n * DOLLAR), billed: usd(0n), tokens: 1n } as const;
  server = await openServer(
    [OLD, YOUNG].flatMap((day) => [
      spendRow({ ...five, day, billed: five.amount, label: 'provisional' }),
      spendRow({ ...two, day, modelKey: 'acme.one', service: '', usageType: '', label: 'estimated' }),
    ]),
  );
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

it('does not keep its day from being held against the bill, and is told apart', async () => {
  const { text } = await ask(server.url, `/api/v1/reconciliation?${MONTH}`);
  const { days, waiting, models, invoice, neverBilled } = JSON.parse(text);
  expect(days).toMatchObject([{ key: OLD, billed: '5', estimated: '5', status: 'agrees' }]);
  expect(waiting).toMatchObject([{ day: YOUNG, label: 'mixed' }]);
  expect(models).toHaveLength(1);
  expect([neverBilled, invoice.usage]).toEqual(['2', '10']);
});

it.each([
  ['en', en],
  ['ja', ja],
] as const)('is said on the way to the invoice, and on no other: %s', async (language, m) => {
  const page = async (query: string) =>
    (await ask(server.url, `/reconciliation?${query}`, { headers: { 'accept-language': language } })).text;
  const text = await page(MONTH);
  expect(text).toContain(escaped(m.verdict.way.neverBilled));
  expect(text).toContain('$2.00');
  expect(await page(`start=${YOUNG}&endExclusive=2026-11-20`)).not.toContain(
    escaped(m.verdict.way.neverBilled),
  );
});

it('does not make an estimate of what is billed beside it, on the page and in the API', async () => {
  const { text } = await ask(server.url, '/api/v1/overview?month=2026-11');
  expect(JSON.parse(text)).toMatchObject({ spent: '14', billed: '5' });
  const page = (await ask(server.url, '/?month=2026-11')).text;
  expect(page).toContain(en.spentParts('$5.00', '$9.00'));
  const states = [...page.matchAll(/>(Billed|Partly estimated|Estimated)<\/td>/g)].map(([, state]) => state);
  // Days before the ledger begins have none.
  expect([states[0], states[9]]).toEqual([en.partlyEstimated, en.estimated]);
});
