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
  'unmarked',
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

/** Statements of the printed policies that close it. */
export const CLOSED_BY: Readonly<Record<Hole, readonly string[]>> = {
  retag: ['GiveOwnTagsToOwnProfiles', 'DenyChangingProfilesOfOthers'],
  claim: ['GiveOwnTagsToOwnProfiles', 'DenyChangingProfilesOfOthers'],
  giveAway: ['GiveOwnTagsToOwnProfiles', 'DenyGivingAway'],
  costCenter: ['GiveOwnTagsToOwnProfiles', 'DenyMovingToOtherCostCenters'],
  budgetMark: ['TakeNotesOffOwnProfiles', 'DenyOtherTags'],
  untagOwn: ['TakeNotesOffOwnProfiles', 'DenyTakingTagsOff'],
  changeOthers: ['DeleteOwnProfiles', 'DenyChangingProfilesOfOthers'],
  invokeOthers: ['InvokeOwnProfiles', 'DenyProfilesOfOthers'],
  untagged: ['InvokeOwnProfiles', 'DenyProfilesOfOthers'],
  nobody: ['DenyCallsWithoutName'],
  wildcard: ['InvokeOwnProfiles'],
  letterCase: ['InvokeOwnProfiles'],
  otherAccount: ['InvokeOwnProfiles', 'InvokeModelsThroughProfiles'],
  directModel: ['InvokeModelsThroughProfiles', 'DenyModelsOutsideProfiles'],
  systemProfile: ['InvokeModelsThroughProfiles', 'DenyModelsOutsideProfiles'],
  otherModels: ['DenyAllButProfilesAndTheirModels'],
  globalRoute: ['DenyGlobal'],
  geography: ['InvokeModelsThroughProfiles', 'DenyAllButProfilesAndTheirModels'],
  exceeded: ['DenyWhenBudgetExceeded'],
  unmarked: ['DenyUnlessBudgetOk'],
  createForOthers: ['CreateOwnProfiles', 'DenyCreatingForOthers', 'DenyCreatingOnOtherCostCenters'],
  createUntagged: ['CreateOwnProfiles', 'DenyCreatingForOthers'],
  createMoreTags: ['CreateOwnProfiles', 'DenyOtherTags'],
  createElsewhere: ['CreateFromAllowedSources', 'DenyCreatingFromElsewhere'],
  apiKeys: ['DenyOtherSpending', 'DenyBedrockKeys'],
  mantle: ['DenyOtherSpending'],
  otherSpending: ['DenyOtherSpending'],
  ownProfile: ['InvokeOwnProfiles', 'InvokeModelsThroughProfiles'],
  looking: ['ReadProfilesAndModels'],
  makeOwn: ['CreateOwnProfiles', 'CreateFromAllowedSources', 'DeleteOwnProfiles'],
};

/** What words about holes speak of: tag keys, conditions, and ARNs. */
export interface HoleTerms {
  user: string;
  costCenter: string;
  ownResource: string;
  ownRequest: string;
  ownCostCenter: string;
  /** All of the caller's own account. */
  profiles: string;
}

const tag = (kind: 'Resource' | 'Request' | 'Principal', key: string) => `aws:${kind}Tag/${key}`;
const equalsOwn = (kind: 'Resource' | 'Request', key: string) =>
  `StringEquals ${tag(kind, key)} = \${${tag('Principal', key)}}`;

export const termsOf = (
  { user, costCenter }: Pick<TagKeys, 'user' | 'costCenter'>,
  partition = 'aws',
): HoleTerms => ({
  user,
  costCenter,
  ownResource: equalsOwn('Resource', user),
  ownRequest: equalsOwn('Request', user),
  ownCostCenter: equalsOwn('Request', costCenter),
  profiles: `arn:${partition}:bedrock:*:\${aws:PrincipalAccount}:application-inference-profile/*`,
});
