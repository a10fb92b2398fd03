import { Hono } from 'hono';
import type { ServerDeps } from '../deps.ts';
import { ENDPOINTS } from '../endpoints.ts';
import { ofProduct } from '../http/kept.ts';
import { nothing } from '../http/refusals.tsx';
import { forEverybody } from '../http/visitor.ts';
import { refuseOthers, serveEndpoints } from './endpoint.ts';

/** JSON beside the pages, and its description. Lists are paged: `limit`, `offset`, and `nextOffset` in the answer. */
export function apiRoutes(deps: ServerDeps): Hono {
  const api = new Hono();
  serveEndpoints(api, deps, ENDPOINTS);
  // Loaded with what makes it when somebody first asks, which is seldom.
  api.get('/openapi.json', forEverybody, ofProduct, async (c) =>
    c.json((await import('./document.ts')).apiDocument()),
  );
  refuseOthers(api, '/openapi.json', ['GET']);
  api.all('*', (c) => nothing(c, deps));
  return api;
}
