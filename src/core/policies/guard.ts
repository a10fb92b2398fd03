import { ANY_INVOKE, BEARER, MAKE_KEY, MANTLE, OTHER_SPENDING } from './actions.ts';
import {
  BUDGET_STATUS,
  inOwnAccount,
  MANAGED_BY,
  modelArns,
  type PolicyChoices,
  profileArns,
  profileValues,
  sourceArns,
} from './choices.ts';
import {
  denyExceeded,
  denyGlobal,
  denyOtherTiers,
  ownTag,
  type PrintedStatement,
  principalTag,
  requestTag,
  resourceTag,
  SOMETHING,
} from './printed.ts';
import type { Conditions } from './types.ts';

/**
 * What nobody may, whatever else allows it: an SCP that binds every principal of the accounts but an exemption list.
 * It allows nothing. Residency and budgets bind those on the list as well.
 */
export function guardStatements(choices: PolicyChoices): PrintedStatement[] {
  return [
    ...callsOnlyThroughOwnProfiles(choices),
    ...(choices.selfService ? changesOnlyOfOwnProfiles(choices) : noChanges(choices)),
    ...otherWays(choices),
    ...denyGlobal(choices),
    ...denyOtherTiers(choices),
    ...denyExceeded(choices),
  ];
}

/** Every application inference profile: what is denied about them is denied in all Regions and accounts. */
const anyProfile = ({ partition }: PolicyChoices): string[] => [
  `arn:${partition}:bedrock:*:*:application-inference-profile/*`,
];

/** A statement that does not bind the exemption list. */
function deny(
  { exemptions, serviceRoles }: PolicyChoices,
  Sid: string,
  Action: readonly string[],
  on: Pick<PrintedStatement, 'Resource' | 'NotResource'>,
  conditions: Conditions = {},
): PrintedStatement {
  const exempt = [...new Set([...serviceRoles, ...exemptions.map(({ pattern }) => pattern)])];
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
}

function callsOnlyThroughOwnProfiles(choices: PolicyChoices): PrintedStatement[] {
  const { partition, tagKeys, selfService } = choices;
  const { user } = tagKeys;
  return [
    deny(choices, 'DenyAllButProfilesAndTheirModels', [ANY_INVOKE], {
      NotResource: [...profileArns(choices), ...modelArns(choices)],
    }),
    deny(
      choices,
      'DenyModelsOutsideProfiles',
      [ANY_INVOKE],
      { Resource: [`arn:${partition}:bedrock:*::foundation-model/*`] },
      { ArnNotLike: { 'bedrock:InferenceProfileArn': profileValues(choices) } },
    ),
    deny(
      choices,
      'DenyProfilesOfOthers',
      [ANY_INVOKE, ...(selfService ? CHANGES_OF_ONE : [])],
      { Resource: anyProfile(choices) },
      { StringNotEquals: { [resourceTag(user)]: ownTag(user) } },
    ),
    ...(Object.keys(inOwnAccount(choices)).length === 0
      ? []
      : [
          deny(
            choices,
            'DenyProfilesOfOtherAccounts',
            [ANY_INVOKE],
            { Resource: anyProfile(choices) },
            { StringNotEquals: inOwnAccount(choices) },
          ),
        ]),
    deny(
      choices,
      'DenyWithoutName',
      [ANY_INVOKE, ...(selfService ? CHANGES : [])],
      { Resource: anyProfile(choices) },
      { StringNotLike: { [principalTag(user)]: SOMETHING } },
    ),
  ];
}

const CHANGES_OF_ONE = ['bedrock:TagResource', 'bedrock:UntagResource', 'bedrock:DeleteInferenceProfile'];
const CHANGES = ['bedrock:CreateInferenceProfile', ...CHANGES_OF_ONE];

const noChanges = (choices: PolicyChoices): PrintedStatement[] => [
  deny(choices, 'DenyChangesOfProfiles', CHANGES, { Resource: anyProfile(choices) }),
];

function changesOnlyOfOwnProfiles(choices: PolicyChoices): PrintedStatement[] {
  const { user, costCenter, profile } = choices.tagKeys;
  const profiles = { Resource: anyProfile(choices) };
  const create = ['bedrock:CreateInferenceProfile'];
  return [
    deny(choices, 'DenyCreatingFromElsewhere', create, {
      NotResource: [...anyProfile(choices), ...sourceArns(choices)],
    }),
    deny(choices, 'DenyCreatingForOthers', create, profiles, {
      StringNotEquals: { [requestTag(user)]: ownTag(user) },
    }),
    deny(choices, 'DenyCreatingOnOtherCostCenters', create, profiles, {
      StringNotEquals: { [requestTag(costCenter)]: ownTag(costCenter) },
    }),
    deny(choices, 'DenyCreatingWithOtherTags', create, profiles, {
      'ForAnyValue:StringNotEquals': { 'aws:TagKeys': [user, costCenter] },
    }),
    deny(choices, 'DenyGivingAway', ['bedrock:TagResource'], profiles, {
      Null: { [requestTag(user)]: 'false' },
      StringNotEquals: { [requestTag(user)]: ownTag(user) },
    }),
    deny(choices, 'DenyMovingToOtherCostCenters', ['bedrock:TagResource'], profiles, {
      Null: { [requestTag(costCenter)]: 'false' },
      StringNotEquals: { [resourceTag(costCenter)]: `\${${requestTag(costCenter)}}` },
    }),
    deny(choices, 'DenyMarks', ['bedrock:TagResource', 'bedrock:UntagResource'], profiles, {
      'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': [BUDGET_STATUS, MANAGED_BY, profile] },
    }),
    deny(choices, 'DenyTakingNamesOff', ['bedrock:UntagResource'], profiles, {
      'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': [user, costCenter] },
    }),
  ];
}

/** Keys of Bedrock's own, the mantle endpoint and whatever else spends, each unless it was opened. */
function otherWays(choices: PolicyChoices): PrintedStatement[] {
  const closed = (action: string) => !choices.opened.includes(action);
  const everywhere = { Resource: ['*'] };
  const spending = [...OTHER_SPENDING, BEARER, MANTLE].filter(closed);
  return [
    ...(spending.length === 0 ? [] : [deny(choices, 'DenyOtherSpending', spending, everywhere)]),
    ...(closed(MAKE_KEY)
      ? [
          deny(choices, 'DenyBedrockKeys', [MAKE_KEY], everywhere, {
            StringLike: { 'iam:ServiceSpecificCredentialServiceName': 'bedrock*' },
          }),
        ]
      : []),
  ];
}
