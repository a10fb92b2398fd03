import { bindAccount, unbindAccounts, unbindIssuer } from '../app/credentials/bindings.ts';
import { NotHere } from '../app/people/seen.ts';
import type { Binding } from '../core/bindings.ts';
import { unknownPerson } from './allowed.ts';
import { askingOf } from './asking.ts';
import { complain, printJson, say, UserError } from './output.ts';
import { type LedgerOptions, withLedger } from './withContext.ts';

/** `bedrock-ledger people bind` and `people unbind`. */

interface Options extends LedgerOptions {
  json?: boolean;
  issuer?: string;
  subject?: string;
  everybody?: boolean;
  move?: boolean;
  force?: boolean;
  reason?: string;
}

/** Whoever is at the machine may bind somebody ahead of their first sign-in, and stands above the last administrator. */
const howOf = ({ force, move }: Options) => ({
  strangers: true,
  force: force === true,
  confirmed: move === true,
});

const known = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw error instanceof NotHere ? new UserError(unknownPerson(error)) : error;
  }
};

export async function bind(email: string, options: Options): Promise<void> {
  await withLedger(
    options,
    async (context) => {
      const { issuer = '', subject = '', reason = '' } = options;
      const typed = { issuer, subject, reason };
      const bound = await known(bindAccount(askingOf(context), email, typed, howOf(options)));
      if (bound.done === 'asked')
        throw new UserError(
          `${bound.from} signs in with this account. If it is that of ${email}, add --move; nothing was changed`,
        );
      const warning = bound.known ? null : unknownPerson({ email, alike: bound.alike });
      if (options.json) return printJson({ email, ...bound, warning });
      say(
        bound.done === 'already'
          ? `The account was bound to ${email} already; nothing changed.`
          : `The account is bound to ${email} now${bound.done === 'moved' ? `, and no longer to ${bound.from}` : ''}. Sessions of those concerned ended; tokens stay.`,
      );
      if (warning !== null) complain(`Warning: ${warning}. The account signs in as exactly this address.`);
    },
    { make: true },
  );
}

export async function unbind(email: string | undefined, options: Options): Promise<void> {
  const { issuer, subject, reason = '' } = options;
  if (email === undefined && (options.everybody !== true || issuer === undefined))
    throw new UserError(
      'Name whose account is to be taken away: an e-mail address, or --everybody --issuer URL for all accounts of an identity provider that is replaced',
    );
  await withLedger(options, async (context) => {
    const asking = askingOf(context);
    const typed = {
      reason,
      ...(issuer === undefined ? {} : { issuer }),
      ...(subject === undefined ? {} : { subject }),
    };
    const taken =
      email === undefined
        ? await unbindIssuer(asking, issuer ?? '', typed, howOf(options))
        : await known(unbindAccounts(asking, email, typed, howOf(options)));
    if (options.json) return printJson({ unbound: taken });
    if (taken.length === 0) throw new UserError('No such account is bound; nothing changed');
    for (const one of taken) say(`No longer bound: ${accountText(one)}`);
    say('Sessions ended; tokens stay. Whoever signs in next with the address is bound to it.');
  });
}

/** `ann@example.com signs in as 00u1 at https://login.example.com` */
export const accountText = ({ email, issuer, subject, address }: Binding): string =>
  `${email} signs in as ${subject} at ${issuer}${address === email ? '' : `, with the address ${address}`}`;
