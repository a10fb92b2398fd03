import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { fileKeyOf } from '../../src/core/fileColumns.ts';
import { formatExact, money, sum, ZERO } from '../../src/core/money.ts';
import { daysOf, weekdayOf } from '../../src/core/periods.ts';
import type { Day, Money, SpendRow } from '../../src/core/types.ts';
import { usd } from '../../src/core/usd.ts';
import { workOutForecasts } from '../../src/jobs/forecasts.ts';
import type { JobContext } from '../../src/jobs/job.ts';
import { run } from '../cli/setup.ts';
import { ask, openServer } from '../server/setup.ts';
import { NOW, NOW_MS, spendRow } from '../store/setup.ts';
import { cents, type ReadPage, readPage } from './pageTables.ts';

/**
 * Figures of one thing are held against one another wherever they are shown: rows against their total, cards against the foot
 * of the table below them, pages against files, the API and the command line. The company has somebody in two cost centers, somebody
 * who left and somebody who has just come, a model without a price, amounts that no cent holds, and spend that nobody owns.
 */

const BOSS = 'boss@example.com';
const [ANA, BEN, CY, DEE, EVE, FAY] = ['ana', 'ben', 'cy', 'dee', 'eve', 'fay'].map(
  (name) => `${name}@example.com`,
) as [string, string, string, string, string, string];
const MILLION = 1_000_000n;
const CAUTIOUS = money('75');
const UNPRICED = {
  modelKey: 'new',
  label: 'estimated',
  rateSource: null,
  service: '',
  usageType: '',
} as const;

/** So much a working day and a third of it on others, in amounts that no cent holds; estimated where the bill is not there yet. */
function daily(of: Partial<SpendRow>, amount: string, start: Day, endExclusive: Day): SpendRow[] {
  return daysOf({ start, endExclusive }).map((day, i) => {
    const base = money(amount) * BigInt(97 + ((i * 37) % 11));
    const made = (([0, 6].includes(weekdayOf(day)) ? base / 3n : base) / 100n) as Money;
    const isBilled = day < '2026-11-19';
    const label = !isBilled ? 'estimated' : day < '2026-11-01' ? 'final' : 'provisional';
    return spendRow({
      ...{ day, amount: made, estimated: made, tokens: 1000n, label, ...of },
      billed: isBilled ? made : ZERO,
    });
  });
}
const owned = (userEmail: string, costCenter: string, modelKey = 'm1') => ({
  userEmail,
  costCenter,
  modelKey,
  profileArn: `arn:${userEmail}`,
});
const nobody = (reason: SpendRow['reason'], modelKey = 'm1') =>
  ({ userEmail: null, costCenter: null, profileArn: null, allocatedBy: null, reason, modelKey }) as const;

const ROWS = [
  ...daily(owned(ANA, 'CC one'), '7.3333', '2026-10-01', '2026-11-21'),
  ...daily(owned(ANA, 'CC two', 'm2'), '2.7777', '2026-10-20', '2026-11-21'),
  ...daily(owned(BEN, 'CC one', 'm2'), '5.1111', '2026-10-01', '2026-10-31'),
  ...daily(owned(CY, 'CC two'), '9.9999', '2026-11-17', '2026-11-21'),
  ...daily(owned(DEE, 'CC one'), '1.2345', '2026-10-01', '2026-11-21'),
  ...daily(owned(FAY, 'CC three', 'm2'), '30.0051', '2026-10-01', '2026-11-21'),
  spendRow({ ...owned(DEE, 'CC one'), ...UNPRICED, day: '2026-11-19', tokens: 2n * MILLION }),
  spendRow({ ...owned(EVE, 'CC two'), ...UNPRICED, day: '2026-11-19', tokens: MILLION }),
  ...daily(nobody('noTag'), '3.3331', '2026-10-01', '2026-11-21'),
  ...daily(nobody('billedNotSeen', 'm2'), '0.7779', '2026-10-05', '2026-11-19'),
  spendRow({ ...nobody('directCall'), ...UNPRICED, day: '2026-11-20', tokens: MILLION }),
];

let opened: Awaited<ReturnType<typeof openServer>>;
const folder = mkdtempSync(join(tmpdir(), 'agree-'));
const file = join(folder, 'ledger.db');
const settings = {
  ...readConfig({}),
  db: file,
  cautiousRatePerMillion: CAUTIOUS,
  requestsPerMinute: 100_000,
};

beforeAll(async () => {
  opened = await openServer(ROWS, { settings }, file);
  const { store, lease } = opened;
  const person = (email: string) => ({
    ...{ email, name: email, costCenter: null, active: email !== BEN, groups: [] },
    manager: email === BOSS ? null : BOSS,
  });
  const everybody = [BOSS, ANA, BEN, CY, DEE, EVE, FAY].map(person);
  await store.people.learn('file', everybody, { complete: true, actor: { id: 'local:tester' }, now: NOW });
  const set = (scope: Parameters<typeof store.budgets.set>[0], amount: string) =>
    store.budgets.set(scope, money(amount), { id: 'local:tester' }, '2026-09-01T00:00:00.000Z');
  await set({ kind: 'userDefault' }, '160');
  await set({ kind: 'user', key: FAY }, '100');
  await set({ kind: 'costCenter', key: 'CC one' }, '120');
  await set({ kind: 'costCenter', key: 'CC two' }, '400');
  for (const source of ['profiles', 'usage', 'charges'] as const)
    await store.freshness.record(lease, {
      ...{ source, slice: 'all', completeUntil: NOW, lastSuccessAt: NOW, lastError: null, lastErrorAt: null },
    });
});
afterAll(async () => {
  expect(opened.faults).toEqual([]);
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

const page = async (path: string): Promise<ReadPage> => readPage((await ask(opened.url, path)).text);
const json = async (path: string) => JSON.parse((await ask(opened.url, `/api/v1${path}`)).text);
const csv = async (path: string): Promise<Record<string, string>[]> =>
  parse((await ask(opened.url, `${path}${path.includes('?') ? '&' : '?'}format=csv`)).text, {
    columns: true,
  });
const cc = (name: string) => `/cost-centers/${encodeURIComponent(name)}`;
const user = (email: string) => `/users/${encodeURIComponent(email)}`;
const PAGES = [
  ...['/', '/users', '/cost-centers', '/models', '/models/m1', '/models/new', `/teams/${BOSS}`],
  ...[cc('CC one'), cc('CC two'), cc('CC three'), user(ANA), user(BEN), user(CY), user(DEE), user(EVE)],
];
const EXPLORED = ['costCenter', 'user', 'model', 'profile', 'account', 'tokenKind', 'day', 'week', 'month'];
const OCTOBER = '?start=2026-10-01&endExclusive=2026-11-01';
const withOctober = PAGES.flatMap((path) => [path, path + OCTOBER]);
const TIMES = ['day', 'week', 'month'];
const splitsNothing = (group: string, by: string): boolean =>
  by === group || (TIMES.includes(group) && TIMES.includes(by));
const explored = EXPLORED.map((group) => `/explore?group=${group}&top=5`);
const exact = (texts: readonly (string | undefined)[]): Money => sum(texts.map((text) => money(text || '0')));

/** Kept as well as worked out at once: both must say the same. */
const states = [
  ['worked out when asked', async () => undefined],
  [
    'worked out before',
    async () => {
      const { store, lease } = opened;
      const clock = { now: () => NOW_MS };
      await workOutForecasts({ store, lease, clock, settings } as unknown as JobContext);
    },
  ],
] as const;

it.each(states)('rows of every table make its foot, with forecasts %s', async (_, prepare) => {
  await prepare();
  for (const path of [...withOctober, ...explored])
    for (const { title, head, rows, foot } of (await page(path)).tables) {
      if (foot === null) continue;
      for (const [i, cell] of foot.entries()) {
        const column = rows.map((row) => row[i] ?? '');
        const at = [path, title, head[i]];
        // The organisation has a budget of its own; neither prices nor what share of each is billed make a sum.
        if (['Budget', 'Variance', 'Per million', 'Billed'].includes(head[i] ?? '')) continue;
        if (cents(cell) !== null) {
          const all = column.reduce((total, text) => total + (cents(text) ?? 0n), 0n);
          expect([...at, all]).toEqual([...at, cents(cell)]);
          // What is left out of a row is left out of the total.
          const isLess = column.some((text) => text === 'unpriced' || text.startsWith('at least'));
          const isForecast = head[i] === 'Forecast';
          if (!isForecast && head[i] !== 'Change')
            expect([...at, cell.startsWith('at least')]).toEqual([...at, isLess]);
        } else if (/^100\.0\s%$/.test(cell)) {
          const tenths = column.reduce(
            // What has no price has no share.
            (total, text) => total + Math.round(Number.parseFloat(text.replace('–', '') || '0') * 10),
            0,
          );
          expect([...at, tenths]).toEqual([...at, 1000]);
        }
      }
    }
});

it.each(states)('the forecast on top is the foot, the file and the API, %s', async (_, prepare) => {
  await prepare();
  const { forecast } = await json('/overview');
  for (const [path, table] of [
    ['/', 'By cost center'],
    ['/users', 'By user'],
    ['/cost-centers', 'By cost center'],
    [cc('CC one'), 'By user'],
    [cc('CC two'), 'By user'],
    [`/teams/${BOSS}`, 'By user'],
  ] as const) {
    const read = await page(path);
    const { head, foot } = read.table(table);
    const ofAll = ['/', '/users', '/cost-centers'].includes(path);
    expect([path, table, foot?.[head.indexOf('Forecast')]]).toEqual([
      path,
      table,
      ofAll ? `at least ${usd(money(forecast))}` : read.cards.get('Forecast')?.value,
    ]);
  }
  for (const path of ['/users', '/cost-centers']) {
    const rows = await csv(path);
    const foot = rows.at(-1)?.forecast_usd;
    expect([path, foot]).toEqual([path, forecast]);
    expect([path, formatExact(exact(rows.slice(0, -1).map((row) => row.forecast_usd)))]).toEqual([
      path,
      forecast,
    ]);
  }
  const { budgets } = await json('/budgets');
  for (const name of ['CC one', 'CC two']) {
    const listed = (await json('/cost-centers')).rows.find((row: { key: string }) => row.key === name);
    const alone = await json(cc(name));
    const budget = budgets.find(({ scope }: { scope: { key?: string } }) => scope.key === name);
    expect([name, alone.forecast, budget.standing.forecast]).toEqual([
      name,
      listed.forecast,
      listed.forecast,
    ]);
    expect([name, alone.forecastCounted]).toEqual([name, listed.forecastCounted]);
  }
  const parts = [await csv(cc('CC one')), await csv(cc('CC two'))].map(
    (rows) => rows.find((row) => row.user === ANA)?.forecast_usd,
  );
  expect(formatExact(exact(parts))).toBe((await json(user(ANA))).forecast);
});

it('what is spent is the same on a page, in its file, in the API and at the terminal', async () => {
  for (const period of ['', OCTOBER]) {
    const month = period === '' ? '2026-11' : '2026-10';
    const overview = await json(`/overview?month=${month}`);
    const shown = `${overview.lowerBound ? 'at least ' : ''}${usd(money(overview.spent))}`;
    for (const [path, table, column] of [
      ['/', 'By cost center', 'costCenter'],
      ['/users', 'By user', 'user'],
      ['/models', 'By model', 'model'],
    ] as const) {
      const read = await page(path + period);
      const { head, foot } = read.table(table);
      expect([path, period, foot?.[head.indexOf('Spent')]]).toEqual([path, period, shown]);
      const rows = await csv(path + period);
      expect([path, rows.at(-1)?.row_type, rows.at(-1)?.spent_usd, rows.at(-1)?.unpriced_tokens]).toEqual([
        ...[path, 'total', overview.spent, overview.unpricedTokens],
      ]);
      expect(formatExact(exact(rows.slice(0, -1).map((row) => row.spent_usd)))).toBe(overview.spent);
      const [start, end] = period === '' ? ['2026-11-01', '2026-12-01'] : ['2026-10-01', '2026-11-01'];
      const range = ['--start', start, '--end-exclusive', end, '--group-by', column, '--db', file];
      const printed = (await run(['spend', ...range], {}, { clock: { now: () => NOW_MS } })).out;
      const total = printed.split('\n').find((line) => line.startsWith('total')) ?? '';
      expect(total).toContain(` ${shown.replace(/[$,]/g, '')} `);
      const exported = (await run(['spend', ...range, '--csv'], {}, { clock: { now: () => NOW_MS } })).out;
      const amounts: Record<string, string>[] = parse(exported, { columns: true });
      expect(formatExact(exact(amounts.map((row) => row.spent_usd)))).toBe(overview.spent);
      expect(amounts.reduce((all, row) => all + BigInt(row.unpriced_tokens ?? 0), 0n)).toBe(
        BigInt(overview.unpricedTokens),
      );
    }
  }
});

it('whatever is asked on Explore adds up to the overview, to the last unit, in rows, columns and the rest', async () => {
  type Rows = Record<string, string>[];
  const items = (rows: Rows) => rows.filter((row) => row.row_type !== 'total');
  /** What each row comes to that names something of its own. */
  const sums = (rows: Rows, key: string) =>
    new Map(
      [...Map.groupBy(items(rows), (row) => row[key] ?? '')]
        .filter(([name]) => name !== '')
        .map(([name, all]) => [name, formatExact(exact(all.map((row) => row.spent_usd)))]),
    );
  const isSome = ([, amount]: [string, string]) => amount !== '0';
  for (const period of ['', OCTOBER.replace('?', '&')]) {
    const overview = await json(`/overview?month=${period === '' ? '2026-11' : '2026-10'}`);
    const whole = [overview.spent, overview.unpricedTokens];
    const alone = new Map<string, ReadonlyMap<string, string>>();
    for (const group of EXPLORED) {
      const rows = await csv(`/explore?group=${group}&top=5&compare=previous${period}`);
      const foot = rows.at(-1);
      expect([group, foot?.spent_usd, foot?.unpriced_tokens]).toEqual([group, ...whole]);
      for (const column of [
        'spent_usd',
        ...(foot?.earlier_usd === undefined ? [] : ['earlier_usd', 'change_usd']),
      ])
        expect([group, column, exact(items(rows).map((row) => row[column]))]).toEqual([
          ...[group, column, exact([foot?.[column]])],
        ]);
      alone.set(group, sums(await csv(`/explore?group=${group}&top=5${period}`), fileKeyOf(group)));
    }
    for (const [i, group] of EXPLORED.entries())
      for (const [j, by] of EXPLORED.entries()) {
        // Each pair once, of one of the months.
        if (splitsNothing(group, by) || (i + j) % 2 === (period === '' ? 0 : 1)) continue;
        const asked = `/explore?group=${group}&by=${by}&top=5${period}`;
        const rows = await csv(asked);
        const foot = rows.at(-1);
        expect([asked, foot?.spent_usd, foot?.unpriced_tokens]).toEqual([asked, ...whole]);
        expect([asked, formatExact(exact(items(rows).map((row) => row.spent_usd)))]).toEqual([
          asked,
          whole[0],
        ]);
        for (const one of [group, by])
          expect([asked, one, [...sums(rows, fileKeyOf(one))].filter(isSome).sort()]).toEqual([
            ...[asked, one, [...(alone.get(one) ?? [])].filter(isSome).sort()],
          ]);
      }
  }
});

it('rows of Explore are those of the API and of the pages, and as many as there are', async () => {
  const API = '/spend?start=2026-11-01&endExclusive=2026-12-01&basis=';
  for (const [basis, column] of [
    ['best', 'spent_usd'],
    ['billed', 'billed_usd'],
    ['estimated', 'estimated_usd'],
  ] as const)
    for (const group of ['costCenter', 'user', 'model', 'profile', 'account', 'tokenKind', 'day']) {
      const { rows, unallocated, total } = await json(`${API}${basis}&groupBy=${group}`);
      const file = await csv(`/explore?group=${group}&basis=${basis}&table=all`);
      expect([group, basis, file.at(-1)?.[column]]).toEqual([group, basis, total]);
      if (!['costCenter', 'user', 'profile'].includes(group)) continue;
      const typed = (type: string) => file.filter((row) => row.row_type === type);
      const nobodys = unallocated.map(({ amount }: { amount: string | null }) => amount ?? '');
      expect(exact(typed('unallocated').map((row) => row[column]))).toBe(exact(nobodys));
      expect(typed('item').map((row) => [row[fileKeyOf(group)], row[column]])).toEqual(
        rows.map(({ key, amount }: { key: string; amount: string | null }) => [key, amount ?? '']),
      );
    }
  const amountsOf = async (path: string) => (await csv(path)).map((row) => [row.model, row.spent_usd]);
  expect(await amountsOf('/explore?group=model')).toEqual(await amountsOf('/models'));
  const [first] = (await page('/')).tables;
  const spent = first?.foot?.[first.head.indexOf('Spent')];
  expect(spent).toMatch(/\$\d/);
  expect((await page('/explore')).text).toContain(spent);
});

it('cells of Explore are those of the API, and what nobody owns is in each of them what the API says of it', async () => {
  const API = '/spend?start=2026-11-01&endExclusive=2026-12-01&groupBy=';
  type Answer = { total: string | null; rows: Sum[]; unallocated: Sum[] };
  type Sum = { keys: string[]; amount: string | null };
  const allOf = (sums: readonly Sum[]) => exact(sums.map(({ amount }) => amount ?? ''));
  const OWNERS = ['costCenter', 'user', 'profile'];
  let [cells, unowned] = [0, 0];
  for (const [group, by] of [
    ...[['model'], ['account'], ['tokenKind'], ['day'], ['model', 'day'], ['account', 'tokenKind']],
    ...[
      ['user', 'model'],
      ['day', 'costCenter'],
      ['profile', 'day'],
      ['user', 'profile'],
    ],
  ] as [string, string?][]) {
    const dimensions = by === undefined ? [group] : [group, by];
    const asked = `group=${group}${by === undefined ? '' : `&by=${by}`}`;
    const rows = await csv(`/explore?${asked}&table=all`);
    const typed = (type: string) => rows.filter((row) => row.row_type === type);
    const keysOf = (row: Record<string, string>) => dimensions.map((one) => row[fileKeyOf(one)] ?? '');
    const answer: Answer = await json(`${API}${dimensions.join()}`);
    expect([asked, rows.at(-1)?.spent_usd]).toEqual([asked, answer.total]);
    const oneByOne = async (keys: readonly string[]): Promise<Answer> => {
      const filter = dimensions.flatMap((one, i) => {
        const named = keys[i] !== '' && !OWNERS.includes(one);
        return named ? [`&${one}=${encodeURIComponent(keys[i] ?? '')}`] : [];
      });
      return json(`${API}${dimensions.join()}${filter.join('')}`);
    };
    if (dimensions.some((one) => OWNERS.includes(one))) {
      expect([asked, ...typed('item').map((row) => [...keysOf(row), row.spent_usd].join())].sort()).toEqual(
        [asked, ...answer.rows.map(({ keys, amount }) => [...keys, amount ?? ''].join())].sort(),
      );
      expect([asked, exact(typed('unallocated').map((row) => row.spent_usd))]).toEqual([
        asked,
        allOf(answer.unallocated),
      ]);
      for (const row of typed('unallocated')) {
        const { unallocated } = await oneByOne(keysOf(row));
        expect([asked, keysOf(row), exact([row.spent_usd])]).toEqual([
          asked,
          keysOf(row),
          allOf(unallocated),
        ]);
        unowned++;
      }
    } else
      for (const row of typed('item')) {
        const { total, unallocated } = await oneByOne(keysOf(row));
        expect([asked, keysOf(row), row.spent_usd]).toEqual([asked, keysOf(row), total ?? '']);
        if (unallocated.length > 0) unowned++;
      }
    cells += typed('item').length;
  }
  expect(cells).toBeGreaterThan(200);
  expect(unowned).toBeGreaterThan(50);
});

it('what nobody owns is one amount on a page, whether by reasons, in one, or on top', async () => {
  for (const period of ['', OCTOBER]) {
    const read = await page(`/${period}`);
    const people = await page(`/users${period}`);
    const amounts = (on: ReadPage, title: string) => {
      const { head, rows } = on.table(title);
      const unowned = rows.filter(([name = '']) => name.startsWith('Unallocated'));
      return unowned.reduce((all, row) => all + (cents(row[head.indexOf('Spent')] ?? '') ?? 0n), 0n);
    };
    const card = cents(read.cards.get('Unallocated')?.value ?? '');
    expect([period, amounts(read, 'By cost center'), amounts(people, 'By user')]).toEqual([
      period,
      card,
      card,
    ]);
  }
});

it('days of charts make what is spent by their end, models make days, and both charts say the same days', async () => {
  let charts = 0;
  for (const path of withOctober) {
    const read = await page(path);
    const { head, foot } = read.tables.find((one) => one.foot !== null) ?? { head: [], foot: null };
    const spent = cents(foot?.[head.indexOf('Spent')] ?? '') ?? 0n;
    const byDay = new Map<string, bigint>();
    const drawn = read.tables.filter(({ title }) => title === 'Spend day by day, added up');
    for (const { rows } of drawn) {
      let sofar = 0n;
      // Days that are to come have a forecast, and no spend.
      for (const [day = '', own = '', total = ''] of rows.filter(([, spent]) => spent !== '')) {
        sofar += cents(own) ?? 0n;
        byDay.set(day, cents(own) ?? 0n);
        expect([path, day, sofar]).toEqual([path, day, cents(total) ?? 0n]);
      }
      expect([path, sofar]).toEqual([path, spent]);
    }
    const models = read.tables.filter(({ title }) => title === 'Spend per day by model');
    for (const { rows } of models) {
      if (drawn.length > 0) expect(rows.map(([day]) => day)).toEqual([...byDay.keys()]);
      const totals = rows.map((cells) => cents(cells.at(-2) ?? '') ?? 0n);
      expect([path, totals.reduce((all, one) => all + one, 0n)]).toEqual([path, spent]);
      for (const [day = '', ...figures] of rows) {
        const cells = figures.slice(0, -1);
        const own = cells.slice(0, -1).reduce((all, text) => all + (cents(text) ?? 0n), 0n);
        const total = cents(cells.at(-1) ?? '') ?? 0n;
        expect([path, day, own, total]).toEqual([path, day, total, byDay.get(day) ?? total]);
      }
    }
    charts += drawn.length + models.length;
  }
  expect(charts).toBeGreaterThan(20);
});

it('what has no price is unpriced with its tokens, and what holds it at least so much', async () => {
  for (const path of ['/models/new', user(EVE)]) {
    const read = await page(path);
    expect([path, read.cards.get('Spent')?.value]).toEqual([path, 'unpriced']);
    expect(read.text).toContain('What was used in November 2026 has no price yet');
  }
  const models = (await page('/models')).table('By model');
  const unpriced = models.rows.find(([name]) => name === 'new') ?? [];
  expect(unpriced[models.head.indexOf('Spent')]).toBe('unpriced');
  expect((await ask(opened.url, '/models')).text).toContain('4.0 M tokens without a price');
  const row = (await json('/models')).rows.find(({ key }: { key: string }) => key === 'new');
  expect([row.spent, row.unpricedTokens, row.lowerBound]).toEqual([null, '4000000', true]);
  const priced = (await json('/models')).rows.find(({ key }: { key: string }) => key === 'm1');
  expect([priced.unpricedTokens, priced.lowerBound]).toEqual(['0', false]);
  const dee = await json(user(DEE));
  expect([dee.lowerBound, dee.unpricedTokens, dee.cautious]).toEqual([true, '2000000', '150']);
  const range = ['--start', '2026-11-01', '--end-exclusive', '2026-12-01', '--db', file];
  const printed = (
    await run(['spend', ...range, '--group-by', 'model'], {}, { clock: { now: () => NOW_MS } })
  ).out;
  expect(printed).toMatch(/^new +unpriced /m);
  expect(printed).toContain('4,000,000 tokens have no price yet');
  const lines = await json(`/lines?start=2026-11-01&endExclusive=2026-12-01&model=new`);
  expect(lines.lines.map((line: Record<string, unknown>) => [line.amount, line.estimated])).toEqual(
    Array.from({ length: 3 }, () => [null, null]),
  );
  for (const one of ['/spend?start=2026-11-19&endExclusive=2026-11-20', '/days/2026-11-19'])
    expect((await ask(opened.url, one)).text).toContain('>unpriced<');
});

it('sentences read as such, whether there is an amount, a part of one or none', async () => {
  const range = 'start=2026-11-19&endExclusive=2026-11-20';
  for (const [path, sentence] of [
    ['/models/new', 'Nobody owns 1,000,000 tokens that have no price yet.'],
    ['/models/m1', /Nobody owns \$[\d.]+\./],
    ['/', /Nobody owns at least \$[\d.]+\./],
    ['/days/2026-11-19', /Spent: at least \$[\d.]+\. AWS has billed /],
    ['/days/2026-11-02', /Spent: \$[\d.]+\. AWS has billed /],
    [`/spend?${range}`, /Sum of [\d.]+ lines: at least \$[\d.]+\./],
    [`/spend?${range}&model=new`, 'Sum of 2 lines: unpriced.'],
    ['/models/new', 'Cumulative spend: unpriced.'],
  ] as const) {
    const { text } = await ask(opened.url, path);
    if (typeof sentence === 'string') expect([path, text]).toEqual([path, expect.stringContaining(sentence)]);
    else expect([path, text]).toEqual([path, expect.stringMatching(sentence)]);
  }
});

it('the bill counts up to one day, whoever and whatever is looked at; a month that is over says how it ended', async () => {
  const said = new Set<string>();
  for (const path of PAGES) {
    const [, day = path] = /The bill counts up to (\d+ \w+); later/.exec((await page(path)).text) ?? [];
    said.add(day);
    expect((await page(path + OCTOBER)).text).toContain('All of it is billed, and the bill is final.');
    expect((await page(path + OCTOBER)).text).not.toContain('later figures are estimates');
  }
  expect([...said]).toEqual(['18 Nov']);
  for (const path of [
    '/overview',
    user(ANA),
    user(EVE),
    cc('CC three'),
    '/models/new',
    '/overview?month=2026-10',
  ])
    expect([path, (await json(path)).billedThrough]).toEqual([path, '2026-11-18']);
});

it('whoever spends in two cost centers is judged by all of it, and the rows say so', async () => {
  const all = await json(user(ANA));
  let [spent, expected] = [ZERO, ZERO];
  for (const name of ['CC one', 'CC two']) {
    const row = (await csv(cc(name))).find((one) => one.user === ANA);
    spent = sum([spent, money(row?.spent_usd ?? '0')]);
    expected = sum([expected, money(row?.forecast_usd ?? '0')]);
    expect([name, row?.budget_state, row?.used_percent]).toEqual([name, all.state, all.percent.toFixed(1)]);
    const { text } = await ask(opened.url, cc(name));
    expect(text).toContain(`of ${usd(money(all.spent))} in all`);
    expect(text).toContain(`${usd(money(all.forecastCounted))} in all`);
  }
  expect([formatExact(spent), formatExact(expected)]).toEqual([all.spent, all.forecast]);
});

it('how many are over budget is asked once: people and cost centers, with and without a budget of their own', async () => {
  const over = async (path: string) => (await csv(path)).filter((row) => row.budget_state === 'over').length;
  const [people, centers] = [await over('/users'), await over('/cost-centers')];
  const { budgets } = await json('/budgets');
  const of = (kind: string) => budgets.filter((one: { scope: { kind: string } }) => one.scope.kind === kind);
  const isOver = (one: { standing: { over: number } }) => one.standing.over;
  const counted = [...of('userDefault'), ...of('user')].reduce((all, one) => all + isOver(one), 0);
  expect([people, centers]).toEqual([3, 1]);
  expect([counted, of('costCenter').reduce((all: number, one: never) => all + isOver(one), 0)]).toEqual([
    people,
    centers,
  ]);
  expect((await page('/')).text).toContain('Over budget: 3 people, one cost center.');
  expect((await page('/budgets')).text).toContain(
    '2 of 4 people over budget of those without a budget of their own who spent this month',
  );
});

it('changes from the period before add up, though somebody left', async () => {
  const rows = await csv('/users');
  const [foot] = rows.slice(-1);
  expect(rows.map((row) => row.row_type)).toContain('others');
  expect(formatExact(exact(rows.slice(0, -1).map((row) => row.change_usd)))).toBe(foot?.change_usd);
});
