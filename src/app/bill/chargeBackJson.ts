import { formatExact } from '../../core/money.ts';
import { addDays } from '../../core/periods.ts';
import { knownJson, USD } from '../json.ts';
import { type ChargeBack, type ChargeBackRow, unbilledIn, unbilledOf } from './chargeBack.ts';

/** What is charged to whom as JSON, in the API and at the command line alike. */

/** @param part which of its rows; all unless given */
export const chargeBackJson = (
  read: ChargeBack,
  part: { offset: number; limit: number } = { offset: 0, limit: read.rows.length },
) => ({
  currency: USD,
  form: read.form,
  periodStart: read.range.start,
  periodEnd: addDays(read.range.endExclusive, -1),
  ...knownJson('spent', read.total),
  billed: formatExact(read.total.billed),
  unbilled: formatExact(unbilledOf(read)),
  rows: read.rows.slice(part.offset, part.offset + part.limit).map((row) => rowJson(row, read)),
  others: read.others.map(({ recordType, amount }) => ({ recordType, amount: formatExact(amount) })),
});

function rowJson(row: ChargeBackRow, { form, names }: ChargeBack) {
  const { costCenter, user, model, profileArn, reason, billed, tokens, tokensByKind: of, label } = row;
  return {
    costCenter,
    reason,
    ...(form === 'detail' && {
      ...{ user, model, profileArn },
      profileName: profileArn === '' ? '' : names.profile(profileArn).name,
      tokensByKind: {
        input: String(of.input),
        output: String(of.output),
        cacheRead: String(of.cacheRead),
        cacheWrite: String(of.cacheWrite),
      },
    }),
    ...knownJson('spent', row),
    billed: formatExact(billed),
    unbilled: formatExact(unbilledIn(row)),
    tokens: String(tokens),
    label,
  };
}
