import { BEARER, INVOKE, MAKE_KEY, OTHER_SPENDING } from './actions.ts';
import { BUDGET_STATUS, EXCEEDED, GLOBAL, IN_REGION, MANAGED_BY, type PolicyChoices } from './choices.ts';
import type { Hole } from './holes.ts';
import type { Call, CalledResource, Caller, Tags } from './types.ts';

/**
 * What our policies promise, as calls: whoever holds other policies against these sees what they leave open. Each probe
 * is one call of one person; those of one kind are one hole.
 */

/** With whom and what is asked. */
export interface ProbeFacts {
  choices: Pick<
    PolicyChoices,
    'partition' | 'tagKeys' | 'geographies' | 'destinations' | 'selfService' | 'enforcement' | 'opened'
  >;
  /** Somebody with an owner tag and a cost center of their own. */
  caller: Caller;
  region: string;
  /** A foundation model. */
  model: string;
  /** Where the routes of the Region end, for geographies that are allowed: Regions, `''` for the Region-less model. */
  routes: Readonly<Record<string, readonly string[]>>;
}

export interface Probe {
  id: string;
  expects: 'allowed' | 'denied';
  /** What is open, or not possible, when it is not as expected. */
  hole: Hole;
  /** null where it is not asked with these choices. */
  call(facts: ProbeFacts): Call | null;
}

const COLLEAGUE = 'somebody.else@example.com';
const OTHER_COST_CENTER = 'another-cost-center';
const OTHER_ACCOUNT = '999999999999';

type Make = (about: About) => Partial<Call> & Pick<Call, 'on'>;
interface About extends ProbeFacts {
  /** The caller's own. */
  own: Tags;
  others: Tags;
  profile(tags: Tags, more?: Partial<CalledResource>): CalledResource;
  /** A resource of the account without tags. */
  at(path: string, service?: string): CalledResource;
  models(regions: readonly string[]): string[];
  system(geography: string): CalledResource;
}

function aboutOf(facts: ProbeFacts): About {
  const { choices, caller, region, model, routes } = facts;
  const { partition, tagKeys } = choices;
  const models = (regions: readonly string[]) =>
    regions.map((one) => `arn:${partition}:bedrock:${one}::foundation-model/${model}`);
  const at = (path: string, service = 'bedrock'): CalledResource => ({
    arn: `arn:${partition}:${service}:${region}:${caller.accountId}:${path}`,
    tags: {},
    modelArns: [],
  });
  const [, usual = [region]] =
    Object.entries(routes).find(([name]) => name !== GLOBAL) ?? Object.entries(routes)[0] ?? [];
  return {
    ...facts,
    own: {
      [tagKeys.user]: caller.tags[tagKeys.user] ?? '',
      [tagKeys.costCenter]: caller.tags[tagKeys.costCenter] ?? '',
    },
    others: { [tagKeys.user]: COLLEAGUE, [tagKeys.costCenter]: OTHER_COST_CENTER },
    models,
    at,
    profile: (tags, more = {}) => ({
      ...at('application-inference-profile/abc123def456'),
      tags,
      modelArns: models(usual),
      ...more,
    }),
    system: (geography) => ({
      ...at(`inference-profile/${geography}.${model}`),
      modelArns: models(routes[geography] ?? [region]),
    }),
  };
}

const probe = (
  id: string,
  expects: Probe['expects'],
  hole: Hole,
  action: string,
  make: Make,
  asked?: Asked,
): Probe => ({
  id,
  expects,
  hole,
  call(facts) {
    const about = aboutOf(facts);
    if (asked !== undefined && !asked(about)) return null;
    return {
      action,
      caller: facts.caller,
      region: facts.region,
      tagsWhileCreating: 'present',
      ...make(about),
    };
  },
});
type Asked = (about: About) => boolean;

/** Calls come as one answer or as a stream, which are two actions. */
const calling = (id: string, expects: Probe['expects'], hole: Hole, make: Make, asked?: Asked): Probe[] =>
  INVOKE.map((action, at) => probe(at === 0 ? id : `${id}.stream`, expects, hole, action, make, asked));
/** Whether IAM sees the tags of a profile on itself while it is being made is not known. */
const creating = (id: string, expects: Probe['expects'], hole: Hole, make: Make, asked?: Asked): Probe[] =>
  (['present', 'absent'] as const).map((tagsWhileCreating) =>
    probe(
      tagsWhileCreating === 'present' ? id : `${id}.untaggedYet`,
      expects,
      hole,
      'bedrock:CreateInferenceProfile',
      (about) => ({ ...make(about), tagsWhileCreating }),
      asked,
    ),
  );
const denied = (id: string, hole: Hole, action: string, make: Make, asked?: Asked): Probe[] => [
  probe(id, 'denied', hole, action, make, asked),
];

const allows =
  (geography: string): Asked =>
  ({ choices }) =>
    choices.geographies.includes(geography);
const forbids =
  (geography: string): Asked =>
  (about) =>
    !allows(geography)(about);
const selfServes: Asked = ({ choices }) => choices.selfService;
const isGeo = (name: string): boolean => name !== GLOBAL && name !== IN_REGION;

const callerNamed = (about: About, user: string | null): Caller => {
  const { [about.choices.tagKeys.user]: _, ...others } = about.caller.tags;
  return {
    ...about.caller,
    tags: user === null ? others : { ...others, [about.choices.tagKeys.user]: user },
  };
};
const upper = (tags: Tags, key: string): Tags => ({ ...tags, [key]: (tags[key] ?? '').toUpperCase() });

/** A Region of another part of the world, which no allowed route leads to; null in a partition of few Regions. */
function elsewhere({ choices, region }: ProbeFacts): string | null {
  const known = {
    aws: ['eu-central-1', 'us-west-2', 'ap-southeast-2', 'sa-east-1', 'ca-central-1', 'me-central-1'],
  };
  const regions = choices.partition === 'aws' ? known.aws : [];
  return regions.find((one) => one !== region && !choices.destinations.includes(one)) ?? null;
}
/** A geography that is not allowed; the source of a profile that nobody should have. */
const forbiddenGeography = ({ choices }: ProbeFacts): string =>
  ['eu', 'us', 'apac', 'jp', 'au'].find((one) => !choices.geographies.includes(one)) ?? 'ca';

const CALLS: readonly Probe[] = [
  ...calling(
    'own.inRegion',
    'allowed',
    'ownProfile',
    (a) => ({ on: a.profile(a.own, { modelArns: a.models([a.region]) }) }),
    allows(IN_REGION),
  ),
  ...calling(
    'own.geographic',
    'allowed',
    'ownProfile',
    (a) => ({
      on: a.profile(a.own, {
        modelArns: a.models(Object.entries(a.routes).find(([name]) => isGeo(name))?.[1] ?? []),
      }),
    }),
    (a) => Object.keys(a.routes).some(isGeo),
  ),
  ...calling(
    'own.global',
    'allowed',
    'ownProfile',
    (a) => ({ on: a.profile(a.own, { modelArns: a.models([a.region, '']) }) }),
    allows(GLOBAL),
  ),
  probe('look.list', 'allowed', 'looking', 'bedrock:ListInferenceProfiles', () => ({
    on: { arn: '*', tags: {}, modelArns: [] },
  })),
  probe('look.own', 'allowed', 'looking', 'bedrock:GetInferenceProfile', (a) => ({ on: a.profile(a.own) })),

  ...calling('others', 'denied', 'invokeOthers', (a) => ({ on: a.profile(a.others) })),
  ...calling('wildcard', 'denied', 'wildcard', (a) => ({
    on: a.profile(a.others),
    caller: callerNamed(a, '*'),
  })),
  ...calling('letterCase', 'denied', 'letterCase', (a) => ({
    on: a.profile(upper(a.own, a.choices.tagKeys.user)),
  })),
  ...calling('untagged', 'denied', 'untagged', (a) => ({ on: a.profile({}) })),
  ...calling('untagged.nobody', 'denied', 'untagged', (a) => ({
    on: a.profile({}),
    caller: callerNamed(a, null),
  })),
  ...calling('nobody', 'denied', 'nobody', (a) => ({ on: a.profile(a.own), caller: callerNamed(a, null) })),
  ...calling('nobody.empty', 'denied', 'nobody', (a) => ({
    on: a.profile({ ...a.own, [a.choices.tagKeys.user]: '' }),
    caller: callerNamed(a, ''),
  })),
  ...calling('otherAccount', 'denied', 'otherAccount', (a) => ({
    on: a.profile(a.own, {
      arn: `arn:${a.choices.partition}:bedrock:${a.region}:${OTHER_ACCOUNT}:application-inference-profile/abc123def456`,
    }),
  })),
  ...calling('model', 'denied', 'directModel', (a) => ({
    on: { arn: a.models([a.region])[0] ?? '', tags: {}, modelArns: [] },
  })),
  ...calling(
    'system',
    'denied',
    'systemProfile',
    (a) => ({ on: a.system(Object.keys(a.routes).find(isGeo) ?? '') }),
    (a) => Object.keys(a.routes).some(isGeo),
  ),
  ...calling('system.global', 'denied', 'systemProfile', (a) => ({
    on: { ...a.system(GLOBAL), modelArns: a.models([a.region, '']) },
  })),
  ...calling(
    'global',
    'denied',
    'globalRoute',
    (a) => ({ on: a.profile(a.own, { modelArns: a.models([a.region, '']) }) }),
    forbids(GLOBAL),
  ),
  ...calling(
    'geography',
    'denied',
    'geography',
    (a) => ({ on: a.profile(a.own, { modelArns: a.models([a.region, elsewhere(a) ?? '']) }) }),
    (a) => elsewhere(a) !== null,
  ),
  ...[
    'prompt-router/abc123',
    'default-prompt-router/abc123',
    'provisioned-model/abc123',
    'imported-model/abc123',
    'custom-model-deployment/abc123',
  ].flatMap((path) =>
    calling(path.slice(0, path.indexOf('/')), 'denied', 'otherModels', (a) => ({ on: a.at(path) })),
  ),
  ...calling('marketplace', 'denied', 'otherModels', (a) => ({ on: a.at('endpoint/abc123', 'sagemaker') })),
  ...calling(
    'exceeded',
    'denied',
    'exceeded',
    (a) => ({ on: a.profile({ ...a.own, [BUDGET_STATUS]: EXCEEDED }) }),
    ({ choices }) => choices.enforcement,
  ),
];

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

const CREATING: readonly Probe[] = [
  ...creating('create.own', 'allowed', 'makeOwn', (a) => made(a, a.own), selfServes),
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
    made(a, { ...a.own, [MANAGED_BY]: 'bedrock-ledger' }),
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

const CHANGING: readonly Probe[] = [
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

/** What an action that spends is judged on; `*` for those that AWS judges on no resource. */
const SPENT_ON: Readonly<Record<string, string>> = {
  'bedrock:ApplyGuardrail': 'guardrail/abc123',
  'bedrock:CreateModelInvocationJob': 'model-invocation-job/new',
  'bedrock:CreateEvaluationJob': 'evaluation-job/new',
  'bedrock:CreateCustomModelDeployment': 'custom-model-deployment/new',
  'bedrock:CreateModelCustomizationJob': 'model-customization-job/new',
  'bedrock:CreateModelImportJob': 'model-import-job/new',
  'bedrock:CreateModelCopyJob': 'model-copy-job/new',
  'bedrock:CreateProvisionedModelThroughput': 'provisioned-model/new',
  'bedrock:UpdateProvisionedModelThroughput': 'provisioned-model/abc123',
  'bedrock:UpdateCustomModelDeployment': 'custom-model-deployment/abc123',
  'bedrock:InvokeAgent': 'agent-alias/ABC123/DEF456',
  'bedrock:InvokeFlow': 'flow/ABC123/alias/DEF456',
  'bedrock:StartFlowExecution': 'flow/ABC123/alias/DEF456',
  'bedrock:Retrieve': 'knowledge-base/ABC123',
  'bedrock:StartIngestionJob': 'knowledge-base/ABC123',
  'bedrock:IngestKnowledgeBaseDocuments': 'knowledge-base/ABC123',
  'bedrock:StartAsyncInvoke': 'async-invoke/new',
  'bedrock:InvokeDataAutomationAsync': 'data-automation-project/abc123',
};
const EVERYTHING: CalledResource = { arn: '*', tags: {}, modelArns: [] };
const closed =
  (action: string): Asked =>
  ({ choices }) =>
    !choices.opened.includes(action);

const OTHER_WAYS: readonly Probe[] = [
  ...denied('apiKey.call', 'apiKeys', BEARER, () => ({ on: EVERYTHING }), closed(BEARER)),
  ...denied(
    'apiKey.make',
    'apiKeys',
    MAKE_KEY,
    (a) => ({
      on: { ...EVERYTHING, arn: `arn:${a.choices.partition}:iam::${a.caller.accountId}:user/somebody` },
      context: { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' },
    }),
    closed(MAKE_KEY),
  ),
  ...denied(
    'mantle',
    'mantle',
    'bedrock-mantle:CreateInference',
    (a) => ({ on: a.at('project/default', 'bedrock-mantle') }),
    closed('bedrock-mantle:*'),
  ),
  ...OTHER_SPENDING.flatMap((action) =>
    denied(
      action,
      'otherSpending',
      action,
      (a) => ({ on: SPENT_ON[action] === undefined ? EVERYTHING : a.at(SPENT_ON[action]) }),
      closed(action),
    ),
  ),
];

/** All of them, those that must be possible among them. */
export const PROBES: readonly Probe[] = [...CHANGING, ...CALLS, ...CREATING, ...OTHER_WAYS];
