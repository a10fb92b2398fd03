import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { AccessAttribute, FoundPolicy, Holder } from '../core/policies/found.ts';
import { isAwsError } from './errors.ts';
import { allPages, type Run } from './runner.ts';
import type { SsoAdminGateway } from './typesPolicies.ts';

/** Loaded when it is first asked for: few starts need it. */
const sdk = () => import('@aws-sdk/client-sso-admin');

const service = 'sso';
/** The API's own limit. */
const PAGE_SIZE = 100;

type PolicyOf = (arn: string) => Promise<FoundPolicy>;
interface Asked {
  InstanceArn: string;
  PermissionSetArn: string;
}

/** Permission sets and attributes of IAM Identity Center, which answers in its own Region alone. */
export function createSsoAdminGateway(run: Run): SsoAdminGateway {
  return {
    async permissionSets(region, policyOf) {
      const ask = askIn(run, region);
      const [instance] = await ask.pages(
        'ListInstances',
        async (client, NextToken) => client.send(new (await sdk()).ListInstancesCommand({ NextToken })),
        ({ Instances }) => Instances,
      );
      const InstanceArn = instance?.InstanceArn;
      if (InstanceArn === undefined) return null;
      const arns = await ask.pages(
        'ListPermissionSets',
        async (client, NextToken) =>
          client.send(
            new (await sdk()).ListPermissionSetsCommand({ InstanceArn, MaxResults: PAGE_SIZE, NextToken }),
          ),
        ({ PermissionSets }) => PermissionSets,
      );
      const once = rememberingPolicies(policyOf);
      const sets: Holder[] = [];
      for (const PermissionSetArn of arns)
        sets.push(await setOf(ask, { InstanceArn, PermissionSetArn }, once));
      return { instanceArn: InstanceArn, sets, attributes: await attributesOf(ask, InstanceArn) };
    },
  };
}

type Ask = ReturnType<typeof askIn>;
function askIn(run: Run, region: string) {
  const one = <O>(operation: string, send: (client: SSOAdminClient) => Promise<O>): Promise<O> =>
    run({ service, operation, target: { payerIn: region }, send });
  return {
    one,
    pages: <O extends { NextToken?: string | undefined }, T>(
      operation: string,
      send: (client: SSOAdminClient, token: string | undefined) => Promise<O>,
      read: (output: O) => readonly T[] | undefined,
    ): Promise<T[]> =>
      allPages(
        { service, operation, region },
        (token) => one(operation, async (client) => send(client, token)),
        (output) => ({ items: read(output) ?? [], next: output.NextToken }),
      ),
  };
}

/** Many sets have the same managed policies. One that may not be read is named, and the sets are read all the same. */
function rememberingPolicies(policyOf: PolicyOf): PolicyOf {
  const known = new Map<string, Promise<FoundPolicy>>();
  return (arn) => {
    const found =
      known.get(arn) ??
      policyOf(arn).catch((error: unknown) => {
        if (isAwsError(error, 'accessDenied') || isAwsError(error, 'notFound'))
          return { name: arn.slice(arn.lastIndexOf('/') + 1), text: null };
        throw error;
      });
    known.set(arn, found);
    return found;
  };
}

async function setOf(ask: Ask, asked: Asked, policyOf: PolicyOf): Promise<Holder> {
  const { PermissionSet } = await ask.one('DescribePermissionSet', async (client) =>
    client.send(new (await sdk()).DescribePermissionSetCommand(asked)),
  );
  const accounts = await ask.pages(
    'ListAccountsForProvisionedPermissionSet',
    async (client, NextToken) =>
      client.send(
        new (await sdk()).ListAccountsForProvisionedPermissionSetCommand({
          ...asked,
          MaxResults: PAGE_SIZE,
          NextToken,
        }),
      ),
    ({ AccountIds }) => AccountIds,
  );
  return {
    kind: 'permissionSet',
    name: PermissionSet?.Name ?? asked.PermissionSetArn,
    arn: asked.PermissionSetArn,
    accountId: '',
    tags: {},
    policies: await policiesOf(ask, asked, policyOf),
    boundary: await boundaryOf(ask, asked, policyOf),
    trust: null,
    accounts,
  };
}

async function policiesOf(ask: Ask, asked: Asked, policyOf: PolicyOf): Promise<FoundPolicy[]> {
  const { InlinePolicy = '' } = await ask.one('GetInlinePolicyForPermissionSet', async (client) =>
    client.send(new (await sdk()).GetInlinePolicyForPermissionSetCommand(asked)),
  );
  const managed = await ask.pages(
    'ListManagedPoliciesInPermissionSet',
    async (client, NextToken) =>
      client.send(
        new (await sdk()).ListManagedPoliciesInPermissionSetCommand({
          ...asked,
          MaxResults: PAGE_SIZE,
          NextToken,
        }),
      ),
    ({ AttachedManagedPolicies }) => AttachedManagedPolicies,
  );
  const references = await ask.pages(
    'ListCustomerManagedPolicyReferencesInPermissionSet',
    async (client, NextToken) =>
      client.send(
        new (await sdk()).ListCustomerManagedPolicyReferencesInPermissionSetCommand({
          ...asked,
          MaxResults: PAGE_SIZE,
          NextToken,
        }),
      ),
    ({ CustomerManagedPolicyReferences }) => CustomerManagedPolicyReferences,
  );
  const policies: FoundPolicy[] = InlinePolicy === '' ? [] : [{ name: 'inline policy', text: InlinePolicy }];
  for (const { Arn = '' } of managed) policies.push(await policyOf(Arn));
  // It is another policy in each account; those of the roles that come of the set are read there.
  for (const { Name = '' } of references) policies.push({ name: Name, text: null });
  return policies;
}

async function boundaryOf(ask: Ask, asked: Asked, policyOf: PolicyOf): Promise<FoundPolicy | null> {
  try {
    const { PermissionsBoundary } = await ask.one('GetPermissionsBoundaryForPermissionSet', async (client) =>
      client.send(new (await sdk()).GetPermissionsBoundaryForPermissionSetCommand(asked)),
    );
    if (PermissionsBoundary?.ManagedPolicyArn) return policyOf(PermissionsBoundary.ManagedPolicyArn);
    const name = PermissionsBoundary?.CustomerManagedPolicyReference?.Name;
    return name === undefined ? null : { name, text: null };
  } catch (error) {
    // A set without a boundary is answered as one that does not exist.
    if (isAwsError(error, 'notFound')) return null;
    throw error;
  }
}

/** null where attributes for access control are not enabled. */
async function attributesOf(ask: Ask, InstanceArn: string): Promise<AccessAttribute[] | null> {
  try {
    const { InstanceAccessControlAttributeConfiguration: found } = await ask.one(
      'DescribeInstanceAccessControlAttributeConfiguration',
      async (client) =>
        client.send(
          new (await sdk()).DescribeInstanceAccessControlAttributeConfigurationCommand({ InstanceArn }),
        ),
    );
    return (found?.AccessControlAttributes ?? []).map(({ Key = '', Value }) => ({
      key: Key,
      sources: Value?.Source ?? [],
    }));
  } catch (error) {
    if (isAwsError(error, 'notFound')) return null;
    throw error;
  }
}
