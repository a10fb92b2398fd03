import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { hostile, REDIRECT } from '../identity/hostile.ts';
import { NOW } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, escaped, post } from './setup.ts';

/** Signing in over real HTTP with accounts of a real provider, and what administrators change of that on pages. */

let provider: Awaited<ReturnType<typeof hostile>>;
let company: Awaited<ReturnType<typeof openCompany>>;
const HOST = new URL(PUBLIC_URL).host;
const JAPANESE = { 'accept-language': 'ja' };

beforeAll(async () => {
  provider = await hostile();
  company = await openCompany({ signIn: { kind: 'oidc', gateway: provider.gateway() } });
});
afterAll(async () => {
  await company?.close();
  await provider?.stop();
});

/** Goes to the provider and comes back with what it says of somebody. */
async function comeBack(claims: Record<string, unknown>, headers: Record<string, string> = {}) {
  const left = await ask(company.url, '/sign-in', { headers: { host: HOST, ...headers } });
  const cookie = /__Host-ledger-sign-in=[^;]+/.exec(left.headers['set-cookie'] ?? '')?.[0] ?? '';
  const asked = new URL(left.headers.location ?? '').searchParams;
  expect(asked.get('redirect_uri')).not.toBe(REDIRECT);
  provider.state.nonce = asked.get('nonce') ?? '';
  provider.state.claims = claims;
  provider.state.userinfo = { sub: claims.sub };
  const back = `/sign-in/callback?${new URLSearchParams({ code: 'c', state: asked.get('state') ?? '' })}`;
  return ask(company.url, back, { headers: { host: HOST, cookie, ...headers } });
}
const isIn = ({ status, headers }: Awaited<ReturnType<typeof ask>>) =>
  status === 303 && /__Host-ledger-session=[^;]/.test(headers['set-cookie'] ?? '');

const signedIn = (role: RoleName) => ({ host: HOST, origin: PUBLIC_URL, cookie: company.cookies[role] });
const get = (role: RoleName, path: string) => ask(company.url, path, { headers: signedIn(role) });
const send = (role: RoleName, path: string, fields: Readonly<Record<string, string>>) =>
  post(company.url, path, fields, { headers: signedIn(role) });
const person = (email: string, rest = '') => `/people/${encodeURIComponent(email)}${rest}`;
const whose = async (subject: string, issuer = provider.issuer) =>
  (await company.store.bindings.find({ issuer, subject }))?.email ?? null;
const newest = async (action: string) => (await company.store.audit.list({ limit: 1, action }))[0];

describe('whoever signs in', () => {
  it('is bound by the first sign-in, and known again', async () => {
    for (let times = 0; times < 2; times++)
      expect(isIn(await comeBack({ sub: 'ann-1', email: EMAIL.user }))).toBe(true);
    expect(await whose('ann-1')).toBe(EMAIL.user);
    expect(await company.store.audit.count({ action: 'identity.bind' })).toBe(1);
  });

  it.each([
    ['en', en, {}],
    ['ja', ja, JAPANESE],
  ] as const)('with another account is told what happened and whom to ask: %s', async (_, words, headers) => {
    const before = await company.store.people.list();
    const answer = await comeBack({ sub: 'stranger', email: EMAIL.user }, headers);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain(escaped(words.signIn.refused.bound));
    expect(answer.headers['set-cookie'] ?? '').not.toContain('ledger-session');
    expect(await whose('stranger')).toBeNull();
    expect(await company.store.people.list()).toEqual(before);
    expect(await newest('identity.refuse')).toMatchObject({
      subject: `user:${EMAIL.user}`,
      after: { issuer: provider.issuer, subject: 'stranger', address: EMAIL.user },
      address: '127.0.0.1',
    });
    expect(await company.store.audit.count({ action: 'identity.refuse' })).toBe(1);
  });

  it.each([
    ['en', en, {}],
    ['ja', ja, JAPANESE],
  ] as const)('with an address that nobody checked is told so: %s', async (_, words, headers) => {
    const answer = await comeBack({ sub: 'admin-1', email: EMAIL.admin, email_verified: undefined }, headers);
    expect([answer.status, isIn(answer)]).toEqual([403, false]);
    expect(answer.text).toContain(escaped(words.signIn.refused.unverified));
    expect(await newest('session.refuse')).toMatchObject({ after: { code: 'unverified' } });
  });

  it('who has left is refused, and changes nothing of what is known of them', async () => {
    const { store } = company;
    const gone = 'gone@example.com';
    const facts = { email: gone, name: 'Gil', costCenter: null, manager: null, active: false, groups: [] };
    await store.people.learn('byHand', [facts], { complete: false, actor: { id: 'test' }, now: NOW });
    const before = await store.people.details(gone);
    const { action, subject } = { action: 'person', subject: `user:${gone}` };
    const entries = await store.audit.count({ action, subject });
    for (const name of ['One', 'Two'])
      expect((await comeBack({ sub: 'gil', email: gone, name, groups: [name] })).status).toBe(403);
    expect(await store.people.details(gone)).toEqual(before);
    expect(await store.audit.count({ action, subject })).toBe(entries);
    expect(await whose('gil')).toBeNull();
  });

  it('whose address was changed at the provider is who they were, and takes no roles over', async () => {
    const answer = await comeBack({ sub: 'ann-1', email: EMAIL.admin });
    expect(isIn(answer)).toBe(true);
    const cookie = /__Host-ledger-session=[^;]+/.exec(answer.headers['set-cookie'] ?? '')?.[0] ?? '';
    const audit = await ask(company.url, '/audit', { headers: { host: HOST, cookie } });
    expect(audit.status).toBe(403);
    expect(await newest('identity.address')).toMatchObject({
      actor: EMAIL.user,
      before: { address: EMAIL.user },
      after: { address: EMAIL.admin },
    });
    const { text } = await get('admin', person(EMAIL.user));
    expect(text).toContain(escaped(en.people.accounts.otherAddress(EMAIL.admin, EMAIL.user)));
    expect(await whose('admin-1')).toBeNull();
  });
});

describe('an administrator', () => {
  it('sees the accounts of somebody, on the page and in the API; their manager does not', async () => {
    const { text } = await get('admin', person(EMAIL.user));
    for (const one of [provider.issuer, 'ann-1', en.people.accounts.title])
      expect(text).toContain(escaped(one));
    const api = (role: RoleName) =>
      ask(company.url, `/api/v1${person(EMAIL.user)}`, {
        headers: { authorization: `Bearer ${company.tokens[role]}` },
      });
    expect(JSON.parse((await api('admin')).text).accounts).toMatchObject([
      { issuer: provider.issuer, subject: 'ann-1', boundBy: EMAIL.user },
    ]);
    expect(JSON.parse((await api('manager')).text).accounts).toBeNull();
    expect((await get('manager', person(EMAIL.user))).text).not.toContain('ann-1');
  });

  it('takes one away with a reason, after a question, and the sessions end', async () => {
    const cookie = company.cookies.user;
    expect((await get('user', '/me')).status).toBe(200);
    const query = new URLSearchParams({ issuer: provider.issuer, subject: 'ann-1' });
    const question = await get('admin', person(EMAIL.user, `/accounts/unbind?${query}`));
    expect(question.text).toContain(escaped(en.people.accounts.unbindConfirm(EMAIL.user)));
    expect(await whose('ann-1')).toBe(EMAIL.user);
    const fields = { issuer: provider.issuer, subject: 'ann-1', reason: 'a new account' };
    const done = await send('admin', person(EMAIL.user, '/accounts/unbind'), fields);
    expect([done.status, done.headers.location]).toEqual([303, `${person(EMAIL.user)}?done=unbound`]);
    expect(await whose('ann-1')).toBeNull();
    expect((await ask(company.url, '/me', { headers: { host: HOST, cookie } })).status).toBe(303);
    expect(await newest('identity.unbind')).toMatchObject({
      actor: EMAIL.admin,
      reason: 'a new account',
      before: { issuer: provider.issuer, subject: 'ann-1' },
    });
    // The next account of that address is theirs.
    expect(isIn(await comeBack({ sub: 'ann-2', email: EMAIL.user }))).toBe(true);
    expect(await whose('ann-2')).toBe(EMAIL.user);
  });

  it('binds an account, and is asked where somebody else signs in with it', async () => {
    const fields = { issuer: provider.issuer, subject: 'ann-2', reason: 'hers' };
    const asked = await send('admin', person(EMAIL.manager, '/accounts'), fields);
    expect(asked.text).toContain(escaped(en.people.accounts.moveConfirm(EMAIL.user, EMAIL.manager)));
    expect(await whose('ann-2')).toBe(EMAIL.user);
    const confirmed = { ...fields, confirmed: 'on' };
    expect((await send('admin', person(EMAIL.manager, '/accounts'), confirmed)).status).toBe(303);
    expect(await whose('ann-2')).toBe(EMAIL.manager);
    expect(await newest('identity.move')).toMatchObject({ before: { email: EMAIL.user }, reason: 'hers' });
    // Who comes with it is that person, whatever address the provider says.
    expect(isIn(await comeBack({ sub: 'ann-2', email: EMAIL.user }))).toBe(true);
    expect((await company.store.sessions.listOf(EMAIL.manager, NOW, 1e9)).length).toBe(1);
  });

  it('binds an account ahead, however the bare host of its issuer is written', async () => {
    const issuer = `${provider.issuer.replace('http', 'HTTP')}/`;
    const bound = await send('admin', person(EMAIL.owner, '/accounts'), { issuer, subject: 'olga-1' });
    expect(bound.headers.location).toBe(`${person(EMAIL.owner)}?done=bound`);
    expect(isIn(await comeBack({ sub: 'olga-1', email: EMAIL.owner }))).toBe(true);
    const away = await send('admin', person(EMAIL.owner, '/accounts/unbind'), { issuer, subject: 'olga-1' });
    expect(away.headers.location).toBe(`${person(EMAIL.owner)}?done=unbound`);
    expect(await whose('olga-1')).toBeNull();
  });

  it.each([
    ['a subject that is too long', { subject: 'x'.repeat(256) }, 'subject', en.invalid.subject],
    ['no subject', { subject: '' }, 'subject', en.invalid.subject],
    ['an issuer that is none', { subject: 'x', issuer: 'login' }, 'issuer', en.invalid.issuer],
  ])('is told what is wrong with %s', async (_, fields, field, words) => {
    const answer = await send('admin', person(EMAIL.owner, '/accounts'), fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(new RegExp(`id="fault-${field}"`));
    expect(answer.text).toContain(escaped(words));
    expect(await company.store.bindings.list(EMAIL.owner)).toEqual([]);
  });

  it('changes nothing of their own account, nor makes it somebody else’s', async () => {
    expect(isIn(await comeBack({ sub: 'admin-1', email: EMAIL.admin }))).toBe(true);
    const own = { issuer: provider.issuer, subject: 'admin-1', confirmed: 'on' };
    for (const answer of [
      await send('admin', person(EMAIL.admin, '/accounts'), { ...own, subject: 'other' }),
      await send('admin', person(EMAIL.owner, '/accounts'), own),
      await send('admin', person(EMAIL.admin, '/accounts/unbind'), own),
    ]) {
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(escaped(en.invalid.identityOwn));
    }
    expect(await whose('admin-1')).toBe(EMAIL.admin);
  });

  it('does not leave nobody who administers bound', async () => {
    const grant = { email: EMAIL.finance, role: 'administrator' as const, costCenter: '' };
    await company.store.people.grant(grant, { id: 'test' }, NOW);
    // Fay administers as well, and has no account yet.
    const fields = { issuer: provider.issuer, subject: 'admin-1' };
    const answer = await send('finance', person(EMAIL.admin, '/accounts/unbind'), fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(escaped(en.people.accounts.last));
    expect(await whose('admin-1')).toBe(EMAIL.admin);
    expect(isIn(await comeBack({ sub: 'fay-1', email: EMAIL.finance }))).toBe(true);
    expect((await send('finance', person(EMAIL.admin, '/accounts/unbind'), fields)).status).toBe(303);
    expect(await whose('admin-1')).toBeNull();
    expect(company.faults.every((one) => (one as Error).name === 'SignInRefused')).toBe(true);
  });
});
