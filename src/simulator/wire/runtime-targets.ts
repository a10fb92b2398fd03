import type { CalledThing } from '../iam/calls.ts';
import type { AppProfile, FoundationModel } from '../types.ts';
import { isOnDemand, modelArn, modelsOf, systemArn, systemProfilesOf } from './bedrock-models.ts';
import { tagsOf } from './caller.ts';
import { AwsError } from './errors.ts';
import type { Call } from './service.ts';

/** What a call of a model names, and what stands behind it. */
export interface Target {
  on: CalledThing;
  /** CloudWatch's `ModelId`. */
  dimension: string;
  /** Absent where there is nothing behind the name; then the call fails once it was allowed. */
  model?: FoundationModel;
  route: 'regional' | 'global';
  profile?: AppProfile;
  /** Whether the model can be called without a profile. */
  onDemand: boolean;
  /** Whether it belongs to somebody else, which no policy of the caller's can open. */
  foreign: boolean;
}

/** Kinds of ARN that can be called, of which the simulated company has none. */
const ELSE =
  /^arn:[^:]+:(bedrock:[^:]+:\d{12}:(default-prompt-router|prompt-router|prompt|provisioned-model|imported-model|custom-model|custom-model-deployment)|sagemaker:[^:]+:\d{12}:endpoint)\//;

/** Finds what a `modelId` names. Throws a ValidationException for what can be nothing that is called. */
export function targetOf(call: Call, modelId: string): Target {
  if (modelId.includes(':application-inference-profile/')) return application(call, modelId);
  const target = system(call, modelId) ?? foundation(call, modelId);
  if (target) return target;
  if (!ELSE.test(modelId)) throw invalidIdentifier();
  return { ...NOTHING, on: { arn: modelId, tags: {}, modelArns: [] }, dimension: modelId };
}

const NOTHING = { route: 'regional', onDemand: true, foreign: false } as const;

function application(call: Call, arn: string): Target {
  const [, , service, region, account = ''] = arn.split(':');
  if (service !== 'bedrock' || region !== call.region) throw invalidIdentifier();
  const profile = call.world.findProfile(arn, account, region);
  const foreign = account !== call.account;
  if (!profile) return { ...NOTHING, foreign, on: { arn, tags: {}, modelArns: [] }, dimension: arn };
  const model = named(call, profile.modelArns[0] ?? '');
  const tags = call.world.tagsAt(arn, call.world.clock.now() - call.settings.tagDelaySeconds * 1_000);
  return {
    on: { arn, tags: tagsOf(tags), modelArns: profile.modelArns },
    dimension: profile.shortId,
    ...(model && { model }),
    route: /inference-profile\/global\./.test(profile.copyFrom) ? 'global' : 'regional',
    profile,
    // One of a model that is called through system profiles alone can be called no more than the model.
    onDemand: !profile.copyFrom.includes(':foundation-model/') || (model !== undefined && isOnDemand(model)),
    foreign,
  };
}

function system(call: Call, name: string): Target | undefined {
  const profile = systemProfilesOf(call).find((each) => each.id === name || systemArn(call, each) === name);
  const model = profile && named(call, modelArn('', profile.modelId));
  if (!profile || !model) return undefined;
  return {
    on: {
      arn: systemArn(call, profile),
      tags: {},
      modelArns: profile.destinationRegions.map((region) => modelArn(region, profile.modelId)),
    },
    dimension: profile.id,
    model,
    route: profile.route === 'global' ? 'global' : 'regional',
    onDemand: true,
    foreign: false,
  };
}

function foundation(call: Call, name: string): Target | undefined {
  const model = modelsOf(call).find(
    ({ modelId }) => modelId === name || modelArn(call.region, modelId) === name,
  );
  if (!model) return undefined;
  return {
    on: { arn: modelArn(call.region, model.modelId), tags: {}, modelArns: [] },
    dimension: name,
    model,
    route: 'regional',
    onDemand: isOnDemand(model),
    foreign: false,
  };
}

const named = (call: Call, arn: string): FoundationModel | undefined =>
  modelsOf(call, true).find(({ modelId }) => arn.endsWith(`/${modelId}`));

const invalidIdentifier = () =>
  new AwsError('ValidationException', 'The provided model identifier is invalid.');
