import { randomUUID } from 'node:crypto';
import type { Deputy } from '../../core/approvals.ts';
import { type Fault, Invalid, LedgerError } from '../../core/errors.ts';
import { isEmail } from '../../core/people.ts';
import { addDays, dayOf, isDay } from '../../core/periods.ts';
import type { Day } from '../../core/types.ts';
import {
  type Asking,
  because,
  inOneReading,
  inOneWriting,
  mustBeAllowed,
  NotThere,
  nowOf,
} from '../asking.ts';
import { reasonIn, type Typed, tidied } from '../typed.ts';

/** Who stands in for whom, for a time: whoever is away names somebody who answers what waits for them. */

/** Of one person, coming ones among them. */
const MOST = 10;
/** Nobody stands in for longer: who is away for good has a successor. */
export const MOST_DAYS = 366;

/** `until` is the last day, as people say it. */
function readDeputy(untidy: Typed, today: Day) {
  const { deputy = '', from = '', until = '', ...rest } = tidied(untidy);
  const { reason, faults } = reasonIn(rest);
  if (!isEmail(deputy)) faults.push({ field: 'deputy', key: 'email', value: deputy });
  if (!isDay(from)) faults.push({ field: 'from', key: 'dayWritten', value: from });
  if (!isDay(until)) faults.push({ field: 'until', key: 'dayWritten', value: until });
  if (isDay(from) && isDay(until)) faults.push(...rangeFaults(from, until, today));
  if (faults.length > 0) throw new Invalid(faults);
  return { deputy, start: from, endExclusive: addDays(until, 1), reason };
}

function rangeFaults(from: Day, until: Day, today: Day): Fault[] {
  if (until < from) return [{ field: 'until', key: 'untilBefore', value: until }];
  if (until < today) return [{ field: 'until', key: 'untilPast', value: until }];
  return addDays(from, MOST_DAYS) <= until
    ? [{ field: 'until', key: 'untilLong', value: until, detail: MOST_DAYS }]
    : [];
}

/**
 * Somebody stands in for a person from now on, or from a day on. Said twice it is said once.
 * @param typed `deputy`, `from`, `until` (its last day), `reason`
 * @throws Forbidden, Invalid, NotThere where there is no such person; LedgerError `tooMany`
 */
export async function setDeputy(asking: Asking, of: string, typed: Typed): Promise<Deputy> {
  return inOneWriting(asking, async (inside) => {
    const { store, now, actor } = inside;
    const email = await store.people.ownAddress(of);
    mustBeAllowed(inside, 'change', { kind: 'deputies', email });
    if (!(await store.people.get(email))?.active)
      throw new NotThere('person', `the directory holds nobody with the e-mail ${email}`);
    const today = dayOf(now);
    const { reason, ...read } = readDeputy(typed, today);
    const deputy = await store.people.ownAddress(read.deputy);
    if (deputy === email) throw new Invalid([{ field: 'deputy', key: 'deputySelf', value: read.deputy }]);
    if (!(await store.people.get(deputy))?.active)
      throw new Invalid([{ field: 'deputy', key: 'deputyUnknown', value: read.deputy }]);
    const held = await store.deputies.list(today, email);
    const same = held.find(
      (one) => one.deputy === deputy && one.start === read.start && one.endExclusive === read.endExclusive,
    );
    if (same !== undefined) return same;
    if (held.length >= MOST)
      throw new LedgerError(
        'tooMany',
        `${email} has ${MOST} deputies, which is the most: take one away first`,
      );
    const named = { id: randomUUID(), email, ...read, deputy, setAt: nowOf(inside), setBy: actor.id };
    await store.deputies.set(named, because(inside, reason), nowOf(inside));
    return named;
  });
}

/** @throws NotThere, Forbidden */
export const removeDeputy = (asking: Asking, id: string): Promise<Deputy> =>
  inOneWriting(asking, async (inside) => {
    const { store, actor } = inside;
    const held = await store.deputies.get(id);
    const email = held === null ? '' : await store.people.ownAddress(held.email);
    mustBeAllowed(inside, 'change', { kind: 'deputies', email });
    if (held === null) throw new NotThere(null, `there is no deputy ${id}`);
    await store.deputies.remove(id, actor, nowOf(inside));
    return held;
  });

/** Deputies of today and later: of one person, or of everybody. @throws Forbidden */
export const deputiesOf = (asking: Asking, of?: string): Promise<readonly Deputy[]> =>
  inOneReading(asking, async (inside) => {
    const { store, now } = inside;
    const email = of === undefined ? undefined : await store.people.ownAddress(of);
    mustBeAllowed(inside, 'see', email === undefined ? { kind: 'directory' } : { kind: 'deputies', email });
    return store.deputies.list(dayOf(now), email);
  });
