import { randomUUID } from 'node:crypto';
import type { Whom } from '../../core/budgets.ts';
import { Invalid } from '../../core/errors.ts';
import { leftWhereNear } from '../../core/stop/nearing.ts';
import { type GraceFault, graceFault, type Reprieve, reprieveUntil } from '../../core/stop/reprieves.ts';
import { countsForStop, type HardFigure, slotOf } from '../../core/stop/stops.ts';
import type { Instant } from '../../core/types.ts';
import {
  type Asking,
  because,
  Forbidden,
  inOneReading,
  inOneWriting,
  mayDo,
  mustBeAllowed,
  NotThere,
  nowOf,
} from '../asking.ts';
import { readReason, type Typed } from '../typed.ts';
import { belongingToday, hardFigures } from './facts.ts';
import { stopThings } from './whom.ts';

/**
 * What people do about a stop: give themselves the grace of a period, release somebody with a reason, take that back. Each is
 * one transaction with its entry in the audit log; the job `enforce` is due at once by it.
 */

export interface GraceAnswer {
  /** `early`: the limit is not near yet, so that it would be lost. */
  done: 'taken' | 'off' | 'early' | GraceFault;
  /** Until when it holds; null where none was taken. */
  until: Instant | null;
}

/**
 * Takes the grace of a period: once for each budget and whom it holds for, by whom it holds for.
 * @param typed `budget`, and `for` (the scope's key; '' of the organisation)
 * @throws NotThere, Forbidden
 */
export async function takeGrace(asking: Asking, typed: Typed): Promise<GraceAnswer> {
  const { settings } = asking;
  const figure = await figureOf(asking, typed);
  const whom: Whom = { kind: figure.scopeKind, key: figure.scopeKey };
  // Whoever may not see the budget learns nothing of it from the refusal.
  const things = await stopThings(asking, [whom]);
  if (!mayDo(asking, 'change', { kind: 'grace', whom })) {
    if (!mayDo(asking, 'see', things(whom))) throw new NotThere('budget');
    throw new Forbidden(asking, 'change', { kind: 'grace', whom });
  }
  const { grace, mode } = settings.enforcement;
  if (mode !== 'on') return { done: 'off', until: null };
  return inOneWriting(asking, async (inside) => {
    const now = nowOf(inside);
    const slot = slotOf(figure);
    const taken = await inside.store.stops.reprievesOf(slot);
    const fault = graceFault(settings.enforcement, taken, figure.budget.range.endExclusive, now);
    if (fault !== null || grace === null) return { done: fault ?? 'graceOff', until: null };
    if (!isAtLimit(figure, inside)) return { done: 'early', until: null };
    const until = reprieveUntil(now, grace.hours, figure.budget.range.endExclusive);
    const added = await inside.store.stops.addReprieve(
      {
        ...slot,
        ...{ id: randomUUID(), kind: 'grace', from: now, until },
        ...{ extra: grace.amount, by: inside.actor.id, reason: '' },
      },
      inside.actor,
      now,
    );
    return added ? { done: 'taken', until } : { done: 'graceTaken', until: null };
  });
}

/** @throws NotThere where there is no such hard budget, or it does not hold for them */
async function figureOf(asking: Asking, { budget = '', for: key = '' }: Typed): Promise<HardFigure> {
  const found = await inOneReading(asking, async (inside) => {
    const record = budget === '' ? null : await inside.store.budgets.record(budget);
    if (record === null) return null;
    const today = await belongingToday(inside);
    const kind = record.scope.kind === 'costCenterDefault' ? 'costCenter' : 'user';
    const also = [{ scopeKind: kind, scopeKey: key }] as const;
    const all = await hardFigures(inside, key === '' ? [] : also, today, budget);
    return all.find(({ scopeKey }) => scopeKey === key) ?? null;
  });
  if (found === null) throw new NotThere('budget');
  return found;
}

/** Whether somebody is stopped, or is told that they soon will be. */
export function isAtLimit(
  { spent, cautious, limit, budget }: Pick<HardFigure, 'spent' | 'cautious' | 'limit' | 'budget'>,
  { settings, now }: Pick<Asking, 'settings' | 'now'>,
): boolean {
  const counted = countsForStop({ spent, cautious }, settings.enforcement);
  return counted >= limit || leftWhereNear({ counted, limit, range: budget.range, now }) !== null;
}

/** Hours of a release, at most: beyond the longest period. */
const MOST_HOURS = 24 * 366;

/**
 * Releases whom a stop is of, with a reason: whatever is spent, until the period ends or for some hours.
 * @param id of a stop that goes on
 * @param typed `reason`, and `hours`; '' of the rest of the period
 * @returns `gone`: the stop had ended already
 * @throws NotThere, Forbidden, Invalid
 */
export const releaseStop = (asking: Asking, id: string, typed: Typed): Promise<'released' | 'gone'> =>
  inOneWriting(asking, async (inside) => {
    const stop = await inside.store.stops.one(id);
    const whom: Whom = { kind: stop?.scopeKind ?? 'organisation', key: stop?.scopeKey ?? '' };
    const thing = (await stopThings(inside, [whom]))(whom);
    if (stop === null || !mayDo(inside, 'see', thing)) throw new NotThere();
    mustBeAllowed(inside, 'change', thing);
    const { reason, hours } = readRelease(typed);
    if (stop.endedAt !== null) return 'gone';
    const now = nowOf(inside);
    const { budgetId, scopeKey, periodStart, periodEnd } = stop;
    await inside.store.stops.addReprieve(
      {
        ...{ budgetId, scopeKey, periodStart, id: randomUUID(), kind: 'release', from: now },
        ...{ until: reprieveUntil(now, hours, periodEnd), extra: null, by: inside.actor.id, reason },
      },
      because(inside, reason),
      now,
    );
    return 'released';
  });

/** @throws Invalid */
function readRelease(typed: Typed): { reason: string; hours: number | null } {
  const reason = readReason(typed);
  if (reason === '') throw new Invalid([{ field: 'reason', key: 'reasonNeeded', value: '' }]);
  const { hours = '' } = typed;
  if (hours === '') return { reason, hours: null };
  const count = /^\d{1,4}$/.test(hours) ? Number(hours) : 0;
  if (count < 1 || count > MOST_HOURS)
    throw new Invalid([{ field: 'hours', key: 'stopHours', value: hours }]);
  return { reason, hours: count };
}

/**
 * Takes a release back: whoever is over the budget still is stopped again.
 * @param typed `reason`
 * @returns `gone`: it held no more
 * @throws NotThere, Forbidden, Invalid
 */
export const takeBackRelease = (asking: Asking, id: string, typed: Typed): Promise<'takenBack' | 'gone'> =>
  inOneWriting(asking, async (inside) => {
    const now = nowOf(inside);
    const held = (await inside.store.stops.reprieves(now)).find(
      (one) => one.id === id && one.kind === 'release',
    );
    if (held === undefined) {
      // Nobody learns from an id what there was, but who may change everything.
      mustBeAllowed(inside, 'change', { kind: 'plan' });
      return 'gone';
    }
    const whom = await whomOf(inside, held);
    const thing = (await stopThings(inside, [whom]))(whom);
    if (!mayDo(inside, 'see', thing)) throw new NotThere();
    mustBeAllowed(inside, 'change', thing);
    const reason = readReason(typed);
    return (await inside.store.stops.endRelease(id, because(inside, reason), now)) ? 'takenBack' : 'gone';
  });

/** Whom a grace or release is of: what kind it is, its budget says. */
export async function whomOf(
  { store }: Pick<Asking, 'store'>,
  { budgetId, scopeKey }: Pick<Reprieve, 'budgetId' | 'scopeKey'>,
): Promise<Whom> {
  const scope = (await store.budgets.record(budgetId))?.scope;
  const own = scope === undefined ? null : scope.kind;
  if (own === 'costCenter' || own === 'costCenterDefault') return { kind: 'costCenter', key: scopeKey };
  if (own === 'team' || own === 'organisation') return { kind: own, key: scopeKey };
  return { kind: 'user', key: scopeKey };
}
