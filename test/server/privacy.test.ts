import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OthersSee } from '../../src/core/privacy.ts';
import {
  addressesOfBudgets,
  CARRIED_OF_UMA,
  type Company,
  DAY,
  DAYS_OF_UMA,
  leaks,
  openPrivate,
  type Server,
  SUMS_OF_UMA,
  served,
  TRIED,
  told,
  UMA,
} from './privacyWorld.ts';
import { EMAIL, type RoleName } from './roles.ts';

/** What others see of a person, by setting and role: of every page and API answer, and of ways round. */

let company: Company;
let servers: Record<OthersSee, Server>;
beforeAll(async () => {
  company = await openPrivate();
  const serve = (othersSee: OthersSee) => served(company, { othersSee });
  servers = {
    days: await serve('days'),
    months: await serve('months'),
    sums: await serve('sums'),
    nothing: await serve('nothing'),
  };
});
afterAll(async () => {
  for (const server of Object.values(servers ?? {})) await server.close();
  await company?.close();
});

const OTHERS: readonly RoleName[] = ['manager', 'owner', 'finance', 'admin'];
const enc = encodeURIComponent;
describe('a person', () => {
  const EVERYTHING = [...DAYS_OF_UMA, ...SUMS_OF_UMA];
  it('is seen by days where that is set, or the other lines mean nothing', async () => {
    const some = TRIED.filter((path) =>
      /umaprofile$|^\/users\/uma|^\/api\/v1\/lines|^\/(budgets|alerts)$|groupBy=user/.test(path),
    );
    const seen = await leaks(servers.days, 'finance', some, EVERYTHING);
    for (const amount of EVERYTHING)
      expect(
        seen.some((one) => one.endsWith(` ${amount}`)),
        amount,
      ).toBe(true);
  });

  // Every role and every address: `npm run soak`.
  it('is seen by whole months and never by days', async () => {
    expect(await leaks(servers.months, 'finance', TRIED, DAYS_OF_UMA)).toEqual([]);
    for (const role of ['manager', 'owner', 'finance', 'admin'] as const) {
      const month = await servers.months.get(role, `/users/${enc(UMA)}?month=2026-10`);
      expect([month.status, told(month.text, ['52.82'])]).toEqual([200, ['52.82']]);
    }
  });

  it.each([
    ['sums', 'finance'],
    ['sums', 'manager'],
    ['nothing', 'owner'],
  ] as const)('is not seen alone where others see %s: %s', async (of, role) =>
    expect(await leaks(servers[of], role, TRIED, EVERYTHING)).toEqual([]),
  );

  it('is not told by budgets, what AWS says of them, or requests', async () => {
    const paths = await addressesOfBudgets(company);
    const told = await leaks(servers.days, 'admin', paths, [...CARRIED_OF_UMA, '40.78', '17.31']);
    for (const what of [
      /aws tells 40.78/,
      /^\/ tells 588.71/,
      /budgets.*288.71/,
      /requests\/.*40.78/,
      /17.31/,
    ])
      expect(
        told.some((one) => what.test(one)),
        `${what}`,
      ).toBe(true);
    const secret = [...DAYS_OF_UMA, ...CARRIED_OF_UMA];
    // Every role and setting: `npm run soak`.
    expect(await leaks(servers.months, 'finance', paths, secret)).toEqual([]);
    expect(await leaks(servers.sums, 'admin', paths, [...secret, ...SUMS_OF_UMA])).toEqual([]);
  });

  it('is not told by the mails that a demo shows', async () => {
    const mail = (to: string, subject: string) => ({
      at: '2026-11-20T08:00:00.000Z',
      to,
      subject,
      text: subject,
    });
    const inbox = () => [mail(UMA, 'Uma used $52.82'), mail(EMAIL.finance, 'Your own: $3.00')];
    for (const othersSee of ['months', 'days'] as const) {
      const demo = await served(company, { othersSee }, { inbox });
      for (const path of ['/inbox', '/inbox?format=csv']) {
        const { text } = await demo.get('finance', path);
        expect([path, text.includes('$52.82'), text.includes('$3.00')]).toEqual([
          path,
          othersSee === 'days',
          true,
        ]);
      }
      await demo.close();
    }
  });

  it('sees all of their own, whatever is set', async () => {
    for (const server of Object.values(servers)) {
      const own = await server.get('user', `/api/v1/spend?${DAY('2026-11-01', '2026-12-01')}&groupBy=day`);
      expect(JSON.parse(own.text)).toMatchObject({ total: '9', rowCount: 3 });
      expect((await server.get('user', '/me')).status).toBe(200);
      expect((await server.get('user', '/spend?period=last30')).status).toBe(200);
      expect((await server.get('user', `/users/${enc(EMAIL.user)}?period=last30`)).status).toBe(200);
    }
  });
});

describe('what is kept back', () => {
  it('is said in words, with what is shown instead, to people and programs', async () => {
    const api = await servers.sums.get('finance', `/api/v1/users/${enc(UMA)}`);
    expect(api.status).toBe(403);
    expect(JSON.parse(api.text).error).toMatchObject({ code: 'withheld' });
    const page = await servers.sums.get('finance', `/users/${enc(UMA)}`);
    expect(page.status).toBe(403);
    expect(page.text).toContain('href="/privacy"');
    const part = await servers.months.get(
      'finance',
      `/api/v1/spend?${DAY('2026-10-01', '2026-10-16')}&groupBy=user`,
    );
    expect(JSON.parse(part.text).error.reason).toContain('whole months');
  });

  it('of a part of a month is the running month on pages, and said', async () => {
    const { text, status } = await servers.months.get('finance', '/users?period=last30');
    expect(status).toBe(200);
    expect(text).toContain('Of other people whole months are shown: choose a month.');
  });

  it('is not what Explore proposes: its first questions are answered', async () => {
    const ways = async (server: Server) => {
      const { text } = await server.get('finance', '/explore');
      const [, nav = ''] = /<nav class="ways"[^>]*>(.*?)<\/nav>/.exec(text) ?? [];
      return [...nav.matchAll(/href="([^"]*)"/g)].map(([, to = '']) => to.replaceAll('&amp;', '&'));
    };
    const months = await ways(servers.months);
    expect([months.length, (await ways(servers.days)).length]).toEqual([2, 4]);
    for (const path of months) {
      const { status, text } = await servers.months.get('finance', path);
      expect([path, status, text.includes('choose a month')]).toEqual([path, 200, false]);
    }
  });

  it('is no budget: the amount stands there, and not what of it is used', async () => {
    const { text } = await servers.sums.get('admin', '/api/v1/budgets');
    const budget = JSON.parse(text).budgets.find((one: { scope: { key: string } }) => one.scope.key === UMA);
    expect(budget).toMatchObject({
      amount: '97',
      standing: { spent: null, left: null, percent: null, state: 'none', withheld: true },
    });
    // Of a default for whom it holds and who is over, and what others spent as a proposal.
    const weeks = JSON.parse((await servers.months.get('admin', '/api/v1/budgets?period=week')).text).budgets;
    expect(
      weeks.find((one: { scope: { kind: string } }) => one.scope.kind === 'memberDefault').standing,
    ).toMatchObject({ people: 0, over: 0, withheld: true });
    expect((await servers.sums.get('admin', '/budgets/suggest')).status).toBe(403);
    for (const path of ['/budgets', '/budgets?format=csv', `/budgets/${budget.id}`])
      expect((await servers.sums.get('admin', path)).text, path).toMatch(/kept back|withheld/);
  });
});

describe('sums of groups', () => {
  const COLUMNS = 'people,spent_usd,unpriced_tokens,period_start,period_end,currency,row_type';
  const OCTOBER = '2026-10-01,2026-10-31,USD';
  const csv = async (server: Server, role: RoleName, query = '') =>
    (await server.get(role, `/together?format=csv${query}`)).text.trim().split(/\r?\n/);
  it('are of enough people and of months that are over', async () => {
    // Seven of Mobile, of whom one is Uma: 52.82 and six times ten.
    expect(await csv(servers.sums, 'finance')).toEqual([
      `cost_center,${COLUMNS}`,
      `Mobile,7,112.82,0,${OCTOBER},item`,
      `,,0,0,${OCTOBER},unallocated`,
      `,,112.82,0,${OCTOBER},total`,
    ]);
    expect(await csv(servers.sums, 'owner')).toEqual([
      `cost_center,${COLUMNS}`,
      `Mobile,7,112.82,0,${OCTOBER},item`,
    ]);
    expect(await csv(servers.sums, 'manager')).toEqual([
      `team_manager,${COLUMNS}`,
      `${EMAIL.manager},7,112.82,0,${OCTOBER},item`,
    ]);
    expect((await servers.sums.get('finance', '/together?month=2026-11')).status).toBe(400);
  });
  it('are of cost centers alone where nothing else is seen', async () => {
    expect((await csv(servers.nothing, 'finance'))[1]).toBe(`Mobile,7,112.82,0,${OCTOBER},item`);
    expect(await csv(servers.nothing, 'manager')).toHaveLength(1);
    expect(await csv(servers.nothing, 'user')).toHaveLength(1);
  });
  it('leave out whoever looks, and what is of too few', async () => {
    const eight = await served(company, { othersSee: 'sums', leastPeople: 8 });
    for (const role of OTHERS) {
      const { text } = await eight.get(role, '/together');
      expect(told(text, ['112.82', ...SUMS_OF_UMA])).toEqual([]);
    }
    await eight.close();
  });
});

describe('what is kept of a person', () => {
  it('is said with why, from where and for how long, by the settings', async () => {
    const text = (await servers.months.get('user', '/privacy')).text.replaceAll('<wbr/>', '');
    for (const words of ['Amazon CloudWatch', '26 months', '400 days', 'privacy.othersSee is “months”'])
      expect(text).toContain(words);
    // Ann reports to Carl, who reports to Bob; Olga owns her cost center.
    for (const who of ['carl@example.com', EMAIL.manager, EMAIL.owner, EMAIL.finance, EMAIL.admin])
      expect(text).toContain(who);
  });

  it('can be taken away by whoever it is of, and is in the audit log', async () => {
    const answer = await servers.nothing.get('user', '/me/data');
    expect(answer.headers['content-disposition']).toContain('attachment');
    const data = JSON.parse(answer.text);
    expect(data).toMatchObject({
      person: EMAIL.user,
      cut: [],
      directory: { costCenter: 'Mobile', manager: 'carl@example.com' },
      tokens: [{ name: 'test' }],
      profiles: [{ shortId: 'annprofile' }],
      budgets: [{ changes: [{ terms: { amount: '20' } }] }],
      belongings: [{ costCenter: 'Mobile', manager: 'carl@example.com' }],
      requests: [{ kind: 'budget', wanted: { extra: '5' } }],
    });
    expect(
      data.spendByDay.map(({ day, amount }: { day: string; amount: string }) => `${day} ${amount}`),
    ).toEqual(['2026-11-03 3', '2026-11-10 3', '2026-11-17 3']);
    expect(data.spend).toHaveLength(3);
    expect(answer.text).not.toContain('eve@example.com');
    const [entry] = await company.store.audit.list({ limit: 1, action: 'export' });
    expect(entry).toMatchObject({ actor: EMAIL.user, subject: '/me/data' });
  });
});
