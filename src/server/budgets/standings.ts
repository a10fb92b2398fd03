import type { Context } from 'hono';
import { forecaster, HISTORY_DAYS } from '../../core/forecast.ts';
import { addDays, dayOf, monthOf, monthRange } from '../../core/periods.ts';
import type { AmountRow } from '../../core/questions.ts';
import type { Money } from '../../core/types.ts';
import type { ServerDeps } from '../deps.ts';
import { scopeOf } from '../http/visitor.ts';

/** Where everybody stands in the running month, by `user|…` and `costCenter|…`. */
export interface Standings {
  spent: ReadonlyMap<string, Money>;
  forecastOf(name: string): Money | null;
}

export async function standingsOf(c: Context, deps: Pick<ServerDeps, 'store' | 'clock'>): Promise<Standings> {
  const today = dayOf(deps.clock.now());
  const range = monthRange(monthOf(today));
  const recent = { start: addDays(range.start, -HISTORY_DAYS), endExclusive: range.endExclusive };
  const groups = ['costCenter', 'user'] as const;
  const ask = { basis: 'best' as const, filter: {}, scope: scopeOf(c) };
  const { amounts } = await deps.store.spend.queryPage(
    [],
    [
      ...groups.map((group) => ({ ...ask, range, groupBy: [group] })),
      ...groups.map((group) => ({ ...ask, range: recent, groupBy: [group, 'day' as const] })),
    ],
  );
  const named = (rows: readonly AmountRow[] | undefined, group: string) =>
    (rows ?? [])
      .filter(({ keys }) => keys[0] !== '')
      .map(({ keys, amount }) => ({ name: `${group}|${keys[0]}`, day: keys[1] ?? '', amount }));
  const sums = groups.flatMap((group, i) => named(amounts[i], group));
  const days = Map.groupBy(
    groups.flatMap((group, i) => named(amounts[groups.length + i], group)),
    ({ name }) => name,
  );
  const forecast = forecaster(today, monthOf(today));
  return {
    spent: new Map(sums.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, amount }) => [name, amount])),
    forecastOf: (name) => forecast(days.get(name) ?? [])?.mid ?? null,
  };
}
