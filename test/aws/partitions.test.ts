import { expect, it } from 'vitest';
import { createClientPool } from '../../src/aws/clients.ts';
import { billingRegionOf } from '../../src/core/regions.ts';

/** Where requests go by the partition of the Regions that are read: hosts are those of the SDK's own endpoint rules. */

const credentials = { accessKeyId: 'AKIAEXAMPLE000000000', secretAccessKey: 'secret' };

it.each([
  ['eu-west-1', 'ce.us-east-1.amazonaws.com', 'budgets.amazonaws.com', 'bedrock.eu-west-1.amazonaws.com'],
  // GovCloud bills through the standard account that is paired with it.
  [
    'us-gov-west-1',
    'ce.us-east-1.amazonaws.com',
    'budgets.amazonaws.com',
    'bedrock.us-gov-west-1.amazonaws.com',
  ],
  [
    'eusc-de-east-1',
    'ce.eusc-de-east-1.api.amazonwebservices.eu',
    'budgets.eusc-de-east-1.api.amazonwebservices.eu',
    'bedrock.eusc-de-east-1.amazonaws.eu',
  ],
])('%s: bill, budgets and models', async (region, bill, budgets, models) => {
  const pool = createClientPool([], {}, billingRegionOf([region]), { credentials });
  const place = { accountId: '222233334444', region };
  const hosts: string[] = [];
  for (const client of [
    await pool.get('ce', 'payer'),
    await pool.get('budgets', 'payer'),
    await pool.get('bedrock', place),
  ])
    hosts.push(client.config.endpointProvider({ Region: await client.config.region() }).url.hostname);
  expect(hosts).toEqual([bill, budgets, models]);
});
