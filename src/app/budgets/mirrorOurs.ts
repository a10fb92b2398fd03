import { periodOf } from '../../core/budgetPeriods.ts';
import type { BudgetRecord } from '../../core/budgets.ts';
import { summarizeFreshness } from '../../core/freshness.ts';
import { type Known, NOTHING_KNOWN } from '../../core/known.ts';
import { dayOf, HOUR_MS } from '../../core/periods.ts';
import type { DayRange, Instant, Priced } from '../../core/types.ts';
import type { MirrorRow } from '../../store/typesMirror.ts';
import type { Asking } from '../asking.ts';

/** The ledger's own figures beside those that AWS Budgets works out, and the time between the two. */

export interface OursOf {
  /** Spent in the running period by the ledger; null where another page works that out. */
  spent(record: BudgetRecord): Known | null;
  /** Up to when the ledger's figures are complete; null: some place was never read. */
  until: Instant | null;
}

/** @param records those that are shown */
export async function oursOf(asking: Asking, records: readonly BudgetRecord[]): Promise<OursOf> {
  const { store, settings, now } = asking;
  const today = dayOf(now);
  const rangeOf = ({ period }: BudgetRecord) => periodOf(period, today, settings.budgets.calendar);
  const plain = records.filter(({ narrowing }) => narrowing === null);
  const ranges = new Map(plain.map((one) => [JSON.stringify(rangeOf(one)), rangeOf(one)]));
  const sums = new Map<string, Sums>();
  for (const [key, range] of ranges) {
    const kinds = new Set(
      plain.filter((one) => JSON.stringify(rangeOf(one)) === key).map(({ scope }) => scope.kind),
    );
    sums.set(key, await sumsOf(asking, range, kinds));
  }
  const teams = new Map<string, readonly string[]>();
  for (const { scope } of plain)
    if (scope.kind === 'team') teams.set(scope.key, await store.people.reportsOf(scope.key));
  return {
    until: summarizeFreshness(await store.freshness.all(), now).estimatesUntil,
    spent(record) {
      const of = sums.get(JSON.stringify(rangeOf(record)));
      const { scope } = record;
      if (of === undefined || record.narrowing !== null) return null;
      if (scope.kind === 'costCenter') return of.costCenter.get(scope.key) ?? NOTHING_KNOWN;
      if (scope.kind === 'user') return of.user.get(scope.key) ?? NOTHING_KNOWN;
      if (scope.kind === 'organisation') return added([...of.user.values()]);
      if (scope.kind !== 'team') return null;
      return added((teams.get(scope.key) ?? []).flatMap((email) => of.user.get(email) ?? []));
    },
  };
}

interface Sums {
  user: ReadonlyMap<string, Known>;
  costCenter: ReadonlyMap<string, Known>;
}

async function sumsOf({ store }: Asking, range: DayRange, kinds: ReadonlySet<string>): Promise<Sums> {
  const by = async (kind: 'user' | 'costCenter') => {
    const rows = await store.spend.amounts({
      range,
      groupBy: [kind],
      basis: 'best',
      filter: {},
      scope: 'all',
    });
    return new Map(rows.map((row) => [row.keys[0] ?? '', row as Known]));
  };
  const isOfPeople = ['user', 'team', 'organisation'].some((kind) => kinds.has(kind));
  return {
    user: isOfPeople ? await by('user') : new Map(),
    costCenter: kinds.has('costCenter') ? await by('costCenter') : new Map(),
  };
}

const added = (all: readonly Known[]): Known =>
  all.reduce<Known>(
    (total, { amount, unpricedTokens }) => ({
      amount: ((total.amount ?? 0n) + (amount ?? 0n)) as Priced,
      unpricedTokens: total.unpricedTokens + unpricedTokens,
    }),
    NOTHING_KNOWN,
  );

/** How much older AWS's figures are than the ledger's, in hours: at least and at most; null where one of them has none. */
export function hoursBehind(
  { figureSince, figureAfter }: Pick<MirrorRow, 'figureSince' | 'figureAfter'>,
  until: Instant | null,
): { least: number; most: number | null } | null {
  if (figureSince === null || until === null) return null;
  const hours = (at: Instant) => Math.max(0, Math.round((Date.parse(until) - Date.parse(at)) / HOUR_MS));
  return { least: hours(figureSince), most: figureAfter === null ? null : hours(figureAfter) };
}
