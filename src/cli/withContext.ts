import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
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
  more: Pick<Surroundings, 'reading' | 'busyMs'> = {},
): Promise<T> {
  return closing(await openContext(configOf(options), { ...surroundings(), ...more }), work);
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
  if (!make) mustBeThere(config.db);
  return closing(await openLedger(config, surroundings(backup)), work);
}

/**
 * The same for commands that only look: no right to write is needed, and the ledger stays as it is.
 * @throws UserError when there is no such file
 */
export async function withLedgerToRead<T>(
  options: LedgerOptions,
  work: (context: LedgerContext) => Promise<T>,
): Promise<T> {
  const config = configOf(options);
  mustBeThere(config.db);
  return closing(await openToRead(config), work);
}

async function openToRead(config: ReturnType<typeof configOf>): Promise<LedgerContext> {
  const around = surroundings();
  const context = await openLedger(config, { ...around, reading: true });
  toWrite.set(context.store, () => openLedger(config, around));
  return context;
}

/** How a ledger that was opened for reading is opened for what has to be entered in its audit log. */
const toWrite = new WeakMap<object, () => Promise<LedgerContext>>();

function mustBeThere(db: string): void {
  if (!existsSync(db))
    throw new UserError(
      `there is no ledger at ${resolve(db)}. Name another with --db, or collect one: bedrock-ledger sync`,
    );
}

/** Whether whoever runs this may write the ledger. */
export function mayWrite(db: string): boolean {
  try {
    for (const path of [db, dirname(db)]) accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What surrounds the run; what a migration takes is said beside the output. */
export const surroundings = (backup = true): Surroundings => ({
  ...currentIo(),
  migrating: { backup, tell: remark },
});

/**
 * Keeps in the audit log what a command did that the ledger itself does not hold: a write to AWS, an export. `as` in
 * it: with whose eyes whoever is at the machine looked. Whoever may read the file and not write it has its content
 * anyway: then it is said that there is no entry.
 */
export async function recordDeed(
  context: LedgerContext,
  action: AuditAction,
  subject: string,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  const told = context.viewer.email === '' ? after : { ...after, as: context.viewer.email };
  const open = toWrite.get(context.store);
  if (open === undefined) return record(askingOf(context), action, subject, told);
  if (!mayWrite(context.db))
    return remark(`Not entered in the audit log, which may not be written here: ${action} ${subject}`);
  await closing(await open(), ({ store }) => record(askingOf({ ...context, store }), action, subject, told));
}

async function closing<C extends LedgerContext, T>(context: C, work: (context: C) => Promise<T>): Promise<T> {
  try {
    return await work(context);
  } finally {
    context.close();
  }
}
