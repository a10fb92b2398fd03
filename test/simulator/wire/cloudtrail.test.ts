import { type Event, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { clientsOf, keyOf, NOW, refusal, startSmall } from './support.ts';

const PLATFORM = '222233334444';
const RESEARCH = '333344445555';
const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.parse(NOW) - days * DAY);

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSmall({ users: 40 });
});
afterAll(() => simulator.close());

const lookup = (account: string, input: LookupEventsCommandInput = {}, region = 'us-east-1') =>
  clientsOf(simulator, { region, accessKeyId: keyOf(account) }).cloudtrail.send(
    new LookupEventsCommand(input),
  );

/** Every page of an answer, as one list. */
async function all(account: string, input: LookupEventsCommandInput, region?: string): Promise<Event[]> {
  const found: Event[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await lookup(account, { ...input, NextToken }, region);
    expect(answer.Events?.length).toBeLessThanOrEqual(50);
    found.push(...(answer.Events ?? []));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return found;
}

const recordOf = ({ CloudTrailEvent = '' }: Event) => JSON.parse(CloudTrailEvent);
const recordsOf = async (account: string, days: number, Username?: string) =>
  (
    await all(account, {
      StartTime: ago(days),
      ...(Username !== undefined && {
        LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: Username }],
      }),
    })
  ).map(recordOf);

describe('the event history', () => {
  it('is newest first, each call once, within the range', async () => {
    const range = { StartTime: ago(2), EndTime: ago(1) };
    const events = await all(PLATFORM, range);
    expect(events.length).toBeGreaterThan(100);
    const times = events.map(({ EventTime }) => EventTime?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times[0]).toBeLessThanOrEqual(range.EndTime.getTime());
    expect(times.at(-1)).toBeGreaterThanOrEqual(range.StartTime.getTime());
    expect(new Set(events.map(({ EventId }) => EventId)).size).toBe(events.length);
    expect(await all(PLATFORM, range)).toEqual(events);
  });

  it('names the call, the caller and the model as CloudTrail does', async () => {
    const [event] = (await lookup(PLATFORM)).Events ?? [];
    const record = recordOf(event as Event);
    expect(record).toMatchObject({
      eventSource: 'bedrock.amazonaws.com',
      eventName: event?.EventName,
      eventID: event?.EventId,
      awsRegion: 'us-east-1',
      recipientAccountId: PLATFORM,
      readOnly: true,
      requestParameters: { modelId: expect.stringMatching(/\S/) },
      userIdentity: { accountId: PLATFORM, accessKeyId: event?.AccessKeyId },
    });
    expect(record).not.toHaveProperty('errorCode');
    expect(Date.parse(record.eventTime)).toBe(event?.EventTime?.getTime());
    expect(record.eventID).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(record.requestID).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('shows people who use their profiles, under the role of their permission set', async () => {
    const { permissionSets } = simulator.world;
    const role = permissionSets.reservedRoles(PLATFORM).find(({ name }) => name.includes('_BedrockUsers_'));
    const emails = new Set(simulator.world.directory().users.map(({ email }) => email));
    const people = (await recordsOf(PLATFORM, 2)).filter(
      ({ userIdentity }) => userIdentity.sessionContext?.sessionIssuer.arn === role?.arn,
    );
    expect(people.length).toBeGreaterThan(50);
    for (const { userIdentity, requestParameters } of people) {
      const session = userIdentity.arn.split('/').at(-1);
      expect(userIdentity.arn).toBe(`arn:aws:sts::${PLATFORM}:assumed-role/${role?.name}/${session}`);
      expect(emails).toContain(session);
      expect(requestParameters.modelId).toMatch(
        new RegExp(`^arn:aws:bedrock:us-east-1:${PLATFORM}:application-inference-profile/`),
      );
    }
  });

  it('shows who goes round the profiles: by a chained role, by service roles, with a long-term key', async () => {
    const direct = [
      ...(await recordsOf(PLATFORM, 3)),
      ...(await recordsOf(RESEARCH, 20, 'review-bot')),
    ].filter(
      ({ requestParameters }) => !requestParameters.modelId.includes(':application-inference-profile/'),
    );
    const callers = new Set(direct.map(({ userIdentity }) => userIdentity.arn.split(':').at(-1)));
    expect([...callers]).toContainEqual(
      expect.stringMatching(/^assumed-role\/model-experiments\/.+@example\.com$/),
    );
    expect(callers).toContain('assumed-role/bedrock-documents/documents');
    expect(callers).toContain('user/review-bot');
    const models = new Set(direct.map(({ requestParameters }) => requestParameters.modelId));
    expect(models).toContain('us.anthropic.claude-sonnet-4-6');
    expect(models).toContain('qwen.qwen3-32b-v1:0');
    expect(models).toContain('arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0');
    const routed = direct.filter(({ requestParameters }) => requestParameters.modelId.startsWith('us.'));
    expect(routed.map(({ additionalEventData }) => additionalEventData?.inferenceRegion)).toContain(
      'us-west-2',
    );
  });

  it('names roles and users that IAM has', async () => {
    const callers = [...(await recordsOf(PLATFORM, 2)), ...(await recordsOf(RESEARCH, 20, 'review-bot'))].map(
      ({ userIdentity }) => userIdentity.sessionContext?.sessionIssuer.arn ?? userIdentity.arn,
    );
    // IAM has the roles of IAM Identity Center from the first request on.
    await lookup(PLATFORM);
    const known = simulator.access.identities.map(({ arn }) => arn);
    expect([...new Set(callers)].filter((arn) => !known.includes(arn))).toEqual([]);
    const { AccessKeyMetadata = [] } = await new IAMClient({
      region: 'us-east-1',
      endpoint: simulator.url,
      credentials: { accessKeyId: keyOf(RESEARCH), secretAccessKey: 'test' },
    }).send(new ListAccessKeysCommand({ UserName: 'review-bot' }));
    const [bot] = await all(RESEARCH, {
      LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'review-bot' }],
      StartTime: ago(9),
    });
    expect(AccessKeyMetadata.map(({ AccessKeyId }) => AccessKeyId)).toEqual([bot?.AccessKeyId]);
  });

  it('is looked through by one attribute', async () => {
    const attribute = (AttributeKey: 'EventName' | 'Username' | 'EventSource', AttributeValue: string) => ({
      LookupAttributes: [{ AttributeKey, AttributeValue }],
      StartTime: ago(9),
    });
    const bot = await all(RESEARCH, attribute('Username', 'review-bot'));
    expect(bot.length).toBeGreaterThan(10);
    for (const event of bot) expect(recordOf(event).userIdentity.type).toBe('IAMUser');
    const streams = await all(PLATFORM, attribute('EventName', 'ConverseStream'));
    expect(new Set(streams.map(({ EventName }) => EventName))).toEqual(new Set(['ConverseStream']));
    expect(await all(PLATFORM, attribute('EventSource', 's3.amazonaws.com'))).toEqual([]);
    expect(await all(PLATFORM, attribute('Username', 'nobody'))).toEqual([]);
    const two = attribute('Username', 'a').LookupAttributes.concat(
      attribute('Username', 'b').LookupAttributes,
    );
    expect(await refusal(lookup(PLATFORM, { LookupAttributes: two }))).toBe(
      'InvalidLookupAttributesException',
    );
  });

  it('is of one account and one Region, and refuses ranges and tokens that are none', async () => {
    const day = { StartTime: ago(1) };
    const ids = async (account: string, region: string) =>
      (await all(account, day, region)).map(({ EventId }) => EventId);
    const [east, west, research] = [
      await ids(PLATFORM, 'us-east-1'),
      await ids(PLATFORM, 'us-west-2'),
      await ids(RESEARCH, 'us-east-1'),
    ];
    expect(new Set([...east, ...west, ...research]).size).toBe(east.length + west.length + research.length);
    expect(await ids(PLATFORM, 'eu-central-1')).toEqual([]);
    const range = { StartTime: ago(1), EndTime: ago(2) };
    expect(await refusal(lookup(PLATFORM, range))).toBe('InvalidTimeRangeException');
    expect(await refusal(lookup(PLATFORM, { NextToken: 'bm8=' }))).toBe('InvalidNextTokenException');
    const { NextToken } = await lookup(PLATFORM, day);
    expect(await refusal(lookup(RESEARCH, { ...day, NextToken }))).toBe('InvalidNextTokenException');
  });
});
