import { budgetsHeld } from '../../core/budgets.ts';
import { pricedPart } from '../../core/known.ts';
import { sum, ZERO } from '../../core/money.ts';
import type { Outbox } from '../../core/outbox.ts';
import { dayOf, monthOf, monthRange } from '../../core/periods.ts';
import type { JobRun } from '../../core/runs.ts';
import { limitsIn } from '../../core/standing.ts';
import type { Finding, Freshness, Instant, Money } from '../../core/types.ts';
import { type Asking, inOneReading } from '../asking.ts';

/** Figures of the ledger for whoever watches it as a whole: nobody's in particular, and bounded in number. */

/** Cost centers that are told one by one; the rest is told as one. */
export const MOST_CENTERS = 100;
/** The name of all others: no tag of AWS has brackets. */
export const OTHER_CENTERS = '(other)';

export interface Figures {
  /** As fresh as the least fresh part of each source. */
  freshness: readonly Pick<Freshness, 'source' | 'lastSuccessAt' | 'completeUntil'>[];
  latest: readonly JobRun[];
  lastOk: readonly { job: JobRun['job']; startedAt: Instant }[];
  /** Of the running month, as are spent and ceiling. */
  operations: readonly { operation: string; requests: number; charge: Money }[];
  spent: Money;
  ceiling: Money;
  outbox: Outbox;
  /** Answers that are held back. */
  heldBack: number;
  /** Of the running month. */
  findings: Readonly<Record<Finding['severity'], number>>;
  /** Best-known spend of the running month and its budget; null unless the settings say so. */
  costCenters: readonly CenterFigures[] | null;
}
interface CenterFigures {
  name: string;
  spent: Money;
  budget: Money | null;
}

/** Asked by no person: whoever hands the answer on has a token for that alone. */
export const readFigures = (asking: Pick<Asking, 'store' | 'settings' | 'now'>): Promise<Figures> =>
  inOneReading(asking, async ({ store, settings, now }) => {
    const month = monthOf(dayOf(now));
    const findings = await store.spend.findings({ range: monthRange(month) });
    const many = (severity: Finding['severity']) =>
      findings.filter((one) => one.severity === severity).length;
    return {
      freshness: leastFresh(await store.freshness.all()),
      latest: await store.runs.latest(),
      lastOk: await store.runs.lastOk(),
      operations: await store.runs.awsCharges(month),
      spent: await store.runs.spent(month),
      ceiling: settings.awsChargeCeiling,
      outbox: await store.alerts.outbox(),
      heldBack: (await store.quarantine.all()).length,
      findings: { info: many('info'), warning: many('warning'), error: many('error') },
      costCenters: settings.metrics.costCenters ? await centersOf({ store, settings, now }) : null,
    };
  });

function leastFresh(all: readonly Freshness[]): Figures['freshness'] {
  const least = (values: readonly (Instant | null)[]): Instant | null =>
    values.includes(null) ? null : (values.toSorted()[0] ?? null);
  return [...Map.groupBy(all, ({ source }) => source)].map(([source, slices]) => ({
    source,
    lastSuccessAt: least(slices.map((one) => one.lastSuccessAt)),
    completeUntil: least(slices.map((one) => one.completeUntil)),
  }));
}

async function centersOf({
  store,
  settings,
  now,
}: Pick<Asking, 'store' | 'settings' | 'now'>): Promise<CenterFigures[]> {
  const range = monthRange(monthOf(dayOf(now)));
  const { rows } = await store.spend.brief({
    range,
    groupBy: ['costCenter'],
    basis: 'best',
    filter: {},
    scope: 'all',
    unowned: 'apart',
  });
  const budgets = await store.budgets.on(dayOf(now), settings.budgets.calendar);
  // Of cost centers alone: where people belong decides nothing here.
  const held = budgetsHeld(budgets, range);
  const limit = limitsIn(range);
  const spentBy = new Map(rows.map((row) => [row.keys[0] ?? '', pricedPart(row)]));
  // A budget of which nothing was spent is told as well.
  for (const { scope } of budgets)
    if (scope.kind === 'costCenter' && !spentBy.has(scope.key)) spentBy.set(scope.key, ZERO);
  const all = [...spentBy].map(
    ([name, spent]): CenterFigures => ({ name, spent, budget: limit(held('costCenter', name)) }),
  );
  // What is called like a person is not told by its name.
  const isTold = ({ name }: CenterFigures, rank: number) =>
    rank < MOST_CENTERS && name !== '' && !name.includes('@');
  const others = all.filter((one, rank) => !isTold(one, rank));
  return [
    ...all.filter(isTold),
    ...(others.length === 0
      ? []
      : [
          {
            name: OTHER_CENTERS,
            spent: sum(others.map(({ spent }) => spent)),
            budget: sum(others.map(({ budget }) => budget ?? ZERO)),
          },
        ]),
  ];
}
