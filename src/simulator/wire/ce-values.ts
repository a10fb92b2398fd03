import type { BillLine } from '../types.ts';
import { compileFilter, dimensionReader, tagOf, validation } from './ce-filter.ts';
import { checkPeriod, daysOf } from './ce-period.ts';
import { badToken, linesOf } from './ce-usage.ts';
import type {
  DimensionValuesWithAttributes,
  GetDimensionValuesRequest,
  GetDimensionValuesResponse,
  GetTagsRequest,
  GetTagsResponse,
  SortDefinition,
} from './models/ce-types.ts';
import { page } from './paging.ts';
import type { Call } from './service.ts';

const PAGE = 1_000;
const SORT_KEYS = [
  'BlendedCost',
  'UnblendedCost',
  'AmortizedCost',
  'NetAmortizedCost',
  'NetUnblendedCost',
  'UsageQuantity',
  'NormalizedUsageAmount',
];

/** The values that a dimension takes on the lines of a time period. */
export function getDimensionValues(call: Call, input: GetDimensionValuesRequest): GetDimensionValuesResponse {
  const { NextPageToken: token, ...request } = input;
  const read = dimensionReader(call.world, input.Dimension);
  const all = collect(call, input, (line) => [read(line)]).filter((value) => value !== '');
  const { items, next } = page(all, pageSize(input), token, [call.account, request], badToken);
  const names = new Map(call.world.accounts.map(({ id, name }) => [id, name]));
  const DimensionValues = items.map((value): DimensionValuesWithAttributes => {
    const name = input.Dimension === 'LINKED_ACCOUNT' ? names.get(value) : undefined;
    return { Value: value, Attributes: name === undefined ? {} : { description: name } };
  });
  return {
    DimensionValues,
    ReturnSize: items.length,
    TotalSize: all.length,
    ...(next !== undefined && { NextPageToken: next }),
  };
}

/** The tag keys on the lines of a time period or, with a key, its values; an empty value stands for lines without it. */
export function getTags(call: Call, input: GetTagsRequest): GetTagsResponse {
  const { NextPageToken: token, ...request } = input;
  const { TagKey } = input;
  const all = collect(call, input, (line) =>
    TagKey === undefined ? Object.keys(line.tags) : [tagOf(line, TagKey) ?? ''],
  );
  const { items, next } = page(all, pageSize(input), token, [call.account, request], badToken);
  return {
    Tags: items,
    ReturnSize: items.length,
    TotalSize: all.length,
    ...(next !== undefined && { NextPageToken: next }),
  };
}

type Query = Pick<
  GetDimensionValuesRequest,
  'Filter' | 'SearchString' | 'SortBy' | 'MaxResults' | 'TimePeriod'
>;

/** Distinct values in alphabetical order or, where asked, by what they cost. */
function collect(call: Call, input: Query, read: (line: BillLine) => string[]): string[] {
  const period = checkPeriod(call.world, input.TimePeriod);
  const test = compileFilter(call.world, input.Filter);
  const order = checkSort(input);
  const search = input.SearchString?.toLowerCase() ?? '';
  const found = new Map<string, bigint>();
  for (const line of linesOf(call.world, call.account, call.payer, daysOf(period))) {
    if (!test(line)) continue;
    const amount = order?.Key === 'UsageQuantity' ? line.quantity : line.unblendedCost;
    for (const value of read(line)) found.set(value, (found.get(value) ?? 0n) + amount);
  }
  const entries = [...found].filter(([value]) => value.toLowerCase().includes(search));
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  if (order) entries.sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  if (order?.SortOrder === 'DESCENDING') entries.reverse();
  return entries.map(([value]) => value);
}

function checkSort({ SortBy, MaxResults }: Query): SortDefinition | undefined {
  const [order, ...more] = SortBy ?? [];
  if (more.length > 0 || (order && !SORT_KEYS.includes(order.Key)))
    throw validation('SortBy takes one of the supported metrics');
  if (MaxResults !== undefined && MaxResults > PAGE) throw validation(`MaxResults must not exceed ${PAGE}`);
  return order;
}

const pageSize = ({ SortBy, MaxResults }: Pick<Query, 'SortBy' | 'MaxResults'>) =>
  SortBy?.length ? (MaxResults ?? PAGE) : PAGE;
