import type { Asking } from '../app/asking.ts';
import { accountsState, whoAdministers } from '../app/people/check.ts';
import { keyHostsOf, signInOf } from '../context.ts';
import { isLoopback } from '../core/hosts.ts';
import type { Environment } from '../core/proxies.ts';
import { callbackOf, type Settings, type SignInSettings, signsIn } from '../core/settings.ts';
import { attempt, type Check } from './doctorAws.ts';
import { MENDS, setting } from './doctorMends.ts';

/** Whether people can sign in, where this server can be reached, and whether somebody administers it. */

/** Addresses and groups that are named one by one. */
const LISTED = 5;

/**
 * @param knowsPeople whether there is a ledger that says who is an administrator
 * @param env whose proxies and authorities count; left out: this process's
 */
export async function signInChecks(asking: Asking, knowsPeople = true, env?: Environment): Promise<Check[]> {
  const { settings } = asking;
  const { oidc, alb } = settings.signIn;
  if (!signsIn(settings)) return [withoutSignIn(settings)];
  return [
    ...(oidc === null ? [] : await providerChecks(settings, oidc, env)),
    ...(alb === null ? [] : [await loadBalancerCheck(settings, alb)]),
    publicAddress(settings),
    front(settings),
    ...(knowsPeople
      ? [administrators(settings, await whoAdministers(asking)), ...accounts(await accountsState(asking))]
      : []),
  ];
}

function withoutSignIn({ host }: Settings): Check {
  const check = 'sign-in';
  return isLoopback(host)
    ? { check, state: 'ok', found: 'nobody signs in, and only this machine is served', advice: '' }
    : {
        check,
        state: 'failed',
        found: `nobody signs in, but host is ${host}: "serve" does not start, since everybody there would see everything`,
        advice: 'set "signIn" and "publicUrl", or leave "host" out',
        mend: setting('signIn'),
      };
}

/** Asks the provider what it says of itself, as each sign-in does: one request, ten seconds at most. */
async function providerChecks(
  { signIn, publicUrl }: Settings,
  oidc: NonNullable<SignInSettings['oidc']>,
  env: Environment | undefined,
): Promise<Check[]> {
  const redirectUri = callbackOf({ publicUrl });
  const advice =
    'check signIn.oidc.issuer, and that this machine reaches it (proxy, firewall, certificate); nobody can sign in until then';
  return [
    await attempt(
      `identity provider ${oidc.issuer}`,
      advice,
      async () => {
        const provider = await signInOf(signIn, env === undefined ? {} : { env });
        if (provider?.kind !== 'oidc') return '';
        const { url } = await provider.gateway.begin(redirectUri).catch(withCause);
        return `answers; people sign in at ${new URL(url).host}`;
      },
      setting('signIn.oidc.issuer'),
    ),
    // Whether it is registered, the provider tells nobody but who signs in.
    {
      check: 'redirect URI',
      state: 'ok',
      found: `${redirectUri} is to be registered for the client ID ${oidc.clientId}`,
      advice: '',
    },
  ];
}

/** Words of a refusal are for whoever signs in; whoever sets it up needs what was behind it. */
function withCause(error: unknown): never {
  const { message, cause } = error as Error;
  throw cause instanceof Error ? new Error(cause.message) : new Error(message);
}

function loadBalancerCheck({ signIn }: Settings, alb: NonNullable<SignInSettings['alb']>): Promise<Check> {
  const name = alb.loadBalancerArn.slice(alb.loadBalancerArn.indexOf('loadbalancer/'));
  return attempt(
    `sign-in by ${name}`,
    'check signIn.alb',
    async () => {
      const hosts = await keyHostsOf(signIn);
      return `this server must reach ${hosts.join(' and ')}, where its keys are (not asked)`;
    },
    setting('signIn.alb'),
  );
}

/** Where people open this server. That it is https the settings themselves demand. */
function publicAddress({ publicUrl, host }: Settings): Check {
  const check = 'publicUrl';
  if (publicUrl === null)
    return {
      check,
      state: 'failed',
      found: 'is missing',
      advice: 'set publicUrl to where people open this server, such as https://ledger.example.com',
      mend: setting('publicUrl'),
    };
  const local = isLoopback(new URL(publicUrl).hostname);
  const hidden = local && !isLoopback(host);
  return {
    check,
    state: hidden ? 'warning' : 'ok',
    found: `${publicUrl}${local ? ', which only this machine can open' : ''}`,
    advice: hidden ? `host is ${host}: set publicUrl to where the others open this server` : '',
    ...(hidden ? { mend: setting('publicUrl') } : {}),
  };
}

/** Whether what stands in front fits: this server itself speaks http, so that before https:// there is a proxy. */
function front({ signIn, publicUrl, host, proxies }: Settings): Check {
  const inFront = signIn.alb !== null ? 'load balancer' : publicUrl?.startsWith('https:') ? 'proxy' : null;
  const advice = [
    ...(signIn.alb !== null && isLoopback(host)
      ? [
          'the load balancer reaches this server only where "host" is an address of the network, such as 0.0.0.0',
        ]
      : []),
    ...(inFront !== null && proxies === 0
      ? [
          `set "proxies" to how many write X-Forwarded-For in front: without it all who have not signed in yet share one limit of requests, and the audit log names the ${inFront}'s address as theirs`,
        ]
      : []),
  ];
  return {
    check: 'host and proxies',
    state: advice.length === 0 ? 'ok' : 'warning',
    found: `host ${host}, ${inFront === null ? 'nothing in front' : `a ${inFront} in front`}, proxies ${proxies}`,
    advice: advice.join('\n'),
    ...(advice.length === 0 ? {} : { mend: setting(inFront !== null && proxies === 0 ? 'proxies' : 'host') }),
  };
}

function administrators({ roles }: Settings, found: readonly string[]): Check {
  const groups = roles.groups.filter(({ role }) => role === 'administrator').map(({ group }) => group);
  return {
    check: 'administrators',
    state: found.length === 0 ? 'warning' : 'ok',
    found:
      found.length > 0
        ? some(found)
        : `nobody${groups.length === 0 ? '' : `; nobody who is known is in ${some(groups)}`}`,
    advice:
      found.length > 0
        ? ''
        : 'name somebody as roles.administrators in the settings, or: bedrock-ledger people grant administrator EMAIL',
    ...(found.length > 0 ? {} : { mend: MENDS.grant }),
  };
}

/** Whether those who matter most are known by their accounts, and whose are not known any more. */
function accounts(state: Awaited<ReturnType<typeof accountsState>>): Check[] {
  const { bound, elsewhere, unboundAdministrators: unbound, movedAddresses: moved } = state;
  const other = [...elsewhere].map(([issuer, count]) => `${count} of ${issuer}`);
  return [
    {
      check: 'administrators are bound to accounts',
      state: unbound.length === 0 ? 'ok' : 'warning',
      found: unbound.length === 0 ? `yes (${bound} accounts of people are)` : `not yet: ${some(unbound)}`,
      advice:
        unbound.length === 0
          ? ''
          : 'whoever signs in first with the address of one is that administrator: let them sign in before others, or bind them',
      ...(unbound.length === 0 ? {} : { mend: MENDS.bind }),
    },
    ...(other.length === 0
      ? []
      : [
          {
            check: 'accounts of another issuer',
            state: 'warning' as const,
            found: some(other),
            advice:
              'they are refused now: once everybody signs in with the issuer of the settings, take them away',
            mend: MENDS.unbindIssuer,
          },
        ]),
    ...(moved.length === 0
      ? []
      : [
          {
            check: 'accounts whose address was changed',
            state: 'warning' as const,
            found: some(moved.map(([own, address]) => `${own} signs in as ${address}`)),
            advice:
              'they are who they were: where the address was changed, rename them, or add the other address as theirs',
            mend: MENDS.rename,
          },
        ]),
  ];
}

const some = (names: readonly string[]): string =>
  [...names.slice(0, LISTED), ...(names.length > LISTED ? [`${names.length - LISTED} more`] : [])].join(', ');
