import { keyHostsOf } from '../context.ts';
import { isShared } from '../core/channels.ts';
import { type Environment, proxyFor, proxyName, readProxies, type Scheme } from '../core/proxies.ts';
import type { Settings } from '../core/settings.ts';
import { CA_VARIABLES, readAuthorities } from '../outward/authorities.ts';
import type { Check } from './doctorAws.ts';

/** Which way this machine's connections take: proxies and authorities of the environment, and for whom they count. */

interface Asked {
  whom: string;
  scheme: Scheme;
  host: string;
  port: number;
}

/** Everybody whom these settings let be asked. */
async function askedBy(settings: Settings, { AWS_ENDPOINT_URL }: Environment): Promise<Asked[]> {
  const of = (whom: string, url: string): Asked[] => {
    const { protocol, hostname, port } = new URL(url);
    const scheme = protocol === 'https:' ? 'https' : protocol === 'http:' ? 'http' : 'tcp';
    const usual = { https: 443, http: 80, tcp: protocol === 'smtps:' ? 465 : 587 }[scheme];
    return [{ whom, scheme, host: hostname, port: Number(port || usual) }];
  };
  const { notify, signIn, regions } = settings;
  const endpoint = AWS_ENDPOINT_URL && URL.canParse(AWS_ENDPOINT_URL) ? AWS_ENDPOINT_URL : null;
  return [
    ...of('AWS', endpoint ?? `https://sts.${regions[0]}.amazonaws.com`),
    ...(signIn.oidc === null ? [] : of('the identity provider', signIn.oidc.issuer)),
    // A setting that cannot work is told by the check of the sign-in.
    ...(await keyHostsOf(signIn).catch(() => [])).flatMap((host) =>
      of('the load balancer’s keys', `https://${host}`),
    ),
    ...(notify.webhook === null ? [] : of('the webhook', notify.webhook.url)),
    ...notify.channels.flatMap((one) => of(`the channel ${one.name}`, isShared(one) ? one.url : one.api)),
    ...(notify.smtpUrl === null ? [] : of('mail', notify.smtpUrl)),
  ];
}

export async function networkChecks(settings: Settings, environment: Environment): Promise<Check[]> {
  const { proxies } = readProxies(environment);
  const asked = await askedBy(settings, environment);
  const ways = asked.map(({ whom, scheme, host, port }) => {
    const proxy = proxyFor(proxies, scheme, host, port);
    return { whom: `${whom} (${host})`, way: proxy && `${proxyName(proxy)} (${proxy.variable})` };
  });
  const through = Map.groupBy(ways, ({ way }) => way);
  const names = (some: readonly { whom: string }[] = []) => some.map(({ whom }) => whom).join(', ');
  const lines = [...through].map(([way, some]) =>
    way === null ? `${names(some)} directly` : `${names(some)} through ${way}`,
  );
  return [{ check: 'proxies', state: 'ok', found: lines.join('; '), advice: '' }, authorities(environment)];
}

function authorities(environment: Environment): Check {
  const { added } = readAuthorities(environment);
  const named = CA_VARIABLES.filter((name) => environment[name]);
  const files = named.map((name) => `${name} ${environment[name]}`).join(' and ');
  return {
    check: 'certificate authorities',
    state: 'ok',
    found:
      added === null
        ? 'those of Node'
        : `those of Node, and ${added.length} of ${files}: for everything asked`,
    advice: '',
  };
}
