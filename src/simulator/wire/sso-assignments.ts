import type { Assignment } from '../accessTypes.ts';
import type {
  AccountAssignmentOperationStatus,
  CreateAccountAssignmentRequest,
  CreateAccountAssignmentResponse,
  DeleteAccountAssignmentRequest,
  DeleteAccountAssignmentResponse,
  DescribeAccountAssignmentCreationStatusRequest,
  DescribeAccountAssignmentCreationStatusResponse,
  DescribeAccountAssignmentDeletionStatusRequest,
  DescribeAccountAssignmentDeletionStatusResponse,
  DescribePermissionSetProvisioningStatusRequest,
  DescribePermissionSetProvisioningStatusResponse,
  ListAccountAssignmentsRequest,
  ListAccountAssignmentsResponse,
  ListAccountsForProvisionedPermissionSetRequest,
  ListAccountsForProvisionedPermissionSetResponse,
  ListPermissionSetsProvisionedToAccountRequest,
  ListPermissionSetsProvisionedToAccountResponse,
  PermissionSetProvisioningStatus,
  ProvisioningStatus,
  ProvisionPermissionSetRequest,
  ProvisionPermissionSetResponse,
} from './models/ssoadmin-types.ts';
import type { Call, Handler } from './service.ts';
import { checkAccount, instanceOf, invalid, notFound, paged, setOf } from './sso-common.ts';

/** What was asked for by the id of its request: done at once, and told when its status is asked for. */
type Done<T> = Map<string, T>;

/** What IAM Identity Center does with assignments and the roles of accounts; the ids of requests are its state. */
export function assignmentHandlers(): Record<string, Handler> {
  const created: Done<AccountAssignmentOperationStatus> = new Map();
  const deleted: Done<AccountAssignmentOperationStatus> = new Map();
  const provisioned: Done<PermissionSetProvisioningStatus> = new Map();
  return {
    CreateAccountAssignment: (
      call: Call,
      input: CreateAccountAssignmentRequest,
    ): CreateAccountAssignmentResponse => {
      const { sets } = setOf(call, input);
      checkAccount(call, input.TargetId);
      checkPrincipal(call, input);
      sets.assign(assignmentOf(input));
      return { AccountAssignmentCreationStatus: begun(call, created, statusOf(call, input)) };
    },
    DescribeAccountAssignmentCreationStatus: (
      call: Call,
      input: DescribeAccountAssignmentCreationStatusRequest,
    ): DescribeAccountAssignmentCreationStatusResponse => {
      instanceOf(call, input.InstanceArn);
      return {
        AccountAssignmentCreationStatus: found(created, input.AccountAssignmentCreationRequestId),
      };
    },
    DeleteAccountAssignment: (
      call: Call,
      input: DeleteAccountAssignmentRequest,
    ): DeleteAccountAssignmentResponse => {
      const { sets } = setOf(call, input);
      const before = sets.assignments().length;
      sets.unassign(assignmentOf(input));
      if (sets.assignments().length === before) throw notFound('Could not find the account assignment.');
      return { AccountAssignmentDeletionStatus: begun(call, deleted, statusOf(call, input)) };
    },
    DescribeAccountAssignmentDeletionStatus: (
      call: Call,
      input: DescribeAccountAssignmentDeletionStatusRequest,
    ): DescribeAccountAssignmentDeletionStatusResponse => {
      instanceOf(call, input.InstanceArn);
      return {
        AccountAssignmentDeletionStatus: found(deleted, input.AccountAssignmentDeletionRequestId),
      };
    },
    ProvisionPermissionSet: (
      call: Call,
      input: ProvisionPermissionSetRequest,
    ): ProvisionPermissionSetResponse => ({
      PermissionSetProvisioningStatus: begun(call, provisioned, provision(call, input)),
    }),
    DescribePermissionSetProvisioningStatus: (
      call: Call,
      input: DescribePermissionSetProvisioningStatusRequest,
    ): DescribePermissionSetProvisioningStatusResponse => {
      instanceOf(call, input.InstanceArn);
      return {
        PermissionSetProvisioningStatus: found(provisioned, input.ProvisionPermissionSetRequestId),
      };
    },
    ListAccountAssignments,
    ListAccountsForProvisionedPermissionSet,
    ListPermissionSetsProvisionedToAccount,
  };
}

function provision(call: Call, input: ProvisionPermissionSetRequest): PermissionSetProvisioningStatus {
  const { sets, set } = setOf(call, input);
  const all = input.TargetType === 'ALL_PROVISIONED_ACCOUNTS';
  if (all !== (input.TargetId === undefined))
    throw invalid('TargetId is required for AWS_ACCOUNT and not allowed for ALL_PROVISIONED_ACCOUNTS.');
  const here = accountsWith(call, set.arn).filter((id) => all || id === input.TargetId);
  if (!all && here.length === 0) throw notFound('The permission set is not provisioned to the account.');
  for (const id of here) sets.provision(id, set.arn);
  return {
    PermissionSetArn: set.arn,
    AccountId: input.TargetId,
    CreatedDate: new Date(call.world.clock.now()),
  };
}

function ListAccountAssignments(
  call: Call,
  input: ListAccountAssignmentsRequest,
): ListAccountAssignmentsResponse {
  const { sets, set } = setOf(call, input);
  checkAccount(call, input.AccountId);
  const all = sets
    .assignments()
    .filter((each) => each.accountId === input.AccountId && each.permissionSetArn === set.arn);
  const { items, NextToken } = paged('assignments', all, input);
  const AccountAssignments = items.map(({ accountId, permissionSetArn, principalType, principalId }) => ({
    AccountId: accountId,
    PermissionSetArn: permissionSetArn,
    PrincipalType: principalType,
    PrincipalId: principalId,
  }));
  return { AccountAssignments, NextToken };
}

function ListAccountsForProvisionedPermissionSet(
  call: Call,
  input: ListAccountsForProvisionedPermissionSetRequest,
): ListAccountsForProvisionedPermissionSetResponse {
  const { sets, set } = setOf(call, input);
  const wanted = accountsWith(call, set.arn).filter((id) =>
    fits(input.ProvisioningStatus, sets.isLatest(id, set.arn)),
  );
  const { items, NextToken } = paged('accounts', wanted, input);
  return { AccountIds: items, NextToken };
}

function ListPermissionSetsProvisionedToAccount(
  call: Call,
  input: ListPermissionSetsProvisionedToAccountRequest,
): ListPermissionSetsProvisionedToAccountResponse {
  const sets = instanceOf(call, input.InstanceArn);
  checkAccount(call, input.AccountId);
  const wanted = sets
    .provisionedIn(input.AccountId)
    .filter((arn) => fits(input.ProvisioningStatus, sets.isLatest(input.AccountId, arn)));
  const { items, NextToken } = paged('provisioned', wanted, input);
  return { PermissionSets: items, NextToken };
}

const fits = (status: ProvisioningStatus | undefined, latest: boolean) =>
  status === undefined || (status === 'LATEST_PERMISSION_SET_PROVISIONED') === latest;

const accountsWith = ({ world }: Call, arn: string): string[] =>
  world.accounts.map(({ id }) => id).filter((id) => world.permissionSets.provisionedIn(id).includes(arn));

function checkPrincipal({ world }: Call, input: CreateAccountAssignmentRequest): void {
  const { users, groups } = world.directory();
  const ids =
    input.PrincipalType === 'USER' ? users.map(({ userId }) => userId) : groups.map(({ groupId }) => groupId);
  if (!ids.includes(input.PrincipalId)) throw notFound(`${input.PrincipalType} not found.`);
}

const assignmentOf = (input: CreateAccountAssignmentRequest): Assignment => ({
  accountId: input.TargetId,
  permissionSetArn: input.PermissionSetArn,
  principalType: input.PrincipalType,
  principalId: input.PrincipalId,
});

const statusOf = (call: Call, input: CreateAccountAssignmentRequest): AccountAssignmentOperationStatus => ({
  TargetId: input.TargetId,
  TargetType: input.TargetType,
  PermissionSetArn: input.PermissionSetArn,
  PrincipalType: input.PrincipalType,
  PrincipalId: input.PrincipalId,
  CreatedDate: new Date(call.world.clock.now()),
});

/** Keeps what was done for whoever asks later; the answer itself says, as AWS does, that it is under way. */
function begun<T extends object>({ requestId }: Call, done: Done<T>, status: T) {
  done.set(requestId, { ...status, Status: 'SUCCEEDED', RequestId: requestId });
  return { ...status, Status: 'IN_PROGRESS' as const, RequestId: requestId };
}

function found<T>(done: Done<T>, requestId: string): T {
  const status = done.get(requestId);
  if (status === undefined) throw notFound('Could not find the request.');
  return status;
}
