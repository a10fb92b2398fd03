import type Database from 'better-sqlite3';
import type { Driver } from '../core/drivers.ts';
import type { ForecastKind, ForecastOf } from '../core/forecast.ts';
import type { Money } from '../core/types.ts';
import { outdateFigures } from './budgetFigures.ts';
import type { Connection } from './connection.ts';
import { prepared } from './statements.ts';
import type { Store } from './types.ts';

/** Forecasts of everybody, as they were last worked out. */

/** For which day and settings they were made; and that a day of spend was written since. */
const MADE_FOR = 'forecasts.for';
const OUTDATED = 'forecasts.outdated';
/** Who drives the organisation's budgets. A dozen at most, so that they are one text. */
const DRIVERS = 'forecasts.drivers';

type Drivers = ReadonlyMap<string, Driver | null>;
type DriverText = [name: string, driver: { key: string; amount: string; share: string } | null];
const textOf = (drivers: Drivers): string =>
  JSON.stringify(
    [...drivers].map(([name, one]): DriverText => {
      const text = one && { key: one.key, amount: String(one.amount), share: String(one.share) };
      return [name, text];
    }),
  );
const driversFrom = (text: string | null): Drivers =>
  new Map(
    (JSON.parse(text ?? '[]') as DriverText[]).map(([name, one]) => [
      name,
      one && { key: one.key, amount: BigInt(one.amount) as Money, share: BigInt(one.share) },
    ]),
  );

const metaOf = (sqlite: Database.Database, key: string): string | null =>
  (prepared(sqlite, 'SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined) ?? null;
const setMeta = (sqlite: Database.Database, key: string, value: string): void => {
  prepared(
    sqlite,
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  ).run(key, value);
};

/** Called by whatever changes a day of spend, in its transaction. */
export function outdateForecasts(sqlite: Database.Database): void {
  setMeta(sqlite, OUTDATED, '1');
  outdateFigures(sqlite);
}

type Range = readonly [low: Money | null, mid: Money | null, high: Money | null];
const rangeOf = (...[low, mid, high]: Range): ForecastOf['best'] =>
  low === null || mid === null || high === null ? null : { low, mid, high };

function of(
  sqlite: Database.Database,
  kind: ForecastKind,
  keys?: readonly string[],
): ReadonlyMap<string, ForecastOf> {
  const some = keys === undefined ? '' : ' AND key IN (SELECT value FROM json_each(?))';
  const rows = prepared(
    sqlite,
    `SELECT key, low, mid, high, counted_low, counted_mid, counted_high FROM forecasts WHERE kind = ?${some}`,
  )
    .raw()
    .all(kind, ...(keys === undefined ? [] : [JSON.stringify(keys)])) as [string, ...Range, ...Range][];
  const found = new Map<string, ForecastOf>();
  for (const [key, low, mid, high, countedLow, countedMid, countedHigh] of rows)
    found.set(key, {
      best: rangeOf(low, mid, high),
      counted: rangeOf(countedLow, countedMid, countedHigh),
    });
  return found;
}

function replace(
  sqlite: Database.Database,
  madeFor: string,
  kinds: Parameters<Store['forecasts']['replace']>[2],
  drivers: Drivers,
): void {
  sqlite.prepare('DELETE FROM forecasts').run();
  const insert = sqlite.prepare('INSERT INTO forecasts VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for (const [kind, forecasts] of Object.entries(kinds))
    for (const [key, { best, counted }] of forecasts)
      insert.run(
        kind,
        key,
        best?.low ?? null,
        best?.mid ?? null,
        best?.high ?? null,
        counted?.low ?? null,
        counted?.mid ?? null,
        counted?.high ?? null,
      );
  setMeta(sqlite, MADE_FOR, madeFor);
  setMeta(sqlite, DRIVERS, textOf(drivers));
  sqlite.prepare('DELETE FROM meta WHERE key = ?').run(OUTDATED);
}

export function forecastsStore({ sqlite, read, writeWith }: Connection): Store['forecasts'] {
  return {
    state: async () =>
      read(() => ({ madeFor: metaOf(sqlite, MADE_FOR), outdated: metaOf(sqlite, OUTDATED) !== null })),
    people: async () =>
      read(() =>
        Number(
          prepared(sqlite, "SELECT count(*) FROM forecasts WHERE kind = 'user'").pluck().get() as bigint,
        ),
      ),
    of: async (kind, keys) => read(() => of(sqlite, kind, keys)),
    drivers: async () => read(() => driversFrom(metaOf(sqlite, DRIVERS))),
    replace: async (lease, madeFor, kinds, drivers) =>
      writeWith(lease, () => replace(sqlite, madeFor, kinds, drivers)),
  };
}
