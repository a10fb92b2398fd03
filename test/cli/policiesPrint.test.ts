import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompany } from './setup.ts';

/** `policies print`: the policy and nothing else on stdout, every fault with field, value and reason. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany({ days: 3 });
});
afterAll(() => company.close());

const print = (...args: string[]) => company.run(['policies', 'print', ...args]);
const PLACE = ['--account', '111122223333', '--region', 'us-east-1'];

describe('policies print', () => {
  it.each(['invoke', 'self-service', 'guard', 'service', 'trust'])(
    '%s puts JSON alone on stdout, without a ledger, and makes none',
    async (kind) => {
      const { code, out, err } = await print(kind, ...PLACE);
      expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/of [\d,]+ characters/) });
      expect(JSON.parse(out)).toMatchObject({ Version: '2012-10-17', Statement: expect.any(Array) });
      expect((await company.run(['profiles', 'list'])).err).toContain('there is no ledger');
    },
  );

  it('reads where routes end from AWS', async () => {
    const { out } = await print('invoke', ...PLACE, '--geography', 'us,global');
    expect(out).toContain('arn:aws:bedrock:us-east-2::foundation-model/*');
    expect(out).toContain('arn:aws:bedrock:::foundation-model/*');
    expect((await print('invoke', ...PLACE, '--geography', 'in-region')).out).not.toContain('us-east-2');
  });

  it('speaks of other tag keys', async () => {
    const keys = ['--user-tag', 'Owner', '--cost-center-tag', 'Team', '--profile-tag', 'Profile'];
    const { out } = await print('invoke', ...PLACE, ...keys);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as IAM writes it
    expect(out).toContain('"aws:ResourceTag/Owner": "${aws:PrincipalTag/Owner}"');
    expect(out).not.toMatch(/UserEmail|CostCenter|"InferenceProfile"/);
  });

  it('prints parts, formats and words', async () => {
    const { out: calls } = await print('guard', ...PLACE, '--part', 'calls');
    const { out: changes } = await print('guard', ...PLACE, '--part', 'changes');
    const { out: both } = await print('guard', ...PLACE);
    const sids = (text: string) =>
      (JSON.parse(text) as { Statement: { Sid: string }[] }).Statement.map(({ Sid }) => Sid);
    expect([...sids(calls), ...sids(changes)]).toEqual(sids(both));
    expect((await print('service', ...PLACE, '--format', 'terraform')).out).toContain('aws_iam_role');
    expect((await print('guard', ...PLACE, '--format', 'cloudformation')).out).toContain(
      'AWS::Organizations::Policy',
    );
    expect((await print('invoke', ...PLACE, '--sentences')).err).toContain(
      'InvokeOwnProfiles: Whoever it is may call the profiles that carry their own name.',
    );
    expect((await print('invoke', ...PLACE, '--no-enforcement', '--no-self-service')).out).not.toMatch(
      /exceeded|CreateInferenceProfile/,
    );
  });

  it('says which roles the guard leaves alone, and who is not bound by any', async () => {
    const exempt = 'arn:aws:iam::111122223333:role/batch-*;data team;nightly';
    const { err } = await print('guard', ...PLACE, '--exempt', exempt);
    expect(err).toContain('It does not bind arn:aws:iam::111122223333:role/batch-*: nightly (data team).');
    expect(err).toContain('never binds the management account');
    expect(err).toContain('role/bedrock-ledger-reader (Bedrock Ledger itself)');
  });

  it('refuses what its place does not hold', async () => {
    const models = Array.from({ length: 300 }, (_, i) => `anthropic.claude-model-number-${i}`).join();
    const { code, out, err } = await print('guard', ...PLACE, '--geography', 'in-region', '--model', models);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/this guard policy has [\d,]+ characters; a service control policy .* holds 10,240/);
  });

  it.each([
    [['guard', '--account', '12'], 'account: "12": An account is 12 digits'],
    [['guard', '--region', 'mars'], 'region: "mars": This is no AWS Region'],
    [
      ['guard', '--region', 'us-east-1,us-gov-west-1', '--geography', 'in-region'],
      'Regions of one partition',
    ],
    [['guard', '--geography', 'mars'], 'geography: "mars": No profile of these Regions has this geography'],
    [['guard', '--open', 's3:GetObject'], 'open: "s3:GetObject": This action is not closed'],
    [
      ['guard', '--exempt', 'arn:aws:iam::*:role/*;me;because'],
      'exempt: "arn:aws:iam::*:role/*": An exemption',
    ],
    [
      ['guard', '--exempt', 'arn:aws:iam::111122223333:role/batch'],
      'An exemption needs an owner and a reason',
    ],
    [['guard', '--for', 'trust'], 'target: "trust": This policy is put into scp or managedPolicy or role'],
    [['invoke', '--user-tag', 'costcenter'], 'userTag: "costcenter": This key stands for two things'],
    [['trust', '--external-id', 'a b'], 'externalId: "a b": An external id has'],
    [['service', '--without', 'everything'], 'without: "everything": The service has the parts'],
    [['invoke', '--db', 'nowhere.db'], '--db: there is no ledger at nowhere.db'],
  ])('%j', async (args, told) => {
    const [kind = '', ...rest] = args;
    const { code, out, err } = await print(kind, ...(rest[0] === '--account' ? [] : PLACE), ...rest);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(told);
  });
});
