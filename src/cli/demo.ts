import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { readConfig } from '../config.ts';
import { type Context, identify, openContext } from '../context.ts';
import type { Clock } from '../core/clock.ts';
import { money } from '../core/money.ts';
import { DEFAULT_JOBS, runSync } from '../jobs/sync.ts';
import { assertFree, untilStopped } from './lifetime.ts';
import { complain, say, withProgress } from './output.ts';
import { startServer } from './server.ts';
import { startSimulator, type WorldFlags } from './simulate.ts';
import { printReport } from './sync.ts';

/** Accounts of the simulated company: the one that pays, and those in which people work. */
const PAYER = '111122223333';
const WORKLOADS = ['222233334444', '333344445555'];
const REGIONS = ['us-east-1', 'us-west-2', 'ap-northeast-1'];
const COST_CENTER_BUDGETS: readonly (readonly [string, string])[] = [
  ['CC-1001 Platform', '3200'],
  ['CC-1002 Payments', '2400'],
  ['CC-1003 Mobile', '2600'],
  ['CC-1004 Data', '2000'],
  ['CC-1005 Search', '2800'],
  ['CC-3001 Research', '3000'],
  ['CC-4001 Tokyo', '4500'],
];

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

/** Settings of the demo: the simulated company, everything switched on, nothing of the caller's environment. */
function demoConfig(db: string, smtpUrl: string, port: number, days: number) {
  const base = readConfig({});
  const role = (accountId: string) => ({
    accountId,
    roleArn: `arn:aws:iam::${accountId}:role/bedrock-ledger-reader`,
    externalId: null,
  });
  return {
    ...base,
    db,
    port,
    simulated: true,
    payer: { accountId: PAYER, roleArn: null, externalId: null },
    accounts: WORKLOADS.map(role),
    regions: REGIONS,
    backfillDays: days,
    vending: { enabled: true },
    budgetsMirror: { enabled: true, subscribers: [] },
    notify: { ...base.notify, smtpUrl },
    publicUrl: port === 0 ? null : `http://localhost:${port}`,
  };
}

/** `bedrock-ledger demo`: simulated AWS → collect → dashboard, all on loopback. */
export async function demo(options: WorldFlags & { port: number; db?: string }): Promise<void> {
  const startedAtMs = Date.now();
  const clock: Clock = { now: () => Math.floor(startedAtMs + (Date.now() - startedAtMs) * options.speed) };
  say('Bedrock Ledger demo: a simulated AWS on this machine, nothing leaves it.');
  await assertFree(options.port);
  const simulator = await startSimulator(options, { epochMs: startedAtMs, startedAtMs });
  simulator.failed.catch((error: Error) => {
    complain(`bedrock-ledger: ${error.message}, and with it the demo`);
    process.exit(1);
  });
  /** Of this demo alone, and gone with it; null where the ledger is to be kept. */
  const folder = options.db === undefined ? mkdtempSync(join(tmpdir(), 'bedrock-ledger-demo-')) : null;
  const db = options.db ?? join(folder ?? '', 'ledger.db');
  const inbox: Mail[] = [];
  const mail = await mailSink(clock, inbox);
  useSimulator(simulator.url);
  const context = await openContext(demoConfig(db, mail.url, options.port, options.days), clock);
  try {
    await collectAndServe(options, await identify(context), db, inbox);
  } finally {
    context.close();
    mail.stop();
    await simulator.stop();
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

function useSimulator(url: string): void {
  // The SDK reads these as it would read real ones; they point at the simulator and at nothing else, whatever the
  // caller's environment and files in ~/.aws say.
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'AKIASIMULATED0000000',
    AWS_SECRET_ACCESS_KEY: 'simulated',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  });
}

async function collectAndServe(
  options: WorldFlags & { port: number; db?: string },
  context: Context,
  db: string,
  inbox: readonly Mail[],
): Promise<void> {
  const now = new Date(context.clock.now()).toISOString();
  if ((await context.store.budgets.list()).length === 0) {
    const centers = COST_CENTER_BUDGETS.map(([key, amount]) => ({
      scope: { kind: 'costCenter' as const, key },
      amount: money(amount),
    }));
    await context.store.budgets.setMany(
      [{ scope: { kind: 'userDefault' }, amount: money('300') }, ...centers],
      { ...context.actor, reason: 'demo' },
      now,
    );
  }
  say(
    `Collecting ${options.days} days of ${options.users} people into ${db}${options.db === undefined ? ' (it goes with the demo; keep it with --db FILE)' : ''}`,
  );
  const report = await withProgress(false, (progress) =>
    runSync({ ...context, progress }, [...DEFAULT_JOBS, 'budgets']),
  );
  printReport(report);
  const server = await startServer(context, {
    port: options.port,
    scheduler: Promise.resolve(context),
    inbox: () => inbox,
  });
  say();
  await untilStopped(server.url, server.stop);
}
