import { overdueWords } from '../core/deadlines.ts';
import { LedgerError } from '../core/errors.ts';
import type { Store } from '../store/types.ts';

/** Ends a job that does not finish in time, whatever it waits for or works at. */

/** A job did not finish within its deadline. */
export class JobOverdue extends LedgerError {
  override name = 'JobOverdue';
  constructor(ms: number, at: string | null) {
    super('internal', overdueWords(ms, at));
  }
}

export interface Deadline {
  /** Aborted with a JobOverdue; with `stop`'s own reason where that came first. */
  signal: AbortSignal;
  /** Whether the time is over. */
  readonly isOver: boolean;
  /** Does the work, and waits for it no longer than there is time. @throws JobOverdue */
  within<T>(work: () => Promise<T>): Promise<T>;
  /** The ledger for this work: once the time is over it answers nothing and keeps nothing any more. */
  ledger(store: Store): Store;
}

/**
 * @param where what the work waits for, or how far it is, asked when the time is over; null: nobody knows
 * @param stop ends the work early as well, at a moment of its own choice
 */
export function deadlineOf(ms: number, where: () => string | null, stop?: AbortSignal): Deadline {
  const over = new AbortController();
  const endsAt = performance.now() + ms;
  const end = () => over.abort(new JobOverdue(ms, where()));
  return {
    signal: stop === undefined ? over.signal : AbortSignal.any([stop, over.signal]),
    get isOver() {
      return over.signal.aborted;
    },
    async within(work) {
      const ended = Promise.withResolvers<never>();
      ended.promise.catch(() => undefined);
      over.signal.addEventListener('abort', () => ended.reject(over.signal.reason), { once: true });
      const timer = setTimeout(end, ms);
      try {
        return await Promise.race([work(), ended.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
    ledger: (store) =>
      whileIn(store, () => {
        // A loop that never lets a timer have its turn asks the ledger all the same.
        if (!over.signal.aborted && performance.now() >= endsAt) end();
        over.signal.throwIfAborted();
      }),
  };
}

/** The same object, each of whose functions asks first whether it may be called. */
function whileIn<T extends object>(target: T, mayGoOn: () => void): T {
  return new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (typeof value === 'function')
        return async (...given: unknown[]) => {
          mayGoOn();
          return value.apply(of, given);
        };
      return typeof value === 'object' && value !== null ? whileIn(value, mayGoOn) : value;
    },
  });
}
