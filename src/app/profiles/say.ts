import { TAG_VALUE } from '../../core/directory.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { mendingPlan } from '../../core/hygiene/mending.ts';
import { adoptionOf, tagged } from '../../core/hygiene/tagging.ts';
import type { HygieneFinding } from '../../core/hygiene/types.ts';
import { emailFault } from '../../core/people.ts';
import { tagsOf } from '../../core/provisioning/existing.ts';
import type { Proposal } from '../../core/provisioning/types.ts';
import type { Profile } from '../../core/types.ts';
import { furtherTags, tagField } from '../../core/vending/tags.ts';
import { type Asking, inOneReading, mustBeAllowed, NotThere } from '../asking.ts';
import { confirmedIn, mustBeKnown, type Named } from '../known.ts';
import { type Typed, tidied } from '../typed.ts';
import { hygieneFacts } from './hygieneFacts.ts';
import { findProfile } from './list.ts';

/** Where only somebody who knows can say what the tags of a profile are to be: whose it is, for example. */

/** The profile that is spoken of, for whoever may say it. @throws Forbidden, NotThere */
export const sayable = (asking: Asking, shortId: string): Promise<Profile> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'plan' });
    const profile = await findProfile(inside, shortId);
    if (profile.goneAt !== null) throw new NotThere('profile');
    return profile;
  });

/**
 * The plan that sets what was said, and completes what follows from it; nothing is kept yet.
 * @param typed `userEmail`, `costCenter`, `tag.KEY` of further tags; '' leaves it; `unknown.…` where a name is right all the same
 * @throws Forbidden, NotThere, Invalid
 */
export const sayingOf = (asking: Asking, shortId: string, untidy: Typed, title: string): Promise<Proposal> =>
  inOneReading(asking, async (inside) => {
    const profile = await sayable(inside, shortId);
    const typed = tidied(untidy);
    const { tagKeys, vending } = inside.settings;
    const said = await readSaid(inside, typed);
    const given: Record<string, string> = { ...said.tags };
    if (said.userEmail !== '') given[tagKeys.user] = said.userEmail;
    if (said.costCenter !== '') given[tagKeys.costCenter] = said.costCenter;
    if (Object.keys(given).length === 0)
      throw new Invalid([{ field: 'userEmail', key: 'sayNothing', value: '' }]);
    const facts = { ...(await hygieneFacts(inside)), vending };
    const person = facts.people.get(said.userEmail || (tagsOf(profile)[tagKeys.user] ?? '')) ?? null;
    const after = { ...profile, history: [{ from: '', tags: { ...tagsOf(profile), ...given } }] };
    const { set, remove } = adoptionOf(facts, after, {
      address: said.userEmail,
      own: said.userEmail,
      person,
    });
    const mend = tagged(inside.settings, profile, { ...set, ...given }, remove);
    return mendingPlan('adopt', title, [findingOf(profile, mend)]);
  });

const findingOf = (profile: Profile, mend: HygieneFinding['mend']): HygieneFinding => ({
  kind: 'notAdopted',
  profile,
  place: profile,
  user: '',
  costCenter: '',
  detail: {},
  about: profile.arn,
  mend,
});

async function readSaid(asking: Asking, typed: Typed) {
  const { userEmail = '', costCenter = '' } = typed;
  const faults: Fault[] = [];
  if (userEmail !== '' && emailFault(userEmail) !== null)
    faults.push({ field: 'userEmail', key: 'email', value: userEmail });
  else if (userEmail !== '' && !TAG_VALUE.test(userEmail))
    faults.push({ field: 'userEmail', key: 'noTag', value: userEmail });
  if (costCenter !== '' && !TAG_VALUE.test(costCenter))
    faults.push({ field: 'costCenter', key: 'costCenter', value: costCenter });
  // What is left empty stays as it is, so that nothing of it is missing.
  const rules = asking.settings.vending.tags.map((one) => ({ ...one, required: false }));
  const given = Object.fromEntries(rules.map(({ key }) => [key, typed[tagField(key)] ?? '']));
  const further = furtherTags(rules, given);
  faults.push(...further.faults);
  const own = await asking.store.people.ownAddress(userEmail);
  if (own !== userEmail) faults.push({ field: 'userEmail', key: 'spelling', value: userEmail, detail: own });
  if (faults.length > 0) throw new Invalid(faults);
  const named: Named[] = [
    { field: 'userEmail', kind: 'user', key: userEmail },
    { field: 'costCenter', kind: 'costCenter', key: costCenter },
  ];
  await mustBeKnown(
    asking,
    named.filter(({ key }) => key !== ''),
    confirmedIn(typed),
  );
  return { userEmail, costCenter, tags: further.tags };
}
