import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainWords } from '../../src/core/fileColumns.ts';
import { formatExact, formatFixed, money, sum } from '../../src/core/money.ts';
import { grouped, usd } from '../../src/core/usd.ts';
import { openCollected } from '../journeys/collected.ts';
import { ask, serveLedger } from './setup.ts';
import { strictly } from './strictly.ts';

/** What the pages list line by line, as JSON: it adds up to what the pages say. */

const NOVEMBER = 'start=2026-11-01&endExclusive=2026-12-01';
const ACTOR = { id: 'local:tester', reason: 'a trial' };
let world: Awaited<ReturnType<typeof openCollected>>;
let server: Awaited<ReturnType<typeof serveLedger>>;
beforeAll(async () => {
  world = await openCollected();
  const now = new Date(world.clock.now()).toISOString();
  await world.store.budgets.set({ kind: 'userDefault' }, money('5'), ACTOR, now);
  await world.store.budgets.set({ kind: 'userDefault' }, money('6.5'), ACTOR, now);
  await world.sync(['alerts']);
  server = await serveLedger({ store: world.store, clock: world.clock, settings: world.settings });
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

async function json(path: string) {
  const answer = await ask(server.url, `/api/v1${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return strictly(`/api/v1${path}`, answer.text);
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

describe('the verdict', () => {
  it('says what the tables, their files and the bill say', async () => {
    const closed = 'start=2026-11-01&endExclusive=2026-11-20';
    const { verdict, invoice, days, models, findings } = await json(`/reconciliation?${closed}`);
    expect(verdict.billed).toBe(invoice.usage);
    expect(totalOf([{ amount: verdict.final }, { amount: verdict.provisional }])).toBe(verdict.billed);
    expect(verdict.days).toMatchObject({ all: 19, begun: 19, billed: days.length });
    const needed = verdict.things.filter(({ weight }: { weight: string }) => weight !== 'news');
    expect(needed.length).toBe(verdict.open);
    expect(totalOf(needed.map(({ amount }: { amount: string | null }) => ({ amount: amount ?? '0' })))).toBe(
      verdict.worth,
    );
    for (const { kind, amount } of verdict.things) {
      const found = findings.filter((one: { kind: string }) => one.kind === kind);
      if (amount !== null)
        expect(totalOf(found.map((one: { amount: string | null }) => ({ amount: one.amount ?? '0' })))).toBe(
          amount,
        );
    }
    const file = async (table: string) =>
      (await ask(server.url, `/reconciliation?${closed}&format=csv&table=${table}`)).text
        .trim()
        .split('\r\n');
    const open = await file('findings').then((rows) => rows.join('\n').split('\n').slice(1));
    for (const { kind, amount } of verdict.things)
      expect(open).toContainEqual(expect.stringMatching(`^${plainWords(kind)},${amount ?? ''},`));
    expect((await file('invoice')).join('\n')).toContain(`Usage,${verdict.billed}`);
    const page = (await ask(server.url, `/reconciliation?${closed}`)).text;
    expect(page).toContain(usd(money(verdict.worth)));
    expect(page).toContain(usd(money(verdict.billed)));
    for (const { name } of models) expect(name).not.toMatch(/\d-\d|:/);
  });
});

describe('alerts and audit', () => {
  it('say in dollars what was crossed and changed', async () => {
    const { alerts, rowCount } = await json('/alerts?limit=2');
    expect(alerts).toHaveLength(2);
    expect(rowCount).toBeGreaterThan(2);
    expect(alerts[0]).toMatchObject({ budget: '6.5', thresholdPercent: expect.any(Number) });
    const first = await json('/audit?action=budget&limit=1');
    expect(first.entries).toMatchObject([
      { action: 'budget.set', before: { amount: '5' }, after: { amount: '6.5' }, reason: 'a trial' },
    ]);
    const second = await json(`/audit?action=budget&limit=1&before=${first.nextBefore}`);
    expect(second.entries).toMatchObject([{ before: null, after: { amount: '5' } }]);
    expect((await json(`/audit?action=budget&before=${second.entries[0].id}`)).nextBefore).toBeNull();
  });
});

describe('standings', () => {
  it('of people and cost centers add up to the spend of the month, and agree with their own addresses', async () => {
    for (const [path, groupBy] of [
      ['/users', 'user'],
      ['/cost-centers', 'costCenter'],
    ]) {
      const { rows, unallocated, total } = await json(`${path}`);
      const sums = await spend(`groupBy=${groupBy}`);
      expect([total, unallocated]).toEqual([sums.total, sums.unallocated]);
      expect(rows.map((row: { key: string; spent: string }) => [row.key, row.spent])).toEqual(
        sums.rows.map((row: { key: string; amount: string }) => [row.key, row.amount]),
      );
      const [top] = rows;
      const own = await json(`${path}/${encodeURIComponent(top.key)}`);
      const { key: _, tokens: __, label: ___, ...standing } = top;
      expect(own).toMatchObject(standing);
    }
    const { rows, total } = await json('/models');
    expect(totalOf(rows.map(({ spent }: { spent: string }) => ({ amount: spent })))).toBe(total);
    expect(await json(`/models/${rows[0].key}`)).toMatchObject({ name: rows[0].name, spent: rows[0].spent });
  });

  it('say what the overview says: spent, expected, billed and owned by nobody', async () => {
    const { text } = await ask(server.url, '/');
    const { spent, forecast, unallocated, billed, forecastLow, forecastHigh } = await json('/overview');
    for (const amount of [spent, forecast, unallocated])
      expect(text).toContain(`$${grouped(formatFixed(money(amount), 2))}`);
    expect(money(billed)).toBeLessThan(money(spent));
    expect(money(forecastLow)).toBeLessThan(money(forecastHigh));
    expect((await json('/users?limit=1')).rows).toMatchObject([{ budget: '6.5', state: 'over' }]);
  });

  it('of a month that is over have no forecast, and neither has a budget that was set later', async () => {
    const [top] = (await json('/users?limit=1')).rows;
    const past = await json(`/users/${top.key}?month=2026-10`);
    expect(past).toMatchObject({
      month: '2026-10',
      budget: null,
      forecast: null,
      state: 'none',
      daysLeft: 0,
    });
    const october = 'start=2026-10-01&endExclusive=2026-11-01';
    expect((await json(`/spend?${october}&user=${top.key}`)).rows).toMatchObject([{ amount: past.spent }]);
  });

  it('of budgets are those of their people', async () => {
    const { budgets } = await json('/budgets');
    const { rows } = await json('/users');
    const named = rows.filter((row: { key: string }) => row.key !== '');
    const over = named.filter((row: { state: string }) => row.state === 'over').length;
    expect(budgets).toMatchObject([
      {
        scope: { kind: 'userDefault' },
        standing: { people: named.length, over, state: 'over', spent: null },
      },
    ]);
  });
});

describe('one of a list', () => {
  it('of days is what the days of spend say, and what the bill says', async () => {
    // One that is billed, and one that is not billed yet.
    for (const [asked, next] of [
      ['2026-11-16', '2026-11-17'],
      ['2026-11-24', '2026-11-25'],
    ]) {
      const day = await json(`/days/${asked}?limit=10000`);
      const range = `start=${asked}&endExclusive=${next}`;
      expect([day.total, totalOf(day.lines)]).toEqual([
        (await json(`/spend?${range}`)).total,
        (await json(`/spend?${range}`)).total,
      ]);
      expect(day.billed).toBe((await json(`/charges?${range}`)).total);
    }
  });

  it('of profiles carries its owner, what was spent with it, and settings', async () => {
    const { profiles } = await json('/profiles');
    const { rows } = await spend('groupBy=profile');
    const listed = profiles.find((one: { arn: string }) => one.arn === rows[0].key);
    const profile = await json(`/profiles/${listed.shortId}`);
    expect(profile).toMatchObject({ ...listed, spentThisMonth: rows[0].amount });
    expect(money(profile.spent)).toBeGreaterThanOrEqual(money(profile.spentThisMonth));
    expect(profile.settings.map(({ client }: { client: string }) => client)).toContain('Claude Code');
    expect(profile.settings[1].text).toContain(profile.arn);
  });
});

describe('the audit log', () => {
  it('is searched by everything at once, and says how much there is', async () => {
    const actions = async (query: string) =>
      (await json(`/audit?${query}`)).entries.map((one: { after: { amount: string } }) => one.after.amount);
    expect(await actions('action=budget')).toEqual(['6.5', '5']);
    expect(await actions('action=budget.set&text=65000000000')).toEqual(['6.5']);
    expect(await actions('action=budge')).toEqual([]);
    expect(await actions('actor=local:tester&subject=userDefault:')).toEqual(['6.5', '5']);
    expect(await actions('actor=somebody')).toEqual([]);
    expect(await actions('action=budget&from=2026-11-24&to=2026-11-24T14:05:00Z')).toEqual([]);
    expect(await actions('action=budget&from=2026-11-24T14:05:00.000Z&to=2026-11-25')).toEqual(['6.5', '5']);
    expect((await json('/audit?action=budget&limit=1')).rowCount).toBe(2);
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
  ['/audit?from=2026-02-30', 'from'],
  ['/audit?to=2026-02-30T00:00:00Z', 'to'],
  ['/audit?to=2026-11-24T25:00:00Z', 'to'],
  ['/audit?from=today', 'from'],
  ['/audit?actor=a&actor=b', 'actor'],
  ['/users?month=2026-13', 'month'],
  ['/users?month=2026-12', 'month'],
  ['/overview?month=2019-12', 'month'],
  ['/overview?limit=5', 'limit'],
  ['/people?active=yes', 'active'],
  ['/tokens?limit=0', 'limit'],
  ['/freshness?limit=5', 'limit'],
  ['/profiles/nosuchid?limit=5', 'limit'],
])('%s is refused, naming %s', async (path, field) => {
  const answer = await ask(server.url, `/api/v1${path}`);
  expect([answer.status, JSON.parse(answer.text).error.field]).toEqual([400, field]);
});

// Last: that somebody took the file stands in the audit log.
it('reconciliation compares the days that the page compares, and names those that wait', async () => {
  const { days, waiting } = await json(`/reconciliation?${NOVEMBER}`);
  const file = (await ask(server.url, `/reconciliation?${NOVEMBER}&format=csv`)).text;
  const all: Record<string, string>[] = parse(file, { columns: true });
  const rows = all.filter(({ row_type }) => row_type !== 'total');
  const shown = (held: boolean) =>
    rows.filter((row) => (row.difference_usd !== '') === held).map(({ day }) => day);
  expect(days.map(({ key }: { key: string }) => key)).toEqual(shown(true).sort());
  expect(waiting.map(({ day }: { day: string }) => day)).toEqual(shown(false).sort());
  expect([days.length > 15, waiting.length > 0]).toEqual([true, true]);
});

describe('what leaves in bulk', () => {
  const exports = () => world.store.audit.list({ limit: 1000, action: 'export' });
  it('stands in the log with how much it was; a look does not', async () => {
    const before = (await exports()).length;
    const path = `/lines?${NOVEMBER}&limit=101`;
    expect((await json(path)).lines).toHaveLength(101);
    await json(`/lines?${NOVEMBER}&limit=100`);
    const found = await exports();
    expect(found.length - before).toBe(1);
    expect(found[0]).toMatchObject({
      actor: ACTOR.id,
      via: 'api',
      subject: `/api/v1${path}`,
      after: { format: 'json', rows: 101 },
    });
  });
});
