import type { Instant } from '../../core/types.ts';
import { type Asking, mustBeAllowed, nowOf } from '../asking.ts';
import { recordDeed } from '../operations/recordDeed.ts';
import { type PoliciesReport, policiesInForce } from './inForce.ts';
import type { PolicyGateways } from './inForceReads.ts';

/** Policies in force as this process read them last: reading takes many requests, and pages only look. */

export interface LastReading {
  at: Instant;
  report: PoliciesReport;
}

export class PolicyReadings {
  readonly #aws: () => Promise<PolicyGateways>;
  readonly #patience: () => Promise<void>;
  readonly #tell: (error: unknown) => void;
  #last: LastReading | null = null;
  #running: { since: Instant; work: Promise<void> } | null = null;

  /**
   * @param patience ends when whoever asked is not to wait any longer; the reading goes on
   * @param tell is told of faults after that
   */
  constructor(
    aws: () => Promise<PolicyGateways>,
    patience: () => Promise<void>,
    tell: (error: unknown) => void,
  ) {
    this.#aws = aws;
    this.#patience = patience;
    this.#tell = tell;
  }

  /** What was read last, and since when it is being read; null: nothing, or not now. @throws Forbidden */
  seenBy(asking: Asking): { last: LastReading | null; since: Instant | null } {
    mustBeAllowed(asking, 'change', { kind: 'policies' });
    return { last: this.#last, since: this.#running?.since ?? null };
  }

  /**
   * Reads them anew; whoever asks meanwhile waits for the same reading.
   * @returns `reading` where it takes longer than they wait
   * @throws Forbidden; whatever keeps it from being read at all
   */
  async read(asking: Asking): Promise<'read' | 'reading'> {
    mustBeAllowed(asking, 'change', { kind: 'policies' });
    this.#running ??= { since: nowOf(asking), work: this.#readNow(asking) };
    const { work } = this.#running;
    const done = await Promise.race([
      work.then(() => 'read' as const),
      this.#patience().then(() => 'reading' as const),
    ]);
    if (done === 'reading') work.catch(this.#tell);
    return done;
  }

  async #readNow(asking: Asking): Promise<void> {
    try {
      const report = await policiesInForce(asking, await this.#aws());
      this.#last = { at: nowOf(asking), report };
      // Whoever shows it asks the audit log as well: what was kept of it before is made anew from here on.
      const { holders, unread } = report;
      await recordDeed(asking, 'policies.read', 'policies', {
        holders: holders.length,
        unread: unread.length,
      });
    } finally {
      this.#running = null;
    }
  }
}
