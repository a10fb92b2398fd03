import type { Asking } from '../asking.ts';

/**
 * What the directory calls people, by their addresses; whom it does not name is left out. A name is shown where its address
 * is: whoever may not see the one is not shown the other, so nothing is asked of whoever looks.
 * @param emails those that are shown: no more is read than that
 */
export async function namesOfPeople(
  { store }: Pick<Asking, 'store'>,
  emails: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const people = emails.length === 0 ? [] : await store.people.some(emails);
  return new Map(
    people.flatMap(({ email, name }) => {
      const said = name?.trim() ?? '';
      return said === '' || said === email ? [] : [[email, said] as const];
    }),
  );
}
