import type { Asking } from '../asking.ts';
import { everSpent } from '../visible.ts';
import { maySeePerson } from './seen.ts';

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

/** Of which of these people, typed by whoever asks, the name may be told: it says that there is somebody of that address. */
export async function toldPeople(asking: Asking, emails: readonly string[]): Promise<string[]> {
  const told: string[] = [];
  for (const email of emails) {
    const person = await asking.store.people.get(email);
    const seen = person !== null && maySeePerson(asking, person);
    if (seen || (await everSpent(asking, { user: [email] }))) told.push(email);
  }
  return told;
}
