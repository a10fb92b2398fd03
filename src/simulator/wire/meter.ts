/** Prices per request as AWS publishes them (Cost Explorer and CloudWatch pricing pages), in 10⁻¹⁰ USD. */
const COST_EXPLORER_REQUEST = 100_000_000n;
const METRIC_REQUESTED = 100_000n;
const CLOUDWATCH_REQUEST = 100_000n;

export interface OperationCount {
  service: string;
  operation: string;
  requests: number;
  /** What is charged for: metrics for GetMetricData, else requests that were answered. */
  units: number;
  /** 10⁻¹⁰ USD. */
  charge: bigint;
}

/** Counts requests and what AWS would have charged for them. Throttled and failed requests cost nothing. */
export class Meter {
  private counts = new Map<string, OperationCount>();
  private charged = new Map<string, OperationCount>();

  /** A request has arrived. */
  seen(service: string, operation: string): void {
    this.entry(this.counts, service, operation).requests++;
    this.entry(this.charged, service, operation).requests++;
  }

  /** It was answered; `metrics` is the number of metrics that a GetMetricData asked for. */
  answered(service: string, operation: string, metrics: number): void {
    const units = operation === 'GetMetricData' ? metrics : 1;
    const entry = this.entry(this.charged, service, operation);
    entry.units += units;
    entry.charge += BigInt(units) * price(service, operation);
  }

  /** Every operation seen since the start, as `service:Operation`. */
  requests(): Record<string, number> {
    return Object.fromEntries(
      [...this.counts]
        .map(([key, { requests }]) => [key, requests] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  /** What was charged since the start or the last reset. */
  charges(): { total: bigint; operations: OperationCount[] } {
    const operations = [...this.charged.values()].map((entry) => ({ ...entry }));
    return { total: operations.reduce((sum, { charge }) => sum + charge, 0n), operations };
  }

  resetCharges(): void {
    this.charged.clear();
  }

  private entry(map: Map<string, OperationCount>, service: string, operation: string): OperationCount {
    const key = `${service}:${operation}`;
    const entry = map.get(key) ?? { service, operation, requests: 0, units: 0, charge: 0n };
    map.set(key, entry);
    return entry;
  }
}

function price(service: string, operation: string): bigint {
  if (service === 'ce') return COST_EXPLORER_REQUEST;
  if (operation === 'GetMetricData') return METRIC_REQUESTED;
  return service === 'cloudwatch' ? CLOUDWATCH_REQUEST : 0n;
}

/** An exact decimal of an amount in 10⁻¹⁰, without trailing zeros, as AWS writes its amounts. */
export function decimal(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(11, '0');
  const fraction = digits.slice(-10).replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -10)}${fraction === '' ? '' : `.${fraction}`}`;
}
