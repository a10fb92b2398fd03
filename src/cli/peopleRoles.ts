import { GIVEN_ROLES, type GivenRole, type Grant } from '../core/access.ts';
import { isEmail } from '../core/people.ts';
import { type HeldRole, rolesOf } from '../core/roles.ts';
import type { Actor } from '../core/types.ts';
import { mustBeAllowed, unknownPerson } from './allowed.ts';
import { complain, printJson, say, UserError } from './output.ts';
import { type LedgerOptions, withLedger } from './withContext.ts';

/** `bedrock-ledger people grant` and `withdraw`, and roles in words. */

export const because = (actor: Actor, reason: string | undefined): Actor =>
  reason ? { ...actor, reason } : actor;

export const roleText = ({ role, costCenter }: HeldRole): string =>
  costCenter === '' ? role : `${role} ${costCenter}`;

export const origin = ({ by, group }: HeldRole): string =>
  ({
    name: 'by name',
    group: `by group ${group}`,
    settings: 'by roles.administrators',
    reports: 'has reports',
  })[by];

function grantFrom(role: string, email: string, costCenter: string | undefined): Grant {
  if (!isEmail(email) || /\p{Cc}/u.test(email) || email.length > 256)
    throw new UserError(`"${email}" is no e-mail address`, 'badRequest');
  const given = GIVEN_ROLES.find((one) => one === role) as GivenRole;
  if (given !== 'costCenterOwner' && costCenter !== undefined)
    throw new UserError(`--cost-center: ${given} is not about one cost center; leave it out`, 'badRequest');
  if (given === 'costCenterOwner' && !costCenter?.trim())
    throw new UserError('--cost-center: name the cost center that they shall own', 'badRequest');
  return { email, role: given, costCenter: costCenter?.trim() ?? '' };
}

const grantText = ({ role, costCenter }: Grant): string =>
  costCenter === '' ? role : `${role} of ${costCenter}`;

interface GrantOptions extends LedgerOptions {
  json?: boolean;
  costCenter?: string;
  reason?: string;
}

export async function grant(role: string, email: string, options: GrantOptions): Promise<void> {
  const given = grantFrom(role, email, options.costCenter);
  await withLedger(
    options,
    async (context) => {
      mustBeAllowed(context, 'change', { kind: 'directory' });
      const { store, actor, clock } = context;
      const known = (await store.people.get(email)) !== null;
      const warning = known ? null : unknownPerson(email, await store.people.list());
      const now = new Date(clock.now()).toISOString();
      const granted = await store.people.grant(given, because(actor, options.reason), now);
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
  const given = grantFrom(role, email, options.costCenter);
  await withLedger(options, async (context) => {
    mustBeAllowed(context, 'change', { kind: 'directory' });
    const { store, settings, actor, clock } = context;
    const now = new Date(clock.now()).toISOString();
    const withdrawn = await store.people.withdraw(given, because(actor, options.reason), now);
    const person = await store.people.details(email);
    const still =
      person === null ? [] : rolesOf(person.person, person.reports.length, person.grants, settings.roles);
    const other = still.filter((one) => one.role === given.role && one.costCenter === given.costCenter);
    if (options.json) return printJson({ ...given, withdrawn, stillBy: other.map(origin) });
    if (!withdrawn)
      throw new UserError(`${email} does not have the role ${grantText(given)} by name; nothing changed`);
    say(
      other.length === 0
        ? `${email} no longer has the role ${grantText(given)}.`
        : `${email} no longer has the role ${grantText(given)} by name, but still has it ${other.map(origin).join(', ')}.`,
    );
  });
}
