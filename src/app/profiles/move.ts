import { TAG_VALUE } from '../../core/directory.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { addressOn } from '../../core/estate.ts';
import { movePlan } from '../../core/hygiene/move.ts';
import { emailFault } from '../../core/people.ts';
import type { Proposal } from '../../core/provisioning/types.ts';
import type { Profile } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed, nowOf } from '../asking.ts';
import { confirmedIn, mustBeKnown } from '../known.ts';
import { type Typed, tidied } from '../typed.ts';

/** Somebody has another address or cost center: what of their profiles must change together, as one plan. */

/**
 * What changes; nothing is kept yet. Whoever the directory holds under another address than a profile's tag is planned to
 * that address; another one is named in `toAddress`, another cost center in `costCenter`.
 * @param email any address of theirs
 * @param typed `toAddress`, `costCenter`, and `unknown.costCenter` where that is right although it is not known
 * @throws Forbidden, Invalid
 */
export const moveOf = (
  asking: Asking,
  email: string,
  typed: Typed,
  titleOf: (who: string, to: string) => string,
): Promise<Proposal> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'plan' });
    const { toAddress, costCenter } = await readMove(inside, tidied(typed));
    const { store, settings } = inside;
    const { tagKeys, vending } = settings;
    const own = await store.people.ownAddress(email);
    const person = await store.people.get(own);
    if (toAddress !== null) await mustBeTheirs(inside, toAddress, own);
    const aliases = (await store.people.aliases(own)).map(({ alias }) => alias);
    const known = [...new Set([email, own, ...aliases])];
    const addresses = [...known, ...(await spelledLike(inside, known))];
    const tagged = new Map<string, Profile>();
    for (const user of new Set([own, ...addresses, ...(toAddress === null ? [] : [toAddress])]))
      for (const one of await store.profiles.list({ scope: 'all', tagKeys, user }, null))
        tagged.set(one.arn, one);
    const profiles = [...tagged.values()].filter(({ goneAt }) => goneAt === null);
    const isTagged = (address: string) => profiles.some((one) => addressOn(one, tagKeys) === address);
    const to = toAddress ?? (addresses.some((one) => one !== own && isTagged(one)) ? own : null);
    if (to === null && costCenter === null) throw invalid('toAddress', 'moveNothing', '');
    if (!addresses.some(isTagged)) throw invalid('email', 'moveNobody', email);
    return movePlan(
      {
        profiles,
        tagKeys,
        vending,
        catalogue: await store.profiles.catalogue(),
        going: await store.provisioning.going(),
        now: nowOf(inside),
      },
      {
        addresses: byUse(addresses, isTagged),
        to,
        costCenter,
        directoryCostCenter: person?.costCenter ?? '',
      },
      titleOf(email, [to, costCenter].filter((one) => one !== null).join(', ')),
    );
  });

/** Addresses of nobody else that profiles are tagged with and that differ from these by upper and lower case only. */
async function spelledLike({ store, settings }: Asking, addresses: readonly string[]): Promise<string[]> {
  const { tagKeys } = settings;
  const alike = new Set(addresses.map((one) => one.toLowerCase()));
  const found: string[] = [];
  for (const user of await store.profiles.users({ scope: 'all', tagKeys }))
    if (alike.has(user.toLowerCase()) && !addresses.includes(user) && (await store.people.get(user)) === null)
      found.push(user);
  return found;
}

/** Those that profiles are tagged with first: that is what the attribute says until now. */
const byUse = (addresses: readonly string[], isTagged: (address: string) => boolean): string[] => [
  ...addresses.filter(isTagged),
  ...addresses.filter((one) => !isTagged(one)),
];

async function readMove(
  asking: Asking,
  typed: Typed,
): Promise<{ toAddress: string | null; costCenter: string | null }> {
  const { toAddress = '', costCenter = '' } = typed;
  const faults: Fault[] = [];
  if (toAddress !== '' && emailFault(toAddress) !== null)
    faults.push({ field: 'toAddress', key: 'email', value: toAddress });
  else if (toAddress !== '' && !TAG_VALUE.test(toAddress))
    faults.push({ field: 'toAddress', key: 'noTag', value: toAddress });
  if (costCenter !== '' && !TAG_VALUE.test(costCenter))
    faults.push({ field: 'costCenter', key: 'costCenter', value: costCenter });
  if (faults.length > 0) throw new Invalid(faults);
  if (costCenter !== '')
    await mustBeKnown(
      asking,
      [{ field: 'costCenter', kind: 'costCenter', key: costCenter }],
      confirmedIn(typed),
    );
  return { toAddress: toAddress || null, costCenter: costCenter || null };
}

/** Profiles are never moved to somebody else, nor to an address that their sessions do not have. */
async function mustBeTheirs({ store }: Asking, to: string, own: string): Promise<void> {
  const whose = await store.people.get(to);
  if (whose === null || to === own) return;
  if (whose.email !== own)
    throw new Invalid([{ field: 'toAddress', key: 'moveTaken', value: to, detail: whose.email }]);
  throw new Invalid([{ field: 'toAddress', key: 'spelling', value: to, detail: own }]);
}

const invalid = (field: string, key: string, value: string): Invalid => new Invalid([{ field, key, value }]);
