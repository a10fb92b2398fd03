import { judge } from './judge.ts';
import { denial } from './messages.ts';
import type { Context, Policies, Request, Verdict } from './types.ts';

/** What each call of an API is asked: IAM judges a call by one or several authorisations, and all must be allowed. */

type Tags = Readonly<Record<string, string>>;

export interface CalledThing {
  arn: string;
  tags: Tags;
  /** Foundation models behind a profile, one for each destination Region. */
  modelArns: readonly string[];
}

export interface ApiCall {
  action: string;
  caller: {
    /** `aws:PrincipalArn`: of a session that of its role. */
    arn: string;
    accountId: string;
    tags: Tags;
    /** How messages name the caller, for example the ARN of the session; `arn` where it is left out. */
    user?: string;
  };
  on: CalledThing;
  /** The Region that is called. */
  region: string;
  /** What a new profile is copied from. */
  source?: CalledThing;
  requestTags?: Tags;
  untagKeys?: readonly string[];
  serviceTier?: string;
  /** Further keys, which go before those that are worked out. */
  context?: Context;
  tagsWhileCreating: 'present' | 'absent';
}

export interface CallVerdict extends Verdict {
  /** The authorisation that decided. */
  request: Request;
  /** AWS's words for a refusal; null for what is allowed. */
  message: string | null;
}

/** Judges a call: the first of its authorisations that is refused decides, else the last. */
export function judgeCall(policies: Policies, call: ApiCall): CallVerdict {
  let last: CallVerdict | undefined;
  for (const request of authorisationsOf(call)) {
    const verdict = judge(policies, request);
    const user = call.caller.user ?? call.caller.arn;
    last = { ...verdict, request, message: verdict.allowed ? null : denial(user, request, verdict) };
    if (!verdict.allowed) return last;
  }
  if (!last) throw new Error('a call needs an authorisation');
  return last;
}

/** What calls of models ask for; Converse has no action of its own. */
const INVOCATIONS: ReadonlyMap<string, string> = new Map([
  ['bedrock:invokemodel', 'bedrock:InvokeModel'],
  ['bedrock:converse', 'bedrock:InvokeModel'],
  ['bedrock:invokemodelwithresponsestream', 'bedrock:InvokeModelWithResponseStream'],
  ['bedrock:conversestream', 'bedrock:InvokeModelWithResponseStream'],
]);

/** Every authorisation that a call needs. */
export function authorisationsOf(call: ApiCall): Request[] {
  const name = call.action.toLowerCase();
  const invoked = INVOCATIONS.get(name);
  if (invoked !== undefined) return invocation({ ...call, action: invoked });
  if (name === 'bedrock:createinferenceprofile') return creation(call);
  if (name === 'tag:tagresources' || name === 'tag:untagresources') {
    const own = name === 'tag:tagresources' ? 'bedrock:TagResource' : 'bedrock:UntagResource';
    const first = asked(call, '*', call.action, {});
    if (call.on.arn === '*') return [first];
    return [first, asked(call, call.on.arn, own, { ...ofResource(call.on), ...ofTags(call) })];
  }
  const resource = /^bedrock:List(?!TagsForResource$)/i.test(call.action) ? '*' : call.on.arn || '*';
  return [asked(call, resource, call.action, { ...ofResource(call.on), ...ofTags(call) })];
}

/** A model, or a profile and every model behind it, each in the Region it would be called in. */
function invocation(call: ApiCall): Request[] {
  const { on, serviceTier } = call;
  const tier = serviceTier === undefined ? {} : { 'bedrock:ServiceTier': serviceTier };
  const first = asked(call, on.arn, call.action, { ...ofResource(on), ...tier });
  const through = throughOf(on.arn);
  if (through === null) return [first];
  const models = on.modelArns.map((arn) =>
    asked(call, arn, call.action, {
      [through]: on.arn,
      // A global route ends in no Region that could be named.
      'aws:RequestedRegion': arn.split(':')[3] || 'unspecified',
      ...tier,
    }),
  );
  return [first, ...models];
}

/** The key under which a model knows by what it was reached; null for what is called by itself. */
function throughOf(arn: string): string | null {
  if (/:(application-)?inference-profile\//.test(arn)) return 'bedrock:InferenceProfileArn';
  return /:(default-)?prompt-router\//.test(arn) ? 'bedrock:PromptRouterArn' : null;
}

/** The new profile, its source, and the tags where it gets any. Its id is not known before it is there. */
function creation(call: ApiCall): Request[] {
  const { on, source, caller, region, requestTags = {}, tagsWhileCreating } = call;
  const partition = (source ?? on).arn.split(':')[1] || 'aws';
  const arn = `arn:${partition}:bedrock:${region}:${caller.accountId}:application-inference-profile/new`;
  const tags = ofTags(call);
  const present = tagsWhileCreating === 'present' ? requestTags : {};
  const made = { 'aws:ResourceAccount': caller.accountId, ...keyed('aws:ResourceTag', present) };
  return [
    asked(call, arn, call.action, { ...made, ...tags }),
    ...(source
      ? [asked(call, source.arn, call.action, { ...ofResource({ ...source, tags: {} }), ...tags })]
      : []),
    ...(Object.keys(requestTags).length > 0
      ? [asked(call, arn, 'bedrock:TagResource', { ...made, ...tags })]
      : []),
  ];
}

const keyed = (prefix: string, tags: Tags): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));

/** Tags and account of what is called; a foundation model has neither. */
function ofResource({ arn, tags }: CalledThing): Context {
  const account = arn.split(':')[4];
  return { ...keyed('aws:ResourceTag', tags), ...(account ? { 'aws:ResourceAccount': account } : {}) };
}

function ofTags({ requestTags = {}, untagKeys = [] }: ApiCall): Context {
  const keys = [...Object.keys(requestTags), ...untagKeys];
  return { ...keyed('aws:RequestTag', requestTags), ...(keys.length > 0 ? { 'aws:TagKeys': keys } : {}) };
}

function asked(
  { caller, region, context = {} }: ApiCall,
  resource: string,
  action: string,
  more: Context,
): Request {
  const worked: Context = {
    'aws:PrincipalArn': caller.arn,
    'aws:PrincipalAccount': caller.accountId,
    ...typeOf(caller.arn),
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': 'false',
    ...keyed('aws:PrincipalTag', caller.tags),
    'aws:RequestedRegion': region,
    ...more,
  };
  const given = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const kept = Object.entries(worked).filter(([key]) => !given.has(key.toLowerCase()));
  return { action, resource, context: { ...Object.fromEntries(kept), ...context } };
}

/** A session of a role, or a user with a name. */
function typeOf(arn: string): Context {
  const [, name] = /^arn:[^:]+:iam::\d+:user\/(?:.+\/)?([^/]+)$/.exec(arn) ?? [];
  if (name !== undefined) return { 'aws:PrincipalType': 'User', 'aws:username': name };
  return { 'aws:PrincipalType': /:role\//.test(arn) ? 'AssumedRole' : 'Account' };
}
