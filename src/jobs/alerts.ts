import type { Alert, Delivery } from '../core/alerts.ts';
import { budgetsInForce, judgedMonths } from '../core/budgets.ts';
import { summarizeFreshness } from '../core/freshness.ts';
import { dayOf, lastDayOf, monthRange } from '../core/periods.ts';
import type { BriefSum } from '../core/questions.ts';
import { recipients } from '../core/recipients.ts';
import type { Settings } from '../core/settings.ts';
import { limitsIn, newCrossings, staleSince, standing } from '../core/standing.ts';
import type { Day, DayRange, Instant, Month } from '../core/types.ts';
import type { Store } from '../store/types.ts';
import { breathe, type Job, type JobContext, nowOf } from './job.ts';

/** Crossings of one transaction; each has its messages with it. */
const RECORDED_AT_ONCE = 200;

type NewAlert = Parameters<Store['alerts']['record']>[1][number];

/**
 * Records every new crossing of the running month, and of the one before as long as its last days settle, with the
 * messages it owes in the same transaction. Of several new ones of one budget only the highest is sent. Each is recorded
 * once per budget, owner, version, month and threshold.
 */
export const alertsJob: Job = {
  name: 'alerts',
  async run(context) {
    const { store, lease, clock, progress } = context;
    const months = judgedMonths(dayOf(clock.now()));
    const now = nowOf(context);
    progress.start('alerts', months.length);
    let rows = 0;
    for (const [index, month] of months.entries()) {
      const found = await crossingsIn(month, context, now);
      for (let from = 0; from < found.length; from += RECORDED_AT_ONCE) {
        rows += await store.alerts.record(lease, found.slice(from, from + RECORDED_AT_ONCE), now);
        await breathe(context);
      }
      progress.step(index + 1, month);
    }
    progress.done(`${rows} new`);
    return { rows, errors: [] };
  },
};

/** What is judged: spend, budgets and freshness of one moment. */
const known = (
  { store, settings }: Pick<JobContext, 'store' | 'settings'>,
  range: DayRange,
  month: Month,
  day: Day,
) =>
  store.reading(async ({ spend, alerts, freshness, budgets }) => {
    const ask = { range, basis: 'best' as const, filter: {}, scope: 'all' as const };
    const users = await spend.brief({ ...ask, groupBy: ['user'] });
    const costCenters = await spend.brief({ ...ask, groupBy: ['costCenter'] });
    return {
      sums: { user: byKey(users.rows), costCenter: byKey(costCenters.rows) },
      already: await alerts.recorded(month),
      freshness: await freshness.all(),
      budgets: await budgets.on(day, settings.budgets.calendar),
    };
  });

async function crossingsIn(
  month: Month,
  context: Pick<JobContext, 'store' | 'settings'>,
  now: Instant,
): Promise<NewAlert[]> {
  const range = monthRange(month);
  const { sums, already, freshness, budgets } = await known(
    context,
    range,
    month,
    lastDayOf(range, dayOf(now)),
  );
  const { settings } = context;
  const limit = limitsIn(range);
  const stale = staleSince(summarizeFreshness(freshness, Date.parse(now)));
  return budgetsInForce(budgets, range, [...sums.user.keys()]).flatMap((inForce) => {
    const { budget, scopeKind, scopeKey } = inForce;
    const sum = sums[scopeKind].get(scopeKey);
    if (sum === undefined) return [];
    const stands = standing({
      range,
      known: sum,
      days: null,
      limit: limit(budget),
      cautiousRate: settings.cautiousRatePerMillion,
      forecastOf: null,
      staleSince: stale,
    });
    const crossings = newCrossings({
      budget,
      scopeKey,
      standing: stands,
      thresholds: settings.thresholds,
      already,
    });
    return crossings.record.map((thresholdPercent) => ({
      budgetId: budget.id,
      scopeKind,
      scopeKey,
      version: budget.version,
      month,
      thresholdPercent,
      spent: stands.spent,
      unpricedTokens: stands.unpricedTokens,
      cautious: stands.cautious,
      budget: budget.amount,
      label: sum.label,
      staleSince: stands.staleSince,
      crossedAt: now,
      send: thresholdPercent === crossings.send ? targets(settings.notify, scopeKind, scopeKey) : [],
    }));
  });
}

const byKey = (rows: readonly BriefSum[]): Map<string, BriefSum> =>
  new Map(rows.map((row) => [row.keys[0] ?? '', row]));

/** Whom to tell, over which channel: the person concerned and those who want every alert, each once. */
function targets(
  notify: Settings['notify'],
  scopeKind: Alert['scopeKind'],
  scopeKey: string,
): { channel: Delivery['channel']; target: string }[] {
  const owner = notify.toOwner && scopeKind === 'user' && scopeKey.includes('@') ? [scopeKey] : [];
  return recipients(notify, owner);
}
