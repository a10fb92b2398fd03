import { setTimeout } from 'node:timers/promises';
import { awsLater, type LedgerContext, openLedger, sharedWaiting, withPayer } from '../context.ts';
import { isError } from '../core/errors.ts';
import { WORKER_SILENT_MS } from '../core/health.ts';
import { networkOf } from '../outward/environment.ts';
import { unlessInterrupted, untilStopped } from './lifetime.ts';
import { logRun } from './log.ts';
import { complain, say, UserError } from './output.ts';
import { log, type Running, refuseOpenHost, startServer } from './server.ts';
import { serviceManager } from './serviceManager.ts';
import { watchTroubles } from './troubles.ts';
import { configOf, type LedgerOptions, surroundings } from './withContext.ts';
import { startWorker, type Worker } from './worker.ts';

/** How long AWS may take at a start before the server counts as ready without it, milliseconds. */
const ANSWER_MS = 15_000;

type Options = LedgerOptions & { port?: number; scheduler: boolean };

/** `bedrock-ledger serve`: the real thing. */
export async function serve(options: Options): Promise<void> {
  const config = configOf(options);
  // Before the ledger is opened and perhaps migrated.
  refuseOpenHost(config);
  const io = surroundings();
  const waiting = sharedWaiting();
  const ledger = await openLedger(config, { ...io, courtesy: { waiting, givesWay: false } });
  const { migration } = ledger.store;
  if (migration.backup)
    say(`The ledger was brought to this version; before that it was copied to ${migration.backup}`);
  let worker: Worker | null = null;
  let server: Running | null = null;
  let troubles: ReturnType<typeof watchTroubles> | null = null;
  const manager = serviceManager(process.env, log);
  const stop = async () => {
    troubles?.stop();
    await Promise.all([worker?.stop(), server?.stop(), manager?.stopping()]);
    ledger.close();
  };
  const work = (): Worker =>
    startWorker(
      {
        config,
        pace: null,
        aws: io.aws ?? null,
        network: networkOf(io.env ?? process.env),
        waiting,
        schedule: options.scheduler,
      },
      log,
      {
        onRun(run) {
          logRun(log, run);
          server?.ran(run);
        },
      },
    );
  const ofWorker = () => ({ silentMs: worker?.silentMs() ?? 0 });
  const begin = async (): Promise<Running> => {
    const known = await payerOf(ledger);
    // An empty ledger is nobody's yet: there is nothing to show before AWS has said whose it is.
    if (known === null) worker = work();
    const payer = known ?? (await worker?.identified.catch(refuseEmpty)) ?? '';
    server = await startServer(
      { ...withPayer(ledger, payer), aws: awsLater(config, io, ledger), env: io.env },
      {
        port: options.port ?? config.port,
        trigger: options.scheduler ? (jobs) => worker?.trigger(jobs) : null,
        ...(options.scheduler ? { worker: ofWorker } : {}),
      },
    );
    worker ??= work();
    troubles = watchTroubles(server.health, log, manager?.status);
    await manager?.ready();
    void troubles.look();
    manager?.watch(() => !options.scheduler || ofWorker().silentMs <= WORKER_SILENT_MS);
    await answered(worker);
    if ((await ledger.store.spend.range()) === null)
      say(`Nothing has been collected yet: ${server.url}/setup says what is missing and how far it is.`);
    return server;
  };
  let running: Running;
  try {
    running = await unlessInterrupted('ended before it was ready; the ledger is whole', begin);
  } catch (error) {
    await stop();
    throw error;
  }
  await untilStopped(running.url, stop);
}

/**
 * Whose ledger it is, as far as it says so itself; null where nobody owns it yet. Its pages can be looked at without AWS;
 * nothing is read before AWS has said that the credentials are of that payer.
 * @throws IdentityMismatch when the settings name another payer, or it belongs to another world
 */
async function payerOf({ store, settings }: LedgerContext): Promise<string | null> {
  const known = await store.identity.get();
  if (known === null) return null;
  const { payer, simulated } = settings;
  await store.identity.pin({ payerAccountId: payer.accountId ?? known.payerAccountId, simulated });
  return known.payerAccountId;
}

function refuseEmpty(error: unknown): never {
  if (!isError(error, 'outside')) throw error;
  throw new UserError(
    `Not started: this ledger is empty, and AWS cannot be asked whose it is. ${error.passing !== null ? `${error.passing} Check the way to AWS (network, proxy, AWS_ENDPOINT_URL), then start it again.` : error.message} "bedrock-ledger doctor" says what else is missing.`,
  );
}

/**
 * Waits for AWS to say whose credentials these are, as long as somebody waits for a start; what comes of it later is logged.
 * @throws whatever is not mended by waiting for AWS
 */
async function answered({ identified }: Worker): Promise<void> {
  let isLate = false;
  const asked = identified.then(
    () => undefined,
    (error: unknown) => {
      if (isLate) log.error({ err: error }, 'nothing is read from AWS');
      else tellUnreached(error);
    },
  );
  const late = setTimeout(ANSWER_MS, 'late', { ref: false });
  if ((await Promise.race([asked, late])) !== 'late') return;
  isLate = true;
  complain(
    `AWS does not answer whose credentials these are: it is waited for, and asked again every minute. The pages show what was collected so far.`,
  );
}

/** @throws whatever is not mended by waiting for AWS */
function tellUnreached(error: unknown): void {
  if (!isError(error, 'outside')) throw error;
  complain(`bedrock-ledger: ${error.message}`);
  complain('The pages show what was collected so far; AWS is asked again every minute.');
}
