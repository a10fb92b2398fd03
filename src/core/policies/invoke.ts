import { ANY_INVOKE, INVOKE, READ } from './actions.ts';
import {
  inOwnAccount,
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
  protectedKeys,
  requestTag,
  resourceTag,
  SOMETHING,
} from './printed.ts';

/** What people may do: call their own profiles, and models only through them; make and keep profiles of their own. */

const CHANGES = [
  'bedrock:CreateInferenceProfile',
  'bedrock:TagResource',
  'bedrock:UntagResource',
  'bedrock:DeleteInferenceProfile',
] as const;

/** Calls. */
export function invokeStatements(choices: PolicyChoices): PrintedStatement[] {
  const { tagKeys, opened } = choices;
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
    {
      Sid: 'InvokeModelsThroughProfiles',
      Effect: 'Allow',
      Action: [...INVOKE],
      Resource: modelArns(choices),
      Condition: { ArnLike: { 'bedrock:InferenceProfileArn': profileValues(choices) } },
    },
    { Sid: 'ReadProfilesAndModels', Effect: 'Allow', Action: [...READ], Resource: ['*'] },
    ...(opened.length === 0
      ? []
      : [{ Sid: 'Opened', Effect: 'Allow' as const, Action: [...opened], Resource: ['*'] }]),
    denyWithoutOwner(choices, [ANY_INVOKE]),
    ...denyGlobal(choices),
    ...denyOtherTiers(choices),
    ...denyExceeded(choices),
  ];
}

/** Profiles of one's own. The tags that decide are one's own or stay as they are; others are free. */
export function selfServiceStatements(choices: PolicyChoices): PrintedStatement[] {
  const { user, costCenter } = choices.tagKeys;
  const profiles = profileArns(choices);
  const own = { [resourceTag(user)]: ownTag(user), ...inOwnAccount(choices) };
  const withOwnTags = { [requestTag(user)]: ownTag(user), [requestTag(costCenter)]: ownTag(costCenter) };
  const onlyThese = { 'aws:TagKeys': [user, costCenter] };
  return [
    {
      Sid: 'CreateOwnProfiles',
      Effect: 'Allow',
      Action: ['bedrock:CreateInferenceProfile'],
      Resource: profiles,
      Condition: {
        StringEquals: { ...withOwnTags, ...inOwnAccount(choices) },
        'ForAllValues:StringEquals': onlyThese,
      },
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
      Condition: {
        StringEquals: { ...withOwnTags, ...own, [resourceTag(costCenter)]: ownTag(costCenter) },
        'ForAllValues:StringEquals': onlyThese,
      },
    },
    {
      Sid: 'NoteOnOwnProfiles',
      Effect: 'Allow',
      Action: ['bedrock:TagResource', 'bedrock:UntagResource'],
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
