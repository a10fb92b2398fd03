import { BUDGET_STATUS, EXCEEDED, GLOBAL, IN_REGION, MANAGED_BY, OURS } from './choices.ts';
import {
  type About,
  COLLEAGUE,
  creating,
  denied,
  forbiddenGeography,
  forbids,
  isGeo,
  type Make,
  OTHER_COST_CENTER,
  type Probe,
  probe,
  selfServes,
} from './probeKit.ts';
import type { CalledResource, Tags } from './types.ts';

/** Making profiles, and changing what is there. */

/** The source of a profile that is being made. */
const source = (a: About): CalledResource => {
  const geography = Object.keys(a.routes).find(isGeo) ?? Object.keys(a.routes)[0] ?? IN_REGION;
  return geography === IN_REGION
    ? { arn: a.models([a.region])[0] ?? '', tags: {}, modelArns: [] }
    : a.system(geography);
};
const made = (a: About, requestTags: Tags, from = source(a)): ReturnType<Make> => ({
  on: { ...a.at('application-inference-profile/new'), modelArns: from.modelArns },
  source: from,
  requestTags,
});

export const CREATING: readonly Probe[] = [
  // Needed where IAM sees the tags on the new profile, as AWS's own policies count on.
  ...creating('create.own', 'allowed', 'makeOwn', (a) => made(a, a.own), selfServes).slice(0, 1),
  ...creating('create.forOthers', 'denied', 'createForOthers', (a) => made(a, a.others)),
  ...creating('create.mixed', 'denied', 'createForOthers', (a) =>
    made(a, { ...a.own, [a.choices.tagKeys.user]: COLLEAGUE }),
  ),
  ...creating('create.otherCostCenter', 'denied', 'createForOthers', (a) =>
    made(a, { ...a.own, [a.choices.tagKeys.costCenter]: OTHER_COST_CENTER }),
  ),
  ...creating('create.untagged', 'denied', 'createUntagged', (a) => made(a, {})),
  ...creating('create.onlyOwner', 'denied', 'createUntagged', (a) =>
    made(a, { [a.choices.tagKeys.user]: a.own[a.choices.tagKeys.user] ?? '' }),
  ),
  ...creating('create.moreTags', 'denied', 'createMoreTags', (a) =>
    made(a, { ...a.own, [MANAGED_BY]: OURS }),
  ),
  ...creating(
    'create.fromGlobal',
    'denied',
    'createElsewhere',
    (a) => made(a, a.own, { ...a.system(GLOBAL), modelArns: a.models([a.region, '']) }),
    forbids(GLOBAL),
  ),
  ...creating('create.fromGeography', 'denied', 'createElsewhere', (a) =>
    made(a, a.own, a.system(forbiddenGeography(a))),
  ),
];

const TAG = 'bedrock:TagResource';
const UNTAG = 'bedrock:UntagResource';
const keyed = (a: About, key: 'user' | 'costCenter', value: string): Tags => ({
  [a.choices.tagKeys[key]]: value,
});

export const CHANGING: readonly Probe[] = [
  ...denied('retag', 'retag', TAG, (a) => ({ on: a.profile(a.others), requestTags: a.own })),
  ...denied('retag.ownerAlone', 'retag', TAG, (a) => ({
    on: a.profile(a.others),
    requestTags: keyed(a, 'user', a.own[a.choices.tagKeys.user] ?? ''),
  })),
  ...denied('claim', 'claim', TAG, (a) => ({ on: a.profile({}), requestTags: a.own })),
  ...denied('claim.ownerAlone', 'claim', TAG, (a) => ({
    on: a.profile({}),
    requestTags: keyed(a, 'user', a.own[a.choices.tagKeys.user] ?? ''),
  })),
  ...denied('giveAway', 'giveAway', TAG, (a) => ({ on: a.profile(a.own), requestTags: a.others })),
  ...denied('giveAway.ownerAlone', 'giveAway', TAG, (a) => ({
    on: a.profile(a.own),
    requestTags: keyed(a, 'user', COLLEAGUE),
  })),
  ...denied('costCenter', 'costCenter', TAG, (a) => ({
    on: a.profile(a.own),
    requestTags: keyed(a, 'costCenter', OTHER_COST_CENTER),
  })),
  ...denied('costCenter.withOwner', 'costCenter', TAG, (a) => ({
    on: a.profile(a.own),
    requestTags: { ...a.own, ...keyed(a, 'costCenter', OTHER_COST_CENTER) },
  })),
  ...denied('mark.set', 'budgetMark', TAG, (a) => ({
    on: a.profile({ ...a.own, [BUDGET_STATUS]: EXCEEDED }),
    requestTags: { [BUDGET_STATUS]: 'within' },
  })),
  ...denied('mark.withOwn', 'budgetMark', TAG, (a) => ({
    on: a.profile({ ...a.own, [BUDGET_STATUS]: EXCEEDED }),
    requestTags: { ...a.own, [BUDGET_STATUS]: 'within' },
  })),
  ...denied('mark.removed', 'budgetMark', UNTAG, (a) => ({
    on: a.profile({ ...a.own, [BUDGET_STATUS]: EXCEEDED }),
    untagKeys: [BUDGET_STATUS],
  })),
  ...denied('untag.owner', 'untagOwn', UNTAG, (a) => ({
    on: a.profile(a.own),
    untagKeys: [a.choices.tagKeys.user],
  })),
  ...denied('untag.costCenter', 'untagOwn', UNTAG, (a) => ({
    on: a.profile(a.own),
    untagKeys: [a.choices.tagKeys.costCenter],
  })),
  ...denied('others.untag', 'changeOthers', UNTAG, (a) => ({
    on: a.profile(a.others),
    untagKeys: [a.choices.tagKeys.user],
  })),
  ...denied('others.note', 'changeOthers', TAG, (a) => ({
    on: a.profile(a.others),
    requestTags: { Note: 'mine' },
  })),
  ...denied('others.delete', 'changeOthers', 'bedrock:DeleteInferenceProfile', (a) => ({
    on: a.profile(a.others),
  })),
  ...denied('untagged.delete', 'changeOthers', 'bedrock:DeleteInferenceProfile', (a) => ({
    on: a.profile({}),
  })),
  probe(
    'delete.own',
    'allowed',
    'makeOwn',
    'bedrock:DeleteInferenceProfile',
    (a) => ({ on: a.profile(a.own) }),
    selfServes,
  ),
];
