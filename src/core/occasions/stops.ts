import type { BudgetPeriod } from '../budgetPeriods.ts';
import { formatExact } from '../money.ts';
import { narrowingText } from '../narrowing.ts';
import type { NoticeData } from '../noticeData.ts';
import type { NoticeDraft } from '../notices.ts';
import { leftWhereNear } from '../stop/nearing.ts';
import {
  graceFault,
  graceOf,
  isReleased,
  type Reprieve,
  type StopSlot,
  slotText,
} from '../stop/reprieves.ts';
import type { EnforcementSettings } from '../stop/settings.ts';
import { countsForStop, type HardFigure, type Stop, type StopEnd, slotOf } from '../stop/stops.ts';
import type { Instant, Money } from '../types.ts';
import type { Occasion } from './settle.ts';

/** What is told of stops by hard budgets: that one is near, that somebody is stopped, that they are free again. Pure. */

export interface StopsTold {
  now: Instant;
  settings: EnforcementSettings;
  /** Those that go on and stop somebody. */
  stops: readonly (Stop & { id: string })[];
  figures: readonly HardFigure[];
  /** Of these periods, whether they hold still or not. */
  reprieves: readonly Reprieve[];
  /** Of a budget; null where it is not known any more. */
  periodOf(budgetId: string): BudgetPeriod | null;
}

/** Names a stop in what is told of it. */
export const aboutStop = (id: string): `stop:${string}` => `stop:${id}`;
/** The id of the stop that a notice is about; null: it is about none. */
export const stopOfAbout = (about: string): string | null =>
  about.startsWith('stop:') ? about.slice('stop:'.length) : null;

/** Everybody who is stopped, or near it, with what each is told. */
export function stopOccasions(told: StopsTold): Occasion[] {
  const given = Map.groupBy(told.reprieves, slotText);
  const stopped = new Set(told.stops.map(slotText));
  return [
    ...told.stops.map((stop) => stoppedOccasion(stop, told, given)),
    ...told.figures.flatMap((figure) =>
      stopped.has(slotText(slotOf(figure))) ? [] : (nearOccasion(figure, told, given) ?? []),
    ),
  ];
}

type Given = ReadonlyMap<string, readonly Reprieve[]>;

/** Of whom and of which budget it is told. */
type About = Pick<
  NoticeData['stopped'],
  'scope' | 'key' | 'period' | 'start' | 'end' | 'narrow' | 'grace' | 'graceHours' | 'contact'
>;
function aboutOf(
  stop: StopSlot & Pick<Stop, 'scopeKind' | 'periodEnd' | 'narrowing'>,
  { settings, now, periodOf }: StopsTold,
  given: Given,
): About {
  const { grace, contact } = settings;
  const mayTake = graceFault(settings, given.get(slotText(stop)) ?? [], stop.periodEnd, now) === null;
  return {
    scope: stop.scopeKind,
    key: stop.scopeKey,
    period: periodOf(stop.budgetId) ?? '',
    start: stop.periodStart,
    end: stop.periodEnd,
    narrow: stop.narrowing,
    grace: grace !== null && mayTake ? formatExact(grace.amount) : '',
    graceHours: grace?.hours ?? 0,
    contact: contact ?? '',
  };
}

function stoppedOccasion(stop: Stop & { id: string }, told: StopsTold, given: Given): Occasion {
  const data: NoticeData['stopped'] = {
    ...aboutOf(stop, told, given),
    since: stop.since,
    counted: formatExact(stop.counted),
    limit: formatExact(stop.limit),
  };
  return draft('stopped', aboutStop(stop.id), stop, { ...data });
}

function nearOccasion(figure: HardFigure, told: StopsTold, given: Given): Occasion | null {
  const { budget, scopeKind, isExempt } = figure;
  if (isExempt || budget.unknown === true) return null;
  const slot = slotOf(figure);
  const own = given.get(slotText(slot)) ?? [];
  if (isReleased(own, told.now)) return null;
  const counted = countsForStop(figure, told.settings);
  const limit = (figure.limit + graceOf(own, told.now)) as Money;
  const left = leftWhereNear({ counted, limit, range: budget.range, now: Date.parse(told.now) });
  if (left === null) return null;
  const { start: periodStart, endExclusive: periodEnd } = budget.range;
  const narrowing = narrowingText(budget.narrowing);
  const data: NoticeData['stopNear'] = {
    ...aboutOf({ ...slot, periodStart, scopeKind, periodEnd, narrowing }, told, given),
    left: formatExact(left),
    limit: formatExact(limit),
  };
  // Of a limit that was raised it is told anew.
  return draft('stopNear', `stopNear:${slotText(slot)} ${limit}`, figure, { ...data });
}

/** Somebody is free again. @param why the stop ended */
export function freedDraft(stop: Stop, why: StopEnd, until: Instant | null, told: StopsTold): NoticeDraft {
  const data: NoticeData['freed'] = {
    ...aboutOf(stop, told, new Map()),
    since: stop.since,
    why,
    until: until ?? '',
  };
  return { ...draft('freed', aboutStop(''), stop, { ...data }), about: '' };
}

const draft = (
  kind: 'stopNear' | 'stopped' | 'freed',
  about: Occasion['about'],
  { scopeKind, scopeKey }: Pick<Stop, 'scopeKind' | 'scopeKey'>,
  data: Readonly<Record<string, string | number>>,
): Occasion => ({ kind, about, scope: { kind: scopeKind, key: scopeKey }, data, lines: [] });
