import { Hono } from 'hono';
import type { ServerDeps } from '../deps.ts';
import { ENDPOINTS } from '../endpoints.ts';
import { errorJson, nothing, refusal } from '../http/refusals.tsx';
import { forEverybody } from '../http/visitor.ts';
import { apiDocument } from './document.ts';
import { onlyGet, serveEndpoint } from './endpoint.ts';
import { BadRequest, NotFound } from './query.ts';

/** JSON beside the pages, and its description. Lists are paged: `limit`, `offset`, and `nextOffset` in the answer. */
export function apiRoutes(deps: ServerDeps): Hono {
  const api = new Hono();
  for (const one of ENDPOINTS) serveEndpoint(api, deps, one);
  api.get('/openapi.json', forEverybody, (c) => c.json(apiDocument()));
  onlyGet(api, '/openapi.json');
  api.all('*', (c) => nothing(c, deps));
  api.onError((error, c) => {
    if (error instanceof BadRequest) return c.json(errorJson('badRequest', error.field, error.message), 400);
    if (error instanceof NotFound) return c.json(errorJson('notFound', null, error.message), 404);
    return refusal(c, deps, error);
  });
  return api;
}
