import type { Context } from '../iam/types.ts';
import type { Asked } from './caller.ts';
import type { Fields } from './codec.ts';
import type { Call } from './service.ts';

/** What an operation of IAM asks for: its action on a role, a user or a policy, with the keys that IAM documents. */
export function iamRequest(call: Call, action: string, input: Fields): Asked {
  const tags = input.Tags as { Key: string; Value: string }[] | undefined;
  const { arn, tags: own } = resourceOf(call, action, input);
  const context: Context = {
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`iam:ResourceTag/${key}`, value])),
    ...textKey('iam:PermissionsBoundary', input.PermissionsBoundary),
    ...(/^iam:(Attach|Detach)/.test(action) ? textKey('iam:PolicyARN', input.PolicyArn) : {}),
    ...textKey('iam:ServiceSpecificCredentialServiceName', input.ServiceName),
    ...textKey('iam:ServiceSpecificCredentialAgeDays', input.CredentialAgeDays),
  };
  return {
    action,
    on: { arn, tags: own, modelArns: [] },
    context,
    ...(tags && { requestTags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) }),
  };
}

const textKey = (key: string, value: unknown): Context =>
  value === undefined ? {} : { [key]: String(value) };

function resourceOf(
  { account, access, caller }: Call,
  action: string,
  input: Fields,
): { arn: string; tags: Record<string, string> } {
  const path = String(input.Path ?? '/');
  const named = (kind: string, name: unknown) => `arn:aws:iam::${account}:${kind}${path}${String(name)}`;
  if (input.RoleName !== undefined) {
    const role = access.role(account, String(input.RoleName));
    return { arn: role?.arn ?? named('role', input.RoleName), tags: role?.tags ?? {} };
  }
  // Whoever names no user means themselves.
  const userName =
    input.UserName ?? (/User$|AccessKey|Credential/.test(action) ? caller?.userName : undefined);
  if (userName !== undefined && userName !== null) {
    const user = access.user(account, String(userName));
    return { arn: user?.arn ?? named('user', userName), tags: user?.tags ?? {} };
  }
  if (input.PolicyName !== undefined) return { arn: named('policy', input.PolicyName), tags: {} };
  if (input.PolicyArn !== undefined) return { arn: String(input.PolicyArn), tags: {} };
  return { arn: '*', tags: {} };
}
