import { grantRole, readGrant, withdrawRole } from '../app/people/roles.ts';
import type { Grant } from '../core/access.ts';
import { Invalid, LedgerError } from '../core/errors.ts';
import type { HeldRole } from '../core/roles.ts';
import { unknownPerson } from './allowed.ts';
import { askingOf } from './asking.ts';
import { faultLines } from './faults.ts';
import { complain, printJson, say, UserError } from './output.ts';
import { type LedgerOptions, withLedger } from './withContext.ts';

/** `bedrock-ledger people grant` and `withdraw`, and roles in words. */

export const roleText = ({ role, costCenter }: HeldRole): string =>
  costCenter === '' ? role : `${role} ${costCenter}`;

export const origin = ({ by, group }: HeldRole): string =>
  ({
    name: 'by name',
    group: `by group ${group}`,
    settings: 'by roles.administrators',
    reports: 'has reports',
  })[by];

/** What was typed, once it is known that it can be read. */
function grantFrom(role: string, email: string, { costCenter = '', reason = '', unknown }: GrantOptions) {
  const typed = {
    role,
    costCenter,
    reason,
    ...(unknown ? { 'unknown.email': email, 'unknown.costCenter': costCenter } : {}),
  };
  try {
    return { typed, given: readGrant(email, typed).grant };
  } catch (error) {
    throw error instanceof Invalid ? new LedgerError('badRequest', grantFaults(error, role)) : error;
  }
}

/** What is wrong with a role, by the options that say it. */
function grantFaults({ faults }: Invalid, role: string): string {
  const words = faults.map((fault) => {
    if (fault.key === 'email') return `"${fault.value}" is no e-mail address`;
    if (fault.key === 'noCenter') return `--cost-center: ${role} is not about one cost center; leave it out`;
    if (fault.key === 'ownCenter') return '--cost-center: name the cost center that they shall own';
    return faultLines(new Invalid([fault]))[0];
  });
  return words.join('\n');
}

const grantText = ({ role, costCenter }: Grant): string =>
  costCenter === '' ? role : `${role} of ${costCenter}`;

interface GrantOptions extends LedgerOptions {
  json?: boolean;
  costCenter?: string;
  reason?: string;
  unknown?: boolean;
}

/** Whoever is not known may be given a role as well, where that is meant: it waits for them. */
const OF_WHOM = { strangers: true };

export async function grant(role: string, email: string, options: GrantOptions): Promise<void> {
  const { given, typed } = grantFrom(role, email, options);
  await withLedger(
    options,
    async (context) => {
      const { granted, known, alike } = await grantRole(askingOf(context), email, typed, OF_WHOM);
      const warning = known ? null : unknownPerson({ email, alike });
      if (options.json) return printJson({ ...given, granted, warning });
      say(
        `${email} ${granted ? 'now has' : 'has'} the role ${grantText(given)}${granted ? '' : ' already'}.`,
      );
      if (warning !== null)
        complain(`Warning: ${warning}. The role waits for whoever signs in with exactly this address.`);
    },
    { make: true },
  );
}

export async function withdraw(role: string, email: string, options: GrantOptions): Promise<void> {
  const { given, typed } = grantFrom(role, email, options);
  await withLedger(options, async (context) => {
    const { withdrawn, still } = await withdrawRole(askingOf(context), email, typed, OF_WHOM);
    const stillBy = still.map(origin);
    if (options.json) return printJson({ ...given, withdrawn: withdrawn !== null, stillBy });
    if (withdrawn === null)
      throw new UserError(`${email} does not have the role ${grantText(given)} by name; nothing changed`);
    say(
      stillBy.length === 0
        ? `${email} no longer has the role ${grantText(given)}.`
        : `${email} no longer has the role ${grantText(given)} by name, but still has it ${stillBy.join(', ')}.`,
    );
  });
}
