import type { SpendAnswer, SpendQuery } from '../../core/questions.ts';
import type { Freshness } from '../../core/types.ts';
import { type Asking, inOneReading, scopeOf } from '../asking.ts';
import { goneOf, mustBeKept } from '../kept.ts';
import { type UnknownValue, unknownIn } from '../known.ts';

/**
 * Sums of spend by any dimension, of the rows that whoever asks may see, with how fresh the sources are.
 * @throws LedgerError where only rows know them, and those of some days are gone
 */
export const sumSpend = (
  asking: Asking,
  question: Omit<SpendQuery, 'scope'>,
): Promise<{ answer: SpendAnswer; freshness: Freshness[]; unknown: UnknownValue[] }> =>
  inOneReading(asking, async (inside) => {
    const whole = { ...question, scope: scopeOf(inside) };
    mustBeKept(await goneOf(inside, whole), 'start');
    return {
      answer: await inside.store.spend.query(whole),
      freshness: await inside.store.freshness.all(),
      unknown: await unknownIn(inside, question.filter),
    };
  });
