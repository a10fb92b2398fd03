import { type Whom, whomName } from '../../core/budgets.ts';
import type { Asking } from '../asking.ts';

/** Whom to write to about budgets: the person, the manager of a team, whoever owns a cost center by name. */

export interface Reach {
  /** '' where nobody is known. */
  address: string;
  /** '' where the directory has none. */
  name: string;
}
const NOBODY: Reach = { address: '', name: '' };

/** Of the rows that are shown. In the caller's reading. */
export async function reachesOf(
  { store }: Pick<Asking, 'store'>,
  all: readonly Whom[],
): Promise<(whom: Whom) => Reach> {
  const owners = new Map<string, string>();
  if (all.some(({ kind }) => kind === 'costCenter'))
    for (const { role, costCenter, email } of await store.people.grants())
      if (role === 'costCenterOwner' && !owners.has(costCenter)) owners.set(costCenter, email);
  const addressOf = ({ kind, key }: Whom): string => {
    if (kind === 'organisation') return '';
    return kind === 'costCenter' ? (owners.get(key) ?? '') : key;
  };
  const addresses = [...new Set(all.map(addressOf))].filter((one) => one !== '');
  const people = addresses.length === 0 ? [] : await store.people.some(addresses);
  const names = new Map(people.map(({ email, name }) => [email, name ?? '']));
  const found = new Map(
    all.map((whom) => [whomName(whom), { address: addressOf(whom), name: names.get(addressOf(whom)) ?? '' }]),
  );
  return (whom) => found.get(whomName(whom)) ?? NOBODY;
}
