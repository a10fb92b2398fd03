import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { PersonFacts } from '../../src/core/people.ts';
import type { JobName } from '../../src/core/runs.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { MANY_PEOPLE } from '../amounts.ts';
import { at, leaseOf, NOW, open, spendRow, usd } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { type Answer, ask, escaped, openServer, post, serveLedger } from './setup.ts';

/** The directory in the browser: who sees whom, and what an administrator changes. */

const ACTOR = { id: 'local:tester' };
const person = (email: string, more: Partial<PersonFacts> = {}): PersonFacts => ({
  email,
  name: null,
  costCenter: null,
  manager: null,
  active: null,
  groups: null,
  ...more,
});
const path = (email: string, rest = '') => `/people/${encodeURIComponent(email)}${rest}`;
const faultAt = ({ text }: Answer, name: string): string | undefined =>
  new RegExp(`id="fault-${name}"[^>]*>([^<]*)<`).exec(text)?.[1];
const shownIn = ({ text }: Answer, name: string): string | undefined =>
  new RegExp(`<input name="${name}"[^>]* value="([^"]*)"`).exec(text)?.[1];
/** E-mail addresses that a page leads to a person by. */
const linked = ({ text }: Answer): string[] => [
  ...new Set(
    [...text.matchAll(/href="\/people\/([^"/?]+)"/g)].map(([, name = '']) => decodeURIComponent(name)),
  ),
];

describe('in a company', () => {
  let company: Awaited<ReturnType<typeof openCompany>>;
  beforeAll(async () => {
    company = await openCompany();
  });
  afterAll(async () => {
    await company.close();
    expect(company.faults).toEqual([]);
  });
  const { host } = new URL(PUBLIC_URL);
  const get = (role: RoleName, where: string) =>
    ask(company.url, where, { headers: { host, cookie: company.cookies[role] } });
  const send = (role: RoleName, where: string, fields: Readonly<Record<string, string>>) =>
    post(company.url, where, fields, {
      headers: { host, origin: PUBLIC_URL, cookie: company.cookies[role] },
    });
  const newest = async () => (await company.store.audit.list({ limit: 1 }))[0];

  it('the list is offered to whoever has more people in it than themselves', async () => {
    const offered = async (role: RoleName) => (await get(role, '/alerts')).text.includes('href="/people"');
    expect(
      await Promise.all((['user', 'manager', 'owner', 'finance', 'admin'] as const).map(offered)),
    ).toEqual([false, true, true, true, true]);
  });

  it.each<[RoleName, string[]]>([
    ['user', [EMAIL.user]],
    ['manager', [EMAIL.user, EMAIL.manager, 'carl@example.com']],
    ['owner', [EMAIL.user, 'carl@example.com', EMAIL.owner]],
  ])('%s sees no more than whom they may see, in the list, in CSV and on pages', async (role, seen) => {
    const list = await get(role, '/people');
    expect(linked(list).sort()).toEqual([...seen].sort());
    expect(list.text).not.toContain('eve@example.com');
    expect(list.text).not.toContain('<form class="inline" method="post"');
    const csv = await get(role, '/people?format=csv');
    expect(
      csv.text
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(seen);
    for (const email of seen) {
      const page = await get(role, path(email));
      expect(page.status).toBe(200);
      for (const other of linked(page)) expect(seen).toContain(other);
      expect(page.text).not.toContain('<form class="inline" method="post"');
    }
    const other = await get(role, path('eve@example.com'));
    const nobody = await get(role, path('nobody@example.com'));
    expect([other.status, other.text]).toEqual([404, nobody.text]);
  });

  it('finance sees everybody and changes nobody', async () => {
    const list = await get('finance', '/people');
    expect(linked(list)).toHaveLength(8);
    expect(list.text).not.toContain('method="post" action="/people');
    for (const [where, fields] of [
      ['/people', { email: 'new@example.com' }],
      [path('eve@example.com'), { name: 'x' }],
      [path('eve@example.com', '/roles'), { role: 'finance' }],
      [path(EMAIL.owner, '/roles/withdraw'), { role: 'costCenterOwner', costCenter: 'Mobile' }],
    ] as const)
      expect((await send('finance', where, fields)).status).toBe(403);
    expect((await send('user', path('eve@example.com'), { name: 'x' })).status).toBe(404);
    expect((await send('user', path(EMAIL.user), { name: 'x' })).status).toBe(403);
    expect(await company.store.people.get('new@example.com')).toBeNull();
    expect(await company.store.people.get('eve@example.com')).toMatchObject({ name: 'eve' });
  });

  it('a person’s page says who says what, who is above, who is below, and which roles come whence', async () => {
    const carl = await get('admin', path('carl@example.com'));
    expect(carl.text).toMatch(new RegExp(`<dd><a href="/people/${encodeURIComponent(EMAIL.manager)}">`));
    expect(linked(carl)).toContain(EMAIL.user);
    expect(carl.text).toContain(en.people.from.file);
    expect(carl.text).toContain(en.people.by.reports());
    expect((await get('admin', path(EMAIL.owner))).text).toContain(en.people.by.name(ACTOR.id));
    expect((await get('admin', path(EMAIL.admin))).text).toContain(en.people.by.settings());
    // Of those above, the nearest is known to everybody; the others to those who may see them.
    const above = async (role: RoleName) => {
      const { text } = await get(role, path(EMAIL.user));
      return ['carl@example.com', EMAIL.manager].map((email) => text.includes(email));
    };
    expect(await above('user')).toEqual([true, false]);
    expect(await above('admin')).toEqual([true, true]);
  });

  it('somebody is added by hand, once, and not in a second spelling', async () => {
    const added = await send('admin', '/people', {
      email: 'new@example.com',
      name: 'Nia New',
      manager: EMAIL.user,
      status: '',
      reason: 'starts on Monday',
    });
    expect([added.status, added.headers.location]).toEqual([303, `${path('new@example.com')}?done=saved`]);
    expect(await company.store.people.get('new@example.com')).toMatchObject({
      name: 'Nia New',
      manager: EMAIL.user,
      active: true,
    });
    expect(await newest()).toMatchObject({
      action: 'person.add',
      actor: EMAIL.admin,
      reason: 'starts on Monday',
      via: 'page',
    });
    const again = await send('admin', '/people', { email: 'new@example.com' });
    expect([again.status, faultAt(again, 'email')]).toEqual([422, escaped(en.people.known)]);
    const other = await send('admin', '/people', { email: 'New@example.com', name: 'N "x" <b>' });
    expect(faultAt(other, 'email')).toBe(escaped(en.invalid.spelling('new@example.com')));
    expect(shownIn(other, 'name')).toBe(escaped('N "x" <b>'));
    for (const email of ['', 'new', 'n\u0000w@example.com', `${'n'.repeat(250)}@example.com`])
      expect((await send('admin', '/people', { email })).status).toBe(422);
  });

  it('what is set by hand goes first, and what is left empty is said by others again', async () => {
    const where = path('eve@example.com');
    const set = await send('admin', where, { name: 'Eva', costCenter: '-', manager: '', status: 'active' });
    expect([set.status, set.headers.location]).toEqual([303, `${where}?done=saved`]);
    const eve = () => company.store.people.get('eve@example.com');
    expect(await eve()).toMatchObject({ name: 'Eva', costCenter: null, manager: 'mallory@example.com' });
    const page = await get('admin', `${where}?done=saved`);
    expect(page.text).toContain(en.people.saved);
    expect([shownIn(page, 'name'), shownIn(page, 'manager')]).toEqual(['Eva', '']);
    expect(page.text).toMatch(/name="costCenter"[^>]* value="-"/);
    expect(page.text).toMatch(/<option value="active" selected/);
    const again = await send('admin', where, { name: 'Eva', costCenter: '-', status: 'active' });
    expect(again.headers.location).toBe(`${where}?done=unchanged`);
    await send('admin', where, {});
    expect(await eve()).toMatchObject({ name: 'eve', costCenter: 'Search' });
  });

  it.each([
    ['manager', { manager: 'mallory' }, en.people.faults.notEmail()],
    ['manager', { manager: 'stranger@example.com' }, en.people.faults.unknownManager([])],
    ['manager', { manager: 'Mallory@example.com' }, en.people.faults.otherSpelling(['mallory@example.com'])],
    ['manager', { manager: 'carl@example.com' }, en.people.faults.ownManager()],
    ['manager', { manager: EMAIL.user }, en.people.faults.circle([EMAIL.user, 'carl@example.com'])],
    ['status', { status: 'away' }, en.people.faults.status()],
    ['name', { name: 'x'.repeat(257) }, en.people.faults.long()],
    ['costCenter', { costCenter: 'a\u0007b' }, `${en.invalid.signs} a<U+0007>b`],
    ['reason', { reason: 'x'.repeat(501) }, en.invalid.reason],
  ])('%s of %j is refused at the field', async (field, fields, words) => {
    const before = await company.store.people.details('carl@example.com');
    const answer = await send('admin', path('carl@example.com'), fields);
    expect([answer.status, faultAt(answer, field)]).toEqual([422, escaped(words)]);
    expect(answer.text).toContain(escaped(en.invalid.intro));
    expect(await company.store.people.details('carl@example.com')).toEqual(before);
  });

  it('a role is given and withdrawn by name, after a question, with its reason', async () => {
    const where = path('carl@example.com', '/roles');
    const given = await send('admin', where, {
      role: 'costCenterOwner',
      costCenter: 'R&D "x"',
      'unknown.costCenter': 'R&D "x"',
      reason: 'asked',
    });
    expect(given.headers.location).toBe(`${path('carl@example.com')}?done=granted`);
    expect(await newest()).toMatchObject({ action: 'role.grant', reason: 'asked', actor: EMAIL.admin });
    expect(
      (await send('admin', where, { role: 'costCenterOwner', costCenter: 'R&D "x"' })).headers.location,
    ).toMatch(/done=already$/);
    const page = await get('admin', path('carl@example.com'));
    const [, question = ''] = /href="([^"]*roles\/withdraw[^"]*)"/.exec(page.text) ?? [];
    const asked = await get('admin', question.replaceAll('&amp;', '&'));
    expect(asked.text).toContain(escaped(en.people.confirm(en.people.ownerOf('R&D "x"'), 'carl')));
    const fields = { role: 'costCenterOwner', costCenter: 'R&D "x"', reason: 'no more' };
    expect((await send('admin', `${where}/withdraw`, fields)).headers.location).toMatch(/done=withdrawn$/);
    expect(await newest()).toMatchObject({ action: 'role.withdraw', reason: 'no more' });
    expect((await send('admin', `${where}/withdraw`, fields)).headers.location).toMatch(/done=gone$/);
    expect((await get('admin', question.replaceAll('&amp;', '&'))).headers.location).toMatch(/done=gone$/);
  });

  it.each([
    ['role', { role: 'boss' }, en.invalid.role],
    ['role', { role: '__proto__' }, en.invalid.role],
    ['role', {}, en.invalid.role],
    ['costCenter', { role: 'costCenterOwner' }, en.invalid.ownCenter],
    ['costCenter', { role: 'finance', costCenter: 'Mobile' }, en.invalid.noCenter],
    ['costCenter', { role: 'costCenterOwner', costCenter: 'a\u0000' }, `${en.invalid.signs} a<U+0000>`],
    ['reason', { role: 'finance', reason: 'x'.repeat(501) }, en.invalid.reason],
  ])('a role is not given where the %s is wrong: %j', async (field, fields, words) => {
    const answer = await send('admin', path('carl@example.com', '/roles'), fields);
    expect([answer.status, faultAt(answer, field)]).toEqual([422, escaped(words)]);
    expect((await company.store.people.details('carl@example.com'))?.grants).toEqual([]);
  });

  it('an administrator ends all sessions of somebody, who is signed out by it', async () => {
    expect((await get('owner', '/people')).status).toBe(200);
    const page = await get('admin', path(EMAIL.owner));
    const where = path(EMAIL.owner, '/sessions/end');
    expect(page.text).toContain(`href="${where}"`);
    // It is asked first, and nothing ends by looking.
    const sure = await get('admin', where);
    expect(sure.text).toContain(`<form class="inline" method="post" action="${where}"`);
    expect(sure.text).toContain(escaped(en.access.endConfirm(EMAIL.owner, 1)));
    expect((await get('owner', '/people')).status).toBe(200);
    const ended = await send('admin', path(EMAIL.owner, '/sessions/end'), {});
    expect((await get('admin', ended.headers.location ?? '')).text).toContain(en.access.ended);
    expect((await get('owner', '/people')).status).toBe(303);
  });
});

describe('marking somebody as left', () => {
  let company: Awaited<ReturnType<typeof openCompany>>;
  beforeEach(async () => {
    company = await openCompany();
  });
  afterEach(async () => {
    await company.close();
    expect(company.faults).toEqual([]);
  });
  const { host } = new URL(PUBLIC_URL);
  const headers = (more: Readonly<Record<string, string>> = {}) => ({
    headers: { host, origin: PUBLIC_URL, cookie: company.cookies.admin, ...more },
  });
  const send = (email: string, fields: Readonly<Record<string, string>>) =>
    post(company.url, path(email), fields, headers());
  /** What the question sends again, with the answer yes. */
  const answerIn = ({ text }: Answer): Record<string, string> =>
    Object.fromEntries(
      [...text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );

  it('asks first and says what ends, keeps what was typed, and tells afterwards what ended', async () => {
    const { store } = company;
    const typed = { name: 'Ann A', status: 'left', reason: 'gone to sea' };
    const asked = await send(EMAIL.user, typed);
    expect(asked.status).toBe(200);
    expect(asked.text).toContain(escaped(en.people.leaveConfirm('ann', 1, 1)));
    expect(asked.text).not.toContain(escaped(en.people.leaveOwn));
    expect(await store.people.get(EMAIL.user)).toMatchObject({ name: 'ann', active: true });
    expect(await store.sessions.listOf(EMAIL.user, NOW, 3_600_000)).toHaveLength(1);
    const done = await send(EMAIL.user, answerIn(asked));
    expect([done.status, done.headers.location]).toEqual([303, `${path(EMAIL.user)}?done=left.1.1`]);
    expect(await store.people.get(EMAIL.user)).toMatchObject({ name: 'Ann A', active: false });
    const page = await ask(company.url, done.headers.location ?? '', headers());
    expect(page.text).toContain(escaped(en.people.left(1, 1)));
    const japanese = await ask(company.url, `${done.headers.location}&lang=ja`, headers());
    expect(japanese.text).toContain(ja.people.left(1, 1));
    const [entry] = await store.audit.list({ limit: 1, action: 'person.change' });
    expect(entry).toMatchObject({ actor: EMAIL.admin, reason: 'gone to sea' });
    // Whoever has left already loses nothing more.
    expect((await send(EMAIL.user, { ...typed, name: 'Ann' })).headers.location).toMatch(/done=saved$/);
  });

  it('asks also where other sources say it and the word against them is taken back', async () => {
    const { store } = company;
    const how = { complete: false, actor: ACTOR, now: NOW };
    await store.people.learn('byHand', [person(EMAIL.user, { active: true })], how);
    await store.people.learn('identityCenter', [person(EMAIL.user, { active: false })], how);
    const asked = await send(EMAIL.user, { status: '' });
    expect(asked.text).toContain(escaped(en.people.leaveConfirm('ann', 1, 1)));
    expect(await store.people.get(EMAIL.user)).toMatchObject({ active: true });
  });

  it('says to whoever marks themselves that they are out, before and after', async () => {
    const asked = await send(EMAIL.admin, { status: 'left' });
    expect(asked.status).toBe(422);
    await company.store.people.grant(
      { email: EMAIL.owner, role: 'administrator', costCenter: '' },
      ACTOR,
      NOW,
    );
    const again = await send(EMAIL.admin, { status: 'left' });
    expect(again.text).toContain(escaped(en.people.leaveOwn));
    expect((await ask(company.url, '/people', headers())).status).toBe(200);
    const out = await send(EMAIL.admin, answerIn(again));
    expect(out.status).toBe(200);
    expect(out.text).toContain(escaped(en.people.leftOwn(1, 1)));
    expect(linked(out)).toEqual([]);
    expect(out.text).not.toContain('href="/jobs"');
    expect((await ask(company.url, '/people', headers())).headers.location).toContain('/sign-in');
  });

  it.each(['left.1', 'left.x.1', 'left.1.1.1', 'left.-1.1', '__proto__'])(
    'says nothing of %s',
    async (done) => {
      const { status, text } = await ask(company.url, `${path(EMAIL.user)}?done=${done}`, headers());
      expect([status, text.includes('role="status"')]).toEqual([200, false]);
    },
  );
});

describe('a cost center that is set by hand', () => {
  it('is saved once it is confirmed where nobody, no spend and no budget knows it', async () => {
    const company = await openCompany();
    try {
      const { host } = new URL(PUBLIC_URL);
      const headers = { host, origin: PUBLIC_URL, cookie: company.cookies.admin };
      const done = async (where: string, fields: Readonly<Record<string, string>>) =>
        /done=(.*)$/.exec((await post(company.url, where, fields, { headers })).headers.location ?? '')?.[1];
      await company.store.budgets.set({ kind: 'costCenter', key: 'Lab' }, usd(1n), ACTOR, NOW);
      const carl = path('carl@example.com');
      for (const [costCenter, word] of [
        ['mobile', undefined],
        ['Mobile', 'unchanged'],
        ['Lab', 'saved'],
        ['-', 'saved'],
        ['', 'saved'],
      ] as const)
        expect([costCenter, await done(carl, { costCenter })]).toEqual([costCenter, word]);
      // The only one there, by another source as well.
      expect(await done(path(EMAIL.finance), { costCenter: 'Finance', name: 'F' })).toBe('saved');
      const added = { email: 'n@example.com', costCenter: 'Mobil' };
      const asked = await post(company.url, '/people', added, { headers });
      expect(asked.status).toBe(422);
      expect(asked.text).toContain(escaped(en.invalid.unknownCostCenter(['Mobile'])));
      expect(asked.text).toContain('name="unknown.costCenter" value="Mobil"');
      expect(await company.store.people.get('n@example.com')).toBeNull();
      expect(await done('/people', { ...added, 'unknown.costCenter': 'Mobile' })).toBeUndefined();
      expect(await done('/people', { ...added, 'unknown.costCenter': 'Mobil' })).toBe('saved');
      expect(await company.store.people.get('n@example.com')).toMatchObject({ costCenter: 'Mobil' });
      expect(await done('/people', { email: 'o@example.com', costCenter: 'Search' })).toBe('saved');
    } finally {
      await company.close();
    }
    expect(company.faults).toEqual([]);
  });
});

describe('the last administrator', () => {
  it('keeps the role and stays, until somebody else has it', async () => {
    const roles = { administrators: [], groups: [] };
    const opened = await openCompany();
    const company = await openCompany({ settings: { ...opened.settings, roles } });
    try {
      const { store, cookies, url } = company;
      const admin = { email: EMAIL.admin, role: 'administrator' as const, costCenter: '' };
      await store.people.grant(admin, ACTOR, NOW);
      const send = (where: string, fields: Readonly<Record<string, string>>) =>
        post(url, where, fields, {
          headers: { host: new URL(PUBLIC_URL).host, origin: PUBLIC_URL, cookie: cookies.admin },
        });
      const withdraw = () =>
        send(path(EMAIL.admin, '/roles/withdraw'), { role: 'administrator', costCenter: '' });
      const refused = await withdraw();
      expect(refused.status).toBe(422);
      expect(refused.text).toContain(escaped(en.people.lastAdministrator));
      const left = await send(path(EMAIL.admin), { status: 'left' });
      expect([left.status, faultAt(left, 'status')]).toEqual([422, escaped(en.people.lastAdministrator)]);
      // Whoever is none may leave, and other roles go.
      const leaves = { status: 'left', confirmed: 'on' };
      expect((await send(path('carl@example.com'), leaves)).status).toBe(303);
      expect((await send(path(EMAIL.admin, '/roles'), { role: 'finance' })).status).toBe(303);
      expect((await send(path(EMAIL.admin, '/roles/withdraw'), { role: 'finance' })).status).toBe(303);
      await store.people.grant({ ...admin, email: EMAIL.owner }, ACTOR, NOW);
      expect((await withdraw()).status).toBe(303);
      expect((await send('/people', { email: 'x@example.com' })).status).toBe(403);
    } finally {
      await company.close();
      await opened.close();
    }
  });
});

describe('without sign-in', () => {
  it('an empty directory says what it is for and how it is filled, in both languages', async () => {
    const server = await openServer();
    try {
      expect((await ask(server.url, '/people')).text).toContain(escaped(en.people.empty));
      expect((await ask(server.url, '/people?lang=ja')).text).toContain(escaped(ja.people.empty));
      expect((await ask(server.url, path('ann@example.com'))).status).toBe(404);
      for (const strange of ['%00', '%', 'a%2Fb', '..%2F..', 'x'.repeat(3000)])
        expect((await ask(server.url, `/people/${strange}`)).status).toBe(404);
    } finally {
      await server.close();
    }
    expect(server.faults).toEqual([]);
  });

  it('addresses that differ by case only and users who were left out are shown', async () => {
    const server = await openServer([spendRow({ userEmail: 'Ann@example.com' })]);
    const { store, lease } = server;
    try {
      const how = { complete: false, actor: ACTOR, now: NOW };
      await store.people.learn('file', [person('ann@example.com'), person('ben@example.com')], how);
      const id = await store.runs.start(lease, 'people', NOW);
      const skipped = [{ slice: 'user-1', error: 'has no e-mail address <b>' }];
      const none = { requests: 0, awsCharge: 0n as never, operations: {} };
      await store.runs.finish(id, { at: at(1), status: 'ok', rows: 2, errors: skipped, ...none });
      const page = await ask(server.url, '/people');
      expect(page.text).toContain(escaped(en.people.alikeIntro));
      const csv = await ask(server.url, '/people?format=csv&table=alike');
      expect(csv.text).toContain('ann@example.com,Ann@example.com');
      expect(csv.text).not.toContain('ben@');
      expect(page.text).toContain('has no e-mail address &lt;b&gt;');
      expect((await ask(server.url, '/people?lang=ja')).text).toContain(ja.people.alike);
    } finally {
      await server.close();
    }
    expect(server.faults).toEqual([]);
  });

  it('IAM Identity Center is read ahead of its time where it is set, and nothing with it', async () => {
    const started: JobName[][] = [];
    const actions = {
      trigger: (jobs: readonly JobName[]) => void started.push([...jobs]),
      createProfile: null,
      deleteProfile: null,
    };
    const directory = { identityStoreId: 'd-1234567890', region: 'eu-west-1', groups: null };
    const server = await openServer([], { actions, settings: { ...readConfig({}), directory } });
    const off = await openServer([], { actions });
    try {
      expect((await post(server.url, '/jobs', { job: 'people' })).status).toBe(303);
      expect((await post(off.url, '/jobs', { job: 'people' })).status).toBe(422);
      expect(started).toEqual([['people']]);
      expect((await ask(server.url, '/jobs')).text).toContain(en.jobs.names.people);
    } finally {
      await server.close();
      await off.close();
    }
  });

  it(`${MANY_PEOPLE} people stay pages of less than 100 KB`, async () => {
    const store = await open();
    const told = Array.from({ length: MANY_PEOPLE }, (_, i) =>
      person(`person.number.${i}@example.com`, {
        name: `Person Number ${i}`,
        costCenter: `CC-${i % 40}`,
        manager: i === 0 ? '' : `person.number.${Math.floor((i - 1) / 8)}@example.com`,
        groups: ['bedrock-users'],
      }),
    );
    await store.people.learn('file', told, { complete: true, actor: ACTOR, now: NOW });
    await leaseOf(store);
    const server = await serveLedger({ store });
    try {
      for (const where of [
        '/people',
        '/people?q=number.77',
        path('person.number.0@example.com'),
        '/people?sort=-reports',
      ]) {
        const { status, text } = await ask(server.url, where);
        expect(status).toBe(200);
        expect(Buffer.byteLength(text)).toBeLessThan(100_000);
      }
      const sorted = await ask(server.url, '/people?sort=-reports');
      expect(linked(sorted)[0]).toBe('person.number.0@example.com');
    } finally {
      await server.close();
    }
    expect(server.faults).toEqual([]);
  });
});
