import type Database from 'better-sqlite3';
import type { DayRange, SpendRow } from '../core/types.ts';
import { personColumn } from './aliases.ts';
import type { Connection } from './connection.ts';
import type { Dimension } from './rollupColumns.ts';
import type { Attribution } from './spendQuery.ts';
import { type Asked, sourceOf } from './spendSource.ts';
import { prepared } from './statements.ts';
import type { BypassStore, ClaimedSum, CoveredSum, DirectSum, ExplainedSum, UsedSum } from './typesBypass.ts';

/** Who goes round the profiles, as the sums of spend and the callers of the bill know it. */

type Question = Pick<Asked, 'range' | 'filter' | 'figures' | 'owned'> &
  Partial<Pick<Asked, 'groupBy' | 'view'>> & { dimensions: readonly Dimension[] };

/** Sums by these columns, of the profile view unless said otherwise. */
function sums<Row>(sqlite: Database.Database, select: string, group: string, question: Question): Row[] {
  const { sql, parameters } = sourceOf(sqlite, {
    view: 'profile',
    scope: 'all',
    groupBy: [],
    ...question,
  });
  return prepared(sqlite, `SELECT ${select} FROM ${sql} GROUP BY ${group}`).all(parameters) as Row[];
}

const of = (models: readonly string[] | null) => (models === null ? {} : { model: models });

const direct = (
  sqlite: Database.Database,
  range: DayRange,
  by: 'range' | 'day',
  models: readonly string[] | null,
): DirectSum[] =>
  sums(
    sqlite,
    `account_id AS accountId, region, model_key AS modelKey, service, ${by === 'day' ? 'day' : "''"} AS day,
      sum(amount) AS amount, sum(unpriced) AS unpricedTokens, sum(tokens) AS tokens, sum(billed) AS billed`,
    '1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5',
    {
      range,
      filter: { reason: ['directCall'], ...of(models) },
      groupBy: by === 'day' ? ['day'] : [],
      dimensions: ['accountId', 'region', 'modelKey', 'service', 'reason'],
      figures: ['amount', 'unpriced', 'tokens', 'billed'],
      owned: false,
    },
  );

const used = (sqlite: Database.Database, range: DayRange): UsedSum[] =>
  sums(
    sqlite,
    'region, model_key AS modelKey, sum(amount) AS amount, sum(unpriced) AS unpricedTokens',
    '1, 2 ORDER BY 1, 2',
    { range, filter: {}, dimensions: ['region', 'modelKey'], figures: ['amount', 'unpriced'], owned: null },
  );

/** The key of charges begins with the day: days that were read are named, the groupings beside it are many times as many rows. */
const claimed = (sqlite: Database.Database, range: DayRange, services: readonly string[]): ClaimedSum[] =>
  prepared(
    sqlite,
    `SELECT c.account_id AS accountId, ${personColumn(sqlite, 'c.key1')} AS person, c.key2 AS service, sum(c.amount) AS amount
      FROM (SELECT DISTINCT day FROM charge_reads WHERE grouping = 'principal' AND day >= @start AND day < @endExclusive) r
      CROSS JOIN charges c ON c.day = r.day AND c.grouping = 'principal'
      WHERE c.key1 <> '' AND c.key2 IN (SELECT value FROM json_each(@services)) GROUP BY 1, 2, 3`,
  ).all({ ...range, services: JSON.stringify(services) }) as ClaimedSum[];

const explained = (sqlite: Database.Database, range: DayRange, models: readonly string[]): ExplainedSum[] =>
  sums<ExplainedSum>(
    sqlite,
    'account_id AS accountId, user_email AS person, model_key AS modelKey, sum(billed) AS billed',
    '1, 2, 3',
    {
      range,
      filter: { model: models },
      dimensions: ['accountId', 'userEmail', 'modelKey'],
      figures: ['billed'],
      owned: true,
    },
  ).filter(({ person }) => person !== '');

/** Which view answers who owns what. */
const ownerView = (attribution: Attribution): SpendRow['view'] =>
  attribution === 'iamPrincipal' ? 'principal' : 'profile';

const covered = (sqlite: Database.Database, range: DayRange, view: SpendRow['view']): CoveredSum[] =>
  sums<Omit<CoveredSum, 'hasCostCenter' | 'hasProfile'> & { hasCostCenter: bigint; hasProfile: bigint }>(
    sqlite,
    // What has neither an owner nor a profile was attributed by no method.
    `reason, cost_center <> '' AS hasCostCenter, allocated_by <> '' AS hasProfile,
      sum(amount) AS amount, sum(unpriced) AS unpricedTokens`,
    '1, 2, 3 ORDER BY 1, 2, 3',
    {
      range,
      view,
      filter: {},
      dimensions: ['costCenter', 'allocatedBy', 'reason'],
      figures: ['amount', 'unpriced'],
      owned: null,
    },
  ).map((row) => ({ ...row, hasCostCenter: row.hasCostCenter === 1n, hasProfile: row.hasProfile === 1n }));

export function bypassStore({ sqlite, read }: Connection, attribution: Attribution): BypassStore['bypass'] {
  return {
    direct: async (range, by, models) => read(() => direct(sqlite, range, by, models)),
    claimed: async (range, services) => read(() => claimed(sqlite, range, services)),
    explained: async (range, models) => read(() => explained(sqlite, range, models)),
    services: async (range) =>
      read(() =>
        sums(
          sqlite,
          'model_key AS modelKey, service, sum(billed) AS billed',
          "1, 2 HAVING service <> '' ORDER BY 3 DESC, 1, 2",
          {
            range,
            filter: {},
            dimensions: ['modelKey', 'service'],
            figures: ['billed'],
            owned: null,
          },
        ),
      ),
    used: async (range) => read(() => used(sqlite, range)),
    covered: async (range, by) =>
      read(() => covered(sqlite, range, by === 'owner' ? ownerView(attribution) : 'profile')),
  };
}
