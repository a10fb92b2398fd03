import type { World } from '../types.ts';
import { validation } from './ce-filter.ts';
import { monthStart, toDay } from './ce-period.ts';
import { badToken, CostAndUsage } from './ce-usage.ts';
import { getDimensionValues, getTags } from './ce-values.ts';
import { AwsError } from './errors.ts';
import { parseModel } from './model.ts';
import { ce as text } from './models/ce.ts';
import type {
  CostAllocationTagStatusEntry,
  ListCostAllocationTagBackfillHistoryRequest,
  ListCostAllocationTagBackfillHistoryResponse,
  ListCostAllocationTagsRequest,
  ListCostAllocationTagsResponse,
  StartCostAllocationTagBackfillResponse,
  UpdateCostAllocationTagsStatusResponse,
} from './models/ce-types.ts';
import { page } from './paging.ts';
import type { Call, Service } from './service.ts';

const MONTHS_BACK = 12;

/** Cost Explorer over the world's bill, with the administration of cost allocation tags. */
export function ceService(): Service {
  const usage = new CostAndUsage();
  return {
    id: 'ce',
    signingName: 'ce',
    targetPrefix: 'AWSInsightsIndexService',
    jsonVersion: '1.1',
    model: parseModel(text),
    invalid: validation,
    throttled: (message) => new AwsError('LimitExceededException', message),
    handlers: {
      GetCostAndUsage: (call: Call, input: Parameters<typeof usage.answer>[1]) => usage.answer(call, input),
      GetDimensionValues: getDimensionValues,
      GetTags: getTags,
      ListCostAllocationTags: listTags,
      UpdateCostAllocationTagsStatus: updateStatus,
      StartCostAllocationTagBackfill: startBackfill,
      ListCostAllocationTagBackfillHistory: listBackfills,
    },
  };
}

function listTags(call: Call, input: ListCostAllocationTagsRequest): ListCostAllocationTagsResponse {
  payerOnly(call);
  const { NextToken: token, ...request } = input;
  const all = call.world
    .costAllocationTags()
    .filter(({ status }) => input.Status === undefined || status === input.Status)
    .filter(({ type }) => input.Type === undefined || type === input.Type)
    .filter(({ key }) => input.TagKeys === undefined || input.TagKeys.includes(key));
  const { items, next } = page(all, input.MaxResults ?? 100, token, request, badToken);
  return {
    CostAllocationTags: items.map(({ key, type, status, lastUpdated, lastUsed }) => ({
      TagKey: key,
      Type: type,
      Status: status,
      LastUpdatedDate: zoned(lastUpdated),
      LastUsedDate: zoned(lastUsed),
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function updateStatus(
  call: Call,
  input: { CostAllocationTagsStatus: CostAllocationTagStatusEntry[] },
): UpdateCostAllocationTagsStatusResponse {
  payerOnly(call);
  const Errors = input.CostAllocationTagsStatus.flatMap(({ TagKey, Status }) =>
    call.world.setTagStatus(TagKey, Status)
      ? []
      : [{ TagKey, Code: 'TagKeysNotFoundException', Message: `Tag keys not found: ${TagKey}` }],
  );
  return { Errors };
}

function startBackfill(call: Call, input: { BackfillFrom: string }): StartCostAllocationTagBackfillResponse {
  payerOnly(call);
  const from = new Date(input.BackfillFrom);
  const day = toDay(from.getTime());
  const now = call.world.clock.now();
  if (from.getTime() !== Date.parse(monthStart(from.getTime(), 0)))
    throw validation('BackfillFrom must be the first day of a month');
  if (from.getTime() > now || day < monthStart(now, -MONTHS_BACK))
    throw validation(`BackfillFrom must lie within the last ${MONTHS_BACK} months`);
  try {
    call.world.startTagBackfill(day);
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'BackfillLimitExceeded') throw error;
    throw new AwsError(
      'BackfillLimitExceededException',
      'A backfill request was made within the last 24 hours or is in progress',
    );
  }
  const BackfillRequest = backfills(call.world)[0];
  return BackfillRequest ? { BackfillRequest } : {};
}

function listBackfills(
  call: Call,
  input: ListCostAllocationTagBackfillHistoryRequest,
): ListCostAllocationTagBackfillHistoryResponse {
  payerOnly(call);
  const { items, next } = page(
    backfills(call.world),
    input.MaxResults ?? 100,
    input.NextToken,
    'backfills',
    badToken,
  );
  return { BackfillRequests: items, ...(next !== undefined && { NextToken: next }) };
}

/** Newest first. */
function backfills(world: World) {
  return world
    .tagBackfills()
    .toSorted((a, b) => b.requestedAt - a.requestedAt)
    .map(({ from, requestedAt, completedAt, status }) => ({
      BackfillFrom: `${from}T00:00:00Z`,
      RequestedAt: zoned(requestedAt),
      ...(completedAt !== undefined && { CompletedAt: zoned(completedAt) }),
      BackfillStatus: status,
      LastUpdatedAt: zoned(completedAt ?? requestedAt),
    }));
}

function payerOnly({ payer }: Call): void {
  if (!payer)
    throw new AwsError(
      'AccessDeniedException',
      "Linked account doesn't have access to cost allocation tags.",
    );
}

const zoned = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
