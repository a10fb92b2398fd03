import { sql } from 'drizzle-orm';
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type {
  AllocationMethod,
  CatalogueEntry,
  Finding,
  FindingKind,
  Freshness,
  Instant,
  ModelAbout,
  Money,
  Profile,
  Quantity,
  Rate,
  SpendKind,
  SpendLabel,
  SpendRow,
  TokenKind,
  UnallocatedReason,
} from '../core/types.ts';
import { big, bool, int, json } from './columns.ts';

/**
 * The tables of the ledger. Money in 10⁻¹⁰ USD, quantities in 10⁻¹⁰ units, instants as ISO text, days as
 * `YYYY-MM-DD`, all UTC. A change here needs `npx drizzle-kit generate --name what-changed`; migrations only go forward.
 */

/** Facts about the ledger itself: payer account, whether it is simulated, the writer's lease. */
export const meta = sqliteTable('meta', { key: text('key').primaryKey(), value: text('value').notNull() });

export const profiles = sqliteTable(
  'profiles',
  {
    arn: text('arn').primaryKey(),
    accountId: text('account_id').notNull(),
    region: text('region').notNull(),
    shortId: text('short_id').notNull(),
    name: text('name').notNull(),
    status: text('status').notNull(),
    modelKey: text('model_key').notNull(),
    modelArns: json<readonly string[]>('model_arns').notNull(),
    route: text('route').$type<NonNullable<Profile['route']>>(),
    sourceId: text('source_id'),
    createdAt: text('created_at').notNull(),
    firstSeenAt: text('first_seen_at').notNull(),
    lastSeenAt: text('last_seen_at').notNull(),
    goneAt: text('gone_at'),
    /** When a listing said for the first time that it has no tags any more, which is not believed yet; null: none did. */
    untaggedSince: text('untagged_since'),
  },
  (t) => [
    index('profiles_by_short_id').on(t.shortId),
    index('profiles_by_place').on(t.accountId, t.region, t.goneAt),
  ],
);

export const profileTags = sqliteTable(
  'profile_tags',
  {
    arn: text('arn')
      .notNull()
      .references(() => profiles.arn),
    from: text('valid_from').notNull(),
    tags: json<Readonly<Record<string, string>>>('tags').notNull(),
  },
  (t) => [primaryKey({ columns: [t.arn, t.from] })],
);

/**
 * The newest tags of `profile_tags`, a row each, written with them: profiles of a person or a cost center are sought by
 * these, whatever keys the settings name.
 */
export const profileTagValues = sqliteTable(
  'profile_tag_values',
  {
    key: text('key').notNull(),
    value: text('value').notNull(),
    arn: text('arn')
      .notNull()
      .references(() => profiles.arn),
  },
  (t) => [primaryKey({ columns: [t.key, t.value, t.arn] }), index('profile_tag_values_by_profile').on(t.arn)],
);

export const catalogue = sqliteTable(
  'catalogue',
  {
    region: text('region').notNull(),
    type: text('type').$type<CatalogueEntry['type']>().notNull(),
    id: text('id').notNull(),
    modelKey: text('model_key').notNull(),
    name: text('name').notNull(),
    provider: text('provider').notNull(),
    modelArns: json<readonly string[]>('model_arns').notNull(),
    /** Of models; null until AWS was asked. */
    about: json<ModelAbout>('about'),
  },
  (t) => [primaryKey({ columns: [t.region, t.type, t.id] })],
);

/** How many profiles AWS allows per account and Region, as it was read last; a row for each place that was ever read. */
export const profileQuotas = sqliteTable(
  'profile_quotas',
  {
    accountId: text('account_id').notNull(),
    region: text('region').notNull(),
    /** null: it cannot be read. */
    quota: int('quota'),
    readAt: text('read_at').$type<Instant>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.region] })],
);

/** Hours first: a day of all series is read and replaced as one run of rows. Stored without row ids, as `charges` is. */
export const usage = sqliteTable(
  'usage',
  {
    accountId: text('account_id').notNull(),
    region: text('region').notNull(),
    dimension: text('dimension').notNull(),
    kind: text('kind').$type<TokenKind>().notNull(),
    hour: text('hour').notNull(),
    tokens: big<bigint>('tokens').notNull(),
  },
  (t) => [primaryKey({ columns: [t.hour, t.accountId, t.region, t.dimension, t.kind] })],
);

/** Lines and claims of the bill; `billRows.ts` says which keys are what. */
export const charges = sqliteTable(
  'charges',
  {
    day: text('day').notNull(),
    grouping: text('grouping').$type<'line' | 'profile' | 'owner' | 'principal' | 'recordType'>().notNull(),
    accountId: text('account_id').notNull(),
    key1: text('key1').notNull(),
    key2: text('key2').notNull(),
    amount: big<Money>('amount').notNull(),
    quantity: big<Quantity>('quantity').notNull(),
    unit: text('unit').notNull(),
    provisional: bool('provisional').notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.grouping, t.accountId, t.key1, t.key2] })],
);

/** Which windows of the bill were read, and when: an empty day that was read is not a day that was never read. */
export const chargeReads = sqliteTable(
  'charge_reads',
  {
    day: text('day').notNull(),
    grouping: text('grouping').$type<'line' | 'profile' | 'owner' | 'principal' | 'recordType'>().notNull(),
    accountId: text('account_id').notNull(),
    readAt: text('read_at').notNull(),
    provisional: bool('provisional').notNull(),
    /** Whether the reading before it said the same. */
    agrees: bool('agrees').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.day, t.grouping, t.accountId] })],
);

export const freshness = sqliteTable(
  'freshness',
  {
    source: text('source').$type<Freshness['source']>().notNull(),
    slice: text('slice').notNull(),
    completeUntil: text('complete_until'),
    lastSuccessAt: text('last_success_at'),
    lastError: text('last_error'),
    lastErrorAt: text('last_error_at'),
  },
  (t) => [primaryKey({ columns: [t.source, t.slice] })],
);

export const rates = sqliteTable(
  'rates',
  {
    source: text('source').$type<Rate['source']>().notNull(),
    modelKey: text('model_key').notNull(),
    kind: text('kind').$type<TokenKind>().notNull(),
    route: text('route').$type<Rate['route']>().notNull(),
    tier: text('tier').$type<Rate['tier']>().notNull(),
    /** '' stands for "none" in keys. */
    cacheTtl: text('cache_ttl').notNull(),
    longContext: bool('long_context').notNull(),
    /** '' stands for any Region. */
    region: text('region').notNull(),
    validFrom: text('valid_from').notNull(),
    validTo: text('valid_to'),
    perMillion: big<Money>('per_million').notNull(),
  },
  (t) => [
    uniqueIndex('rates_key').on(
      t.source,
      t.modelKey,
      t.kind,
      t.route,
      t.tier,
      t.cacheTtl,
      t.longContext,
      t.region,
      t.validFrom,
    ),
  ],
);

/** The one table. */
export const spend = sqliteTable(
  'spend',
  {
    day: text('day').notNull(),
    view: text('view').$type<SpendRow['view']>().notNull(),
    accountId: text('account_id').notNull(),
    region: text('region').notNull(),
    profileArn: text('profile_arn'),
    modelKey: text('model_key').notNull(),
    kind: text('kind').$type<SpendKind>().notNull(),
    service: text('service').notNull(),
    usageType: text('usage_type').notNull(),
    userEmail: text('user_email'),
    costCenter: text('cost_center'),
    tokens: big<bigint>('tokens').notNull(),
    billedTokens: big<bigint>('billed_tokens').notNull(),
    billed: big<Money>('billed').notNull(),
    estimated: big<Money>('estimated').notNull(),
    estimatedLow: big<Money>('estimated_low').notNull(),
    estimatedHigh: big<Money>('estimated_high').notNull(),
    amount: big<Money>('amount').notNull(),
    label: text('label').$type<SpendLabel>().notNull(),
    allocatedBy: text('allocated_by').$type<AllocationMethod>(),
    reason: text('reason').$type<UnallocatedReason>(),
    rateSource: text('rate_source').$type<Rate['source']>(),
  },
  // Every question names a view and days; of one person's days nobody else's rows are read. A day's largest rows are found
  // among its amounts. Building it takes minutes on a
  // ledger of years, so that `rollups.ts` does it and no migration: until then it has `spend_by_day`.
  (t) => [index('spend_by_owner').on(t.view, t.day, sql`coalesce(user_email, '')`, t.amount)],
);

/** What each day of `spend` was computed from. */
export const spendDays = sqliteTable('spend_days', {
  day: text('day').primaryKey(),
  inputsHash: text('inputs_hash').notNull(),
  /** The version of the day's inputs that it was computed from. */
  version: int('version').notNull().default(0),
  /** The version of what was held of the day itself. */
  ownVersion: int('own_version').notNull().default(0),
  /** What else it was computed by: rules, age, settings; '' where that is not known. */
  computedBy: text('computed_by').notNull().default(''),
  /** Models whose tokens were seen that day; null where that is not known. */
  models: json<readonly string[]>('models'),
});

/** The version of all that is held of a day and read to compute it; a day that is not here is of version 0. */
export const dayInputs = sqliteTable('day_inputs', {
  day: text('day').primaryKey(),
  version: int('version').notNull(),
  /** The same, of what is held of the day itself: its tokens and its bill. */
  ownVersion: int('own_version').notNull(),
});

export const findings = sqliteTable(
  'findings',
  {
    /** The day of spend it was found on; '' for none. */
    day: text('day').notNull(),
    kind: text('kind').$type<FindingKind>().notNull(),
    key: text('key').notNull(),
    severity: text('severity').$type<Finding['severity']>().notNull(),
    amount: big<Money>('amount'),
    detail: json<Finding['detail']>('detail').notNull(),
  },
  (t) => [primaryKey({ columns: [t.day, t.kind, t.key] })],
);

export * from './schemaAllowances.ts';
export * from './schemaApprovals.ts';
export * from './schemaBelongings.ts';
export * from './schemaBudgetPlans.ts';
export * from './schemaBudgets.ts';
export * from './schemaForecasts.ts';
export * from './schemaLetters.ts';
export * from './schemaLooks.ts';
export * from './schemaPeople.ts';
export * from './schemaPreferences.ts';
export * from './schemaProvisioning.ts';
export * from './schemaQuarantine.ts';
export * from './schemaRollups.ts';
export * from './schemaRuns.ts';
export * from './schemaSavedViews.ts';
export * from './schemaStops.ts';
export * from './schemaWatching.ts';
