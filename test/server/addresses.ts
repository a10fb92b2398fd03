import { createApp } from '../../src/server/app.tsx';
import type { ServerDeps } from '../../src/server/deps.ts';
import { EMAIL, type openCompany } from './roles.ts';

/** Addresses of the company of `roles.ts`: every route that reads, with one's own and somebody else's in its place. */

const EVE = 'eve@example.com';
const IN_PLACE: Readonly<Record<string, readonly string[]>> = {
  'cost-centers': ['Mobile', 'Search'],
  users: [EMAIL.user, EVE],
  models: ['m1', 'm2'],
  teams: [EMAIL.manager, 'mallory@example.com'],
  profiles: ['annprofile', 'eveprofile'],
  days: ['2026-11-03'],
  people: [EMAIL.user, EVE],
  tokens: ['token-of-user', 'token-of-admin'],
  findings: ['ownerCheck'],
  hygiene: ['annprofile', 'eveprofile'],
  plans: ['noplan'],
  many: ['many1', 'nothing'],
  requests: ['norequest'],
  stops: ['nostop'],
  withdraw: ['1'],
  channels: ['email', 'webhook'],
};
const RANGE = '?start=2026-11-01&endExclusive=2026-12-01';
const MORE: Readonly<Record<string, string>> = {
  '/spend': RANGE,
  '/api/v1/spend': RANGE,
  '/api/v1/lines': RANGE,
  '/api/v1/charges': RANGE,
  '/api/v1/reconciliation': RANGE,
  // More would be an export.
  '/api/v1/audit': '?limit=50',
};
/** What is answered before anybody is known, or holds no answer. */
const BEFORE = /^\/(healthz|readyz|metrics|assets|sign-in|signed-out)/;

export function addresses({ settings, budgets }: Awaited<ReturnType<typeof openCompany>>): string[] {
  const inPlace = new Map(Object.entries({ ...IN_PLACE, budgets: [budgets.own, budgets.other] }));
  const assets = { css: { path: '/assets/style.css' }, js: { path: '/assets/app.js' } };
  const app = createApp({ assets, settings, signIn: null, inbox: () => [] } as unknown as ServerDeps);
  const reading = app.routes.filter(({ method, path }) => method === 'GET' && !BEFORE.test(path));
  const routes = [...new Set(reading.map(({ path }) => path))];
  const made = (route: string, whose: number) =>
    route.replaceAll(/\/([a-z-]+)\/(:\w+)/g, (_, noun: string) => {
      const found = inPlace.get(noun);
      if (found === undefined) throw new Error(`${route} has nothing to put in its place: name it here`);
      return `/${noun}/${encodeURIComponent(found[whose] ?? found[0] ?? '')}`;
    });
  const all = routes.flatMap((route) => [made(route, 0), made(route, 1)]);
  return [...new Set(all)].map((path) => path + (MORE[path] ?? ''));
}
