import { peopleCounted, teamIn } from '../app/budgets/counted.ts';
import { type Figure, figuresOf } from '../app/budgets/figures.ts';
import { countedDays } from '../core/budgetChanges.ts';
import type { Whom } from '../core/budgets.ts';
import { summarizeFreshness } from '../core/freshness.ts';
import { narrowingText } from '../core/narrowing.ts';
import { addDays, dayOf, lastDayOf, monthOf } from '../core/periods.ts';
import { alertsOthers } from '../core/privacy.ts';
import { type Recipient, recipients } from '../core/recipients.ts';
import type { Settings } from '../core/settings.ts';
import {
  limitOf,
  newCrossings,
  percentOfLimit,
  type Standing,
  staleSince,
  standing,
} from '../core/standing.ts';
import { ofSettings, type Threshold, thresholdText } from '../core/thresholds.ts';
import type { Instant, Money } from '../core/types.ts';
import type { Store } from '../store/types.ts';
import type { BudgetFigure } from '../store/typesBelongings.ts';
import { breathe, type Job, type JobContext, nowOf } from './job.ts';

/** Crossings of one transaction; each has its messages with it. */
const RECORDED_AT_ONCE = 200;

type NewAlert = Parameters<Store['alerts']['record']>[1][number];

/**
 * Records every new crossing of the running period of each budget, and of those before as long as their last days settle,
 * with the messages it owes in the same transaction. Of several new ones of one budget only the highest is sent. Each is
 * recorded once per budget, whom it holds for, version, period and threshold. What the budgets come to is kept, so that
 * pages of thousands need not work it out. Where nothing changed since the run before there is nothing to do.
 */
export const alertsJob: Job = {
  name: 'alerts',
  async run(context) {
    const { store, lease, clock, progress } = context;
    const now = nowOf(context);
    await store.belongings.record(lease, dayOf(now));
    progress.start('alerts', 2);
    const before = await store.budgetFigures.state();
    const wanted = madeFor(context, before.changes);
    if (before.madeFor === wanted) {
      progress.done('nothing changed');
      return { rows: 0, errors: [] };
    }
    const judged = await judge(context, clock.now());
    progress.step(1, 'what budgets come to');
    let rows = 0;
    for (let from = 0; from < judged.alerts.length; from += RECORDED_AT_ONCE) {
      rows += await store.alerts.record(lease, judged.alerts.slice(from, from + RECORDED_AT_ONCE), now);
      await breathe(context);
    }
    await store.budgetFigures.replace(lease, wanted, judged.figures);
    progress.done(`${rows} new`);
    return { rows, errors: [] };
  },
};

/** All that decides what is judged, beside what the ledger holds. */
const madeFor = ({ settings, clock }: Pick<JobContext, 'settings' | 'clock'>, changes: string): string =>
  JSON.stringify([
    dayOf(clock.now()),
    changes,
    settings.cautiousRatePerMillion.toString(),
    settings.attribution,
    settings.thresholds,
    settings.budgets.calendar,
  ]);

async function judge(context: JobContext, nowMs: number) {
  const { store, settings } = context;
  const now = new Date(nowMs).toISOString();
  const asking = { store, settings, now: nowMs };
  const figures = await figuresOf(asking, () => breathe(context));
  const stale = staleSince(summarizeFreshness(await store.freshness.all(), nowMs));
  const already = await store.alerts.recorded([...new Set(figures.map(({ budget }) => budget.range.start))]);
  const alerts: NewAlert[] = [];
  const kept: BudgetFigure[] = [];
  for (const one of figures) {
    const stands = standsAt(one, settings, stale);
    if (one.running) kept.push(keptOf(one, stands));
    const found = crossingsOf(one, stands, { settings, already, now });
    const members = one.whom.kind === 'team' && found.length > 0 ? await membersOf(asking, one) : null;
    const people = found.length > 0 ? await peopleIn(context, one) : null;
    alerts.push(
      ...found.map(({ send, ...alert }) => ({
        ...alert,
        ...{ members, memberCount: members?.length ?? null },
        send: send ? targets(settings, one.whom, people) : [],
      })),
    );
  }
  return { alerts, figures: kept };
}

function standsAt(
  { budget, known, carriedOver, ...one }: Figure,
  settings: Settings,
  stale: Instant | null,
): Standing {
  const ahead = (mid: Money | null) =>
    mid === null ? null : { low: mid, mid, high: mid, spent: known.amount as Money, cone: [] };
  return standing({
    range: budget.range,
    known,
    days: null,
    limit: limitOf({ ...budget, carriedOver }),
    carriedOver,
    cautiousRate: settings.cautiousRatePerMillion,
    forecastOf: (_, counted) => ahead(counted ? one.forecastCounted : one.forecast),
    staleSince: stale,
  });
}

function crossingsOf(
  { budget, whom, known }: Figure,
  stands: Standing,
  { settings, already, now }: { settings: Settings; already: ReadonlySet<string>; now: Instant },
): (Omit<NewAlert, 'members' | 'memberCount' | 'send'> & { send: boolean })[] {
  const thresholds: readonly Threshold[] = budget.terms.thresholds ?? ofSettings(settings.thresholds);
  const { record, send } = newCrossings({
    budget,
    scopeKey: whom.key,
    standing: stands,
    thresholds,
    already,
  });
  const limit = stands.limit;
  if (limit === null) return [];
  return record.map((threshold) => ({
    budgetId: budget.id,
    scopeKind: whom.kind,
    scopeKey: whom.key,
    version: budget.version,
    month: monthOf(budget.range.start),
    period: budget.period,
    periodStart: budget.range.start,
    periodEnd: budget.range.endExclusive,
    narrowing: narrowingText(budget.narrowing),
    threshold: thresholdText(threshold),
    thresholdPercent: percentOfLimit(threshold, limit),
    spent: stands.spent,
    unpricedTokens: stands.unpricedTokens,
    cautious: stands.cautious,
    budget: limit,
    carriedOver: stands.carriedOver,
    forecast: stands.forecastCounted?.mid ?? null,
    label: known.label ?? 'final',
    staleSince: stands.staleSince,
    crossedAt: now,
    send: threshold === send,
  }));
}

/** Whom a team was made of when it crossed: on that day, or on the last one of a period that is over. */
async function membersOf(
  asking: { store: Store; now: number },
  { budget, whom }: Figure,
): Promise<readonly string[]> {
  const day = lastDayOf(budget.range, dayOf(asking.now));
  return (await teamIn(asking, whom.key, { start: day, endExclusive: addDays(day, 1) })).always;
}

function keptOf(
  { budget, whom, known, carriedOver, forecast, forecastCounted }: Figure,
  stands: Standing,
): BudgetFigure {
  const limit = limitOf({ ...budget, carriedOver });
  const reached = stands.state === 'watch' ? (forecastCounted ?? stands.counted) : stands.counted;
  return {
    budgetId: budget.id,
    scopeKind: whom.kind,
    scopeKey: whom.key,
    periodStart: budget.range.start,
    spent: known.amount,
    unpricedTokens: known.unpricedTokens,
    forecast,
    forecastCounted,
    carriedOver,
    state: stands.state,
    excess: (reached - limit) as Money,
    version: budget.version,
  };
}

/** How many spent something of what a budget counts, where that decides who is told; null: one person's. */
async function peopleIn(
  asking: Pick<JobContext, 'store' | 'settings'>,
  { budget, whom: { kind, key } }: Figure,
): Promise<number | null> {
  if (kind === 'user') return null;
  if (asking.settings.privacy.othersSee === 'days') return 0;
  const { narrowing } = budget;
  return peopleCounted(asking, { kind, keys: [key], narrowing, range: countedDays(budget) });
}

/**
 * Whom to tell, over which channel: the person concerned and those who want every alert, each once.
 * @param people whose spend the budget counts; null: one person's
 */
function targets({ notify, privacy }: Settings, { kind, key }: Whom, people: number | null): Recipient[] {
  const tellsOthers = alertsOthers(privacy, people);
  // A manager is one of those others.
  const concerned = kind === 'user' || (kind === 'team' && tellsOthers);
  return recipients(
    tellsOthers ? notify : { ...notify, to: [], webhook: null },
    notify.toOwner && concerned && key.includes('@') ? [key] : [],
  );
}
