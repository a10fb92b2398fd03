import { ANY_INVOKE, FOR_BEDROCK, INVOKE, MAKE_KEY, READ } from './actions.ts';
import {
  endsGroups,
  inOwnAccount,
  type PolicyChoices,
  profileArns,
  profileValues,
  sourceArns,
} from './choices.ts';
import { askedTags, keptTags, withConditions } from './furtherTags.ts';
import {
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

import { sharedStatements } from './shared.ts';

/** What people may do: call their own profiles, and models only through them; make and keep profiles of their own. */

const CHANGES = [
  'bedrock:CreateInferenceProfile',
  'bedrock:TagResource',
  'bedrock:UntagResource',
  'bedrock:DeleteInferenceProfile',
] as const;

/** Calls. */
export function invokeStatements(choices: PolicyChoices): PrintedStatement[] {
  const { tagKeys } = choices;
  return [
    {
      Sid: 'InvokeOwnProfiles',
      Effect: 'Allow',
      Action: [...INVOKE],
      Resource: profileArns(choices),
      Condition: {
        StringEquals: { [resourceTag(tagKeys.user)]: ownTag(tagKeys.user), ...inOwnAccount(choices) },
      },
    },
    ...sharedStatements(choices),
    ...endsGroups(choices).map(
      ({ regions, modelArns, suffix }): PrintedStatement => ({
        Sid: `InvokeModelsThroughProfiles${suffix}`,
        Effect: 'Allow',
        Action: [...INVOKE],
        Resource: modelArns,
        Condition: { ArnLike: { 'bedrock:InferenceProfileArn': profileValues(choices, regions) } },
      }),
    ),
    { Sid: 'ReadProfilesAndModels', Effect: 'Allow', Action: [...READ], Resource: ['*'] },
    ...openedStatements(choices),
    denyWithoutOwner(choices, [ANY_INVOKE]),
    ...denyGlobal(choices),
    ...denyOtherTiers(choices),
    ...denyExceeded(choices),
    ...denyUnmarked(choices),
  ];
}

/** Wherever a profile is, and whatever else allows calls of it. */
function denyUnmarked(choices: PolicyChoices): PrintedStatement[] {
  const Condition = needingMark(choices);
  if (Condition === null) return [];
  const Resource = [`arn:${choices.partition}:bedrock:*:*:application-inference-profile/*`];
  return [{ Sid: 'DenyUnlessBudgetOk', Effect: 'Deny', Action: [ANY_INVOKE], Resource, Condition }];
}

/** What was opened; of keys only those for Bedrock. */
function openedStatements({ opened }: PolicyChoices): PrintedStatement[] {
  const others = opened.filter((action) => action !== MAKE_KEY);
  return [
    ...(others.length === 0
      ? []
      : [{ Sid: 'Opened', Effect: 'Allow' as const, Action: others, Resource: ['*'] }]),
    ...(others.length === opened.length
      ? []
      : [
          {
            Sid: 'OpenedKeys',
            Effect: 'Allow' as const,
            Action: [MAKE_KEY],
            Resource: ['*'],
            Condition: { StringLike: FOR_BEDROCK },
          },
        ]),
  ];
}

/**
 * Profiles of one's own. The tags that decide are one's own or stay as they are, and so do those that the company asks
 * for beside them. Others are not set: whoever fills a profile with them keeps a budget mark out.
 */
export function selfServiceStatements(choices: PolicyChoices): PrintedStatement[] {
  const { user, costCenter } = choices.tagKeys;
  const profiles = profileArns(choices);
  const own = { [resourceTag(user)]: ownTag(user), ...inOwnAccount(choices) };
  const withOwnTags = { [requestTag(user)]: ownTag(user), [requestTag(costCenter)]: ownTag(costCenter) };
  const onlyThese = { 'aws:TagKeys': keysOfPeople(choices) };
  return [
    {
      Sid: 'CreateOwnProfiles',
      Effect: 'Allow',
      Action: ['bedrock:CreateInferenceProfile'],
      Resource: profiles,
      Condition: withConditions(
        {
          StringEquals: { ...withOwnTags, ...inOwnAccount(choices) },
          StringLike: { [requestTag(costCenter)]: SOMETHING },
          'ForAllValues:StringEquals': onlyThese,
        },
        askedTags(choices),
      ),
    },
    {
      Sid: 'CreateFromAllowedSources',
      Effect: 'Allow',
      Action: ['bedrock:CreateInferenceProfile'],
      Resource: sourceArns(choices),
    },
    {
      Sid: 'GiveOwnTagsToOwnProfiles',
      Effect: 'Allow',
      Action: ['bedrock:TagResource'],
      Resource: profiles,
      Condition: withConditions(
        {
          StringEquals: { ...withOwnTags, ...own, [resourceTag(costCenter)]: ownTag(costCenter) },
          'ForAllValues:StringEquals': onlyThese,
        },
        keptTags(choices),
      ),
    },
    {
      Sid: 'TakeNotesOffOwnProfiles',
      Effect: 'Allow',
      Action: ['bedrock:UntagResource'],
      Resource: profiles,
      Condition: {
        StringEquals: own,
        Null: { 'aws:TagKeys': 'false' },
        'ForAllValues:StringNotEqualsIgnoreCase': { 'aws:TagKeys': protectedKeys(choices) },
      },
    },
    {
      Sid: 'DeleteOwnProfiles',
      Effect: 'Allow',
      Action: ['bedrock:DeleteInferenceProfile'],
      Resource: profiles,
      Condition: { StringEquals: own },
    },
    denyWithoutOwner(choices, CHANGES),
  ];
}

/** An empty tag equals an empty tag: whoever has no name owns nothing. */
const denyWithoutOwner = ({ tagKeys }: PolicyChoices, actions: readonly string[]): PrintedStatement => ({
  Sid: actions === CHANGES ? 'DenyChangesWithoutName' : 'DenyCallsWithoutName',
  Effect: 'Deny',
  Action: [...actions],
  Resource: ['*'],
  Condition: { StringNotLike: { [principalTag(tagKeys.user)]: SOMETHING } },
});
