import type { Proof } from '../../core/policies/proof.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { lastProof } from '../policies/prove.ts';
import { isAllFresh } from './facts.ts';
import { type Askable, askedAbout } from './whom.ts';

/** Whether stops can do what they are set to, as far as the ledger knows. */
export interface StopsInOrder {
  /** Stops that go on. */
  going: number;
  isFresh: boolean;
  /** Profiles that this product marked, those that wait for a mark, and those of which AWS refused it, with its words. */
  marks: { written: number; waiting: number; refused: number; lastError: string | null };
  /** Whom somebody asks who is stopped; empty: nobody is there. */
  asked: readonly Askable[];
  /** What was measured last; null: nothing. */
  proof: Proof | null;
}

/** @throws Forbidden for whoever is no administrator */
export const stopsInOrder = (asking: Asking): Promise<StopsInOrder> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'policies' });
    const marks = await inside.store.marks.all();
    const refused = marks.filter(({ refusals }) => refusals > 0);
    return {
      going: (await inside.store.stops.going()).length,
      isFresh: await isAllFresh(inside),
      marks: {
        written: marks.filter(({ isOurs }) => isOurs).length,
        waiting: marks.filter(({ dueAt }) => dueAt !== null).length,
        refused: refused.length,
        lastError: refused[0]?.lastError ?? null,
      },
      asked: await askedAbout(inside, { kind: 'organisation', key: '' }),
      proof: await lastProof(inside),
    };
  });
