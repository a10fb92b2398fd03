import type { JobName, RunProgress } from '../core/runs.ts';
import { type JobContext, nowOf, type Progress } from './job.ts';

/** Writes into the row of a run how far it is, so that pages of any process show it, also after a reload. */

/** What ends sooner is not worth a write. */
const FIRST_MS = 200;
/** From one write to the next at least, real milliseconds: each is one that others wait for. */
const PAUSE_MS = 1_000;

/**
 * Progress that is told to the ledger as well as to whoever is told already; a write that fails is made good by the next.
 * @param next what the same sync does after this run
 * @returns also what ends it: nothing is told after that
 */
export function telling(
  { store, clock, progress }: Pick<JobContext, 'store' | 'clock' | 'progress'>,
  id: string,
  next: readonly JobName[],
): { progress: Progress; end(): void } {
  let last: Omit<RunProgress, 'at'> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  function tell(): void {
    timer = undefined;
    if (last === null) return;
    toldAt = performance.now();
    store.runs.tell(id, { ...last, at: nowOf({ clock }) }).catch(() => {});
  }
  function tellSoon(): void {
    timer ??= setTimeout(tell, Math.max(FIRST_MS, toldAt + PAUSE_MS - performance.now()));
  }
  return {
    progress: {
      start(label, total) {
        progress.start(label, total);
        last = { label, done: 0, total, note: '', since: nowOf({ clock }), next };
        tellSoon();
      },
      step(done, note) {
        progress.step(done, note);
        if (last === null) return;
        last = { ...last, done, note: note ?? last.note };
        tellSoon();
      },
      done(note) {
        progress.done(note);
        if (last !== null) last = { ...last, done: last.total };
      },
    },
    end: () => clearTimeout(timer),
  };
}
