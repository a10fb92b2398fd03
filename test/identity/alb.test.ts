import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AlbSettings, createAlbGateway } from '../../src/identity/alb.ts';
import { keysFrom } from '../../src/identity/albKeys.ts';
import { CLAIMS, everythingOf, refusal, serve } from './setup.ts';

const ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/ledger/50dc6c495c0c9188';
const OTHER_ARN = ARN.replace('ledger', 'evil');
const CLIENT = 'client-of-the-load-balancer';
const ISSUER = 'https://login.example.com';
const POOL = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abcdefghi';

type Body = Record<string, unknown>;
interface Key {
  kid: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}
const ecKey = (): Key => ({ kid: randomUUID(), ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) });
const rsaKey = (): Key => ({ kid: 'pool-key', ...generateKeyPairSync('rsa', { modulusLength: 2048 }) });
const pem = ({ publicKey }: Key) => publicKey.export({ type: 'spki', format: 'pem' }).toString();

const key = ecKey();
const pool = rsaKey();
/** What is published, by path. */
const published = new Map<string, string>();
const asked: string[] = [];
let host: Awaited<ReturnType<typeof serve>>;
/** How the place of the keys answers what it does not hold. */
let otherwise = 404;

beforeAll(async () => {
  host = await serve((request, response) => {
    asked.push(request.url ?? '');
    const found = published.get(request.url ?? '');
    response.writeHead(found === undefined ? otherwise : 200).end(found ?? 'AccessDenied');
  });
});
afterAll(() => host.close());
beforeEach(() => {
  otherwise = 404;
  asked.length = 0;
  published.clear();
  published.set(`/${key.kid}`, pem(key));
  published.set(
    '/us-east-1_abcdefghi/.well-known/jwks.json',
    JSON.stringify({
      keys: [{ ...pool.publicKey.export({ format: 'jwk' }), kid: pool.kid, alg: 'RS256', use: 'sig' }],
    }),
  );
});

const locations: string[] = [];
const gateway = (change: Partial<AlbSettings> = {}) =>
  createAlbGateway(
    { loadBalancerArn: ARN, issuer: ISSUER, clientId: CLIENT, claims: CLAIMS, ...change },
    keysFrom((uri) => {
      locations.push(uri);
      return `${host.url}${new URL(uri).pathname}`;
    }),
  );

const now = () => Math.floor(Date.now() / 1000);
const headerOf = (change: Body = {}): Body => ({
  typ: 'JWT',
  kid: key.kid,
  alg: 'ES256',
  iss: ISSUER,
  client: CLIENT,
  signer: ARN,
  exp: now() + 120,
  ...change,
});
const claimsOf = (change: Body = {}): Body => ({
  sub: 'subject-1',
  email: 'Aya@Example.com',
  email_verified: 'true',
  name: 'Aya',
  exp: now() + 120,
  iss: ISSUER,
  ...change,
});
/** With the padding that a load balancer writes and RFC 7515 forbids. */
const padded = (value: string | Buffer): string => {
  const text = Buffer.from(value).toString('base64url');
  return text + '='.repeat((4 - (text.length % 4)) % 4);
};
function token(header: Body = headerOf(), claims: Body = claimsOf(), by: Key = key): string {
  const input = `${padded(JSON.stringify(header))}.${padded(JSON.stringify(claims))}`;
  return `${input}.${padded(sign('sha256', Buffer.from(input), { key: by.privateKey, dsaEncoding: 'ieee-p1363' }))}`;
}

describe('x-amzn-oidc-data', () => {
  it('says who it is, as a load balancer writes it', async () => {
    const header = token(headerOf(), claimsOf({ groups: ['a', 'b'], cost_center: 'CC-1' }));
    expect(header).toContain('=.');
    await expect(gateway().verify(header)).resolves.toEqual({
      issuer: ISSUER,
      subject: 'subject-1',
      email: 'Aya@Example.com',
      name: 'Aya',
      groups: ['a', 'b'],
      costCenter: 'CC-1',
      manager: null,
    });
    expect(locations.at(-1)).toBe(`https://public-keys.auth.elb.us-east-1.amazonaws.com/${key.kid}`);
  });

  it('asks for a key once, also when many come at the same time', async () => {
    const alb = gateway();
    await Promise.all(Array.from({ length: 20 }, () => alb.verify(token())));
    await alb.verify(token());
    expect(asked).toEqual([`/${key.kid}`]);
  });

  it('takes several load balancers, and reads GovCloud’s keys where they are', async () => {
    const alb = gateway({ loadBalancerArn: [ARN, OTHER_ARN] });
    await alb.verify(token(headerOf({ signer: OTHER_ARN })));
    const gov = ARN.replace('aws:', 'aws-us-gov:').replace('us-east-1', 'us-gov-west-1');
    published.set(`/aws-elb-public-keys-prod-us-gov-west-1/${key.kid}`, pem(key));
    await gateway({ loadBalancerArn: gov }).verify(token(headerOf({ signer: gov })));
    expect(locations.at(-1)).toBe(
      `https://s3-us-gov-west-1.amazonaws.com/aws-elb-public-keys-prod-us-gov-west-1/${key.kid}`,
    );
    expect(() => gateway({ loadBalancerArn: 'my-load-balancer' })).toThrow('my-load-balancer');
  });

  it('is accepted with a new key', async () => {
    const alb = gateway();
    await alb.verify(token());
    const next = ecKey();
    published.set(`/${next.kid}`, pem(next));
    await expect(alb.verify(token(headerOf({ kid: next.kid }), claimsOf(), next))).resolves.toMatchObject({
      name: 'Aya',
    });
  });

  const hmac = (header: Body) => {
    const input = `${padded(JSON.stringify(header))}.${padded(JSON.stringify(claimsOf()))}`;
    return `${input}.${padded(createHmac('sha256', pem(key)).update(input).digest())}`;
  };
  const FORGED: readonly (readonly [string, string, () => string])[] = [
    ['signed by another load balancer', 'invalid', () => token(headerOf({ signer: OTHER_ARN }))],
    ['without a signer', 'invalid', () => token(headerOf({ signer: undefined }))],
    ['with a list of signers', 'invalid', () => token(headerOf({ signer: [ARN] }))],
    ['for another client', 'invalid', () => token(headerOf({ client: 'another' }))],
    ['of another issuer', 'invalid', () => token(headerOf(), claimsOf({ iss: 'https://evil.example' }))],
    ['without an issuer', 'invalid', () => token(headerOf(), claimsOf({ iss: undefined }))],
    ['that has expired', 'expired', () => token(headerOf(), claimsOf({ exp: now() - 60 }))],
    ['without an end', 'invalid', () => token(headerOf(), claimsOf({ exp: undefined }))],
    ['that nobody signed', 'invalid', () => token(headerOf({ alg: 'none' })).replace(/[^.]*$/, '')],
    ['that says none', 'invalid', () => token(headerOf({ alg: 'none' }))],
    ['without a way of signing', 'invalid', () => token(headerOf({ alg: undefined }))],
    ['signed with the public key as a secret', 'invalid', () => hmac(headerOf({ alg: 'HS256' }))],
    ['signed with the public key, said to be ES256', 'invalid', () => hmac(headerOf())],
    ['of another key under a published name', 'invalid', () => token(headerOf(), claimsOf(), ecKey())],
    ['of a key nobody published', 'invalid', () => token(headerOf({ kid: randomUUID() }))],
    ['with a path in place of a key', 'invalid', () => token(headerOf({ kid: `../${key.kid}` }))],
    ['without a key', 'invalid', () => token(headerOf({ kid: undefined }))],
    [
      'whose content was changed',
      'invalid',
      () =>
        [
          token().split('.')[0],
          padded(JSON.stringify(claimsOf({ email: 'boss@example.com' }))),
          token().split('.')[2],
        ].join('.'),
    ],
    [
      'that is longer than a load balancer sends',
      'invalid',
      () => token(headerOf(), claimsOf({ name: 'x'.repeat(20_000) })),
    ],
    [
      'with an e-mail nobody speaks of',
      'unverified',
      () => token(headerOf(), claimsOf({ email_verified: undefined })),
    ],
    ['without an e-mail', 'claims', () => token(headerOf(), claimsOf({ email: undefined }))],
    [
      'with an e-mail nobody checked',
      'unverified',
      () => token(headerOf(), claimsOf({ email_verified: 'false' })),
    ],
    ['that is empty', 'invalid', () => ''],
  ];
  it.each(FORGED)('%s is refused, and no error repeats it', async (_name, code, make) => {
    const header = make();
    const refused = await refusal(gateway().verify(header));
    expect(refused.refusal).toBe(code);
    for (const part of header.split('.').filter((one) => one.length > 5))
      expect(everythingOf(refused)).not.toContain(part.slice(0, 40));
  });

  it('is not quoted where it cannot be read, nor where it is of somebody else', async () => {
    for (const header of [
      `${padded('a secret')}.${padded('{}')}.AAAA`,
      token(headerOf(), claimsOf({ iss: 'a secret' })),
      token(headerOf({ signer: 'a secret' })),
    ])
      expect(everythingOf(await refusal(gateway().verify(header)))).not.toContain('a secret');
  });

  it('asks for no key outside the place of the keys', async () => {
    await refusal(gateway().verify(token(headerOf({ kid: '../../secret' }))));
    expect(asked).toEqual([]);
  });

  it('is not called forged where only the keys cannot be read', async () => {
    otherwise = 503;
    published.clear();
    const alb = gateway();
    const refused = await refusal(alb.verify(token()));
    expect(refused.refusal).toBe('unreachable');
    expect((refused.cause as Error).message).toContain('answered 503');
    published.set(`/${key.kid}`, pem(key));
    await expect(alb.verify(token())).resolves.toMatchObject({ name: 'Aya' });
    published.set(`/${key.kid}`, '<html>');
    expect((await refusal(gateway().verify(token()))).refusal).toBe('invalid');
  });

  it('of any bytes is refused', async () => {
    const alb = gateway();
    const right = token();
    const bytes = fc.uint8Array({ maxLength: 300 }).map((list) => Buffer.from(list).toString('latin1'));
    const part = fc.oneof(
      bytes.map((text) => padded(text)),
      fc.json().map((text) => padded(text)),
      fc.constantFrom(...right.split('.')),
    );
    const jwtLike = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
    await fc.assert(
      fc.asyncProperty(
        fc
          .oneof(bytes, fc.string({ unit: 'binary', maxLength: 300 }), jwtLike)
          .filter((text) => text !== right),
        fc.option(bytes, { nil: undefined }),
        async (header, access) => {
          expect((await refusal(alb.verify(header, access))).name).toBe('SignInRefused');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('groups that userinfo leaves out', () => {
  const cognito = (change: Partial<AlbSettings> = {}) =>
    gateway({ issuer: POOL, claims: { ...CLAIMS, groups: 'cognito:groups' }, ...change });
  const data = (change: Body = {}) => token(headerOf({ iss: POOL }), claimsOf({ iss: POOL, ...change }));
  const access = (change: Body = {}, by: Key = pool) =>
    new SignJWT({
      sub: 'subject-1',
      iss: POOL,
      client_id: CLIENT,
      token_use: 'access',
      exp: now() + 600,
      'cognito:groups': ['finance'],
      email: 'evil@example.com',
      ...change,
    })
      .setProtectedHeader({ alg: 'RS256', kid: pool.kid })
      .sign(by.privateKey);

  it('come from Cognito’s access token, and nothing else does', async () => {
    await expect(cognito().verify(data(), await access())).resolves.toMatchObject({
      email: 'Aya@Example.com',
      groups: ['finance'],
    });
    await expect(cognito().verify(data())).resolves.toMatchObject({ groups: [] });
    await expect(cognito().verify(data({ 'cognito:groups': ['own'] }), 'anything')).resolves.toMatchObject({
      groups: ['own'],
    });
  });

  it.each([
    ['of somebody else', 'invalid', { sub: 'subject-2' }],
    ['for another client', 'invalid', { client_id: 'another' }],
    ['of another pool', 'invalid', { iss: POOL.replace('abc', 'xyz') }],
    ['of another kind', 'invalid', { token_use: 'id' }],
    ['that has expired', 'expired', { exp: 1 }],
  ])('do not come from an access token %s', async (_name, code, change) => {
    expect((await refusal(cognito().verify(data(), await access(change)))).refusal).toBe(code);
  });

  it('do not come from an access token that the pool did not sign', async () => {
    const forged = await access({ 'cognito:groups': ['administrators'] }, rsaKey());
    const refused = await refusal(cognito().verify(data(), forged));
    expect(refused.refusal).toBe('invalid');
    expect(everythingOf(refused)).not.toContain(forged.slice(0, 20));
    expect((await refusal(cognito().verify(data(), 'no token'))).refusal).toBe('invalid');
  });

  it('are none where the access token is that of a provider whose tokens cannot be verified', async () => {
    await expect(gateway().verify(token(), 'opaque')).resolves.toMatchObject({ groups: [] });
  });
});
