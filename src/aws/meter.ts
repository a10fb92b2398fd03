import { ZERO } from '../core/money.ts';
import type { Money } from '../core/types.ts';
import { AwsError, type ServiceName } from './errors.ts';
import type { Meter } from './types.ts';

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

/**
 * The meter of one run.
 * @param spentThisMonth what earlier runs of this month were charged
 * @param ceiling what AWS may charge for requests in a month; null: no ceiling
 */
export function createMeter(spentThisMonth: Money, ceiling: Money | null): Meter {
  const operations = new Map<string, { requests: number; charge: Money }>();
  let requests = 0;
  let charge = ZERO;
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
    },
    get requests() {
      return requests;
    },
    get charge() {
      return charge;
    },
    byOperation: () => operations,
    assertAllowed(price, essential, what = { service: 'ce', operation: 'requests' }) {
      if (essential || price === 0n || ceiling === null) return;
      if (spentThisMonth + charge + price <= ceiling) return;
      throw new AwsError(
        'ceiling',
        what,
        'AwsChargeCeiling',
        'only what is essential runs until the month ends',
      );
    },
  };
}
