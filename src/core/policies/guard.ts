import { ANY_INVOKE, BEARER, FOR_BEDROCK, MAKE_KEY, MANTLE, OTHER_SPENDING } from './actions.ts';
import {
  endsGroups,
  inOwnAccount,
  isNamed,
  type PolicyChoices,
  profileArns,
  profileValues,
  sourceArns,
} from './choices.ts';
import {
  type Deny,
  denyExceeded,
  denyGlobal,
  denyOtherTiers,
  keysOfPeople,
  needingMark,
  ownTag,
  type PrintedStatement,
  principalTag,
  protectedKeys,
  requestTag,
  resourceTag,
  SOMETHING,
} from './printed.ts';
import { guardOfShared, guardOfSharers, named } from './shared.ts';

/**
 * What nobody may, whatever else allows it: an SCP that binds every principal of the accounts but an exemption list.
 * It allows nothing. Residency, service tiers and budgets bind those on the list as well. This product changes profiles of others and
 * calls none: its roles are on the list of what is about changes alone.
 */

/** Of an account where one policy does not hold both. */
export const GUARD_PARTS = ['calls', 'changes'] as const;
export type GuardPart = (typeof GUARD_PARTS)[number];

export const guardStatements = (
  choices: PolicyChoices,
  parts: readonly GuardPart[] = GUARD_PARTS,
): PrintedStatement[] => [
  ...(parts.includes('calls') ? guardOfCalls(choices) : []),
  ...(parts.includes('changes') ? guardOfChanges(choices) : []),
];

/** Every application inference profile: what is denied about them is denied in all Regions and accounts. */
const anyProfile = ({ partition }: PolicyChoices): string[] => [
  `arn:${partition}:bedrock:*:*:application-inference-profile/*`,
];

/** Makes statements that do not bind these. */
const denying =
  (exempt: readonly string[]): Deny =>
  (Sid, Action, on, conditions = {}) => {
    const { ArnNotLike, ...others } = conditions;
    const named = { ...ArnNotLike, ...(exempt.length === 0 ? {} : { 'aws:PrincipalArn': exempt }) };
    const Condition = { ...others, ...(Object.keys(named).length === 0 ? {} : { ArnNotLike: named }) };
    return {
      Sid,
      Effect: 'Deny',
      Action,
      ...on,
      ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
    };
  };

const listed = ({ exemptions }: PolicyChoices): string[] => exemptions.map(({ pattern }) => pattern);

/** No model but through one's own profiles, and no other way to spend. */
function guardOfCalls(choices: PolicyChoices): PrintedStatement[] {
  const { user } = choices.tagKeys;
  const deny = denying([...new Set(listed(choices))]);
  const anyModel = [`arn:${choices.partition}:bedrock:*::foundation-model/*`];
  const call = [ANY_INVOKE];
  const profiles = { Resource: anyProfile(choices) };
  const own = inOwnAccount(choices);
  const withName = named(choices);
  // Where other accounts are bound as well nobody marks profiles there: they stay as they are.
  const unmarked = needingMark(choices);
  return [
    deny('DenyAllButProfilesAndTheirModels', call, {
      NotResource: [...(isNamed(choices.accounts) ? profileArns : anyProfile)(choices), ...anyModel],
    }),
    deny(
      'DenyModelsOutsideProfiles',
      call,
      { Resource: anyModel },
      { ArnNotLike: { 'bedrock:InferenceProfileArn': profileValues(choices) } },
    ),
    ...endsGroups(choices).map(({ regions, modelArns, suffix }) =>
      deny(
        `DenyOtherModelsThroughProfiles${suffix}`,
        call,
        { NotResource: modelArns },
        { ArnLike: { 'bedrock:InferenceProfileArn': profileValues(choices, regions) } },
      ),
    ),
    deny('DenyProfilesOfOthers', call, profiles, {
      StringNotEquals: { [resourceTag(user)]: ownTag(user) },
      ...(withName === null ? {} : { Null: withName }),
    }),
    ...guardOfShared(choices, deny, profiles),
    ...(Object.keys(own).length === 0
      ? []
      : [deny('DenyProfilesOfOtherAccounts', call, profiles, { StringNotEquals: own })]),
    deny('DenyCallsWithoutName', call, profiles, { StringNotLike: { [principalTag(user)]: SOMETHING } }),
    ...otherWays(choices, deny),
    ...denyGlobal(choices),
    ...denyOtherTiers(choices),
    ...denyExceeded(choices),
    ...(unmarked === null
      ? []
      : [deny('DenyUnlessBudgetOk', call, { Resource: profileArns(choices) }, unmarked)]),
  ];
}

/** Keys of Bedrock's own, the mantle endpoint and whatever else spends, each unless it was opened. */
function otherWays({ opened }: PolicyChoices, deny: Deny): PrintedStatement[] {
  const closed = (action: string) => !opened.includes(action);
  const everywhere = { Resource: ['*'] };
  const spending = [...OTHER_SPENDING, BEARER, MANTLE].filter(closed);
  return [
    ...(spending.length === 0 ? [] : [deny('DenyOtherSpending', spending, everywhere)]),
    ...(closed(MAKE_KEY)
      ? [deny('DenyBedrockKeys', [MAKE_KEY], everywhere, { StringLike: FOR_BEDROCK })]
      : []),
  ];
}

const CREATE = ['bedrock:CreateInferenceProfile'];
const TAG = ['bedrock:TagResource'];
const UNTAG = ['bedrock:UntagResource'];
const CHANGES_OF_ONE = [...TAG, ...UNTAG, 'bedrock:DeleteInferenceProfile'];

/** No profile but one's own is made, tagged or deleted, and nobody takes on another's name. */
function guardOfChanges(choices: PolicyChoices): PrintedStatement[] {
  const deny = denying([...new Set([...choices.namedRoles, ...listed(choices)])]);
  const profiles = { Resource: anyProfile(choices) };
  return [
    ...(choices.selfService
      ? changesOfOwn(choices, deny)
      : [deny('DenyChangesOfProfiles', [...CREATE, ...CHANGES_OF_ONE], profiles)]),
    forging(choices, deny),
    ...guardOfSharers(choices, deny),
  ];
}

function changesOfOwn(choices: PolicyChoices, deny: Deny): PrintedStatement[] {
  const { user, costCenter } = choices.tagKeys;
  const profiles = { Resource: anyProfile(choices) };
  return [
    deny('DenyCreatingFromElsewhere', CREATE, {
      NotResource: [...anyProfile(choices), ...sourceArns(choices)],
    }),
    deny('DenyCreatingForOthers', CREATE, profiles, {
      StringNotEquals: { [requestTag(user)]: ownTag(user) },
    }),
    deny('DenyCreatingOnOtherCostCenters', CREATE, profiles, {
      StringNotEquals: { [requestTag(costCenter)]: ownTag(costCenter) },
    }),
    deny('DenyChangingProfilesOfOthers', CHANGES_OF_ONE, profiles, {
      StringNotEquals: { [resourceTag(user)]: ownTag(user) },
    }),
    deny('DenyChangesWithoutName', [...CREATE, ...CHANGES_OF_ONE], profiles, {
      StringNotLike: { [principalTag(user)]: SOMETHING },
    }),
    deny('DenyOtherTags', [...CREATE, ...TAG], profiles, {
      'ForAnyValue:StringNotEquals': { 'aws:TagKeys': keysOfPeople(choices) },
    }),
    deny('DenyGivingAway', TAG, profiles, {
      Null: { [requestTag(user)]: 'false' },
      StringNotEquals: { [requestTag(user)]: ownTag(user) },
    }),
    deny('DenyMovingToOtherCostCenters', TAG, profiles, {
      Null: { [requestTag(costCenter)]: 'false' },
      StringNotEquals: { [resourceTag(costCenter)]: `\${${requestTag(costCenter)}}` },
    }),
    deny('DenyTakingTagsOff', UNTAG, profiles, {
      'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': protectedKeys(choices) },
    }),
  ];
}

/**
 * A name is what the session or the role says. Whoever signs in through Identity Center or another provider has no
 * principal of the account yet, and is not bound by this.
 */
const forging = ({ partition, tagKeys }: PolicyChoices, deny: Deny): PrintedStatement =>
  deny(
    'DenyForgingNames',
    [
      'iam:CreateRole',
      'iam:CreateUser',
      'iam:TagRole',
      'iam:TagUser',
      'iam:UntagRole',
      'iam:UntagUser',
      'sts:TagSession',
    ],
    { Resource: ['*'] },
    {
      ArnLike: { 'aws:PrincipalArn': [`arn:${partition}:iam::*:role/*`, `arn:${partition}:iam::*:user/*`] },
      'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': [tagKeys.user] },
    },
  );
