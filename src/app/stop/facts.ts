import { type BelongsFrom, belongingsOn, membersAmong } from '../../core/belongings.ts';
import type { Budget, Whom } from '../../core/budgets.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import { cautiousAmount } from '../../core/standing.ts';
import type { MarkRules } from '../../core/stop/marks.ts';
import { needsMark } from '../../core/stop/settings.ts';
import type { HardFigure, Stop } from '../../core/stop/stops.ts';
import type { Asking } from '../asking.ts';
import { countedIn } from '../budgets/figures.ts';

/** What stops are decided from: hard budgets with what counts of whom they hold for, and where people belong today. */

type Reading = Pick<Asking, 'store' | 'settings' | 'now'>;

/** Where people belong today, as far as stops ask. */
export interface Today {
  /** Whether somebody is of a group that is never stopped. */
  isExempt(email: string): boolean;
  isOfTeam(manager: string, email: string): boolean;
}

export async function belongingToday({ store, settings, now }: Reading): Promise<Today> {
  const day = dayOf(now);
  const rows = await store.belongings.during({ start: day, endExclusive: addDays(day, 1) });
  const exempt = new Set(settings.enforcement.exemptGroups);
  const of = belongingsOn(rows, day);
  return {
    isExempt: (email) => exempt.size > 0 && (of(email)?.groups ?? []).some((group) => exempt.has(group)),
    isOfTeam: teams(rows, day),
  };
}

/** Each team is put together once, when it is first asked about. */
function teams(rows: readonly BelongsFrom[], day: string): Today['isOfTeam'] {
  const known = new Map<string, ReadonlySet<string>>();
  let members: ReturnType<typeof membersAmong> | null = null;
  return (manager, email) => {
    members ??= membersAmong(rows, { start: day, endExclusive: addDays(day, 1) });
    const team = known.get(manager) ?? new Set(members(manager).always);
    known.set(manager, team);
    return team.has(email);
  };
}

/** Whether every source of figures is as fresh as it should be: what was never read is not. */
export async function isAllFresh({ store, now }: Pick<Reading, 'store' | 'now'>): Promise<boolean> {
  const all = await store.freshness.all();
  return all.some(({ source }) => source === 'usage') && summarizeFreshness(all, now).stale.length === 0;
}

/**
 * Every hard budget that holds today with whom it holds for, who is stopped among them, and what counts of each.
 * @param only this one
 */
export async function hardFigures(
  asking: Reading,
  stops: readonly Pick<Stop, 'scopeKind' | 'scopeKey'>[],
  { isExempt }: Today,
  only?: string,
): Promise<HardFigure[]> {
  const { store, settings, now } = asking;
  const budgets = await store.budgets.on(dayOf(now), settings.budgets.calendar);
  if (!budgets.some(({ terms, endedOn }) => terms.hard && endedOn === null)) return [];
  const also: Whom[] = stops.map(({ scopeKind, scopeKey }) => ({ kind: scopeKind, key: scopeKey }));
  const periods = Map.groupBy(budgets, ({ period, range }) => `${period} ${range.start}`);
  const found: HardFigure[] = [];
  const isAsked = ({ id, terms }: Budget) => terms.hard && (only === undefined || id === only);
  for (const same of periods.values()) {
    if (!same.some(isAsked)) continue;
    for (const { budget, whom, known, limit } of await countedIn(asking, same, isAsked, also))
      found.push({
        budget,
        scopeKind: whom.kind,
        scopeKey: whom.key,
        spent: known.amount,
        cautious: cautiousAmount(known.unpricedTokens, settings.cautiousRatePerMillion),
        limit,
        isExempt: whom.kind === 'user' && isExempt(whom.key),
      });
  }
  return found;
}

/** By what marks are decided now: of a dry run nobody is stopped. */
export async function markRules(
  asking: Reading,
  stops: readonly (Stop & { isDry: boolean })[],
  today?: Today,
): Promise<MarkRules> {
  return {
    ...(today ?? (await belongingToday(asking))),
    stops: asking.settings.enforcement.mode === 'on' ? stops.filter(({ isDry }) => !isDry) : [],
    needsMark: needsMark(asking.settings),
  };
}
