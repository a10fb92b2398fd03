import type { Person } from '../../core/people.ts';
import { managersAbove } from '../../core/reporting.ts';
import { type Asking, mayDo, mustBeAllowed, NotThere } from '../asking.ts';

/** Whom of the directory whoever asks may see, and who changes it. */

export const maySeePerson = (
  asking: Asking,
  { email, costCenter }: Pick<Person, 'email' | 'costCenter'>,
): boolean => mayDo(asking, 'see', { kind: 'person', email, costCenter: costCenter ?? '' });

/** Nobody of this address is here for whoever asks: who is meant, perhaps, and whether they have left. */
export class NotHere extends NotThere {
  readonly email: string;
  readonly left: boolean;
  /** Whom they may see who is written so but for upper and lower case. */
  readonly alike: readonly string[];
  constructor(asking: Asking, email: string, people: readonly Person[]) {
    super('person', `the directory holds nobody with the e-mail ${email}`);
    this.email = email;
    this.left = people.some((one) => one.email === email && !one.active && maySeePerson(asking, one));
    this.alike = spelledLike(asking, email, people);
  }
}

/** Others whom whoever asks may see and who are written so but for upper and lower case. */
export const spelledLike = (asking: Asking, email: string, people: readonly Person[]): string[] =>
  people
    .filter((one) => one.email !== email && one.email.toLowerCase() === email.toLowerCase())
    .filter((one) => maySeePerson(asking, one))
    .map((one) => one.email);

/** A manager of somebody. */
export interface Above {
  email: string;
  /** Whether the directory holds them and whoever asks may see them. */
  seen: boolean;
}

/**
 * Whom somebody reports to, from the nearest. Whom one reports to oneself is no secret; who stands above them is for those
 * who may see them.
 * @param known everybody, by e-mail address
 */
export function managersSeen(asking: Asking, email: string, known: ReadonlyMap<string, Person>): Above[] {
  return managersAbove(email, (one) => known.get(one)?.manager ?? null)
    .map((manager) => {
      const person = known.get(manager);
      return { email: manager, seen: person !== undefined && maySeePerson(asking, person) };
    })
    .filter(({ seen }, i) => i === 0 || seen);
}

/**
 * Asked before what was posted about a person is looked at: whoever does not see them learns nothing of whether they are.
 * @throws NotHere where whoever asks may not see them, Forbidden where they may not change them
 */
export async function mustChangePerson(asking: Asking, email: string): Promise<void> {
  if (mayDo(asking, 'change', { kind: 'directory' })) return;
  const person = await asking.store.people.get(email);
  if (person === null || !maySeePerson(asking, person)) throw new NotHere(asking, email, []);
  mustBeAllowed(asking, 'change', { kind: 'directory' });
}
