import {
  type Expression,
  GetCostAndUsageCommand,
  GetDimensionValuesCommand,
  type GroupDefinition,
  type ResultByTime,
} from '@aws-sdk/client-cost-explorer';
import type { Bill, BillClaim, BillLine, BillPart } from '../core/billEntries.ts';
import type { BillReading, OpenBill } from '../core/billSource.ts';
import { moneyIn, sum, ZERO } from '../core/money.ts';
import { daysOf, monthOf, monthsOf } from '../core/periods.ts';
import type { DayRange, Money } from '../core/types.ts';
import { serviceIsBedrock } from '../core/usageTypes.ts';
import {
  BrokenAnswer,
  filterOf,
  groupByOf,
  metricIn,
  mustBe,
  mustGroupBy,
  partFrom,
  type TagKeys,
} from './costExplorerRequest.ts';
import { AwsError, type CallContext } from './errors.ts';
import { allPages, incomplete, listIn, type Run } from './runner.ts';
import type { CostExplorerGateway } from './types.ts';

const service = 'ce';
const GET_COST: CallContext = { service, operation: 'GetCostAndUsage' };
/** The bill can be refreshed while it is paged through; AWS then refuses the next page. */
const STARTS = 3;
const PAGE_LOST = new Set(['RequestChangedException', 'InvalidNextTokenException']);

/** Each part by a grouping of its own, under the names that ledgers know. */
const READINGS: readonly BillReading[] = [
  { name: 'line', gives: ['usage'] },
  { name: 'profile', gives: ['profile'] },
  { name: 'owner', gives: ['owner'] },
  { name: 'principal', gives: ['principal'] },
  { name: 'recordType', gives: ['others'] },
];

/**
 * The bill. Every page costs $0.01. The discovery of services and the lines of usage may use the reserve of the monthly
 * ceiling; all others are then refused with an `AwsError` of kind `ceiling`.
 */
export function createCostExplorerBill(
  run: Run,
  tagKeys: TagKeys,
): Pick<CostExplorerGateway, 'readings' | 'bedrockServices' | 'billOf' | 'open'> {
  /** Where no service is Bedrock's there is nothing to ask for, and nothing is paid. */
  const billOf = (services: readonly string[]): OpenBill => ({
    unlisted: [],
    async read(reading, window, accounts) {
      const lines: BillLine[] = [];
      const claims: BillClaim[] = [];
      if (services.length === 0) return { lines, claims };
      for (const part of reading.gives) {
        for (const accountId of accounts) {
          const found = await partOfBill(run, tagKeys, part, window, services, accountId);
          for (const line of found.lines) lines.push(line);
          for (const claim of found.claims) claims.push(claim);
        }
      }
      return { lines, claims };
    },

    async monthTotals(range, accounts) {
      const totals = new Map<string, Money>();
      if (services.length === 0) return totals;
      for (const accountId of accounts) await addTotals(run, totals, range, services, accountId);
      return totals;
    },
  });

  return {
    readings: READINGS,
    bedrockServices: (range) => bedrockServices(run, range),
    billOf,
    async open(range, known, discover) {
      const listed = discover ? await bedrockServices(run, range) : known;
      const names = new Set(listed);
      const unlisted = known.filter((name) => !names.has(name));
      return { ...billOf([...new Set([...listed, ...known])].sort()), unlisted };
    },
  };
}

async function bedrockServices(run: Run, range: DayRange): Promise<string[]> {
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
      (page) => ({
        items: listIn({ service, operation }, page.DimensionValues, 'DimensionValues'),
        next: page.NextPageToken,
      }),
    ),
  );
  return [...new Set(values.map(({ Value = '' }) => Value).filter(serviceIsBedrock))].sort();
}

async function partOfBill(
  run: Run,
  tagKeys: TagKeys,
  part: BillPart,
  window: DayRange,
  services: readonly string[],
  accountId: string,
): Promise<Bill> {
  const groupBy = groupByOf(part, tagKeys);
  const days = await results(run, {
    range: window,
    granularity: 'DAILY',
    metrics: ['UnblendedCost', 'UsageQuantity'],
    filter: filterOf(services, accountId, part === 'others' ? 'others' : 'usage'),
    groupBy,
    essential: part === 'usage',
  });
  return inWords(() => {
    mustBe(
      daysOf(window),
      days.map(({ TimePeriod }) => TimePeriod?.Start ?? ''),
    );
    return partFrom(part, groupBy, accountId, days);
  });
}

async function addTotals(
  run: Run,
  totals: Map<string, Money>,
  range: DayRange,
  services: readonly string[],
  accountId: string,
): Promise<void> {
  const months = await results(run, {
    range,
    granularity: 'MONTHLY',
    metrics: ['UnblendedCost'],
    filter: filterOf(services, accountId, 'usage'),
    essential: false,
  });
  inWords(() => {
    const told = months.map(({ TimePeriod }) => monthOf(TimePeriod?.Start ?? ''));
    mustBe(monthsOf(range), told);
    if (new Set(told).size < told.length) throw new BrokenAnswer('a month came twice');
    for (const [index, { Total }] of months.entries()) {
      const month = told[index] ?? '';
      const total = moneyIn(...metricIn(Total, 'UnblendedCost', month));
      totals.set(month, sum([totals.get(month) ?? ZERO, total]));
    }
  });
}

function results(run: Run, input: CostRequest): Promise<ResultByTime[]> {
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
      (page) => {
        inWords(() => mustGroupBy(input.groupBy ?? [], page.GroupDefinitions));
        return { items: listIn(GET_COST, page.ResultsByTime, 'ResultsByTime'), next: page.NextPageToken };
      },
    ),
  );
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
    if (error instanceof BrokenAnswer) throw incomplete(GET_COST, error.message);
    if (error instanceof RangeError)
      throw new AwsError('unreadable', GET_COST, 'UnreadableBill', error.message, error);
    throw error;
  }
}
