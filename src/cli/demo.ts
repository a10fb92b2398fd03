import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { newSecret } from '../app/credentials/secrets.ts';
import { readConfig } from '../config.ts';
import { awsOf, type Context, identify, openContext, sharedWaiting } from '../context.ts';
import type { Clock, Pace } from '../core/clock.ts';
import { href } from '../core/href.ts';
import { addDays, dayOf } from '../core/periods.ts';
import type { OthersSee } from '../core/privacy.ts';
import { callbackOf } from '../core/settings.ts';
import { type Chat, startChat } from '../demo/chat.ts';
import { PROVIDER_CLAIMS, PROVIDER_SCOPES, startProvider } from '../demo/provider.ts';
import { defaultJobs, runSync } from '../jobs/sync.ts';
import { clockAt } from '../systemClock.ts';
import { makeOwnFolder } from '../upkeep.ts';
import { askingOf } from './asking.ts';
import { setBudgets } from './demoBudgets.ts';
import {
  choiceLine,
  DEMO_GROUP_ROLES,
  type DemoPersona,
  demoPersonas,
  demoToken,
  nameOwners,
} from './demoPeople.ts';
import { showStops } from './demoStops.ts';
import { showVending } from './demoVending.ts';
import { freePort, unlessInterrupted, untilStopped } from './lifetime.ts';
import { logRun } from './log.ts';
import { complain, say, withProgress } from './output.ts';
import { log, type Running, startServer } from './server.ts';
import { startSimulator, type WorldFlags } from './simulate.ts';
import { sayHowToUse, useSimulator, writeSettings } from './simulatedCompany.ts';
import { printReport } from './sync.ts';
import { startWorker } from './worker.ts';
import type { WorkerData } from './workerMessages.ts';

/** Days that the example of a command asks for. */
const SHOWN_DAYS = 7;
interface Mail {
  at: string;
  to: string;
  subject: string;
  text: string;
}

/** A mail server on loopback that keeps what it is sent. */
async function mailSink(clock: Clock, inbox: Mail[]): Promise<{ url: string; stop(): void }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, callback) {
      simpleParser(stream).then(
        (mail) => {
          const to = Array.isArray(mail.to) ? mail.to.map((t) => t.text).join(', ') : (mail.to?.text ?? '');
          inbox.push({
            at: new Date(clock.now()).toISOString(),
            to,
            subject: mail.subject ?? '',
            text: mail.text ?? '',
          });
          callback();
        },
        (error: Error) => callback(error),
      );
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    stop: () => void server.close(),
  };
}

/**
 * Settings of the demo: the simulated company, everything switched on, nothing of the caller's environment. They are a
 * file, so that every command can work on the demo's ledger.
 */
function demoConfig(
  file: string,
  url: string,
  { mail, chat }: { mail: string; chat: string },
  signIn: { issuer: string; clientId: string; clientSecret: string },
  options: DemoOptions & { db: string },
) {
  const { db, port, days, approval = false, othersSee = 'days' } = options;
  const more = {
    db: resolve(db),
    port,
    backfillDays: days,
    // A tag that nobody has to give, so that forms show what one looks like.
    vending: {
      enabled: true,
      tags: [{ key: 'project', values: ['atlas', 'borealis'], required: false }],
      approval: { by: approval ? 'costCenterOwner' : 'nobody' },
    },
    budgets: { requests: { by: 'costCenterOwner' } },
    enforcement: { mode: 'on', graceAmount: 10 },
    // Profiles are made here alone, so that only whoever is stopped has a mark. The people of the demo take every route.
    policies: { selfService: false, geographies: options.oddities ? [...ROUTES, 'uk'] : ROUTES },
    privacy: { othersSee },
    // AWS Budgets shows what single people spend.
    budgetsMirror: { enabled: othersSee === 'days' },
    notify: { smtpUrl: mail, channels: [chatChannel(chat, othersSee)] },
    publicUrl: `http://localhost:${port}`,
    // Asked anew each time, so that one can be somebody else at once.
    signIn: { oidc: { ...signIn, scopes: [...PROVIDER_SCOPES], prompt: 'login' }, claims: PROVIDER_CLAIMS },
    roles: { groups: DEMO_GROUP_ROLES },
  };
  writeSettings(file, more, options.oddities);
  return readConfig({ AWS_ENDPOINT_URL: url }, file);
}

/** All that the models of its Regions have; oddities bring another. */
const ROUTES = ['in-region', 'apac', 'jp', 'us', 'global'];

/** A chat that many read shows figures of single people only where others may see them. */
const chatChannel = (url: string, othersSee: OthersSee) => ({
  name: 'alerts',
  kind: 'slack',
  url,
  people: othersSee === 'days',
});

type DemoOptions = WorldFlags & {
  port: number;
  db?: string;
  tokens?: boolean;
  approval?: boolean;
  othersSee?: OthersSee;
};

/** `bedrock-ledger demo`: simulated AWS → collect → dashboard, and whom one wants to be, all on loopback. */
export async function demo(given: DemoOptions): Promise<void> {
  const startedAtMs = Date.now();
  const pace: Pace = { epochMs: startedAtMs, startedAtMs, rate: given.speed };
  const clock = clockAt(pace);
  say('Bedrock Ledger demo: a simulated AWS on this machine, nothing leaves it.');
  // The identity provider leads back to the server's address, so both must be known before either is there.
  const options = { ...given, port: await freePort(given.port) };
  const simulator = await startSimulator({ ...options, stops: true }, { epochMs: startedAtMs, startedAtMs });
  simulator.failed.catch((error: Error) => {
    complain(`bedrock-ledger: ${error.message}, and with it the demo`);
    process.exit(1);
  });
  const files = demoFiles(options.db);
  const inbox: Mail[] = [];
  const mail = await mailSink(clock, inbox);
  useSimulator(simulator.url);
  const chat = await startChat({ ledger: `http://localhost:${options.port}`, now: () => clock.now() });
  const client = { clientId: 'bedrock-ledger', clientSecret: newSecret() };
  const providerPort = await freePort(0);
  const config = demoConfig(
    files.config,
    simulator.url,
    { mail: mail.url, chat: chat.webhook },
    { issuer: `http://127.0.0.1:${providerPort}`, ...client },
    { ...options, db: files.db },
  );
  const waiting = sharedWaiting();
  const context = await openContext(config, { clock, env: {}, courtesy: { waiting, givesWay: false } });
  let provider: { stop(): Promise<void> } | undefined;
  try {
    const { server, personas } = await unlessInterrupted(
      options.db === undefined
        ? 'ended before everything was collected; nothing is left behind'
        : `ended before everything was collected; what is in ${options.db} is whole, and the next start goes on from there`,
      async () => {
        const identified = await identify(context);
        await collect(options, identified, files.db);
        const personas = await demoPersonas(askingOf(identified));
        await nameOwners(askingOf(identified), personas);
        await showVending(askingOf(identified), awsOf(identified), personas);
        await showStops(identified, personas, options.days);
        provider = await startProvider({
          personas,
          ...client,
          redirectUris: [callbackOf(context.settings)],
          port: providerPort,
        });
        return { personas, server: await serveDemo(identified, { config, pace, waiting, inbox }) };
      },
    );
    const today = dayOf(clock.now());
    sayHowToUse(simulator.url, files.config, {
      start: addDays(today, -Math.min(options.days, SHOWN_DAYS)),
      endExclusive: addDays(today, 1),
    });
    await sayTokens(context, server.url, personas, options.tokens === true);
    sayChat(chat);
    say(choiceLine(personas));
    await untilStopped(server.url, server.stop);
  } finally {
    context.close();
    await provider?.stop();
    mail.stop();
    await chat.stop();
    await simulator.stop();
  }
}

/** Says where alerts can be seen to arrive. */
const sayChat = ({ url }: Chat): void =>
  say(`Alerts arrive in a chat, as in Slack, at ${url} (a test: the page Channels, as the administrator)`);

/** Says how a program asks the API: as the administrator, or with one token for each role. */
async function sayTokens(
  context: Context,
  url: string,
  personas: readonly DemoPersona[],
  all: boolean,
): Promise<void> {
  const some = all ? personas : personas.slice(-1);
  say(
    `The API, described at ${url}${href`/api`}${all ? ', with one token per role' : ' (one token per role: --tokens)'}:`,
  );
  for (const persona of some) {
    const whose = `# ${persona.key}, ${persona.email}`;
    const token = await demoToken(askingOf(context), persona);
    say(
      token === null
        ? `  ${whose}: has as many tokens as one may; revoke some at ${url}${href`/tokens`}`
        : `  export BEDROCK_LEDGER_URL=${url} BEDROCK_LEDGER_TOKEN=${token}  ${whose}`,
    );
  }
  say('  npx bedrock-ledger me');
  say('  curl -s -H "Authorization: Bearer $BEDROCK_LEDGER_TOKEN" $BEDROCK_LEDGER_URL/api/v1/me');
}

/**
 * Where the demo keeps its ledger and its settings: in a temporary folder, which goes with this process however it ends
 * short of being killed; or, of a ledger that is to be kept, beside it, of which only the settings go.
 */
function demoFiles(kept: string | undefined): { db: string; config: string } {
  const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'bedrock-ledger-demo-')) : null;
  const db = kept ?? join(folder ?? '', 'ledger.db');
  makeOwnFolder(dirname(resolve(db)));
  const config = resolve(`${db}.demo.yaml`);
  process.once('exit', () => rmSync(folder ?? config, { recursive: true, force: true }));
  return { db, config };
}

async function collect(options: DemoOptions, context: Context, db: string): Promise<void> {
  await setBudgets(context, options.days);
  say(
    `Collecting ${options.days} days of ${options.users} people into ${db}${options.db === undefined ? ' (it goes with the demo; keep it with --db FILE)' : ''}`,
  );
  const report = await withProgress(false, (progress) =>
    runSync({ ...context, progress }, [...defaultJobs(context.settings), 'budgets']),
  );
  printReport(report);
}

async function serveDemo(
  context: Context,
  {
    config,
    pace,
    waiting,
    inbox,
  }: Pick<WorkerData, 'config' | 'pace' | 'waiting'> & { inbox: readonly Mail[] },
): Promise<Pick<Running, 'url' | 'stop'>> {
  // People read this terminal: only what did not go well is told.
  log.level = process.env.LOG_LEVEL ?? 'warn';
  const data = { config, pace, waiting, aws: null, network: {}, schedule: true };
  const worker = startWorker(data, log, { onRun: (run) => logRun(log, run) });
  worker.identified.catch((error: unknown) => log.error({ err: error }, 'nothing is read from AWS'));
  const server = await startServer(
    { ...context, aws: async () => awsOf(context), env: {} },
    {
      port: config.port,
      trigger: worker.trigger,
      worker: () => ({ silentMs: worker.silentMs() }),
      inbox: () => inbox,
    },
  );
  say();
  return {
    url: server.url,
    async stop() {
      await Promise.all([worker.stop(), server.stop()]);
    },
  };
}
