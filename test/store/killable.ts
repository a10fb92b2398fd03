import type { Store } from '../../src/store/types.ts';

/** A ledger whose user is killed before one of their writes. */

export class Killed extends Error {}

/** What the jobs that judge and send write, by part of the store. */
const WRITES: Readonly<Partial<Record<keyof Store, readonly string[]>>> = {
  belongings: ['record'],
  budgetFigures: ['replace'],
  alerts: [
    ...['record', 'fall', 'crossAgain', 'bundle', 'delivered', 'deliveredTogether', 'failed', 'putAside'],
    ...['dropped', 'channelDown', 'channelUp'],
  ],
};

/** Whether they were killed: then nothing of theirs goes on, also what ran beside it. */
export interface Life {
  isOver: boolean;
}

/** @param at how many writes are done; null: all of them */
export function killable(store: Store, at: number | null, life: Life): Store {
  if (at === null) return store;
  let left = at;
  const dying =
    (write: (...asked: unknown[]) => unknown) =>
    async (...asked: unknown[]) => {
      if (left <= 0) {
        life.isOver = true;
        throw new Killed();
      }
      left -= 1;
      return write(...asked);
    };
  const parts = Object.entries(WRITES).map(([name, writes]) => {
    const part = store[name as keyof Store] as unknown as Record<string, (...asked: unknown[]) => unknown>;
    const deadly = (writes ?? []).map((write) => [write, dying(part[write] ?? (() => {}))]);
    return [name, { ...part, ...Object.fromEntries(deadly) }];
  });
  return { ...store, ...Object.fromEntries(parts) };
}
