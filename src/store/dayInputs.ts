import type Database from 'better-sqlite3';
import { modelReader, spellingsOf } from '../core/models.ts';
import type { Repriced } from '../core/rates.ts';
import type { CatalogueEntry, Day } from '../core/types.ts';
import { readUsageType } from '../core/usageTypes.ts';
import type { DayVersion } from './typesSpend.ts';

/**
 * The version of what each day of spend is computed from. Whoever changes any of it moves on the versions of the days that
 * it can matter to, in the transaction of the change; what is written once more as it is moves nothing. A day that is
 * moved on needlessly is read and found to be as it was; one that is forgotten would stay wrong for ever.
 */

/** More than this many tag values that changed at once are looked for on no day's bill: all days are moved on. */
const LOOKED_FOR_AT_MOST = 1000;

/** `known`: every day of which anything is held or was computed. Usage by the key's order, from one day to the next. */
const KNOWN_DAYS = `WITH RECURSIVE used (day) AS (
    SELECT substr(min(hour), 1, 10) FROM usage
    UNION ALL
    SELECT (SELECT substr(min(hour), 1, 10) FROM usage WHERE hour >= day || 'T24') FROM used WHERE day IS NOT NULL
  ), known (day) AS (
    SELECT day FROM used WHERE day IS NOT NULL
    UNION SELECT day FROM charge_reads WHERE grouping = 'line'
    UNION SELECT day FROM day_inputs
    UNION SELECT day FROM spend_days
  )`;
/** Every known day with the version of its inputs and what it was computed from. */
export const daysOf = (sqlite: Database.Database): DayVersion[] =>
  (
    sqlite
      .prepare(
        `${KNOWN_DAYS} SELECT k.day, coalesce(d.version, 0) AS version, coalesce(d.own_version, 0) AS ownVersion,
            s.inputs_hash AS inputsHash,
            s.version AS computedVersion, s.own_version AS computedOwn, s.computed_by AS computedBy, s.models
          FROM known k LEFT JOIN day_inputs d ON d.day = k.day LEFT JOIN spend_days s ON s.day = k.day ORDER BY k.day`,
      )
      .all() as {
      day: Day;
      version: bigint;
      ownVersion: bigint;
      inputsHash: string | null;
      computedVersion: bigint;
      computedOwn: bigint;
      computedBy: string;
      models: string | null;
    }[]
  ).map(({ day, version, ownVersion, inputsHash, computedVersion, computedOwn, computedBy, models }) => ({
    day,
    version: Number(version),
    ownVersion: Number(ownVersion),
    computed:
      inputsHash === null
        ? null
        : {
            inputsHash,
            version: Number(computedVersion),
            ownVersion: Number(computedOwn),
            computedBy,
            models: models === null ? null : (JSON.parse(models) as string[]),
          },
  }));

const MOVE = 'INSERT INTO day_inputs (day, version, own_version)';
const ON = 'ON CONFLICT (day) DO UPDATE SET version = version + 1';

/** Moves on days of whose tokens or bill something is held otherwise than before. */
export function moveOwnDays(sqlite: Database.Database, days: Iterable<Day>): void {
  const move = sqlite.prepare(`${MOVE} VALUES (?, 1, 1) ${ON}, own_version = own_version + 1`);
  for (const day of days) move.run(day);
}

function moveDays(sqlite: Database.Database, days: Iterable<Day>): void {
  const move = sqlite.prepare(`${MOVE} VALUES (?, 1, 0) ${ON}`);
  for (const day of days) move.run(day);
}

/** Moves on every day from one on: something that holds on all of them became another. */
export function moveDaysFrom(sqlite: Database.Database, day: Day): void {
  sqlite.prepare(`${KNOWN_DAYS} ${MOVE} SELECT day, 1, 0 FROM known WHERE day >= ? ${ON}`).run(day);
}

/** Moves on the days on whose bill a tag or a caller of one of these values stands. */
export function moveDaysBilledTo(
  sqlite: Database.Database,
  by: 'profile' | 'owner' | 'principal',
  values: ReadonlySet<string>,
): void {
  if (values.size === 0) return;
  if (values.size > LOOKED_FOR_AT_MOST) {
    moveDaysFrom(sqlite, '');
    return;
  }
  sqlite
    .prepare(
      `${MOVE} SELECT DISTINCT r.day, 1, 0 FROM charge_reads r, json_each(?) v WHERE r.grouping = ? AND EXISTS (
        SELECT 1 FROM charges c
        WHERE c.day = r.day AND c.grouping = r.grouping AND c.account_id = r.account_id AND c.key1 = v.value
      ) ${ON}`,
    )
    .run(JSON.stringify([...values]), by);
}

/** Moves on the days whose bill spells a model in a way that can mean one of these: they came, went, or are called otherwise. */
export function moveDaysSpelling(sqlite: Database.Database, models: readonly CatalogueEntry[]): void {
  if (models.length === 0) return;
  const spells = spellingsOf(models);
  const known = new Map<string, boolean>();
  const lines = sqlite
    .prepare(
      `SELECT c.day, c.key1 AS service, c.key2 AS usageType FROM (SELECT DISTINCT day FROM charge_reads) r
        JOIN charges c ON c.day = r.day AND c.grouping = 'line'`,
    )
    .all() as { day: Day; service: string; usageType: string }[];
  const days = lines.filter(({ service, usageType }) => {
    const pair = `${service}\n${usageType}`;
    let named = known.get(pair);
    if (named === undefined) {
      const { modelName } = readUsageType(service, usageType);
      named = modelName !== null && spells(modelName);
      known.set(pair, named);
    }
    return named;
  });
  moveDays(sqlite, new Set(days.map(({ day }) => day)));
}

/**
 * Moves on the days on which something was called by an id that stands for something else by the one catalogue than by the
 * other. What a day's ids stood for is known as its models: what nobody listed stands for itself.
 */
export function moveDaysCalling(
  sqlite: Database.Database,
  before: readonly CatalogueEntry[],
  after: readonly CatalogueEntry[],
): void {
  const [old, now] = [modelReader(before), modelReader(after)];
  const differs = (id: string) => JSON.stringify(old(id)) !== JSON.stringify(now(id));
  const stoodFor = new Set(
    [...before, ...after].flatMap(({ id }) => {
      const ref = differs(id) ? old(id) : null;
      return ref !== null && 'modelKey' in ref ? [ref.modelKey] : [];
    }),
  );
  const known = new Map<string, boolean>();
  const isOther = (modelKey: string): boolean => {
    const other = known.get(modelKey) ?? (stoodFor.has(modelKey) || differs(modelKey));
    known.set(modelKey, other);
    return other;
  };
  const days = daysOf(sqlite).filter((one) => modelsSeen(one)?.some(isOther) ?? true);
  moveDays(
    sqlite,
    days.map(({ day }) => day),
  );
}

/** Models whose tokens a day saw; null where that is not known: it was not computed, or its version moved since. */
const modelsSeen = ({ version, computed }: DayVersion): readonly string[] | null =>
  computed?.version === version ? computed.models : null;

/**
 * Moves on the days on which tokens of a model were seen that are worth something else now. Which models a day saw is known
 * of days that were computed and whose version did not move since; of the others the model does not matter.
 */
export function moveDaysPriced(sqlite: Database.Database, repriced: readonly Repriced[]): void {
  if (repriced.length === 0) return;
  const moved = daysOf(sqlite).filter((one) => {
    const models = modelsSeen(one);
    const seen = models === null ? null : new Set(models);
    return repriced.some(
      ({ modelKey, start, endExclusive }) =>
        one.day >= start && one.day < endExclusive && (seen === null || seen.has(modelKey)),
    );
  });
  moveDays(
    sqlite,
    moved.map(({ day }) => day),
  );
}
