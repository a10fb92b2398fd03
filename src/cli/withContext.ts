import { readConfig } from '../config.ts';
import { type Context, openContext } from '../context.ts';

/** Options of every command that touches the ledger. */
export interface LedgerOptions {
  db?: string;
  config?: string;
}

export function configOf(options: LedgerOptions): ReturnType<typeof readConfig> {
  const config = readConfig(process.env, options.config);
  return options.db === undefined ? config : { ...config, db: options.db };
}

/** Opens the ledger of the settings, does the work, closes it whatever happens. */
export async function withContext<T>(
  options: LedgerOptions,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const context = await openContext(configOf(options));
  try {
    return await work(context);
  } finally {
    context.close();
  }
}
