import { BUDGET_STATUS, EXCEEDED, GLOBAL, IN_REGION } from './choices.ts';
import {
  allows,
  callerNamed,
  calling,
  elsewhere,
  forbids,
  isGeo,
  OTHER_ACCOUNT,
  type Probe,
  probe,
  upper,
} from './probeKit.ts';

/** Calls of models, and looking up profiles. */

export const CALLS: readonly Probe[] = [
  ...calling(
    'own.inRegion',
    'allowed',
    'ownProfile',
    (a) => ({ on: a.profile(a.answering, { modelArns: a.models([a.region]) }) }),
    allows(IN_REGION),
  ),
  ...calling(
    'own.geographic',
    'allowed',
    'ownProfile',
    (a) => ({
      on: a.profile(a.answering, {
        modelArns: a.models(Object.entries(a.routes).find(([name]) => isGeo(name))?.[1] ?? []),
      }),
    }),
    (a) => Object.keys(a.routes).some(isGeo),
  ),
  ...calling(
    'own.global',
    'allowed',
    'ownProfile',
    (a) => ({ on: a.profile(a.answering, { modelArns: a.models([a.region, '']) }) }),
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
  ...calling('system', 'denied', 'systemProfile', (a) => ({
    on: a.system(Object.keys(a.routes).find(isGeo) ?? 'us'),
  })),
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
  ...calling(
    'unmarked',
    'denied',
    'unmarked',
    (a) => ({ on: a.profile(a.own) }),
    ({ choices }) => choices.enforcement && choices.needsMark === true,
  ),
];
