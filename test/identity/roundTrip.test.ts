import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignInStart } from '../../src/core/signIn.ts';
import { PROVIDER_CLAIMS, PROVIDER_SCOPES, startProvider } from '../../src/demo/provider.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { browser, everythingOf, refusal } from './setup.ts';

const REDIRECT = 'http://localhost:8080/sign-in/callback';
const client = { clientId: 'bedrock-ledger', clientSecret: 'a secret with : and % in it' };
const personas = [
  {
    role: 'Engineer',
    email: 'Aya.Sato@example.com',
    name: 'Aya Sato',
    groups: ['engineers', 'Tokyo office'],
    costCenter: 'CC-4001 Tokyo',
    manager: 'ken.mori@example.com',
    blurb: 'How much is left this month?',
  },
  {
    role: 'Finance',
    email: 'finn@example.com',
    name: 'Finn',
    groups: [],
    costCenter: null,
    manager: null,
    blurb: 'Does it add up?',
  },
];
let provider: { issuer: string; stop(): Promise<void> };

beforeAll(async () => {
  provider = await startProvider({ ...client, personas, redirectUris: [REDIRECT], port: 0 });
});
afterAll(() => provider.stop());

const gateway = (change: { clientSecret?: string; clientId?: string } = {}) =>
  createOidcGateway({
    issuer: provider.issuer,
    ...client,
    scopes: PROVIDER_SCOPES,
    prompt: null,
    claims: PROVIDER_CLAIMS,
    ...change,
  });

/** Goes to the provider as a browser does and becomes somebody there. */
async function choose(start: SignInStart, who: number, user = browser()): Promise<URL> {
  const page = await user.go(start.url);
  expect(page.status).toBe(200);
  const action = new RegExp(`formaction="([^"]+/${who})"`).exec(page.body)?.[1] ?? '';
  return (await user.go(new URL(action, page.url).href, 'POST')).url;
}

describe('a sign-in at a real provider', () => {
  it('says who it was, with PKCE, state and nonce', async () => {
    const oidc = gateway();
    const start = await oidc.begin(REDIRECT);
    const asked = new URL(start.url).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: client.clientId,
      response_type: 'code',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      state: start.state,
      nonce: start.nonce,
    });
    expect(asked.get('code_challenge')).not.toBe(start.codeVerifier);
    const { role: _role, blurb: _blurb, ...person } = personas[0] ?? {};
    const identity = await oidc.finish(await choose(start, 0), start);
    expect(identity).toEqual({
      issuer: provider.issuer,
      subject: expect.stringMatching(/^[0-9a-f]{16}$/),
      ...person,
    });
  });

  it('takes what is missing as nothing', async () => {
    const oidc = gateway();
    const start = await oidc.begin(REDIRECT);
    const identity = await oidc.finish(await choose(start, 1), start);
    expect(identity).toMatchObject({ groups: [], costCenter: null, manager: null });
  });

  it('never uses the same numbers twice', async () => {
    const oidc = gateway();
    const [one, two] = await Promise.all([oidc.begin(REDIRECT), oidc.begin(REDIRECT)]);
    for (const key of ['state', 'nonce', 'codeVerifier'] as const) expect(one[key]).not.toBe(two[key]);
  });

  it('refuses a code that was used already, and the code with somebody else’s verifier', async () => {
    const oidc = gateway();
    const start = await oidc.begin(REDIRECT);
    const callback = await choose(start, 0);
    await oidc.finish(callback, start);
    const replayed = await refusal(oidc.finish(callback, start));
    expect(replayed.refusal).toBe('expired');

    const other = await oidc.begin(REDIRECT);
    const stolen = await choose(other, 0);
    const refused = await refusal(oidc.finish(stolen, { ...other, codeVerifier: start.codeVerifier }));
    expect(refused.refusal).toBe('expired');
    for (const error of [replayed, refused])
      for (const secret of [
        callback.searchParams.get('code') ?? '',
        stolen.searchParams.get('code') ?? '',
        start.codeVerifier,
        other.state,
        client.clientSecret,
      ])
        expect(everythingOf(error)).not.toContain(secret);
  });

  it('refuses another state, another nonce, another provider’s answer and an answer without a code', async () => {
    const oidc = gateway();
    const start = await oidc.begin(REDIRECT);
    const other = await oidc.begin(REDIRECT);
    const callback = await choose(start, 0);
    const changed = (name: string, value: string) => {
      const url = new URL(callback);
      url.searchParams.set(name, value);
      return url;
    };
    const stray = await refusal(oidc.finish(callback, { ...start, state: other.state }));
    expect(stray.refusal).toBe('invalid');
    expect((await refusal(oidc.finish(changed('iss', 'https://evil.example'), start))).refusal).toBe(
      'invalid',
    );
    expect((await refusal(oidc.finish(changed('code', ''), start))).refusal).toBe('invalid');
    expect((await refusal(oidc.finish(callback, { ...start, state: '' }))).refusal).toBe('invalid');
    const forged = await refusal(oidc.finish(callback, { ...start, nonce: other.nonce }));
    expect(forged.refusal).toBe('invalid');
    // An old tab is told to begin again; a forged answer is something for an administrator.
    expect(stray.message).not.toMatch(/administrator/);
    expect(forged.message).toMatch(/administrator/);
  });

  it('says in words that the provider does not accept the product itself', async () => {
    for (const change of [{ clientSecret: 'another secret' }, { clientId: 'another' }]) {
      const start = await gateway().begin(REDIRECT);
      const refused = await refusal(gateway(change).finish(await choose(start, 0), start));
      expect(refused).toMatchObject({
        refusal: 'invalid',
        message: expect.stringMatching(/\bclient ID\b/),
      });
      expect(everythingOf(refused)).not.toContain('another secret');
    }
  });
});
