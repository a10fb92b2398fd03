import { createHash, generateKeyPair, type JsonWebKey, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import Provider, { type Configuration } from 'oidc-provider';
import { memoryAdapter } from './memory.ts';
import { choicePage, stoppedPage } from './pages.tsx';
import type { Lang, Persona } from './persona.ts';
import { STYLE } from './style.ts';

/** Where this provider says what, for the settings of whoever signs in with it; all of it comes with `email profile`. */
export const PROVIDER_CLAIMS = {
  email: 'email',
  name: 'name',
  groups: 'groups',
  costCenter: 'cost_center',
  manager: 'manager',
} as const;
export const PROVIDER_SCOPES = ['email', 'profile'] as const;

type Context = Parameters<Parameters<Provider['use']>[0]>[0];

const HOUR = 3_600;
const PATH = '/sign-in';

interface ProviderOptions {
  personas: readonly Persona[];
  clientId: string;
  clientSecret: string;
  redirectUris: readonly string[];
  /** 0: any free port. */
  port: number;
}

/**
 * The demo's identity provider, on this machine only: a real one, so that the demo signs in as production does. It asks
 * for no password, but each time who one wants to be.
 */
export async function startProvider(
  options: ProviderOptions,
): Promise<{ issuer: string; stop(): Promise<void> }> {
  const server = createServer();
  await listen(server, options.port);
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(`http://${host}`, await configurationOf(options));
  provider.use((ctx, next) => answer(ctx, next, host, provider, options));
  server.on('request', provider.callback());
  return {
    issuer: provider.issuer,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Everything is said outright, also where the default would do: the library prints a warning for what is left open. */
async function configurationOf(options: ProviderOptions): Promise<Configuration> {
  const { clientId, clientSecret, redirectUris, personas } = options;
  return {
    adapter: memoryAdapter(),
    jwks: { keys: [await signingKey()] },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'RS256',
      },
    ],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'groups', 'cost_center', 'manager'],
    },
    // The claims are in the ID token itself, as with most companies' providers.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `${PATH}/${interaction.uid}` },
    // Nobody is asked whether the product may know who they are.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? clientId,
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope(String(ctx.oidc.params?.scope ?? 'openid'));
      await grant.save();
      return grant;
    },
    findAccount: (_ctx, id) => accountOf(personas.find((persona) => idOf(persona) === id)),
    expiresWithSession: () => false,
    clientBasedCORS: () => false,
    renderError: (ctx, out) => {
      const gone = out.error === 'invalid_request' && ctx.path.startsWith('/auth/');
      stopped(ctx, options, gone ? null : `${out.error}: ${out.error_description ?? ''}`);
    },
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      Grant: HOUR,
      IdToken: HOUR,
      Interaction: HOUR,
      Session: HOUR,
    },
  };
}

async function signingKey(): Promise<JsonWebKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return {
    ...privateKey.export({ format: 'jwk' }),
    use: 'sig',
    alg: 'RS256',
    kid: randomBytes(8).toString('hex'),
  };
}

/** The provider's key of a person: stays the same from one demo to the next, and says nothing. */
const idOf = ({ email }: Persona): string => createHash('sha256').update(email).digest('hex').slice(0, 16);

function accountOf(persona: Persona | undefined) {
  if (persona === undefined) return undefined;
  const { email, name, groups, costCenter, manager } = persona;
  const sub = idOf(persona);
  return {
    accountId: sub,
    claims: () => ({
      sub,
      email,
      email_verified: true,
      name,
      groups: [...groups],
      ...(costCenter === null ? {} : { cost_center: costCenter }),
      ...(manager === null ? {} : { manager }),
    }),
  };
}

/** The page of the choice, its style, and the choice itself; all else is the library's. */
async function answer(
  ctx: Context,
  next: () => Promise<void>,
  host: string,
  provider: Provider,
  options: ProviderOptions,
): Promise<void> {
  // Under another name some site might have pointed its own name here.
  if (ctx.get('host') !== host) {
    ctx.status = 421;
    return;
  }
  if (ctx.path === '/style.css') {
    ctx.type = 'css';
    ctx.body = STYLE;
    return;
  }
  const [, uid, choice] = new RegExp(`^${PATH}/([\\w-]+)(?:/(\\d+))?$`).exec(ctx.path) ?? [];
  if (uid === undefined) return next();
  const interaction = await provider.interactionDetails(ctx.req, ctx.res).catch(() => null);
  if (interaction?.uid !== uid) return stopped(ctx, options, null);
  if (ctx.method !== 'POST')
    return show(ctx, options, 200, choicePage(langOf(ctx), options.personas, `${PATH}/${uid}`));
  const persona = options.personas[Number(choice)];
  if (persona === undefined) return stopped(ctx, options, null);
  const login = { accountId: idOf(persona), remember: false };
  const to = await provider.interactionResult(
    ctx.req,
    ctx.res,
    { login },
    { mergeWithLastSubmission: false },
  );
  ctx.status = 303;
  ctx.redirect(to);
}

const stopped = (ctx: Context, options: ProviderOptions, reason: string | null): void =>
  show(ctx, options, 400, stoppedPage(langOf(ctx), reason, new URL(options.redirectUris[0] ?? '').origin));

function show(ctx: Context, { redirectUris }: ProviderOptions, status: number, body: string): void {
  // Browsers hold the address that a form leads to in the end against `form-action` as well.
  const targets = [...new Set(redirectUris.map((uri) => new URL(uri).origin))].join(' ');
  ctx.status = status;
  ctx.type = 'html';
  ctx.set({
    'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${targets}; base-uri 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  ctx.body = body;
}

const langOf = (ctx: Context): Lang => (ctx.acceptsLanguages('en', 'ja') === 'ja' ? 'ja' : 'en');
