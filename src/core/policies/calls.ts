import { arnParts } from './arns.ts';
import { type Judge, judgeOf } from './explain.ts';
import type { AccessRequest, Call, CalledResource, Caller, PoliciesInForce, Tags, Verdict } from './types.ts';

/** Which authorisations a call of an API needs, as AWS asks for them. */

/** What was decided about a whole call: all of its authorisations must be allowed. */
export interface CallVerdict {
  decision: Verdict['decision'];
  /** One for each of `requestsOf`, in its order. */
  verdicts: readonly Verdict[];
  /** The first that denies, else the first that cannot be judged, else the first. */
  deciding: Verdict;
}

export const judgeCall = (policies: PoliciesInForce, call: Call): CallVerdict =>
  judgeCallBy(judgeOf(policies), call);

/** The same by policies that were made ready once. */
export const judgeCallBy = (judge: Judge, call: Call): CallVerdict => judgeAll(judge, requestsOf(call));

/** All of these requests, which belong to one call. */
export function judgeAll(judge: Judge, requests: readonly AccessRequest[]): CallVerdict {
  const verdicts = requests.map(judge);
  const of = (decision: Verdict['decision']) => verdicts.find((verdict) => verdict.decision === decision);
  const deciding = of('denied') ?? of('unknown') ?? verdicts[0];
  if (deciding === undefined) throw new Error('a call needs one authorisation at least');
  return { decision: deciding.decision, verdicts, deciding };
}

type Context = Record<string, string | readonly string[]>;

/** What is called, by the names that IAM has for it: Converse has none of its own. */
const INVOCATIONS: Readonly<Record<string, string>> = {
  'bedrock:invokemodel': 'bedrock:InvokeModel',
  'bedrock:converse': 'bedrock:InvokeModel',
  'bedrock:invokemodelwithbidirectionalstream': 'bedrock:InvokeModel',
  'bedrock:invokemodelwithresponsestream': 'bedrock:InvokeModelWithResponseStream',
  'bedrock:conversestream': 'bedrock:InvokeModelWithResponseStream',
};

export const isInvocation = (action: string): boolean => action.toLowerCase() in INVOCATIONS;

/** Each authorisation that the call needs; all of them must be allowed. */
export function requestsOf(call: Call): AccessRequest[] {
  const action = call.action.toLowerCase();
  const invocation = INVOCATIONS[action];
  if (invocation !== undefined) return invocations(invocation, call);
  if (action === 'bedrock:createinferenceprofile') return creation(call);
  if (action === 'bedrock:listinferenceprofiles') return [request(call, call.action, '*', {})];
  return [
    request(call, call.action, call.on.arn === '' ? '*' : call.on.arn, {
      ...onResource(call.on),
      ...asked(call),
    }),
  ];
}

/** On what is called, and on each model behind it in its own Region. */
function invocations(action: string, call: Call): AccessRequest[] {
  const { on, serviceTier } = call;
  const tier: Context = serviceTier === undefined ? {} : { 'bedrock:ServiceTier': serviceTier };
  const first = request(call, action, on.arn, { ...onResource(on), ...tier });
  const through: Context =
    kindOf(on.arn) === 'profile'
      ? { 'bedrock:InferenceProfileArn': on.arn }
      : { 'bedrock:PromptRouterArn': on.arn };
  if (kindOf(on.arn) === 'other') return [first];
  return [
    first,
    ...on.modelArns.map((arn) =>
      request(call, action, arn, { ...through, ...tier, 'aws:RequestedRegion': destinationOf(arn) }),
    ),
  ];
}

/** An application or a system profile. */
export const isProfile = (arn: string): boolean => kindOf(arn) === 'profile';

/** Whether calls of it reach models of their own; everything else is called by itself. */
function kindOf(arn: string): 'profile' | 'router' | 'other' {
  const type = typeOf(arn);
  if (type === 'application-inference-profile' || type === 'inference-profile') return 'profile';
  return type === 'prompt-router' || type === 'default-prompt-router' ? 'router' : 'other';
}

/** `foundation-model` of `arn:aws:bedrock:us-east-1::foundation-model/…`. */
const typeOf = (arn: string): string => (arnParts(arn)?.[5] ?? '').split('/', 1)[0] ?? '';

/** A model without a Region is any that AWS chooses. */
const destinationOf = (modelArn: string): string => arnParts(modelArn)?.[3] || 'unspecified';

/** On the new profile, on what it copies, and for its tags. */
function creation(call: Call): AccessRequest[] {
  const profile = call.on.arn.replace(/(:application-inference-profile\/)\*$/, '$1new');
  const tags = call.requestTags ?? {};
  const carried = call.tagsWhileCreating === 'present' ? tags : {};
  const context = { ...onResource({ arn: profile, tags: carried }), ...asked(call) };
  const source = call.source;
  return [
    request(call, call.action, profile, context),
    ...(source === undefined
      ? []
      : [
          request(call, call.action, source.arn, {
            ...onResource({ arn: source.arn, tags: {} }),
            ...asked(call),
          }),
        ]),
    ...(Object.keys(tags).length === 0 ? [] : [request(call, 'bedrock:TagResource', profile, context)]),
  ];
}

/** What the request itself says of tags. */
function asked({ requestTags = {}, untagKeys = [] }: Call): Context {
  const keys = [...Object.keys(requestTags), ...untagKeys];
  return {
    ...tagKeys('aws:RequestTag/', requestTags),
    ...(keys.length === 0 ? {} : { 'aws:TagKeys': keys }),
  };
}

/** What is known of a resource: its tags, and the account in its ARN; foundation models have none. */
function onResource({ arn, tags }: Pick<CalledResource, 'arn' | 'tags'>): Context {
  const account = arnParts(arn)?.[4] ?? '';
  return {
    ...tagKeys('aws:ResourceTag/', tags),
    ...(account === '' ? {} : { 'aws:ResourceAccount': account }),
  };
}

function tagKeys(start: string, tags: Tags): Context {
  const context: Context = {};
  for (const key in tags) context[start + key] = tags[key] ?? '';
  return context;
}

/** What is called as it is called; what the call says of keys goes before what is worked out. */
function request(call: Call, action: string, resource: string, own: Context): AccessRequest {
  const context: Context = { ...callerKeys(call.caller), 'aws:RequestedRegion': call.region, ...own };
  for (const name in call.context) {
    const value = call.context[name];
    if (value === undefined) continue;
    const same = name.toLowerCase();
    for (const key in context) if (key.toLowerCase() === same) delete context[key];
    context[name] = value;
  }
  return { action, resource, context };
}

/** A person who calls with the SDK: over TLS, and not through another service of AWS. */
function callerKeys({ arn, accountId, tags }: Caller): Context {
  const name = arnParts(arn)?.[5] ?? '';
  return {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': accountId,
    ...tagKeys('aws:PrincipalTag/', tags),
    ...principalType(name),
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:SecureTransport': 'true',
  };
}

function principalType(name: string): Context {
  if (name.startsWith('role/')) return { 'aws:PrincipalType': 'AssumedRole' };
  if (name.startsWith('user/'))
    return { 'aws:PrincipalType': 'User', 'aws:username': name.slice(name.lastIndexOf('/') + 1) };
  return name === 'root' ? { 'aws:PrincipalType': 'Account' } : {};
}
