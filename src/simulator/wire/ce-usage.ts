import type { BillLine, Day, World } from '../types.ts';
import { compileFilter, groupReader, tagOf, validation } from './ce-filter.ts';
import { checkPeriod, daysOf, type Period, split, toDay } from './ce-period.ts';
import { AwsError } from './errors.ts';
import { decimal } from './meter.ts';
import type {
  DimensionValuesWithAttributes,
  GetCostAndUsageRequest,
  GetCostAndUsageResponse,
  Group,
  GroupDefinition,
  MetricValue,
  ResultByTime,
} from './models/ce-types.ts';
import { fingerprint, makeToken, readToken } from './paging.ts';
import type { Call } from './service.ts';

const GROUPABLE = new Set([
  'AZ',
  'BILLING_ENTITY',
  'INSTANCE_TYPE',
  'INVOICING_ENTITY',
  'LEGAL_ENTITY_NAME',
  'LINKED_ACCOUNT',
  'OPERATION',
  'PLATFORM',
  'PURCHASE_TYPE',
  'RECORD_TYPE',
  'REGION',
  'SERVICE',
  'TENANCY',
  'USAGE_TYPE',
]);
const HOURLY_DAYS = 14;
const DAY_MS = 86_400_000;
/** Answers that are being paged through, so that their pages belong together. */
const KEPT_ANSWERS = 8;

/** Sums in 10⁻¹⁰. */
interface Sums {
  unblended: bigint;
  net: bigint;
  quantity: bigint;
  units: Set<string>;
}

interface Totals {
  period: Period;
  estimated: boolean;
  /** By group key, sorted; one entry with no keys when nothing is grouped. */
  groups: { keys: string[]; sums: Sums }[];
}

const METRICS: Record<string, (sums: Sums) => MetricValue> = {
  UnblendedCost: ({ unblended }) => usd(unblended),
  BlendedCost: ({ unblended }) => usd(unblended),
  AmortizedCost: ({ unblended }) => usd(unblended),
  NetUnblendedCost: ({ net }) => usd(net),
  NetAmortizedCost: ({ net }) => usd(net),
  UsageQuantity: ({ quantity, units }) => {
    const [unit] = units;
    return { Amount: decimal(quantity), Unit: units.size === 1 && unit !== undefined ? unit : 'N/A' };
  },
  NormalizedUsageAmount: () => ({ Amount: '0', Unit: 'N/A' }),
};

/** The reader of GetCostAndUsage: groups a bill and hands it out in pages that survive only with the same request. */
export class CostAndUsage {
  private readonly kept = new Map<string, Totals[]>();

  answer(call: Call, input: GetCostAndUsageRequest): GetCostAndUsageResponse {
    const { NextPageToken: token, ...request } = input;
    const period = checkRequest(call, input);
    const key = fingerprint([call.account, request]);
    const first = token === undefined ? 0 : readToken(token, [call.account, request], badToken);
    const totals = (first > 0 ? this.kept.get(key) : undefined) ?? compute(call, input, period);
    const { results, next } = cut(totals, first, call.settings.costGroupsPerPage, input);
    this.keep(key, next === undefined ? undefined : totals);
    return {
      ...(input.GroupBy?.length && { GroupDefinitions: input.GroupBy }),
      ResultsByTime: results,
      DimensionValueAttributes: accountNames(call, input.GroupBy ?? [], results),
      ...(next !== undefined && { NextPageToken: makeToken([call.account, request], next) }),
    };
  }

  private keep(key: string, totals: Totals[] | undefined): void {
    this.kept.delete(key);
    if (totals) this.kept.set(key, totals);
    const oldest = this.kept.keys().next().value;
    if (this.kept.size > KEPT_ANSWERS && oldest !== undefined) this.kept.delete(oldest);
  }
}

export const badToken = (why: 'invalid' | 'changed') =>
  why === 'invalid'
    ? new AwsError('InvalidNextTokenException', 'The pagination token is invalid.')
    : new AwsError('RequestChangedException', 'Your request parameters changed between pages.');

function checkRequest({ world }: Call, input: GetCostAndUsageRequest): Period {
  if (input.Granularity === 'HOURLY') {
    const oldest = toDay(world.clock.now() - HOURLY_DAYS * DAY_MS);
    throw input.TimePeriod.Start.slice(0, 10) < oldest
      ? validation(`Hourly data granularity is only available for the past ${HOURLY_DAYS} days`)
      : validation('You have not opted in to hourly data granularity');
  }
  const period = checkPeriod(world, input.TimePeriod);
  if (input.Metrics.length === 0) throw validation('Metrics must not be empty');
  for (const metric of input.Metrics)
    if (!Object.hasOwn(METRICS, metric)) throw validation(`The metric ${metric} is not valid`);
  const groups = input.GroupBy ?? [];
  if (groups.length > 2) throw validation('At most two groups are allowed');
  if (new Set(groups.map((group) => fingerprint(group))).size < groups.length)
    throw validation('Groups must differ from one another');
  for (const { Type = 'DIMENSION', Key = '' } of groups) {
    if (Key === '') throw validation('A group needs a key');
    if (Type === 'DIMENSION' && !GROUPABLE.has(Key)) throw validation(`Cannot group by dimension ${Key}`);
  }
  return period;
}

function compute({ world, account, payer }: Call, input: GetCostAndUsageRequest, period: Period): Totals[] {
  const test = compileFilter(world, input.Filter);
  const readers = (input.GroupBy ?? []).map((group) => keyReader(world, group));
  const granularity = input.Granularity === 'MONTHLY' ? 'MONTHLY' : 'DAILY';
  return split(period, granularity).map((part) => {
    const groups = new Map<string, { keys: string[]; sums: Sums }>();
    if (readers.length === 0) groups.set('', { keys: [], sums: noSums() });
    for (const line of linesOf(world, account, payer, daysOf(part))) {
      if (!test(line)) continue;
      const keys = readers.map((read) => read(line));
      const id = keys.join('\u0000');
      let group = groups.get(id);
      if (!group) {
        group = { keys, sums: noSums() };
        groups.set(id, group);
      }
      group.sums.unblended += line.unblendedCost;
      group.sums.net += line.netUnblendedCost;
      group.sums.quantity += line.quantity;
      group.sums.units.add(line.unit);
    }
    return {
      period: part,
      estimated: daysOf(part).some((day) => world.billIsEstimated(day)),
      groups: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group),
    };
  });
}

/** The bill lines that an account may see: the payer all of them, a linked account its own. */
export function* linesOf(world: World, account: string, payer: boolean, days: Day[]): Generator<BillLine> {
  for (const day of days) {
    for (const line of world.bill(day)) if (payer || line.linkedAccount === account) yield line;
  }
}

function keyReader(
  world: World,
  { Type = 'DIMENSION', Key = '' }: GroupDefinition,
): (line: BillLine) => string {
  if (Type === 'DIMENSION') return groupReader(world, Key);
  return Type === 'TAG' ? (line) => `${Key}$${tagOf(line, Key) ?? ''}` : () => `${Key}$`;
}

/** Groups number `first` to `first + size` over all periods; a period with none counts as one, so that it is told once. */
function cut(
  totals: Totals[],
  first: number,
  size: number,
  { Metrics, GroupBy }: GetCostAndUsageRequest,
): { results: ResultByTime[]; next?: number } {
  const results: ResultByTime[] = [];
  const last = first + size;
  let position = 0;
  for (const { period, estimated, groups } of totals) {
    const length = Math.max(1, groups.length);
    const start = position;
    position += length;
    if (position <= first || start >= last) continue;
    const own = groups.slice(Math.max(0, first - start), last - start);
    const [only] = own;
    results.push({
      TimePeriod: { Start: period.start, End: period.endExclusive },
      Total: GroupBy?.length ? {} : values(Metrics, only?.sums ?? noSums()),
      Groups: GroupBy?.length
        ? own.map(({ keys, sums }): Group => ({ Keys: keys, Metrics: values(Metrics, sums) }))
        : [],
      Estimated: estimated,
    });
  }
  return position > last ? { results, next: last } : { results };
}

const values = (metrics: string[], sums: Sums): Record<string, MetricValue> =>
  Object.fromEntries(metrics.map((name) => [name, METRICS[name]?.(sums) ?? {}]));

const noSums = (): Sums => ({ unblended: 0n, net: 0n, quantity: 0n, units: new Set() });

const usd = (amount: bigint): MetricValue => ({ Amount: decimal(amount), Unit: 'USD' });

/** Names of the linked accounts that an answer mentions. */
function accountNames(
  { world }: Call,
  groupBy: GroupDefinition[],
  results: ResultByTime[],
): DimensionValuesWithAttributes[] {
  const place = groupBy.findIndex(({ Key }) => Key === 'LINKED_ACCOUNT');
  if (place < 0) return [];
  const seen = new Set(results.flatMap(({ Groups = [] }) => Groups.map(({ Keys }) => Keys?.[place])));
  return world.accounts
    .filter(({ id }) => seen.has(id))
    .map(({ id, name }) => ({ Value: id, Attributes: { description: name } }));
}
