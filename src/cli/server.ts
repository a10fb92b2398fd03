import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as setTimer } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import { serve as listen, type ServerType } from '@hono/node-server';
import { makeApproved } from '../app/approvals/make.ts';
import type { Asking } from '../app/asking.ts';
import type { ChannelTools } from '../app/notify/channelTools.ts';
import { type Health, readHealth } from '../app/operations/health.ts';
import { SetupChecks } from '../app/operations/setupChecks.ts';
import { PolicyReadings } from '../app/policies/readings.ts';
import { retireProfile } from '../app/profiles/retire.ts';
import { vendProfile } from '../app/profiles/vend.ts';
import type { Aws } from '../aws/types.ts';
import { signInOf, slackAppsOf } from '../context.ts';
import type { Viewer } from '../core/access.ts';
import { isLoopback, urlOf } from '../core/hosts.ts';
import type { Environment } from '../core/proxies.ts';
import type { JobRun } from '../core/runs.ts';
import { baseOf, type Settings } from '../core/settings.ts';
import { createApp } from '../server/app.tsx';
import type { Metrics, ServerDeps } from '../server/deps.ts';
import { HTTP_OPTIONS } from '../server/http/httpOptions.ts';
import { numberAnswers } from '../server/http/requests.ts';
import { readAssets } from './assets.ts';
import { diskOf } from './disk.ts';
import { portFault } from './lifetime.ts';
import { createLog, serverLog } from './log.ts';
import { UserError } from './output.ts';

export const log = createLog();

export interface Running {
  url: string;
  /** Notes a run of a job that ended. */
  ran(run: JobRun): void;
  /** What is in trouble now. */
  health(): Promise<Health>;
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
/** How long AWS is waited for where the set-up is checked. */
const deadline = () => setTimeout(90_000, undefined, { ref: false });

/** What the server works with; AWS is asked only where profiles are vended and policies in force are read. */
type Serving = Pick<ServerDeps, 'store' | 'clock'> & {
  settings: Settings & { db?: string };
  viewer: Viewer;
  aws: () => Promise<Aws>;
  /** Whose proxies and authorities count for sign-in; left out: this process's. */
  env?: Environment | undefined;
};

/**
 * Starts the server at the address that the settings name.
 * @param options.trigger starts jobs ahead of their time; null where no schedule runs
 * @param options.worker how long the thread that works was not heard of; left out where no schedule runs
 */
export async function startServer(
  { settings, store, clock, viewer, aws, env }: Serving,
  options: Pick<ServerDeps, 'worker'> & {
    port: number;
    trigger: ServerDeps['actions']['trigger'];
    inbox?: ServerDeps['inbox'];
  },
): Promise<Running> {
  refuseOpenHost(settings);
  const { onError, onAnswer } = serverLog(log, () => clock.now());
  const ofHealth = { store, settings, clock, onError };
  const metrics = await metricsOf(ofHealth, options.worker);
  const app = createApp({
    ...(options.worker === undefined ? {} : { worker: options.worker }),
    ...(metrics === null ? {} : { metrics }),
    onAnswer(answer) {
      onAnswer(answer);
      metrics?.answered(answer);
    },
    store,
    clock,
    settings,
    operator: viewer,
    signIn: await signInOf(settings.signIn, env === undefined ? {} : { env }),
    slack: await slackAppsOf(settings, clock, env === undefined ? {} : { env }),
    assets: readAssets(),
    actions: {
      trigger: options.trigger,
      createProfile: settings.vending.enabled
        ? async (asking, typed) => vendProfile(asking, await aws(), typed)
        : null,
      ...(settings.vending.enabled && {
        makeApproved: async (asking: Asking, id: string) => makeApproved(asking, await aws(), id),
      }),
      deleteProfile: settings.vending.enabled
        ? async (asking, arn, typed) => retireProfile(asking, await aws(), arn, typed)
        : null,
    },
    quotaOf: async (place) => (await aws()).quotas.profileQuota(place),
    policies: new PolicyReadings(aws, patience, onError),
    setup: new SetupChecks(aws, { patience, deadline }, onError),
    channels: toolsLater({ settings, clock, aws }, env),
    inbox: options.inbox ?? null,
    onError,
  });
  const server = await new Promise<ServerType>((resolve, reject) => {
    const made = listen(
      { fetch: app.fetch, hostname: settings.host, port: options.port, serverOptions: HTTP_OPTIONS },
      () => resolve(made),
    );
    numberAnswers(made as Server);
    made.once('error', (error: NodeJS.ErrnoException) =>
      reject(portFault(error, options.port, settings.host)),
    );
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: urlOf(settings.host, port) + baseOf(settings),
    ran: (run) => metrics?.ran(run),
    health: () => readHealth({ store, settings, clock, worker: options.worker?.() ?? null }),
    stop: () => stopped(server),
  };
}

/** Loaded when a channel is first looked at. */
function toolsLater(
  of: Pick<Serving, 'settings' | 'clock' | 'aws'>,
  env: Serving['env'],
): () => Promise<ChannelTools> {
  let tools: Promise<ChannelTools> | null = null;
  return () => {
    tools ??= import('../channelTools.ts').then(({ channelToolsOf }) =>
      channelToolsOf(of, env === undefined ? {} : { env }),
    );
    return tools;
  };
}

/** Loaded only where it is switched on; null where it is not. */
async function metricsOf(
  watched: Pick<ServerDeps, 'store' | 'clock' | 'onError'> & Pick<Serving, 'settings'>,
  worker: ServerDeps['worker'],
): Promise<Metrics | null> {
  const { metrics, db } = watched.settings;
  if (metrics.token === null) return null;
  const { createMetrics } = await import('../server/operations/metrics.ts');
  const nothing = { ledgerBytes: null, logBytes: null, freeBytes: null };
  return createMetrics({ ...watched, worker, disk: async () => (db === undefined ? nothing : diskOf(db)) });
}
