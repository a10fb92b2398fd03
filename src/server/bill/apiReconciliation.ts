import * as z from 'zod';
import { showReconciliation } from '../../app/bill/reconciliation.ts';
import { verdictJson } from '../../app/bill/verdictJson.ts';
import { knownJson, USD } from '../../app/json.ts';
import { mustBeKept } from '../../app/kept.ts';
import { formatExact } from '../../core/money.ts';
import type { ReconciliationSum } from '../../core/reconciliation.ts';
import { endpoint } from '../api/endpoint.ts';
import { findingJson } from '../api/json.ts';
import { rangeOf, rangeQuery } from '../api/query.ts';
import { currency, day, money, sumLabel, unpriced } from '../api/shapes.ts';
import { askingOf } from '../http/asking.ts';

/** What the estimate says of the bill. */

const reconciled = z
  .strictObject({
    key: z.string().describe('Model or day.'),
    estimated: money.describe('Of lines that can be compared.'),
    billed: money,
    difference: money.describe('Estimate − bill.'),
    percent: z
      .number()
      .nullable()
      .describe('Difference in per cent of the bill; null where nothing is billed.'),
    notCompared: money.describe('Billed without a counterpart in the metrics, or at no known rate.'),
    status: z.enum(['agrees', 'inRange', 'differs', 'billedOnly']),
  })
  .meta({ id: 'Reconciled', description: 'The estimate held against the bill.' });
const finding = z
  .strictObject({
    kind: z.string(),
    key: z.string(),
    severity: z.enum(['info', 'warning', 'error']),
    day: day.nullable(),
    amount: money.nullable(),
    detail: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Finding', description: 'Something that does not add up or needs a human.' });

const verdictShape = z
  .strictObject({
    state: z
      .enum(['addsUp', 'soFar', 'open', 'off', 'nothing', 'unread'])
      .describe(
        '`addsUp`: every day is billed in full and nothing is open. `soFar`: nothing is open, and days are still to come or to be billed. `open`: somebody has to look. `off`: something contradicts the bill. `nothing`: AWS has billed nothing yet. `unread`: no bill of these days is held.',
      ),
    billed: money.describe('Usage of Amazon Bedrock on the bill.'),
    final: money.describe('What of it AWS has closed.'),
    provisional: money,
    days: z
      .strictObject({ all: z.int(), begun: z.int(), billed: z.int(), final: z.int() })
      .describe('Days asked for; that have begun, are billed in full, are final.'),
    open: z.int().describe('How many things need somebody.'),
    worth: money.describe('What those are worth together, as far as it is known.'),
    things: z
      .array(
        z.strictObject({
          kind: z
            .string()
            .describe('A kind of finding, or `unread`: days whose bill is not held; `differs`: models.'),
          weight: z.enum(['contradicts', 'open', 'news']).describe('`news`: nothing is to be done.'),
          days: z.int(),
          last: day.nullable(),
          amount: money.nullable(),
        }),
      )
      .describe('Worst first.'),
    told: z
      .boolean()
      .describe('false: findings are not shown to whoever asks, so that something may be open.'),
  })
  .meta({ id: 'Verdict', description: 'Whether it adds up, said before the proof.' });

export const reconciliation = endpoint({
  id: 'getReconciliation',
  tag: 'Bill',
  path: '/reconciliation',
  summary: 'Does it add up: the estimate against the bill, the way to the invoice, and findings',
  scope: 'spend',
  audience: 'bill',
  query: rangeQuery,
  answer: {
    currency,
    verdict: verdictShape,
    models: z.array(reconciled.extend({ name: z.string().describe('What the model is called.') })),
    days: z
      .array(reconciled)
      .describe('Days that AWS has billed in full; only those are compared, by model as well.'),
    waiting: z
      .array(
        z.strictObject({ day, billed: money, estimated: money.nullable(), ...unpriced, label: sumLabel }),
      )
      .describe('Days that still wait for the bill, or for some of it.'),
    invoice: z
      .strictObject({
        usage: money,
        others: z.array(z.strictObject({ recordType: z.string(), amount: money })),
        total: money,
      })
      .describe('From usage to the invoice: credits, discounts, tax.'),
    neverBilled: money.describe(
      'Used on the days above and never billed: it counts as an estimate, and is on no invoice.',
    ),
    findings: z.array(finding),
    agreement: z
      .strictObject({
        state: z
          .enum(['agree', 'nothingRead', 'notDue', 'unread', 'partly', 'oneView'])
          .describe(
            '`agree`: every day that AWS has billed was compared. `nothingRead`: no bill was ever read. `notDue`: AWS has billed none of the days. `unread`, `partly`: the bill of none, or not of all of them is held. `oneView`: of some there is no second grouping.',
          ),
        due: z.int().describe('Days that AWS has billed by now.'),
        compared: z.int().describe('Of those, the days that were compared.'),
      })
      .describe('What it means where there are no findings.'),
  },
  example: '/reconciliation?start=2026-11-08&endExclusive=2026-11-09',
  async answers({ c, deps, query }) {
    const found = await showReconciliation(askingOf(c, deps), rangeOf(query));
    const { days, byModel, byDay, way, neverBilled, findings, agreement, gone, names } = found;
    mustBeKept(gone, 'start');
    const compared = new Set(byDay.map(({ key }) => key));
    return {
      currency: USD,
      verdict: verdictJson(found.verdict),
      models: byModel.map((one) => ({ ...sumJson(one), name: names.model(one.key) })),
      days: byDay.map(sumJson),
      waiting: days
        .filter(({ keys }) => !compared.has(keys[0] ?? ''))
        .map(({ keys, billed, estimated, unpricedTokens, label }) => ({
          day: keys[0] ?? '',
          billed: formatExact(billed),
          ...knownJson('estimated', { amount: estimated, unpricedTokens }),
          label,
        }))
        .sort((a, b) => (a.day < b.day ? -1 : 1)),
      invoice: {
        usage: formatExact(way.usage),
        others: way.others.map(({ recordType, amount }) => ({ recordType, amount: formatExact(amount) })),
        total: formatExact(way.total),
      },
      neverBilled: formatExact(neverBilled),
      findings: findings.map(findingJson),
      agreement,
    };
  },
});

const sumJson = ({ estimated, billed, difference, notCompared, ...rest }: ReconciliationSum) => ({
  ...rest,
  estimated: formatExact(estimated),
  billed: formatExact(billed),
  difference: formatExact(difference),
  notCompared: formatExact(notCompared),
});
