import { ANY_INVOKE, INVOKE } from './actions.ts';
import { inOwnAccount, MANAGED_BY, OURS, type PolicyChoices, profileArns } from './choices.ts';
import { type Deny, ownTag, type PrintedStatement, principalTag, resourceTag, SOMETHING } from './printed.ts';

/**
 * Profiles that several people share: charged to a cost center, and to a project where the settings say so, and without a name.
 * People call those whose tags are their own. A profile that merely lost its name is none: only what this product made is
 * shared, and nobody else gives that mark or takes it off.
 */

/** The tags that must be the caller's own; none where nothing is shared. */
const sharedKeys = ({ shared, tagKeys }: PolicyChoices): string[] =>
  shared === undefined ? [] : [...new Set([tagKeys.costCenter, ...shared])];

/** For people: beside their own profiles, those that they share. */
export function sharedStatements(choices: PolicyChoices): PrintedStatement[] {
  const keys = sharedKeys(choices);
  if (keys.length === 0) return [];
  return [
    {
      Sid: 'InvokeSharedProfiles',
      Effect: 'Allow',
      Action: [...INVOKE],
      Resource: profileArns(choices),
      Condition: {
        StringEquals: {
          ...Object.fromEntries(keys.map((key) => [resourceTag(key), ownTag(key)])),
          [resourceTag(MANAGED_BY)]: OURS,
          ...inOwnAccount(choices),
        },
        // An empty tag equals an empty tag.
        StringLike: Object.fromEntries(keys.map((key) => [principalTag(key), SOMETHING])),
        Null: { [resourceTag(choices.tagKeys.user)]: 'true' },
      },
    },
  ];
}

/** Of a profile that has a name: where none is shared, one without a name is none of theirs either. */
export const named = (choices: PolicyChoices): Readonly<Record<string, string>> | null =>
  sharedKeys(choices).length === 0 ? null : { [resourceTag(choices.tagKeys.user)]: 'false' };

/** What is denied of profiles without a name: all but those that are shared by whoever calls. */
export function guardOfShared(
  choices: PolicyChoices,
  deny: Deny,
  profiles: Pick<PrintedStatement, 'Resource'>,
): PrintedStatement[] {
  const keys = sharedKeys(choices);
  if (keys.length === 0) return [];
  const nameless = { Null: { [resourceTag(choices.tagKeys.user)]: 'true' } };
  const other = (Sid: string, key: string, value: string) =>
    deny(Sid, [ANY_INVOKE], profiles, { ...nameless, StringNotEquals: { [resourceTag(key)]: value } });
  return [
    other('DenyProfilesOfNobody', MANAGED_BY, OURS),
    ...keys.flatMap((key, at) => [
      other(`DenySharesOfOthers${at + 1}`, key, ownTag(key)),
      deny(`DenySharesWithoutTag${at + 1}`, [ANY_INVOKE], profiles, {
        ...nameless,
        StringNotLike: { [principalTag(key)]: SOMETHING },
      }),
    ]),
  ];
}

/** What a share is held against is not changed on whoever has a name, nor taken along by them. */
export function guardOfSharers(choices: PolicyChoices, deny: Deny): PrintedStatement[] {
  const keys = sharedKeys(choices);
  if (keys.length === 0) return [];
  const { partition, tagKeys } = choices;
  const ofAccount = {
    'aws:PrincipalArn': [`arn:${partition}:iam::*:role/*`, `arn:${partition}:iam::*:user/*`],
  };
  const these = { 'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': keys } };
  return [
    deny(
      'DenyForgingShares',
      ['iam:TagRole', 'iam:TagUser', 'sts:TagSession'],
      { Resource: ['*'] },
      { ArnLike: ofAccount, ...these, Null: { [resourceTag(tagKeys.user)]: 'false' } },
    ),
    deny(
      'DenyCarryingShares',
      ['sts:TagSession'],
      { Resource: ['*'] },
      { ArnLike: ofAccount, ...these, StringLike: { [principalTag(tagKeys.user)]: SOMETHING } },
    ),
  ];
}
