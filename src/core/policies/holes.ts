import type { TagKeys } from '../estate.ts';

/** What can be open in policies, the worst first, or not possible though it is needed. Pages word them by their names. */
export const HOLES = [
  'retag',
  'claim',
  'giveAway',
  'costCenter',
  'budgetMark',
  'untagOwn',
  'changeOthers',
  'invokeOthers',
  'untagged',
  'nobody',
  'wildcard',
  'letterCase',
  'otherAccount',
  'directModel',
  'systemProfile',
  'otherModels',
  'globalRoute',
  'geography',
  'exceeded',
  'createForOthers',
  'createUntagged',
  'createMoreTags',
  'createElsewhere',
  'apiKeys',
  'mantle',
  'otherSpending',
  'ownProfile',
  'looking',
  'makeOwn',
] as const;
export type Hole = (typeof HOLES)[number];

export interface HoleWords {
  /** What somebody can do, or cannot. */
  says: string;
  /** The change that closes it. */
  change: string;
  /** Statements of the printed policies that do it right. */
  sids: readonly string[];
}

/**
 * One that is open because a wider one is: it is not told beside it. Whoever can call everybody's profiles can do so with
 * a wildcard in their tag as well.
 */
export const WIDER: Readonly<Partial<Record<Hole, readonly Hole[]>>> = {
  untagged: ['invokeOthers'],
  nobody: ['invokeOthers'],
  wildcard: ['invokeOthers'],
  letterCase: ['invokeOthers'],
};

const tag = (kind: 'Resource' | 'Request' | 'Principal', key: string) => `aws:${kind}Tag/${key}`;
const equalsOwn = (kind: 'Resource' | 'Request', key: string) =>
  `StringEquals ${tag(kind, key)} = \${${tag('Principal', key)}}`;

/** In words, for these tag keys. */
export function wordsOf(
  hole: Hole,
  { user, costCenter }: Pick<TagKeys, 'user' | 'costCenter'>,
  partition = 'aws',
): HoleWords {
  return WORDS[hole]({
    user,
    costCenter,
    ownResource: equalsOwn('Resource', user),
    ownRequest: equalsOwn('Request', user),
    ownCostCenter: equalsOwn('Request', costCenter),
    profiles: `arn:${partition}:bedrock:*:\${aws:PrincipalAccount}:application-inference-profile/*`,
  });
}

interface Terms {
  user: string;
  costCenter: string;
  ownResource: string;
  ownRequest: string;
  ownCostCenter: string;
  /** All of the caller's own account. */
  profiles: string;
}
const words = (says: string, change: string, ...sids: string[]): HoleWords => ({ says, change, sids });

const WORDS: Readonly<Record<Hole, (terms: Terms) => HoleWords>> = {
  retag: ({ ownResource, ownRequest }) =>
    words(
      "re-tag somebody else's profile to themselves, and so call it and move what it costs",
      `for bedrock:TagResource ask for the tag that the profile has, beside the one that is given: ${ownResource} (without IfExists) and ${ownRequest}`,
      'GiveOwnTagsToOwnProfiles',
      'DenyChangingProfilesOfOthers',
    ),
  claim: ({ ownResource }) =>
    words(
      'claim a profile that has no owner by tagging it',
      `for bedrock:TagResource ask for the tag that the profile has, without IfExists: ${ownResource}`,
      'GiveOwnTagsToOwnProfiles',
      'DenyChangingProfilesOfOthers',
    ),
  giveAway: ({ ownRequest }) =>
    words(
      'give their own profile to somebody else, who then pays for its calls',
      `for bedrock:TagResource ask for ${ownRequest}`,
      'GiveOwnTagsToOwnProfiles',
      'DenyGivingAway',
    ),
  costCenter: ({ ownCostCenter, costCenter }) =>
    words(
      'move their own profile to another cost center',
      `for bedrock:TagResource ask for ${ownCostCenter}, and leave ${costCenter} out of what may be tagged freely`,
      'GiveOwnTagsToOwnProfiles',
      'DenyMovingToOtherCostCenters',
    ),
  budgetMark: () =>
    words(
      'take the mark BudgetStatus off their own profile, or set it, and so call on beyond their budget',
      'for bedrock:TagResource and bedrock:UntagResource name the keys that may be changed (ForAllValues:StringEquals aws:TagKeys, with Null aws:TagKeys = false), and BudgetStatus and ManagedBy not among them',
      'TakeNotesOffOwnProfiles',
      'DenyOtherTags',
    ),
  untagOwn: ({ user, costCenter }) =>
    words(
      `take ${user} or ${costCenter} off their own profile, which nobody pays for then`,
      `for bedrock:UntagResource leave these keys out: ForAllValues:StringNotEqualsIgnoreCase aws:TagKeys = ${user}, ${costCenter}`,
      'TakeNotesOffOwnProfiles',
      'DenyTakingTagsOff',
    ),
  changeOthers: ({ ownResource }) =>
    words(
      'tag, untag or delete profiles that are not theirs',
      `for bedrock:TagResource, bedrock:UntagResource and bedrock:DeleteInferenceProfile ask for ${ownResource}`,
      'DeleteOwnProfiles',
      'DenyChangingProfilesOfOthers',
    ),
  invokeOthers: ({ ownResource }) =>
    words(
      "call somebody else's profile",
      `for calls on application-inference-profile/* ask for ${ownResource}`,
      'InvokeOwnProfiles',
      'DenyProfilesOfOthers',
    ),
  untagged: ({ ownResource }) =>
    words(
      'call a profile that has no owner',
      `ask for the tag without IfExists, and not by a denial that a missing tag passes: ${ownResource}`,
      'InvokeOwnProfiles',
      'DenyProfilesOfOthers',
    ),
  nobody: ({ user }) =>
    words(
      `call profiles with an empty ${user}, or with none of their own: an empty tag equals an empty tag`,
      `deny it: StringNotLike aws:PrincipalTag/${user} = ?*`,
      'DenyCallsWithoutName',
      'DenyCallsWithoutName',
    ),
  wildcard: ({ ownResource }) =>
    words(
      'call profiles of others with a wildcard in their own tag',
      `compare with StringEquals, not with StringLike: ${ownResource}`,
      'InvokeOwnProfiles',
    ),
  letterCase: ({ ownResource }) =>
    words(
      'call the profile of somebody whose name differs by upper and lower case only',
      `compare with StringEquals, not with StringEqualsIgnoreCase: ${ownResource}`,
      'InvokeOwnProfiles',
    ),
  otherAccount: ({ profiles }) =>
    words(
      'call profiles of another account',
      `pin the account in the ARN of the profiles, and in bedrock:InferenceProfileArn of the models behind them: ${profiles}`,
      'InvokeOwnProfiles',
      'InvokeModelsThroughProfiles',
    ),
  directModel: ({ profiles }) =>
    words(
      'call foundation models directly, without a profile',
      `allow foundation-model/* only with ArnLike bedrock:InferenceProfileArn = ${profiles}`,
      'InvokeModelsThroughProfiles',
      'DenyModelsOutsideProfiles',
    ),
  systemProfile: () =>
    words(
      'call system profiles (us., eu., global. …) directly, without a profile of their own',
      'leave inference-profile/* out of the resources, and ask for application-inference-profile/* in bedrock:InferenceProfileArn of the models',
      'InvokeModelsThroughProfiles',
      'DenyModelsOutsideProfiles',
    ),
  otherModels: () =>
    words(
      'call prompt routers, provisioned, imported, deployed or marketplace models',
      'name application-inference-profile/* and foundation-model/* as resources, and not *',
      'DenyAllButProfilesAndTheirModels',
    ),
  globalRoute: () =>
    words(
      'call a profile on the global route, which ends anywhere, though that is not allowed',
      'deny bedrock:InvokeModel* with StringEquals aws:RequestedRegion = unspecified: the ARN of a profile copied from global.* does not show it',
      'DenyGlobal',
    ),
  geography: () =>
    words(
      'call a profile that ends in Regions that are not allowed',
      'name the Regions of foundation-model ARNs, and not *',
      'InvokeModelsThroughProfiles',
      'DenyAllButProfilesAndTheirModels',
    ),
  exceeded: () =>
    words(
      'call a profile that is marked as over its budget',
      'deny bedrock:InvokeModel* with StringEquals aws:ResourceTag/BudgetStatus = exceeded',
      'DenyWhenBudgetExceeded',
    ),
  createForOthers: ({ ownRequest, ownCostCenter }) =>
    words(
      "create profiles with somebody else's name or cost center",
      `for bedrock:CreateInferenceProfile ask for ${ownRequest} and ${ownCostCenter}`,
      'CreateOwnProfiles',
      'DenyCreatingForOthers',
      'DenyCreatingOnOtherCostCenters',
    ),
  createUntagged: ({ ownRequest, ownCostCenter }) =>
    words(
      'create profiles that lack an owner or a cost center',
      `for bedrock:CreateInferenceProfile ask for ${ownRequest} and ${ownCostCenter}, without IfExists`,
      'CreateOwnProfiles',
      'DenyCreatingForOthers',
    ),
  createMoreTags: ({ user, costCenter }) =>
    words(
      'create profiles with tags beyond their own, such as ManagedBy',
      `for bedrock:CreateInferenceProfile ask for ForAllValues:StringEquals aws:TagKeys = ${user}, ${costCenter}`,
      'CreateOwnProfiles',
      'DenyOtherTags',
    ),
  createElsewhere: () =>
    words(
      'create profiles from geographies that are not allowed',
      'name inference-profile/<geography>.* of the allowed ones as sources of bedrock:CreateInferenceProfile, and not *',
      'CreateFromAllowedSources',
      'DenyCreatingFromElsewhere',
    ),
  apiKeys: () =>
    words(
      'make or use Bedrock API keys',
      'leave bedrock:CallWithBearerToken and iam:CreateServiceSpecificCredential out, or deny them',
      'DenyOtherSpending',
      'DenyBedrockKeys',
    ),
  mantle: () =>
    words(
      'call models on the endpoint bedrock-mantle, where there are no application profiles',
      'leave bedrock-mantle:* out, or deny it',
      'DenyOtherSpending',
    ),
  otherSpending: () =>
    words(
      'spend by other actions of Bedrock, which go through no profile',
      'list the actions that are needed, and not bedrock:*',
      'DenyOtherSpending',
    ),
  ownProfile: () =>
    words(
      'call their own profile',
      'allow bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream on the profiles and, through them, on the models of every Region behind them',
      'InvokeOwnProfiles',
      'InvokeModelsThroughProfiles',
    ),
  looking: () =>
    words(
      'list profiles and look up their own, as clients do',
      'allow bedrock:ListInferenceProfiles and bedrock:GetInferenceProfile on *',
      'ReadProfilesAndModels',
    ),
  makeOwn: () =>
    words(
      'make and delete profiles of their own',
      'add the statements of self-service',
      'CreateOwnProfiles',
      'CreateFromAllowedSources',
      'DeleteOwnProfiles',
    ),
};
