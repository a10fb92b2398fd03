import {
  CreateInferenceProfileCommand,
  DeleteInferenceProfileCommand,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
  ListTagsForResourceCommand,
  paginateListInferenceProfiles,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-bedrock';
import {
  GetResourcesCommand,
  paginateGetResources,
  TagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { accountsOf, clientsOf, keyOf, refusal, startSmall } from './support.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSmall({ settings: { profilesPerRegion: 60 } });
});
afterAll(() => simulator.close());

const workload = () => clientsOf(simulator, { accessKeyId: keyOf(accountsOf(simulator).busiest) });

async function source(): Promise<string> {
  const { inferenceProfileSummaries: [first] = [] } = await workload().bedrock.send(
    new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED', maxResults: 1 }),
  );
  return first?.inferenceProfileArn ?? '';
}

describe('inference profiles', () => {
  it('are listed in pages that hold every profile once', async () => {
    const found: string[] = [];
    let pages = 0;
    const paginator = paginateListInferenceProfiles(
      { client: workload().bedrock },
      { typeEquals: 'APPLICATION', maxResults: 7 },
    );
    for await (const page of paginator) {
      pages++;
      found.push(...(page.inferenceProfileSummaries ?? []).map((each) => each.inferenceProfileArn ?? ''));
    }
    const { busiest } = accountsOf(simulator);
    const expected = simulator.world.profiles(busiest, 'us-east-1').map(({ arn }) => arn);
    expect(expected.length).toBeGreaterThan(7);
    expect(pages).toBe(Math.ceil(expected.length / 7));
    expect(found).toEqual(expected);
  });

  it('refuse a token of another listing, and a page of more than 1,000', async () => {
    const { bedrock } = workload();
    const { nextToken } = await bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1 }),
    );
    const other = new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED', nextToken });
    expect(await refusal(bedrock.send(other))).toBe('ValidationException');
    const tooMany = new ListInferenceProfilesCommand({ maxResults: 1001 });
    expect(await refusal(bedrock.send(tooMany))).toBe('ValidationException');
  });

  it('are made, found, tagged and deleted', async () => {
    const { bedrock } = workload();
    const tags = [{ key: 'UserEmail', value: 'new@example.com' }];
    const { inferenceProfileArn: arn = '' } = await bedrock.send(
      new CreateInferenceProfileCommand({
        inferenceProfileName: 'made-here',
        modelSource: { copyFrom: await source() },
        tags,
      }),
    );
    const shortId = arn.slice(arn.lastIndexOf('/') + 1);
    for (const inferenceProfileIdentifier of [arn, shortId]) {
      const found = await bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier }));
      expect(found).toMatchObject({
        inferenceProfileArn: arn,
        inferenceProfileName: 'made-here',
        type: 'APPLICATION',
      });
    }
    await bedrock.send(
      new TagResourceCommand({ resourceARN: arn, tags: [{ key: 'CostCenter', value: 'CC-9' }] }),
    );
    await bedrock.send(new UntagResourceCommand({ resourceARN: arn, tagKeys: ['UserEmail'] }));
    const left = await bedrock.send(new ListTagsForResourceCommand({ resourceARN: arn }));
    expect(left.tags).toEqual([{ key: 'CostCenter', value: 'CC-9' }]);
    await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
    const gone = bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
    expect(await refusal(gone)).toBe('ResourceNotFoundException');
  });

  it('are made once per client request token', async () => {
    const { bedrock } = workload();
    const input = {
      inferenceProfileName: 'once',
      clientRequestToken: 'token-1',
      modelSource: { copyFrom: await source() },
    };
    const first = await bedrock.send(new CreateInferenceProfileCommand(input));
    const again = await bedrock.send(new CreateInferenceProfileCommand(input));
    expect(again.inferenceProfileArn).toBe(first.inferenceProfileArn);
    const other = bedrock.send(
      new CreateInferenceProfileCommand({ ...input, inferenceProfileName: 'twice' }),
    );
    expect(await refusal(other)).toBe('ConflictException');
  });

  it.each([
    ['a dot in the name', { inferenceProfileName: 'a.b' }, 'ValidationException'],
    ['an e-mail address as the description', { description: 'a@example.com' }, 'ValidationException'],
    ['a tag value that is not ASCII', { tags: [{ key: 'a', value: 'é' }] }, 'ValidationException'],
    [
      'a tag key twice',
      {
        tags: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
      'ValidationException',
    ],
    [
      'a model that is not there',
      { modelSource: { copyFrom: 'arn:aws:bedrock:us-east-1::foundation-model/nobody.knows-v1' } },
      'ResourceNotFoundException',
    ],
    [
      'an application profile as the source',
      {
        modelSource: { copyFrom: 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc' },
      },
      'ValidationException',
    ],
  ])('refuse %s', async (_what, part, expected) => {
    const input = { inferenceProfileName: 'legal', modelSource: { copyFrom: await source() }, ...part };
    expect(await refusal(workload().bedrock.send(new CreateInferenceProfileCommand(input)))).toBe(expected);
  });

  it('stop at the quota that Service Quotas tells', async () => {
    const { quotas } = workload();
    const { Quota } = await quotas.send(
      new GetServiceQuotaCommand({ ServiceCode: 'bedrock', QuotaCode: 'L-40EC9882' }),
    );
    expect(Quota?.Value).toBe(60);
    const { bedrock } = clientsOf(simulator, {
      region: 'us-west-2',
      accessKeyId: keyOf(accountsOf(simulator).payer),
    });
    const { inferenceProfileSummaries: [system] = [] } = await bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED', maxResults: 1 }),
    );
    const modelSource = { copyFrom: system?.inferenceProfileArn ?? '' };
    const create = (n: number) =>
      bedrock.send(new CreateInferenceProfileCommand({ inferenceProfileName: `n${n}`, modelSource }));
    const before = simulator.world.profiles(accountsOf(simulator).payer, 'us-west-2').length;
    for (let n = before; n < 60; n++) await create(n);
    expect(await refusal(create(60))).toBe('ServiceQuotaExceededException');
  });

  it('are empty in a Region that the company does not use, and unknown across accounts', async () => {
    const elsewhere = clientsOf(simulator, { region: 'sa-east-1' }).bedrock;
    const { inferenceProfileSummaries } = await elsewhere.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }),
    );
    expect(inferenceProfileSummaries).toEqual([]);
    const { payer, busiest } = accountsOf(simulator);
    expect(payer).not.toBe(busiest);
    const [profile] = simulator.world.profiles(busiest, 'us-east-1');
    const stranger = clientsOf(simulator, { accessKeyId: keyOf(payer) }).bedrock;
    const asked = stranger.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: profile?.arn }));
    expect(await refusal(asked)).toBe('ResourceNotFoundException');
  });

  it('list the foundation models of the Region', async () => {
    const { modelSummaries = [] } = await workload().bedrock.send(new ListFoundationModelsCommand({}));
    expect(modelSummaries.length).toBeGreaterThan(5);
    expect(modelSummaries.every(({ modelArn }) => modelArn?.includes(':us-east-1::'))).toBe(true);
  });
});

describe('the tagging API', () => {
  it('pages by a hundred at most and leaves out what was never tagged', async () => {
    const { busiest } = accountsOf(simulator);
    const tagged = simulator.world.profiles(busiest, 'us-east-1').filter(({ tags }) => tags.length > 0);
    const found: string[] = [];
    const paginator = paginateGetResources(
      { client: workload().tagging },
      { ResourceTypeFilters: ['bedrock:application-inference-profile'], ResourcesPerPage: 5 },
    );
    for await (const { ResourceTagMappingList = [] } of paginator)
      found.push(...ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN ?? ''));
    expect(found).toEqual(tagged.map(({ arn }) => arn));
    const tooMany = workload().tagging.send(new GetResourcesCommand({ ResourcesPerPage: 101 }));
    expect(await refusal(tooMany)).toBe('InvalidParameterException');
  });

  it('tags many at once, each with an answer of its own, within Bedrock’s rules', async () => {
    const { tagging, bedrock } = workload();
    const [profile] = simulator.world.profiles(accountsOf(simulator).busiest, 'us-east-1');
    const arn = profile?.arn ?? '';
    const gone = arn.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'));
    const tag = async (Tags: Record<string, string>, ...ResourceARNList: string[]) =>
      (await tagging.send(new TagResourcesCommand({ ResourceARNList, Tags }))).FailedResourcesMap;
    expect(Object.keys((await tag({ Team: 'a' }, arn, gone)) ?? {})).toEqual([gone]);
    expect(Object.keys((await tag({ Team: 'é' }, arn)) ?? {})).toEqual([arn]);
    expect(await refusal(tag({ 'aws:Team': 'a' }, arn))).toBe('InvalidParameterException');
    const some = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${from + i}`, 'v']));
    expect(await tag(some(0, 40), arn)).toEqual({});
    expect(Object.keys((await tag(some(40, 10), arn)) ?? {})).toEqual([arn]);
    const tags = Object.keys(some(40, 10)).map((key) => ({ key, value: 'v' }));
    const more = bedrock.send(new TagResourceCommand({ resourceARN: arn, tags }));
    expect(await refusal(more)).toBe('TooManyTagsException');
    const keys = Object.keys({ Team: 'a', ...some(0, 40) });
    await bedrock.send(new UntagResourceCommand({ resourceARN: arn, tagKeys: keys }));
  });

  it('finds by tag, and nothing of another type', async () => {
    const { tagging } = workload();
    const [first] = simulator.world
      .profiles(accountsOf(simulator).busiest, 'us-east-1')
      .flatMap(({ tags }) => tags.filter(({ key }) => key === 'UserEmail'));
    const { ResourceTagMappingList: found = [] } = await tagging.send(
      new GetResourcesCommand({ TagFilters: [{ Key: 'UserEmail', Values: [first?.value ?? ''] }] }),
    );
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ Tags }) => Tags?.some(({ Value }) => Value === first?.value))).toBe(true);
    const other = await tagging.send(new GetResourcesCommand({ ResourceTypeFilters: ['ec2:instance'] }));
    expect(other.ResourceTagMappingList).toEqual([]);
  });
});

describe('STS', () => {
  it('gives credentials that act for the account of the role', async () => {
    const { busiest } = accountsOf(simulator);
    const { Credentials } = await clientsOf(simulator).sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${busiest}:role/reader`, RoleSessionName: 'test' }),
    );
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now());
    const { sts } = clientsOf(simulator, { accessKeyId: Credentials?.AccessKeyId ?? '' });
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: busiest,
      Arn: `arn:aws:sts::${busiest}:assumed-role/reader/test`,
    });
  });

  it('asks for an external id where the role wants one, and knows its accounts', async () => {
    const { busiest } = accountsOf(simulator);
    const assume = (RoleArn: string, ExternalId?: string) =>
      clientsOf(simulator).sts.send(new AssumeRoleCommand({ RoleArn, ExternalId, RoleSessionName: 'test' }));
    const role = `arn:aws:iam::${busiest}:role/reader-external`;
    expect(await refusal(assume(role))).toBe('AccessDenied');
    expect(await refusal(assume(role, 'id-1'))).toBe('no error');
    expect(await refusal(assume('arn:aws:iam::999999999999:role/reader'))).toBe('AccessDenied');
  });
});
