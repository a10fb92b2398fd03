import { formatExact } from '../../core/money.ts';
import type { StopsListed } from './list.ts';
import type { PastRow } from './past.ts';
import type { StopsSeen } from './seen.ts';

/** Stops as JSON, in the API and at the command line alike: money as exact decimal strings, days and instants UTC. */

export const stopsSeenJson = ({ stops, asked }: StopsSeen) => ({
  stops: stops.map((stop) => ({
    ...{ state: stop.state, dryRun: stop.isDry, budget: stop.budgetId },
    ...{ scope: stop.whom.kind, key: stop.whom.key, narrow: stop.narrowing },
    ...{ since: stop.since, until: stop.periodEnd, heldUntil: stop.held?.until ?? null },
    counted: stop.figures === null ? null : formatExact(stop.figures.counted),
    limit: stop.figures === null ? null : formatExact(stop.figures.limit),
    left: stop.figures === null ? null : formatExact(stop.figures.left),
    grace: stop.grace === null ? null : { amount: formatExact(stop.grace.amount), hours: stop.grace.hours },
  })),
  ask: asked.map(({ name, email }) => email || name),
});

export const stopsListJson = ({ mode, going, reprieves }: StopsListed) => ({
  mode,
  stops: going.map((stop) => ({
    ...{ id: stop.id, dryRun: stop.isDry, budget: stop.budgetId },
    ...{ scope: stop.whom.kind, key: stop.whom.key, narrow: stop.narrowing },
    ...{ since: stop.since, until: stop.periodEnd },
    counted: stop.figures === null ? null : formatExact(stop.figures.counted),
    limit: stop.figures === null ? null : formatExact(stop.figures.limit),
    profiles: stop.profiles.map(({ arn, mark, effective, refusedAt, lastError }) => ({
      ...{ arn, wanted: mark, effective, refusedAt, refusal: lastError },
    })),
    boundaries: stop.boundaries,
  })),
  reprieves: reprieves.map(({ extra, whom, ...one }) => ({
    ...{ id: one.id, kind: one.kind, budget: one.budgetId, scope: whom.kind, key: whom.key },
    ...{ from: one.from, until: one.until, by: one.by, reason: one.reason },
    extra: extra === null ? null : formatExact(extra),
  })),
});

export const pastRowJson = (row: PastRow) => ({
  ...{ budget: row.budgetId, scope: row.whom.kind, key: row.whom.key, narrow: row.narrowing },
  ...{ period: row.period, start: row.periodStart, endExclusive: row.periodEnd, stoppedOn: row.day },
  counted: formatExact(row.counted),
  limit: formatExact(row.limit),
  spentAfterwards: formatExact(row.after),
});
