import { Hono } from 'hono';
import { z } from 'zod';
import { formatExact } from '../core/money.ts';
import { parseRange } from '../core/periods.ts';
import type { SpendFilter } from '../store/types.ts';
import type { ServerDeps } from './deps.ts';
import { spendAnswerJson } from './spendJson.ts';

/** A fault of the caller, answered as 400 with the field and the reason, in one shape everywhere. */
export class BadRequest extends Error {
  override name = 'BadRequest';
  readonly field: string;
  constructor(field: string, reason: string) {
    super(reason);
    this.field = field;
  }
}

const GROUPS = ['costCenter', 'user', 'model', 'profile', 'account', 'day', 'tokenKind'] as const;
const text = z.string().max(300);
const spendQuery = z.strictObject({
  start: z.string('is missing: the first day, YYYY-MM-DD (UTC)'),
  endExclusive: z.string('is missing: the day after the last, YYYY-MM-DD (UTC)'),
  groupBy: z.enum(GROUPS, `must be one of ${GROUPS.join(', ')}`).default('user'),
  basis: z.enum(['best', 'billed', 'estimated'], 'must be best, billed or estimated').default('best'),
  limit: z.coerce
    .number('must be a number')
    .int()
    .min(1, 'must be 1 to 10000')
    .max(10_000, 'must be 1 to 10000')
    .default(1000),
  offset: z.coerce.number('must be a number').int().min(0, 'must be 0 or more').default(0),
  ...Object.fromEntries(GROUPS.map((group) => [group, z.array(text).optional()])),
});
const RANGE_FIELDS = /endExclusive|end/;

function rangeOf(start: string, endExclusive: string) {
  try {
    return parseRange(start, endExclusive);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadRequest(
      /^\d{4}-\d{2}-\d{2}$/.test(start) && RANGE_FIELDS.test(reason) ? 'endExclusive' : 'start',
      reason,
    );
  }
}

/** JSON beside the pages. */
export function apiRoutes(deps: ServerDeps): Hono {
  const api = new Hono();
  api.get('/spend', async (c) => {
    const queries = c.req.queries();
    const single = Object.fromEntries(
      Object.entries(queries).map(([name, values]) => [
        name,
        GROUPS.some((g) => g === name) ? values : values.at(-1),
      ]),
    );
    const parsed = spendQuery.safeParse(single);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
      throw new BadRequest(
        unknown ?? String(issue?.path[0] ?? 'query'),
        unknown ? 'is no parameter of this address' : (issue?.message ?? 'is not valid'),
      );
    }
    const { start, endExclusive, groupBy, basis, limit, offset, ...filter } = parsed.data;
    const answer = await deps.store.spend.query({
      range: rangeOf(start, endExclusive),
      groupBy: [groupBy],
      basis,
      filter: filter as SpendFilter,
    });
    return c.json(spendAnswerJson(answer, await deps.store.freshness.all(), { offset, limit }));
  });
  api.get('/jobs', async (c) => {
    const runs = await deps.store.runs.list({ limit: 100 });
    return c.json({
      jobs: runs.map((run) => ({ ...run, awsCharge: formatExact(run.awsCharge) })),
      freshness: await deps.store.freshness.all(),
    });
  });
  api.get('/budgets', async (c) =>
    c.json({
      budgets: (await deps.store.budgets.list()).map((b) => ({ ...b, amount: formatExact(b.amount) })),
    }),
  );
  api.get('/profiles', async (c) => c.json({ profiles: await deps.store.profiles.all() }));
  api.notFound((c) =>
    c.json({ error: { code: 'notFound', field: null, reason: 'there is nothing at this address' } }, 404),
  );
  api.onError((error, c) => {
    if (error instanceof BadRequest)
      return c.json({ error: { code: 'badRequest', field: error.field, reason: error.message } }, 400);
    deps.onError(error);
    return c.json(
      {
        error: { code: 'internal', field: null, reason: 'that did not work; the log of the server says why' },
      },
      500,
    );
  });
  return api;
}
