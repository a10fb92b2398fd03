import {
  CreateInferenceProfileCommand,
  type CreateInferenceProfileCommandInput,
  DeleteInferenceProfileCommand,
  GetInferenceProfileCommand,
  ListInferenceProfilesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-bedrock';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { DEFAULT_SETTINGS, type WireSettings } from '../../../src/simulator/wire/service.ts';
import { clientsOf, keyOf, refusal, startSmall } from './support.ts';

/**
 * The control plane of profiles as AWS's model and reference of the API have it (botocore `bedrock-2023-04-20`, the types of
 * `@aws-sdk/client-bedrock`); what they leave open, or say in two ways, is a setting, and each of its answers is tried.
 */

const ACCOUNT = '111122223333';
/** Empty in the simulated company: nothing here is anybody else's. */
const REGION = 'us-west-2';
const SOURCE = `arn:aws:bedrock:${REGION}::foundation-model/amazon.nova-lite-v1:0`;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSmall({ users: 1, days: 1 });
});
afterAll(() => simulator.close());
afterEach(async () => {
  await set(DEFAULT_SETTINGS);
  for (const { arn } of inAws()) simulator.world.deleteProfile(arn);
});

const set = async (settings: Partial<WireSettings> | Record<string, unknown>): Promise<number> =>
  (await fetch(`${simulator.url}/_sim/settings`, { method: 'POST', body: JSON.stringify(settings) })).status;
const inAws = (region = REGION) =>
  simulator.world.profiles(ACCOUNT, region).filter(({ name }) => /^made/.test(name));
const at = (region = REGION, account = ACCOUNT) =>
  clientsOf(simulator, { region, accessKeyId: keyOf(account) });
const later = (seconds: number) => simulator.clock.advanceTo(simulator.clock.now() + seconds * 1_000);

async function create(
  change: Partial<CreateInferenceProfileCommandInput> = {},
  region = REGION,
): Promise<string> {
  const input = { inferenceProfileName: 'made', modelSource: { copyFrom: SOURCE }, ...change };
  return (await at(region).bedrock.send(new CreateInferenceProfileCommand(input))).inferenceProfileArn ?? '';
}
const creating = (change: Partial<CreateInferenceProfileCommandInput>, region = REGION) =>
  refusal(create(change, region));
async function listed(size = 1_000): Promise<string[]> {
  const answer = await at().bedrock.send(
    new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: size }),
  );
  return (answer.inferenceProfileSummaries ?? []).map(({ inferenceProfileArn = '' }) => inferenceProfileArn);
}
const tags = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ key: `k${from + i}`, value: 'v' }));

describe('what is asked for', () => {
  it.each<[string, Partial<CreateInferenceProfileCommandInput>]>([
    ['a name of 65 signs', { inferenceProfileName: `made${'x'.repeat(61)}` }],
    ['an empty name', { inferenceProfileName: '' }],
    ['a name that begins with a hyphen', { inferenceProfileName: '-made' }],
    ['two blanks in a name', { inferenceProfileName: 'made  twice' }],
    ['a name in Japanese', { inferenceProfileName: 'made 推論' }],
    ['a description of 201 signs', { description: 'x'.repeat(201) }],
    ['a description with an @', { description: 'of ann@example' }],
    ['a token of 257 signs', { clientRequestToken: 'x'.repeat(257) }],
    ['a token that ends with a hyphen', { clientRequestToken: 'x-' }],
    ['an empty token', { clientRequestToken: '' }],
    ['a tag value of 257 signs', { tags: [{ key: 'a', value: 'x'.repeat(257) }] }],
    ['a tag key of 129 signs', { tags: [{ key: 'k'.repeat(129), value: '' }] }],
    ['an apostrophe in a tag', { tags: [{ key: 'a', value: "O'Neil" }] }],
    ["a tag of AWS's own", { tags: [{ key: 'AWS:owner', value: '' }] }],
    ['201 tags', { tags: tags(201) }],
    ['no source', { modelSource: {} as never }],
  ])('%s is not valid', async (_, change) => {
    expect(await creating(change)).toBe('ValidationException');
    expect(inAws()).toEqual([]);
  });

  it('may be as long as the model says', async () => {
    const arn = await create({
      inferenceProfileName: `made${'x'.repeat(60)}`,
      description: 'x'.repeat(200),
      clientRequestToken: 'x'.repeat(256),
      tags: [
        { key: 'k'.repeat(128), value: 'x'.repeat(256) },
        { key: 'Team', value: '' },
        { key: 'team', value: 'a' },
      ],
    });
    const { tags: kept } = await at().bedrock.send(new ListTagsForResourceCommand({ resourceARN: arn }));
    expect(kept?.map(({ key }) => key?.slice(0, 4))).toEqual(['kkkk', 'Team', 'team']);
  });

  it.each([
    ['a model of another Region', 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0'],
    [
      'a system profile of another Region',
      `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.amazon.nova-lite-v1:0`,
    ],
    [
      'a system profile of another account',
      `arn:aws:bedrock:${REGION}:333344445555:inference-profile/us.amazon.nova-lite-v1:0`,
    ],
  ])('%s is no source', async (_, copyFrom) => {
    expect(await creating({ modelSource: { copyFrom } })).toBe('ResourceNotFoundException');
  });

  it('of a model that is called through system profiles alone is made and cannot be called, or is refused', async () => {
    const only = simulator.world.foundationModels.find(
      ({ inferenceTypesSupported, regions }) =>
        !inferenceTypesSupported.includes('ON_DEMAND') && regions.includes(REGION),
    );
    const copyFrom = `arn:aws:bedrock:${REGION}::foundation-model/${only?.modelId}`;
    expect(await creating({ modelSource: { copyFrom } })).toBe('no error');
    await set({ profileOnlyModels: 'refused' });
    expect(await creating({ modelSource: { copyFrom } })).toBe('ValidationException');
  });
});

describe('a client token', () => {
  let tests = 0;
  let once: { clientRequestToken: string };
  beforeEach(() => {
    once = { clientRequestToken: `once-${++tests}` };
  });

  it('makes one profile, in each account and Region of its own', async () => {
    const arns = await Promise.all([create(once), create(once), create(once)]);
    expect(new Set(arns).size).toBe(1);
    const copyFrom = SOURCE.replace(REGION, 'us-east-1');
    const elsewhere = await create({ ...once, modelSource: { copyFrom } }, 'us-east-1');
    expect(elsewhere).not.toBe(arns[0]);
    simulator.world.deleteProfile(elsewhere);
    expect(await create({ clientRequestToken: once.clientRequestToken.toUpperCase() })).not.toBe(arns[0]);
  });

  it('with other parameters is a conflict, or passed over', async () => {
    const first = await create(once);
    for (const change of [
      { tags: tags(1) },
      { inferenceProfileName: 'made other' },
      { description: 'other' },
    ]) {
      await set({ tokenMismatch: 'conflict' });
      expect(await creating({ ...once, ...change })).toBe('ConflictException');
      await set({ tokenMismatch: 'ignored' });
      expect(await create({ ...once, ...change })).toBe(first);
    }
    expect(inAws()).toHaveLength(1);
  });

  it('of a profile that was deleted answers that one, or makes another', async () => {
    const first = await create(once);
    await at().bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: first }));
    expect(await create(once)).toBe(first);
    expect(inAws()).toEqual([]);
    await set({ tokensOfDeleted: 'forgotten' });
    const second = await create(once);
    expect(inAws().map(({ arn }) => arn)).toEqual([second]);
  });

  it('is taken by nothing that was refused', async () => {
    expect(await creating({ ...once, tags: tags(51) })).toBe('TooManyTagsException');
    expect(await creating({ ...once, inferenceProfileName: 'made after' })).toBe('no error');
  });
});

it('a name may be taken twice, or not while there is one of it', async () => {
  await create();
  expect(await creating({})).toBe('no error');
  await set({ uniqueNames: true });
  expect(await creating({})).toBe('ConflictException');
  for (const { arn } of inAws()) simulator.world.deleteProfile(arn);
  expect(await creating({})).toBe('no error');
});

describe('tags', () => {
  it('are as many as a resource may have, made with it or added', async () => {
    expect(await creating({ tags: tags(51) })).toBe('TooManyTagsException');
    const arn = await create({ tags: tags(49) });
    const { bedrock } = at();
    const tag = (given: { key: string; value: string }[]) =>
      refusal(bedrock.send(new TagResourceCommand({ resourceARN: arn, tags: given })));
    expect(await tag(tags(2, 48))).toBe('no error');
    expect(await tag(tags(1, 50))).toBe('TooManyTagsException');
    expect(await tag([{ key: 'aws:x', value: '' }])).toBe('ValidationException');
    expect(await tag([...tags(1), ...tags(1)])).toBe('ValidationException');
    await bedrock.send(new UntagResourceCommand({ resourceARN: arn, tagKeys: ['k0', 'never'] }));
    expect(await tag(tags(1, 50))).toBe('no error');
    await set({ tagsPerResource: 200 });
    expect(await tag(tags(100, 100))).toBe('no error');
  });
});

describe('a listing', () => {
  async function pages(between: (page: number) => Promise<unknown>): Promise<string[]> {
    const found: string[] = [];
    let nextToken: string | undefined;
    let page = 0;
    do {
      const answer = await at().bedrock.send(
        new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 3, nextToken }),
      );
      found.push(
        ...(answer.inferenceProfileSummaries ?? []).map(
          ({ inferenceProfileArn = '' }) => inferenceProfileArn,
        ),
      );
      nextToken = answer.nextToken;
      await between(++page);
    } while (nextToken !== undefined);
    return found;
  }

  it('holds everything that stays once, whatever is made and deleted between its pages', async () => {
    const made: string[] = [];
    for (let i = 0; i < 10; i++) made.push(await create({ tags: tags(1) }));
    const gone = new Set([made[0], made[2], made[7]]);
    const found = await pages(async (page) => {
      const arn = [made[0], made[2], made[7]][page - 1];
      if (arn !== undefined) simulator.world.deleteProfile(arn);
      await create();
    });
    expect(new Set(found).size).toBe(found.length);
    for (const arn of made) if (!gone.has(arn)) expect(found).toContain(arn);
  });

  it('of tags as well', async () => {
    const made: string[] = [];
    for (let i = 0; i < 6; i++) made.push(await create({ tags: tags(1) }));
    const { tagging } = at();
    const first = await tagging.send(new GetResourcesCommand({ ResourcesPerPage: 3 }));
    simulator.world.deleteProfile(made[1] ?? '');
    const second = await tagging.send(
      new GetResourcesCommand({ ResourcesPerPage: 3, PaginationToken: first.PaginationToken }),
    );
    const arns = [first, second].flatMap(({ ResourceTagMappingList = [] }) =>
      ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN),
    );
    expect(arns).toEqual(made);
  });

  it('is not gone on with elsewhere', async () => {
    for (let i = 0; i < 2; i++) await create();
    const { nextToken } = await at().bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1 }),
    );
    const go = (region: string, account: string, token = nextToken) =>
      refusal(
        at(region, account).bedrock.send(
          new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', nextToken: token }),
        ),
      );
    expect(await go(REGION, ACCOUNT)).toBe('no error');
    expect(await go('us-east-1', ACCOUNT)).toBe('ValidationException');
    expect(await go(REGION, '333344445555')).toBe('ValidationException');
    expect(await go(REGION, ACCOUNT, 'made-up')).toBe('ValidationException');
  });

  it('shows what was made and deleted some seconds later, where it is set so; who asks for one sees it at once', async () => {
    await set({ listDelaySeconds: 20, taggingDelaySeconds: 120 });
    const arn = await create({ tags: tags(1) });
    const inTags = async () =>
      ((await at().tagging.send(new GetResourcesCommand({}))).ResourceTagMappingList ?? []).map(
        ({ ResourceARN, Tags }) => [ResourceARN, Tags?.length],
      );
    const get = () =>
      refusal(at().bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn })));
    expect([await listed(), await inTags(), await get()]).toEqual([[], [], 'no error']);
    later(30);
    expect([await listed(), await inTags()]).toEqual([[arn], []]);
    later(120);
    await at().bedrock.send(new TagResourceCommand({ resourceARN: arn, tags: tags(1, 1) }));
    expect(await inTags()).toEqual([[arn, 1]]);
    later(120);
    expect(await inTags()).toEqual([[arn, 2]]);
    simulator.world.deleteProfile(arn);
    expect([await listed(), await inTags(), await get()]).toEqual([
      [arn],
      [[arn, 2]],
      'ResourceNotFoundException',
    ]);
    later(120);
    expect([await listed(), await inTags()]).toEqual([[], []]);
  });
});

describe('a profile', () => {
  it('is deleted by its ARN or id, once, and from where it is', async () => {
    const remove = (id: string, region = REGION, account = ACCOUNT) =>
      refusal(
        at(region, account).bedrock.send(
          new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: id }),
        ),
      );
    const [first, second] = [await create(), await create()];
    expect(await remove(first, 'us-east-1')).toBe('ResourceNotFoundException');
    expect(await remove(first, REGION, '333344445555')).toBe('ResourceNotFoundException');
    expect(await remove(first)).toBe('no error');
    expect(await remove(first)).toBe('ResourceNotFoundException');
    expect(await remove(second.slice(second.lastIndexOf('/') + 1))).toBe('no error');
    expect(await remove('not an id')).toBe('ValidationException');
    expect(inAws()).toEqual([]);
  });

  it('is one of so many as the quota of its place says', async () => {
    await set({ profilesPerRegion: 5, profilesPerPlace: { [`${ACCOUNT}/${REGION}`]: 2 } });
    const value = async (region: string) =>
      (
        await at(region).quotas.send(
          new GetServiceQuotaCommand({ ServiceCode: 'bedrock', QuotaCode: 'L-40EC9882' }),
        )
      ).Quota?.Value;
    expect([await value(REGION), await value('sa-east-1')]).toEqual([2, 5]);
    await create();
    const last = await create({ clientRequestToken: 'last' });
    expect(await creating({})).toBe('ServiceQuotaExceededException');
    // Asked for again it is no further one.
    expect(await create({ clientRequestToken: 'last' })).toBe(last);
  });
});

describe('requests', () => {
  it('that come faster than an operation takes are throttled, each account and Region by itself', async () => {
    const slow = { perSecond: 0.001, burst: 2 };
    await set({ rates: { 'bedrock:CreateInferenceProfile': slow, bedrock: { perSecond: 0.001, burst: 3 } } });
    const outcomes = [await creating({}), await creating({}), await creating({})];
    expect(outcomes).toEqual(['no error', 'no error', 'ThrottlingException']);
    const list = (region: string) =>
      refusal(at(region).bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' })));
    expect([await list(REGION), await list(REGION), await list(REGION), await list(REGION)]).toEqual([
      ...['no error', 'no error', 'no error'],
      'ThrottlingException',
    ]);
    expect(await list('us-east-1')).toBe('no error');
    expect(inAws()).toHaveLength(2);
  });

  it('fail in AWS as often as is said', async () => {
    await set({ internalPercent: 50 });
    const outcomes = [];
    for (let i = 0; i < 30; i++) outcomes.push(await creating({}));
    expect(new Set(outcomes)).toEqual(new Set(['no error', 'InternalServerException']));
  });
});

it('settings are changed to others of their kind, all or none', async () => {
  for (const bad of [
    { nothing: 1 },
    { tokenMismatch: 'maybe' },
    { uniqueNames: 'yes' },
    { listDelaySeconds: -1 },
    { rates: null },
  ])
    expect([bad, await set({ tagsPerResource: 7, ...bad })]).toEqual([bad, 400]);
  expect(await (await fetch(`${simulator.url}/_sim/settings`)).json()).toEqual(DEFAULT_SETTINGS);
});
