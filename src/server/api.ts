import { Hono } from 'hono';
import { z } from 'zod';
import { formatExact } from '../core/money.ts';
import { dayOf } from '../core/periods.ts';
import { ratesInForce } from '../core/rates.ts';
import { LIST_PATHS, listRoutes } from './apiLists.ts';
import { BadRequest, givenFilters, pageOf, pageQuery, rangeOf, readQuery, spendQuery } from './apiQuery.ts';
import type { ServerDeps } from './deps.ts';
import { budgetsFor, profilesFor } from './people.ts';
import { errorJson, nothing, refusal } from './refusals.tsx';
import { spendAnswerJson } from './spendJson.ts';
import { only, scopeOf } from './visitor.ts';

const PAGE = z.strictObject(pageQuery(1000));

/** JSON beside the pages. Lists are paged: `limit`, `offset`, and `nextOffset` in the answer, null on the last page. */
export function apiRoutes(deps: ServerDeps): Hono {
  const api = new Hono();
  api.get('/spend', async (c) => {
    const { start, endExclusive, groupBy, basis, limit, offset, ...filter } = readQuery(c, spendQuery);
    const answer = await deps.store.spend.query({
      range: rangeOf({ start, endExclusive }),
      groupBy: [groupBy],
      basis,
      filter: givenFilters(filter),
      scope: scopeOf(c),
    });
    return c.json(spendAnswerJson(answer, await deps.store.freshness.all(), { offset, limit }));
  });
  api.get('/jobs', only(deps, 'see', 'jobs'), async (c) => {
    const page = readQuery(c, z.strictObject(pageQuery(100)));
    // One more than is shown tells whether there are more.
    const runs = await deps.store.runs.list({ limit: page.limit + 1, offset: page.offset });
    return c.json({
      jobs: runs.slice(0, page.limit).map((run) => ({ ...run, awsCharge: formatExact(run.awsCharge) })),
      freshness: await deps.store.freshness.all(),
      nextOffset: runs.length > page.limit ? page.offset + page.limit : null,
    });
  });
  api.get('/budgets', async (c) => {
    const { items, ...rest } = pageOf(await budgetsFor(c, deps), readQuery(c, PAGE));
    return c.json({ budgets: items.map((b) => ({ ...b, amount: formatExact(b.amount) })), ...rest });
  });
  api.get('/profiles', async (c) => {
    const { items, ...rest } = pageOf(await profilesFor(c, deps), readQuery(c, PAGE));
    return c.json({ profiles: items, ...rest });
  });
  api.get('/rates', only(deps, 'see', 'rates'), async (c) => {
    const inForce = ratesInForce(await deps.store.rates.all(), dayOf(deps.clock.now()));
    const { items, ...rest } = pageOf(inForce, readQuery(c, PAGE));
    return c.json({
      currency: 'USD',
      rates: items.map((rate) => ({ ...rate, perMillion: formatExact(rate.perMillion) })),
      ...rest,
    });
  });
  api.route('/', listRoutes(deps));
  for (const path of ['/spend', '/jobs', '/budgets', '/profiles', '/rates', ...LIST_PATHS])
    api.all(path, (c) =>
      c.json(errorJson('methodNotAllowed', null, `${c.req.method} is not possible here: only GET is`), 405, {
        allow: 'GET, HEAD',
      }),
    );
  api.all('*', (c) => nothing(c, deps));
  api.onError((error, c) =>
    error instanceof BadRequest
      ? c.json(errorJson('badRequest', error.field, error.message), 400)
      : refusal(c, deps, error),
  );
  return api;
}
