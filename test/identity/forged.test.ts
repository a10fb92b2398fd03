import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RANDOM_INPUTS } from '../amounts.ts';
import {
  base64,
  CODE,
  hostile,
  makeKey,
  REDIRECT,
  SECRET,
  signed,
  signedWithPublicKey,
  tokens,
} from './hostile.ts';
import { everythingOf, refusal } from './setup.ts';

let provider: Awaited<ReturnType<typeof hostile>>;
beforeEach(async () => {
  provider = await hostile();
});
afterEach(() => provider.stop());
/** Of somebody else. */
const anotherKey = makeKey();

type Body = Record<string, unknown>;
const soon = () => Math.floor(Date.now() / 1000);
/** A token of the case, from the claims that would be right. */
const FORGED: readonly (readonly [string, string, (claims: Body) => Promise<string> | string])[] = [
  ['of another nonce', 'invalid', (claims) => signed(provider.key, { ...claims, nonce: 'another' })],
  ['without a nonce', 'invalid', ({ nonce: _nonce, ...claims }) => signed(provider.key, claims)],
  [
    'of another issuer',
    'invalid',
    (claims) => signed(provider.key, { ...claims, iss: 'https://evil.example' }),
  ],
  [
    'of an issuer that begins alike',
    'invalid',
    (claims) => signed(provider.key, { ...claims, iss: `${claims.iss}/` }),
  ],
  ['for another audience', 'invalid', (claims) => signed(provider.key, { ...claims, aud: 'another' })],
  [
    'for several, meant for another',
    'invalid',
    (claims) => signed(provider.key, { ...claims, aud: [claims.aud, 'another'], azp: 'another' }),
  ],
  ['that has expired', 'expired', (claims) => signed(provider.key, { ...claims, exp: soon() - 60 })],
  ['without an end', 'invalid', ({ exp: _exp, ...claims }) => signed(provider.key, claims)],
  ['that is not valid yet', 'expired', (claims) => signed(provider.key, { ...claims, nbf: soon() + 600 })],
  ['that nobody signed', 'invalid', (claims) => `${base64({ alg: 'none' })}.${base64(claims)}.`],
  [
    'that says none and has a signature',
    'invalid',
    async (claims) => withHeader(await signed(provider.key, claims), { alg: 'none', kid: provider.key.kid }),
  ],
  [
    'signed with the public key as a secret',
    'invalid',
    (claims) => signedWithPublicKey(provider.key, claims),
  ],
  ['signed with the client’s secret', 'invalid', (claims) => signedWithSecret(claims)],
  ['of a key nobody published', 'invalid', async (claims) => signed(await anotherKey, claims)],
  [
    'of another key under a published name',
    'invalid',
    async (claims) => signed(await anotherKey, claims, provider.key.kid),
  ],
  [
    'whose content was changed',
    'invalid',
    async (claims) => tampered(await signed(provider.key, claims), { ...claims, email: 'boss@example.com' }),
  ],
  ['whose signature was cut', 'invalid', async (claims) => (await signed(provider.key, claims)).slice(0, -8)],
  ['that is no token', 'invalid', () => 'eyJhbGciOiJSUzI1NiJ9.bm8gSlNPTg.AAAA'],
  ['with a person without a key', 'invalid', ({ sub: _sub, ...claims }) => signed(provider.key, claims)],
];

const withHeader = (token: string, header: Body) => [base64(header), ...token.split('.').slice(1)].join('.');
const tampered = (token: string, claims: Body) => {
  const [header, , signature] = token.split('.');
  return [header, base64(claims), signature].join('.');
};
async function signedWithSecret(claims: Body): Promise<string> {
  const { SignJWT } = await import('jose');
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET));
}

describe('an ID token', () => {
  it('counts when everything is right', async () => {
    await expect(provider.signIn()).resolves.toMatchObject({
      subject: 'subject-1',
      email: 'Aya@Example.com',
    });
  });

  it('of a clock a few seconds off is taken, of a minute is not', async () => {
    for (const near of [{ exp: soon() - 2 }, { nbf: soon() + 3 }]) {
      provider.state.claims = near;
      await expect(provider.signIn()).resolves.toMatchObject({ subject: 'subject-1' });
    }
    for (const far of [{ exp: soon() - 60 }, { nbf: soon() + 60 }]) {
      provider.state.claims = far;
      expect((await refusal(provider.signIn())).refusal).toBe('expired');
    }
  });

  it.each(FORGED)('%s is refused, and no error repeats it', async (_name, code, make) => {
    let sent = '';
    provider.state.token = async (claims) => {
      sent = await make(claims);
      return [200, tokens(sent, 'short-access-token')];
    };
    const refused = await refusal(provider.signIn());
    expect(refused.refusal).toBe(code);
    expect(refused.cause).toBeInstanceOf(Error);
    const told = everythingOf(refused);
    for (const part of [...sent.split('.'), CODE, SECRET, 'short-access-token', provider.state.nonce])
      if (part !== '') expect(told).not.toContain(part);
  });

  it('that cannot be read is not quoted', async () => {
    const body = Buffer.from('a secret').toString('base64url');
    provider.state.token = async () => [200, tokens(`${base64({ alg: 'RS256' })}.${body}.AAAA`)];
    expect(everythingOf(await refusal(provider.signIn()))).not.toContain('a secret');
  });

  it('may be signed with a key that was published a moment ago, and not with one withdrawn', async () => {
    const oidc = provider.gateway();
    await provider.signIn({}, oidc);
    const next = await makeKey();
    provider.state.keys = [next];
    expect((await refusal(provider.signIn({}, oidc))).refusal).toBe('invalid');
    provider.state.token = async (claims) => [200, tokens(await signed(next, claims))];
    await expect(provider.signIn({}, oidc)).resolves.toMatchObject({ subject: 'subject-1' });
  });
});

describe('an answer of the token endpoint', () => {
  const CASES: readonly (readonly [string, string, [number, unknown]])[] = [
    ['without an ID token', 'invalid', [200, tokens(undefined)]],
    ['that is a page', 'unreachable', [200, '<p>Please log in</p>']],
    ['that is a list', 'invalid', [200, []]],
    [
      'with a code used twice',
      'expired',
      [400, { error: 'invalid_grant', error_description: `${CODE} was redeemed` }],
    ],
    [
      'with a secret that expired',
      'invalid',
      [
        400,
        {
          error: 'invalid_client',
          error_description: `${SECRET} expired: aVeryLongKeyThatNobodyShouldEverSee1`,
        },
      ],
    ],
    ['of a provider in trouble', 'unreachable', [503, { error: 'temporarily_unavailable' }]],
    ['of a proxy in trouble', 'unreachable', [502, 'Bad gateway']],
    ['that leads elsewhere', 'unreachable', [302, '']],
  ];
  it.each(CASES)('%s is refused', async (_name, code, answer) => {
    provider.state.token = async () => answer;
    const refused = await refusal(provider.signIn());
    expect(refused.refusal).toBe(code);
    for (const secret of [CODE, SECRET, 'aVeryLongKeyThatNobodyShouldEverSee1'])
      expect(everythingOf(refused)).not.toContain(secret);
  });

  it('leaves the words of the provider for the log', async () => {
    provider.state.token = async () => [
      400,
      { error: 'invalid_client', error_description: 'the secret expired on Monday' },
    ];
    const refused = await refusal(provider.signIn());
    expect((refused.cause as Error).message).toContain('the secret expired on Monday');
    expect(refused.message).not.toContain('Monday');
  });
});

describe('a callback', () => {
  it.each([
    ['access_denied', 'denied'],
    ['login_required', 'denied'],
    ['temporarily_unavailable', 'unreachable'],
    ['invalid_scope', 'invalid'],
    ['<script>alert(1)</script>', 'invalid'],
  ])('that says %s is refused', async (error, code) => {
    const oidc = provider.gateway();
    const start = await oidc.begin(REDIRECT);
    const callback = new URL(REDIRECT);
    callback.search = new URLSearchParams({ error, state: start.state }).toString();
    const refused = await refusal(oidc.finish(callback, start));
    expect(refused.refusal).toBe(code);
    expect(refused.message).not.toContain('<');
  });

  it('of any bytes is refused; without the right state the provider is not even asked', async () => {
    provider.state.token = async () => [400, { error: 'invalid_grant' }];
    const oidc = provider.gateway();
    const start = await oidc.begin(REDIRECT);
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    );
    const name = fc.constantFrom('code', 'iss', 'error', 'error_description', 'id_token', 'response', 'x');
    const search = (pairs: [string, string][]) =>
      new URLSearchParams(
        pairs.map(([key, value]): [string, string] => [key, value.toWellFormed()]),
      ).toString();
    const pairs = fc.array(fc.tuple(name, text), { maxLength: 6 });
    const refuse = async (query: string) => {
      const callback = new URL(REDIRECT);
      callback.search = query.toWellFormed();
      const refused = await refusal(oidc.finish(callback, start));
      expect(everythingOf(refused)).not.toContain(start.codeVerifier);
    };
    provider.state.asked = [];
    await fc.assert(fc.asyncProperty(fc.oneof(text, pairs.map(search)), refuse), { numRuns: RANDOM_INPUTS });
    await oidc.begin(REDIRECT);
    expect(provider.state.asked).toEqual([]);
    const withState = pairs.map((list) => search([...list, ['state', start.state]]));
    await fc.assert(fc.asyncProperty(withState, refuse), { numRuns: Math.ceil(RANDOM_INPUTS / 3) });
  });
});
