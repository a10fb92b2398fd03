import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInChecks } from '../../src/cli/doctorSignIn.ts';
import { readConfig } from '../../src/config.ts';
import type { Settings } from '../../src/core/settings.ts';
import { startProvider } from '../../src/demo/provider.ts';
import { keyHostsOf } from '../../src/identity/alb.ts';
import { askingOf } from '../asking.ts';
import { NOW, open } from '../store/setup.ts';

/** What the doctor says of sign-in: with a real provider on this machine, with nothing there, and without any. */

const CLIENT = { clientId: 'bedrock-ledger', clientSecret: 'made-for-this-test' };
const ACTOR = { id: 'local:test' };
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/ledger/50dc6c495c0c9188';
const LEDGER = { BEDROCK_LEDGER_PUBLIC_URL: 'https://ledger.example.com' };
const BALANCER = {
  ...LEDGER,
  BEDROCK_LEDGER_SIGN_IN_ALB_LOAD_BALANCER_ARN: ARN,
  BEDROCK_LEDGER_SIGN_IN_ALB_ISSUER: 'https://login.example.com',
  BEDROCK_LEDGER_SIGN_IN_ALB_CLIENT_ID: 'client',
};

let provider: Awaited<ReturnType<typeof startProvider>>;
/** An issuer of this machine at which nothing answers any more. */
let gone: string;
beforeAll(async () => {
  const options = {
    ...CLIENT,
    personas: [],
    redirectUris: ['http://localhost:8080/sign-in/callback'],
    port: 0,
  };
  const ended = await startProvider(options);
  gone = ended.issuer;
  provider = await startProvider(options);
  await ended.stop();
});
afterAll(() => provider.stop());

const oidc = (issuer = provider.issuer, more: Readonly<Record<string, string>> = {}) => ({
  ...LEDGER,
  BEDROCK_LEDGER_SIGN_IN_OIDC_ISSUER: issuer,
  BEDROCK_LEDGER_SIGN_IN_OIDC_CLIENT_ID: CLIENT.clientId,
  BEDROCK_LEDGER_SIGN_IN_OIDC_CLIENT_SECRET: CLIENT.clientSecret,
  ...more,
});

type Store = Awaited<ReturnType<typeof open>>;
/** The checks by their names. */
async function checks(
  environment: Readonly<Record<string, string>>,
  change: Partial<Settings> = {},
  store?: Store,
) {
  const settings = { ...readConfig(environment, null), ...change };
  const ledger = store ?? (await open());
  const found = await signInChecks(askingOf(ledger, { settings }));
  for (const { state, advice, mend } of found)
    expect([advice === '', mend === undefined]).toEqual([state === 'ok', state === 'ok']);
  return Object.fromEntries(found.map(({ check, mend: _, ...rest }) => [check, rest]));
}

describe('without sign-in', () => {
  it('says that only this machine is served', async () => {
    expect(await checks({})).toEqual({
      'sign-in': { state: 'ok', found: 'nobody signs in, and only this machine is served', advice: '' },
    });
  });

  it('says that others cannot be served', async () => {
    expect(await checks({ BEDROCK_LEDGER_HOST: '0.0.0.0' })).toMatchObject({
      'sign-in': {
        state: 'failed',
        found: expect.stringContaining('host is 0.0.0.0'),
        advice: expect.stringContaining('"signIn"'),
      },
    });
  });
});

describe('with OpenID Connect', () => {
  it('asks the provider, and prints what is to be registered there', async () => {
    const found = await checks(oidc());
    expect(found[`identity provider ${provider.issuer}`]).toEqual({
      state: 'ok',
      found: `answers; people sign in at ${new URL(provider.issuer).host}`,
      advice: '',
    });
    expect(found['redirect URI']?.found).toBe(
      'https://ledger.example.com/sign-in/callback is to be registered for the client ID bedrock-ledger',
    );
  });

  it.each([
    ['nothing answers', () => gone, /ECONNREFUSED/],
    ['the issuer is another one', () => `${provider.issuer}/tenant`, /404|not ok|OAUTH/i],
    ['the issuer is the address of what it says', () => `${provider.issuer}/.well-known/x`, /well-known/],
  ])('says what is wrong where %s', async (_, issuer, reason) => {
    const found = await checks(oidc(issuer()));
    expect(found[`identity provider ${issuer()}`]).toEqual({
      state: 'failed',
      found: expect.stringMatching(reason),
      advice: expect.stringContaining('signIn.oidc.issuer'),
    });
    // For whoever signs in, not for whoever looks why they cannot.
    expect(JSON.stringify(found)).not.toMatch(/Try again|tell an administrator/);
    expect(JSON.stringify(found)).not.toContain(CLIENT.clientSecret);
    expect(found['redirect URI']?.state).toBe('ok');
  });
});

describe('behind a load balancer', () => {
  it('names where keys are read, and asks nothing', async () => {
    const found = await checks(BALANCER, { host: '0.0.0.0', proxies: 1 });
    expect(found['sign-in by loadbalancer/app/ledger/50dc6c495c0c9188']).toMatchObject({
      state: 'ok',
      found: expect.stringContaining('public-keys.auth.elb.eu-west-1.amazonaws.com'),
    });
    expect(found['host and proxies']).toEqual({
      state: 'ok',
      found: 'host 0.0.0.0, a load balancer in front, proxies 1',
      advice: '',
    });
    expect(found).not.toHaveProperty('redirect URI');
  });

  it('that is another cloud’s, or Cognito’s, keys are elsewhere', () => {
    const { claims } = readConfig({}, null).signIn;
    const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi';
    const gov = ARN.replace('aws:', 'aws-us-gov:').replace('eu-west-1', 'us-gov-west-1');
    const settings = { loadBalancerArn: ARN, issuer, clientId: 'client', claims };
    expect(keyHostsOf({ ...settings, loadBalancerArn: gov })).toEqual(['s3-us-gov-west-1.amazonaws.com']);
    const eusc = ARN.replace('aws:', 'aws-eusc:').replace('eu-west-1', 'eusc-de-east-1');
    const keysUrl = 'https://keys.example.eu/path';
    expect(keyHostsOf({ ...settings, loadBalancerArn: eusc, keysUrl })).toEqual(['keys.example.eu']);
    expect(keyHostsOf({ ...settings, claims: { ...claims, groups: 'cognito:groups' } })).toEqual([
      'public-keys.auth.elb.eu-west-1.amazonaws.com',
      'cognito-idp.eu-west-1.amazonaws.com',
    ]);
  });

  it('hints at a host that it cannot reach, and at proxies that are not counted', async () => {
    const { 'host and proxies': front } = await checks(BALANCER);
    expect(front).toMatchObject({ state: 'warning', found: expect.stringContaining('host 127.0.0.1') });
    expect(front?.advice.split('\n')).toEqual([
      expect.stringContaining('reaches this server only where "host"'),
      expect.stringContaining('set "proxies"'),
    ]);
  });
});

describe('where this server is', () => {
  it('https without a proxy that counts is a hint', async () => {
    expect((await checks(oidc()))['host and proxies']).toMatchObject({
      state: 'warning',
      found: 'host 127.0.0.1, a proxy in front, proxies 0',
      advice: expect.stringMatching(/^set "proxies" .* the proxy's address/),
    });
    expect((await checks(oidc(), { proxies: 1 }))['host and proxies']?.state).toBe('ok');
  });

  it.each([
    ['https://ledger.example.com', '0.0.0.0', 'ok', 'https://ledger.example.com'],
    ['http://localhost:8080', '127.0.0.1', 'ok', 'http://localhost:8080, which only this machine can open'],
    [
      'http://localhost:8080',
      '0.0.0.0',
      'warning',
      'http://localhost:8080, which only this machine can open',
    ],
  ])('%s with host %s is %s', async (publicUrl, host, state, words) => {
    const found = await checks(oidc(), { publicUrl, host });
    expect(found.publicUrl).toMatchObject({ state, found: words });
    expect(found['redirect URI']?.found).toContain(`${publicUrl}/sign-in/callback`);
  });

  it('is missed where nobody says it, which the settings refuse before', async () => {
    expect((await checks(oidc(), { publicUrl: null })).publicUrl).toMatchObject({ state: 'failed' });
  });
});

describe('administrators', () => {
  const person = (email: string, groups: string[] = [], active = true) => ({
    email,
    name: null,
    costCenter: null,
    manager: null,
    active,
    groups,
  });
  const how = { complete: true, actor: ACTOR, now: NOW };
  const roles = {
    administrators: [] as string[],
    groups: [{ group: 'platform', role: 'administrator' as const, costCenter: null }],
  };
  const found = async (store: Store, administrators: string[] = []) =>
    (await checks(oidc(), { roles: { ...roles, administrators } }, store)).administrators;

  it('are missed where there is nobody', async () => {
    const store = await open();
    await store.people.learn(
      'file',
      [person('ann@example.com'), person('ex@example.com', ['platform'], false)],
      how,
    );
    await store.people.grant({ email: 'ann@example.com', role: 'finance', costCenter: '' }, ACTOR, NOW);
    expect(await found(store, ['ex@example.com'])).toEqual({
      state: 'warning',
      found: 'nobody; nobody who is known is in platform',
      advice: expect.stringContaining('bedrock-ledger people grant administrator EMAIL'),
    });
  });

  it('are whom the settings name, who have the role by name, and who are in a group', async () => {
    const store = await open();
    await store.people.learn(
      'file',
      [person('ann@example.com'), person('ben@example.com', ['platform']), person('cy@example.com')],
      how,
    );
    await store.people.grant({ email: 'ann@example.com', role: 'administrator', costCenter: '' }, ACTOR, NOW);
    expect(await found(store, ['ops@example.com', 'ann@example.com'])).toEqual({
      state: 'ok',
      found: 'ops@example.com, ann@example.com, ben@example.com',
      advice: '',
    });
  });

  it('are named up to five', async () => {
    const many = Array.from({ length: 7 }, (_, i) => `a${i}@example.com`);
    expect((await found(await open(), many))?.found).toMatch(/a4@example\.com, 2 more$/);
  });
});

describe('accounts', () => {
  const bind = (store: Store, subject: string, email: string, more: object = {}) =>
    store.bindings.bind(
      { issuer: provider.issuer, subject, email, address: email, signedInAt: NOW, ...more },
      ACTOR,
      NOW,
    );
  const administrators = { BEDROCK_LEDGER_ROLES_ADMINISTRATORS: 'ann@example.com,ben@example.com' };
  const CHECK = 'administrators are bound to accounts';

  it('of administrators are missed by name until they have signed in', async () => {
    const store = await open();
    await bind(store, 'a', 'ann@example.com');
    const before = await checks(oidc(provider.issuer, administrators), {}, store);
    expect(before[CHECK]).toMatchObject({ state: 'warning', found: 'not yet: ben@example.com' });
    expect(before[CHECK]?.advice).toContain('or bind them');
    await bind(store, 'b', 'ben@example.com');
    const after = await checks(oidc(provider.issuer, administrators), {}, store);
    expect(after[CHECK]).toEqual({ state: 'ok', found: 'yes (2 accounts of people are)', advice: '' });
    expect(Object.keys(after)).toHaveLength(6);
  });

  it('of another issuer, and such whose address was changed, are told', async () => {
    const store = await open();
    await bind(store, 'a', 'ann@example.com', { address: 'ann.lee@example.com' });
    await bind(store, 'b', 'ben@example.com', { issuer: 'https://old.example.com' });
    const found = await checks(oidc(provider.issuer, administrators), {}, store);
    expect(found['accounts of another issuer']?.found).toBe('1 of https://old.example.com');
    expect(found['accounts whose address was changed']?.found).toBe(
      'ann@example.com signs in as ann.lee@example.com',
    );
  });
});
