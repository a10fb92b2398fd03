import * as z from 'zod';
import { ownRows } from '../../app/asking.ts';
import { readAdvice } from '../../app/spend/advice.ts';
import { ADVICE_KINDS, type Advice, isOfPart } from '../../core/advice.ts';
import { LedgerError } from '../../core/errors.ts';
import { formatExact } from '../../core/money.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { currency, day, money, tokenKind, tokens } from '../api/shapes.ts';

/** What would have cost whoever asks less. */

const term = z
  .strictObject({
    tokenKind,
    tokens,
    cost: money.describe('What they cost, on the bill or estimated.'),
    ratePerMillion: money.describe('What a million of them would have been charged at.'),
    rateSource: z.enum(['override', 'learned', 'list']),
    instead: money.describe('What they would have cost: tokens × rate.'),
  })
  .meta({ id: 'AdviceTerm' });

const one = z
  .strictObject({
    kind: z
      .enum(ADVICE_KINDS)
      .describe(
        '`newer`, `other`: the same tokens on another model. `cacheUnread`: without the cache that was hardly read. `cacheReads`: input read from the cache. `batch`, `flex`: use at that tier.',
      ),
    model: z.string().describe('What was used.'),
    route: z.enum(['regional', 'global']),
    region: z.string(),
    otherModel: z.string().nullable().describe('What to use instead.'),
    otherSource: z.string().nullable().describe('What a profile of it is copied from.'),
    eachTenth: z.boolean().describe('It is said of each tenth of the tokens, not of all.'),
    saved: money.describe('The costs of all terms, less what they would have cost.'),
    terms: z.array(term),
  })
  .meta({ id: 'Advice' });

const advice = endpoint({
  id: 'getAdvice',
  tag: 'Me',
  path: '/advice',
  summary: 'What would have cost me less in the last 30 full days',
  description: 'Only where tokens and rates are known and the rates explain what was charged; three at most.',
  scope: 'me',
  audience: 'ownRows',
  answer: {
    start: day.nullable().describe('null: nothing was spent.'),
    endExclusive: day.nullable(),
    currency,
    advice: z.array(one),
  },
  missing: 'Nobody is signed in, so that there is no "me".',
  example: '/advice',
  async answers({ asking }) {
    const { email } = ownRows(asking);
    if (email === '')
      throw new LedgerError(
        'notFound',
        'nobody is signed in here, so that there is no "me": ask with a token of yours',
      );
    const seen = await readAdvice(asking, email);
    return {
      start: seen?.range.start ?? null,
      endExclusive: seen?.range.endExclusive ?? null,
      currency: 'USD' as const,
      advice: (seen?.advice ?? []).map(adviceJson),
    };
  },
});

const adviceJson = (found: Advice) => ({
  kind: found.kind,
  model: found.use.modelKey,
  route: found.use.route,
  region: found.use.region,
  otherModel: found.other?.modelKey ?? null,
  otherSource: found.other?.sourceId ?? null,
  eachTenth: isOfPart(found),
  saved: formatExact(found.saved),
  terms: found.terms.map(({ kind, tokens: used, cost, rate, source, instead }) => ({
    tokenKind: kind,
    tokens: used.toString(),
    cost: formatExact(cost),
    ratePerMillion: formatExact(rate),
    rateSource: source,
    instead: formatExact(instead),
  })),
});

export const adviceEndpoints: readonly Endpoint[] = [advice];
