import { createHmac, createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { OidcSettings } from '../../src/identity/oidc.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { CLAIMS, serve } from './setup.ts';

/** A provider on loopback that answers whatever a case says. */

export const REDIRECT = 'http://localhost:8080/sign-in/callback';
export const CODE = 'code-5f1d6c0c9a';
export const SECRET = 'secret-of-the-client';
export const CLIENT = 'bedrock-ledger';

type Key = Awaited<ReturnType<typeof makeKey>>;
type Body = Record<string, unknown>;

export async function makeKey() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomUUID();
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}

export const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export const signed = (key: Key, claims: Body, kid: string = key.kid): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key.privateKey);

/** Signed with HMAC, the secret being the public key that everybody can read. */
export function signedWithPublicKey(key: Key, claims: Body): string {
  const pem = (createPublicKey({ key: key.jwk, format: 'jwk' }) as KeyObject).export({
    type: 'spki',
    format: 'pem',
  });
  const input = `${base64({ alg: 'HS256', kid: key.kid })}.${base64(claims)}`;
  return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`;
}

/** The provider's own: drawn once, since nobody can guess it and no case changes it. */
const providerKey = makeKey();

export async function hostile() {
  const key = await providerKey;
  const state = {
    /** What is published, which a case may change. */
    keys: [key] as Key[],
    metadata: {} as Body,
    /** Answer of the token endpoint: status and body, made of the claims that would be right. */
    token: async (claims: Body): Promise<[number, unknown]> => [200, tokens(await signed(key, claims))],
    claims: {} as Body,
    userinfo: { sub: 'subject-1' } as Body,
    /** Paths that were asked, in order. */
    asked: [] as string[],
    /** Headers of the last request to the token endpoint, and its body. */
    tokenRequest: { authorization: '', body: '' },
    nonce: '',
  };
  let issuer = '';
  const rightClaims = (): Body => {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: issuer,
      aud: CLIENT,
      sub: 'subject-1',
      iat: now,
      exp: now + 300,
      nonce: state.nonce,
      email: 'Aya@Example.com',
      email_verified: true,
      ...state.claims,
    };
  };
  const answers: Record<string, (body: string, request: IncomingMessage) => Promise<[number, unknown]>> = {
    '/.well-known/openid-configuration': async () => [
      200,
      {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        userinfo_endpoint: `${issuer}/userinfo`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        ...state.metadata,
      },
    ],
    '/jwks': async () => [200, { keys: state.keys.map(({ jwk }) => jwk) }],
    '/token': async (body, request) => {
      state.tokenRequest = { authorization: request.headers.authorization ?? '', body };
      return state.token(rightClaims());
    },
    '/userinfo': async () => [200, state.userinfo],
  };
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    state.asked.push(path);
    let body = '';
    for await (const chunk of request) body += chunk;
    const [status, answer] = (await answers[path]?.(body, request)) ?? [404, {}];
    const text = typeof answer === 'string';
    response.writeHead(status, { 'content-type': text ? 'text/html' : 'application/json' });
    response.end(text ? answer : JSON.stringify(answer));
  };
  let server = await serve(listener);
  issuer = server.url;
  const gateway = (change: Partial<OidcSettings> = {}) =>
    createOidcGateway({
      issuer,
      clientId: CLIENT,
      clientSecret: SECRET,
      scopes: [],
      prompt: null,
      claims: CLAIMS,
      ...change,
    });
  return {
    key,
    state,
    issuer,
    gateway,
    stop: () => server.close(),
    async restart() {
      server = await serve(listener, server.port);
    },
    /** One sign-in from beginning to end, at a gateway that is new or given. */
    async signIn(change: Partial<OidcSettings> = {}, oidc = gateway(change)) {
      const start = await oidc.begin(REDIRECT);
      state.nonce = start.nonce;
      return oidc.finish(new URL(`${REDIRECT}?code=${CODE}&state=${start.state}`), start);
    },
  };
}

export const tokens = (idToken: string | undefined, accessToken = 'access-token-0d1f'): Body => ({
  access_token: accessToken,
  token_type: 'bearer',
  ...(idToken === undefined ? {} : { id_token: idToken }),
});
