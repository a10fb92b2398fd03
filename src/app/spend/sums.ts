import type { SpendAnswer, SpendQuery } from '../../core/questions.ts';
import type { Freshness } from '../../core/types.ts';
import { type Asking, inOneReading, scopeOf } from '../asking.ts';

/** Sums of spend by any dimension, of the rows that whoever asks may see, with how fresh the sources are. */
export const sumSpend = (
  asking: Asking,
  question: Omit<SpendQuery, 'scope'>,
): Promise<{ answer: SpendAnswer; freshness: Freshness[] }> =>
  inOneReading(asking, async (inside) => ({
    answer: await inside.store.spend.query({ ...question, scope: scopeOf(inside) }),
    freshness: await inside.store.freshness.all(),
  }));
