import type { Asking } from '../app/asking.ts';
import { directoryState } from '../app/people/check.ts';
import { awsOf, type Context } from '../context.ts';
import { PEOPLE_SOURCES, type PeopleSource } from '../core/people.ts';
import { attempt, type Check, unasked } from './doctorAws.ts';
import { MENDS } from './doctorMends.ts';

/** Whether the directory of people is there, and spelled as the profiles' tags spell it. */

/** Addresses that are named one by one. */
const LISTED = 10;
const SOURCE: Readonly<Record<PeopleSource, string>> = {
  byHand: 'set by hand',
  file: 'a file',
  identityCenter: 'IAM Identity Center',
  signIn: 'sign-ins',
};

/** Whether IAM Identity Center can be read; free. Nothing where it is not set. */
export async function directoryPermission(context: Context): Promise<Check[]> {
  const { directory } = context.settings;
  if (directory === null) return [];
  const advice =
    'check directory.identityStoreId and directory.region, and allow identitystore:ListUsers, identitystore:ListGroups and identitystore:ListGroupMemberships to the role (see the IAM policy in the README)';
  return [
    await attempt(
      `IAM Identity Center ${directory.identityStoreId}`,
      advice,
      async () => {
        const { people, skipped } = await awsOf(context).directory.list(directory);
        return `${people.length} people${skipped.length === 0 ? '' : `, ${skipped.length} users or groups left out`}`;
      },
      MENDS.printService,
    ),
  ];
}

export async function directoryChecks(asking: Asking): Promise<Check[]> {
  const { settings } = asking;
  const { people, left, sources, alike, taggedOtherwise } = await directoryState(asking);
  const from = PEOPLE_SOURCES.filter((source) => sources.has(source)).map(
    (source) => `${SOURCE[source]} ${sources.get(source)}`,
  );
  const unread = settings.directory !== null && !sources.has('identityCenter');
  return [
    {
      check: 'directory of people',
      state: unread ? 'warning' : 'ok',
      found: people === 0 ? 'nobody' : `${people} people, ${left} of them left (${from.join(', ')})`,
      advice: unread ? MENDS.readPeople : '',
      ...(unread ? { mend: MENDS.readPeople } : {}),
    },
    people === 0
      ? unasked('addresses that differ only in case', 'nobody is in the directory')
      : {
          check: 'addresses that differ only in case',
          state: alike.length === 0 ? 'ok' : 'warning',
          found:
            alike.length === 0
              ? 'none'
              : alike
                  .slice(0, LISTED)
                  .map((some) => some.join(' / '))
                  .join('\n'),
          advice:
            alike.length === 0
              ? ''
              : `AWS takes each for two people${alike.length > LISTED ? ` (${alike.length - LISTED} more)` : ''}: spell the tag ${settings.tagKeys.user} of the profiles as the directory does; where both are one person, bedrock-ledger people alias add EMAIL ADDRESS brings their spend together`,
          ...(alike.length === 0 ? {} : { mend: MENDS.aliases }),
        },
    ...(taggedOtherwise.length === 0 ? [] : [tagged(taggedOtherwise, settings.tagKeys.user)]),
  ];
}

/** What is theirs here and somebody else's at AWS. */
const tagged = (found: readonly [own: string, address: string][], key: string): Check => ({
  check: 'profiles tagged with another address of their user',
  state: 'warning',
  found: found
    .slice(0, LISTED)
    .map(([own, address]) => `${address} of ${own}`)
    .join('\n'),
  advice: `AWS compares letter by letter${found.length > LISTED ? ` (${found.length - LISTED} more)` : ''}: whoever signs in there by their own address may not use these profiles where policies compare the tag ${key}; tag them with their own address`,
  mend: MENDS.profiles,
});
