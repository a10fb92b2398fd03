import type { Hole, HoleTerms } from '../../core/policies/holes.ts';

/** What can be open in policies, and the change that closes it, in English. */

/** `says` follows "they can" or "they cannot". */
export interface HoleWords {
  says: string;
  change: string;
}
const words = (says: string, change: string): HoleWords => ({ says, change });

export const holes: Readonly<Record<Hole, (terms: HoleTerms) => HoleWords>> = {
  retag: ({ ownResource, ownRequest }) =>
    words(
      "re-tag somebody else's profile to themselves, and so call it and move what it costs",
      `for bedrock:TagResource ask for the tag that the profile has, beside the one that is given: ${ownResource} (without IfExists) and ${ownRequest}`,
    ),
  claim: ({ ownResource }) =>
    words(
      'claim a profile that has no owner by tagging it',
      `for bedrock:TagResource ask for the tag that the profile has, without IfExists: ${ownResource}`,
    ),
  giveAway: ({ ownRequest }) =>
    words(
      'give their own profile to somebody else, who then pays for its calls',
      `for bedrock:TagResource ask for ${ownRequest}`,
    ),
  costCenter: ({ ownCostCenter, costCenter }) =>
    words(
      'move their own profile to another cost center',
      `for bedrock:TagResource ask for ${ownCostCenter}, and leave ${costCenter} out of what may be tagged freely`,
    ),
  budgetMark: () =>
    words(
      'take the mark BudgetStatus off their own profile, or set it, and so call on beyond their budget',
      'for bedrock:TagResource and bedrock:UntagResource name the keys that may be changed (ForAllValues:StringEquals aws:TagKeys, with Null aws:TagKeys = false), and BudgetStatus and ManagedBy not among them',
    ),
  untagOwn: ({ user, costCenter }) =>
    words(
      `take ${user} or ${costCenter} off their own profile, which nobody pays for then`,
      `for bedrock:UntagResource leave these keys out: ForAllValues:StringNotEqualsIgnoreCase aws:TagKeys = ${user}, ${costCenter}`,
    ),
  changeOthers: ({ ownResource }) =>
    words(
      'tag, untag or delete profiles that are not theirs',
      `for bedrock:TagResource, bedrock:UntagResource and bedrock:DeleteInferenceProfile ask for ${ownResource}`,
    ),
  invokeOthers: ({ ownResource }) =>
    words(
      "call somebody else's profile",
      `for calls on application-inference-profile/* ask for ${ownResource}`,
    ),
  untagged: ({ ownResource }) =>
    words(
      'call a profile that has no owner',
      `ask for the tag without IfExists, and not by a denial that a missing tag passes: ${ownResource}`,
    ),
  nobody: ({ user }) =>
    words(
      `call profiles with an empty ${user}, or with none of their own: an empty tag equals an empty tag`,
      `deny it: StringNotLike aws:PrincipalTag/${user} = ?*`,
    ),
  wildcard: ({ ownResource }) =>
    words(
      'call profiles of others with a wildcard in their own tag',
      `compare with StringEquals, not with StringLike: ${ownResource}`,
    ),
  letterCase: ({ ownResource }) =>
    words(
      'call the profile of somebody whose name differs by upper and lower case only',
      `compare with StringEquals, not with StringEqualsIgnoreCase: ${ownResource}`,
    ),
  otherAccount: ({ profiles }) =>
    words(
      'call profiles of another account',
      `pin the account in the ARN of the profiles, and in bedrock:InferenceProfileArn of the models behind them: ${profiles}`,
    ),
  directModel: ({ profiles }) =>
    words(
      'call foundation models directly, without a profile',
      `allow foundation-model/* only with ArnLike bedrock:InferenceProfileArn = ${profiles}`,
    ),
  systemProfile: () =>
    words(
      'call system profiles (us., eu., global. …) directly, without a profile of their own',
      'leave inference-profile/* out of the resources, and ask for application-inference-profile/* in bedrock:InferenceProfileArn of the models',
    ),
  otherModels: () =>
    words(
      'call prompt routers, provisioned, imported, deployed or marketplace models',
      'name application-inference-profile/* and foundation-model/* as resources, and not *',
    ),
  globalRoute: () =>
    words(
      'call a profile on the global route, which ends anywhere, though that is not allowed',
      'deny bedrock:InvokeModel* with StringEquals aws:RequestedRegion = unspecified: the ARN of a profile copied from global.* does not show it',
    ),
  geography: () =>
    words(
      'call a profile that ends in Regions that are not allowed',
      'name the Regions of foundation-model ARNs, and not *',
    ),
  exceeded: () =>
    words(
      'call a profile that is marked as over its budget',
      'deny bedrock:InvokeModel* with StringEquals aws:ResourceTag/BudgetStatus = exceeded',
    ),
  unmarked: () =>
    words(
      'call a profile that the service has not marked as within its budget, such as one they have just made',
      'deny bedrock:InvokeModel* on application-inference-profile/* with StringNotEquals aws:ResourceTag/BudgetStatus = ok',
    ),
  createForOthers: ({ ownRequest, ownCostCenter }) =>
    words(
      "create profiles with somebody else's name or cost center",
      `for bedrock:CreateInferenceProfile ask for ${ownRequest} and ${ownCostCenter}`,
    ),
  createUntagged: ({ ownRequest, ownCostCenter }) =>
    words(
      'create profiles that lack an owner or a cost center',
      `for bedrock:CreateInferenceProfile ask for ${ownRequest} and ${ownCostCenter}, without IfExists`,
    ),
  createMoreTags: ({ user, costCenter }) =>
    words(
      'create profiles with tags beyond their own, such as ManagedBy',
      `for bedrock:CreateInferenceProfile ask for ForAllValues:StringEquals aws:TagKeys = ${user}, ${costCenter}`,
    ),
  createElsewhere: () =>
    words(
      'create profiles from geographies that are not allowed',
      'name inference-profile/<geography>.* of the allowed ones as sources of bedrock:CreateInferenceProfile, and not *',
    ),
  apiKeys: () =>
    words(
      'make or use Bedrock API keys',
      'leave bedrock:CallWithBearerToken and iam:CreateServiceSpecificCredential out, or deny them',
    ),
  mantle: () =>
    words(
      'call models on the endpoint bedrock-mantle, where there are no application profiles',
      'leave bedrock-mantle:* out, or deny it',
    ),
  otherSpending: () =>
    words(
      'spend by other actions of Bedrock, which go through no profile',
      'list the actions that are needed, and not bedrock:*',
    ),
  ownProfile: () =>
    words(
      'call their own profile',
      'allow bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream on the profiles and, through them, on the models of every Region behind them',
    ),
  looking: () =>
    words(
      'list profiles and look up their own, as clients do',
      'allow bedrock:ListInferenceProfiles and bedrock:GetInferenceProfile on *',
    ),
  makeOwn: () => words('make and delete profiles of their own', 'add the statements of self-service'),
};
