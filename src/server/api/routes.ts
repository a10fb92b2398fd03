import { Hono } from 'hono';
import type { ServerDeps } from '../deps.ts';
import { ENDPOINTS } from '../endpoints.ts';
import { nothing } from '../http/refusals.tsx';
import { forEverybody } from '../http/visitor.ts';
import { onlyGet, serveEndpoint } from './endpoint.ts';

/** JSON beside the pages, and its description. Lists are paged: `limit`, `offset`, and `nextOffset` in the answer. */
export function apiRoutes(deps: ServerDeps): Hono {
  const api = new Hono();
  for (const one of ENDPOINTS) serveEndpoint(api, deps, one);
  // Loaded with what makes it when somebody first asks, which is seldom.
  api.get('/openapi.json', forEverybody, async (c) => c.json((await import('./document.ts')).apiDocument()));
  onlyGet(api, '/openapi.json');
  api.all('*', (c) => nothing(c, deps));
  return api;
}
