import { SignInRefused } from '../core/signIn.ts';
import { type Claims, onlyOne, readClaim } from './readClaim.ts';

/**
 * Whether a provider vouches for an e-mail address.
 *
 * - OpenID Connect Core 5.1: `email_verified` is true where the provider took steps to ensure that the address was the
 *   person's when it was verified. It speaks of the claim `email`, and of no other.
 * - Google, Okta, Auth0, Keycloak and Cognito send it. Cognito's userinfo, which a load balancer passes on, and Apple's ID
 *   token write the truth value as text.
 * - Microsoft Entra ID sends none for organisational accounts; there `email` may be whatever stands in the attribute Mail.
 *   Its optional claim `xms_edov` says whether the owner of the domain was verified, as true, 1 or text of them
 *   (learn.microsoft.com, "Migrate away from using email claims for user identification or authorization"). Its userinfo
 *   sends neither, so that behind a load balancer there is nothing but the setting.
 * - GitHub is no OpenID Connect provider for people: its addresses come through one of the above.
 */
const STATEMENTS = ['email_verified', 'xms_edov'] as const;

type Said = 'yes' | 'no' | 'nothing' | 'unclear';

function readTruth(value: unknown): Said {
  if (value === undefined || value === null) return 'nothing';
  const text = typeof value === 'boolean' || typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return 'unclear';
  if (/^(true|1)$/i.test(text)) return 'yes';
  return /^(false|0)$/i.test(text) ? 'no' : 'unclear';
}

/** Whether a statement that stands beside `email` in the same claims is about this address. */
const isAbout = (claims: Claims, address: string, claimOfAddress: string): boolean => {
  const beside = onlyOne(readClaim(claims, 'email'));
  return beside === undefined || beside === null ? claimOfAddress === 'email' : beside === address;
};

/** What sets of claims say of an address together, each for itself: a statement of one is not about the address of another. */
export interface Vouching {
  /** Each as it was sent: of the ID token, of userinfo. */
  sources: readonly Claims[];
  /** The claim that the address stands in. */
  claim: string;
}

/** Whether any of them says that the address is verified. */
export const isVouchedFor = ({ sources, claim }: Vouching, address: string): boolean =>
  sources.some(
    (claims) =>
      isAbout(claims, address, claim) && STATEMENTS.some((name) => readTruth(claims[name]) === 'yes'),
  );

/**
 * Refuses an address that nobody vouches for. That it is not verified is believed of whoever says it, about whatever address.
 * @param singleTenant whether the settings say that the issuer is of one company, which vouches by having made the account
 * @throws SignInRefused `unverified`
 */
export function mustBeVouchedFor(vouching: Vouching, address: string, singleTenant: boolean): void {
  for (const claims of vouching.sources)
    for (const name of STATEMENTS) {
      const said = readTruth(claims[name]);
      if (said === 'no')
        throw new SignInRefused(
          'unverified',
          `The identity provider says that nobody checked whether this e-mail address is yours (${name}), so it cannot be used to sign in. Confirm the address at the identity provider, then sign in again.`,
        );
      if (said === 'unclear')
        throw new SignInRefused(
          'unverified',
          `What the identity provider sent in the claim "${name}" is neither true nor false, so that this e-mail address cannot be used to sign in. Ask an administrator to have it sent as true or false.`,
        );
    }
  if (singleTenant || isVouchedFor(vouching, address)) return;
  throw new SignInRefused(
    'unverified',
    'The identity provider does not say that this e-mail address is yours, so it cannot be used to sign in. Ask an administrator: the provider can send "email_verified" (Microsoft Entra ID: the optional claim "xms_edov"); where all its accounts are of your company, the settings can say so (singleTenant, beside the issuer).',
  );
}
