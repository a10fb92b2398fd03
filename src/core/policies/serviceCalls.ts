import { BUDGET_STATUS, EXCEEDED, IN_REGION, MANAGED_BY, OURS } from './choices.ts';
import { type About, type Asked, COLLEAGUE, callOf, type Make, type Probe } from './probeKit.ts';
import type { Tags } from './types.ts';

/** What this product's own role may and may not, as calls. */

export interface ServiceCall {
  id: string;
  expects: Probe['expects'];
  call: Probe['call'];
}

/** The role itself has no tags; those of the facts are the person's for whom it works. */
const call = (
  id: string,
  expects: Probe['expects'],
  action: string,
  make: Make,
  asked?: Asked,
): ServiceCall => ({
  id,
  expects,
  call: callOf(
    `bedrock:${action}`,
    (about) => ({ caller: { ...about.caller, tags: {} }, ...make(about) }),
    asked,
  ),
});

const marked = (a: About): Tags => ({ ...a.own, [MANAGED_BY]: OURS });
const made =
  (tags: (a: About) => Tags): Make =>
  (a) => {
    const [geography = IN_REGION] = Object.keys(a.routes);
    const source =
      geography === IN_REGION
        ? { arn: a.models([a.region])[0] ?? '', tags: {}, modelArns: [] }
        : a.system(geography);
    return {
      on: { ...a.at('application-inference-profile/new'), modelArns: source.modelArns },
      source,
      requestTags: tags(a),
    };
  };

export const SERVICE_CALLS: readonly ServiceCall[] = [
  call('service.look', 'allowed', 'ListInferenceProfiles', () => ({
    on: { arn: '*', tags: {}, modelArns: [] },
  })),
  call('service.create', 'allowed', 'CreateInferenceProfile', made(marked)),
  call(
    'service.createUnmarked',
    'denied',
    'CreateInferenceProfile',
    made((a) => a.own),
  ),
  call('service.adopt', 'allowed', 'TagResource', (a) => ({ on: a.profile({}), requestTags: a.own })),
  call('service.replaceOwner', 'denied', 'TagResource', (a) => ({
    on: a.profile(a.own),
    requestTags: { [a.choices.tagKeys.user]: COLLEAGUE },
  })),
  call('service.note', 'denied', 'TagResource', (a) => ({
    on: a.profile(a.own),
    requestTags: { Note: 'anything' },
  })),
  call('service.mark', 'allowed', 'TagResource', (a) => ({
    on: a.profile(a.own),
    requestTags: { [BUDGET_STATUS]: EXCEEDED },
  })),
  call('service.unmark', 'allowed', 'UntagResource', (a) => ({
    on: a.profile({ ...a.own, [BUDGET_STATUS]: EXCEEDED }),
    untagKeys: [BUDGET_STATUS],
  })),
  call('service.untagOwner', 'denied', 'UntagResource', (a) => ({
    on: a.profile(a.own),
    untagKeys: [a.choices.tagKeys.user],
  })),
  call('service.deleteMarked', 'allowed', 'DeleteInferenceProfile', (a) => ({ on: a.profile(marked(a)) })),
  call('service.deleteOthers', 'denied', 'DeleteInferenceProfile', (a) => ({ on: a.profile(a.own) })),
  call('service.call', 'denied', 'InvokeModel', (a) => ({ on: a.profile(marked(a)) })),
  call('service.model', 'denied', 'InvokeModel', (a) => ({
    on: { arn: a.models([a.region])[0] ?? '', tags: {}, modelArns: [] },
  })),
];
