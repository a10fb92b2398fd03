import * as z from 'zod';
import { knownJson, USD } from '../../app/json.ts';
import { showBypass } from '../../app/spend/bypass.ts';
import { bypassJson, coverageJson } from '../../app/spend/bypassJson.ts';
import { readCoverageWay } from '../../app/spend/coverage.ts';
import { UNALLOCATED_REASONS } from '../../core/types.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { monthQuery, pageOf, pageQuery, rangeOfMonth } from '../api/query.ts';
import { currency, day, money, month, paging, percent, tokens, unpriced } from '../api/shapes.ts';

/** Who goes round the profiles, and what share of spend carries an owner. */

const share = percent.nullable().describe('In per cent; null where there is nothing that it could be of.');
const coverage = {
  amount: money.nullable().describe('Best-known spend, all of it; null: none of it has a price.'),
  ...unpriced,
  ownerPercent: share.describe('What a person or a cost center owns.'),
  costCenterPercent: share.describe('What is charged to a cost center.'),
  profilePercent: share.describe('What went through a profile, be it owned or not.'),
};

const bypass = endpoint({
  id: 'getBypass',
  tag: 'Spend',
  path: '/bypass',
  summary: 'Who calls models without a profile, since when, and what ends it',
  description:
    'By account, Region, model and caller, largest first. Callers are named by the bill: what it says of somebody beyond what their own profiles explain.',
  scope: 'spend',
  audience: 'bill',
  query: { ...monthQuery, ...pageQuery(1000) },
  answer: {
    currency,
    month,
    amount: money.nullable().describe('Of all rows: the spend that has no owner because it had no profile.'),
    ...unpriced,
    callers: z
      .enum(['named', 'none', 'long'])
      .describe('Whether the bill names callers; `long`: of more than 31 days it is not asked.'),
    rows: z.array(
      z
        .strictObject({
          accountId: z.string(),
          region: z.string(),
          model: z.string(),
          caller: z.string().nullable().describe('E-mail address; null where the bill does not say.'),
          callerKnown: z
            .enum(['bill', 'share'])
            .nullable()
            .describe(
              '`bill`: exactly so much of theirs is explained by no profile. `share`: others are without a profile of their own there as well.',
            ),
          amount: money.nullable(),
          ...unpriced,
          tokens: tokens.describe('Of the model in that place, whoever called.'),
          since: day.nullable().describe('Of the model in that place, within a year before the month.'),
          last: day.nullable(),
          likelyOwner: z.string().nullable().describe('E-mail address or cost center.'),
          likelyBecause: z
            .enum(['caller', 'account'])
            .nullable()
            .describe(
              '`caller`: the bill names them. `account`: the largest part of what is owned there is theirs.',
            ),
          endsBy: z.enum(['profile', 'guard']).describe('`profile`: one for them. `guard`: the policy.'),
        })
        .meta({ id: 'Bypassed' }),
    ),
    ...paging,
  },
  example: '/bypass?month=2026-11&limit=2',
  async answers({ asking, query: { month, limit, offset } }) {
    const range = rangeOfMonth(month, asking.now);
    const report = await showBypass(asking, range);
    const { items, ...rest } = pageOf(report.rows, { limit, offset });
    return { ...bypassJson({ ...report, rows: items }), ...rest };
  },
});

const covered = endpoint({
  id: 'getCoverage',
  tag: 'Spend',
  path: '/coverage',
  summary: 'What share of spend carries an owner, of a month and of the months before',
  scope: 'spend',
  audience: 'bill',
  query: monthQuery,
  answer: {
    currency,
    month,
    ...coverage,
    unallocated: z
      .array(z.strictObject({ reason: z.enum(UNALLOCATED_REASONS), amount: money.nullable(), ...unpriced }))
      .describe('What nobody owns, by its reasons, largest first.'),
    months: z
      .array(z.strictObject({ month, ...coverage }).meta({ id: 'MonthCovered' }))
      .describe('Of which anything is held, at most thirteen, oldest first; the month itself is the last.'),
  },
  example: '/coverage?month=2026-11',
  async answers({ asking, query }) {
    const range = rangeOfMonth(query.month, asking.now);
    const { coverage, way } = await readCoverageWay(asking, range);
    return {
      currency: USD,
      month: range.start.slice(0, 7),
      ...coverageJson(coverage),
      unallocated: coverage.rest.map(({ reason, ...known }) => ({ reason, ...knownJson('amount', known) })),
      months: way.map(({ month, coverage }) => ({ month, ...coverageJson(coverage) })),
    };
  },
});

export const bypassEndpoints: readonly Endpoint[] = [bypass, covered];
