import type { Request } from '../../core/approvals.ts';
import { type Approver, approversOf, mayAnswer } from '../../core/approvers.ts';
import {
  endsBefore,
  lentUntil,
  MOST_DAYS,
  ownEnds,
  slotText,
  UNTIL,
  type Until,
  untilOf,
  wishOf,
} from '../../core/budgetRequests.ts';
import type { Budget } from '../../core/budgets.ts';
import { budgetKey } from '../../core/budgetWish.ts';
import { type Fault, Invalid, LedgerError } from '../../core/errors.ts';
import { formatExact } from '../../core/money.ts';
import { addDays, dayOf, instantOf, isDay, startOf } from '../../core/periods.ts';
import type { Standing } from '../../core/standing.ts';
import { DOLLARS } from '../../core/typedNumbers.ts';
import type { Day, Money } from '../../core/types.ts';
import { type Asking, inOneReading, inOneWriting, mustBeAllowed, NotThere } from '../asking.ts';
import { amountIn, reasonIn, type Typed, tidied } from '../typed.ts';
import { approvalOf, approvingNow } from './approving.ts';
import { keepRequest } from './ask.ts';
import { ceilingLeft, grantedBefore, heldByPerson, heldOn, ownRecord, standingOf } from './budgetAsked.ts';

/** Whoever runs short asks for more than their budget gives. */

/** A budget of which a person may ask for more. */
export interface ShortBudget {
  /** Names it in forms: `month`, `week vendor:anthropic`. */
  slot: string;
  budget: Budget;
  /** null: it is of a part of their spend that is not counted here. */
  standing: Standing | null;
  /** How much more whoever decides first may grant; what is above goes to administrators. */
  ceiling: Money;
  /** Of a request for it that waits already; null: there is none. */
  waiting: string | null;
}
export interface ToAsk {
  budgets: readonly ShortBudget[];
  /** Whom it goes to first, by name where there is one, and whether administrators alone decide. */
  deciders: readonly (Approver & { name: string })[];
  onlyAdministrators: boolean;
}

/**
 * What a person may ask for: their budgets that hold today, and who decides.
 * @throws Forbidden where it is not for themselves; NotThere where nothing is asked for here
 */
export const whatToAsk = (asking: Asking, of: string): Promise<ToAsk> =>
  inOneReading(asking, async (inside) => {
    const { user, known } = await personAsking(inside, of);
    const budgets: ShortBudget[] = [];
    for (const budget of await heldByPerson(inside, user)) {
      const slot = slotText(budget);
      const wish = wishOf(budget, budget.amount, budget.range.endExclusive);
      const open = await inside.store.requests.open(budgetKey(user, wish));
      budgets.push({
        slot,
        budget,
        standing: await standingOf(inside, user, budget),
        ceiling: await ceilingLeft(inside, user, budget),
        waiting: open?.id ?? null,
      });
    }
    const { by } = approvalOf(inside, 'budget');
    const asked = { user, askedBy: user, costCenter: known.costCenterOf(user) };
    const steps = by === 'nobody' ? [] : approversOf({ ...asked, rule: by }, known);
    const first = [...mayAnswer(steps, 0).values()];
    const isAdministrator = (email: string) => known.administrators.includes(email);
    return {
      budgets: budgets.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
      deciders: first.map((one) => ({ ...one, name: known.nameOf(one.email) })),
      onlyAdministrators: first.every(({ email }) => isAdministrator(email)),
    };
  });

/** What is of all of their spend first, and of a month before others. */
const orderOf = ({ budget: { period, narrowing }, slot }: ShortBudget): string =>
  `${narrowing === null ? 0 : 1}${period === 'month' ? 0 : 1}${slot}`;

/** @throws NotThere, Forbidden */
async function personAsking(asking: Asking, of: string) {
  if (approvalOf(asking, 'budget').by === 'nobody')
    throw new NotThere(null, 'nobody asks for more budget here: budgets.requests.by is nobody');
  const user = await asking.store.people.ownAddress(of);
  mustBeAllowed(asking, 'change', { kind: 'wish', user, askedBy: user });
  if (user === '') throw new NotThere('person', 'say who asks for more budget');
  return { user, known: await approvingNow(asking) };
}

/** Somebody has asked for more of the same budget already: of that one an answer is waited for. */
export class AskedAlready extends LedgerError {
  override name = 'AskedAlready';
  readonly id: string;
  constructor(id: string) {
    super('conflict', `request ${id} for more of this budget waits for an answer: take it back to ask anew`);
    this.id = id;
  }
}

interface Read {
  slot: string;
  extra: Money;
  until: Until;
  lastDay: Day;
  reason: string;
}

/** Reads what was typed: `budget` as `ShortBudget.slot` (`month` unless given), `amount`, `until`, `day`, `reason`. */
function readWish(untidy: Typed, today: Day): Read {
  const typed = tidied(untidy);
  const { reason, faults } = reasonIn(typed);
  if (reason === '') faults.push({ field: 'reason', key: 'askWhy' });
  const extra = extraIn(typed.amount ?? '', faults);
  const until = UNTIL.find((one) => one === (typed.until || 'period'));
  if (until === undefined)
    faults.push({ field: 'until', key: 'untilChoice', value: typed.until ?? '', detail: UNTIL });
  const lastDay = typed.day ?? '';
  if (until === 'day') faults.push(...dayFaults('day', lastDay, today));
  if (extra === null || until === undefined || faults.length > 0) throw new Invalid(faults);
  return { slot: typed.budget || 'month', extra, until, lastDay, reason };
}

/** So much more: nothing is no more. */
export function extraIn(typed: string, faults: Fault[]): Money | null {
  const extra = amountIn('amount', typed, DOLLARS, faults);
  if (extra !== 0n) return extra;
  faults.push({ field: 'amount', key: 'extraNothing', value: typed });
  return null;
}

/** What is wrong with the last day on which more is to count. */
export function dayFaults(field: string, day: string, today: Day): Fault[] {
  if (!isDay(day)) return [{ field, key: 'dayWritten', value: day }];
  if (day < today) return [{ field, key: 'untilPast', value: day }];
  return day >= addDays(today, MOST_DAYS) ? [{ field, key: 'untilFar', value: day, detail: MOST_DAYS }] : [];
}

/**
 * Asks for more of a budget that holds for a person today; the same asked again is the request that waits. Above what
 * owners and managers may grant it goes to administrators at once, who are asked beside them.
 * @param typed `budget`, `amount` (USD more in each period), `until` (`period`, `next`, `day`), `day`, `reason`
 * @throws Forbidden, NotThere; Invalid with every fault; AskedAlready; LedgerError `tooMany`
 */
export const askForBudget = (asking: Asking, of: string, typed: Typed): Promise<Request> =>
  inOneWriting(asking, async (inside) => {
    const { store, settings, now } = inside;
    const { user, known } = await personAsking(inside, of);
    const today = dayOf(now);
    const { slot, extra, reason, ...read } = readWish(typed, today);
    const held = await heldByPerson(inside, user);
    const budget = held.find((one) => slotText(one) === slot);
    if (budget === undefined)
      throw new Invalid([
        { field: 'budget', key: 'budgetNotHeld', value: slot, detail: held.map(slotText).join(', ') },
      ]);
    const until = untilOf(read.until, read.lastDay, budget.period, today, settings.budgets.calendar);
    const ended = await endOf(inside, user, budget, until);
    if (ended !== null)
      throw new Invalid([{ field: 'until', key: 'budgetEnds', value: until, detail: addDays(ended, -1) }]);
    const wanted = wishOf(budget, extra, until);
    const key = budgetKey(user, wanted);
    const open = await store.requests.open(key);
    if (open !== null) {
      if (isSame(open, extra, until)) return open;
      throw new AskedAlready(open.id);
    }
    const atLast = extra > (await ceilingLeft(inside, user, budget));
    const costCenter = known.costCenterOf(user);
    const over = instantOf(startOf(until));
    return keepRequest(inside, { kind: 'budget', key, user, costCenter, wanted, reason }, { over, atLast });
  });

const isSame = ({ wanted }: Request, extra: Money, until: Day): boolean =>
  'extra' in wanted && wanted.extra === formatExact(extra) && wanted.until === until;

/**
 * The day on which a budget ends before `until`, by what is planned of it, of their own, or of the default that holds once one
 * of their own ends that was made for an earlier raise; null: something holds that long.
 */
export async function endOf(asking: Asking, user: string, budget: Budget, until: Day): Promise<Day | null> {
  const { store, now } = asking;
  const today = dayOf(now);
  const own = await ownRecord(asking, user, budget);
  const held = await store.budgets.record(budget.id);
  const ends = ownEnds(await grantedBefore(asking, user, budget));
  const lent = own === null ? null : lentUntil(own, until, today, ends);
  const then = lent === null ? null : await heldOn(asking, user, budget, lent);
  if (lent !== null && then === null) return lent;
  const next = then === null ? null : await store.budgets.record(then.id);
  const found = [own, held, next].flatMap((record) =>
    record === null ? [] : (endsBefore(record, until, today, ends) ?? []),
  );
  return found.sort()[0] ?? null;
}
