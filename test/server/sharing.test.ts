import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeApproved } from '../../src/app/approvals/make.ts';
import { hashOf, newToken } from '../../src/app/credentials/secrets.ts';
import { vendProfile } from '../../src/app/profiles/vend.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { awsAt } from '../aws/setup.ts';
import { at, NOW, NOW_MS } from '../store/setup.ts';
import { VENDING } from '../vendingSettings.ts';
import { ACTOR, EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, escaped, post } from './setup.ts';
import { strictly } from './strictly.ts';

/** What a cost center shares, and what somebody has to agree to: asked for on the page and through the API. */

const ACCOUNT = { accountId: '222233334444', region: 'us-east-1' };
const SOURCE = 'global.anthropic.claude-sonnet-4-6';
const PATH = '/api/v1/profiles';
const tags = [{ key: 'Project', values: ['atlas', 'zeus'], required: false }];
const sharing = { ...VENDING, tags, shared: { enabled: true, by: ['Project'] } };

let simulator: Simulator;
let c: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  simulator = await startSimulator({ nowMs: NOW_MS, speed: 0, users: 1, days: 1 });
  const { accountId } = ACCOUNT;
  const roleArn = `arn:aws:iam::${accountId}:role/bedrock-ledger-reader`;
  const accounts = [{ accountId, roleArn, externalId: null }];
  const aws = awsAt(simulator.url, NOW_MS, { accounts, payer: { accountId: '111122223333' } });
  c = await openCompany({
    actions: {
      trigger: () => undefined,
      createProfile: (asking, typed) => vendProfile(asking, aws, typed),
      makeApproved: (asking, id) => makeApproved(asking, aws, id),
      deleteProfile: null,
    },
  });
  Object.assign(c.settings, { accounts, regions: [ACCOUNT.region], vending: sharing });
  await c.store.profiles.replaceCatalogue(c.lease, ACCOUNT.region, await aws.bedrock.listCatalogue(ACCOUNT));
});
afterAll(async () => {
  await c.close();
  await simulator.close();
});

const headersOf = (role: RoleName) => ({
  host: new URL(PUBLIC_URL).host,
  origin: PUBLIC_URL,
  cookie: c.cookies[role] ?? '',
});
const get = (role: RoleName, path: string) => ask(c.url, path, { headers: headersOf(role) });
const send = (role: RoleName, fields: Record<string, string>) =>
  post(c.url, '/profiles', fields, { headers: headersOf(role) });
async function api(role: RoleName, body: object) {
  const secret = newToken();
  const token = { id: secret, email: EMAIL[role], name: 't', scopes: ['vend'] as const, createdAt: NOW };
  await c.store.tokens.create({ ...token, expiresAt: at(60) }, hashOf(secret), ACTOR);
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const answer = await ask(c.url, PATH, { method: 'POST', headers, body: JSON.stringify(body) });
  return {
    ...answer,
    json: answer.status < 300 ? strictly(PATH, answer.text, 'POST') : JSON.parse(answer.text),
  };
}
const inAws = () =>
  simulator.world.profiles(ACCOUNT.accountId, ACCOUNT.region).filter(({ createdAt }) => createdAt >= NOW_MS);
const form = { shared: 'on', source: SOURCE, place: `${ACCOUNT.accountId}/${ACCOUNT.region}` };

describe('what a cost center shares', () => {
  it('has a form of its own: for its owner and administrators, who are led there', async () => {
    for (const role of ['owner', 'admin'] as const)
      expect((await get(role, '/profiles/new')).text).toContain('href="/profiles/new?shared=on"');
    expect((await get('user', '/profiles/new')).text).not.toContain('shared=on');
    expect((await get('user', '/profiles/new?shared=on')).text).toMatch(
      /<input name="userEmail"[^>]*readonly/,
    );
    const { text } = await get('owner', '/profiles/new?shared=on');
    expect(text).toContain('<option value="Mobile" selected="">');
    expect(text).not.toContain('name="userEmail"');
    expect((await get('admin', '/profiles/new?shared=on')).text).toMatch(/<input name="costCenter"/);
  });

  it('is refused at its fields, with everything kept, in both languages, before AWS is asked', async () => {
    const before = simulator.requests();
    for (const [lang, words] of [
      ['en', en],
      ['ja', ja],
    ] as const) {
      const { status, text } = await post(
        c.url,
        `/profiles?lang=${lang}`,
        { ...form, costCenter: 'Mobile', userEmail: EMAIL.user, reason: 'of us all' },
        { headers: headersOf('owner') },
      );
      expect([status, text.includes(escaped(words.invalid.sharedOwner))]).toEqual([422, true]);
      expect(text).toContain(escaped(words.invalid.tagMissing('Project')));
      for (const kept of ['name="shared" value="on"', `value="${EMAIL.user}"`, 'value="of us all"'])
        expect(text).toContain(kept);
    }
    for (const role of ['admin', 'owner'] as const) {
      const { status, text } = await send(role, { ...form, costCenter: '', 'tag.Project': 'atlas' });
      expect([status, text.includes(escaped(en.invalid.sharedCenter))]).toEqual([422, true]);
    }
    const odd = await send('owner', { ...form, shared: '"yes"', costCenter: 'Mobile' });
    expect([odd.status, odd.text.includes(escaped(en.invalid.onOff))]).toEqual([422, true]);
    expect(odd.text).toContain('value="&quot;yes&quot;"');
    expect((await send('owner', { ...form, costCenter: 'Search', 'tag.Project': 'atlas' })).status).toBe(403);
    expect((await send('user', { ...form, costCenter: 'Mobile', 'tag.Project': 'atlas' })).status).toBe(403);
    expect(simulator.requests()).toEqual(before);
  });

  it('is one profile, asked for on the page and through the API, and is listed as shared', async () => {
    const wish = { ...form, costCenter: 'Mobile', 'tag.Project': 'atlas' };
    const { status, headers } = await send('owner', wish);
    expect([status, headers.location]).toEqual([303, expect.stringMatching(/\?done=created$/)]);
    const body = {
      shared: true,
      source: SOURCE,
      ...ACCOUNT,
      costCenter: 'Mobile',
      tags: { Project: 'atlas' },
    };
    const again = await api('owner', body);
    expect([again.status, again.json.profile.user, inAws().length]).toEqual([200, '', 1]);
    expect((await api('user', body)).status).toBe(403);
    const named = await api('owner', { ...body, user: EMAIL.owner });
    expect([named.status, named.json.error.faults.map(({ field }: { field: string }) => field)]).toEqual([
      422,
      ['user'],
    ]);
    const list = await get('owner', '/profiles');
    expect(list.text).toContain(en.vending.shared);
    expect(list.text).not.toContain(en.profiles.noOwner);
    expect(inAws()).toHaveLength(1);
  });
});

describe('what somebody has to agree to', () => {
  beforeAll(() => {
    const approval = { by: 'manager', deadlineDays: 14, escalateDays: 3 } as const;
    Object.assign(c.settings, { vending: { ...sharing, approval } });
  });

  it('is a request through the API, the same one for the same wish, and the profile once somebody agreed', async () => {
    const before = inAws().length;
    const body = { source: SOURCE, ...ACCOUNT, tags: { Project: 'zeus' }, reason: 'pilot' };
    const first = await api('user', body);
    expect([first.status, first.json.created, first.json.profile]).toEqual([202, false, null]);
    const { id } = first.json.request;
    expect((await api('user', { ...body, reason: 'again' })).json).toEqual(first.json);
    const page = await send('user', {
      ...form,
      shared: '',
      userEmail: EMAIL.user,
      costCenter: 'Mobile',
      'tag.Project': 'zeus',
    });
    expect(page.headers.location).toBe(`/requests/${id}?done=asked`);
    // What is wrong is refused before anybody is bothered.
    const bad = await api('user', { ...body, tags: { Project: 'hera' }, region: 'mars' });
    expect([bad.status, bad.json.error.faults.length]).toEqual([422, 2]);
    expect(inAws()).toHaveLength(before);

    const path = `/requests/${id}/approve`;
    const secret = newToken();
    const token = {
      id: 'approver',
      email: EMAIL.admin,
      name: 't',
      scopes: ['vend'] as const,
      createdAt: NOW,
    };
    await c.store.tokens.create({ ...token, expiresAt: at(60) }, hashOf(secret), ACTOR);
    const { cookie: _, ...unsigned } = headersOf('admin');
    // A token answers nothing, whoever it is of.
    await post(c.url, path, {}, { headers: { ...unsigned, authorization: `Bearer ${secret}` } });
    expect((await c.store.requests.get(id))?.state).toBe('waiting');
    const { status, headers } = await post(c.url, path, {}, { headers: headersOf('admin') });
    expect([status, headers.location]).toEqual([303, `/requests/${id}?done=made`]);
    const made = await api('user', body);
    expect([made.status, made.json.created, made.json.request, inAws().length]).toEqual([
      200,
      false,
      null,
      before + 1,
    ]);
    expect(made.json.profile).toMatchObject({ user: EMAIL.user, costCenter: 'Mobile' });
  });
});
