import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCompany } from './setup.ts';

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
  const config = company.write(
    'withDirectory.yaml',
    `db: ${company.db}
accounts:
  - { accountId: "222233334444", roleArn: "arn:aws:iam::222233334444:role/bedrock-ledger-reader" }
  - { accountId: "333344445555", roleArn: "arn:aws:iam::333344445555:role/bedrock-ledger-reader" }
regions: [us-east-1, us-west-2]
backfillDays: 20
directory: { identityStoreId: d-92670f5a31, region: us-west-2 }
`,
  );
  Object.assign(company.environment, { BEDROCK_LEDGER_CONFIG: config });
  expect(await company.run(['sync'])).toMatchObject({ code: 0 });
});
afterAll(() => company.close());

it('prints', async () => {
  for (const more of [[], ['--cloudtrail']]) {
    const { out, err, code } = await company.run(['policies', 'audit', '--days', '5', ...more]);
    console.log(code, out, err);
  }
});
