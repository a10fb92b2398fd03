import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Day, Money, Month, SpendLabel, SpendRow } from '../core/types.ts';
import { big, int } from './columns.ts';

/**
 * Roll-ups: `spend` added up by what is asked of it, written in the transaction that writes the day. They hold nothing of
 * their own: dropped, they are filled again from `spend` (`rollups.ts`), as long as its rows are kept.
 */

/** Which grain a sum is of: `rollups.ts` says what each is summed up by. */
export type Grain = 'line' | 'model' | 'costCenter' | 'costCenterModel' | 'person' | 'holder';

/**
 * What sums are of, each combination once: a sum names its number instead of a hundred letters. '' stands for what a
 * grain is not summed up by, and for what a row does not have. Tags are as they were written.
 */
export const spendKeys = sqliteTable(
  'spend_keys',
  {
    id: integer('id').primaryKey(),
    grain: text('grain').$type<Grain>().notNull(),
    view: text('view').$type<SpendRow['view']>().notNull(),
    costCenter: text('cost_center').notNull(),
    userEmail: text('user_email').notNull(),
    profileArn: text('profile_arn').notNull(),
    accountId: text('account_id').notNull(),
    region: text('region').notNull(),
    modelKey: text('model_key').notNull(),
    kind: text('kind').notNull(),
    service: text('service').notNull(),
    usageType: text('usage_type').notNull(),
    rateSource: text('rate_source').notNull(),
    allocatedBy: text('allocated_by').notNull(),
    reason: text('reason').notNull(),
  },
  (t) => [
    uniqueIndex('spend_keys_once').on(
      t.grain,
      t.view,
      t.costCenter,
      t.userEmail,
      t.profileArn,
      t.accountId,
      t.region,
      t.modelKey,
      t.kind,
      t.service,
      t.usageType,
      t.rateSource,
      t.allocatedBy,
      t.reason,
    ),
    // With the reason, which is asked of most: an index that lacks it loses against one that only begins with the grain.
    index('spend_keys_by_user').on(t.userEmail, t.grain, t.view, t.reason),
    index('spend_keys_by_model').on(t.modelKey, t.grain, t.view, t.reason),
    index('spend_keys_by_profile').on(t.profileArn, t.grain, t.view, t.reason),
  ],
);

/** All of it adds up, so that a day is taken from its month and put back as it is now. */
const figures = () => ({
  label: text('label').$type<SpendLabel>().notNull(),
  amount: big<Money>('amount').notNull(),
  billed: big<Money>('billed').notNull(),
  estimated: big<Money>('estimated').notNull(),
  estimatedLow: big<Money>('estimated_low').notNull(),
  estimatedHigh: big<Money>('estimated_high').notNull(),
  tokens: big<bigint>('tokens').notNull(),
  billedTokens: big<bigint>('billed_tokens').notNull(),
  input: big<bigint>('input').notNull(),
  output: big<bigint>('output').notNull(),
  cacheRead: big<bigint>('cache_read').notNull(),
  cacheWrite: big<bigint>('cache_write').notNull(),
  unpriced: big<bigint>('unpriced').notNull(),
  /** Rows of `spend`; and those of them that say how sure the figure of a basis is. */
  rows: big<bigint>('row_count').notNull(),
  saysBest: big<bigint>('says_best').notNull(),
  saysBilled: big<bigint>('says_billed').notNull(),
  saysEstimated: big<bigint>('says_estimated').notNull(),
});

/** By day. Stored without row ids, as all that follows. */
export const spendDaySums = sqliteTable(
  'spend_day_sums',
  {
    grain: text('grain').$type<Grain>().notNull(),
    view: text('view').$type<SpendRow['view']>().notNull(),
    day: text('day').$type<Day>().notNull(),
    key: int('key').notNull(),
    ...figures(),
  },
  (t) => [primaryKey({ columns: [t.grain, t.view, t.day, t.key, t.label] })],
);

/** By calendar month. */
export const spendMonthSums = sqliteTable(
  'spend_month_sums',
  {
    grain: text('grain').$type<Grain>().notNull(),
    view: text('view').$type<SpendRow['view']>().notNull(),
    month: text('month').$type<Month>().notNull(),
    key: int('key').notNull(),
    ...figures(),
  },
  (t) => [primaryKey({ columns: [t.grain, t.view, t.month, t.key, t.label] })],
);

/** Up to which day, itself excluded, the days of a month are summed up; a month that is missing is not begun. */
export const spendSummed = sqliteTable('spend_summed', {
  month: text('month').$type<Month>().primaryKey(),
  through: text('through').$type<Day>().notNull(),
});
