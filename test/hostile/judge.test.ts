import { describe, expect, it } from 'vitest';
import { type Held, owedFor } from './judge.ts';
import type { Json } from './protocol.ts';
import type { Asked } from './proxy.ts';

const HELD: Held = {
  days: new Map([
    ['line 2026-11-01', 400_000_000_000n],
    ['line 2026-11-02', 400_000_000_000n],
  ]),
  lists: new Map([['models', 20]]),
};

const BILL = {
  TimePeriod: { Start: '2026-11-01', End: '2026-11-03' },
  Granularity: 'DAILY',
  GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
};
const day = (Start: string, ...amounts: string[]): Json => ({
  TimePeriod: { Start },
  Groups: amounts.map((Amount) => ({ Keys: [], Metrics: { UnblendedCost: { Amount, Unit: 'USD' } } })),
});
const asked = (operation: string, input: Json, ...pages: (Json | null)[]): Asked => ({
  question: { operation, account: '222233334444', text: '', token: undefined, input },
  pages: new Map(pages.map((page, index) => [index === 0 ? '' : `page ${index}`, page])),
  troubles: [],
});
const why = (one: Asked): string | null => owedFor(one, HELD, [one])?.why ?? null;
const bill = (...pages: (Json | null)[]): string | null => why(asked('ce:GetCostAndUsage', BILL, ...pages));
const models = (count: number): Json => ({
  modelSummaries: Array.from({ length: count }, (_, n) => ({ modelId: `m${n}` })),
});

describe('an answer owes a word', () => {
  it.each<[string, string | null, (Json | null)[]]>([
    ['when all is there', null, [{ ResultsByTime: [day('2026-11-01', '40'), day('2026-11-02', '41')] }]],
    ['when it cannot be read', 'no answer that can be read', [null]],
    ['when it is nothing', 'days are missing', [{}]],
    ['when a day is missing', 'days are missing', [{ ResultsByTime: [day('2026-11-01', '40')] }]],
    ['when a day is hollow', 'days fell', [{ ResultsByTime: [day('2026-11-01', '40'), day('2026-11-02')] }]],
    [
      'when a day falls by half',
      null,
      [{ ResultsByTime: [day('2026-11-01', '20'), day('2026-11-02', '40')] }],
    ],
    [
      'when a day goes on on the next page',
      null,
      [
        { ResultsByTime: [day('2026-11-01', '40'), day('2026-11-02', '1')], NextPageToken: 'page 1' },
        { ResultsByTime: [day('2026-11-02', '39')] },
      ],
    ],
    [
      'when the pages do not end',
      'pages without end',
      [{ ResultsByTime: [day('2026-11-01', '40'), day('2026-11-02', '40')], NextPageToken: 'page 1' }],
    ],
    [
      'when it groups by something else',
      'the answer to another question',
      [{ GroupDefinitions: [{ Key: 'UserEmail' }], ResultsByTime: [] }],
    ],
  ])('of the bill %s: %s', (_when, expected, pages) => {
    expect(bill(...pages)).toBe(expected);
  });

  it.each([
    [20, null],
    [15, null],
    [14, 'a list fell'],
    [0, 'a list fell'],
  ])('of a list of twenty that has %d: %s', (count, expected) => {
    expect(why(asked('bedrock:ListFoundationModels', {}, models(count)))).toBe(expected);
  });

  it('of series that are missing, unless they were asked for again', () => {
    const query = (Id: string, name: string) => ({ Id, MetricStat: { Metric: { MetricName: name } } });
    const result = (Id: string) => ({ Id, StatusCode: 'Complete' });
    const input = { MetricDataQueries: [query('m0', 'a'), query('m1', 'b')], StartTime: 1 };
    const first = asked('monitoring:GetMetricData', input, { MetricDataResults: [result('m0')] });
    const rest = { MetricDataQueries: [query('m0', 'b')], StartTime: 1 };
    const again = asked('monitoring:GetMetricData', rest, { MetricDataResults: [result('m0')] });
    expect(owedFor(first, HELD, [first])?.why).toBe('series are missing');
    expect(owedFor(first, HELD, [first, again])).toBeNull();
  });
});
