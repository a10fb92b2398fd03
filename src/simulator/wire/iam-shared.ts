import type { Identity, ManagedPolicy, Role, Tags, User } from '../iam/access.ts';
import { MalformedPolicy, readDocument, sizeOf, type Written } from '../iam/documents.ts';
import { isReserved } from '../iam/reserved.ts';
import { AwsError } from './errors.ts';
import type { AttachedPolicy, Tag } from './models/iam-types.ts';
import { page } from './paging.ts';
import type { Call } from './service.ts';

/** Limits of IAM ("IAM and AWS STS quotas"), in characters without white space and in numbers of things. */
export const LIMITS = {
  managedSize: 6_144,
  inlineSize: { role: 10_240, user: 2_048 },
  trustSize: 2_048,
  attached: 10,
  versions: 5,
  accessKeys: 2,
  tags: 50,
  credentials: 2,
};

export const noSuchEntity = (what: string) =>
  new AwsError('NoSuchEntityException', `${what} cannot be found.`, 404);
export const alreadyExists = (what: string) =>
  new AwsError('EntityAlreadyExistsException', `${what} already exists.`, 409);
export const limitExceeded = (message: string) => new AwsError('LimitExceededException', message, 409);
export const deleteConflict = (message: string) => new AwsError('DeleteConflictException', message, 409);

export function roleOf({ access, account }: Call, name: string): Role {
  const role = access.role(account, name);
  if (!role) throw noSuchEntity(`The role with name ${name}`);
  return role;
}

/** A role that is to be changed: not one of IAM Identity Center's. */
export function changeableRole(call: Call, name: string): Role {
  const role = roleOf(call, name);
  if (isReserved(role))
    throw new AwsError(
      'UnmodifiableEntityException',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  return role;
}

/** The user of a name; without one, whoever asks. */
export function userOf({ access, account, caller }: Call, name: string | undefined): User {
  const wanted = name ?? caller?.userName ?? 'simulated';
  const user = access.user(account, wanted);
  if (!user) throw noSuchEntity(`The user with name ${wanted}`);
  return user;
}

/** A policy that this account can attach: its own or one of AWS's. */
export function policyOf({ access, account }: Call, arn: string): ManagedPolicy {
  const policy = access.policy(arn);
  if (!policy || (policy.account !== 'aws' && policy.account !== account))
    throw new AwsError('NoSuchEntityException', `Policy ${arn} does not exist or is not attachable.`, 404);
  return policy;
}

/** Reads a policy's text; throws MalformedPolicyDocument in IAM's words. */
export function written(text: string, use: 'identity' | 'trust'): Written {
  try {
    return readDocument(text, use);
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    throw new AwsError('MalformedPolicyDocumentException', error.message);
  }
}

export function putInline(identity: Identity, name: string, text: string): void {
  const policy = written(text, 'identity');
  const others = [...identity.inline].filter(([each]) => each !== name);
  const size = others.reduce((sum, [, each]) => sum + sizeOf(each.text), sizeOf(text));
  const most = LIMITS.inlineSize[identity.kind];
  if (size > most)
    throw limitExceeded(
      `Maximum policy size of ${most} bytes exceeded for ${identity.kind} ${identity.name}`,
    );
  identity.inline.set(name, policy);
}

export function inlineOf(identity: Identity, name: string): Written {
  const policy = identity.inline.get(name);
  if (!policy) throw noSuchEntity(`The ${identity.kind} policy with name ${name}`);
  return policy;
}

export function attach(call: Call, identity: Identity, arn: string): void {
  policyOf(call, arn);
  if (identity.attached.includes(arn)) return;
  if (identity.attached.length >= LIMITS.attached) {
    const kind = identity.kind === 'role' ? 'Role' : 'User';
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${kind}: ${LIMITS.attached}`);
  }
  identity.attached.push(arn);
}

export function setTags(identity: { tags: Tags }, tags: readonly Tag[]): void {
  const keys = tags.map(({ Key }) => Key.toLowerCase());
  if (new Set(keys).size !== keys.length)
    throw new AwsError(
      'InvalidInputException',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  const kept = Object.entries(identity.tags).filter(([key]) => !keys.includes(key.toLowerCase()));
  const all = [...kept, ...tags.map(({ Key, Value }) => [Key, Value] as const)];
  if (all.length > LIMITS.tags)
    throw limitExceeded(`The number of tags has reached the maximum limit of ${LIMITS.tags}.`);
  identity.tags = Object.fromEntries(all);
}

export const describeTags = (tags: Tags): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Policies leave IAM percent-encoded (RFC 3986). */
export const encoded = ({ text }: Written): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

export const attachedOf = ({ attached }: Identity): AttachedPolicy[] =>
  attached.map((PolicyArn) => ({ PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1), PolicyArn }));

export const boundaryOf = ({ boundary }: Identity) =>
  boundary === null
    ? {}
    : {
        PermissionsBoundary: {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
          PermissionsBoundaryArn: boundary,
        },
      };

export const tagsOr = (tags: Tags) => (Object.keys(tags).length === 0 ? {} : { Tags: describeTags(tags) });

/** A page of a list as IAM has them; `name` is the member that holds it. */
export function paged<T, N extends string>(
  call: Call,
  name: N,
  all: readonly T[],
  input: { Marker?: string | undefined; MaxItems?: number | undefined },
): Record<N, T[]> & { IsTruncated: boolean; Marker?: string } {
  const { Marker, MaxItems = 100, ...request } = input;
  const refuse = () => new AwsError('ValidationError', 'Invalid Marker.');
  const { items, next } = page(all, MaxItems, Marker, [call.account, name, request], refuse);
  const shown = { [name]: items } as Record<N, T[]>;
  return { ...shown, IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }) };
}
