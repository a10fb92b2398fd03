import type { Rate } from './service.ts';

interface Bucket {
  left: number;
  at: number;
}

/** Counts how often an account asks an operation in a Region: requests come in real time, whatever the simulated clock says. */
export class Rates {
  private readonly buckets = new Map<string, Bucket>();

  /** Whether a request comes too soon; a rate of the operation goes before one of its service. */
  refused(
    rates: Readonly<Record<string, Rate>>,
    [service, operation]: readonly [string, string],
    caller: string,
  ): boolean {
    const name = Object.hasOwn(rates, `${service}:${operation}`) ? `${service}:${operation}` : service;
    const rate = rates[name];
    if (rate === undefined) return false;
    const now = performance.now();
    const key = `${name} ${caller}`;
    const { left, at } = this.buckets.get(key) ?? { left: rate.burst, at: now };
    const flown = Math.min(rate.burst, left + ((now - at) / 1_000) * rate.perSecond);
    const isRefused = flown < 1;
    this.buckets.set(key, { left: isRefused ? flown : flown - 1, at: now });
    return isRefused;
  }
}
