import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { recordDeed as record } from '../app/operations/recordDeed.ts';
import { readConfig } from '../config.ts';
import { type Context, type LedgerContext, openContext, openLedger, type Surroundings } from '../context.ts';
import type { AuditAction } from '../core/audit.ts';
import { askingOf } from './asking.ts';
import { currentIo } from './io.ts';
import { remark, UserError } from './output.ts';

/** Options of every command that touches the ledger. */
export interface LedgerOptions {
  db?: string;
  config?: string;
}

export function configOf(options: LedgerOptions): ReturnType<typeof readConfig> {
  const config = readConfig(currentIo().env, options.config);
  return options.db === undefined ? config : { ...config, db: options.db };
}

/** Opens everything that the settings name, does the work, closes it whatever happens. */
export async function withContext<T>(
  options: LedgerOptions,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  return closing(await openContext(configOf(options), surroundings()), work);
}

/**
 * The same without AWS, for commands that ask only the ledger. Those that only look make no new one where a name was
 * mistyped.
 * @throws UserError when there is no such file, unless told to `make` it
 */
export async function withLedger<T>(
  options: LedgerOptions,
  work: (context: LedgerContext) => Promise<T>,
  { make = false, backup = true } = {},
): Promise<T> {
  const config = configOf(options);
  if (!make && !existsSync(config.db))
    throw new UserError(
      `there is no ledger at ${resolve(config.db)}. Name another with --db, or collect one: bedrock-ledger sync`,
    );
  return closing(await openLedger(config, surroundings(backup)), work);
}

/** What surrounds the run; what a migration takes is said beside the output. */
export const surroundings = (backup = true): Surroundings => ({
  ...currentIo(),
  migrating: { backup, tell: remark },
});

/**
 * Keeps in the audit log what a command did that the ledger itself does not hold: a write to AWS, an export. `as` in
 * it: with whose eyes whoever is at the machine looked.
 */
export const recordDeed = (
  context: LedgerContext,
  action: AuditAction,
  subject: string,
  after: Readonly<Record<string, unknown>>,
): Promise<void> =>
  record(
    askingOf(context),
    action,
    subject,
    context.viewer.email === '' ? after : { ...after, as: context.viewer.email },
  );

async function closing<C extends LedgerContext, T>(context: C, work: (context: C) => Promise<T>): Promise<T> {
  try {
    return await work(context);
  } finally {
    context.close();
  }
}
