import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createClientPool } from '../../src/aws/clients.ts';
import type { PolicyChoices } from '../../src/core/policies/choices.ts';
import { serviceStatements } from '../../src/core/policies/service.ts';
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

it('the payer goes with a profile of its own, where it has other credentials than the accounts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-profile-'));
  const file = join(folder, 'credentials');
  writeFileSync(
    file,
    '[standard]\naws_access_key_id = AKIASTANDARD00000000\naws_secret_access_key = secret\n',
  );
  const before = process.env.AWS_SHARED_CREDENTIALS_FILE;
  process.env.AWS_SHARED_CREDENTIALS_FILE = file;
  try {
    const pool = createClientPool([], { profile: 'standard' }, billingRegionOf(['us-gov-west-1']), {
      credentials,
    });
    const keyOf = async (client: { config: { credentials(): Promise<{ accessKeyId: string }> } }) =>
      (await client.config.credentials()).accessKeyId;
    expect(await keyOf(await pool.get('ce', 'payer'))).toBe('AKIASTANDARD00000000');
    const place = { accountId: '222233334444', region: 'us-gov-west-1' };
    expect(await keyOf(await pool.get('bedrock', place))).toBe(credentials.accessKeyId);
  } finally {
    if (before === undefined) delete process.env.AWS_SHARED_CREDENTIALS_FILE;
    else process.env.AWS_SHARED_CREDENTIALS_FILE = before;
    rmSync(folder, { recursive: true, force: true });
  }
});

it.each([
  ['aws', 'aws'],
  ['aws-us-gov', 'aws'],
  ['aws-eusc', 'aws-eusc'],
] as const)('a policy of %s lets budgets of %s be written', (partition, billed) => {
  const statements = serviceStatements({ partition } as PolicyChoices, ['mirror']);
  expect(statements.map(({ Resource }) => Resource)).toContainEqual([
    `arn:${billed}:budgets::*:budget/bedrock-ledger-*`,
  ]);
});
