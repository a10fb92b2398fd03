import type { PermissionSet } from '../accessTypes.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { ssoadmin as text } from './models/ssoadmin.ts';
import type {
  CreateInstanceAccessControlAttributeConfigurationRequest,
  CreatePermissionSetRequest,
  CreatePermissionSetResponse,
  DeleteInstanceAccessControlAttributeConfigurationRequest,
  DeletePermissionSetRequest,
  DescribeInstanceAccessControlAttributeConfigurationRequest,
  DescribeInstanceAccessControlAttributeConfigurationResponse,
  DescribePermissionSetRequest,
  DescribePermissionSetResponse,
  InstanceAccessControlAttributeConfiguration,
  ListInstancesRequest,
  ListInstancesResponse,
  ListPermissionSetsRequest,
  ListPermissionSetsResponse,
  PermissionSet as ShownPermissionSet,
  UpdateInstanceAccessControlAttributeConfigurationRequest,
  UpdatePermissionSetRequest,
} from './models/ssoadmin-types.ts';
import type { Call, Service } from './service.ts';
import { assignmentHandlers } from './sso-assignments.ts';
import { conflict, instanceOf, invalid, notFound, paged, setOf } from './sso-common.ts';
import { permissionHandlers } from './sso-permissions.ts';

/** IAM Identity Center as its administrators see it. What is asked for is done at once; its status says so when asked. */
export function ssoAdminService(): Service {
  return {
    id: 'sso-admin',
    signingName: 'sso',
    targetPrefix: 'SWBExternalService',
    jsonVersion: '1.1',
    model: parseModel(text),
    invalid,
    throttled: (message) => new AwsError('ThrottlingException', message),
    handlers: {
      ListInstances,
      CreatePermissionSet,
      DescribePermissionSet,
      ListPermissionSets,
      UpdatePermissionSet,
      DeletePermissionSet,
      CreateInstanceAccessControlAttributeConfiguration,
      DescribeInstanceAccessControlAttributeConfiguration,
      UpdateInstanceAccessControlAttributeConfiguration,
      DeleteInstanceAccessControlAttributeConfiguration,
      ...permissionHandlers,
      ...assignmentHandlers(),
    },
  };
}

/** Every account of the organization sees the instance, in its Region. */
function ListInstances({ world, region }: Call, input: ListInstancesRequest): ListInstancesResponse {
  const { permissionSets } = world;
  const directory = world.directory();
  const here = region === directory.region ? [permissionSets] : [];
  const { items, NextToken } = paged('instances', here, input);
  const Instances = items.map(({ instanceArn, ownerAccountId, createdAt }) => ({
    InstanceArn: instanceArn,
    IdentityStoreId: directory.identityStoreId,
    OwnerAccountId: ownerAccountId,
    CreatedDate: new Date(createdAt),
    Status: 'ACTIVE' as const,
  }));
  return { Instances, NextToken };
}

function CreatePermissionSet(call: Call, input: CreatePermissionSetRequest): CreatePermissionSetResponse {
  const sets = instanceOf(call, input.InstanceArn);
  if (sets.named(input.Name)) throw conflict('PermissionSet with this name already exists.');
  const made = sets.create({
    name: input.Name,
    description: input.Description,
    sessionDuration: input.SessionDuration ?? 'PT1H',
    relayState: input.RelayState,
    createdAt: call.world.clock.now(),
  });
  return { PermissionSet: shown(made) };
}

function DescribePermissionSet(
  call: Call,
  input: DescribePermissionSetRequest,
): DescribePermissionSetResponse {
  return { PermissionSet: shown(setOf(call, input).set) };
}

function ListPermissionSets(call: Call, input: ListPermissionSetsRequest): ListPermissionSetsResponse {
  const sets = instanceOf(call, input.InstanceArn);
  const { items, NextToken } = paged('sets', sets.list(), input);
  return { PermissionSets: items.map(({ arn }) => arn), NextToken };
}

function UpdatePermissionSet(call: Call, input: UpdatePermissionSetRequest): object {
  const { sets, set } = setOf(call, input);
  sets.update(set.arn, {
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.SessionDuration !== undefined && { sessionDuration: input.SessionDuration }),
    ...(input.RelayState !== undefined && { relayState: input.RelayState }),
  });
  return {};
}

function DeletePermissionSet(call: Call, input: DeletePermissionSetRequest): object {
  const { sets, set } = setOf(call, input);
  if (sets.assignments().some(({ permissionSetArn }) => permissionSetArn === set.arn))
    throw conflict('PermissionSet has assignments and cannot be deleted.');
  sets.delete(set.arn);
  return {};
}

function CreateInstanceAccessControlAttributeConfiguration(
  call: Call,
  input: CreateInstanceAccessControlAttributeConfigurationRequest,
): object {
  const sets = instanceOf(call, input.InstanceArn);
  if (sets.attributes !== null) throw conflict('Attributes for access control are enabled already.');
  sets.attributes = read(input.InstanceAccessControlAttributeConfiguration);
  return {};
}

function DescribeInstanceAccessControlAttributeConfiguration(
  call: Call,
  input: DescribeInstanceAccessControlAttributeConfigurationRequest,
): DescribeInstanceAccessControlAttributeConfigurationResponse {
  const attributes = enabled(call, input.InstanceArn).attributes ?? [];
  return {
    Status: 'ENABLED',
    InstanceAccessControlAttributeConfiguration: {
      AccessControlAttributes: attributes.map(({ key, source }) => ({
        Key: key,
        Value: { Source: [source] },
      })),
    },
  };
}

/** The list that is given is the whole new one. */
function UpdateInstanceAccessControlAttributeConfiguration(
  call: Call,
  input: UpdateInstanceAccessControlAttributeConfigurationRequest,
): object {
  const sets = enabled(call, input.InstanceArn);
  sets.attributes = read(input.InstanceAccessControlAttributeConfiguration);
  return {};
}

function DeleteInstanceAccessControlAttributeConfiguration(
  call: Call,
  input: DeleteInstanceAccessControlAttributeConfigurationRequest,
): object {
  enabled(call, input.InstanceArn).attributes = null;
  return {};
}

function enabled(call: Call, instanceArn: string) {
  const sets = instanceOf(call, instanceArn);
  if (sets.attributes === null) throw notFound('Attributes for access control are not enabled.');
  return sets;
}

function read({ AccessControlAttributes }: InstanceAccessControlAttributeConfiguration) {
  const keys = AccessControlAttributes.map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) throw invalid('An attribute is given more than once.');
  return AccessControlAttributes.map(({ Key, Value }) => ({ key: Key, source: Value.Source[0] ?? '' }));
}

function shown(set: PermissionSet): ShownPermissionSet {
  return {
    Name: set.name,
    PermissionSetArn: set.arn,
    Description: set.description,
    CreatedDate: new Date(set.createdAt),
    SessionDuration: set.sessionDuration,
    RelayState: set.relayState,
  };
}
