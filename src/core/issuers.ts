/**
 * Whom an issuer speaks for. In the tenant of one company its administrators say who has which address; where anybody can
 * have an account, only what the provider verified counts.
 */

/** Sources: each provider's own discovery document (`/.well-known/openid-configuration`). */
const OPEN_TO_ALL: ReadonlySet<string> = new Set([
  'https://accounts.google.com',
  'https://appleid.apple.com',
  'https://gitlab.com',
  'https://github.com/login/oauth',
  'https://token.actions.githubusercontent.com',
  'https://www.facebook.com',
  'https://www.linkedin.com/oauth',
  'https://slack.com',
  'https://login.salesforce.com',
  'https://api.login.yahoo.com',
  'https://id.twitch.tv/oauth2',
  'https://bitbucket.org',
  'https://access.line.me',
  'https://www.paypal.com',
]);

/** Hosts of Microsoft Entra ID, of all its clouds; `sts.windows.net` is that of tokens of version 1. */
const ENTRA =
  /^https:\/\/(?:login\.microsoftonline\.(?:com|us)|login\.windows\.net|login\.microsoft\.com|sts\.windows\.net|login\.(?:partner\.microsoftonline|chinacloudapi)\.cn)\/([^/]+)\/?/i;
const TENANT_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** The tenant of everybody's personal Microsoft accounts. */
const PERSONAL_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** The tenant that an issuer of Microsoft Entra ID names, whatever is written there; null for other issuers. */
const entraTenant = (issuer: string): string | null => ENTRA.exec(issuer)?.[1]?.toLowerCase() ?? null;

/**
 * The one tenant that an issuer of Microsoft Entra ID speaks for, in lower case; null where it is none of Entra's, or speaks
 * for many.
 */
export function tenantOf(issuer: string): string | null {
  const tenant = entraTenant(issuer);
  return tenant !== null && TENANT_ID.test(tenant) && tenant !== PERSONAL_ACCOUNTS ? tenant : null;
}

/** Why an issuer speaks for no company alone, in words; null where it may. */
export function sharedIssuer(issuer: string): string | null {
  if (entraTenant(issuer) !== null && tenantOf(issuer) === null)
    return 'with this issuer people of any organisation sign in, or with personal accounts: name that of your own tenant, https://login.microsoftonline.com/<tenant id>/v2.0';
  return OPEN_TO_ALL.has(issuer.replace(/\/$/, ''))
    ? 'with this issuer anybody can have an account: leave it out, and only verified addresses are let in'
    : null;
}
