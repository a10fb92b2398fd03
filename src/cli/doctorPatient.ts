import { existsSync } from 'node:fs';
import { type Context, openContext } from '../context.ts';
import { LedgerError } from '../core/errors.ts';
import type { Check } from './doctorAws.ts';
import { unreadable } from './doctorLedger.ts';
import { configOf, type LedgerOptions, mayWrite, surroundings } from './withContext.ts';

/** What `doctor` works with where the ledger cannot be opened, or not be written: it says so and looks at the rest. */

export interface Patient {
  context: Context;
  /** Why the ledger itself is not looked at; null where it is. */
  unread: Check | null;
  /** Requests to AWS that cost money are counted in the ledger: where it cannot be written, none is sent. */
  mayAsk: boolean;
}

/** Somebody waits at a terminal: what AWS has not answered by then, in whatever attempts, is a finding. */
const WAITED_FOR_MS = 30_000;

/**
 * A ledger that is there is only looked at, and written by what AWS charges and by what was asked for: it is not brought
 * to another version. An empty one in memory stands in for one that cannot be opened.
 */
export async function openPatient(options: LedgerOptions, changes: boolean): Promise<Patient> {
  const config = configOf(options);
  const given = surroundings();
  const around = { ...given, aws: { requestMs: WAITED_FOR_MS, ...given.aws } };
  const isNew = config.db === ':memory:' || !existsSync(config.db);
  try {
    if (isNew || changes) return { context: await openContext(config, around), unread: null, mayAsk: true };
    const looking = await openContext(config, { ...around, reading: true });
    if (!mayWrite(config.db)) return { context: looking, unread: null, mayAsk: false };
    looking.close();
    return { context: await openContext(config, around), unread: null, mayAsk: true };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const context = await openContext({ ...config, db: ':memory:' }, around);
    return { context, unread: unreadable(error), mayAsk: false };
  }
}
