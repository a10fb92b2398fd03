import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { setTimeout as setTimer } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serve as listen, type ServerType } from '@hono/node-server';
import { PolicyReadings } from '../app/policies/readings.ts';
import { retireProfile } from '../app/profiles/retire.ts';
import { vendProfile } from '../app/profiles/vend.ts';
import type { Aws } from '../aws/types.ts';
import { signInOf } from '../context.ts';
import type { Viewer } from '../core/access.ts';
import { isLoopback, urlOf } from '../core/hosts.ts';
import type { Environment } from '../core/proxies.ts';
import { baseOf, type Settings } from '../core/settings.ts';
import { createApp } from '../server/app.tsx';
import type { Asset, ServerDeps } from '../server/deps.ts';
import { HTTP_OPTIONS } from '../server/http/httpOptions.ts';
import { portFault } from './lifetime.ts';
import { createLog } from './log.ts';
import { UserError } from './output.ts';

/** Reads one file of the pages; its path carries a hash of its content, so that it may be cached for ever. */
function asset(name: string, type: string): Asset {
  for (let dir = dirname(fileURLToPath(import.meta.url)); dir !== dirname(dir); dir = dirname(dir)) {
    const file = join(dir, 'src', 'ui', 'assets', name);
    if (!existsSync(file)) continue;
    const body = readFileSync(file, 'utf8');
    return {
      path: `/assets/${createHash('sha256').update(body).digest('hex').slice(0, 12)}${extname(name)}`,
      type,
      body,
    };
  }
  throw new UserError(`the file src/ui/assets/${name} is missing beside the program: install it anew`);
}

export const log = createLog();

export interface Running {
  url: string;
  stop(): Promise<void>;
}

/** Throws a UserError for an address that others can reach while nobody signs in: everybody there would see everything. */
export function refuseOpenHost({ host, signIn }: Pick<Settings, 'host' | 'signIn'>): void {
  if (signIn.oidc !== null || signIn.alb !== null) return;
  if (!isLoopback(host))
    throw new UserError(
      `host: "${host}" would show everything to everybody who reaches it. Without sign-in only 127.0.0.1 is possible: set "signIn" and "publicUrl" first.`,
    );
}

/** How long answers that are under way may take when the server ends, milliseconds: whoever reads slowly is cut off then. */
const ANSWERS_MS = 3_000;

/** Takes no further request, lets answers that are under way end, and cuts off what does not. */
export async function stopped(server: ServerType, answersMs = ANSWERS_MS): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  const late =
    'closeAllConnections' in server ? setTimer(() => server.closeAllConnections(), answersMs) : undefined;
  await closed;
  clearTimeout(late);
}

/** How long somebody waits for policies to be read; many requests a second are not let through. */
const patience = () => setTimeout(20_000, undefined, { ref: false });

/** What the server works with; AWS is asked only where profiles are vended and policies in force are read. */
type Serving = Pick<ServerDeps, 'store' | 'clock' | 'settings'> & {
  viewer: Viewer;
  aws: () => Promise<Aws>;
  /** Whose proxies and authorities count for sign-in; left out: this process's. */
  env?: Environment | undefined;
};

/**
 * Starts the server at the address that the settings name.
 * @param options.trigger starts jobs ahead of their time; null where no schedule runs
 */
export async function startServer(
  { settings, store, clock, viewer, aws, env }: Serving,
  options: { port: number; trigger: ServerDeps['actions']['trigger']; inbox?: ServerDeps['inbox'] },
): Promise<Running> {
  refuseOpenHost(settings);
  const onError = (error: unknown) => log.error({ err: error }, 'that did not work');
  const app = createApp({
    store,
    clock,
    settings,
    operator: viewer,
    signIn: await signInOf(settings.signIn, env === undefined ? {} : { env }),
    assets: {
      css: asset('style.css', 'text/css; charset=utf-8'),
      js: asset('app.js', 'text/javascript; charset=utf-8'),
    },
    actions: {
      trigger: options.trigger,
      createProfile: settings.vending.enabled
        ? async (asking, typed) => vendProfile(asking, await aws(), typed)
        : null,
      deleteProfile: settings.vending.enabled
        ? async (asking, arn, typed) => retireProfile(asking, await aws(), arn, typed)
        : null,
    },
    policies: new PolicyReadings(aws, patience, onError),
    inbox: options.inbox ?? null,
    onError,
  });
  const server = await new Promise<ServerType>((resolve, reject) => {
    const made = listen(
      { fetch: app.fetch, hostname: settings.host, port: options.port, serverOptions: HTTP_OPTIONS },
      () => resolve(made),
    );
    made.once('error', (error: NodeJS.ErrnoException) =>
      reject(portFault(error, options.port, settings.host)),
    );
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: urlOf(settings.host, port) + baseOf(settings),
    stop: () => stopped(server),
  };
}
