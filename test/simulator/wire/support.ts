import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/server.ts';

export const NOW = '2026-11-24T09:30:00Z';

/** A small world that stands still. */
export const startSmall = (options: SimulatorOptions = {}): Promise<Simulator> =>
  startSimulator({ users: 12, days: 40, speed: 0, nowMs: Date.parse(NOW), ...options });

export interface Who {
  region?: string;
  accessKeyId?: string;
  attempts?: number;
}

/** The real clients of AWS's SDK, pointed at the simulator. */
export function clientsOf(
  { url }: Pick<Simulator, 'url'>,
  { region = 'us-east-1', accessKeyId = 'test', attempts = 1 }: Who = {},
) {
  const config = {
    region,
    endpoint: url,
    maxAttempts: attempts,
    credentials: { accessKeyId, secretAccessKey: 'test' },
  };
  return {
    bedrock: new BedrockClient(config),
    cloudwatch: new CloudWatchClient(config),
    ce: new CostExplorerClient(config),
    budgets: new BudgetsClient(config),
    tagging: new ResourceGroupsTaggingAPIClient(config),
    sts: new STSClient(config),
    quotas: new ServiceQuotasClient(config),
    identitystore: new IdentitystoreClient(config),
    organizations: new OrganizationsClient(config),
    ssoadmin: new SSOAdminClient(config),
    cloudtrail: new CloudTrailClient(config),
  };
}

/** The payer, and the linked account with the most profiles in a Region. */
export function accountsOf({ world }: Simulator, region = 'us-east-1'): { payer: string; busiest: string } {
  const count = (id: string) => world.profiles(id, region).length;
  const payer = world.accounts.find((account) => account.payer)?.id ?? '';
  const [busiest] = world.accounts.map(({ id }) => id).sort((a, b) => count(b) - count(a));
  return { payer, busiest: busiest ?? payer };
}

/** An access key that belongs to an account, as AssumeRole would give it. */
export const keyOf = (account: string) => `ASIA${account}TEST`;

/** An exact decimal of AWS's in 10⁻¹⁰. */
export function exact(text: string | undefined): bigint {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,10}))?$/.exec(text ?? '') ?? [];
  if (whole === '') throw new Error(`not a decimal of at most ten places: ${text}`);
  const value = BigInt(whole + fraction.padEnd(10, '0'));
  return sign === '-' ? -value : value;
}

/** The name of the exception that a promise is rejected with. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
  return 'no error';
}
