import type { SpendAnswer, SpendQuery } from '../../core/questions.ts';
import type { Freshness } from '../../core/types.ts';
import { type Asking, inOneReading, scopeOf } from '../asking.ts';
import { goneOf, mustBeKept } from '../kept.ts';
import { type UnknownValue, unknownIn } from '../known.ts';
import { isOwnAlone, mustShow } from '../privacy/shown.ts';

/**
 * Sums of spend by any dimension, of the rows that whoever asks may see, with how fresh the sources are.
 * @throws Withheld where these are days or sums of others that are not shown
 * @throws LedgerError where only rows know them, and those of some days are gone
 */
export const sumSpend = (
  asking: Asking,
  question: Omit<SpendQuery, 'scope'>,
): Promise<{ answer: SpendAnswer; freshness: Freshness[]; unknown: UnknownValue[] }> =>
  inOneReading(asking, async (inside) => {
    const { range, groupBy, filter } = question;
    const own = isOwnAlone(inside, filter.user);
    const byDay = groupBy.includes('day') || filter.day !== undefined;
    if (!own) mustShow(inside, { range, byDay });
    const whole = { ...question, scope: scopeOf(inside) };
    mustBeKept(await goneOf(inside, whole), 'start');
    const answer = await inside.store.spend.query(whole);
    const at = groupBy.indexOf('user');
    const named = at < 0 ? (filter.user ?? []) : answer.rows.map(({ keys }) => keys[at] ?? '');
    inside.noteLook?.(named);
    return {
      answer,
      freshness: await inside.store.freshness.all(),
      unknown: await unknownIn(inside, question.filter),
    };
  });
