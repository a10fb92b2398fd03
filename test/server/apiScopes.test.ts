import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf, newToken } from '../../src/app/credentials/secrets.ts';
import { SCOPES, type Scope } from '../../src/core/access.ts';
import { ENDPOINTS } from '../../src/server/endpoints.ts';
import { at, NOW } from '../store/setup.ts';
import { ACTOR, EMAIL, openCompany, type RoleName } from './roles.ts';
import { ASKED, ask } from './setup.ts';
import { strictly } from './strictly.ts';

/** What a token is good for, and what people see of each other: no more than is said, and of tokens no secret. */

let company: Awaited<ReturnType<typeof openCompany>>;
const tokens = {} as Record<Scope, string>;
beforeAll(async () => {
  company = await openCompany();
  for (const scope of SCOPES) {
    tokens[scope] = newToken();
    const made = { id: `only-${scope}`, email: EMAIL.admin, name: scope, scopes: [scope] };
    const token = { ...made, createdAt: NOW, expiresAt: at(60) };
    await company.store.tokens.create(token, hashOf(tokens[scope]), ACTOR);
  }
});
afterAll(async () => {
  await company.close();
  expect(company.faults).toEqual([]);
});
const get = (path: string, token: string, method = 'GET') =>
  ask(company.url, `/api/v1${path}`, { method, headers: { authorization: `Bearer ${token}` } });
const json = async (path: string, role: RoleName) => {
  const answer = await get(path, company.tokens[role]);
  expect([path, answer.status]).toEqual([path, 200]);
  return strictly(`/api/v1${path}`, answer.text);
};

describe('a token', () => {
  it.each(ENDPOINTS.map((one) => [`${one.method} ${one.path}`, one] as const))(
    'for one thing opens %s only when it is that',
    async (_, one) => {
      for (const scope of SCOPES)
        for (const method of one.method === 'GET' ? ['GET', 'HEAD'] : [one.method]) {
          const { status, text } = await get(one.example, tokens[scope], method);
          // Good for it: whatever else is answered, that there is no such person included.
          expect([scope, status === 403]).toEqual([scope, scope !== one.scope]);
          if (status === 403 && method !== 'HEAD')
            expect(JSON.parse(text).error).toEqual({
              code: 'forbidden',
              field: 'Authorization',
              reason: expect.stringContaining(`"${one.scope}"`),
              message: expect.stringContaining(`"${one.scope}"`),
              requestId: ASKED,
            });
        }
    },
  );
});

it("what is somebody else's is told like what is not there, and stands in the audit log", async () => {
  const text = async (path: string) => (await get(path, company.tokens.user)).text;
  const nothing = await text('/nothing');
  const [before] = await company.store.audit.list({ limit: 1 });
  for (const path of ['/users/eve@example.com', '/people/nobody@example.com', '/profiles/eveprofile'])
    expect(await text(path)).toBe(nothing);
  const refused = await company.store.audit.list({ limit: 10, action: 'access.refuse', actor: EMAIL.user });
  expect(
    refused.filter(({ id }) => id > (before?.id ?? 0)).map(({ subject, via }) => [subject, via]),
  ).toEqual([
    ['GET /api/v1/profiles/eveprofile', 'api'],
    ['GET /api/v1/people/nobody@example.com', 'api'],
    ['GET /api/v1/users/eve@example.com', 'api'],
  ]);
});

describe('people', () => {
  const emails = async (role: RoleName, query = '') =>
    (await json(`/people${query}`, role)).people.map(({ email }: { email: string }) => email.split('@')[0]);

  it('are those that one may see, by e-mail address', async () => {
    expect(await emails('user')).toEqual(['ann']);
    expect(await emails('manager')).toEqual(['ann', 'bob', 'carl']);
    expect(await emails('owner')).toEqual(['ann', 'carl', 'olga']);
    expect(await emails('finance')).toEqual(['adam', 'ann', 'bob', 'carl', 'eve', 'fay', 'mallory', 'olga']);
  });

  it('are filtered letter by letter, and come in parts', async () => {
    expect(await emails('admin', '?costCenter=Mobile')).toEqual(['ann', 'carl']);
    expect(await emails('admin', '?costCenter=mobile')).toEqual([]);
    expect(await emails('admin', '?manager=bob@example.com&active=true')).toEqual(['carl']);
    expect(await emails('admin', '?manager=&costCenter=Sales')).toEqual(['bob', 'olga']);
    expect(await emails('admin', '?active=false')).toEqual([]);
    expect(await json('/people?limit=2&offset=1', 'manager')).toMatchObject({
      rowCount: 3,
      nextOffset: null,
    });
    expect(await emails('manager', '?limit=1&offset=2')).toEqual(['carl']);
  });

  it('say who reports to them as far as one may see those, their roles, and where that is known from', async () => {
    expect(await json('/people/bob@example.com', 'admin')).toMatchObject({
      reports: ['ann@example.com', 'carl@example.com'],
      managers: [],
      roles: [{ role: 'manager', costCenter: null, by: 'reports', group: null }],
      sources: [
        { source: 'file', costCenter: 'Sales', manager: '' },
        { source: 'signIn', costCenter: null },
      ],
    });
    expect((await json('/people/olga@example.com', 'owner')).roles).toEqual([
      { role: 'costCenterOwner', costCenter: 'Mobile', by: 'name', group: null },
    ]);
    const carl = 'carl@example.com';
    expect((await json('/people/ann@example.com', 'user')).managers).toEqual([carl]);
    expect((await json('/people/ann@example.com', 'admin')).managers).toEqual([carl, EMAIL.manager]);
    expect((await json('/people?limit=1', 'admin')).people).toMatchObject([
      { email: EMAIL.admin, reportCount: 0, roles: [{ role: 'administrator', by: 'settings' }] },
    ]);
    // Ann moves away: Carl's owner sees him, and no longer her.
    const facts = { name: 'ann', costCenter: 'Lab', manager: 'carl@example.com', active: true, groups: [] };
    const how = { complete: false, actor: ACTOR, now: NOW };
    await company.store.people.learn('byHand', [{ email: EMAIL.user, ...facts }], how);
    expect((await json('/people/carl@example.com', 'owner')).reports).toEqual([]);
    expect((await json('/people/carl@example.com', 'manager')).reports).toEqual([EMAIL.user]);
    expect((await json('/teams/carl@example.com', 'owner')).members).toMatchObject([
      { email: 'carl@example.com' },
    ]);
    await company.store.people.learn('byHand', [{ email: EMAIL.user, ...facts, costCenter: 'Mobile' }], how);
  });
});

describe('a team', () => {
  it('is everybody who reports to its manager, with what they spent, and those who spent nothing', async () => {
    const team = await json('/teams/bob@example.com', 'manager');
    expect(team).toMatchObject({
      manager: 'bob@example.com',
      name: 'bob',
      spent: '9',
      budget: null,
      rowCount: 3,
    });
    expect(team.members).toMatchObject([
      { email: 'ann@example.com', spent: '9', budget: '20', percent: 45, state: 'within', tokens: '900' },
      { email: 'bob@example.com', spent: '0', budget: null, state: 'none', tokens: '0', label: null },
      { email: 'carl@example.com', spent: '0' },
    ]);
    const part = await json('/teams/bob@example.com?limit=1&offset=1', 'manager');
    expect([part.members.length, part.members[0].email, part.nextOffset]).toEqual([1, 'bob@example.com', 2]);
  });
});

describe('budgets', () => {
  it('are those that one may see, with where they stand', async () => {
    const own = async (role: RoleName) =>
      (await json('/budgets', role)).budgets.map(
        ({ scope, standing }: { scope: { key: string }; standing: { spent: string } }) =>
          `${scope.key} ${standing.spent}`,
      );
    expect((await own('user')).sort()).toEqual(['ann@example.com 9']);
    expect((await own('owner')).sort()).toEqual(['Mobile 9', 'ann@example.com 9']);
    expect((await own('finance')).sort()).toEqual([
      'Mobile 9',
      'Search 15',
      'ann@example.com 9',
      'eve@example.com 15',
    ]);
    await company.store.budgets.remove(company.budgets.otherCenter, ACTOR, NOW);
    expect(await own('finance')).not.toContain('Search 15');
  });
});

describe('tokens and sessions', () => {
  it('of a person are those that they see themselves, for administrators alone', async () => {
    for (const what of ['tokens', 'sessions']) {
      const own = await json(`/${what}`, 'user');
      expect(own.rowCount).toBe(1);
      expect(await json(`/people/${EMAIL.user}/${what}`, 'admin')).toEqual(own);
      expect((await get(`/people/${EMAIL.user}/${what}`, company.tokens.manager)).status).toBe(404);
    }
    const [session] = (await json('/sessions', 'user')).sessions;
    expect(Object.keys(session).sort()).toEqual([
      'address',
      'agent',
      'createdAt',
      'expiresAt',
      'id',
      'seenAt',
    ]);
  });

  it('of oneself are asked for with the scope of the prompt, those of others with that of the directory', async () => {
    for (const what of ['tokens', 'sessions']) {
      expect((await get(`/${what}`, tokens.me)).status).toBe(200);
      expect((await get(`/people/${EMAIL.user}/${what}`, tokens.me)).status).toBe(403);
      expect((await get(`/people/${EMAIL.user}/${what}`, tokens.people)).status).toBe(200);
    }
  });

  it('are listed to whoever made them, without anything that opens', async () => {
    const { status, text } = await get('/tokens', company.tokens.admin);
    expect([status, JSON.parse(text).rowCount]).toEqual([200, 1 + SCOPES.length]);
    for (const secret of [company.tokens.admin, ...Object.values(tokens)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(hashOf(secret));
    }
    expect((await json('/tokens', 'user')).tokens).toMatchObject([
      { id: 'token-of-user', lastUsedFrom: '127.0.0.1' },
    ]);
  });
});
