import {
  type Expression,
  GetCostAndUsageCommand,
  GetDimensionValuesCommand,
  type GroupDefinition,
  ListCostAllocationTagsCommand,
  type ResultByTime,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from '@aws-sdk/client-cost-explorer';
import { moneyIn } from '../core/money.ts';
import { monthOf } from '../core/periods.ts';
import type { DayRange, Money } from '../core/types.ts';
import { serviceIsBedrock } from '../core/usageTypes.ts';
import { chargesOf, filterOf, groupByOf, type TagKeys } from './costExplorerRequest.ts';
import { AwsError, type CallContext } from './errors.ts';
import { allPages, type Run } from './runner.ts';
import type { CostAllocationTagState, CostExplorerGateway } from './types.ts';

const service = 'ce';
const GET_COST: CallContext = { service, operation: 'GetCostAndUsage' };
/** Limits of the API's model: keys of one ListCostAllocationTags and one UpdateCostAllocationTagsStatus request. */
const MAX_LISTED_KEYS = 100;
const MAX_UPDATED_KEYS = 20;
/** The bill can be refreshed while it is paged through; AWS then refuses the next page. */
const STARTS = 3;
const PAGE_LOST = new Set(['RequestChangedException', 'InvalidNextTokenException']);

/**
 * The bill. Every page costs $0.01. The discovery of services and the grouping `line` are essential: they run even
 * when the monthly ceiling is reached; all others are then refused with an `AwsError` of kind `ceiling`.
 */
export function createCostExplorerGateway(run: Run, tagKeys: TagKeys): CostExplorerGateway {
  function results(input: CostRequest): Promise<ResultByTime[]> {
    return startingOver(() =>
      allPages(
        GET_COST,
        (token) =>
          run({
            ...GET_COST,
            service,
            target: 'payer',
            essential: input.essential,
            send: (client) =>
              client.send(
                new GetCostAndUsageCommand({
                  TimePeriod: periodOf(input.range),
                  Granularity: input.granularity,
                  Metrics: [...input.metrics],
                  Filter: input.filter,
                  ...(input.groupBy === undefined ? {} : { GroupBy: input.groupBy }),
                  ...(token === undefined ? {} : { NextPageToken: token }),
                }),
              ),
          }),
        (page) => ({ items: page.ResultsByTime ?? [], next: page.NextPageToken }),
      ),
    );
  }

  return {
    async bedrockServices(range) {
      const operation = 'GetDimensionValues';
      const values = await startingOver(() =>
        allPages(
          { service, operation },
          (token) =>
            run({
              service,
              operation,
              target: 'payer',
              essential: true,
              send: (client) =>
                client.send(
                  new GetDimensionValuesCommand({
                    Dimension: 'SERVICE',
                    Context: 'COST_AND_USAGE',
                    TimePeriod: periodOf(range),
                    ...(token === undefined ? {} : { NextPageToken: token }),
                  }),
                ),
            }),
          (page) => ({ items: page.DimensionValues ?? [], next: page.NextPageToken }),
        ),
      );
      return [...new Set(values.map(({ Value = '' }) => Value).filter(serviceIsBedrock))].sort();
    },

    async charges(grouping, range, services, accountId) {
      if (services.length === 0) return [];
      const groupBy = groupByOf(grouping, tagKeys);
      const days = await results({
        range,
        granularity: 'DAILY',
        metrics: ['UnblendedCost', 'UsageQuantity'],
        filter: filterOf(services, accountId, grouping === 'recordType' ? 'others' : 'usage'),
        groupBy,
        essential: grouping === 'line',
      });
      return inWords(() => chargesOf(grouping, groupBy, accountId, days));
    },

    async monthlyTotals(range, services, accountId) {
      const totals = new Map<string, Money>();
      if (services.length === 0) return totals;
      const months = await results({
        range,
        granularity: 'MONTHLY',
        metrics: ['UnblendedCost'],
        filter: filterOf(services, accountId, 'usage'),
        essential: false,
      });
      for (const { TimePeriod, Total = {} } of months) {
        const { Amount = '0', Unit = '' } = Total.UnblendedCost ?? {};
        totals.set(
          monthOf(TimePeriod?.Start ?? ''),
          inWords(() => moneyIn(Amount, Unit)),
        );
      }
      return totals;
    },

    async costAllocationTags(keys) {
      const operation = 'ListCostAllocationTags';
      const found = new Map<string, CostAllocationTagState>();
      for (const some of chunksOf(keys, MAX_LISTED_KEYS)) {
        const tags = await allPages(
          { service, operation },
          (token) =>
            run({
              service,
              operation,
              target: 'payer',
              send: (client) =>
                client.send(
                  new ListCostAllocationTagsCommand({
                    TagKeys: some,
                    ...(token === undefined ? {} : { NextToken: token }),
                  }),
                ),
            }),
          (page) => ({ items: page.CostAllocationTags ?? [], next: page.NextToken }),
        );
        for (const { TagKey = '', Status, LastUsedDate } of tags) {
          found.set(TagKey, {
            key: TagKey,
            status: Status === 'Active' ? 'active' : 'inactive',
            lastUsedOn: LastUsedDate?.slice(0, 10) ?? null,
          });
        }
      }
      return keys.map((key) => found.get(key) ?? { key, status: 'unseen', lastUsedOn: null });
    },

    async activateTags(keys) {
      const errors = new Map<string, string>();
      for (const some of chunksOf(keys, MAX_UPDATED_KEYS)) {
        const { Errors = [] } = await run({
          service,
          operation: 'UpdateCostAllocationTagsStatus',
          target: 'payer',
          send: (client) =>
            client.send(
              new UpdateCostAllocationTagsStatusCommand({
                CostAllocationTagsStatus: some.map((TagKey) => ({ TagKey, Status: 'Active' })),
              }),
            ),
        });
        for (const { TagKey = '', Code = '', Message = '' } of Errors) {
          errors.set(TagKey, Message === '' ? Code : Message);
        }
      }
      return keys.map((key) => ({ key, error: errors.get(key) ?? null }));
    },

    async startBackfill(from) {
      await run({
        service,
        operation: 'StartCostAllocationTagBackfill',
        target: 'payer',
        send: (client) =>
          client.send(new StartCostAllocationTagBackfillCommand({ BackfillFrom: `${from}T00:00:00Z` })),
      });
    },
  };
}

interface CostRequest {
  range: DayRange;
  granularity: 'DAILY' | 'MONTHLY';
  metrics: readonly string[];
  filter: Expression;
  groupBy?: GroupDefinition[];
  essential: boolean;
}

function periodOf({ start, endExclusive }: DayRange): { Start: string; End: string } {
  return { Start: start, End: endExclusive };
}

/** Pages of two states of the bill must not be mixed: when AWS has lost the place, everything is read from the start. */
async function startingOver<T>(read: () => Promise<T>): Promise<T> {
  for (let start = 1; ; start += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AwsError) || !PAGE_LOST.has(error.awsCode) || start === STARTS) throw error;
    }
  }
}

/** A bill that cannot be read exactly (another currency, no number) is an AwsError like every other failure. */
function inWords<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError)
      throw new AwsError('invalid', GET_COST, 'UnreadableBill', error.message, error);
    throw error;
  }
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
