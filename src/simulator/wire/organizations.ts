import type { Organization, OrganizationNode } from '../accessTypes.ts';
import { controlPolicyHandlers, SCP } from './control-policies.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { organizations as text } from './models/organizations.ts';
import type {
  Account,
  DescribeAccountRequest,
  DescribeAccountResponse,
  DescribeOrganizationalUnitRequest,
  DescribeOrganizationalUnitResponse,
  DescribeOrganizationResponse,
  ListAccountsForParentRequest,
  ListAccountsForParentResponse,
  ListAccountsRequest,
  ListAccountsResponse,
  ListChildrenRequest,
  ListChildrenResponse,
  ListOrganizationalUnitsForParentRequest,
  ListOrganizationalUnitsForParentResponse,
  ListParentsRequest,
  ListParentsResponse,
  ListRootsRequest,
  ListRootsResponse,
  OrganizationalUnit,
  ParentType,
  PolicyTypeSummary,
} from './models/organizations-types.ts';
import { nodeOf, paged } from './organization-nodes.ts';
import type { Call, Handler, Service } from './service.ts';

const ENABLED: PolicyTypeSummary[] = [{ Type: SCP, Status: 'ENABLED' }];

/** AWS Organizations: the tree, and service control policies alone of the kinds of policies. The payer may ask. */
export function organizationsService(): Service {
  return {
    id: 'organizations',
    signingName: 'organizations',
    targetPrefix: 'AWSOrganizationsV20161128',
    jsonVersion: '1.1',
    model: parseModel(text),
    invalid: (message) => new AwsError('InvalidInputException', message),
    throttled: (message) => new AwsError('TooManyRequestsException', message),
    handlers: Object.fromEntries(
      Object.entries({
        DescribeOrganization,
        ListRoots,
        ListAccounts,
        DescribeAccount,
        ListOrganizationalUnitsForParent,
        ListAccountsForParent,
        ListParents,
        ListChildren,
        DescribeOrganizationalUnit,
        ...controlPolicyHandlers,
      }).map(([name, handler]) => [name, forPayer(handler as Handler)]),
    ),
  };
}

function forPayer(handler: Handler): Handler {
  return (call, input) => {
    if (!call.payer)
      throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
    return handler(call, input);
  };
}

function DescribeOrganization({ world: { organization } }: Call): DescribeOrganizationResponse {
  const { id, arn, managementAccountId } = organization;
  return {
    Organization: {
      Id: id,
      Arn: arn,
      FeatureSet: 'ALL',
      MasterAccountArn: nodeOf(organization, managementAccountId, 'AccountNotFoundException').arn,
      MasterAccountId: managementAccountId,
      MasterAccountEmail: emailOf(managementAccountId),
      AvailablePolicyTypes: ENABLED,
    },
  };
}

function ListRoots({ world: { organization } }: Call, input: ListRootsRequest): ListRootsResponse {
  const roots = organization.nodes.filter(({ kind }) => kind === 'ROOT');
  const { items, NextToken } = paged('roots', roots, input);
  return {
    Roots: items.map(({ id, arn, name }) => ({ Id: id, Arn: arn, Name: name, PolicyTypes: ENABLED })),
    NextToken,
  };
}

function ListAccounts({ world: { organization } }: Call, input: ListAccountsRequest): ListAccountsResponse {
  const accounts = organization.nodes.filter(({ kind }) => kind === 'ACCOUNT');
  const { items, NextToken } = paged('accounts', accounts, input);
  return { Accounts: items.map((node) => shownAccount(organization, node)), NextToken };
}

function DescribeAccount(call: Call, input: DescribeAccountRequest): DescribeAccountResponse {
  const { organization } = call.world;
  const node = nodeOf(organization, input.AccountId, 'AccountNotFoundException', ['ACCOUNT']);
  return { Account: shownAccount(organization, node) };
}

function ListOrganizationalUnitsForParent(
  { world: { organization } }: Call,
  input: ListOrganizationalUnitsForParentRequest,
): ListOrganizationalUnitsForParentResponse {
  const parent = parentOf(organization, input.ParentId);
  const units = organization.children(parent.id, 'ORGANIZATIONAL_UNIT');
  const { items, NextToken } = paged('units', units, input);
  return { OrganizationalUnits: items.map(shownUnit), NextToken };
}

function ListAccountsForParent(
  { world: { organization } }: Call,
  input: ListAccountsForParentRequest,
): ListAccountsForParentResponse {
  const parent = parentOf(organization, input.ParentId);
  const accounts = organization.children(parent.id, 'ACCOUNT');
  const { items, NextToken } = paged('accountsOf', accounts, input);
  return { Accounts: items.map((node) => shownAccount(organization, node)), NextToken };
}

function ListParents({ world: { organization } }: Call, input: ListParentsRequest): ListParentsResponse {
  const child = nodeOf(organization, input.ChildId, 'ChildNotFoundException', [
    'ACCOUNT',
    'ORGANIZATIONAL_UNIT',
  ]);
  const parents = organization.nodes.filter(({ id }) => id === child.parentId);
  const { items, NextToken } = paged('parents', parents, input);
  return { Parents: items.map(({ id, kind }) => ({ Id: id, Type: kind as ParentType })), NextToken };
}

function ListChildren({ world: { organization } }: Call, input: ListChildrenRequest): ListChildrenResponse {
  const parent = parentOf(organization, input.ParentId);
  const children = organization.children(parent.id, input.ChildType);
  const { items, NextToken } = paged('children', children, input);
  return { Children: items.map(({ id }) => ({ Id: id, Type: input.ChildType })), NextToken };
}

function DescribeOrganizationalUnit(
  { world: { organization } }: Call,
  input: DescribeOrganizationalUnitRequest,
): DescribeOrganizationalUnitResponse {
  const id = input.OrganizationalUnitId;
  const unit = nodeOf(organization, id, 'OrganizationalUnitNotFoundException', ['ORGANIZATIONAL_UNIT']);
  return { OrganizationalUnit: shownUnit(unit) };
}

const parentOf = (organization: Organization, id: string) =>
  nodeOf(organization, id, 'ParentNotFoundException', ['ROOT', 'ORGANIZATIONAL_UNIT']);

const emailOf = (accountId: string) => `aws-${accountId}@example.com`;

function shownAccount({ foundedAt }: Organization, { id, arn, name }: OrganizationNode): Account {
  return {
    Id: id,
    Arn: arn,
    Email: emailOf(id),
    Name: name,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    JoinedMethod: 'CREATED',
    JoinedTimestamp: new Date(foundedAt),
  };
}

const shownUnit = ({ id, arn, name }: OrganizationNode): OrganizationalUnit => ({
  Id: id,
  Arn: arn,
  Name: name,
});
