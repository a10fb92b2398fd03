import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createAlbGateway } from '../../src/identity/alb.ts';
import { keysFrom } from '../../src/identity/albKeys.ts';
import { en } from '../../src/ui/messages/en.ts';
import { CLAIMS, serve } from '../identity/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL } from './roles.ts';
import { type Ask, ask } from './setup.ts';

/** Behind a load balancer that signs in: its header with each request says who it is, and nothing else does. */

const ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/ledger/50dc6c495c0c9188';
const ALB = { loadBalancerArn: ARN, issuer: 'https://login.example.com', clientId: 'of-the-balancer' };
const KID = '6f1ac2a0-9d0b-4c3e-8f51-0a1b2c3d4e5f';
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const host = new URL(PUBLIC_URL).host;

let keys: Awaited<ReturnType<typeof serve>>;
let lookups = 0;
let keysBroken = false;
let company: Awaited<ReturnType<typeof openCompany>>;
const open = (requestsPerMinute: number) => {
  const at = keysFrom((uri) => `${keys.url}${new URL(uri).pathname}`);
  const { signIn } = readConfig({});
  return openCompany({
    settings: {
      ...readConfig({}),
      publicUrl: PUBLIC_URL,
      signIn: { ...signIn, alb: ALB, claims: CLAIMS },
      requestsPerMinute,
    },
    signIn: { kind: 'loadBalancer', gateway: createAlbGateway({ ...ALB, claims: CLAIMS }, at) },
  });
};
beforeAll(async () => {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  keys = await serve((request, response) => {
    lookups++;
    if (keysBroken) response.writeHead(503).end();
    else response.writeHead(request.url === `/${KID}` ? 200 : 404).end(pem);
  });
  company = await open(100_000);
});
afterAll(async () => {
  await company?.close();
  await keys?.close();
});

const part = (value: object | Buffer) =>
  Buffer.from(Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString('base64url');
function header(email: string, change: object = {}, sub = email): string {
  const exp = Math.floor(Date.now() / 1000) + 120;
  const { issuer: iss, clientId: client } = ALB;
  const head = { typ: 'JWT', kid: KID, alg: 'ES256', iss, client, signer: ARN, exp, ...change };
  const input = `${part(head)}.${part({ sub, email, email_verified: 'true', name: 'Somebody', exp: head.exp, iss: head.iss })}`;
  return `${input}.${part(sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }))}`;
}
const get = (path: string, headers: Ask['headers'] = {}) =>
  ask(company.url, path, { headers: { host, ...headers } });
const cookieIn = (answer: Awaited<ReturnType<typeof get>>) =>
  /__Host-ledger-session=[^;]+/.exec(answer.headers['set-cookie'] ?? '')?.[0] ?? '';

it('somebody is known by the header, with their own roles, and gets one session', async () => {
  const first = await get('/me', { 'x-amzn-oidc-data': header(EMAIL.user) });
  expect(company.faults).toEqual([]);
  expect(first.status).toBe(200);
  const cookie = cookieIn(first);
  expect(cookie).not.toBe('');
  const second = await get('/me', { 'x-amzn-oidc-data': header(EMAIL.user), cookie });
  expect([second.status, cookieIn(second)]).toEqual([200, '']);
  expect((await get('/audit', { 'x-amzn-oidc-data': header(EMAIL.user), cookie })).status).toBe(403);
  expect((await get('/audit', { 'x-amzn-oidc-data': header(EMAIL.finance) })).status).toBe(200);
});

it('another person at the same browser is another session', async () => {
  const cookie = cookieIn(await get('/me', { 'x-amzn-oidc-data': header(EMAIL.finance) }));
  const other = await get('/audit', { 'x-amzn-oidc-data': header(EMAIL.user), cookie });
  expect(other.status).toBe(403);
  expect(cookieIn(other)).not.toBe('');
});

it('a cookie or a name without the header is nobody, and nothing leads round in circles', async () => {
  const cookie = cookieIn(await get('/me', { 'x-amzn-oidc-data': header(EMAIL.finance) }));
  for (const headers of [{}, { cookie }, { 'x-amzn-oidc-identity': EMAIL.finance }]) {
    const answer = await get('/audit', headers);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain(en.signIn.refused.past);
  }
});

it.each([
  ['alg none', { alg: 'none' }],
  ['another load balancer', { signer: ARN.replace('ledger', 'evil') }],
  ['another client', { client: 'other' }],
  ['another issuer', { iss: 'https://evil.example.com' }],
  ['expired', { exp: 1_000_000_000 }],
])('a header with %s is nobody', async (_name, change) => {
  const answer = await get('/me', { 'x-amzn-oidc-data': header(EMAIL.admin, change) });
  expect(answer.status).toBe(403);
  expect(cookieIn(answer)).toBe('');
});

it('whoever is refused is told what the reason is, and it is kept', async () => {
  const expired = { exp: 1_000_000_000 };
  const late = await get('/me', { 'x-amzn-oidc-data': header(EMAIL.admin, expired) });
  expect([late.status, late.text.includes(en.signIn.refused.expired)]).toEqual([403, true]);
  keysBroken = true;
  const down = await get('/me', { 'x-amzn-oidc-data': header(EMAIL.admin, { kid: randomUUID() }) });
  keysBroken = false;
  expect([down.status, down.text.includes(en.signIn.refused.unreachable)]).toEqual([503, true]);
  const entries = await company.store.audit.list({ limit: 2, action: 'session.refuse' });
  expect(entries).toMatchObject([
    { actor: 'unknown', subject: 'sign-in', after: { code: 'unreachable' } },
    { actor: 'unknown', subject: 'sign-in', after: { code: 'expired' } },
  ]);
});

it('who left is told so, and the log who it was', async () => {
  const facts = {
    email: EMAIL.owner,
    name: null,
    costCenter: null,
    manager: null,
    active: false,
    groups: null,
  };
  await company.store.people.learn('byHand', [facts], {
    complete: false,
    actor: { id: 'local:test' },
    now: new Date(company.now).toISOString(),
  });
  const answer = await get('/me', { 'x-amzn-oidc-data': header(EMAIL.owner) });
  expect([answer.status, answer.text.includes(en.signIn.refused.left)]).toEqual([403, true]);
  const [entry] = await company.store.audit.list({ limit: 1, action: 'session.refuse' });
  expect(entry).toMatchObject({
    actor: EMAIL.owner,
    subject: `user:${EMAIL.owner}`,
    after: { code: 'left' },
    address: '127.0.0.1',
  });
});

it('signing out ends the session and the load balancer’s own', async () => {
  const data = header(EMAIL.user);
  const cookie = cookieIn(await get('/me', { 'x-amzn-oidc-data': data }));
  const out = await ask(company.url, '/sign-out', {
    method: 'POST',
    headers: { host, origin: PUBLIC_URL, cookie, 'x-amzn-oidc-data': data },
  });
  expect([out.status, out.headers.location]).toEqual([303, '/signed-out']);
  // Nor what the browser kept of pages.
  expect(out.headers['clear-site-data']).toBe('"cache"');
  expect(out.headers['set-cookie']).toMatch(/AWSELBAuthSessionCookie-0=;.*Max-Age=0/);
});

it('tokens go past it', async () => {
  const answer = await get('/api/v1/budgets', { authorization: `Bearer ${company.tokens.user}` });
  expect(answer.status).toBe(200);
});

it('who forges headers is counted out before more keys are looked up', async () => {
  const bounded = await open(10);
  lookups = 0;
  const statuses: number[] = [];
  for (let i = 0; i < 20; i++) {
    const forged = header(EMAIL.admin, { kid: randomUUID() });
    statuses.push((await ask(bounded.url, '/me', { headers: { host, 'x-amzn-oidc-data': forged } })).status);
  }
  await bounded.close();
  expect([statuses.slice(0, 10), statuses.slice(-5)]).toEqual([Array(10).fill(403), Array(5).fill(429)]);
  expect(lookups).toBeLessThanOrEqual(11);
});

it('a session begins where a page is looked at, and nowhere else', async () => {
  const sessions = async () =>
    (await company.store.sessions.listOf(EMAIL.manager, new Date(company.now).toISOString(), 3_600_000))
      .length;
  const before = await sessions();
  const data = header(EMAIL.manager);
  expect((await get('/api/v1/budgets', { 'x-amzn-oidc-data': data })).status).toBe(200);
  expect((await get('/signed-out', { 'x-amzn-oidc-data': data })).status).toBe(200);
  expect(await sessions()).toBe(before);
  const page = await get('/me', { 'x-amzn-oidc-data': data });
  expect(await sessions()).toBe(before + 1);
  // A link of that page to the API, which the balancer lets past its sign-in.
  const cookie = cookieIn(page);
  expect((await get('/api/v1/budgets', { cookie })).status).toBe(200);
  expect((await get('/budgets', { cookie })).status).toBe(403);
});

it('another account with the same address is refused with each request, and entered once', async () => {
  expect((await get('/me', { 'x-amzn-oidc-data': header(EMAIL.admin) })).status).toBe(200);
  const stranger = header(EMAIL.admin, {}, 'stranger');
  for (const path of ['/me', '/audit', '/me']) {
    const answer = await get(path, { 'x-amzn-oidc-data': stranger });
    expect([answer.status, cookieIn(answer)]).toEqual([403, '']);
    expect(answer.text).toContain(en.signIn.refused.bound);
  }
  const api = await get('/api/v1/audit', { 'x-amzn-oidc-data': stranger });
  expect([api.status, api.text]).toEqual([401, expect.stringContaining('another account is bound')]);
  expect(await company.store.audit.count({ action: 'identity.refuse' })).toBe(1);
  // Nor does the session of somebody else beside it help.
  const cookie = cookieIn(await get('/me', { 'x-amzn-oidc-data': header(EMAIL.admin) }));
  expect((await get('/me', { 'x-amzn-oidc-data': stranger, cookie })).status).toBe(403);
});

it('an account whose address changed goes on as who it was, with the same session', async () => {
  const first = await get('/me', { 'x-amzn-oidc-data': header(EMAIL.user, {}, EMAIL.user) });
  const moved = header(EMAIL.admin, {}, EMAIL.user);
  const answer = await get('/audit', { 'x-amzn-oidc-data': moved, cookie: cookieIn(first) });
  expect([answer.status, cookieIn(answer)]).toEqual([403, '']);
});
