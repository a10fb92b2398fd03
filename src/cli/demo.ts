import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { readConfig } from '../config.ts';
import { type Context, identify, openContext } from '../context.ts';
import type { Clock } from '../core/clock.ts';
import { money } from '../core/money.ts';
import { addDays, DAY_MS, dayOf } from '../core/periods.ts';
import { DEFAULT_JOBS, runSync } from '../jobs/sync.ts';
import { assertFree, unlessInterrupted, untilStopped } from './lifetime.ts';
import { complain, say, withProgress } from './output.ts';
import { type Running, startServer } from './server.ts';
import { startSimulator, type WorldFlags } from './simulate.ts';
import { sayHowToUse, useSimulator, writeSettings } from './simulatedCompany.ts';
import { printReport } from './sync.ts';

/** Days that the example of a command asks for. */
const SHOWN_DAYS = 7;
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

/**
 * Settings of the demo: the simulated company, everything switched on, nothing of the caller's environment. They are a
 * file, so that every command can work on the demo's ledger.
 */
function demoConfig(file: string, url: string, mail: string, options: DemoOptions & { db: string }) {
  const { db, port, days } = options;
  writeSettings(file, {
    db: resolve(db),
    port,
    backfillDays: days,
    vending: { enabled: true },
    budgetsMirror: { enabled: true },
    notify: { smtpUrl: mail },
    ...(port === 0 ? {} : { publicUrl: `http://localhost:${port}` }),
  });
  return readConfig({ AWS_ENDPOINT_URL: url }, file);
}

type DemoOptions = WorldFlags & { port: number; db?: string };

/** `bedrock-ledger demo`: simulated AWS → collect → dashboard, all on loopback. */
export async function demo(options: DemoOptions): Promise<void> {
  const startedAtMs = Date.now();
  const clock: Clock = { now: () => Math.floor(startedAtMs + (Date.now() - startedAtMs) * options.speed) };
  say('Bedrock Ledger demo: a simulated AWS on this machine, nothing leaves it.');
  await assertFree(options.port);
  const simulator = await startSimulator(options, { epochMs: startedAtMs, startedAtMs });
  simulator.failed.catch((error: Error) => {
    complain(`bedrock-ledger: ${error.message}, and with it the demo`);
    process.exit(1);
  });
  const files = demoFiles(options.db);
  const inbox: Mail[] = [];
  const mail = await mailSink(clock, inbox);
  useSimulator(simulator.url);
  const context = await openContext(
    demoConfig(files.config, simulator.url, mail.url, { ...options, db: files.db }),
    clock,
  );
  try {
    const server = await unlessInterrupted(
      options.db === undefined
        ? 'ended before everything was collected; nothing is left behind'
        : `ended before everything was collected; what is in ${options.db} is whole, and the next start goes on from there`,
      async () => collectAndServe(options, await identify(context), files.db, inbox),
    );
    const today = dayOf(clock.now());
    sayHowToUse(simulator.url, files.config, {
      start: addDays(today, -Math.min(options.days, SHOWN_DAYS)),
      endExclusive: addDays(today, 1),
    });
    await untilStopped(server.url, server.stop);
  } finally {
    context.close();
    mail.stop();
    await simulator.stop();
  }
}

/**
 * Where the demo keeps its ledger and its settings: in a temporary folder, which goes with this process however it ends
 * short of being killed; or, of a ledger that is to be kept, beside it, of which only the settings go.
 */
function demoFiles(kept: string | undefined): { db: string; config: string } {
  const folder = kept === undefined ? mkdtempSync(join(tmpdir(), 'bedrock-ledger-demo-')) : null;
  const db = kept ?? join(folder ?? '', 'ledger.db');
  const config = resolve(`${db}.demo.yaml`);
  process.once('exit', () => rmSync(folder ?? config, { recursive: true, force: true }));
  return { db, config };
}

async function collectAndServe(
  options: DemoOptions,
  context: Context,
  db: string,
  inbox: readonly Mail[],
): Promise<Running> {
  if ((await context.store.budgets.list()).length === 0) {
    // Since before its history begins, so that past months have had them too.
    const since = new Date(context.clock.now() - options.days * DAY_MS).toISOString();
    const centers = COST_CENTER_BUDGETS.map(([key, amount]) => ({
      scope: { kind: 'costCenter' as const, key },
      amount: money(amount),
    }));
    await context.store.budgets.setMany(
      [{ scope: { kind: 'userDefault' }, amount: money('300') }, ...centers],
      { ...context.actor, reason: 'demo' },
      since,
    );
  }
  say(
    `Collecting ${options.days} days of ${options.users} people into ${db}${options.db === undefined ? ' (it goes with the demo; keep it with --db FILE)' : ''}`,
  );
  const report = await withProgress(false, (progress) =>
    runSync({ ...context, progress }, [...DEFAULT_JOBS, 'budgets']),
  );
  printReport(report);
  const server = startServer(context, {
    port: options.port,
    scheduler: Promise.resolve(context),
    inbox: () => inbox,
  });
  say();
  return server;
}
