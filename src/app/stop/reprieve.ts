import { randomUUID } from 'node:crypto';
import { budgetThing, costCentersIn } from '../../core/access.ts';
import { scopeOfParts } from '../../core/budgets.ts';
import { type Fault, Invalid, LedgerError } from '../../core/errors.ts';
import { type GraceFault, graceFault, type Reprieve, reprieveUntil } from '../../core/stop/reprieves.ts';
import { heldByPerson } from '../approvals/budgetAsked.ts';
import { type Asking, because, inOneWriting, mustBeAllowed, NotThere, nowOf, ownRows } from '../asking.ts';
import { reasonIn, type Typed, tidied } from '../typed.ts';

/** What holds a stop off: a grace that somebody gives themselves, and a release by whoever may change such a budget. */

const REFUSED: Readonly<Record<GraceFault, string>> = {
  graceOff: 'no grace is set: ask for more budget',
  graceTaken: 'the grace of this period was taken already: ask for more budget',
  periodOver: 'the period is over',
};

/**
 * Gives whoever asks so much more of a hard budget that they are held to, once in its period, for some hours.
 * @param typed `budget` (its id), `reason`
 * @throws NotThere where no such hard budget holds for them; LedgerError `conflict` with why there is none; Invalid
 */
export const takeGrace = (asking: Asking, untidy: Typed): Promise<Reprieve> =>
  inOneWriting(asking, async (inside) => {
    const typed = tidied(untidy);
    const { reason, faults } = reasonIn(typed);
    if (faults.length > 0) throw new Invalid(faults);
    const { store, settings } = inside;
    const { email } = ownRows(inside);
    const budget = (await heldByPerson(inside, email)).find(
      (one) => one.id === typed.budget && one.terms.hard && one.endedOn === null,
    );
    if (email === '' || budget === undefined) throw new NotThere('budget');
    const { start: periodStart, endExclusive } = budget.range;
    const slot = { budgetId: budget.id, scopeKey: email, periodStart };
    const now = nowOf(inside);
    const taken = await store.stops.reprievesOf(slot);
    const fault = graceFault(settings.enforcement, taken, endExclusive, now);
    const { grace } = settings.enforcement;
    if (fault !== null || grace === null) throw new LedgerError('conflict', REFUSED[fault ?? 'graceOff']);
    const until = reprieveUntil(now, grace.hours, endExclusive);
    const made = { id: randomUUID(), kind: 'grace', ...slot, from: now, until, extra: grace.amount } as const;
    return keep(inside, { ...made, by: inside.actor.id, reason });
  });

/**
 * Lets whoever is stopped go on, whatever is spent: for so many hours, or until the period ends.
 * @param typed `stop` (its id), `hours` ('': until the period ends), `reason`, which has to be given
 * @throws Forbidden, NotThere, Invalid
 */
export const releaseStop = (asking: Asking, untidy: Typed): Promise<Reprieve> =>
  inOneWriting(asking, async (inside) => {
    const typed = tidied(untidy);
    const { store } = inside;
    const stop = (await store.stops.going()).find(({ id }) => id === typed.stop);
    if (stop === undefined) {
      // Whoever may change nothing of the kind learns nothing of what there is.
      mustBeAllowed(
        inside,
        'change',
        budgetThing({ scope: { kind: 'userDefault' } }, () => ''),
      );
      throw new NotThere('budget');
    }
    const { scopeKind, scopeKey, budgetId, periodStart, periodEnd } = stop;
    const person = scopeKind === 'user' ? await store.people.get(scopeKey) : null;
    const costCenterOf = costCentersIn(person === null ? [] : [person]);
    mustBeAllowed(inside, 'change', budgetThing({ scope: scopeOfParts(scopeKind, scopeKey) }, costCenterOf));
    const { reason, faults } = reasonIn(typed);
    const hours = hoursIn(typed, faults);
    if (reason === '') faults.push({ field: 'reason', key: 'reasonNeeded', value: '' });
    if (faults.length > 0) throw new Invalid(faults);
    const now = nowOf(inside);
    const until = reprieveUntil(now, hours, periodEnd);
    const made = { id: randomUUID(), kind: 'release', budgetId, scopeKey, periodStart, from: now } as const;
    return keep(inside, { ...made, until, extra: null, by: inside.actor.id, reason });
  });

const MOST_HOURS = 24 * 366;
function hoursIn({ hours = '' }: Typed, faults: Fault[]): number | null {
  if (hours === '') return null;
  const count = /^\d{1,4}$/.test(hours) ? Number(hours) : 0;
  if (count < 1 || count > MOST_HOURS) faults.push({ field: 'hours', key: 'stopHours', value: hours });
  return count;
}

async function keep(inside: Asking, reprieve: Reprieve): Promise<Reprieve> {
  const isKept = await inside.store.stops.addReprieve(
    reprieve,
    because(inside, reprieve.reason),
    nowOf(inside),
  );
  if (!isKept) throw new LedgerError('conflict', REFUSED.graceTaken);
  return reprieve;
}
