import { AlbJwtVerifier, CognitoJwtVerifier } from 'aws-jwt-verify';
import { AlbJwksCache } from 'aws-jwt-verify/alb-cache';
import {
  AlbJwtInvalidClientIdError,
  AlbJwtInvalidSignerError,
  CognitoJwtInvalidClientIdError,
  CognitoJwtInvalidTokenUseError,
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
} from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { LedgerError } from '../core/errors.ts';
import type { Identity } from '../core/signIn.ts';
import { SignInRefused } from '../core/signIn.ts';
import { KeyMissing, type KeySource, KeysUnreachable, keysFrom } from './albKeys.ts';
import { identityOf } from './claims.ts';
import { type Claims, hasClaim, readClaim } from './readClaim.ts';
import { causeOf } from './redact.ts';
import type { AlbGateway, ClaimNames } from './types.ts';

/** An Application Load Balancer answers with an error itself where claims and access token exceed 11 KB. */
const MAX_HEADER = 16 * 1024;
const CLOCK_TOLERANCE_SECONDS = 5;
const COGNITO = /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/([\w-]+)$/;
/** The header that is verified, as the log names it. */
const ALB_HEADER = 'x-amzn-oidc-data';
const GOV_CLOUD = /^arn:aws-us-gov:elasticloadbalancing:([a-z0-9-]+):/;

/** What the library lets pass and we do not; the message is ours and quotes nothing. */
class Odd extends LedgerError {
  constructor(message: string) {
    super('unauthorized', message);
  }
}

export interface AlbSettings {
  /** Who may have signed; several where several load balancers of one Region stand before this server. */
  loadBalancerArn: string | readonly string[];
  /** Of the provider that the load balancer signs in with; for Cognito `https://cognito-idp.<region>.amazonaws.com/<pool>`. */
  issuer: string;
  /** Client ID that the load balancer uses there. */
  clientId: string;
  /** Where the load balancer publishes its keys, in a partition of which AWS does not say it. */
  keysUrl?: string | null;
  claims: ClaimNames;
  /** All accounts of the issuer are of one company: let in also where it does not say whether an e-mail is verified. */
  singleTenant?: boolean;
}

/**
 * Sign-in by an Application Load Balancer, which passes the provider's userinfo claims on in `x-amzn-oidc-data`, signed
 * by itself. Anybody who reaches this server past the load balancer can send a header: it counts only when its signature
 * is that of a load balancer that the settings name.
 *
 * The claims are those of the userinfo endpoint, of which some providers leave the groups out. Where Cognito does so,
 * they are taken from the access token beside it, which is a JWT of the user pool and verified as such, for this client
 * and this person. Access tokens of other providers are for other services and cannot in general be verified by us;
 * there the provider has to send the groups in userinfo.
 * @param keys where keys are read; tests put their own place there
 * @throws Error when the settings cannot work
 */
export function createAlbGateway(settings: AlbSettings, keys: KeySource = keysFrom()): AlbGateway {
  const arns = [settings.loadBalancerArn].flat();
  const keysUrl = keysUrlOf(settings);
  const verifier = AlbJwtVerifier.create(
    {
      albArn: arns,
      issuer: settings.issuer,
      clientId: settings.clientId,
      graceSeconds: CLOCK_TOLERANCE_SECONDS,
      ...(keysUrl === null ? {} : { jwksUri: keysUrl }),
    },
    { jwksCache: new AlbJwksCache({ fetcher: keys }) },
  );
  const accessTokens = cognitoVerifier(settings, keys);
  const singleTenant = settings.singleTenant === true;

  async function verify(header: string, accessToken: string | undefined): Promise<Identity> {
    if (header.length > MAX_HEADER) throw new Odd('the header is too long');
    const claims: Claims = await verifier.verify(header);
    // The library lets a token without an end pass; one that never ends is none that a load balancer sends.
    if (typeof claims.exp !== 'number') throw new Odd('the token does not say until when it counts');
    const { groups } = settings.claims;
    const told = (all: Claims) =>
      identityOf({ issuer: settings.issuer, claims: all, sources: [claims], singleTenant }, settings.claims);
    if (groups === null || hasClaim(claims, groups) || accessToken === undefined || accessTokens === null)
      return told(claims);
    const access: Claims = await accessTokens.verify(accessToken);
    if (access.sub !== claims.sub) throw new Odd('the access token is that of somebody else');
    return told({ ...claims, [groups]: readClaim(access, groups) });
  }

  return {
    async verify(header, accessToken) {
      try {
        return await verify(header, accessToken);
      } catch (error) {
        throw refusalOf(error);
      }
    },
  };
}

/** Hosts that keys are read from, for whoever opens the way to them. */
export function keyHostsOf(settings: AlbSettings): string[] {
  const { loadBalancerArn, issuer, claims } = settings;
  const arn = [loadBalancerArn].flat()[0] ?? '';
  const keysUrl = keysUrlOf(settings);
  const own =
    keysUrl === null ? `public-keys.auth.elb.${arn.split(':')[3]}.amazonaws.com` : new URL(keysUrl).host;
  // Access tokens are read for groups alone.
  return COGNITO.test(issuer) && claims.groups !== null ? [own, new URL(issuer).host] : [own];
}

/** Where keys are that the library does not know; null: where it looks by itself. */
function keysUrlOf({ loadBalancerArn, keysUrl }: AlbSettings): string | null {
  if (keysUrl) return keysUrl;
  const govCloud = GOV_CLOUD.exec([loadBalancerArn].flat()[0] ?? '')?.[1];
  return govCloud === undefined
    ? null
    : `https://s3-${govCloud}.amazonaws.com/aws-elb-public-keys-prod-${govCloud}`;
}

function cognitoVerifier({ issuer, clientId }: AlbSettings, keys: KeySource) {
  const userPoolId = COGNITO.exec(issuer)?.[1];
  if (userPoolId === undefined) return null;
  return CognitoJwtVerifier.create(
    { userPoolId, tokenUse: 'access', clientId, graceSeconds: CLOCK_TOLERANCE_SECONDS },
    { jwksCache: new SimpleJwksCache({ fetcher: keys }) },
  );
}

/** Errors of the library quote what they were given, so that for the log only their kind is kept. */
const KINDS = [
  [AlbJwtInvalidSignerError, 'signed by a load balancer that the settings do not name'],
  [AlbJwtInvalidClientIdError, 'meant for another client ID'],
  [CognitoJwtInvalidClientIdError, 'the access token is for another client ID'],
  [CognitoJwtInvalidTokenUseError, 'the access token is a token of another kind'],
  [JwtInvalidIssuerError, 'of another issuer'],
  [JwtInvalidSignatureAlgorithmError, 'signed in a way that a load balancer does not sign'],
  [JwtInvalidSignatureError, 'the signature does not fit'],
  [JwtExpiredError, 'expired'],
  [JwtNotBeforeError, 'not valid yet'],
  [KidNotFoundInJwksError, 'signed with a key that is not published'],
  [JwtWithoutValidKidError, 'names no key that a load balancer has'],
  [JwtParseError, 'no JSON web token'],
  [KeyMissing, 'signed with a key that is not published'],
] as const;

function refusalOf(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error;
  if (error instanceof KeysUnreachable)
    return new SignInRefused(
      'unreachable',
      'The keys of the load balancer cannot be read right now, so nobody can be signed in. Try again in a minute; if it goes on, tell an administrator: the log says what was tried.',
      causeOf(error),
    );
  const kind = KINDS.find(([type]) => error instanceof type)?.[1];
  const cause = new Error(
    `${ALB_HEADER}: ${kind ?? (error instanceof Odd ? error.message : 'cannot be read')}`,
  );
  return error instanceof JwtExpiredError
    ? new SignInRefused(
        'expired',
        'Your sign-in at the load balancer has ended. Reload the page to sign in again.',
        cause,
      )
    : new SignInRefused(
        'invalid',
        'The sign-in that the load balancer passed on could not be verified, so nobody was signed in. Reload the page; if it happens again, tell an administrator: the log says what was wrong.',
        cause,
      );
}
