import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { type Answer, ask, escaped, post } from './setup.ts';

/** What profiles want, in the browser: who sees which, and the presses that propose a plan. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(async () => {
  await company.close();
  expect(company.faults).toEqual([]);
});

const { host } = new URL(PUBLIC_URL);
const get = (role: RoleName, where: string, headers: Readonly<Record<string, string>> = {}) =>
  ask(company.url, where, { headers: { host, cookie: company.cookies[role], ...headers } });
const send = (role: RoleName, where: string, fields: Readonly<Record<string, string>>) =>
  post(company.url, where, fields, { headers: { host, origin: PUBLIC_URL, cookie: company.cookies[role] } });
const planOf = async ({ headers }: Answer) => {
  const id = /^\/profiles\/plans\/([\w-]+)$/.exec(headers.location ?? '')?.[1] ?? '';
  return {
    plan: await company.store.provisioning.get(id),
    deeds: (await company.store.provisioning.steps(id, {}, null)).map(({ deed }) => deed),
  };
};
const faultAt = ({ text }: Answer, name: string) =>
  new RegExp(`id="fault-${name}"[^>]*>([^<]*)<`).exec(text)?.[1];

describe('the page', () => {
  it.each<[RoleName, number, number]>([
    ['user', 1, 1],
    ['manager', 1, 1],
    ['owner', 1, 1],
    ['finance', 2, 2],
    ['admin', 2, 2],
  ])('shows %s those that are theirs to see', async (role, wanting, all) => {
    const { status, text } = await get(role, '/profiles/hygiene');
    expect(status).toBe(200);
    expect(text).toContain(escaped(en.hygiene.verdict(wanting, all)));
    expect(text.includes('profile of eveprofile')).toBe(all === 2);
    expect(text.includes(escaped(en.hygiene.mend))).toBe(role === 'admin');
  });
  it('speaks Japanese, and gives one kind as a file with all that it shows', async () => {
    const { text } = await get('admin', '/profiles/hygiene', { 'accept-language': 'ja' });
    expect(text).toContain(escaped(ja.hygiene.verdict(2, 2)));
    const file = await get('finance', '/profiles/hygiene?kind=notAdopted&format=csv');
    expect(file.text.replace('\uFEFF', '').split(/\r?\n/)[0]).toBe(
      'profile_arn,mend,finding_kind,finding,user,user_name,cost_center,place',
    );
    expect(file.text).toContain('not adopted,"lacks InferenceProfile, ManagedBy",ann@example.com,ann,Mobile');
  });
  it('is led to by the profile itself, for whoever sees more than their own', async () => {
    const said = async (role: RoleName) =>
      (await get(role, '/profiles/annprofile')).text.includes('href="/profiles/hygiene?kind=notAdopted"');
    expect([await said('user'), await said('owner'), await said('admin')]).toEqual([false, true, true]);
  });
  it('offers its way to whoever sees more than their own', async () => {
    const offered = async (role: RoleName) =>
      (await get(role, '/profiles')).text.includes('href="/profiles/hygiene"');
    expect([await offered('user'), await offered('manager'), await offered('admin')]).toEqual([
      false,
      true,
      true,
    ]);
  });
});

it('knows the quota that AWS told last, and not the usual one', async () => {
  const [first] = await company.store.profiles.all();
  if (first === undefined) throw new Error('the company has profiles');
  const { accountId, region } = first;
  const keep = (quota: number | null) =>
    company.store.profiles.keepQuota({ accountId, region }, quota, first.lastSeenAt);
  await keep(1);
  const { text } = await get('admin', '/profiles/hygiene?kind=nearQuota');
  expect(text).toContain(`>${escaped(en.hygiene.why.nearQuota({ count: '2', quota: '1', known: 'yes' }))}<`);
  const { plan } = await planOf(await send('admin', '/profiles/hygiene', { kind: 'nearQuota' }));
  expect(plan?.requests).toEqual([{ accountId, region, quota: 1, needed: 4 }]);
  await keep(null);
  expect((await get('admin', '/profiles/hygiene')).text).not.toContain(en.hygiene.kinds.nearQuota);
});

describe('a press', () => {
  it('proposes a plan for one, and for a whole kind, and changes nothing', async () => {
    const [first] = await company.store.profiles.all();
    const one = await planOf(await send('admin', '/profiles/hygiene', { about: first?.arn ?? '' }));
    expect(one.plan).toMatchObject({ purpose: 'adopt', state: 'draft', title: 'One profile (1)' });
    expect(one.deeds).toMatchObject([
      { kind: 'tag', arn: first?.arn, set: { ManagedBy: 'bedrock-ledger' }, before: {} },
    ]);
    const all = await planOf(await send('admin', '/profiles/hygiene', { kind: 'notAdopted' }));
    expect(all.deeds).toHaveLength(2);
  });
  it.each([
    [{ kind: 'nothing' }, 422],
    [{}, 422],
    [{ kind: 'unused' }, 404],
    [{ kind: 'unused', about: 'arn:of-nobody' }, 404],
  ])('on %j is refused', async (fields, status) =>
    expect((await send('admin', '/profiles/hygiene', fields)).status).toBe(status),
  );
});

describe('the forms', () => {
  it('refuse what cannot be, in both languages, and keep what was typed', async () => {
    const typed = { userEmail: 'eve@exampel.com', costCenter: 'Mobile' };
    const said = await send('admin', '/profiles/hygiene/annprofile', typed);
    expect(said.status).toBe(422);
    expect(faultAt(said, 'userEmail')).toBeTruthy();
    expect(said.text).toContain('value="eve@exampel.com"');
    expect(said.text).toContain('name="unknown.userEmail"');
    const sure = await send('admin', '/profiles/hygiene/annprofile', {
      ...typed,
      'unknown.userEmail': 'eve@exampel.com',
    });
    expect((await planOf(sure)).deeds).toMatchObject([{ set: { UserEmail: 'eve@exampel.com' } }]);
    const moved = await send('admin', '/people/ann%40example.com/move', {
      toAddress: EMAIL.manager,
      costCenter: 'x',
    });
    expect([moved.status, faultAt(moved, 'costCenter')]).toEqual([422, expect.any(String)]);
    expect(moved.text).toContain(`value="${EMAIL.manager}"`);
    const taken = await send('admin', '/people/ann%40example.com/move', { toAddress: EMAIL.manager });
    expect(faultAt(taken, 'toAddress')).toBe(escaped(en.invalid.moveTaken(EMAIL.manager)));
  });
  it('plan a move in phases', async () => {
    const { plan, deeds } = await planOf(
      await send('admin', '/people/ann%40example.com/move', { costCenter: 'Search' }),
    );
    expect(plan).toMatchObject({ purpose: 'move', title: 'ann@example.com → Search' });
    expect(deeds).toMatchObject([
      { kind: 'tag', set: { CostCenter: 'Search' }, before: { CostCenter: 'Mobile' } },
      { kind: 'byHand', what: 'changeCostCenter' },
    ]);
  });
});
