import { describe, expect, it } from 'vitest';
import { describeFilter, filterText, readFilter } from '../../src/aws/budgetFilter.ts';
import {
  batchesOf,
  chooseSeries,
  hoursToAsk,
  isUnreadCount,
  joinPages,
  kindOfMetric,
} from '../../src/aws/cloudwatchPlan.ts';
import { groupByOf, partFrom } from '../../src/aws/costExplorerRequest.ts';
import { AwsError, toAwsError } from '../../src/aws/errors.ts';
import { createMeter, priceOf } from '../../src/aws/meter.ts';
import type { BillPart } from '../../src/core/billEntries.ts';
import { money } from '../../src/core/money.ts';

const PLACE = { accountId: '222222222222', region: 'us-east-1' };
const HOUR = 3_600_000;
const TAGS = { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' };

describe('series', () => {
  const metric = (name: string, ...dimensions: [string, string][]) => ({
    name,
    dimensions: dimensions.map(([key, value]) => ({ name: key, value })),
  });
  it.each([
    ['by model alone', [metric('InputTokenCount', ['ModelId', 'm'])], ['InputTokenCount m']],
    [
      'not by tier as well',
      [
        metric('InputTokenCount', ['ModelId', 'm'], ['ServiceTier', 'x'], ['ResolvedServiceTier', 'x']),
        metric('InputTokenCount', ['ServiceTier', 'x']),
        metric('InputTokenCount'),
      ],
      [],
    ],
    [
      'under each name where a kind has several, and none twice',
      [
        metric('CacheReadInputTokens', ['ModelId', 'm']),
        metric('CacheReadInputTokenCount', ['ModelId', 'm']),
        metric('CacheWriteInputTokenCount', ['ModelId', 'm']),
        metric('CacheWriteInputTokens', ['ModelId', 'm']),
        metric('CacheReadInputTokens', ['ModelId', 'other']),
        metric('CacheReadInputTokens', ['ModelId', 'other']),
      ],
      [
        'CacheReadInputTokens m',
        'CacheReadInputTokenCount m',
        'CacheWriteInputTokenCount m',
        'CacheWriteInputTokens m',
        'CacheReadInputTokens other',
      ],
    ],
    ['nothing that is no token', [metric('Invocations', ['ModelId', 'm'])], []],
  ])('%s', (_, metrics, expected) => {
    expect(chooseSeries(PLACE, metrics).map((s) => `${s.metric} ${s.dimension}`)).toEqual(expected);
  });

  it.each([
    ['InputTokenCount', 'input'],
    ['OutputTokens', 'output'],
    ['CacheReadInputTokenCount', 'cacheRead'],
    ['CacheReadInputTokens', 'cacheRead'],
    ['CacheReadTokenCount', 'cacheRead'],
    ['CacheWriteInputTokensCount', 'cacheWrite'],
    // Tokens, and which is not said in words that are known.
    ['CacheWrite1hInputTokenCount', 'told'],
    ['CachedInputTokens', 'told'],
    ['TotalInputTokens', 'told'],
    ['OutputTokensPerSecond', 'told'],
    ['TimeToFirstToken', null],
    ['EstimatedTPMQuotaUsage', null],
    ['Invocations', null],
  ])('%s counts %s', (name, kind) => {
    expect(kindOfMetric(name) ?? (isUnreadCount(name) ? 'told' : null)).toBe(kind);
  });
});

describe('batches', () => {
  it.each([
    [1, 1200, [500, 500, 200]],
    [201, 1000, [500, 500]],
    [202, 1000, [499, 499, 2]],
    [2400, 100, [42, 42, 16]],
    [100_800, 2, [1, 1]],
    [24, 0, []],
  ])('of %i hours for %i series', (hours, count, sizes) => {
    const batches = batchesOf(Array.from({ length: count }), hours);
    expect(batches.map((batch) => batch.length)).toEqual(sizes);
  });
  it('of fewer datapoints where that is more comfortable, but never of no series', () => {
    const sizes = (hours: number, comfortable: number) =>
      batchesOf(Array.from({ length: 5 }), hours, comfortable).map((batch) => batch.length);
    expect(sizes(840, 1680)).toEqual([2, 2, 1]);
    expect(sizes(840, 100)).toEqual([1, 1, 1, 1, 1]);
    expect(sizes(840, 1_000_000)).toEqual([5]);
  });
  it('refuses what no request can hold', () => expect(() => batchesOf([1], 100_801)).toThrow(RangeError));
});

describe('hours to ask for', () => {
  const now = Date.parse('2026-11-20T09:30:00Z');
  it.each([
    ['whole hours', now - 2.2 * HOUR, now - HOUR, ['2026-11-20T07:00', '2026-11-20T09:00']],
    ['not the future', now - HOUR, now + 50 * HOUR, ['2026-11-20T08:00', '2026-11-20T10:00']],
    ['not what has expired', 0, Date.parse('2025-08-22T11:00Z'), ['2025-08-22T09:00', '2025-08-22T11:00']],
    ['none', now, now, ['2026-11-20T09:00', '2026-11-20T10:00']],
    ['nothing in the future', now + HOUR, now + 2 * HOUR, null],
  ])('%s', (_, start, end, expected) => {
    const window = hoursToAsk(start, end, now);
    const text = (ms: number) => new Date(ms).toISOString().slice(0, 16);
    expect(window === null ? null : [text(window.startMs), text(window.endExclusiveMs)]).toEqual(expected);
  });
});

describe('pages of metrics', () => {
  const page = (id: string, status: string, ...values: number[]) => ({
    id,
    status,
    points: values.map((value) => ({ ms: value * HOUR, value })),
  });
  it('are complete when the last says so, and never when one failed or is missing', () => {
    const { complete, incomplete } = joinPages(
      ['a', 'b', 'c', 'd', 'e'],
      [
        page('a', 'PartialData', 1),
        page('b', 'Complete'),
        page('c', 'InternalError', 1),
        page('d', 'PartialData', 1),
        page('a', 'Complete', 2),
        page('c', 'Complete', 2),
      ],
    );
    expect([...complete].map(([id, points]) => [id, [...points.values()]])).toEqual([
      ['a', [1, 2]],
      ['b', []],
    ]);
    expect(incomplete).toEqual(['c', 'd', 'e']);
  });
});

describe('a part of the bill', () => {
  const group = (keys: string[], amount: string, used: string, unit = 'USD') => ({
    Keys: keys,
    Metrics: { UnblendedCost: { Amount: amount, Unit: unit }, UsageQuantity: { Amount: used, Unit: 'N/A' } },
  });
  const day = (start: string, Estimated: boolean, ...Groups: ReturnType<typeof group>[]) => ({
    TimePeriod: { Start: start, End: '' },
    Estimated,
    Groups,
  });
  const owner = groupByOf('owner', TAGS);

  it('keeps tags to the last sign, amounts to the last digit, and a day that two pages share together', () => {
    const { claims } = partFrom('owner', owner, '', [
      day('2026-11-01', false, group(['UserEmail$a$b@example.com', 'CostCenter$'], '0.8038363727', '12.5')),
      day('2026-11-01', true, group(['UserEmail$', 'CostCenter$CC-1'], '-0.00008826', '0')),
      day('2026-11-02', false, group(['UserEmail$x', 'CostCenter$'], '0', '0.0')),
      day('2026-11-03', false, group(['UserEmail$x', 'CostCenter$'], '0', '7')),
    ]);
    const owned = { by: 'owner', accountId: '', service: null, usageType: null, unit: 'N/A' };
    expect(claims).toEqual(
      [
        { day: '2026-11-01', user: 'a$b@example.com', costCenter: '', amount: 8_038_363_727n },
        { day: '2026-11-01', user: '', costCenter: 'CC-1', amount: -882_600n },
        { day: '2026-11-03', user: 'x', costCenter: '', amount: 0n },
      ].map((one, i) => ({
        ...owned,
        ...one,
        quantity: [125_000_000_000n, 0n, 70_000_000_000n][i],
        provisional: i < 2,
      })),
    );
  });
  it('takes a dimension as it is', () => {
    const { lines } = partFrom('usage', groupByOf('usage', TAGS), '1', [
      day('2026-11-01', false, group(['Amazon $ Bedrock', 'USE1-x'], '1', '1')),
    ]);
    expect(lines).toMatchObject([
      { recordType: 'Usage', service: 'Amazon $ Bedrock', usageType: 'USE1-x', accountId: '1' },
    ]);
  });
  it.each<[BillPart, object]>([
    ['others', { recordType: 'a', service: 'b', usageType: null }],
    ['profile', { by: 'profile', profile: 'a', service: null, usageType: 'b' }],
    ['principal', { by: 'principal', principal: 'a', service: 'b', usageType: null }],
  ])('names what it is: %s', (part, expected) => {
    const { lines, claims } = partFrom(part, groupByOf(part, TAGS), '', [
      day('2026-11-01', false, group(['a', 'b'], '1', '1')),
    ]);
    expect([...lines, ...claims]).toMatchObject([expected]);
  });
  it('refuses another currency', () => {
    const days = [day('2026-11-01', false, group(['UserEmail$', 'CostCenter$'], '1', '1', 'CNY'))];
    expect(() => partFrom('owner', owner, '', days)).toThrow(/CNY/);
  });
});

describe('errors', () => {
  const named = (name: string, more: object = {}) => Object.assign(new Error('no.'), { name }, more);
  it.each([
    [named('ThrottlingException'), 'throttled', true],
    [named('LimitExceededException'), 'throttled', true],
    [named('ExpiredTokenException'), 'expiredCredentials', false],
    [named('CredentialsProviderError'), 'expiredCredentials', false],
    [named('AccessDenied'), 'accessDenied', false],
    [named('NoSuchResourceException'), 'notFound', false],
    [named('ServiceQuotaExceededException'), 'quota', false],
    [named('DuplicateRecordException'), 'conflict', false],
    [named('DataUnavailableException'), 'noData', true],
    [named('Error', { code: 'ECONNREFUSED' }), 'unavailable', true],
    [named('Error', { code: 'EAI_AGAIN' }), 'unavailable', true],
    [named('Error', { code: 'ENOTFOUND' }), 'noHost', true],
    [named('TimeoutError'), 'unavailable', true],
    [named('Strange', { $metadata: { httpStatusCode: 503 } }), 'unavailable', true],
    [named('Strange', { $metadata: { httpStatusCode: 403 } }), 'accessDenied', false],
    [named('Strange'), 'other', false],
  ])('%s is %s', (error, kind, retryable) => {
    const read = toAwsError(error, { service: 'ce', operation: 'GetCostAndUsage' });
    expect([read.kind, read.retryable]).toEqual([kind, retryable]);
  });
  it('say what, where and what to do', () => {
    const error = new AwsError(
      'accessDenied',
      { service: 'budgets', operation: 'UpdateBudget', place: PLACE },
      'X',
      'no.',
    );
    expect(error.message).toBe(
      'AWS Budgets UpdateBudget in account 222222222222, us-east-1: access was denied (X: no). Allow budgets:ModifyBudget to the role that is used here, or check its trust policy and external id.',
    );
  });
  it.each([
    [
      'User: arn:aws:iam::1:user/x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/y',
      'Allow sts:AssumeRole on arn:aws:iam::2:role/y to the credentials of this process, and let the role trust them',
    ],
    [
      'User: x is not authorized to perform: bedrock:TagResource on resource: arn:z because no identity-based policy allows the bedrock:TagResource action',
      'Allow bedrock:TagResource to the role that is used here',
    ],
  ])('name the action that AWS refused: %s', (reason, advice) => {
    const of = { service: 'bedrock', operation: 'CreateInferenceProfile', place: PLACE } as const;
    expect(new AwsError('accessDenied', of, 'AccessDenied', reason).message).toContain(advice);
  });
});

describe('the meter', () => {
  it.each([
    ['ce', 'GetCostAndUsage', 1, '0.01'],
    ['cloudwatch', 'GetMetricData', 500, '0.005'],
    ['cloudwatch', 'ListMetrics', 1, '0.00001'],
    ['bedrock', 'ListInferenceProfiles', 1, '0'],
  ] as const)('prices %s %s', (service, operation, units, usd) => {
    expect(priceOf(service, operation, units)).toBe(money(usd));
  });
  it('stops at the ceiling with what was spent before; what is essential may use the reserve', async () => {
    const what = { service: 'ce', operation: 'GetCostAndUsage' } as const;
    const meter = createMeter(money('0.87'), money('1'));
    meter.count('ce', 'GetCostAndUsage', 2, money('0.02'));
    await meter.book(money('0.01'), false, what);
    const tooDear = expect.objectContaining({ kind: 'ceiling' });
    await expect(meter.book(money('0.01'), false, what)).rejects.toEqual(tooDear);
    meter.release(money('0.01'));
    await meter.book(money('0.01'), false, what);
    meter.count('ce', 'GetCostAndUsage', 1, money('0.01'));
    for (let request = 0; request < 10; request += 1) await meter.book(money('0.01'), true, what);
    await expect(meter.book(money('0.01'), true, what)).rejects.toEqual(tooDear);
    await meter.book(money('0'), false, what);
    expect([meter.requests, meter.charge]).toEqual([3, money('0.03')]);
    expect(meter.byOperation().get('ce:GetCostAndUsage')).toEqual({ requests: 3, charge: money('0.03') });
  });
});

describe('a budget filter', () => {
  const text =
    '{"And":[{"Tags":{"Key":"UserEmail","Values":["a","b"],"MatchOptions":["EQUALS"]}},{"Not":{"Dimensions":{"Key":"RECORD_TYPE","Values":["Credit","Refund"],"MatchOptions":["EQUALS"]}}}]}';
  const expression = readFilter(text);
  it('reads the same whatever order AWS gives it in, with or without its default', () => {
    const given = readFilter(
      '{"And":[{"Tags":{"Values":["b","a"],"Key":"UserEmail"}},{"Not":{"Dimensions":{"MatchOptions":["EQUALS"],"Values":["Refund","Credit"],"Key":"RECORD_TYPE"}}}]}',
    );
    expect(filterText(given)).toBe(text);
    expect(filterText(expression)).toBe(text);
  });
  it('shows as drift when the budget counts something else', () => {
    const budget = {
      BudgetName: 'x',
      BudgetType: 'COST' as const,
      TimeUnit: 'MONTHLY' as const,
      FilterExpression: expression,
      Metrics: ['UnblendedCost' as const],
    };
    expect(describeFilter(budget)).toBe(text);
    // The others are told apart by their period.
    expect(describeFilter({ ...budget, TimeUnit: 'CUSTOM' })).not.toBe(text);
    expect(describeFilter({ ...budget, Metrics: ['BlendedCost'] })).not.toBe(text);
  });
  it('is refused when it is no object', () => expect(() => readFilter('[]')).toThrow(RangeError));
});
