import { GIVEN_ROLES, type Grant } from '../../core/access.ts';
import { Invalid } from '../../core/errors.ts';
import { emailFault, LONGEST, type Person } from '../../core/people.ts';
import { type HeldRole, rolesOf } from '../../core/roles.ts';
import { tidy } from '../../core/signs.ts';
import { type Asking, because, inOneReading, inOneWriting, mustBeAllowed, nowOf } from '../asking.ts';
import { confirmedIn, mustBeKnown, type Named } from '../known.ts';
import { readReason, reasonIn, type Typed, textFaults, tidied } from '../typed.ts';
import { keepingAdministrator } from './lastAdministrator.ts';
import { roleSettingsOf } from './roleSettings.ts';
import { mustChangePerson, NotHere, spelledLike } from './seen.ts';

/** Roles that are given by name, and taken away again. */

/**
 * @param typed `role`, `costCenter` (of owners only), `reason`
 * @throws Invalid with every fault at once
 */
export function readGrant(address: string, untidy: Typed): { grant: Grant; reason: string } {
  const email = tidy(address);
  const typed = tidied(untidy);
  const { costCenter = '' } = typed;
  const { reason, faults } = reasonIn(typed);
  const role = GIVEN_ROLES.find((one) => one === typed.role);
  if (emailFault(email) !== null) faults.push({ field: 'email', key: 'email', value: email });
  if (role === undefined) faults.push({ field: 'role', key: 'role', value: typed.role ?? '' });
  const wrong = textFaults('costCenter', costCenter, { most: LONGEST, tooLong: 'costCenter' });
  if (wrong.length === 0 && role === 'costCenterOwner' && costCenter === '')
    wrong.push({ field: 'costCenter', key: 'ownCenter' });
  if (wrong.length === 0 && role !== undefined && role !== 'costCenterOwner' && costCenter !== '')
    wrong.push({ field: 'costCenter', key: 'noCenter', value: costCenter });
  faults.push(...wrong);
  if (role === undefined || faults.length > 0) throw new Invalid(faults);
  return { grant: { email, role, costCenter }, reason };
}

/** Whether a role may be given to, or taken from, somebody whom the directory does not hold. */
interface OfWhom {
  strangers: boolean;
}

interface Granted {
  grant: Grant;
  /** false: they had it already. */
  granted: boolean;
  /** Whether the directory holds them. */
  known: boolean;
  /** Who is written so but for upper and lower case; of whom is not known only. */
  alike: string[];
}

const namedIn = ({ email, costCenter }: Grant): Named[] => [
  { field: 'email', kind: 'user', key: email },
  ...(costCenter === '' ? [] : [{ field: 'costCenter', kind: 'costCenter' as const, key: costCenter }]),
];

/** Where strangers are meant as well, whether somebody is known decides nothing, and a refusal does not tell it. */
const mustChangeRoles = (asking: Asking, email: string, { strangers }: OfWhom): Promise<void> =>
  inOneReading(asking, async (inside) => {
    if (strangers) mustBeAllowed(inside, 'change', { kind: 'directory' });
    else await mustChangePerson(inside, email);
  });

/**
 * @param typed as for `readGrant`, and `unknown.email`, `unknown.costCenter` where these are right although they are not known
 * @throws NotHere, Forbidden, Invalid
 */
export async function grantRole(
  asking: Asking,
  address: string,
  typed: Typed,
  whom: OfWhom,
): Promise<Granted> {
  const email = tidy(address);
  await mustChangeRoles(asking, email, whom);
  return inOneWriting(asking, async (inside) => {
    const { people } = inside.store;
    const known = (await people.get(email)) !== null;
    if (!known && !whom.strangers) throw new NotHere(inside, email, await people.list());
    const { grant, reason } = readGrant(email, typed);
    await mustBeKnown(inside, namedIn(grant), confirmedIn(typed));
    const granted = await people.grant(grant, because(inside, reason), nowOf(inside));
    return {
      grant,
      granted,
      known,
      alike: known ? [] : spelledLike(inside, email, await people.list()),
    };
  });
}

/**
 * Somebody with the role by name that `typed` speaks of; null where they do not have it.
 * @throws NotHere, Forbidden
 */
export const withdrawable = (
  asking: Asking,
  email: string,
  typed: Typed,
): Promise<{ person: Person; grant: Grant | null }> =>
  inOneReading(asking, async (inside) => {
    await mustChangePerson(inside, email);
    const person = await inside.store.people.get(email);
    if (person === null) throw new NotHere(inside, email, await inside.store.people.list());
    return { person, grant: await grantIn(inside, email, typed) };
  });

async function grantIn(
  { store }: Asking,
  address: string,
  { role, costCenter = '' }: Typed,
): Promise<Grant | null> {
  const email = await store.people.ownAddress(address);
  const found = (await store.people.grants([email])).find(
    (one) => one.role === role && one.costCenter === costCenter,
  );
  return found === undefined ? null : { email, role: found.role, costCenter };
}

interface Withdrawn {
  /** null: they do not have it by name, and nothing was changed. */
  withdrawn: Grant | null;
  /** Through what they have the same role still. */
  still: HeldRole[];
}

/**
 * Takes a role away that somebody has by name. Sent twice it is still gone, which is what was wanted.
 * @throws NotHere, Forbidden, Invalid; LedgerError `conflict` where it is the last administrator's
 */
export async function withdrawRole(
  asking: Asking,
  email: string,
  typed: Typed,
  whom: OfWhom,
): Promise<Withdrawn> {
  await mustChangeRoles(asking, email, whom);
  return inOneWriting(asking, async (inside) => {
    const { people } = inside.store;
    if (!whom.strangers && (await people.get(email)) === null)
      throw new NotHere(inside, email, await people.list());
    const grant = await grantIn(inside, email, typed);
    if (grant !== null) {
      const reason = readReason(typed);
      await keepingAdministrator(inside, () =>
        people.withdraw(grant, because(inside, reason), nowOf(inside)),
      );
    }
    return { withdrawn: grant, still: await stillHeld(inside, email, typed) };
  });
}

async function stillHeld(
  asking: Asking,
  email: string,
  { role, costCenter = '' }: Typed,
): Promise<HeldRole[]> {
  const found = await asking.store.people.details(email);
  if (found === null) return [];
  return rolesOf(found.person, found.reports.length, found.grants, await roleSettingsOf(asking)).filter(
    (one) => one.role === role && one.costCenter === costCenter,
  );
}
