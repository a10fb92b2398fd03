import { personIn } from '../../core/aliases.ts';
import type { Recipient } from '../../core/recipients.ts';
import { administratorsIn, financeIn, ownersIn } from '../../core/roles.ts';
import { type Directory, type Event, routes } from '../../core/routes.ts';
import type { Asking } from '../asking.ts';
import { roleSettingsOf } from '../people/roleSettings.ts';

/** Whom to tell, by what the ledger and the settings say now. */

/**
 * Decides whom each event is told to (`core/routes`). It reads the directory as a whole: asked for once a run, and only where
 * there is something to tell.
 */
export async function routing(
  asking: Pick<Asking, 'store' | 'settings' | 'now'>,
): Promise<(event: Event) => readonly Recipient[]> {
  const { notify, privacy } = asking.settings;
  const directory = await directoryOf(asking);
  return (event) => routes(event, { notify, privacy, directory, now: asking.now });
}

async function directoryOf(asking: Pick<Asking, 'store' | 'settings'>): Promise<Directory> {
  const { people: store, preferences } = asking.store;
  const people = await store.list();
  const administering = { people, grants: await store.grants(), settings: await roleSettingsOf(asking) };
  const byEmail = new Map(people.map((one) => [one.email, one]));
  const owners = ownersIn(administering);
  const chosen = new Map((await preferences.list()).map((one) => [one.email, one]));
  return {
    personOf: personIn(await store.aliases()),
    hasLeft: (email) => byEmail.get(email)?.active === false,
    isHere: (email) => byEmail.get(email)?.active === true,
    managerOf: (email) => byEmail.get(email)?.manager ?? null,
    costCenterOf: (email) => byEmail.get(email)?.costCenter ?? '',
    ownersOf: (costCenter) => (costCenter === '' ? [] : (owners.get(costCenter) ?? [])),
    finance: financeIn(administering),
    administrators: administratorsIn(administering),
    preferencesOf: (email) => chosen.get(email) ?? null,
  };
}
