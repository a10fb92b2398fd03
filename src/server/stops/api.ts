import * as z from 'zod';
import { USD } from '../../app/json.ts';
import { stopsListJson } from '../../app/stop/json.ts';
import { listStops } from '../../app/stop/list.ts';
import { REPRIEVE_KINDS } from '../../core/stop/reprieves.ts';
import { ENFORCEMENT_MODES } from '../../core/stop/settings.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { nextOffset, pageQuery } from '../api/query.ts';
import { currency, day, instant, money, paging } from '../api/shapes.ts';

/** Who is stopped by a hard budget. */

const whom = {
  budget: z.string().describe('The id of the budget.'),
  scope: z.enum(['user', 'costCenter', 'team', 'organisation']),
  key: z.string().describe('Empty of the organisation.'),
};
const narrow = z.string().describe('What of the use it is about, as budgets write it; empty: all of it.');
const until = day.describe('The first day on which it does not hold any more, whatever is spent.');
const dryRun = z.boolean().describe('Nobody is stopped: it is only worked out.');

/** What concerns whoever asks, beside where they stand. */
export const ownStops = {
  stops: z
    .array(
      z
        .strictObject({
          state: z
            .enum(['near', 'stopped', 'held'])
            .describe('`near`: soon; `held`: a grace or a release holds it off.'),
          dryRun,
          ...whom,
          narrow,
          since: instant.nullable().describe('null: nobody is stopped yet, or not now.'),
          until,
          heldUntil: instant.nullable().describe('Of `held`: until when.'),
          counted: money.nullable().describe('null: what others spent, which is not told.'),
          limit: money.nullable().describe('A grace included; null where `counted` is.'),
          left: money.nullable().describe('Before it stops; null where `counted` is.'),
          grace: z
            .strictObject({ amount: money, hours: z.int() })
            .nullable()
            .describe('What you may give yourself now, once in a period; null: nothing.'),
        })
        .meta({ id: 'OwnStop' }),
    )
    .describe('Hard budgets that stop you, soon will, or would but for a grace or release.'),
  ask: z.array(z.string()).describe('Whom to ask about the first of them.'),
};

const stops = endpoint({
  id: 'getStops',
  tag: 'Budgets',
  path: '/stops',
  summary: 'Who is stopped by a hard budget, or would be in a dry run: those that whoever asks may see',
  scope: 'budgets',
  audience: 'ownRows',
  query: pageQuery(1000),
  answer: {
    currency,
    mode: z.enum(ENFORCEMENT_MODES).describe('Whether hard budgets stop anybody here.'),
    stops: z.array(
      z
        .strictObject({
          id: z.string(),
          dryRun,
          ...whom,
          narrow,
          since: instant,
          until,
          counted: money.nullable().describe('null: it is not told.'),
          limit: money.nullable().describe('null where `counted` is.'),
          profiles: z.array(
            z.strictObject({
              arn: z.string(),
              wanted: z.string().nullable().describe('The tag `BudgetStatus` that it should bear.'),
              effective: z.string().nullable().describe('As AWS said it last.'),
              refusedAt: instant.nullable().describe('When AWS refused to change it; null: it did not.'),
              refusal: z.string().nullable().describe('In the words of AWS.'),
            }),
          ),
          boundaries: z
            .array(z.string())
            .describe('Accounts in which the permissions boundary holds it: no profile there needs a mark.'),
        })
        .meta({ id: 'Stop' }),
    ),
    reprieves: z
      .array(
        z
          .strictObject({
            id: z.string(),
            kind: z.enum(REPRIEVE_KINDS),
            ...whom,
            from: instant,
            until: instant,
            by: z.string(),
            reason: z.string(),
            extra: money.nullable().describe('How much more than the limit; null: however much.'),
          })
          .meta({ id: 'Reprieve' }),
      )
      .describe('Graces and releases that hold stops off now.'),
    ...paging,
  },
  example: '/stops?limit=1',
  async answers({ asking, query: { limit, offset } }) {
    const all = stopsListJson(await listStops(asking));
    const shown = all.stops.slice(offset, offset + limit);
    return {
      currency: USD,
      ...all,
      stops: shown,
      rowCount: all.stops.length,
      nextOffset: nextOffset(shown.length, all.stops.length, offset),
    };
  },
});

export const stopEndpoints: readonly Endpoint[] = [stops];
