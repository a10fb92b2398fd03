import * as z from 'zod';
import { knownJson, USD } from '../../app/json.ts';
import { sumGroups } from '../../app/privacy/groups.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { monthQuery } from '../api/query.ts';
import { currency, money, month, unpriced } from '../api/shapes.ts';

/** Sums of groups of people, for whoever does not see single ones. */

const together = endpoint({
  id: 'getTogether',
  tag: 'Spend',
  path: '/together',
  summary: 'Sums of cost centers, or of one’s team, of enough people each, of a month that is over',
  description:
    'Nobody’s own figures can be told from them. What is of too few people is shown together, or left out, and then there is no total.',
  scope: 'spend',
  audience: 'ownRows',
  query: {
    month: monthQuery.month.meta({
      description: 'YYYY-MM, UTC, a month that is over; the last one unless given.',
      format: 'year-month',
    }),
  },
  answer: {
    currency,
    month,
    by: z
      .enum(['costCenter', 'team'])
      .nullable()
      .describe('null: whoever asks sees their own figures alone.'),
    rows: z.array(
      z
        .strictObject({
          key: z
            .string()
            .nullable()
            .describe(
              'Cost center, empty for none; the manager of a team; null: several cost centers together.',
            ),
          people: z.int().describe('Beside whoever asks.'),
          groups: z.int().describe('Cost centers that it is of.'),
          amount: money.nullable(),
          ...unpriced,
        })
        .meta({ id: 'GroupSum' }),
    ),
    unowned: money.nullable().describe('What nobody owns; null where that is not told.'),
    total: money.nullable().describe('null where something is left out, or that is not told.'),
    isPart: z.boolean().describe('Something is of too few people.'),
    leastPeople: z.int(),
  },
  example: '/together',
  async answers({ asking, query }) {
    const known = await sumGroups(asking, query.month);
    const exact = (one: typeof known.total) => (one === null ? null : knownJson('amount', one).amount);
    return {
      currency: USD,
      month: known.month,
      by: known.by,
      rows: known.rows.map(({ group, people, groups, ...sum }) => ({
        ...{ key: group, people, groups },
        ...knownJson('amount', sum),
      })),
      unowned: exact(known.unowned),
      total: exact(known.total),
      isPart: known.isPart,
      leastPeople: known.least,
    };
  },
});

export const privacyEndpoints: readonly Endpoint[] = [together];
