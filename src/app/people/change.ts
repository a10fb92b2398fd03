import type { Alias } from '../../core/aliases.ts';
import { checkPeople } from '../../core/directory.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import type { Ended, PeopleSource, Person, PersonFacts } from '../../core/people.ts';
import { type Asking, because, inOneReading, inOneWriting, mustBeAllowed, nowOf } from '../asking.ts';
import { reasonIn, type Typed } from '../typed.ts';
import { isKnown, spelling } from '../visible.ts';
import { administeringNow, mustLeaveAdministrator } from './lastAdministrator.ts';
import { mustChangePerson, NotHere } from './seen.ts';

/** What an administrator says of a person by hand: of somebody new, and of somebody who is known. */

/**
 * What was typed of a person, held against the directory. Keys of faults are kinds of `checkPeople`, `detail` names the
 * others whom they concern; `reason` is as everywhere.
 * @param typed `name`, `costCenter`, `manager`, `status`, `reason`; '-' says that there is none
 * @throws Invalid with every fault at once
 */
function readByHand(
  typed: Typed,
  email: string,
  directory: readonly Person[],
  aliases: readonly Alias[],
): { facts: PersonFacts; reason: string } {
  const { name = '', costCenter = '', manager = '', status = '' } = typed;
  const cells = { email, name, costCenter, manager, status };
  const { people, faults } = checkPeople([{ line: 1, cells }], directory, [], aliases);
  const { reason, faults: wrong } = reasonIn(typed);
  const found: Fault[] = faults.map(({ field, kind, value, others }) => ({
    field,
    key: kind,
    value,
    detail: others,
  }));
  const [facts] = people;
  if (facts === undefined || found.length + wrong.length > 0) throw new Invalid([...found, ...wrong]);
  return { facts, reason };
}

/** What became of it. `strangeCenter`: it is kept, and nobody else and nothing knows the cost center. */
type Saved = 'saved' | 'strangeCenter' | 'unchanged';

/**
 * Adds somebody whom the directory does not hold yet.
 * @param typed as for `changePerson`, and `email`
 * @throws Forbidden; Invalid, also where they are known, in these letters (`known`) or in others (`spelling`)
 */
export async function addPerson(asking: Asking, typed: Typed): Promise<Saved> {
  mustBeAllowed(asking, 'change', { kind: 'directory' });
  const { email = '' } = typed;
  return inOneWriting(asking, async (inside) => {
    const people = await inside.store.people.list();
    const emails = people.map((one) => one.email);
    const alike = spelling(emails)(email);
    if (alike !== null) throw new Invalid([{ field: 'email', key: 'spelling', value: email, detail: alike }]);
    if (emails.includes(email)) throw new Invalid([{ field: 'email', key: 'known', value: email }]);
    const aliases = await inside.store.people.aliases();
    const other = await inside.store.people.ownAddress(email);
    if (other !== email)
      throw new Invalid([{ field: 'email', key: 'otherSpelling', value: email, detail: [other] }]);
    const { facts, reason } = readByHand(typed, email, people, aliases);
    const strange = await isStrangeCenter(inside, facts, people, null);
    await inside.store.people.learn('byHand', [facts], learning(inside, reason));
    return strange ? 'strangeCenter' : 'saved';
  });
}

const learning = (asking: Asking, reason: string) => ({
  complete: false,
  actor: because(asking, reason),
  now: nowOf(asking),
});

/** What became of a change: kept, somebody marked as left, or nothing yet, because that must be confirmed. */
type Changed =
  | { done: Saved }
  | { done: 'left'; ended: Ended }
  /** `ended` is what would end. */
  | { done: 'asked'; person: Person; ended: Ended };

/**
 * Says of somebody by hand what was typed. Whoever leaves by it loses sessions, tokens and roles for good, so that it is
 * done only when it is confirmed.
 * @throws NotHere, Forbidden; Invalid; LedgerError `conflict` where it is the last administrator who leaves
 */
export async function changePerson(
  asking: Asking,
  email: string,
  typed: Typed,
  { confirmed }: { confirmed: boolean },
): Promise<Changed> {
  await inOneReading(asking, (inside) => mustChangePerson(inside, email));
  return inOneWriting(asking, async (inside) => {
    const { store } = inside;
    const found = await store.people.details(email);
    const people = await store.people.list();
    if (found === null) throw new NotHere(inside, email, people);
    const { facts, reason } = readByHand(typed, found.person.email, people, await store.people.aliases());
    const how = learning(inside, reason);
    const { left, ended } = await store.people.learn('byHand', [facts], { ...how, rehearse: true });
    if (left > 0) {
      mustLeaveAdministrator(await administeringNow(inside), [{ email: found.person.email, role: null }]);
      if (!confirmed) return { done: 'asked', person: found.person, ended };
    }
    const strange = await isStrangeCenter(inside, facts, people, found.said);
    const learned = await store.people.learn('byHand', [facts], how);
    if (learned.left > 0) return { done: 'left', ended: learned.ended };
    return { done: learned.changes.length === 0 ? 'unchanged' : strange ? 'strangeCenter' : 'saved' };
  });
}

/**
 * Whether a cost center that is set by hand is one that nobody else belongs to, that nothing was spent on and that no
 * budget names.
 * @param said what each source says of the person; null for somebody new
 */
async function isStrangeCenter(
  asking: Asking,
  { email, costCenter }: PersonFacts,
  people: readonly Person[],
  said: ReadonlyMap<PeopleSource, PersonFacts> | null,
): Promise<boolean> {
  if (!costCenter) return false;
  const elsewhere = [...(said ?? [])].filter(([source]) => source !== 'byHand');
  if (elsewhere.some(([, facts]) => facts.costCenter === costCenter)) return false;
  if (people.some((one) => one.email !== email && one.costCenter === costCenter)) return false;
  const budgets = (await asking.store.budgets.list()).filter(({ deletedAt }) => deletedAt === null);
  return !(await isKnown(asking, 'costCenter', costCenter, budgets));
}
