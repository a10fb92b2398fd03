import * as z from 'zod';
import { exactOrNull } from '../../app/json.ts';
import { readVendingForm } from '../../app/profiles/form.ts';
import { IN_REGION } from '../../core/policies/choices.ts';
import { TOKEN_KINDS, type TokenKind } from '../../core/types.ts';
import type { OfferPrice } from '../../core/vending/prices.ts';
import { endpoint } from '../api/endpoint.ts';
import { word } from '../api/query.ts';
import { currency, money } from '../api/shapes.ts';

/** What a profile can be had for: the same as the form offers. */

const price = z
  .strictObject({
    low: money,
    high: money.describe('Another than `low` where Regions differ.'),
    source: z.enum(['override', 'learned', 'list']),
  })
  .nullable()
  .describe('Per million tokens; null: no price is known.');

const model = z
  .strictObject({
    model: z.string().describe('Foundation model id.'),
    name: z.string(),
    launchedOn: z.string().nullable().describe('null: AWS was not asked, or does not say.'),
    ways: z.array(
      z.strictObject({
        source: z.string().describe('Id of the system profile or model: what a profile is copied from.'),
        geography: z.string().describe(`\`${IN_REGION}\`, \`us\`, \`eu\` …, \`global\`.`),
        regions: z.array(z.string()),
        prices: z.strictObject(
          Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, price])) as Record<TokenKind, typeof price>,
        ),
        percentOverGlobal: z
          .number()
          .nullable()
          .describe(
            'What it costs more than the global way of the model; null: not known, or it is that one.',
          ),
      }),
    ),
  })
  .meta({ id: 'OfferedModel' });

export const offers = endpoint({
  id: 'getOffers',
  tag: 'Profiles',
  path: '/offers',
  summary: 'Models and places that a profile can be made for, with prices',
  description: 'Models that AWS lists and the administrator allows, the newest first.',
  scope: 'profiles',
  audience: 'ownRows',
  query: {
    model: word('Only this foundation model.'),
    region: word('Only what can be had there.'),
  },
  answer: {
    currency,
    models: z.array(model),
    places: z.array(
      z.strictObject({
        accountId: z.string(),
        region: z.string(),
        inUse: z.number().describe('Profiles that are there.'),
        quota: z.number().nullable().describe('As many as AWS allows there; null: it did not say.'),
      }),
    ),
  },
  example: '/offers?model=anthropic.claude-sonnet-4-6',
  async answers({ asking, query }) {
    const { models, rooms } = await readVendingForm(asking, {});
    const isThere = ({ regions }: { regions: readonly string[] }): boolean =>
      query.region === undefined || regions.includes(query.region);
    const isAsked = ({ modelKey, ways }: (typeof models)[number]): boolean =>
      (query.model === undefined || modelKey === query.model) && ways.some(isThere);
    return {
      currency: 'USD' as const,
      models: models.filter(isAsked).map(({ modelKey, name, launchedOn, ways }) => ({
        model: modelKey,
        name,
        launchedOn,
        ways: ways.filter(isThere).map(({ sourceId, geography, regions, price: prices }) => ({
          source: sourceId,
          geography,
          regions,
          prices: pricesJson(prices),
          percentOverGlobal: prices.overGlobal === null ? null : Number(prices.overGlobal) / 10,
        })),
      })),
      places: rooms.filter(({ region }) => query.region === undefined || region === query.region),
    };
  },
});

const pricesJson = ({ byKind }: OfferPrice) =>
  Object.fromEntries(
    TOKEN_KINDS.map((kind) => {
      const found = byKind[kind];
      return [
        kind,
        found === null
          ? null
          : { low: exactOrNull(found.low) ?? '', high: exactOrNull(found.high) ?? '', source: found.source },
      ];
    }),
  ) as Record<TokenKind, { low: string; high: string; source: 'override' | 'learned' | 'list' } | null>;
