import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { FoundPolicy } from '../core/policies/found.ts';
import { AwsError, isAwsError } from './errors.ts';
import { allPages, type Run } from './runner.ts';
import type { OrganizationsGateway } from './typesPolicies.ts';

/** Loaded when it is first asked for: few starts need it. */
const sdk = () => import('@aws-sdk/client-organizations');

const service = 'organizations';
/** Organizational units nest five deep (AWS Organizations quotas); more is no tree. */
const DEEPEST = 10;

/** Service control policies, asked of the organization's own account or one that it delegated to. */
export function createOrganizationsGateway(run: Run): OrganizationsGateway {
  const texts = new Map<string, Promise<FoundPolicy>>();
  return {
    async controls(region, accountId) {
      const ask = askIn(run, region);
      const managementAccountId = await managementOf(ask);
      if (managementAccountId === null) return null;
      const levels = [];
      for (const { id, name } of await pathTo(ask, accountId)) {
        const policies: FoundPolicy[] = [];
        for (const policy of await attachedTo(ask, id)) {
          const text = texts.get(policy) ?? policyOf(ask, policy);
          texts.set(policy, text);
          policies.push(await text);
        }
        levels.push({ target: id, name, policies });
      }
      // Every level has at least FullAWSAccess while service control policies are on.
      const on = levels.some(({ policies }) => policies.length > 0);
      return { accountId, managementAccountId, levels: on ? levels : [] };
    },
  };
}

type Ask = ReturnType<typeof askIn>;
const askIn =
  (run: Run, region: string) =>
  <O>(operation: string, send: (client: OrganizationsClient) => Promise<O>): Promise<O> =>
    run({ service, operation, target: { payerIn: region }, send });

async function managementOf(ask: Ask): Promise<string | null> {
  try {
    const { Organization } = await ask('DescribeOrganization', async (client) =>
      client.send(new (await sdk()).DescribeOrganizationCommand({})),
    );
    return Organization?.MasterAccountId ?? '';
  } catch (error) {
    if (isAwsError(error, 'notFound')) return null;
    throw error;
  }
}

/** The account and what it is in, the root first. */
async function pathTo(ask: Ask, accountId: string): Promise<{ id: string; name: string }[]> {
  const path = [{ id: accountId, name: accountId }];
  for (let child = accountId; path.length < DEEPEST; ) {
    const { Parents = [] } = await ask('ListParents', async (client) =>
      client.send(new (await sdk()).ListParentsCommand({ ChildId: child })),
    );
    const { Id = '', Type } = Parents[0] ?? {};
    if (Id === '') break;
    path.unshift({ id: Id, name: Type === 'ROOT' ? 'Root' : await nameOf(ask, Id) });
    if (Type === 'ROOT') return path;
    child = Id;
  }
  // A part of the way would hide what binds from above.
  throw new AwsError(
    'other',
    { service: 'organizations', operation: 'ListParents' },
    'NoRoot',
    `AWS did not say where ${accountId} is in the organization`,
  );
}

/** A name is a courtesy: without the right to read it the id stands for it. */
async function nameOf(ask: Ask, id: string): Promise<string> {
  try {
    const { OrganizationalUnit } = await ask('DescribeOrganizationalUnit', async (client) =>
      client.send(new (await sdk()).DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id })),
    );
    return OrganizationalUnit?.Name ?? id;
  } catch (error) {
    if (isAwsError(error, 'accessDenied') || isAwsError(error, 'notFound')) return id;
    throw error;
  }
}

async function attachedTo(ask: Ask, TargetId: string): Promise<string[]> {
  const operation = 'ListPoliciesForTarget';
  const found = await allPages(
    { service, operation },
    (NextToken) =>
      ask(operation, async (client) =>
        client.send(
          new (await sdk()).ListPoliciesForTargetCommand({
            TargetId,
            Filter: 'SERVICE_CONTROL_POLICY',
            NextToken,
          }),
        ),
      ),
    (page) => ({ items: page.Policies ?? [], next: page.NextToken }),
  );
  return found.flatMap(({ Id }) => Id ?? []);
}

async function policyOf(ask: Ask, PolicyId: string): Promise<FoundPolicy> {
  const { Policy } = await ask('DescribePolicy', async (client) =>
    client.send(new (await sdk()).DescribePolicyCommand({ PolicyId })),
  );
  return { name: Policy?.PolicySummary?.Name ?? PolicyId, text: Policy?.Content ?? null };
}
