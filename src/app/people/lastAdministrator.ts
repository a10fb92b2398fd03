import { LedgerError } from '../../core/errors.ts';
import { type Administering, type Gone, takesLastAdministrator } from '../../core/roles.ts';
import { signsIn } from '../../core/settings.ts';
import type { Asking } from '../asking.ts';
import { roleSettingsOf } from './roleSettings.ts';

/**
 * Nobody takes away the last administrator: asked inside the transaction of each change that people make. A reading of
 * IAM Identity Center is believed all the same: whoever has left the company must not stay because of a role, and a sync
 * that refuses would stand still for ever. `roles.administrators` and "bedrock-ledger people grant" bring one back;
 * `doctor` says when there is none.
 */

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
 * @param now who administers before the change
 * @throws LedgerError `conflict` where nobody could sign in as an administrator after it, and somebody could before
 */
export function mustLeaveAdministrator(now: Administering | null, gone: readonly Gone[]): void {
  if (now !== null && takesLastAdministrator(now, gone))
    throw new LedgerError(
      'conflict',
      'nobody could sign in as an administrator then, so nothing was changed. Give somebody else the role first (bedrock-ledger people grant administrator EMAIL), or name them in roles.administrators',
    );
}
