import { existsSync } from 'node:fs';
import { type Context, openContext } from '../context.ts';
import { LedgerError } from '../core/errors.ts';
import type { Check } from './doctorAws.ts';
import { configOf, type LedgerOptions, mayWrite, surroundings } from './withContext.ts';

/** What `doctor` works with where the ledger cannot be opened, or not be written: it says so and looks at the rest. */

export interface Patient {
  context: Context;
  /** Why the ledger itself is not looked at; null where it is. */
  fault: Check | null;
  /** Requests to AWS that cost money are counted in the ledger: where it cannot be written, none is sent. */
  mayAsk: boolean;
}

/**
 * A ledger that is there is only looked at, and written by what AWS charges and by what was asked for: it is not brought
 * to another version.
 */
export async function openPatient(options: LedgerOptions, changes: boolean): Promise<Patient> {
  const config = configOf(options);
  const around = surroundings();
  const isNew = config.db === ':memory:' || !existsSync(config.db);
  if (isNew || changes) return { context: await openContext(config, around), fault: null, mayAsk: true };
  try {
    const looking = await openContext(config, { ...around, reading: true });
    if (!mayWrite(config.db)) return { context: looking, fault: null, mayAsk: false };
    looking.close();
    return { context: await openContext(config, around), fault: null, mayAsk: true };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const context = await openContext({ ...config, db: ':memory:' }, around);
    return { context, fault: faultOf(error), mayAsk: false };
  }
}

const ledgerFault = (found: string): Check => ({
  check: 'ledger file',
  state: 'failed',
  found,
  advice: 'mend that first: jobs, pages and alerts stand on it',
});
const faultOf = ({ message }: LedgerError): Check => ledgerFault(message);

/** Checks that read the ledger: a page of it that cannot be read ends these, and no others. */
export async function readable(what: string, work: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return [{ ...ledgerFault(error.message), check: what }];
  }
}

export const NOT_ASKED: Check = {
  check: 'AWS',
  state: 'warning',
  found: 'nothing was asked that costs money: the ledger, in which that is counted, cannot be written here',
  advice: 'run it as the user that the server runs as',
};
