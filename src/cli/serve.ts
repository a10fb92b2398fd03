import { setTimeout as wait } from 'node:timers/promises';
import { type Context, identify, openContext, withPayer } from '../context.ts';
import { isError } from '../core/errors.ts';
import { untilStopped } from './lifetime.ts';
import { complain, say, UserError } from './output.ts';
import { log, refuseOpenHost, startServer } from './server.ts';
import { configOf, type LedgerOptions, surroundings } from './withContext.ts';

/** How often AWS is asked again whose credentials these are, real milliseconds. */
const ASK_AGAIN_MS = 60_000;

/** `bedrock-ledger serve`: the real thing. */
export async function serve(options: LedgerOptions & { port?: number; scheduler: boolean }): Promise<void> {
  const config = configOf(options);
  // Before the ledger is opened and perhaps migrated.
  refuseOpenHost(config);
  const opened = await openContext(config, surroundings());
  const { migration } = opened.store;
  if (migration.backup)
    say(`The ledger was brought to this version; before that it was copied to ${migration.backup}`);
  const { context, identified } = await identifyOrWait(opened);
  const server = await startServer(context, {
    port: options.port ?? config.port,
    scheduler: options.scheduler ? identified : null,
  });
  await untilStopped(server.url, async () => {
    await server.stop();
    context.close();
  });
}

/**
 * Whose ledger it is. Without AWS, the pages of a ledger that knows its payer are served all the same, and what is
 * stale is shown as such; nothing is read before AWS has said that the credentials are of that payer.
 * @throws whatever keeps a ledger that nobody owns yet from being filled
 */
async function identifyOrWait(opened: Context): Promise<{ context: Context; identified: Promise<Context> }> {
  try {
    const context = await identify(opened);
    return { context, identified: Promise.resolve(context) };
  } catch (error) {
    const known = await opened.store.identity.get();
    if (!isError(error, 'outside')) throw error;
    if (known === null)
      throw new UserError(
        `Not started: this ledger is empty, and AWS cannot be asked whose it is. ${error.passing !== null ? `${error.passing} Check the way to AWS (network, proxy, AWS_ENDPOINT_URL), then start it again.` : error.message}`,
      );
    await opened.store.identity.pin({ ...known, simulated: opened.settings.simulated });
    complain(`bedrock-ledger: ${error.message}`);
    complain('The pages show what was collected so far; AWS is asked again every minute.');
    return { context: withPayer(opened, known.payerAccountId), identified: identifiedLater(opened) };
  }
}

async function identifiedLater(opened: Context): Promise<Context> {
  for (;;) {
    await wait(ASK_AGAIN_MS, undefined, { ref: false });
    try {
      return await identify(opened);
    } catch (error) {
      log.error({ err: error }, 'nothing is read from AWS');
    }
  }
}
