import * as z from 'zod';
import { type BillView, listCharges } from '../../app/bill/charges.ts';
import { listRates } from '../../app/bill/rates.ts';
import { USD } from '../../app/json.ts';
import { mustBeKept } from '../../app/kept.ts';
import { formatExact, sum } from '../../core/money.ts';
import { TIERS } from '../../core/types.ts';
import { chargeJson, type Grouping } from '../api/charges.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { chargesQuery, pageOf, pageQuery, rangeOf } from '../api/query.ts';
import { charge, currency, day, money, paging, tokenKind } from '../api/shapes.ts';
import { askingOf } from '../http/asking.ts';
import { chargeBack } from './apiChargeBack.ts';
import { reconciliation } from './apiReconciliation.ts';

/** What AWS charged, what the estimate says of it, and what tokens are valued at. */

const charges = endpoint({
  id: 'getCharges',
  tag: 'Bill',
  path: '/charges',
  summary: 'Charges of the bill, line by line',
  description:
    '`line` is SERVICE × USAGE_TYPE, the authority; `profile` InferenceProfile × USAGE_TYPE; `owner` UserEmail × CostCenter; `principal` the IAM caller × SERVICE; `recordType` RECORD_TYPE × SERVICE of all that is not usage.',
  scope: 'spend',
  audience: 'bill',
  query: chargesQuery,
  answer: {
    currency,
    total: money.describe('Of all charges, not only of those on this part of the list.'),
    charges: z.array(charge),
    ...paging,
  },
  example: '/charges?start=2026-11-01&endExclusive=2026-11-02&limit=2',
  async answers({ c, deps, query: { grouping, limit, offset, ...range } }) {
    const { entries: found, gone } = await listCharges(askingOf(c, deps), rangeOf(range), VIEW[grouping]);
    mustBeKept(gone, 'start');
    const { items, ...rest } = pageOf(found, { limit, offset });
    return {
      currency: USD,
      total: formatExact(sum(found.map(({ amount }) => amount))),
      charges: items.map(chargeJson),
      ...rest,
    };
  },
});

/** The parts of the bill as the API calls them. */
const VIEW: Readonly<Record<Grouping, BillView>> = {
  line: 'usage',
  recordType: 'others',
  profile: 'profile',
  owner: 'owner',
  principal: 'principal',
};

const rates = endpoint({
  id: 'getRates',
  tag: 'Bill',
  path: '/rates',
  summary: 'What tokens are valued at today until the bill counts',
  scope: 'spend',
  audience: 'rates',
  query: pageQuery(1000),
  answer: {
    currency,
    rates: z.array(
      z
        .strictObject({
          modelKey: z.string(),
          kind: tokenKind,
          route: z.enum(['regional', 'global']),
          tier: z
            .enum([...TIERS, 'mixed'])
            .describe('`mixed`: as the bill showed the mix of what metrics count as one.'),
          cacheTtl: z
            .templateLiteral([z.int(), z.enum(['m', 'h'])])
            .describe('How long a cache write is kept: `5m`, `1h`.')
            .nullable(),
          longContext: z.boolean(),
          region: z.string().nullable().describe('null: any.'),
          source: z.enum(['override', 'learned', 'list']),
          validFrom: day,
          validTo: day.nullable().describe('The day after its last; null: until further notice.'),
          perMillion: money.describe('Per 1,000,000 tokens.'),
        })
        .meta({ id: 'Rate' }),
    ),
    ...paging,
  },
  example: '/rates?limit=2',
  async answers({ c, deps, query }) {
    const inForce = await listRates(askingOf(c, deps));
    const { items, ...rest } = pageOf(inForce, query);
    return {
      currency: USD,
      rates: items.map((rate) => ({ ...rate, perMillion: formatExact(rate.perMillion) })),
      ...rest,
    };
  },
});

export const billEndpoints: readonly Endpoint[] = [charges, reconciliation, chargeBack, rates];
