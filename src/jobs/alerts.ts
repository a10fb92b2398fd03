import { peopleCounted } from '../app/budgets/counted.ts';
import { type Figure, figuresOf } from '../app/budgets/figures.ts';
import { teamIn } from '../app/budgets/teams.ts';
import { routing } from '../app/notify/routes.ts';
import { countedDays } from '../core/budgetChanges.ts';
import { judgeCrossings, type Recorded, slotOf } from '../core/crossings.ts';
import { summarizeFreshness } from '../core/freshness.ts';
import { narrowingText } from '../core/narrowing.ts';
import { addDays, dayOf, lastDayOf, monthOf } from '../core/periods.ts';
import type { Recipient } from '../core/recipients.ts';
import type { Settings } from '../core/settings.ts';
import { limitOf, percentOfLimit, type Standing, staleSince, standing } from '../core/standing.ts';
import { ofSettings, type Threshold, thresholdText } from '../core/thresholds.ts';
import type { Instant, Money } from '../core/types.ts';
import type { Store } from '../store/types.ts';
import type { BudgetFigure } from '../store/typesBelongings.ts';
import type { NewAlert } from '../store/typesBudgets.ts';
import { breathe, type Job, type JobContext, nowOf } from './job.ts';

/** Crossings of one transaction; each has its messages with it. */
const RECORDED_AT_ONCE = 200;

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
    if (judged.fall.length > 0) await store.alerts.fall(lease, judged.fall, now);
    if (judged.again.length > 0) await store.alerts.crossAgain(lease, judged.again, now);
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
  const starts = [...new Set(figures.map(({ budget }) => budget.range.start))];
  const recorded = Map.groupBy(await store.alerts.recorded(starts), slotOf);
  const alerts: NewAlert[] = [];
  const again: (NewAlert & { id: string })[] = [];
  const fall: string[] = [];
  // The directory is read once, and only where there is something to tell.
  const routes = once(() => routing(asking));
  const toldOf = async (one: Figure): Promise<readonly Recipient[]> =>
    (await routes())({ kind: 'threshold', scope: one.whom, people: await peopleIn(context, one) });
  const kept: BudgetFigure[] = [];
  for (const one of figures) {
    const stands = standsAt(one, settings, stale);
    if (one.running) kept.push(keptOf(one, stands));
    const { found, fallen } = crossingsOf(one, stands, { settings, recorded, now });
    fall.push(...fallen);
    if (found.length === 0) continue;
    const members = one.whom.kind === 'team' ? await membersOf(asking, one) : null;
    const send = found.some((crossed) => crossed.send) ? await toldOf(one) : [];
    for (const { send: isFirst, id, ...alert } of found) {
      const whole = {
        ...alert,
        ...{ members, memberCount: members?.length ?? null },
        send: isFirst ? send : [],
      };
      if (id === null) alerts.push(whole);
      else again.push({ ...whole, id });
    }
  }
  return { alerts, again, fall, figures: kept };
}

/** Makes something when it is first asked for. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
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
  {
    settings,
    recorded,
    now,
  }: { settings: Settings; recorded: ReadonlyMap<string, readonly Recorded[]>; now: Instant },
): {
  /** `id` of one that was recorded before. */
  found: (Omit<NewAlert, 'members' | 'memberCount' | 'send'> & { send: boolean; id: string | null })[];
  fallen: readonly string[];
} {
  const thresholds: readonly Threshold[] = budget.terms.thresholds ?? ofSettings(settings.thresholds);
  const slot = slotOf({ budgetId: budget.id, scopeKey: whom.key, periodStart: budget.range.start });
  const { record, again, send, fall } = judgeCrossings({
    budget,
    scopeKey: whom.key,
    standing: stands,
    thresholds,
    recorded: recorded.get(slot) ?? [],
  });
  const fallen = fall.map(({ id }) => id);
  const limit = stands.limit;
  if (limit === null) return { found: [], fallen };
  const crossed = [
    ...record.map((threshold) => ({ threshold, id: null })),
    ...again.map(({ threshold, recorded: { id } }) => ({ threshold, id })),
  ];
  const found = crossed.map(({ threshold, id }) => ({
    id,
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
  return { found, fallen };
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
  const { narrowing } = budget;
  return peopleCounted(asking, { kind, keys: [key], narrowing, range: countedDays(budget) });
}
