import { LedgerError } from '../../core/errors.ts';
import { MOST_CELLS, type SpendAnswer, type SpendQuery } from '../../core/questions.ts';
import type { Freshness } from '../../core/types.ts';
import { type Asking, inOneReading, scopeOf } from '../asking.ts';
import { goneOf, mustBeKept } from '../kept.ts';
import { type UnknownValue, unknownIn } from '../known.ts';
import { noteOwners } from '../privacy/looked.ts';
import { isOwnAlone, mustShow } from '../privacy/shown.ts';

/**
 * Sums of spend by any dimension, of the rows that whoever asks may see, with how fresh the sources are.
 * @throws Withheld where these are days or sums of others that are not shown
 * @throws LedgerError where only rows know them, and those of some days are gone; where two dimensions have too many cells
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
    await mustFit(inside, whole);
    const answer = await inside.store.spend.query(whole);
    const at = groupBy.indexOf('user');
    const named = at < 0 ? (filter.user ?? []) : answer.rows.map(({ keys }) => keys[at] ?? '');
    inside.noteLook?.(named);
    if (groupBy.includes('profile') || filter.profile !== undefined) await noteOwners(inside, whole);
    return {
      answer,
      freshness: await inside.store.freshness.all(),
      unknown: await unknownIn(inside, question.filter),
    };
  });

/** What is too much is found before it is read: each dimension alone costs little. */
async function mustFit({ store }: Asking, whole: SpendQuery): Promise<void> {
  if (whole.groupBy.length < 2) return;
  let cells = 1;
  for (const group of whole.groupBy)
    cells *= (await store.spend.brief({ ...whole, groupBy: [group] })).rows.length;
  if (cells > MOST_CELLS)
    throw new LedgerError(
      'badRequest',
      `may have ${cells} rows, and an answer has ${MOST_CELLS} at most: ask fewer days, or filter`,
      { field: 'groupBy' },
    );
}
