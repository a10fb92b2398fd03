import { afterEach, describe, expect, it } from 'vitest';
import { isAwsError } from '../../src/aws/errors.ts';
import { createAws } from '../../src/aws/factory.ts';
import type { UsageSeries } from '../../src/aws/types.ts';
import { money } from '../../src/core/money.ts';
import { type Asked, awsAt, PAYER_KEYS, type Responder, readBill, respond } from './setup.ts';

const NOW = Date.parse('2026-11-20T09:00:00Z');
const PLACE = { accountId: '222222222222', region: 'us-east-1' };
const RANGE = { start: '2026-11-01', endExclusive: '2026-11-02' };

let responder: Responder;
afterEach(() => responder.close());
const answering = async (answer: Parameters<typeof respond>[0]) => {
  responder = await respond(answer);
  return awsAt(responder.url, NOW);
};
const fault = (name: string, status = 400) => ({ status, body: { __type: name, message: 'no' } });

describe('metrics that are answered in part', () => {
  const series: UsageSeries[] = ['a', 'b'].map((dimension) => ({
    ...PLACE,
    dimension,
    kind: 'input',
    metric: 'InputTokenCount',
  }));
  type Query = { Id: string; MetricStat: { Metric: { Dimensions: { Value: string }[] } } };
  const results = (asked: Asked, status: (model: string) => string) => ({
    body: {
      MetricDataResults: (asked.input.MetricDataQueries as Query[]).map((query) => ({
        Id: query.Id,
        Timestamps: [(NOW - 3_600_000) / 1000],
        Values: [5],
        StatusCode: status(query.MetricStat.Metric.Dimensions[0]?.Value ?? ''),
      })),
    },
  });
  const read = (aws: Awaited<ReturnType<typeof answering>>) =>
    aws.cloudwatch.hourly(PLACE, series, '2026-11-20T07:00:00.000Z', '2026-11-20T09:00:00.000Z');

  it('are asked again, and only they', async () => {
    const aws = await answering((asked, n) =>
      results(asked, (model) => (model === 'b' && n === 1 ? 'PartialData' : 'Complete')),
    );
    const { hours, failed } = await read(aws);
    expect(failed).toEqual([]);
    expect(hours.map((h) => [h.series.dimension, h.hour, h.tokens])).toEqual([
      ['a', '2026-11-20T08:00:00.000Z', 5n],
      ['b', '2026-11-20T08:00:00.000Z', 5n],
    ]);
    expect(responder.asked.map(({ input }) => (input.MetricDataQueries as Query[]).length)).toEqual([2, 1]);
    expect(aws.meter.charge).toBe(money('0.00003'));
  });

  it('are none of an answer to another question', async () => {
    const others = series.map((one) => ({ ...one, accountId: '333333333333' }));
    const aws = await answering((asked, n) => {
      if (n === 1) return results(asked, () => 'Complete');
      return results({ ...asked, input: responder.asked[0]?.input ?? {} }, () => 'Complete');
    });
    await aws.cloudwatch.hourly(PLACE, others, '2026-11-20T07:00:00.000Z', '2026-11-20T09:00:00.000Z');
    const { hours, failed } = await read(aws);
    expect([hours, failed]).toEqual([[], series]);
  });

  it('are given up after a bounded number of times, with none of their hours', async () => {
    const aws = await answering((asked) =>
      results(asked, (model) => (model === 'b' ? 'InternalError' : 'Complete')),
    );
    const { hours, failed } = await read(aws);
    expect(failed).toEqual([series[1]]);
    expect(hours.map((h) => h.series.dimension)).toEqual(['a']);
    expect(responder.asked.length).toBe(4);
  });
});

describe('a bill that is refreshed while it is read', () => {
  const page = (service: string, next?: string) => ({
    body: {
      ResultsByTime: [
        {
          TimePeriod: { Start: '2026-11-01', End: '2026-11-02' },
          Estimated: true,
          Groups: [
            {
              Keys: [service, 'x'],
              Metrics: {
                UnblendedCost: { Amount: '1', Unit: 'USD' },
                UsageQuantity: { Amount: '1', Unit: 'N/A' },
              },
            },
          ],
        },
      ],
      ...(next === undefined ? {} : { NextPageToken: next }),
    },
  });

  it('is read from the start, without the pages from before', async () => {
    const aws = await answering((_, n) =>
      n === 1
        ? page('old', 't')
        : n === 2
          ? fault('RequestChangedException')
          : n === 3
            ? page('new', 'u')
            : page('end'),
    );
    const { lines } = await readBill(aws, 'line', RANGE, ['Amazon Bedrock']);
    expect(lines.map(({ service }) => service)).toEqual(['new', 'end']);
    expect(responder.asked.map(({ input }) => input.NextPageToken)).toEqual([undefined, 't', undefined, 'u']);
    expect(aws.meter.charge).toBe(money('0.03'));
  });

  it('is given up when that goes on', async () => {
    const aws = await answering(({ input }) =>
      input.NextPageToken === undefined ? page('old', 't') : fault('InvalidNextTokenException'),
    );
    const error = await readBill(aws, 'line', RANGE, ['x']).catch((e: unknown) => e);
    expect(isAwsError(error, 'invalid')).toBe(true);
    expect(responder.asked.length).toBe(6);
  });

  it('is refused in words when it is not in USD', async () => {
    const aws = await answering(() => ({
      body: JSON.parse(JSON.stringify(page('x').body).replace('USD', 'CNY')),
    }));
    await expect(readBill(aws, 'line', RANGE, ['x'])).rejects.toMatchObject({
      kind: 'unreadable',
      awsCode: 'UnreadableBill',
      message: expect.stringMatching(/its answer cannot be read .*CNY.* billed in USD\.$/),
    });
  });
});

describe('what AWS says', () => {
  const saying = (name: string, message: string) => ({ status: 400, body: { __type: name, message } });
  it.each([
    [
      'AccessDeniedException',
      'User not enabled for cost explorer access',
      /No IAM right mends this\. Open Cost Explorer once/,
    ],
    [
      'AccessDeniedException',
      "Linked account doesn't have access to cost allocation tags.",
      /only the payer account lists cost allocation tags/,
    ],
    ['AccessDeniedException', 'User: x is not authorized to perform: ce:GetCostAndUsage', /Allow ce:Get/],
    [
      'DataUnavailableException',
      'The requested data is unavailable.',
      /AWS has no figures for it yet .*The next run asks again/,
    ],
  ])('%s, %s: is told by what mends it', async (name, message, words) => {
    const aws = await answering(() => saying(name, message));
    await expect(readBill(aws, 'line', RANGE, ['x'])).rejects.toThrow(words);
    await expect(readBill(aws, 'line', RANGE, ['x'])).rejects.not.toThrow(/report this|did not answer/);
  });

  it.each([
    [
      'AccessDeniedException',
      'x is not authorized to perform: bedrock:ListInferenceProfiles on resource: y with an explicit deny in a service control policy',
      /A policy denies it/,
    ],
    [
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
      /secret access key.*clock/,
    ],
    [
      'OptInRequired',
      'The AWS Access Key Id needs a subscription for the service',
      /Enable us-east-1 in the account, or take it out of regions/,
    ],
    [
      'RegionDisabledException',
      'STS is not activated in this region for account:222222222222.',
      /Enable us-east-1/,
    ],
    [
      'ValidationException',
      'Invalid value for ResourceTypeFilters',
      /The program and AWS disagree.*newest version.*report/,
    ],
  ])('%s of a Region: is told by what mends it', async (name, message, words) => {
    const aws = await answering(() => saying(name, message));
    await expect(aws.tagging.profileTags(PLACE)).rejects.toThrow(words);
  });

  describe('of credentials that a Region does not know, in an account whose others answered', () => {
    const CLOSED = { ...PLACE, region: 'ap-east-1' };
    const unknown = saying(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
    const whoever =
      '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::222222222222:user/x</Arn><Account>222222222222</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';
    const fine = (operation: string) => ({
      body: operation === 'GetCallerIdentity' ? whoever : { ResourceTagMappingList: [] },
    });
    const told = (aws: Awaited<ReturnType<typeof answering>>, place = CLOSED) =>
      aws.tagging.profileTags(place).catch((error: unknown) => error);

    it('is closed, where they are still good elsewhere', async () => {
      const aws = await answering(({ operation, region }) =>
        region === CLOSED.region ? unknown : fine(operation),
      );
      // Nobody has answered yet: these may be bad credentials.
      expect(await told(aws)).toMatchObject({ kind: 'expiredCredentials' });
      await aws.tagging.profileTags(PLACE);
      expect(await told(aws)).toMatchObject({
        kind: 'regionClosed',
        message: expect.stringMatching(/Enable ap-east-1 in the account, or take it out of regions\.$/),
      });
    });

    it('is not, where they are good nowhere any more', async () => {
      let revoked = false;
      const aws = await answering(({ operation }) => (revoked ? unknown : fine(operation)));
      await aws.tagging.profileTags(PLACE);
      revoked = true;
      for (const place of [CLOSED, PLACE])
        expect(await told(aws, place)).toMatchObject({
          kind: 'expiredCredentials',
          message: expect.stringContaining('Renew or configure'),
        });
    });

    it('is not, where it answered itself before', async () => {
      let revoked = false;
      const aws = await answering(({ operation, region }) =>
        revoked && region === CLOSED.region ? unknown : fine(operation),
      );
      for (const place of [CLOSED, PLACE]) await aws.tagging.profileTags(place);
      revoked = true;
      expect(await told(aws)).toMatchObject({ kind: 'expiredCredentials' });
    });
  });
});

describe('requests', () => {
  it('are not sent beyond the ceiling, and into the reserve only where they are essential', async () => {
    const { start: Start, endExclusive: End } = RANGE;
    responder = await respond(() => ({
      body: { ResultsByTime: [{ TimePeriod: { Start, End }, Groups: [] }] },
    }));
    const factory = createAws({
      accounts: [],
      payer: {},
      ceiling: money('1'),
      clock: { now: () => NOW },
      clientOptions: { endpoint: responder.url, credentials: PAYER_KEYS },
    });
    const aws = factory(money('0.9'));
    await expect(readBill(aws, 'owner', RANGE, ['x'])).rejects.toMatchObject({
      kind: 'ceiling',
    });
    expect(responder.asked).toEqual([]);
    expect(await readBill(aws, 'line', RANGE, ['x'])).toEqual({ lines: [], claims: [] });
    await expect(readBill(factory(money('1')), 'line', RANGE, ['x'])).rejects.toMatchObject({
      kind: 'ceiling',
    });
  });

  it('are sent once more with fresh credentials when these have expired, and no more', async () => {
    const aws = await answering((_, n) =>
      n === 1 ? fault('ExpiredTokenException') : { body: { ResourceTagMappingList: [] } },
    );
    expect((await aws.tagging.profileTags(PLACE)).size).toBe(0);
    expect(responder.asked.length).toBe(2);
    await responder.close();
    const never = await answering(() => fault('ExpiredTokenException'));
    const error = await never.tagging.profileTags(PLACE).catch((e: unknown) => e);
    expect(isAwsError(error, 'expiredCredentials')).toBe(true);
    expect(responder.asked.length).toBe(2);
  });

  it('that are given the same page again stop with an error', async () => {
    const aws = await answering(() => ({ body: { ResourceTagMappingList: [], PaginationToken: 'same' } }));
    await expect(aws.tagging.profileTags(PLACE)).rejects.toMatchObject({
      kind: 'incomplete',
      awsCode: 'IncompleteAnswer',
    });
    expect(responder.asked).toHaveLength(2);
  });
});
