import type { CalledThing } from '../iam/calls.ts';
import type { Context } from '../iam/types.ts';
import type { Tag } from '../types.ts';
import { type Asked, tagsOf } from './caller.ts';
import type { Fields } from './codec.ts';
import { AwsError } from './errors.ts';
import { iamRequest } from './iam-requests.ts';
import type { Identified } from './identify.ts';
import type { Call } from './service.ts';

/** IAM's prefix of a service's actions where it is not the name that AWS's clients have for the service. */
const PREFIX: Readonly<Record<string, string>> = {
  resourcegroupstaggingapi: 'tag',
  'service-quotas': 'servicequotas',
  'sso-admin': 'sso',
};
/** Asked by whoever answers: they know best what is called. */
const ELSEWHERE = new Set(['bedrock-runtime', 'sts', 'resourcegroupstaggingapi:TagResources']);
ELSEWHERE.add('resourcegroupstaggingapi:UntagResources');

/** Refuses, in AWS's words, what the policies of the caller do not allow. */
export function authorize(call: Call, found: Identified, input: Fields): void {
  const { service, operationName, protocol, bearer } = found;
  if (!call.caller) return;
  const asked = ELSEWHERE.has(service.id) ? [] : askedFor(call, service.id, operationName, input);
  // Whoever comes with an API key must be allowed to use one at all.
  if (bearer !== undefined) asked.unshift({ action: 'bedrock:CallWithBearerToken', on: thing('*') });
  const message = asked.map((one) => call.judge(one)).find((refused) => refused !== null);
  if (message === undefined) return;
  throw service.id === 'sns'
    ? new AwsError('AuthorizationErrorException', message, 403)
    : accessDenied(message, protocol);
}

export function accessDenied(message: string, protocol: Identified['protocol']): AwsError {
  if (protocol === 'query') return new AwsError('AccessDenied', message, 403);
  return new AwsError('AccessDeniedException', message, protocol === 'json' ? 400 : 403);
}

function askedFor(call: Call, service: string, operation: string, input: Fields): Asked[] {
  const action = `${PREFIX[service] ?? service}:${operation}`;
  if (ELSEWHERE.has(`${service}:${operation}`)) return [{ action, on: thing('*') }];
  if (service === 'bedrock') return [bedrock(call, action, input)];
  if (service === 'iam') return [iamRequest(call, action, input)];
  if (service === 'budgets') return [budgets(call, operation, input)];
  if (service === 'identitystore') return directory(call, action, input);
  if (service === 'sns') return [{ action, on: thing(topicNamed(call, input)) }];
  return [{ action, on: thing('*') }];
}

function topicNamed({ region, account }: Call, { TopicArn, TargetArn, Name }: Fields): string {
  return String(TopicArn ?? TargetArn ?? `arn:aws:sns:${region}:${account}:${String(Name)}`);
}

const thing = (arn: string, tags: Record<string, string> = {}): CalledThing => ({ arn, tags, modelArns: [] });

function bedrock(call: Call, action: string, input: Fields): Asked {
  const text = (key: string) => String(input[key] ?? '');
  const tags = (input.tags ?? []) as Tag[];
  if (action === 'bedrock:CreateInferenceProfile') {
    const source = String((input.modelSource as Fields).copyFrom ?? '*');
    return { action, on: thing('*'), source: thing(source), requestTags: tagsOf(tags) };
  }
  if (action === 'bedrock:GetFoundationModel') {
    const model = text('modelIdentifier');
    return {
      action,
      on: thing(/^arn:/.test(model) ? model : `arn:aws:bedrock:${call.region}::foundation-model/${model}`),
    };
  }
  const name = text('inferenceProfileIdentifier') || text('resourceARN');
  if (name === '') return { action, on: thing('*') };
  return {
    action,
    on: profileNamed(call, name),
    ...(tags.length > 0 && { requestTags: tagsOf(tags) }),
    ...(input.tagKeys !== undefined && { untagKeys: input.tagKeys as string[] }),
  };
}

/** A profile by its ARN or id, whether it is there or not. */
function profileNamed({ world, account, region }: Call, name: string): CalledThing {
  const own = world.findProfile(name, account, region);
  if (own) return { arn: own.arn, tags: tagsOf(own.tags), modelArns: own.modelArns };
  if (/^arn:/.test(name)) return thing(name);
  const kind = name.includes('.') ? 'inference-profile' : 'application-inference-profile';
  return thing(`arn:aws:bedrock:${region}:${account}:${kind}/${name}`);
}

/** Budgets has a right to look and a right to change, and some of its own for tags. */
function budgets({ account }: Call, operation: string, input: Fields): Asked {
  if (input.ResourceARN !== undefined)
    return { action: `budgets:${operation}`, on: thing(String(input.ResourceARN)), ...budgetTags(input) };
  const { BudgetName: own } = (input.Budget ?? input.NewBudget ?? input) as Fields;
  const name = own ?? input.BudgetName ?? '*';
  const action = operation.startsWith('Describe') ? 'budgets:ViewBudget' : 'budgets:ModifyBudget';
  return { action, on: thing(`arn:aws:budgets::${account}:budget/${String(name)}`) };
}

function budgetTags(input: Fields): Pick<Asked, 'requestTags' | 'untagKeys'> {
  const tags = input.ResourceTags as { Key: string; Value: string }[] | undefined;
  const keys = input.ResourceTagKeys as string[] | undefined;
  return {
    ...(tags && { requestTags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }),
    ...(keys && { untagKeys: keys }),
  };
}

function directory({ account }: Call, action: string, input: Fields): Asked[] {
  const store = `arn:aws:identitystore::${account}:identitystore/${String(input.IdentityStoreId)}`;
  const kind = /Membership/.test(action) ? 'membership' : /Group/.test(action) ? 'group' : 'user';
  const context: Context = { 'identitystore:IdentityStoreId': String(input.IdentityStoreId) };
  return [store, `arn:aws:identitystore:::${kind}/*`].map((arn) => ({ action, on: thing(arn), context }));
}
