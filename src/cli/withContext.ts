import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfig } from '../config.ts';
import { type Context, openContext } from '../context.ts';
import { UserError } from './output.ts';

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

/**
 * The same for commands that only look: they make no new ledger where a name was mistyped.
 * @throws UserError when there is no such file
 */
export async function withLedger<T>(
  options: LedgerOptions,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const { db } = configOf(options);
  if (!existsSync(db))
    throw new UserError(
      `there is no ledger at ${resolve(db)}. Name another with --db, or collect one: bedrock-ledger sync`,
    );
  return withContext(options, work);
}
