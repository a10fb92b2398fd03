import type { DriverQuestion, KnownOf } from '../../core/drivers.ts';
import { sumKnown } from '../../core/known.ts';
import { countsModel } from '../../core/narrowing.ts';
import { commonParts, isWithin } from '../../core/periods.ts';
import { isWholeMonths } from '../../core/privacy.ts';
import type { DayRange } from '../../core/types.ts';
import { type Asking, scopeOf } from '../asking.ts';
import { peopleByTeams } from './teams.ts';

/**
 * Which models teams used. A month and a quarter of the same teams are of the same sums, and what is narrowed to some models is a
 * part of all: so it is read once of all that is asked about.
 */

/** Whether its models are among those that are read without its narrowing. */
export const isOfModels = ({ whom, narrowing }: DriverQuestion): boolean =>
  whom.kind === 'team' && narrowing?.kind !== 'tag';

/**
 * What models come to, by the ids of the questions.
 * @param questions for which `isOfModels` says yes
 */
export async function modelsOfTeams(
  asking: Asking,
  questions: readonly DriverQuestion[],
  membersOf: (question: DriverQuestion) => readonly string[],
): Promise<ReadonlyMap<string, readonly KnownOf[]>> {
  const found = new Map<string, Map<string, KnownOf>>();
  // Sums of months are not taken apart for the sake of days that others ask about.
  const alike = Map.groupBy(questions, ({ range }) =>
    isWholeMonths(range) ? '' : `${range.start} ${range.endExclusive}`,
  );
  for (const same of alike.values())
    for (const part of commonParts(same.map(({ range }) => range)))
      for (const { id, models } of await modelsIn(asking, part, same, membersOf)) {
        const own = found.get(id) ?? new Map<string, KnownOf>();
        for (const { key, ...known } of models) {
          const before = own.get(key);
          own.set(key, { key, ...(before === undefined ? known : sumKnown([before, known])) });
        }
        found.set(id, own);
      }
  const counts = ({ narrowing }: DriverQuestion, key: string) =>
    narrowing === null || (narrowing.kind !== 'tag' && countsModel(narrowing, key));
  return new Map(
    questions.map((one) => [
      one.id,
      [...(found.get(one.id)?.values() ?? [])].filter(({ key }) => counts(one, key)),
    ]),
  );
}

/** Of one part of the days, whoever asks about it: of each set of people, for everyone of whose teams it counts. */
async function modelsIn(
  asking: Asking,
  range: DayRange,
  questions: readonly DriverQuestion[],
  membersOf: (question: DriverQuestion) => readonly string[],
): Promise<{ id: string; models: KnownOf[] }[]> {
  const asked = questions.filter((one) => isWithin(range, one.range));
  const sets = peopleByTeams(new Map(asked.map((one) => [one.id, membersOf(one)])));
  const ask = { range, basis: 'best' as const, scope: scopeOf(asking), unowned: 'among' as const };
  const answers = await asking.store.spend.amountsOf(
    { ...ask, filter: {}, groupBy: ['model'] },
    sets.map(({ people }) => people),
  );
  return sets.flatMap(({ teams: ids }, i) => {
    const models = (answers[i] ?? []).map(({ keys, amount, unpricedTokens }) => ({
      ...{ key: keys[0] ?? '', amount, unpricedTokens },
    }));
    return ids.map((id) => ({ id, models }));
  });
}
