import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatExact, money, sum } from '../../src/core/money.ts';
import { openWorld } from '../journeys/world.ts';
import { ask, serveLedger } from './setup.ts';

/** What the pages list line by line, as JSON: it adds up to what the pages say. */

const NOVEMBER = 'start=2026-11-01&endExclusive=2026-12-01';
const ACTOR = { id: 'local:tester', reason: 'a trial' };
let world: Awaited<ReturnType<typeof openWorld>>;
let server: Awaited<ReturnType<typeof serveLedger>>;
beforeAll(async () => {
  world = await openWorld();
  const now = new Date(world.clock.now()).toISOString();
  await world.store.budgets.set({ kind: 'userDefault' }, money('5'), ACTOR, now);
  await world.store.budgets.set({ kind: 'userDefault' }, money('6.5'), ACTOR, now);
  await world.sync();
  server = await serveLedger({ store: world.store, clock: world.clock, settings: world.settings });
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

async function json(path: string) {
  const answer = await ask(server.url, `/api/v1${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return JSON.parse(answer.text);
}
const totalOf = (rows: readonly { amount: string }[]) =>
  formatExact(sum(rows.map(({ amount }) => money(amount))));
const spend = (query: string) => json(`/spend?${NOVEMBER}&${query}`);

describe('lines', () => {
  it('are what the figures of spend consist of, whole and filtered', async () => {
    const all = await json(`/lines?${NOVEMBER}&limit=10000`);
    expect(all.nextOffset).toBeNull();
    expect(all.lines.length).toBe(all.rowCount);
    expect(totalOf(all.lines)).toBe((await spend('groupBy=user')).total);
    const [top] = (await spend('groupBy=user')).rows;
    const own = await json(`/lines?${NOVEMBER}&user=${top.key}&limit=10000`);
    expect(totalOf(own.lines)).toBe(top.amount);
    const [nobody] = (await spend('groupBy=costCenter')).unallocated;
    const rest = await json(`/lines?${NOVEMBER}&reason=${nobody.reason}&limit=10000`);
    expect(totalOf(rest.lines)).toBe(nobody.amount);
  });

  it('come in pages, none lost and none twice', async () => {
    const found = [];
    for (let offset: number | null = 0; offset !== null; ) {
      const page: { lines: unknown[]; nextOffset: number | null } = await json(
        `/lines?${NOVEMBER}&limit=700&offset=${offset}`,
      );
      found.push(...page.lines);
      offset = page.nextOffset;
    }
    expect(found).toEqual((await json(`/lines?${NOVEMBER}&limit=10000`)).lines);
  });
});

describe('charges', () => {
  it('are those of the bill, in every grouping that is a view of it', async () => {
    const billed = (await spend('groupBy=model&basis=billed')).total;
    const { charges, total, rowCount } = await json(`/charges?${NOVEMBER}&limit=10000`);
    expect([total, totalOf(charges), charges.length]).toEqual([billed, billed, rowCount]);
    const others = await json(`/charges?${NOVEMBER}&grouping=recordType`);
    expect(others.charges.map(({ key1 }: { key1: string }) => key1)).toContain('Credit');
  });
});

describe('reconciliation', () => {
  it('adds up to the bill, and leads to the invoice', async () => {
    const closed = 'start=2026-11-01&endExclusive=2026-11-20';
    const { models, days, invoice, findings } = await json(`/reconciliation?${closed}`);
    const billed = (await json(`/spend?${closed}&basis=billed`)).total;
    for (const rows of [models, days])
      expect(
        formatExact(
          sum(
            rows.flatMap((row: { billed: string; notCompared: string }) => [
              money(row.billed),
              money(row.notCompared),
            ]),
          ),
        ),
      ).toBe(billed);
    expect(invoice.usage).toBe(billed);
    expect(totalOf([{ amount: invoice.usage }, ...invoice.others])).toBe(invoice.total);
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe('alerts and audit', () => {
  it('say in dollars what was crossed and changed', async () => {
    const { alerts, rowCount } = await json('/alerts?limit=2');
    expect(alerts).toHaveLength(2);
    expect(rowCount).toBeGreaterThan(2);
    expect(alerts[0]).toMatchObject({ budget: '6.5', thresholdPercent: expect.any(Number) });
    const first = await json('/audit?limit=1');
    expect(first.entries).toMatchObject([
      { action: 'budget.set', before: { amount: '5' }, after: { amount: '6.5' }, reason: 'a trial' },
    ]);
    const second = await json(`/audit?limit=1&before=${first.nextBefore}`);
    expect(second.entries).toMatchObject([{ before: null, after: { amount: '5' } }]);
    expect((await json(`/audit?before=${second.entries[0].id}`)).nextBefore).toBeNull();
  });
});

it.each([
  ['/lines', 'start'],
  [`/lines?${NOVEMBER}&reason=because`, 'reason'],
  [`/lines?${NOVEMBER}&limit=0`, 'limit'],
  [`/charges?${NOVEMBER}&grouping=all`, 'grouping'],
  ['/charges?start=2026-11-02&endExclusive=2026-11-02', 'endExclusive'],
  ['/reconciliation?start=2026-02-30&endExclusive=2026-03-01', 'start'],
  [`/reconciliation?${NOVEMBER}&limit=5`, 'limit'],
  ['/alerts?offset=-1', 'offset'],
  ['/audit?before=yesterday', 'before'],
])('%s is refused, naming %s', async (path, field) => {
  const answer = await ask(server.url, `/api/v1${path}`);
  expect([answer.status, JSON.parse(answer.text).error.field]).toEqual([400, field]);
});
