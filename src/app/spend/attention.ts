import { type Known, NOTHING_KNOWN } from '../../core/known.ts';
import { approximate } from '../../core/money.ts';
import { stateIn } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import type { Asking } from '../asking.ts';
import type { SeriesByKey } from './days.ts';
import { wholeAmounts } from './days.ts';
import type { Attention, SpendFacts, SpendQuestion } from './known.ts';
import { isPart } from './parts.ts';
import { keptWholes, type Whose } from './whose.ts';

/** Who is over budget or will be, of thousands. */

/**
 * Of whom it is looked up where they stand: of all where their order goes by it; else of those who may need attention, where
 * it is told who does.
 * @param all days of everybody, where their forecasts are worked out of them
 */
export async function lookedAt(
  asking: Asking,
  question: SpendQuestion,
  facts: SpendFacts,
  group: 'user' | 'costCenter',
  whose: Omit<Whose, 'budgetOf'>,
  all: SeriesByKey | null,
): Promise<string[]> {
  const { shown } = question;
  if (shown.standing(group)) return [...whose.rows.keys()];
  return shown.counted === true ? nearOf(asking, question, facts, group, whose, all) : [];
}

/**
 * Those who may need attention, in their order: of everybody else it is known that whatever budget holds for them is not
 * reached, without reading it.
 */
async function nearOf(
  asking: Asking,
  question: SpendQuestion,
  facts: SpendFacts,
  group: 'user' | 'costCenter',
  { rows, stand, kept, forecasts }: Omit<Whose, 'budgetOf'>,
  all: SeriesByKey | null,
): Promise<string[]> {
  const keys = [...rows.keys()];
  const partly = new Set(group === 'user' ? keys.filter((key) => key !== '' && isPart(question, key)) : []);
  const keptOfWholes = await keptWholes(asking, question, facts, [...partly]);
  const known = await wholeAmounts(asking, question.range, [...partly]);
  const floor = await question.floorsOf(group, keys);
  const reached = (one: Known, before: typeof kept, key: string): Money => {
    const counted = stand.countedOf(one);
    const expected = forecasts ? (before?.of.get(key)?.counted?.mid ?? null) : null;
    return expected !== null && expected > counted ? expected : counted;
  };
  return keys.filter((key) => {
    const least = floor(key);
    if (least === null) return false;
    const isWhole = !partly.has(key);
    const before = isWhole ? kept : keptOfWholes;
    // Where it will be is worked out of its days: what it has reached alone says nothing.
    if (forecasts && (before === null || (isWhole && all !== null))) return true;
    return reached((isWhole ? rows : known).get(key) ?? NOTHING_KNOWN, before, key) >= least;
  });
}

/** Who is over budget or will be, worst first: of thousands, so that no more is worked out than which they are. */
export function needAttention(
  keys: Iterable<string>,
  of: {
    limit(key: string): Money | null;
    counted(key: string): Money;
    /** Of what counts, at the month's end. */
    expected(key: string): Money | null;
  },
): Attention[] {
  const found: Attention[] = [];
  for (const key of keys) {
    const limit = of.limit(key);
    if (limit === null) continue;
    const counted = of.counted(key);
    const expected = of.expected(key);
    const state = stateIn(limit, counted, expected);
    if (state !== 'over' && state !== 'watch') continue;
    const reached = state === 'over' ? counted : (expected ?? counted);
    found.push({ key, state, excess: (reached - limit) as Money });
  }
  return found.sort(worstFirst);
}

/** Whoever is over before whoever will be, by how much. */
export const worstFirst = (a: Attention, b: Attention): number =>
  rank(a) - rank(b) || approximate(b.excess) - approximate(a.excess);
const rank = ({ state }: Attention): number => (state === 'over' ? 0 : 1);
