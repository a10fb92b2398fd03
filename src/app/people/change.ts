import type { Alias } from '../../core/aliases.ts';
import { checkPeople } from '../../core/directory.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import type { Ended, PeopleSource, Person, PersonFacts } from '../../core/people.ts';
import { tidy } from '../../core/signs.ts';
import { type Asking, because, inOneReading, inOneWriting, mustBeAllowed, nowOf } from '../asking.ts';
import { confirmedIn, mustBeKnown } from '../known.ts';
import { reasonIn, type Typed, tidied } from '../typed.ts';
import { spelling } from '../visible.ts';
import { administeringNow, keepingAdministrator, mustLeaveAdministrator } from './lastAdministrator.ts';
import { tellOfLeavers } from './left.ts';
import { mustChangePerson, NotHere } from './seen.ts';

/** What an administrator says of a person by hand: of somebody new, and of somebody who is known. */

/**
 * What was typed of a person, held against the directory. Keys of faults are kinds of `checkPeople`, `detail` names the
 * others whom they concern; `reason` is as everywhere.
 * @param typed `name`, `costCenter`, `manager`, `status`, `reason`; '-' says that there is none
 * @throws Invalid with every fault at once
 */
function readByHand(
  untidy: Typed,
  email: string,
  directory: readonly Person[],
  aliases: readonly Alias[],
): { facts: PersonFacts; reason: string } {
  const typed = tidied(untidy);
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

type Saved = 'saved' | 'unchanged';

/**
 * Adds somebody whom the directory does not hold yet.
 * @param typed as for `changePerson`, and `email`
 * @throws Forbidden; Invalid, also where they are known, in these letters (`known`) or in others (`spelling`)
 */
export async function addPerson(asking: Asking, typed: Typed): Promise<Saved> {
  mustBeAllowed(asking, 'change', { kind: 'directory' });
  const email = tidy(typed.email ?? '');
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
    await mustKnowCenter(inside, facts, null, typed);
    await inside.store.people.learn('byHand', [facts], learning(inside, reason));
    return 'saved' as const;
  });
}

const learning = (asking: Asking, reason: string) => ({
  complete: false,
  actor: because(asking, reason),
  now: nowOf(asking),
});

/** What became of a change: kept, somebody marked as left, or nothing yet, because that must be confirmed. */
type Changed =
  | { done: 'unchanged' }
  /** `before`: what was said by hand until then, if anything was. */
  | { done: 'saved'; before: PersonFacts | undefined }
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
    await mustKnowCenter(inside, facts, found.said, typed);
    const { left, ended } = await store.people.learn('byHand', [facts], { ...how, rehearse: true });
    if (left > 0) {
      mustLeaveAdministrator(await administeringNow(inside), [{ email: found.person.email, role: null }]);
      if (!confirmed) return { done: 'asked', person: found.person, ended };
    }
    const learned = await keepingAdministrator(inside, () => store.people.learn('byHand', [facts], how));
    await tellOfLeavers(inside, learned);
    if (learned.left > 0) return { done: 'left', ended: learned.ended };
    if (learned.changes.length === 0) return { done: 'unchanged' };
    return { done: 'saved', before: found.said.get('byHand') };
  });
}

/**
 * A cost center that is set by hand must be one that is here, or that is said of them already.
 * @param said what each source says of the person; null for somebody new
 * @throws Invalid
 */
async function mustKnowCenter(
  asking: Asking,
  { costCenter }: PersonFacts,
  said: ReadonlyMap<PeopleSource, PersonFacts> | null,
  typed: Typed,
): Promise<void> {
  const isSaid = [...(said ?? new Map<PeopleSource, PersonFacts>()).values()].some(
    (facts) => facts.costCenter === costCenter,
  );
  if (!costCenter || isSaid) return;
  await mustBeKnown(
    asking,
    [{ field: 'costCenter', kind: 'costCenter', key: costCenter }],
    confirmedIn(typed),
  );
}
