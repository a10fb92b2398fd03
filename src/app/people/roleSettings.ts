import type { RoleSettings } from '../../core/access.ts';
import type { Asking } from '../asking.ts';

/** What the settings say of roles, of people by their own address, whichever of theirs the settings name. */
export async function roleSettingsOf({
  store,
  settings,
}: Pick<Asking, 'store' | 'settings'>): Promise<RoleSettings> {
  const administrators = await Promise.all(
    settings.roles.administrators.map((address) => store.people.ownAddress(address)),
  );
  return { ...settings.roles, administrators };
}
