import * as z from 'zod';
import { readBillDay } from '../../app/bill/day.ts';
import { knownJson, USD } from '../../app/json.ts';
import { mustBeKept } from '../../app/kept.ts';
import { spendAnswerJson } from '../../app/spend/json.ts';
import { listLines } from '../../app/spend/lines.ts';
import { sumSpend } from '../../app/spend/sums.ts';
import { formatExact } from '../../core/money.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { lineJson } from '../api/json.ts';
import { givenFilters, linesQuery, nextOffset, pageQuery, rangeOf, spendQuery } from '../api/query.ts';
import {
  currency,
  day,
  freshness,
  money,
  paging,
  spendLine,
  sumLabel,
  tokens,
  unallocated,
  unknownValues,
  unpriced,
} from '../api/shapes.ts';

/** Spend of any days, as sums, as the lines that they consist of, and of one day. */

const sums = endpoint({
  id: 'getSpend',
  tag: 'Spend',
  path: '/spend',
  summary: 'Spend of a range of days, by one dimension or two',
  description:
    'Rows that somebody owns, largest first, and what nobody owns by its reasons: together they make `total`, exactly. Of filters of several kinds all must fit. Two dimensions of very many keys each are refused: ask fewer days, or filter.',
  scope: 'spend',
  audience: 'ownRows',
  query: spendQuery,
  answer: {
    currency,
    total: money
      .nullable()
      .describe(
        'Of all rows, not only of those on this part of the list, and of what nobody owns; null: none of it has a price.',
      ),
    ...unpriced,
    rows: z.array(
      z.strictObject({
        key: z.string().describe('What `groupBy` names first; empty for rows that have none.'),
        keys: z.array(z.string()).describe('One for each dimension of `groupBy`, in its order.'),
        amount: money.nullable().describe('By the `basis` that was asked for; null: none of it has a price.'),
        ...unpriced,
        billed: money,
        estimated: money.nullable(),
        label: sumLabel,
        tokens,
        allocatedBy: z
          .strictObject({ tag: money, principal: money, tokens: money })
          .describe('How the owner of how much of it was found.'),
      }),
    ),
    unallocated,
    freshness: z.array(freshness),
    unknown: unknownValues,
    ...paging,
  },
  example: '/spend?start=2026-11-01&endExclusive=2026-12-01&groupBy=costCenter&limit=2',
  async answers({ asking, query }) {
    const { start, endExclusive, groupBy, basis, limit, offset, ...filter } = query;
    const { answer, ...known } = await sumSpend(asking, {
      range: rangeOf({ start, endExclusive }),
      groupBy,
      basis,
      filter: givenFilters(filter),
    });
    return spendAnswerJson(answer, known, { offset, limit });
  },
});

const lines = endpoint({
  id: 'getLines',
  tag: 'Spend',
  path: '/lines',
  summary: 'The lines that figures of spend consist of',
  scope: 'spend',
  audience: 'ownRows',
  query: linesQuery,
  answer: { currency, lines: z.array(spendLine), unknown: unknownValues, ...paging },
  example: '/lines?start=2026-11-01&endExclusive=2026-12-01&tokenKind=output&limit=1',
  async answers({ asking, query }) {
    const { start, endExclusive, limit, offset, ...filter } = query;
    const range = rangeOf({ start, endExclusive });
    const { rows, total, gone, unknown } = await listLines(asking, range, givenFilters(filter), {
      limit,
      offset,
    });
    mustBeKept(gone, 'start');
    return {
      currency: USD,
      lines: rows.map(lineJson),
      unknown: [...unknown],
      rowCount: total,
      nextOffset: nextOffset(rows.length, total, offset),
    };
  },
});

const ofDay = endpoint({
  id: 'getDay',
  tag: 'Spend',
  path: '/days/{day}',
  summary: 'One day, and to whom each part of it was given',
  description: 'Its charges are at `/charges`.',
  scope: 'spend',
  audience: 'bill',
  params: { day: 'A day that has begun, YYYY-MM-DD, UTC.' },
  query: pageQuery(1000),
  answer: {
    currency,
    day,
    total: money.nullable().describe('Best-known spend of the day; null: none of it has a price.'),
    ...unpriced,
    billed: money.describe('What the bill says of it.'),
    lines: z.array(spendLine),
    ...paging,
  },
  example: '/days/2026-11-16?limit=1',
  async answers({ asking, query: page, params }) {
    const {
      day: asked,
      amount,
      billed,
      rows,
      rowCount,
      gone,
    } = await readBillDay(asking, params.day, () => page);
    mustBeKept(gone.spend ?? gone.bill, 'day');
    return {
      currency: USD,
      day: asked,
      ...knownJson('total', amount),
      billed: formatExact(billed),
      lines: rows.map(lineJson),
      rowCount,
      nextOffset: nextOffset(rows.length, rowCount, page.offset),
    };
  },
});

export const spendEndpoints: readonly Endpoint[] = [sums, lines, ofDay];
