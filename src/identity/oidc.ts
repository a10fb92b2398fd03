import * as client from 'openid-client';
import { LedgerError } from '../core/errors.ts';
import { isLoopback } from '../core/hosts.ts';
import type { Identity, SignInStart } from '../core/signIn.ts';
import { SignInRefused } from '../core/signIn.ts';
import { type Outward, outwardOfProcess } from '../outward/outward.ts';
import { boundedFetch } from './bounded.ts';
import { identityOf } from './claims.ts';
import { refusalOf, strayCallback } from './oidcRefusals.ts';
import { type Claims, hasClaim } from './readClaim.ts';
import type { ClaimNames, OidcGateway } from './types.ts';

/** Of each single request to the provider. */
const TIMEOUT_SECONDS = 10;
/** How far the provider's clock may be from ours. */
const CLOCK_TOLERANCE_SECONDS = 5;
/** What an ID token may be signed with: public keys only. With `HS…` whoever knows the secret signs, with `none` anybody. */
const SIGNATURES = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const fetchBy =
  (outward: Outward): client.CustomFetch =>
  (url, options) =>
    boundedFetch(url, options as RequestInit, outward.fetch);

export interface OidcSettings {
  /** As the provider writes it in its tokens. */
  issuer: string;
  clientId: string;
  /** `null`: a public client, which PKCE alone protects. */
  clientSecret: string | null;
  /** Asked for beside `openid`. */
  scopes: readonly string[];
  /** OpenID Connect's `prompt`: `login` asks for the password each time, `select_account` for the account. */
  prompt: string | null;
  claims: ClaimNames;
  /** All accounts of the issuer are of one company: let in also where it does not say whether an e-mail is verified. */
  singleTenant?: boolean;
}

/** Why this cannot be an issuer, or `null`. */
export function issuerFault(issuer: string): string | null {
  const url = URL.parse(issuer);
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    return 'must be the issuer of the identity provider, such as https://login.example.com';
  if (url.pathname.includes('/.well-known/')) return 'must be the issuer itself, without /.well-known/…';
  if (!reachedSafely(url)) return 'must begin with https:// (http:// only for a provider on this machine)';
  return null;
}

const reachedSafely = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

/**
 * Sign-in by OpenID Connect: authorization code flow with PKCE, state and nonce. The provider is asked when somebody
 * signs in and not before, so that one that is down does not keep the server from starting.
 * @throws Error when the settings cannot work
 */
export function createOidcGateway(
  settings: OidcSettings,
  outward: Outward = outwardOfProcess(),
): OidcGateway {
  const fault = issuerFault(settings.issuer);
  if (fault !== null) throw new LedgerError('unusable', `The issuer "${settings.issuer}" ${fault}.`);
  outward.prepare();
  const insecure = new URL(settings.issuer).protocol === 'http:';
  let discovered: Promise<client.ServerMetadata> | null = null;

  /**
   * A new one for each sign-in, and with it the provider's keys are read anew: sign-ins are rare, and keys that were
   * changed or withdrawn a minute ago count as such at once.
   */
  async function configuration(): Promise<client.Configuration> {
    discovered ??= discover(settings, insecure, outward);
    const server = await discovered;
    const config = new client.Configuration(
      server,
      settings.clientId,
      { [client.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      authenticationOf(settings.clientSecret, server),
    );
    config.timeout = TIMEOUT_SECONDS;
    config[client.customFetch] = fetchBy(outward);
    if (insecure) client.allowInsecureRequests(config);
    // The channel to the token endpoint alone is not enough: the signature itself is verified, too.
    client.enableNonRepudiationChecks(config);
    return config;
  }

  /**
   * Runs one step; whatever goes wrong becomes a refusal. What the provider says of itself is kept while it works: that
   * it could not be asked is not, and after an answer that does not fit it is asked again, since it may have changed.
   */
  async function step<T>(secrets: readonly string[], run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      const refusal = refusalOf(error, secrets);
      if (refusal.refusal === 'invalid' || refusal.refusal === 'unreachable') discovered = null;
      throw refusal;
    }
  }

  return {
    begin: (redirectUri) =>
      step(secretsOf(settings), async () => beginWith(await configuration(), redirectUri, settings)),
    async finish(callback, transaction) {
      // Before anything is asked of the provider, or forgotten of it: anybody can call this address with anything.
      const states = callback.searchParams.getAll('state');
      if (transaction.state === '' || states.length !== 1 || states[0] !== transaction.state)
        throw strayCallback();
      return step(secretsOf(settings, callback, transaction), async () =>
        finishWith(await configuration(), callback, transaction, settings),
      );
    },
  };
}

async function discover(
  settings: OidcSettings,
  insecure: boolean,
  outward: Outward,
): Promise<client.ServerMetadata> {
  const issuer = new URL(settings.issuer);
  // The full address, because the library lets another issuer pass for some providers when it makes the address itself.
  const address = new URL(`${issuer.pathname.replace(/\/$/, '')}/.well-known/openid-configuration`, issuer);
  const found = await client.discovery(address, settings.clientId, undefined, client.None(), {
    timeout: TIMEOUT_SECONDS,
    [client.customFetch]: fetchBy(outward),
    ...(insecure ? { execute: [client.allowInsecureRequests] } : {}),
  });
  const server: client.ServerMetadata = { ...found.serverMetadata() };
  // Microsoft's address for all organisations answers with a pattern: it would let anybody's employees in.
  if (new URL(server.issuer).href !== issuer.href)
    throw new SignInRefused(
      'invalid',
      'The identity provider names another issuer than the settings do, so nobody can sign in. Ask an administrator to correct the issuer; for Microsoft Entra it holds the ID of your own tenant.',
    );
  for (const endpoint of [
    server.authorization_endpoint,
    server.token_endpoint,
    server.jwks_uri,
    server.userinfo_endpoint,
  ]) {
    if (endpoint !== undefined && !reachedSafely(new URL(endpoint)))
      throw new SignInRefused(
        'invalid',
        'The identity provider wants to be asked without encryption, so nobody can sign in. Ask an administrator to give it addresses that begin with https://.',
      );
  }
  const offered = server.id_token_signing_alg_values_supported ?? ['RS256'];
  return {
    ...server,
    id_token_signing_alg_values_supported: offered.filter((alg) => SIGNATURES.includes(alg)),
  };
}

/** What the provider offers; where it does not say, OpenID Connect's own default, which is Basic. */
function authenticationOf(secret: string | null, server: client.ServerMetadata): client.ClientAuth {
  if (secret === null) return client.None();
  const offered = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return !offered.includes('client_secret_basic') && offered.includes('client_secret_post')
    ? client.ClientSecretPost(secret)
    : client.ClientSecretBasic(secret);
}

async function beginWith(
  config: client.Configuration,
  redirectUri: string,
  settings: OidcSettings,
): Promise<SignInStart> {
  const [state, nonce, codeVerifier] = [
    client.randomState(),
    client.randomNonce(),
    client.randomPKCECodeVerifier(),
  ];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: [...new Set(['openid', ...settings.scopes])].join(' '),
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(settings.prompt === null ? {} : { prompt: settings.prompt }),
  });
  return { url: url.href, state, nonce, codeVerifier };
}

async function finishWith(
  config: client.Configuration,
  callback: URL,
  transaction: { state: string; nonce: string; codeVerifier: string },
  settings: OidcSettings,
): Promise<Identity> {
  const tokens = await client.authorizationCodeGrant(config, callback, {
    expectedState: transaction.state,
    expectedNonce: transaction.nonce,
    pkceCodeVerifier: transaction.codeVerifier,
    idTokenExpected: true,
  });
  const told = tokens.claims();
  if (told === undefined) throw new LedgerError('outside', 'the answer holds no ID token');
  let claims: Claims = told;
  // By OpenID Connect §5.4 a provider may say any of them at userinfo alone; groups that are taken for none cost a role.
  const sources: Claims[] = [told];
  if (isWanting(told, settings) && config.serverMetadata().userinfo_endpoint !== undefined) {
    const more: Claims = await client.fetchUserInfo(config, tokens.access_token, told.sub);
    sources.push(more);
    // What is there and empty says nothing either.
    claims = {
      ...more,
      ...Object.fromEntries(Object.entries(told).filter(([name]) => hasClaim(told, name))),
    };
  }
  const singleTenant = settings.singleTenant === true;
  return identityOf({ issuer: told.iss, claims, sources, singleTenant }, settings.claims);
}

/** Whether the ID token leaves something out that decides; that its address is verified may be said at userinfo alone. */
function isWanting(told: Claims, { claims: names, singleTenant }: OidcSettings): boolean {
  const { email, groups, costCenter, manager } = names;
  if ([email, groups, costCenter, manager].some((name) => name !== null && !hasClaim(told, name)))
    return true;
  return singleTenant !== true && !['email_verified', 'xms_edov'].some((name) => hasClaim(told, name));
}

/** What no error may repeat. */
const secretsOf = (
  { clientSecret }: OidcSettings,
  callback?: URL,
  transaction?: { state: string; nonce: string; codeVerifier: string },
): string[] =>
  [
    clientSecret,
    ...(callback?.searchParams.getAll('code') ?? []),
    transaction?.state,
    transaction?.nonce,
    transaction?.codeVerifier,
  ].filter((secret) => typeof secret === 'string');
