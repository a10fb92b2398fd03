import { type Named, unknownSought } from '../app/known.ts';
import { eyesOf } from '../app/people/eyes.ts';
import { NotHere } from '../app/people/seen.ts';
import type { LedgerContext } from '../context.ts';
import type { Viewer } from '../core/access.ts';
import { LedgerError } from '../core/errors.ts';
import { askingOf } from './asking.ts';
import { soughtLine } from './faults.ts';
import { UserError } from './output.ts';
import { type LedgerOptions, withLedgerToRead } from './withContext.ts';

/** Whether whoever asks may, and with whose eyes they look. Who may what is decided in `core/access.ts` alone. */

/** Options of commands that only look. */
export interface LookingOptions extends LedgerOptions {
  /** With whose eyes: an e-mail address of the directory, letter by letter. */
  as?: string;
}

/**
 * Opens the ledger to look at it, with the eyes of whoever `--as` names. The actor stays who is at the machine.
 * @throws UserError when there is no ledger, nobody of that address, or they have left
 */
export const looking = <T>(
  options: LookingOptions,
  work: (context: LedgerContext) => Promise<T>,
): Promise<T> =>
  withLedgerToRead(options, async (context) =>
    work(options.as === undefined ? context : { ...context, viewer: await seenBy(options.as, context) }),
  );

const seenBy = (email: string, context: LedgerContext): Promise<Viewer> =>
  eyesOf(askingOf(context), email).catch((error: unknown) => {
    throw error instanceof NotHere
      ? new UserError(`--as: ${notHere(error, 'whoever has left sees nothing')}`)
      : error;
  });

/**
 * Asked where nothing was found, unless with the eyes of somebody who may not see it: that nothing here is called so is
 * something else than that there is nothing.
 * @param named options by their names, '' and undefined where they were not given
 * @throws LedgerError `badRequest` with who or what may be meant
 */
export async function refuseUnknown(
  context: LedgerContext,
  kinds: Readonly<Record<string, readonly [Named['kind'], string | undefined]>>,
): Promise<void> {
  const named = Object.entries(kinds).flatMap(([field, [kind, key]]) => (key ? [{ field, kind, key }] : []));
  const faults = named.length === 0 ? [] : await unknownSought(askingOf(context), named);
  if (faults.length > 0) throw new LedgerError('badRequest', faults.map(soughtLine).join('\n'));
}

/** Where nobody has this address: who may be meant. */
export const unknownPerson = ({ email, alike }: Pick<NotHere, 'email' | 'alike'>): string =>
  `the directory holds nobody with the e-mail ${email}${alike.length === 0 ? '' : `, but ${alike.join(' and ')}: upper and lower case count`}`;

/** Why somebody is nobody who is here: they have left, with what follows from it, are spelled in another way, or never came. */
export function notHere(nobody: NotHere, ifLeft: string): string {
  if (nobody.left) return `${nobody.email} has left, by the directory: ${ifLeft}`;
  const unknown = unknownPerson(nobody);
  return nobody.alike.length === 0
    ? `${unknown}. People come in when they sign in, or by "bedrock-ledger people import"`
    : unknown;
}
