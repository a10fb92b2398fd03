import { reserveOf } from '../core/allowance.ts';
import { formatFixed, larger, ZERO } from '../core/money.ts';
import type { Money } from '../core/types.ts';
import { AwsError, type ServiceName } from './errors.ts';
import type { Booking, Meter } from './types.ts';

/** $0.01 for every page of an answer (https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/). */
const COST_EXPLORER_PAGE = 100_000_000n;
/** $0.01 per 1,000 metrics requested with GetMetricData, and per 1,000 requests of the others (https://aws.amazon.com/cloudwatch/pricing/). */
const CLOUDWATCH_UNIT = 100_000n;

/**
 * What AWS charges for one request, in 10⁻¹⁰ USD. `units` is the number of metrics a GetMetricData request asks for;
 * other operations cost the same whatever they ask.
 */
export function priceOf(service: ServiceName, operation: string, units = 1): Money {
  if (service === 'ce') return COST_EXPLORER_PAGE as Money;
  if (service !== 'cloudwatch') return ZERO;
  return (operation === 'GetMetricData' ? CLOUDWATCH_UNIT * BigInt(units) : CLOUDWATCH_UNIT) as Money;
}

/** Booked at once where there is room, so that not every request is written down: a run that is killed loses no more. */
const BLOCK = 500_000_000n;

/**
 * The meter of one run.
 * @param spentThisMonth what earlier runs of this month were charged
 * @param ceiling what AWS may charge for requests in a month; null: no ceiling
 * @param booking where the ceiling is kept together with others; left out, this meter keeps it alone
 */
export function createMeter(spentThisMonth: Money, ceiling: Money | null, booking?: Booking): Meter {
  const operations = new Map<string, { requests: number; charge: Money }>();
  let requests = 0;
  let charge = ZERO;
  /** Sent, or about to be, and not counted yet. */
  let open = 0n;
  /** Booked of the ledger and not asked for. */
  let free = 0n;
  const mostOfRun = booking?.mostOfRun ?? null;
  return {
    count(service, operation, count, price) {
      const key = `${service}:${operation}`;
      const before = operations.get(key) ?? { requests: 0, charge: ZERO };
      operations.set(key, {
        requests: before.requests + count,
        charge: (before.charge + price) as Money,
      });
      requests += count;
      charge = (charge + price) as Money;
      open = larger(open - price, 0n);
    },
    get requests() {
      return requests;
    },
    get charge() {
      return charge;
    },
    byOperation: () => operations,
    async book(price, essential, what) {
      if (price === 0n || ceiling === null) return;
      const limit = (essential ? ceiling : ceiling - reserveOf(ceiling)) as Money;
      if (mostOfRun !== null && charge + open + price > mostOfRun) throw shareSpent(what, mostOfRun);
      if (spentThisMonth + charge + open + price > limit) throw tooDear(what);
      open += price;
      if (booking === undefined) return;
      if (free < price) free += await bookedOf(booking, price, limit, what);
      if (free < price) {
        open -= price;
        throw tooDear(what);
      }
      free -= price;
    },
    release(price) {
      open = larger(open - price, 0n);
      if (booking !== undefined) free += price;
    },
  };
}

/** What was booked: a block where there is room for one, else the price, else nothing. */
async function bookedOf(booking: Booking, price: Money, limit: Money, what: Asked): Promise<bigint> {
  const block = booking.inBlocks ? larger<bigint>(price, BLOCK) : price;
  for (const amount of new Set([block, price]))
    if (await booking.book(amount as Money, limit, what)) return amount;
  return 0n;
}

interface Asked {
  service: ServiceName;
  operation: string;
}
const shareSpent = (what: Asked, most: Money) =>
  new AwsError(
    'ceiling',
    what,
    'AwsChargeCeiling',
    `this run has had its share of the month, $${formatFixed(most, 2)}`,
  );
const tooDear = (what: Asked) =>
  new AwsError('ceiling', what, 'AwsChargeCeiling', 'watching stops until the month ends');
