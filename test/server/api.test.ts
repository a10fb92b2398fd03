import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatExact, money, sum } from '../../src/core/money.ts';
import { ENDPOINTS } from '../../src/server/endpoints.ts';
import { openCollected } from '../journeys/collected.ts';
import { COMPANY } from '../store/company.ts';
import { listedProfile, NOW, PLACE } from '../store/setup.ts';
import { ask, openServer, serveLedger } from './setup.ts';
import { strictly } from './strictly.ts';

/** The JSON beside the pages: exact, paged, strict, and with every fault in one shape. */

const GROUPS = ['costCenter', 'user', 'model', 'profile', 'account', 'day', 'tokenKind'] as const;
const BASES = ['best', 'billed', 'estimated'] as const;
const NOVEMBER = 'start=2026-11-01&endExclusive=2026-12-01';

async function json(url: string, path: string) {
  const answer = await ask(url, path);
  expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 200, 'application/json']);
  return path.startsWith('/api/') ? strictly(path, answer.text) : JSON.parse(answer.text);
}

/** What a bad request was told; its shape is checked in passing. */
async function fault(url: string, path: string, status = 400) {
  const answer = await ask(url, path);
  expect([path, answer.status, answer.headers['content-type']]).toEqual([path, status, 'application/json']);
  const body = JSON.parse(answer.text);
  expect(Object.keys(body)).toEqual(['error']);
  expect(Object.keys(body.error)).toEqual(['code', 'field', 'reason', 'message', 'requestId']);
  expect(body.error.message).toBe(body.error.reason);
  expect(body.error.reason.length).toBeGreaterThan(10);
  return body.error as { code: string; field: string | null; reason: string };
}

describe('spend of a collected company', () => {
  let world: Awaited<ReturnType<typeof openCollected>>;
  let server: Awaited<ReturnType<typeof serveLedger>>;
  beforeAll(async () => {
    world = await openCollected();
    server = await serveLedger({ store: world.store, clock: world.clock, settings: world.settings });
  });
  afterAll(async () => {
    await server?.close();
    await world?.close();
  });

  it.each(GROUPS.flatMap((group) => BASES.map((basis) => [group, basis] as const)))(
    'adds up to the total by %s, %s',
    async (group, basis) => {
      const answer = await json(server.url, `/api/v1/spend?${NOVEMBER}&groupBy=${group}&basis=${basis}`);
      const whole = await json(server.url, `/api/v1/spend?${NOVEMBER}&groupBy=day&basis=${basis}`);
      const parts = [...answer.rows, ...answer.unallocated].map((row: { amount: string }) =>
        money(row.amount),
      );
      expect(formatExact(sum(parts))).toBe(answer.total);
      expect(answer.total).toBe(whole.total);
      expect(money(answer.total)).toBeGreaterThan(0n);
      expect(answer.currency).toBe('USD');
      expect(answer.freshness.length).toBeGreaterThan(3);
      expect(new Set(answer.rows.map((row: { key: string }) => row.key)).size).toBe(answer.rows.length);
      for (const row of answer.rows) {
        for (const text of [row.amount, row.billed, row.estimated, ...Object.values(row.allocatedBy)])
          expect(text).toMatch(/^-?\d+(\.\d{0,9}[1-9])?$/);
        expect(row.amount).toBe(basis === 'best' ? row.amount : row[basis]);
        const { tag, principal, tokens } = row.allocatedBy;
        expect(formatExact(sum([tag, principal, tokens].map(money)))).toBe(row.amount);
        expect(row.tokens).toMatch(/^\d+$/);
        expect(['estimated', 'provisional', 'final', 'mixed']).toContain(row.label);
      }
    },
  );

  it.each([1, 3, 7])('gives every row exactly once in pages of %i', async (limit) => {
    const whole = await json(server.url, `/api/v1/spend?${NOVEMBER}&groupBy=user`);
    const found = [];
    let offset: number | null = 0;
    while (offset !== null) {
      const page = await json(
        server.url,
        `/api/v1/spend?${NOVEMBER}&groupBy=user&limit=${limit}&offset=${offset}`,
      );
      expect([page.total, page.unallocated, page.rowCount]).toEqual([
        whole.total,
        whole.unallocated,
        whole.rows.length,
      ]);
      expect(page.rows.length).toBeGreaterThan(0);
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      found.push(...page.rows);
      offset = page.nextOffset;
    }
    expect(found).toEqual(whole.rows);
  });

  it('says of the jobs what each cost, and pages them', async () => {
    const all = await json(server.url, '/api/v1/jobs');
    expect(all.jobs.length).toBeGreaterThan(4);
    expect(all.nextOffset).toBeNull();
    for (const job of all.jobs) {
      expect(job.awsCharge).toMatch(/^\d+(\.\d+)?$/);
      expect(job).toMatchObject({ status: 'ok', errors: [], startedAt: expect.any(String) });
    }
    const one = await json(server.url, '/api/v1/jobs?limit=1');
    const two = await json(server.url, `/api/v1/jobs?limit=1&offset=${one.nextOffset}`);
    expect([...one.jobs, ...two.jobs]).toEqual(all.jobs.slice(0, 2));
  });

  it('is ready', async () => {
    expect(await json(server.url, '/readyz')).toEqual({ status: 'ready', troubles: [] });
  });
});

describe('spend of a small company', () => {
  let server: Awaited<ReturnType<typeof openServer>>;
  beforeAll(async () => {
    server = await openServer(COMPANY);
  });
  afterAll(() => server.close());
  const spend = (query: string) => json(server.url, `/api/v1/spend?${NOVEMBER}&${query}`);

  it('has the shape that is promised', async () => {
    const { rows, ...rest } = await spend('groupBy=user&limit=1');
    expect(rows).toEqual([
      {
        key: 'anna@example.com',
        keys: ['anna@example.com'],
        amount: '0.00000001',
        unpricedTokens: '0',
        lowerBound: false,
        billed: '0.000000006',
        estimated: '0.0000000105',
        label: 'mixed',
        tokens: '10',
        allocatedBy: { tag: '0.00000001', principal: '0', tokens: '0' },
      },
    ]);
    expect(rest).toEqual({
      currency: 'USD',
      unknown: [],
      total: '0.000000022',
      unpricedTokens: '0',
      lowerBound: false,
      unallocated: [
        { reason: 'noTag', amount: '0.0000000011', unpricedTokens: '0', lowerBound: false },
        { reason: 'directCall', amount: '0.0000000009', unpricedTokens: '0', lowerBound: false },
      ],
      freshness: [],
      rowCount: 3,
      nextOffset: 1,
    });
  });

  it('says mixed where days differ, and the one word where they do not', async () => {
    const labels = async (query: string) =>
      Object.fromEntries(
        (await spend(query)).rows.map((row: { key: string; label: string }) => [row.key, row.label]),
      );
    expect(await labels('groupBy=user')).toEqual({
      'anna@example.com': 'mixed',
      'ben@example.com': 'final',
      'cy@example.com': 'final',
    });
    expect(await labels('groupBy=day')).toEqual({ '2026-11-01': 'final', '2026-11-02': 'estimated' });
  });

  it('takes filters once or more often, together and by "has none"', async () => {
    const keys = async (query: string) =>
      (await spend(query)).rows.map((row: { key: string }) => row.key.split('@')[0]);
    expect(await keys('user=anna@example.com')).toEqual(['anna']);
    expect(await keys('user=anna%40example.com&user=cy%40example.com')).toEqual(['anna', 'cy']);
    expect(await keys('user=anna@example.com&costCenter=CC-2')).toEqual([]);
    expect(await keys('costCenter=')).toEqual(['cy']);
    expect(await keys('costCenter=&costCenter=CC-2')).toEqual(['ben', 'cy']);
    expect(await keys('tokenKind=cacheRead')).toEqual(['ben']);
    expect(await keys('day=2026-11-02')).toEqual(['anna']);
    expect(await keys('user=Anna@example.com')).toEqual([]);
    expect((await spend('user=Anna@example.com&user=ben@example.com&model=m9&costCenter=')).unknown).toEqual([
      { parameter: 'user', value: 'Anna@example.com', didYouMean: ['anna@example.com'] },
      { parameter: 'model', value: 'm9', didYouMean: expect.arrayContaining(['m1']) },
    ]);
    expect((await spend('user=ben@example.com&costCenter=CC-1')).unknown).toEqual([]);
    // The account of the rows is known though no setting reads it.
    expect((await spend('account=111122223333&account=1111-2222-3334')).unknown).toEqual([
      { parameter: 'account', value: '111122223334', didYouMean: ['111122223333'] },
    ]);
    // Each is compared with every name: of hundreds it is no slip.
    const many = await spend(
      Array.from({ length: 12 }, (_, i) => `user=ann${'bcdefghijklm'[i]}@example.com`).join('&'),
    );
    const meant = many.unknown.map((one: { didYouMean: string[] }) => one.didYouMean.length > 0);
    expect(meant).toEqual(Array.from({ length: 12 }, (_, i) => i < 10));
    const elsewhere = await json(server.url, `/api/v1/lines?${NOVEMBER}&region=us-east-11`);
    expect(elsewhere.unknown).toEqual([
      { parameter: 'region', value: 'us-east-11', didYouMean: ['us-east-1'] },
    ]);
    const none = await spend('profile=');
    expect([none.rows, none.total]).toEqual([[], '0.000000002']);
  });

  it.each(['start=2020-01-01&endExclusive=2020-01-02', 'start=2999-01-01&endExclusive=2999-01-02'])(
    'that the ledger does not hold is empty, and no error: %s',
    async (range) => {
      expect(await json(server.url, `/api/v1/spend?${range}`)).toMatchObject({
        total: '0',
        rows: [],
        unallocated: [],
        rowCount: 0,
        nextOffset: null,
      });
    },
  );

  it('of all days that there can be is the whole ledger', async () => {
    const all = await json(server.url, '/api/v1/spend?start=0001-01-01&endExclusive=9999-12-31&groupBy=day');
    expect(all.rows.map((row: { key: string }) => row.key).sort()).toEqual([
      '2026-10-31',
      '2026-11-01',
      '2026-11-02',
      '2026-12-01',
    ]);
  });

  it('beyond the last row is an empty page and the end', async () => {
    expect(await spend('groupBy=user&offset=3')).toMatchObject({ rows: [], nextOffset: null, rowCount: 3 });
    expect(await spend('offset=999999999&limit=10000')).toMatchObject({ rows: [], nextOffset: null });
  });

  it.each([
    ['start', 'endExclusive=2026-12-01'],
    ['endExclusive', 'start=2026-11-01'],
    ['start', ''],
    ['start', 'start=&endExclusive=2026-12-01'],
    ['start', 'start=2026-02-30&endExclusive=2026-12-01'],
    ['start', 'start=2026-11&endExclusive=2026-12-01'],
    ['start', 'start=26-11-01&endExclusive=2026-12-01'],
    ['start', 'start=2026-11-01T00:00:00Z&endExclusive=2026-12-01'],
    ['endExclusive', 'start=2026-11-01&endExclusive=2026-13-01'],
    ['endExclusive', 'start=2026-11-01&endExclusive=2025-02-29'],
    ['endExclusive', 'start=2026-11-01&endExclusive=2026-11-01'],
    ['endExclusive', 'start=2026-11-02&endExclusive=2026-11-01'],
    ['endExclusive', 'start=0001-01-01&endExclusive=99999-12-31'],
    ['groupBy', `${NOVEMBER}&groupBy=team`],
    ['groupBy', `${NOVEMBER}&groupBy=`],
    ['groupBy', `${NOVEMBER}&groupBy=constructor`],
    ['groupBy', `${NOVEMBER}&groupBy=user&groupBy=day`],
    ...['user,user', 'user,team', 'user,', 'user,day,model'].map((groupBy): [string, string] => [
      'groupBy',
      `${NOVEMBER}&groupBy=${groupBy}`,
    ]),
    ['basis', `${NOVEMBER}&basis=guessed`],
    ['basis', `${NOVEMBER}&basis=best&basis=best`],
    ['start', `${NOVEMBER}&start=2026-11-02`],
    ...['0', '', '-1', 'abc', '1.5', '1e3', '0x10', '10001', '99999999999999999999', 'Infinity'].map(
      (limit): [string, string] => ['limit', `${NOVEMBER}&limit=${limit}`],
    ),
    ...['', '-1', 'abc', '1.5', 'NaN', '9999999999'].map((offset): [string, string] => [
      'offset',
      `${NOVEMBER}&offset=${offset}`,
    ]),
    ['limit', `${NOVEMBER}&limit=5&limit=6`],
    ['user', `${NOVEMBER}&user=${'a'.repeat(301)}`],
    ['user', `${NOVEMBER}&user=anna&user=${'%E6%9D%B1'.repeat(301)}`],
    ['user', `${NOVEMBER}&user=a%00b`],
    ['costCenter', `${NOVEMBER}&costCenter=a%0D%0Ab`],
    ['costCenter', `${NOVEMBER}&costCenter=%E0%A4%A`],
    ['costCenter', `${NOVEMBER}&costCenter=50%`],
    ['costCenter', `${NOVEMBER}&costCenter=%FF`],
    ['day', `${NOVEMBER}&day=2026-02-30`],
    ['day', `${NOVEMBER}&day=`],
    ['tokenKind', `${NOVEMBER}&tokenKind=inputs`],
    ['users', `${NOVEMBER}&users=anna`],
    ['region', `${NOVEMBER}&region=us-east-1`],
    ['Start', `${NOVEMBER}&Start=2026-11-02`],
    ['__proto__', `${NOVEMBER}&__proto__=1`],
    ['constructor', `${NOVEMBER}&constructor=1`],
    ['toString', `${NOVEMBER}&toString`],
    ['user[]', `${NOVEMBER}&user[]=anna`],
    ['query', `${NOVEMBER}&%E0%A4%A=1`],
  ])('bad input is told by its field: %s in %s', async (field, query) => {
    const error = await fault(server.url, `/api/v1/spend?${query}`);
    expect([error.code, error.field]).toEqual(['badRequest', field]);
    expect(server.faults).toEqual([]);
  });

  it('says which parameter may be meant', async () => {
    const { reason } = await fault(server.url, `/api/v1/spend?${NOVEMBER}&costcenter=CC-1`);
    expect(reason).toBe('is no parameter of this address. Did you mean costCenter?');
  });

  it('names the value that is no day', async () => {
    const { reason } = await fault(server.url, '/api/v1/spend?start=2026-02-30&endExclusive=2026-12-01');
    expect(reason).toContain('2026-02-30');
    expect(reason).toContain('YYYY-MM-DD');
  });

  it('can be asked with very many filters', async () => {
    const many = Array.from({ length: 900 }, (_, i) => `user=u${i}`).join('&');
    expect((await spend(`${many}&user=ben@example.com`)).rows).toHaveLength(1);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('cannot be changed by %s', async (method) => {
    for (const path of ['/api/v1/spend', '/api/v1/jobs', '/api/v1/alerts', '/api/v1/people']) {
      const answer = await ask(server.url, path, { method, headers: { origin: server.url } });
      expect([path, answer.status, answer.headers.allow]).toEqual([path, 405, 'GET, HEAD']);
      expect(JSON.parse(answer.text).error).toMatchObject({ code: 'methodNotAllowed', field: null });
    }
  });

  it.each(['/api/', '/api/v1', '/api/v1/', '/api/v1/nothing', '/api/v2/spend', '/api/v1/spend/x'])(
    'nothing at %s is told in JSON',
    async (path) => {
      expect((await fault(server.url, path, 404)).code).toBe('notFound');
    },
  );

  it('answers HEAD like GET without a body', async () => {
    const path = `/api/v1/spend?${NOVEMBER}`;
    const [head, get] = [await ask(server.url, path, { method: 'HEAD' }), await ask(server.url, path)];
    expect([head.status, head.text, head.headers['content-type']]).toEqual([
      200,
      '',
      get.headers['content-type'],
    ]);
    expect((await ask(server.url, '/api/v1/spend', { method: 'HEAD' })).status).toBe(400);
  });
});

describe('long lists', () => {
  let server: Awaited<ReturnType<typeof openServer>>;
  beforeAll(async () => {
    server = await openServer();
    const listed = Array.from({ length: 1205 }, (_, i) => listedProfile(`p${String(i).padStart(4, '0')}`));
    await server.store.profiles.replacePlace(server.lease, PLACE, listed, new Map(), NOW);
    const items = listed.map((one) => ({
      scope: { kind: 'user' as const, key: `${one.name}@example.com` },
      amount: money('60.5'),
    }));
    await server.store.budgets.setMany(items, { id: 'local:tester' }, NOW);
  });
  afterAll(() => server.close());

  it.each(['profiles', 'budgets'] as const)('of %s come in pages, none lost and none twice', async (list) => {
    const first = await json(server.url, `/api/v1/${list}`);
    expect([first[list].length, first.rowCount, first.nextOffset]).toEqual([1000, 1205, 1000]);
    const second = await json(server.url, `/api/v1/${list}?offset=${first.nextOffset}`);
    expect(second.nextOffset).toBeNull();
    const names = [...first[list], ...second[list]].map((one) => one.arn ?? one.scope.key);
    expect(new Set(names).size).toBe(1205);
  });

  it('carry exact amounts', async () => {
    const { budgets } = await json(server.url, '/api/v1/budgets?limit=1');
    expect(budgets).toEqual([expect.objectContaining({ amount: '60.5', version: 1 })]);
  });

  it.each(['profiles', 'budgets', 'jobs'])('of %s are as strict as spend', async (list) => {
    for (const [field, query] of [
      ['limit', 'limit=0'],
      ['limit', 'limit='],
      ['offset', 'offset=-1'],
      ['limit', 'limit=1&limit=2'],
      ['user', 'user=anna'],
    ] as const)
      expect((await fault(server.url, `/api/v1/${list}?${query}`)).field).toBe(field);
  });
});

describe('runs of jobs', () => {
  it('that started at the same instant are lost by no page', async () => {
    const server = await openServer();
    const made = new Set<string>();
    for (let i = 0; i < 205; i++) made.add(await server.store.runs.start(server.lease, 'usage', NOW));
    const found: string[] = [];
    let offset: number | null = 0;
    while (offset !== null) {
      const page = await json(server.url, `/api/v1/jobs?limit=50&offset=${offset}`);
      found.push(...page.jobs.map((run: { id: string }) => run.id));
      offset = page.nextOffset;
    }
    expect([found.length, new Set(found)]).toEqual([205, made]);
    const shown: number[] = [];
    for (const path of ['/jobs', '/jobs?from=100', '/jobs?from=200'])
      shown.push(
        (await ask(server.url, `${path}${path.includes('?') ? '&' : '?'}format=csv`)).text.split('\n')
          .length - 2,
      );
    expect(shown).toEqual([100, 100, 5]);
    expect((await ask(server.url, '/jobs?from=100')).text).toContain('href="/jobs?from=200"');
    expect((await ask(server.url, '/jobs?from=200')).text).not.toContain('from=300');
    await server.close();
  });
});

describe('a new ledger', () => {
  it('is not ready until everything was collected once and made into spend, and says what is missing', async () => {
    const server = await openServer();
    const ready = async () => {
      const answer = await ask(server.url, '/readyz');
      return { code: answer.status, ...JSON.parse(answer.text) };
    };
    const success = (source: 'profiles' | 'usage' | 'charges') =>
      server.store.freshness.record(server.lease, {
        source,
        slice: 'all',
        completeUntil: NOW,
        lastSuccessAt: NOW,
        lastError: null,
        lastErrorAt: null,
      });
    try {
      const first = await ready();
      expect(first).toMatchObject({ code: 503, status: 'collecting' });
      expect(first.missing).toEqual(['profiles', 'usage', 'charges', 'spend']);
      expect(first.reason).toMatch(/\busage\b/);
      await success('profiles');
      await success('charges');
      expect((await ready()).missing).toEqual(['usage', 'spend']);
      await success('usage');
      expect((await ready()).missing).toEqual(['spend']);
      const run = await server.store.runs.start(server.lease, 'spend', NOW);
      expect((await ready()).missing).toEqual(['spend']);
      await server.store.runs.finish(run, {
        at: NOW,
        status: 'ok',
        rows: 1,
        requests: 0,
        awsCharge: money('0'),
        operations: {},
        errors: [],
      });
      expect(await ready()).toEqual({ code: 200, status: 'ready', troubles: [] });
    } finally {
      await server.close();
    }
  });

  it('answers every question, with nothing', async () => {
    const server = await openServer();
    expect(await json(server.url, `/api/v1/spend?${NOVEMBER}`)).toMatchObject({
      total: '0',
      rows: [],
      freshness: [],
    });
    expect(await json(server.url, '/api/v1/jobs')).toEqual({
      jobs: [],
      month: { awsCharge: '0', ceiling: '50', reserve: '5', forecast: '0', polled: '0', operations: [] },
      watching: {
        state: 'all',
        stoppedSince: null,
        resumesAt: null,
        withinMinutes: 15,
        costCenterMinutes: 60,
        beyondMinutes: 60,
        times: 1,
        longestMinutes: 1440,
      },
      freshness: [],
      heldBack: [],
      nextOffset: null,
    });
    expect(await json(server.url, '/api/v1/profiles')).toEqual({
      profiles: [],
      rowCount: 0,
      nextOffset: null,
    });
    expect(await json(server.url, '/api/v1/budgets')).toEqual({
      currency: 'USD',
      budgets: [],
      rowCount: 0,
      nextOffset: null,
    });
    const range = Object.fromEntries(NOVEMBER.split('&').map((part) => part.split('=')));
    for (const { id, method, path, query, params } of ENDPOINTS)
      if (method === 'GET' && !['getMe', 'getAdvice'].includes(id) && Object.keys(params).length === 0) {
        const needed = 'start' in query.shape ? `?${new URLSearchParams(range)}` : '';
        await json(server.url, `/api/v1${path}${needed}`);
      }
    expect(server.faults).toEqual([]);
    await server.close();
  });
});
