import * as z from 'zod';
import type {} from 'zod-openapi';
import { SCOPES } from '../../core/access.ts';
import { TOKEN_KINDS, UNALLOCATED_REASONS } from '../../core/types.ts';

/** What answers are made of. Objects are strict here, so that a test sees what an answer says and the description does not. */

export const money = z
  .string()
  .regex(/^-?\d+(\.\d{0,9}[1-9])?$/)
  .meta({
    id: 'Money',
    format: 'decimal',
    description:
      'USD, exactly, as a decimal string: up to ten decimals, no exponent. Read it into a decimal type, never into a float.',
  });
export const tokens = z
  .string()
  .regex(/^-?\d+$/)
  .meta({ id: 'Tokens', format: 'int64', description: 'A whole number of tokens, as a string.' });
const quantity = z
  .string()
  .regex(/^-?\d+(\.\d{0,9}[1-9])?$/)
  .meta({ id: 'Quantity', format: 'decimal', description: "In the bill's own unit, exactly." });
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ id: 'Day', format: 'date', description: 'A day, UTC.' });
export const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .meta({ id: 'Month', format: 'year-month', description: 'A month, UTC.' });
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .meta({ id: 'Instant', format: 'date-time', description: 'An instant, UTC.' });
/** Tenths of a per cent, rounded down. */
export const percent = z.number().meta({
  id: 'Percent',
  description: 'In per cent with one decimal, worked out exactly and then rounded down.',
});
/** What stands beside an amount of spend, which is null where none of it has a price. */
export const unpriced = {
  unpricedTokens: tokens.describe(
    'Tokens among it that nobody has billed and that have no rate: what they cost is not known and in no amount.',
  ),
  lowerBound: z
    .boolean()
    .describe(
      'There are such tokens: the amount is less than all of it, or null where it is nothing but those.',
    ),
};
export const currency = z.literal('USD');

const label = z.enum(['estimated', 'provisional', 'final']).meta({
  id: 'Label',
  description:
    '`estimated`: tokens × rate, not billed yet. `provisional`: billed, and AWS may still change it. `final`: billed.',
});
export const sumLabel = z.enum(['estimated', 'provisional', 'final', 'mixed']).meta({
  id: 'SumLabel',
  description: 'What a sum consists of; `mixed`: of several.',
});
export const unknownValues = z
  .array(
    z
      .strictObject({
        parameter: z.enum(['user', 'costCenter', 'model', 'profile', 'account', 'region']),
        value: z.string(),
        didYouMean: z.array(z.string()),
      })
      .meta({ id: 'UnknownValue' }),
  )
  .describe(
    'Values of filters that nothing here is called by, or nothing that whoever asks may see: nothing spent is not what they say. Of the first ten it is said what may be meant.',
  );
export const budgetState = z.enum(['none', 'within', 'watch', 'over', 'unknown']).meta({
  id: 'BudgetState',
  description:
    '`over`: all of the budget is spent. `watch`: it will be by month end as things go. `within`: neither. `none`: no budget. `unknown`: of a month that is over, it is not known which held.',
});
export const tokenKind = z.enum(TOKEN_KINDS).meta({ id: 'TokenKind' });
export const reason = z.enum(UNALLOCATED_REASONS).meta({
  id: 'UnallocatedReason',
  description:
    '`noTag`: the profile has no owner tag. `directCall`: called without a profile. `billedNotSeen`: billed, and no tokens seen. `sharedCapacity`, `notTokens`, `unknownUsageType`: what it says.',
});
export const unallocated = z
  .array(z.strictObject({ reason, amount: money.nullable(), ...unpriced }))
  .describe('What nobody owns, by reason.');
export const tokenScope = z.enum(SCOPES).meta({ id: 'Scope', description: 'What a token is good for.' });

/** How many rows there are and where the next part of the list begins. */
export const paging = {
  rowCount: z.int().min(0).describe('Rows of the whole list.'),
  nextOffset: z.int().min(0).nullable().describe('`offset` of the next part; null on the last one.'),
};

export const freshness = z
  .strictObject({
    source: z.enum(['profiles', 'usage', 'charges']),
    slice: z.string().describe('Account and Region, or the account whose bill is read.'),
    completeUntil: instant.nullable().describe('Read without gaps up to here; null: never.'),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Freshness', description: 'How fresh one source is.' });
export const freshnessFull = freshness
  .extend({ lastSuccessAt: instant.nullable(), lastErrorAt: instant.nullable() })
  .meta({ id: 'FreshnessOfSource', description: 'How fresh one source is, and when it was read last.' });

export const spendLine = z
  .strictObject({
    day,
    view: z
      .enum(['profile', 'principal'])
      .describe('Attributed by the tags of the profile, or by the IAM caller.'),
    accountId: z.string(),
    region: z.string(),
    profileArn: z.string().nullable(),
    modelKey: z.string().describe('Foundation model id; `unknown` where the bill cannot say.'),
    kind: z.enum([...TOKEN_KINDS, 'other', 'unknown']),
    service: z.string().describe('SERVICE of the charge behind it; empty for what is not billed yet.'),
    usageType: z.string(),
    userEmail: z.string().nullable(),
    costCenter: z.string().nullable(),
    tokens: tokens.describe('Seen in CloudWatch.'),
    billedTokens: tokens,
    billed: money,
    estimated: money.nullable().describe('null: its tokens have no rate.'),
    estimatedLow: money.nullable(),
    estimatedHigh: money.nullable(),
    amount: money
      .nullable()
      .describe('The bill where it counts, else the estimate; null: neither knows a price.'),
    ...unpriced,
    label,
    allocatedBy: z.enum(['tag', 'principal', 'tokens']).nullable().describe('How its owner was found.'),
    reason: reason.nullable().describe('Why nobody owns it.'),
    rateSource: z.enum(['override', 'learned', 'list']).nullable(),
  })
  .meta({ id: 'SpendLine', description: 'One day × profile × model × kind with its owner.' });

export const charge = z
  .strictObject({
    day,
    grouping: z.string(),
    accountId: z.string().describe('Empty where the bill was read as a whole.'),
    key1: z.string(),
    key2: z.string(),
    amount: money,
    quantity,
    unit: z.string(),
    provisional: z.boolean().describe('AWS may still change it.'),
  })
  .meta({ id: 'Charge', description: 'One line of the bill, as Cost Explorer said it.' });

/** Codes that the API answers with. */
export const API_ERRORS = [
  'badRequest',
  'unauthorized',
  'forbidden',
  'notFound',
  'methodNotAllowed',
  'conflict',
  'tooLarge',
  'notJson',
  'invalid',
  'tooMany',
  'switchedOff',
  'outside',
  'internal',
  'busy',
  'leaseLost',
  'full',
  'damaged',
  'readOnly',
  'gone',
  'io',
  'unusable',
] as const;

/** The one shape of every error. */
export const error = z
  .strictObject({
    error: z.strictObject({
      code: z.enum(API_ERRORS),
      field: z
        .string()
        .nullable()
        .describe('The parameter, header or field of the body at fault; null where there is none.'),
      reason: z.string().describe('What is wrong and what to do, in English.'),
      message: z
        .string()
        .describe(
          'What is wrong, in the language that `Accept-Language` asks for: English as the reason, or Japanese.',
        ),
      requestId: z
        .string()
        .describe(
          'The number of the request, also in the header `X-Request-Id` and in the log of the server.',
        ),
      faults: z
        .array(
          z.strictObject({
            field: z.string().describe('By its way: `tags.project`; `body` where it is about all of it.'),
            value: z
              .union([z.string(), z.number(), z.boolean(), z.null()])
              .optional()
              .describe('What was sent, shortened; left out where it was nothing, a list or an object.'),
            reason: z.string(),
            message: z.string(),
          }),
        )
        .optional()
        .describe('Of a body that is refused all that is wrong with it; `field` and `reason` are the first.'),
    }),
  })
  .meta({ id: 'Error', description: 'Every error has this shape.' });
