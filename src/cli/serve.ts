import { identify, openContext } from '../context.ts';
import { untilStopped } from './lifetime.ts';
import { say, UserError } from './output.ts';
import { startServer } from './server.ts';
import { configOf, type LedgerOptions } from './withContext.ts';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** `bedrock-ledger serve`: the real thing. */
export async function serve(options: LedgerOptions & { port?: number; scheduler: boolean }): Promise<void> {
  const config = configOf(options);
  if (!LOOPBACK.includes(config.host))
    throw new UserError(
      `host: "${config.host}" would show everything to everybody who reaches it. Without sign-in only 127.0.0.1 is possible; put a proxy that signs in before it.`,
    );
  const context = await identify(await openContext(config));
  const { migration } = context.store;
  if (migration.backup)
    say(`The ledger was brought to this version; before that it was copied to ${migration.backup}`);
  const server = await startServer(context, {
    port: options.port ?? config.port,
    scheduler: options.scheduler,
  });
  say(`ready ${server.url}`);
  await untilStopped(async () => {
    await server.stop();
    context.close();
  });
}
