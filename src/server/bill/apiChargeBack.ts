import * as z from 'zod';
import { CHARGE_BACK_FORMS, readChargeBack } from '../../app/bill/chargeBack.ts';
import { chargeBackJson } from '../../app/bill/chargeBackJson.ts';
import { mustBeKept } from '../../app/kept.ts';
import { endpoint } from '../api/endpoint.ts';
import { monthQuery, nextOffset, oneOf, pageQuery, rangeOfMonth } from '../api/query.ts';
import { currency, day, money, paging, reason, sumLabel, tokens, unpriced } from '../api/shapes.ts';

/** What is charged to whom. */

export const chargeBack = endpoint({
  id: 'getChargeBack',
  tag: 'Bill',
  path: '/charge-back',
  summary: 'What is charged to whom in a month',
  description:
    'Both forms come to the same, exactly: `summary` by cost center, `detail` by cost center, person, model and profile. What nobody owns has rows by its reasons. `billed` comes to the invoice: its rows and `others`.',
  scope: 'spend',
  audience: 'bill',
  query: {
    ...monthQuery,
    form: oneOf(CHARGE_BACK_FORMS).default('summary').describe('How finely it is told.'),
    ...pageQuery(10_000),
  },
  answer: {
    currency,
    form: z.enum(CHARGE_BACK_FORMS),
    periodStart: day,
    periodEnd: day.describe('The last day, which counts.'),
    spent: money.nullable().describe('Of all rows, not only of those on this part of the list.'),
    ...unpriced,
    billed: money.describe('What the invoice comes to.'),
    unbilled: money.describe('Spent, and not on the bill, or not yet.'),
    rows: z.array(
      z.strictObject({
        costCenter: z.string().describe('Empty where there is none.'),
        reason: reason.nullable().describe('Why nobody owns it.'),
        user: z.string().optional().describe('Of `detail` alone, as all up to `tokensByKind`.'),
        model: z.string().optional(),
        profileArn: z.string().optional(),
        profileName: z.string().optional(),
        tokensByKind: z
          .strictObject({ input: tokens, output: tokens, cacheRead: tokens, cacheWrite: tokens })
          .optional(),
        spent: money.nullable(),
        ...unpriced,
        billed: money,
        unbilled: money,
        tokens,
        label: sumLabel,
      }),
    ),
    others: z
      .array(z.strictObject({ recordType: z.string(), amount: money }))
      .describe('Charges of the bill that are no usage: tax, credits, refunds.'),
    ...paging,
  },
  example: '/charge-back?month=2026-11&limit=1',
  async answers({ asking, query: { month, form, offset, limit } }) {
    const read = await readChargeBack(asking, rangeOfMonth(month, asking.now), form);
    mustBeKept(read.gone, 'month');
    const told = chargeBackJson(read, { offset, limit });
    const rowCount = read.rows.length;
    return { ...told, rowCount, nextOffset: nextOffset(told.rows.length, rowCount, offset) };
  },
});
