import { createHash } from 'node:crypto';
import type { AccessKey, Identity, User as MadeUser, ServiceCredential } from '../iam/access.ts';
import { AwsError } from './errors.ts';
import { byName } from './iam-roles.ts';
import {
  alreadyExists,
  attach,
  attachedOf,
  boundaryOf,
  encoded,
  inlineOf,
  LIMITS,
  limitExceeded,
  paged,
  policyOf,
  putInline,
  setTags,
  tagsOr,
  userOf,
} from './iam-shared.ts';
import type {
  AttachUserPolicyRequest,
  CreateServiceSpecificCredentialRequest,
  CreateUserRequest,
  GetUserPolicyRequest,
  ListAccessKeysRequest,
  ListAttachedUserPoliciesRequest,
  ListServiceSpecificCredentialsRequest,
  ListUserPoliciesRequest,
  ListUsersRequest,
  PutUserPolicyRequest,
  ServiceSpecificCredential,
  ServiceSpecificCredentialMetadata,
  TagUserRequest,
  User,
} from './models/iam-types.ts';
import type { Call, Handler } from './service.ts';

const DAY = 86_400_000;
const BEDROCK = 'bedrock.amazonaws.com';

export const userHandlers: Record<string, Handler> = {
  CreateUser: createUser,
  TagUser: (call: Call, input: TagUserRequest) => {
    setTags(userOf(call, input.UserName), input.Tags);
    return {};
  },
  GetUser: (call: Call, { UserName }: { UserName?: string }) => ({
    User: describeUser(userOf(call, UserName)),
  }),
  ListUsers: (call: Call, input: ListUsersRequest) =>
    paged(call, 'Users', usersOf(call, input.PathPrefix).map(listed), input),
  PutUserPolicy: (call: Call, input: PutUserPolicyRequest) => {
    putInline(userOf(call, input.UserName), input.PolicyName, input.PolicyDocument);
    return {};
  },
  GetUserPolicy: (call: Call, { UserName, PolicyName }: GetUserPolicyRequest) => ({
    UserName,
    PolicyName,
    PolicyDocument: encoded(inlineOf(userOf(call, UserName), PolicyName)),
  }),
  ListUserPolicies: (call: Call, input: ListUserPoliciesRequest) =>
    paged(call, 'PolicyNames', [...userOf(call, input.UserName).inline.keys()], input),
  AttachUserPolicy: (call: Call, { UserName, PolicyArn }: AttachUserPolicyRequest) => {
    attach(call, userOf(call, UserName), PolicyArn);
    return {};
  },
  ListAttachedUserPolicies: (call: Call, input: ListAttachedUserPoliciesRequest) =>
    paged(call, 'AttachedPolicies', attachedOf(userOf(call, input.UserName)), input),
  CreateAccessKey: createAccessKey,
  ListAccessKeys: (call: Call, input: ListAccessKeysRequest) => {
    const user = userOf(call, input.UserName);
    const own = keysOf(call, user).map((key) => ({
      UserName: user.name,
      AccessKeyId: key.id,
      Status: 'Active' as const,
      CreateDate: new Date(key.created),
    }));
    return paged(call, 'AccessKeyMetadata', own, input);
  },
  CreateServiceSpecificCredential: createCredential,
  ListServiceSpecificCredentials: (call: Call, input: ListServiceSpecificCredentialsRequest) => {
    const { access, account } = call;
    const user = input.AllUsers ? undefined : userOf(call, input.UserName);
    const own = access.credentials.filter(
      (each) =>
        each.account === account &&
        (!user || each.userName === user.name) &&
        (input.ServiceName === undefined || each.service === input.ServiceName),
    );
    return paged(call, 'ServiceSpecificCredentials', own.map(describeCredential), input);
  },
};

function createUser(call: Call, input: CreateUserRequest): { User: User } {
  const { access, account } = call;
  if (access.user(account, input.UserName)) throw alreadyExists(`User with name ${input.UserName}`);
  const boundary = input.PermissionsBoundary && policyOf(call, input.PermissionsBoundary).arn;
  const path = input.Path ?? '/';
  const user: MadeUser = {
    kind: 'user',
    account,
    name: input.UserName,
    path,
    id: access.newId('AIDA'),
    arn: `arn:aws:iam::${account}:user${path}${input.UserName}`,
    created: access.clock.now(),
    inline: new Map(),
    attached: [],
    boundary: boundary ?? null,
    tags: {},
  };
  setTags(user, input.Tags ?? []);
  access.identities.push(user);
  return { User: describeUser(user) };
}

export const usersOf = ({ access, account }: Call, path = '/'): MadeUser[] =>
  access.identities
    .filter(
      (each): each is MadeUser => isUser(each) && each.account === account && each.path.startsWith(path),
    )
    .sort(byName);

const isUser = (identity: Identity): identity is MadeUser => identity.kind === 'user';

const describeUser = (user: MadeUser): User => ({
  ...listed(user),
  ...boundaryOf(user),
  ...tagsOr(user.tags),
});

const listed = (user: MadeUser): User => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: new Date(user.created),
});

const keysOf = ({ access, account }: Call, { name }: MadeUser): AccessKey[] =>
  [...access.keys.values()].filter((key) => key.account === account && key.userName === name);

function createAccessKey(call: Call, { UserName }: { UserName?: string }) {
  const { access } = call;
  const user = userOf(call, UserName);
  if (keysOf(call, user).length >= LIMITS.accessKeys)
    throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${LIMITS.accessKeys}`);
  const key = {
    id: access.newId('AKIA').slice(0, 20),
    account: user.account,
    userName: user.name,
    created: access.clock.now(),
  };
  access.keys.set(key.id, key);
  return {
    AccessKey: {
      UserName: user.name,
      AccessKeyId: key.id,
      Status: 'Active' as const,
      SecretAccessKey: secretOf(key.id, 40),
      CreateDate: new Date(key.created),
    },
  };
}

function createCredential(
  call: Call,
  input: CreateServiceSpecificCredentialRequest,
): { ServiceSpecificCredential: ServiceSpecificCredential } {
  const { access } = call;
  const user = userOf(call, input.UserName);
  if (input.ServiceName !== BEDROCK)
    throw new AwsError(
      'ServiceNotSupportedException',
      `The service ${input.ServiceName} is not supported.`,
      404,
    );
  const before = access.credentials.filter(
    (each) => each.account === user.account && each.userName === user.name && each.service === BEDROCK,
  );
  if (before.length >= LIMITS.credentials)
    throw limitExceeded(`Cannot exceed quota for ServiceSpecificCredentialsPerUser: ${LIMITS.credentials}`);
  const id = access.newId('ACCA');
  const alias = `${user.name}-at-${user.account}`;
  const made: ServiceCredential = {
    id,
    account: user.account,
    userName: user.name,
    service: input.ServiceName,
    alias,
    // Bedrock's keys are the base64 of their alias and a secret, after four letters.
    secret: `ABSK${Buffer.from(`${alias}:${secretOf(id, 40)}`).toString('base64')}`,
    created: access.clock.now(),
    expires: input.CredentialAgeDays === undefined ? null : Date.now() + input.CredentialAgeDays * DAY,
  };
  access.credentials.push(made);
  const { ServiceCredentialAlias: _alias, ...described } = describeCredential(made);
  return {
    ServiceSpecificCredential: {
      ...described,
      ServiceCredentialAlias: alias,
      ServiceCredentialSecret: made.secret,
    },
  };
}

function describeCredential(each: ServiceCredential): ServiceSpecificCredentialMetadata {
  return {
    UserName: each.userName,
    Status: each.expires !== null && each.expires <= Date.now() ? 'Expired' : 'Active',
    ServiceCredentialAlias: each.alias,
    CreateDate: new Date(each.created),
    ...(each.expires !== null && { ExpirationDate: new Date(each.expires) }),
    ServiceSpecificCredentialId: each.id,
    ServiceName: each.service,
  };
}

/** A secret that depends on nothing but what it belongs to. */
const secretOf = (id: string, length: number): string =>
  createHash('sha256')
    .update(`secret of ${id}`)
    .digest('base64')
    .replace(/=+$/, '')
    .padEnd(length, '0')
    .slice(0, length);
