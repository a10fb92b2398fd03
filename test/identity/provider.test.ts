import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { signInOf } from '../../src/context.ts';
import type { SignInSettings } from '../../src/core/settings.ts';
import { createOidcGateway, issuerFault } from '../../src/identity/oidc.ts';
import { CLIENT, hostile, REDIRECT, SECRET, signed, tokens } from './hostile.ts';
import { CLAIMS, everythingOf, refusal, serve } from './setup.ts';

let provider: Awaited<ReturnType<typeof hostile>>;
beforeEach(async () => {
  provider = await hostile();
});
afterEach(() => provider.stop());

const DISCOVERY = '/.well-known/openid-configuration';

describe('what a provider says of a person', () => {
  const said = (claims: Record<string, unknown>, names: Record<string, string | null> = {}) => {
    provider.state.claims = claims;
    return provider.signIn({ claims: { ...CLAIMS, ...names } });
  };

  it.each([
    ['a list', ['a', 'b', 'a'], ['a', 'b']],
    ['one name, whatever it holds', 'Team A, Team B', ['Team A, Team B']],
    ['nothing', undefined, []],
    ['an empty text', '', []],
  ])('takes groups as %s', async (_name, groups, expected) => {
    await expect(said({ groups })).resolves.toMatchObject({ groups: expected });
  });

  it.each([[7], [true], [{ a: 1 }], [['a', 7]], [[['a']]]])('refuses groups that are %j', async (groups) => {
    const refused = await refusal(said({ groups }));
    expect(refused.refusal).toBe('claims');
    expect(refused.message).toContain('"groups"');
  });

  it('refuses groups that are said to be elsewhere, instead of taking them as none', async () => {
    const refused = await refusal(said({ _claim_names: { groups: 'src1' } }));
    expect(refused).toMatchObject({ refusal: 'claims', message: expect.stringMatching(/too many/) });
  });

  it('finds a claim by its exact name before it takes it as a path', async () => {
    const claims = {
      'cognito:groups': ['cognito'],
      'https://example.com/groups': ['url'],
      realm_access: { roles: ['path'] },
      'dotted.name': 'exact',
      dotted: { name: 'path' },
    };
    for (const [name, expected] of [
      ['cognito:groups', 'cognito'],
      ['https://example.com/groups', 'url'],
      ['realm_access.roles', 'path'],
      ['dotted.name', 'exact'],
    ] as const)
      await expect(said(claims, { groups: name })).resolves.toMatchObject({ groups: [expected] });
    await expect(said(claims, { groups: 'toString' })).resolves.toMatchObject({ groups: [] });
    await expect(said(claims, { groups: 'realm_access.roles.length' })).resolves.toMatchObject({
      groups: [],
    });
  });

  it('takes numbers and lists of one as texts, and refuses what is none', async () => {
    await expect(
      said({ cost_center: 4001, manager: ['boss@example.com'], name: ' Aya ' }),
    ).resolves.toMatchObject({
      costCenter: '4001',
      manager: 'boss@example.com',
      name: 'Aya',
    });
    await expect(said({ cost_center: 1 }, { costCenter: null })).resolves.toMatchObject({ costCenter: null });
    for (const cost_center of [{}, ['a', 'b'], true, 'x'.repeat(400), 'a\u0000b', 'a\u009bb'])
      expect((await refusal(said({ cost_center }))).message).toContain('"cost_center"');
  });

  it.each([[''], ['nobody'], ['a b@example.com'], ['a@b@c'], [['a@example.com', 'b@example.com']]])(
    'refuses %j as an e-mail',
    async (email) => {
      provider.state.userinfo = { sub: 'subject-1' };
      const refused = await refusal(said({ email }));
      expect(refused).toMatchObject({ refusal: 'claims', message: expect.stringContaining('"email"') });
    },
  );

  it('lets an address that nobody speaks of in where the settings name one company', async () => {
    const { signIn } = readConfig({});
    const oidc = {
      issuer: provider.issuer,
      clientId: CLIENT,
      clientSecret: SECRET,
      scopes: [],
      prompt: null,
    };
    const gatewayOf = async (settings: Partial<NonNullable<SignInSettings['oidc']>>) => {
      const made = await signInOf({ ...signIn, oidc: { ...oidc, ...settings }, claims: CLAIMS });
      if (made?.kind !== 'oidc') throw new Error('no provider');
      return made.gateway;
    };
    provider.state.claims = { email_verified: undefined };
    expect((await refusal(provider.signIn({}, await gatewayOf({})))).refusal).toBe('unverified');
    await provider.signIn({}, await gatewayOf({ singleTenant: true }));
    provider.state.claims = { email_verified: false };
    const single = await gatewayOf({ singleTenant: true });
    expect((await refusal(provider.signIn({}, single))).refusal).toBe('unverified');
  });

  it('asks userinfo only where the ID token lacks a claim that counts, and believes it about the same person only', async () => {
    const all = { groups: ['t'], cost_center: 'CC-1', manager: 'boss@example.com' };
    await said(all);
    await said({}, { groups: null, costCenter: null, manager: null });
    expect(provider.state.asked).not.toContain('/userinfo');
    provider.state.userinfo = { sub: 'subject-1', email: 'other@example.com', ...all };
    for (const name of Object.keys(all))
      await expect(said({ ...all, [name]: undefined })).resolves.toMatchObject({
        email: 'Aya@Example.com',
        groups: ['t'],
        costCenter: 'CC-1',
        manager: 'boss@example.com',
      });
    provider.state.userinfo = {
      sub: 'subject-1',
      email: 'From@Userinfo.example',
      groups: ['u'],
      name: 'other',
    };
    await expect(said({ email: undefined, name: 'of the token' })).resolves.toMatchObject({
      email: 'From@Userinfo.example',
      groups: ['u'],
      name: 'of the token',
    });
    provider.state.userinfo = { sub: 'subject-2', email: 'evil@example.com' };
    expect((await refusal(said({ email: undefined }))).refusal).toBe('invalid');
    provider.state.userinfo = { sub: 'subject-1', email: 'a@example.com', email_verified: false };
    expect((await refusal(said({ email: undefined }))).refusal).toBe('unverified');
    provider.state.userinfo = { sub: 'subject-1' };
    expect((await refusal(said({ email: undefined }))).refusal).toBe('claims');
  });
});

describe('a provider', () => {
  it('is asked what it is once, and not before somebody signs in', async () => {
    const oidc = provider.gateway();
    expect(provider.state.asked).toEqual([]);
    await Promise.all([oidc.begin(REDIRECT), oidc.begin(REDIRECT)]);
    await provider.signIn({}, oidc);
    expect(provider.state.asked).toEqual([DISCOVERY, '/token', '/jwks', '/userinfo']);
  });

  it('that is down is said to be, and counts again as soon as it is back', async () => {
    await provider.stop();
    const oidc = provider.gateway();
    const down = await refusal(oidc.begin(REDIRECT));
    expect(down.refusal).toBe('unreachable');
    expect((down.cause as Error).message).toContain('ECONNREFUSED');
    await provider.restart();
    const start = await oidc.begin(REDIRECT);
    provider.state.nonce = start.nonce;
    const callback = new URL(`${REDIRECT}?code=c&state=${start.state}`);
    await provider.stop();
    expect((await refusal(oidc.finish(callback, start))).refusal).toBe('unreachable');
    await provider.restart();
    await expect(oidc.finish(callback, start)).resolves.toMatchObject({ subject: 'subject-1' });
  });

  it('that answers nonsense is not kept in mind', async () => {
    const oidc = provider.gateway();
    provider.state.metadata = { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' };
    expect(await refusal(oidc.begin(REDIRECT))).toMatchObject({
      refusal: 'invalid',
      message: expect.stringMatching(/\bissuer\b/),
    });
    provider.state.metadata = { token_endpoint: 'http://login.example.com/token' };
    expect(await refusal(oidc.begin(REDIRECT))).toMatchObject({
      message: expect.stringContaining('https://'),
    });
    provider.state.metadata = { jwks_uri: 'ftp://127.0.0.1/jwks' };
    expect((await refusal(oidc.begin(REDIRECT))).refusal).toBe('invalid');
    provider.state.metadata = { authorization_endpoint: 7 };
    expect((await refusal(oidc.begin(REDIRECT))).refusal).toBe('invalid');
    provider.state.metadata = {};
    await expect(oidc.begin(REDIRECT)).resolves.toMatchObject({
      url: expect.stringContaining('/authorize?'),
    });
  });

  it('that changes its way of signing is asked again', async () => {
    const oidc = provider.gateway();
    provider.state.metadata = { id_token_signing_alg_values_supported: ['ES256'] };
    expect((await refusal(provider.signIn({}, oidc))).refusal).toBe('invalid');
    provider.state.metadata = {};
    await expect(provider.signIn({}, oidc)).resolves.toMatchObject({ subject: 'subject-1' });
  });

  it('whose page is no description is said to be unusable', async () => {
    const other = await serve((_request, response) => response.end('<p>Hello'));
    const oidc = createOidcGateway({
      issuer: other.url,
      clientId: 'c',
      clientSecret: null,
      scopes: [],
      prompt: null,
      claims: CLAIMS,
    });
    expect((await refusal(oidc.begin(REDIRECT))).refusal).toBe('unreachable');
    await other.close();
  });

  it('is told the secret as it wishes, and none where there is none', async () => {
    await provider.signIn();
    expect(provider.state.tokenRequest.authorization).toMatch(/^Basic /);
    expect(provider.state.tokenRequest.body).not.toContain(SECRET);
    provider.state.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
    await provider.signIn();
    expect(provider.state.tokenRequest).toMatchObject({
      authorization: '',
      body: expect.stringContaining(SECRET),
    });
    await provider.signIn({ clientSecret: null });
    expect(provider.state.tokenRequest).toMatchObject({
      authorization: '',
      body: expect.stringContaining('client_id='),
    });
    expect(provider.state.tokenRequest.body).not.toContain('client_secret');
    expect(provider.state.tokenRequest.body).toContain('code_verifier=');
  });

  it('is asked for more where the settings say so', async () => {
    const { url } = await provider
      .gateway({ scopes: ['openid', 'groups'], prompt: 'select_account' })
      .begin(REDIRECT);
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      scope: 'openid groups',
      prompt: 'select_account',
    });
  });

  it('has an issuer that can be one', () => {
    for (const right of [
      'https://login.example.com',
      'https://a.example/tenant/v2.0',
      'http://127.0.0.1:9',
      'http://localhost:9',
      'http://[::1]:9',
    ])
      expect(issuerFault(right)).toBeNull();
    for (const wrong of [
      '',
      'login.example.com',
      'http://login.example.com',
      'http://127.0.0.1.example.com',
      'ftp://127.0.0.1',
      'https://user:pw@a.example',
      'https://a.example/?x=1',
      'https://a.example/.well-known/openid-configuration',
    ])
      expect(issuerFault(wrong)).not.toBeNull();
    expect(() =>
      createOidcGateway({
        issuer: 'http://a.example',
        clientId: 'c',
        clientSecret: null,
        scopes: [],
        prompt: null,
        claims: CLAIMS,
      }),
    ).toThrow('https://');
  });

  it('may answer with a token that quotes itself in its errors', async () => {
    provider.state.token = async (claims) => [
      200,
      { ...tokens(await signed(provider.key, claims)), token_type: claims },
    ];
    expect(everythingOf(await refusal(provider.signIn()))).not.toContain('Aya@Example.com');
  });
});
