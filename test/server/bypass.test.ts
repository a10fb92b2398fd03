import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { PrincipalClaim } from '../../src/core/billEntries.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Money, Quantity, SpendRow } from '../../src/core/types.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { at, spendRow, usd } from '../store/setup.ts';
import { VENDING } from '../vendingSettings.ts';
import { ask, escaped, openServer } from './setup.ts';

/** Who goes round the profiles, and what share has an owner, on pages and API. It is 20 November, 09:00 UTC. */

const dollars = (amount: number): Money => usd(BigInt(Math.round(amount * 100)) * 100_000_000n);
const spent = (day: string, amount: number, more: Partial<SpendRow> = {}): SpendRow =>
  spendRow({ day, amount: dollars(amount), billed: dollars(amount), tokens: 10n, ...more });
const NOBODY = { userEmail: null, costCenter: null, profileArn: null, allocatedBy: null } as const;
const DIRECT = { ...NOBODY, reason: 'directCall' } as const;
const ROWS = [
  spent('2026-10-28', 50),
  spent('2026-10-30', 5, DIRECT),
  spent('2026-11-01', 60),
  spent('2026-11-02', 20, { userEmail: 'ben@example.com', costCenter: 'CC-2', profileArn: 'arn:p2' }),
  spent('2026-11-03', 9, DIRECT),
  spent('2026-11-05', 3, { ...DIRECT, region: 'eu-west-1', modelKey: 'm2' }),
  spent('2026-11-06', 8, { ...NOBODY, profileArn: 'arn:p3', allocatedBy: 'tokens', reason: 'noTag' }),
];
const claim = (day: string, principal: string, amount: number): PrincipalClaim => ({
  by: 'principal',
  day,
  accountId: '',
  principal,
  service: 'Amazon Bedrock',
  usageType: null,
  amount: dollars(amount),
  quantity: 1n as Quantity,
  unit: '1K tokens',
  provisional: false,
});

async function company(rows: readonly SpendRow[] = ROWS, claims: readonly PrincipalClaim[] = []) {
  const server = await openServer(rows);
  for (const [day, ofDay] of Map.groupBy(claims, (one) => one.day))
    await server.store.charges.replaceDay(server.lease, day, 'principal', [''], ofDay, at(0));
  onTestFinished(async () => {
    await server.close();
    expect(server.faults).toEqual([]);
  });
  const text = async (path: string) => {
    const answer = await ask(server.url, path);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.text;
  };
  return { ...server, text, json: async (path: string) => JSON.parse(await text(path)) };
}
const rowsOf = (csv: string) =>
  csv
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

describe('who goes round the profiles', () => {
  it('comes to what the overview says nobody owns for that reason, row by row and in all', async () => {
    const { text, json } = await company();
    const overview = rowsOf(await text('/?format=csv')).find((row) => row.includes('direct call'));
    expect(overview?.[1]).toBe('12');
    const rows = rowsOf(await text('/bypass?format=csv'));
    expect(rows.map(([model, , region, amount]) => [model, region, amount])).toEqual([
      ['m1', 'us-east-1', '9'],
      ['m2', 'eu-west-1', '3'],
      ['', '', '12'],
    ]);
    const answer = await json('/api/v1/bypass');
    expect([answer.amount, answer.rows.map((row: { amount: string }) => row.amount)]).toEqual([
      '12',
      ['9', '3'],
    ]);
    const page = await text('/bypass');
    expect(page).toContain(en.bypass.verdict.amount('$12.00', '12.0\u00a0%', 'November 2026'));
    for (const [, to = ''] of page.matchAll(/<a href="(\/spend\?[^"]*)">\$/g))
      expect(await text(to.replaceAll('&amp;', '&'))).toMatch(/Sum of 1 line/);
  });

  it('says since when, also where that is months ago, and the likely owner with the reason', async () => {
    const { text, json } = await company();
    const { rows } = await json('/api/v1/bypass');
    expect(rows.map((row: { since: string; last: string }) => [row.since, row.last])).toEqual([
      ['2026-10-30', '2026-11-03'],
      ['2026-11-05', '2026-11-05'],
    ]);
    expect(rows[0]).toMatchObject({
      likelyOwner: 'CC-1',
      likelyBecause: 'account',
      caller: null,
      endsBy: 'guard',
    });
    expect(await text('/bypass')).toContain(en.bypass.why.account('75.0\u00a0%'));
  });

  it('names callers by what the bill says of them beyond their own profiles', async () => {
    const { text, json } = await company(ROWS, [
      claim('2026-11-01', 'anna@example.com', 60),
      claim('2026-11-02', 'ben@example.com', 20),
      claim('2026-11-03', 'ben@example.com', 4),
    ]);
    const { rows, callers } = await json('/api/v1/bypass');
    expect(callers).toBe('named');
    const told = rows.map(({ model, caller, amount, endsBy }: Record<string, string>) => [
      model,
      caller,
      amount,
      endsBy,
    ]);
    expect(told).toEqual([
      ['m1', null, '6', 'guard'],
      ['m1', 'ben@example.com', '3', 'profile'],
      ['m2', null, '2', 'guard'],
      ['m2', 'ben@example.com', '1', 'profile'],
    ]);
    const page = await text('/bypass');
    expect(page).toContain(en.bypass.verdict.callers(1, 'ben@example.com', '$4.00'));
    expect(page).toContain('/profiles/new?userEmail=ben%40example.com&amp;place=');
    // Of more days than a month callers are not asked for; the amounts are whole.
    const long = await text('/bypass?start=2026-10-01&endExclusive=2026-11-20');
    expect(long).toContain(en.bypass.tooLong);
    expect(long).toContain('$17.00');
  });

  it('says so where nobody does, and where nothing was collected yet, in both languages', async () => {
    const { text } = await company([spent('2026-11-01', 60)]);
    expect(await text('/bypass')).toContain(en.bypass.verdict.none('in November 2026'));
    expect(await text('/bypass?lang=ja')).toContain(ja.bypass.nothing);
    const empty = await company([]);
    const page = await empty.text('/bypass');
    expect(page).toContain(escaped(en.nothingYet));
    // What is not known is not said to be nothing.
    expect(page).not.toContain(en.bypass.verdict.none('in November 2026'));
    expect(await text('/bypass?month=2026-09')).not.toContain(en.bypass.verdict.none('in September 2026'));
  });
});

describe('coverage', () => {
  it('is one figure on the overview, its page and the API, of which the rest leads to what mends it', async () => {
    const { text, json } = await company();
    const overview = await text('/');
    expect(overview).toContain('<a href="/coverage">80.0\u00a0%</a>');
    const page = await text('/coverage');
    expect(page).toContain(en.bypass.coverage.now('November 2026', '80.0\u00a0%'));
    expect(page).toContain(en.bypass.coverage.more('80.0\u00a0%', '88.0\u00a0%'));
    for (const to of ['/bypass?start=2026-11-01&amp;endExclusive=2026-12-01', '/profiles'])
      expect(page).toContain(`href="${to}"`);
    const answer = await json('/api/v1/coverage');
    expect(answer).toMatchObject({
      ownerPercent: 80,
      costCenterPercent: 80,
      profilePercent: 88,
      amount: '100',
    });
    expect(answer.unallocated.map(({ reason, amount }: Record<string, string>) => [reason, amount])).toEqual([
      ['directCall', '12'],
      ['noTag', '8'],
    ]);
  });

  it('goes month by month, each a bar and a row, to the lines behind it', async () => {
    const { text, json } = await company();
    const { months } = await json('/api/v1/coverage');
    expect(months.map(({ month, ownerPercent }: Record<string, unknown>) => [month, ownerPercent])).toEqual([
      ['2026-10', 90.9],
      ['2026-11', 80],
    ]);
    const page = await text('/coverage');
    for (const bar of [
      en.bypass.coverage.bar('October 2026', '90.9\u00a0%'),
      en.bypass.coverage.bar('November 2026', '80.0\u00a0%'),
    ])
      expect(page).toContain(`aria-label="${bar}"`);
    const file = rowsOf(await text('/coverage?format=csv&table=months'));
    expect(file.map((row) => row.slice(0, 5))).toEqual([
      ['2026-11', '100', '80.0', '80.0', '88.0'],
      ['2026-10', '55', '90.9', '90.9', '90.9'],
    ]);
    // Of a past month the way ends there.
    expect((await json('/api/v1/coverage?month=2026-10')).months).toHaveLength(1);
  });

  it('goes back thirteen months and no further', async () => {
    const months = Array.from({ length: 16 }, (_, i) =>
      new Date(Date.UTC(2025, 7 + i, 2)).toISOString().slice(0, 10),
    );
    const { json } = await company(months.map((day) => spent(day, 1)));
    const told = (await json('/api/v1/coverage')).months.map(({ month }: { month: string }) => month);
    expect([told.length, told[0], told.at(-1)]).toEqual([13, '2025-11', '2026-11']);
  });
});

describe('where profiles are shared', () => {
  const settings = (change: Partial<Settings>): Settings => ({ ...readConfig({}), ...change });
  const shared = { ...VENDING, shared: { enabled: true, by: [] } };

  it('pages of people say that they are a day late, where people are known by who calls, and others do not', async () => {
    const late = await openServer(ROWS, {
      settings: settings({ attribution: 'iamPrincipal', vending: shared }),
    });
    const tags = await openServer(ROWS, { settings: settings({ vending: shared }) });
    onTestFinished(async () => {
      await late.close();
      await tags.close();
    });
    for (const path of ['/users', '/users/anna%40example.com', '/budgets']) {
      expect((await ask(late.url, path)).text).toContain(en.bypass.shared.lateOf);
      expect((await ask(tags.url, path)).text).not.toContain(en.bypass.shared.lateOf);
    }
    for (const path of ['/cost-centers', '/models'])
      expect((await ask(late.url, path)).text).not.toContain(en.bypass.shared.lateOf);
  });
});
