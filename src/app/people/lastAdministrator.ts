import { LedgerError } from '../../core/errors.ts';
import {
  type Administering,
  administratorsIn,
  type Gone,
  leavesAdministrator,
  takesLastAdministrator,
} from '../../core/roles.ts';
import { signsIn } from '../../core/settings.ts';
import type { Asking } from '../asking.ts';
import { roleSettingsOf } from './roleSettings.ts';

/**
 * Nobody takes away the last administrator: asked inside the transaction of each change that people make, whatever it is
 * that takes them. A reading of IAM Identity Center is believed all the same: whoever has left the company must not stay
 * because of a role, and a sync that refuses would stand still for ever. `roles.administrators` and "bedrock-ledger people
 * grant" bring one back; `doctor` says when there is none.
 */

const NOBODY =
  'nobody could sign in as an administrator then, so nothing was changed. Give somebody else the role first (bedrock-ledger people grant administrator EMAIL), or name them in roles.administrators';
const NOBODY_BOUND =
  'nobody who administers would be bound to an account then, so nothing was changed. Let another administrator sign in first; whoever is at the server can bind another account (bedrock-ledger people bind EMAIL --subject …), or take this one away first (bedrock-ledger people unbind EMAIL --force)';

/** The last administrator who is bound stays so. */
export class NobodyBound extends LedgerError {
  override name = 'NobodyBound';
  constructor() {
    super('conflict', NOBODY_BOUND);
  }
}

/** By what it is decided who administers; null where nobody signs in, so that whoever is at the machine always does. */
export async function administeringNow(asking: Asking): Promise<Administering | null> {
  const { store, settings } = asking;
  if (!signsIn(settings)) return null;
  return {
    people: await store.people.list(),
    grants: await store.people.grants(),
    settings: await roleSettingsOf(asking),
  };
}

/**
 * Asked ahead of a change whose end is not known yet, such as one that is only rehearsed.
 * @param now who administers before the change
 * @throws LedgerError `conflict` where nobody could sign in as an administrator after it, and somebody could before
 */
export function mustLeaveAdministrator(now: Administering | null, gone: readonly Gone[]): void {
  if (now !== null && takesLastAdministrator(now, gone)) throw new LedgerError('conflict', NOBODY);
}

/**
 * Carries out a change within the caller's writing, and refuses it where it took the last administrator, by whatever it did:
 * a role, a departure, two people becoming one, a group that went with them.
 * @throws LedgerError `conflict`, by which all of the writing is undone
 */
export async function keepingAdministrator<T>(asking: Asking, work: () => Promise<T>): Promise<T> {
  const before = await administeringNow(asking);
  const done = await work();
  const after = await administeringNow(asking);
  if (before !== null && after !== null && leavesAdministrator(before, []) && !leavesAdministrator(after, []))
    throw new LedgerError('conflict', NOBODY);
  return done;
}

/**
 * The same for changes of who signs in with which account: of the administrators who are bound one stays bound, so that the
 * role does not wait for whoever comes next.
 * @throws NobodyBound unless it is forced
 */
export async function keepingBound<T>(asking: Asking, force: boolean, work: () => Promise<T>): Promise<T> {
  const before = await boundAdministrators(asking);
  const done = await work();
  if (!force && before.length > 0 && (await boundAdministrators(asking)).length === 0)
    throw new NobodyBound();
  return done;
}

async function boundAdministrators(asking: Asking): Promise<string[]> {
  const now = await administeringNow(asking);
  if (now === null) return [];
  const bound = new Set((await asking.store.bindings.list()).map(({ email }) => email));
  return administratorsIn(now).filter((email) => bound.has(email));
}
