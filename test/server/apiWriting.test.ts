import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, newToken } from '../../src/app/credentials/secrets.ts';
import { retireProfile } from '../../src/app/profiles/retire.ts';
import { vendProfile } from '../../src/app/profiles/vend.ts';
import { SCOPES, type Scope } from '../../src/core/access.ts';
import { LedgerError } from '../../src/core/errors.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { awsAt } from '../aws/setup.ts';
import { at, NOW, NOW_MS } from '../store/setup.ts';
import { VENDING } from '../vendingSettings.ts';
import { ACTOR, EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { type Ask, ask } from './setup.ts';
import { strictly } from './strictly.ts';

/** What programs may change: by a scope of its own, never more than their owner may, all or nothing, and in JSON alone. */

const ACCOUNT = { accountId: '222233334444', region: 'us-east-1' };
const ROLE = {
  accountId: ACCOUNT.accountId,
  roleArn: `arn:aws:iam::${ACCOUNT.accountId}:role/bedrock-ledger-reader`,
  externalId: null,
};
const MODEL = { model: 'anthropic.claude-sonnet-4-6', geography: 'global' };
const WISH = { ...MODEL, ...ACCOUNT };
const PATH = '/api/v1/profiles';

let simulator: Simulator;
let company: Awaited<ReturnType<typeof openCompany>>;
/** AWS, unless a test says something else in its place. */
let make: typeof vendProfile;
/** Whether the company is no longer as it was: tests that change nothing share one. */
let changed = true;
const tokens = new Map<string, Promise<string>>();

beforeAll(async () => {
  const settings = { tokensOfDeleted: 'forgotten' as const };
  simulator = await startSimulator({ nowMs: NOW_MS, speed: 0, users: 1, days: 1, settings });
});
afterAll(async () => {
  await company.close();
  await simulator.close();
});

beforeEach(async () => {
  make = vendProfile;
  if (!changed) return;
  changed = false;
  await company?.close();
  const aws = awsAt(simulator.url, NOW_MS, { accounts: [ROLE], payer: { accountId: '111122223333' } });
  company = await openCompany({
    actions: {
      trigger: () => undefined,
      createProfile: (asking, typed) => make(asking, aws, typed),
      deleteProfile: (asking, arn, typed) => retireProfile(asking, aws, arn, typed),
    },
  });
  Object.assign(company.settings, { accounts: [ROLE], regions: [ACCOUNT.region], vending: VENDING });
  const { store, lease } = company;
  await store.profiles.replaceCatalogue(lease, ACCOUNT.region, await aws.bedrock.listCatalogue(ACCOUNT));
  tokens.clear();
});
afterEach(() => {
  expect(company.faults).toEqual([]);
  if (inAws().length > 0) changed = true;
  for (const { arn } of inAws()) simulator.world.deleteProfile(arn);
});

const inAws = () =>
  simulator.world.profiles(ACCOUNT.accountId, ACCOUNT.region).filter(({ createdAt }) => createdAt >= NOW_MS);

function tokenOf(role: RoleName, scopes: readonly Scope[] = ['vend']): Promise<string> {
  const name = `${role} ${scopes.join()}`;
  const found = tokens.get(name) ?? newTokenOf(role, name, scopes);
  tokens.set(name, found);
  return found;
}
async function newTokenOf(role: RoleName, name: string, scopes: readonly Scope[]): Promise<string> {
  const secret = newToken();
  const made = { id: name, email: EMAIL[role], name, scopes, createdAt: NOW, expiresAt: at(60) };
  await company.store.tokens.create(made, hashOf(secret), ACTOR);
  return secret;
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const JSON_TYPE = { 'content-type': 'application/json' };
const sent = (body: string | Buffer | object): string | Buffer =>
  typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);

async function create(body: string | Buffer | object, role: RoleName = 'user', headers: Ask['headers'] = {}) {
  const token = bearer(await tokenOf(role));
  const answer = await ask(company.url, PATH, {
    method: 'POST',
    headers: { ...token, ...JSON_TYPE, ...headers },
    body: sent(body),
  });
  const json = JSON.parse(answer.text);
  return {
    ...answer,
    json,
    faults: json.error?.faults as { field: string; value?: unknown; reason: string; message: string }[],
  };
}
const remove = async (id: string, role: RoleName = 'user', more = '', how: Partial<Ask> = {}) =>
  ask(company.url, `${PATH}/${id}${more}`, {
    method: 'DELETE',
    headers: bearer(await tokenOf(role)),
    ...how,
  });

describe('a profile', () => {
  it('is made for whoever asks, and is the same one when asked for again', async () => {
    const { status, text, json } = await create({ ...WISH, reason: 'assistant' });
    expect([status, json.created]).toEqual([201, true]);
    strictly(PATH, text, 'POST');
    const [made] = inAws();
    expect(made?.tags).toEqual(
      expect.arrayContaining([
        { key: 'UserEmail', value: EMAIL.user },
        { key: 'CostCenter', value: 'Mobile' },
      ]),
    );
    expect(json.profile).toMatchObject({ arn: made?.arn, user: EMAIL.user, costCenter: 'Mobile' });
    expect(json.settings[0].text).toContain(made?.arn);
    expect(await company.store.audit.list({ limit: 1 })).toMatchObject([
      { action: 'profile.create', actor: EMAIL.user, via: 'api', reason: 'assistant', subject: made?.arn },
    ]);
    const again = await create({ ...ACCOUNT, source: 'global.anthropic.claude-sonnet-4-6' });
    expect([again.status, again.json.created, again.json.profile.arn]).toEqual([200, false, made?.arn]);
    expect(inAws()).toHaveLength(1);
  });

  it('is one when it is asked for several times at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => create(WISH)));
    expect(answers.map(({ status }) => status >= 200 && status <= 201)).toEqual([true, true, true, true]);
    expect(new Set(answers.map(({ json }) => json.profile.arn))).toEqual(
      new Set(inAws().map(({ arn }) => arn)),
    );
    expect(inAws()).toHaveLength(1);
  });

  it('is made for others by administrators, charged to where the directory says they belong', async () => {
    const { status, json } = await create({ ...WISH, user: 'eve@example.com' }, 'admin');
    expect([status, json.profile.user, json.profile.costCenter]).toEqual([201, 'eve@example.com', 'Search']);
  });

  it.each<[string, object, RoleName, object]>([
    ['somebody else', { user: 'eve@example.com' }, 'user', { costCenter: 'Mobile' }],
    [
      'somebody else of their own cost center',
      { user: 'carl@example.com' },
      'owner',
      { costCenter: 'Mobile' },
    ],
    ['a report of theirs', { user: EMAIL.user }, 'manager', {}],
    ['another cost center', { costCenter: 'Search' }, 'user', {}],
    ['whoever is not there, and nowhere', { user: 'x@example.com', region: 'mars' }, 'finance', {}],
  ])('for %s is not made by whoever may not', async (_, change, role, more) => {
    const { status, json } = await create({ ...WISH, ...change, ...more }, role);
    expect([status, json.error.code, json.error.faults]).toEqual([403, 'forbidden', undefined]);
    expect(inAws()).toEqual([]);
  });

  it('of a name that nobody knows is made when it is said to be meant', async () => {
    const slip = { ...WISH, user: 'anne@example.com', costCenter: 'Mobil' };
    const { status, faults } = await create(slip, 'admin');
    expect([status, faults.map(({ field, value }) => [field, value])]).toEqual([
      422,
      [
        ['user', 'anne@example.com'],
        ['costCenter', 'Mobil'],
      ],
    ]);
    expect(faults[0]?.reason).toMatch(/Did you mean ann@example\.com\?.*"unknownUser": true/);
    expect(faults[1]?.reason).toMatch(/Did you mean Mobile\?.*"unknownCostCenter": true/);
    const japanese = await create(slip, 'admin', { 'accept-language': 'ja' });
    expect(japanese.faults.map(({ reason }) => reason)).toEqual(faults.map(({ reason }) => reason));
    expect(japanese.json.error.message).toBe(japanese.faults[0]?.message);
    expect(japanese.faults[0]?.message).toMatch(
      /^このメールアドレスは.*もしかして：ann@example\.com.*"unknownUser": true/,
    );
    const half = await create({ ...slip, confirm: { unknownUser: true } }, 'admin');
    expect(half.faults.map(({ field }) => field)).toEqual(['costCenter']);
    expect(inAws()).toEqual([]);
    const confirm = { unknownUser: true, unknownCostCenter: true };
    expect((await create({ ...slip, confirm }, 'admin')).status).toBe(201);
  });

  it('beyond what a person may have is for administrators who say so', async () => {
    changed = true;
    Object.assign(company.settings, { allowances: { ...company.settings.allowances, profiles: 1 } });
    const own = await create(WISH);
    expect([own.status, own.faults.map(({ field }) => field)]).toEqual([422, ['user']]);
    const said = await create({ ...WISH, confirm: { beyondAllowance: true } });
    expect(said.status).toBe(422);
    const asked = await create({ ...WISH, user: EMAIL.user }, 'admin');
    expect(asked.faults.map(({ field }) => field)).toEqual(['user', 'confirm.beyondAllowance']);
    expect(asked.faults[1]?.reason).toContain('"beyondAllowance": true');
    const confirm = { beyondAllowance: true };
    expect((await create({ ...WISH, user: EMAIL.user, confirm }, 'admin')).status).toBe(201);
  });

  it('is deleted, and is gone when that is asked again', async () => {
    const { json } = await create(WISH);
    changed = true;
    const { arn, shortId } = json.profile;
    const first = await remove(shortId, 'user', '?reason=done');
    expect([first.status, strictly(`${PATH}/${shortId}`, first.text, 'DELETE').goneAt]).toEqual([200, NOW]);
    expect(inAws()).toEqual([]);
    expect(await company.store.audit.list({ limit: 1 })).toMatchObject([
      { action: 'profile.delete', actor: EMAIL.user, via: 'api', reason: 'done', subject: arn },
    ]);
    expect((await remove(shortId)).text).toBe(first.text);
    expect((await company.store.audit.list({ limit: 10, action: 'profile.delete' })).length).toBe(1);
  });

  it('is deleted with nothing but what the address takes', async () => {
    const { status, text } = await remove('annprofile', 'user', '', { body: '{"dryRun":true}' });
    expect([status, JSON.parse(text).error.field]).toEqual([400, 'body']);
    const { status: other, text: words } = await remove('annprofile', 'user', '?dryRun=true');
    expect([other, JSON.parse(words).error.field]).toEqual([400, 'dryRun']);
    expect((await company.store.profiles.byShortId('annprofile'))[0]?.goneAt).toBe(null);
  });
});

describe('a body', () => {
  const text = JSON.stringify(WISH);
  it.each<[string, string | Buffer, string]>([
    ['is nothing', '', 'body'],
    ['is no JSON', '{"model": }', 'body'],
    ['ends early', text.slice(0, -1), 'body'],
    ['goes on', `${text}{}`, 'body'],
    ['begins with a mark of its order', `\uFEFF${text}`, 'body'],
    ['is not UTF-8', Buffer.from(text.replace('us-east-1', 'us-east-\u00FC'), 'latin1'), 'body'],
    ['is UTF-16', Buffer.from(text, 'utf16le'), 'body'],
    ['is a list', `[${text}]`, 'body'],
    ['is text', '"profile"', 'body'],
    ['is null', 'null', 'body'],
    ['says a name twice', text.replace('{', '{"model":"amazon.nova-pro-v1:0",'), 'model'],
    ['says an escaped name twice', text.replace('{', '{"\\u006dodel":"amazon.nova-pro-v1:0",'), 'model'],
    ['says a name within twice', text.replace('{', '{"tags":{"a":"1","a":"2"},'), 'tags.a'],
    ['says a name that is not known', text.replace('{', '{"regoin":"us-east-1",'), 'regoin'],
    ['says a name that is not known within', text.replace('{', '{"confirm":{"all":true},'), 'confirm.all'],
    [
      'says what every object has',
      text.replace('{', '{"__proto__":{"user":"eve@example.com"},'),
      '__proto__',
    ],
    ['says it within', text.replace('{', '{"tags":{"__proto__":"x"},'), 'tags.__proto__'],
    ['says the form of a form', text.replace('{', '{"userEmail":"ann@example.com",'), 'userEmail'],
    ['lacks what must be there', JSON.stringify(MODEL), 'accountId'],
    ['has a number for an account', text.replace('"222233334444"', '222233334444'), 'accountId'],
    ['has null for text', text.replace('"us-east-1"', 'null'), 'region'],
    ['has a list for text', text.replace('"us-east-1"', '["us-east-1"]'), 'region'],
    ['has text for yes', text.replace('{', '{"confirm":{"unknownUser":"true"},'), 'confirm.unknownUser'],
    ['has a number for a tag', text.replace('{', '{"tags":{"project":1},'), 'tags.project'],
    ['has a list for tags', text.replace('{', '{"tags":[],'), 'tags'],
  ])('that %s is refused, and nothing is made', async (_, body, field) => {
    const { status, json, faults } = await create(body);
    expect([status, json.error.code, json.error.field]).toEqual([400, 'badRequest', field]);
    expect(faults[0]).toMatchObject({ field, reason: json.error.reason });
    expect(inAws()).toEqual([]);
  });

  it('is told all that is wrong with it, with what was sent', async () => {
    const { status, faults } = await create(
      '{"regoin":"us-east-1","model":7,"model":true,"confirm":{"unknownUser":"yes"},"accountId":"1"}',
    );
    expect(faults.every(({ reason, message }) => message === reason)).toBe(true);
    expect([status, faults.map(({ message: _, ...fault }) => fault)]).toEqual([
      400,
      [
        { field: 'model', reason: expect.stringContaining('twice') },
        { field: 'model', value: true, reason: 'must be text in quotes' },
        { field: 'region', reason: expect.stringContaining('missing') },
        { field: 'confirm.unknownUser', value: 'yes', reason: 'must be true or false, without quotes' },
        { field: 'regoin', value: 'us-east-1', reason: expect.stringContaining('Did you mean region?') },
      ],
    ]);
    const japanese = await create('{"regoin":"x","model":7}', 'user', { 'accept-language': 'ja' });
    expect(japanese.faults.map(({ field, message }) => [field, message])).toEqual([
      ['model', '文字列（引用符付き）を指定してください。'],
      ['accountId', expect.stringContaining('必須のフィールドです。')],
      ['region', expect.stringContaining('必須のフィールドです。')],
      ['regoin', expect.stringContaining('もしかして：region')],
    ]);
    const wrong = {
      accountId: '1',
      region: 'mars',
      source: 'x',
      model: 'y',
      user: 'no one',
      reason: 'x'.repeat(501),
    };
    const read = await create({ ...wrong, costCenter: 'Nowhere', tags: { team: 'a' } }, 'admin');
    expect([read.status, read.faults.map(({ field }) => field).sort()]).toEqual([
      422,
      ['accountId', 'costCenter', 'reason', 'source', 'tags.team', 'user'],
    ]);
    expect(read.faults.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it.each<[string, Record<string, string | null>]>([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text, as other sites may send it', { 'content-type': 'text/plain' }],
    ['nothing that it says', { 'content-type': null }],
    ['a kin of JSON', { 'content-type': 'application/json-patch+json' }],
    ['JSON in other letters', { 'content-type': 'application/json; charset=utf-16' }],
    ['packed', { 'content-encoding': 'gzip' }],
  ])('that is %s is not read', async (_, headers) => {
    const { status, json } = await create(WISH, 'user', headers);
    expect([status, json.error.code, Object.keys(headers).includes(json.error.field.toLowerCase())]).toEqual([
      415,
      'notJson',
      true,
    ]);
    expect(inAws()).toEqual([]);
  });

  it('may say that it is UTF-8, and may not be large', async () => {
    expect((await create(WISH, 'user', { 'content-type': 'application/json; charset="UTF-8"' })).status).toBe(
      201,
    );
    const { status, json } = await create({ ...WISH, reason: 'x'.repeat(300_000) });
    expect([status, json.error.code]).toEqual([413, 'tooLarge']);
  });

  it('that is deep is refused soon', async () => {
    for (const body of ['['.repeat(120_000), `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`])
      expect((await create(body)).status).toBe(400);
    const inside = `{"tags":${'['.repeat(60_000)}${']'.repeat(60_000)}}`;
    expect((await create(inside)).faults.map(({ field }) => field)).toContain('tags');
  });

  it('of any kind does all or nothing', async () => {
    const names = fc.constantFrom(
      ...Object.keys(WISH),
      'user',
      'costCenter',
      'source',
      'tags',
      'confirm',
      'x',
      '__proto__',
    );
    const value = fc.oneof(
      fc.constantFrom(...Object.values(WISH), EMAIL.user, 'Mobile', 'eve@example.com', 'us', ''),
      fc.jsonValue({ maxDepth: 2 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    const body = fc.oneof(
      fc.tuple(fc.array(fc.tuple(names, value), { maxLength: 4 }), fc.boolean()).map(([pairs, whole]) => {
        const given = pairs.map(([name, one]) => `${JSON.stringify(name)}:${JSON.stringify(one)}`);
        const all = Object.entries(WISH).map(([name, one]) => `"${name}":"${one}"`);
        return `{${[...(whole ? all : []), ...given].join()}}`;
      }),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.json({ maxDepth: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom<RoleName>('user', 'admin'), async (given, role) => {
        const before = inAws().length;
        const { status, json, faults } = await create(given, role);
        expect([200, 201, 400, 403, 422]).toContain(status);
        expect(inAws().length - before).toBe(status === 201 ? 1 : 0);
        if (status === 400 || status === 422)
          for (const fault of faults)
            expect([fault.field, fault.reason.length > 3]).toEqual([fault.field, true]);
        if (status >= 400) expect(json.error.requestId).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
});

describe('a token', () => {
  it('without the scope changes nothing, and reads nothing with it alone', async () => {
    const { shortId } = (await create(WISH)).json.profile;
    const others = SCOPES.filter((scope) => scope !== 'vend');
    for (const scopes of [...others.map((one) => [one]), others]) {
      const headers = { ...bearer(await tokenOf('admin', scopes)), ...JSON_TYPE };
      for (const how of [
        { method: 'POST', path: PATH, body: sent(WISH) },
        { method: 'DELETE', path: `${PATH}/${shortId}` },
      ]) {
        const { status, text } = await ask(company.url, how.path, { ...how, headers });
        const { field, reason } = JSON.parse(text).error;
        expect([scopes, status, field, reason]).toEqual([
          scopes,
          403,
          'Authorization',
          expect.stringContaining('"vend"'),
        ]);
      }
    }
    const headers = bearer(await tokenOf('admin'));
    for (const path of [PATH, `${PATH}/${shortId}`, '/api/v1/me', '/api/v1/people'])
      expect((await ask(company.url, path, { headers })).status).toBe(403);
    expect(inAws()).toHaveLength(1);
  });

  it('of somebody who left changes nothing', async () => {
    await tokenOf('user');
    changed = true;
    const gone = {
      email: EMAIL.user,
      name: null,
      costCenter: null,
      manager: null,
      active: false,
      groups: null,
    };
    await company.store.people.learn('byHand', [gone], { complete: false, actor: ACTOR, now: NOW });
    const { status, json } = await create(WISH);
    expect([status, json.error.reason]).toEqual([401, expect.stringMatching(/no longer active|revoked/)]);
    expect((await remove('annprofile')).status).toBe(401);
    expect(inAws()).toEqual([]);
  });
});

describe('from a browser', () => {
  const { host } = new URL(PUBLIC_URL);
  const post = (headers: Ask['headers'], body = sent(WISH)) =>
    ask(company.url, PATH, { method: 'POST', headers: { host, ...headers }, body });

  it.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example' }],
    ['a page of nowhere', { origin: 'null' }],
    ['nobody knows where', {}],
    ['a site beside', { 'sec-fetch-site': 'same-site' }],
    ['another site, with a token', { origin: 'https://evil.example', authorization: 'TOKEN' }],
    ['another site that hides it, with a token', { 'sec-fetch-site': 'cross-site', authorization: 'TOKEN' }],
  ])('what comes from %s is not done', async (_, headers) => {
    const token = bearer(await tokenOf('user')).authorization;
    const filled = headers.authorization ? { ...headers, authorization: token } : headers;
    for (const type of ['application/json', 'text/plain']) {
      const { status, text } = await post({ cookie: company.cookies.user, 'content-type': type, ...filled });
      expect([status, JSON.parse(text).error.reason]).toEqual([403, expect.stringContaining('another site')]);
    }
    const gone = { method: 'DELETE', headers: { host, cookie: company.cookies.user, ...filled } };
    expect((await ask(company.url, `${PATH}/annprofile`, gone)).status).toBe(403);
    expect(inAws()).toEqual([]);
  });

  it('what a page of ours sends with the session is done, in JSON alone', async () => {
    const own = { cookie: company.cookies.user, origin: PUBLIC_URL };
    expect((await post({ ...own, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post({ ...own, ...JSON_TYPE })).status).toBe(201);
    // A token that is wrong is not made good by a session beside it.
    expect((await post({ ...own, ...JSON_TYPE, ...bearer('blt_wrong') })).status).toBe(401);
    expect((await post({ cookie: company.cookies.user, ...JSON_TYPE, ...bearer('blt_wrong') })).status).toBe(
      401,
    );
  });
});

describe('what cannot be done', () => {
  it('by other methods is told with those that can', async () => {
    const headers = bearer(await tokenOf('admin', SCOPES));
    for (const [path, allow] of [
      [PATH, 'GET, HEAD, POST'],
      [`${PATH}/annprofile`, 'GET, HEAD, DELETE'],
      ['/api/v1/me', 'GET, HEAD'],
    ] as const)
      for (const method of ['PUT', 'PATCH', 'OPTIONS', path === PATH ? 'DELETE' : 'POST']) {
        const answer = await ask(company.url, path, { method, headers });
        expect([method, path, answer.status, answer.headers.allow]).toEqual([method, path, 405, allow]);
      }
  });

  it('because it is switched off names the setting', async () => {
    changed = true;
    await company.close();
    company = await openCompany({ actions: { trigger: null, createProfile: null, deleteProfile: null } });
    tokens.clear();
    const { status, json } = await create(WISH);
    expect([status, json.error.code, json.error.reason]).toEqual([
      403,
      'switchedOff',
      expect.stringContaining('vending.enabled'),
    ]);
    expect((await remove('annprofile')).status).toBe(403);
  });

  it.each([
    ['outside', 502, 'AWS is at its limit'],
    ['conflict', 409, 'raise the quota'],
    ['damaged', 500, 'the page 7 of /var/lib/ledger'],
  ] as const)('because of %s is told as far as it concerns whoever asks', async (code, status, message) => {
    changed = true;
    make = () => Promise.reject(new LedgerError(code, message));
    const answer = await create(WISH);
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
    expect(answer.json.error.reason.includes(message)).toBe(code !== 'damaged');
    company.faults.length = 0;
  });
});
