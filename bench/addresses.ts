import { href } from '../src/core/href.ts';
import { addDays, dayOf } from '../src/core/periods.ts';
import { type Loaded, TOKEN, UNTIL } from './loader.ts';

/** Every page and answer of the API but exports, as `test/server/readings.test.ts` names them. */

export interface Address {
  /** What it is called in a table, whoever is asked about. */
  name: string;
  path: string;
  /** About one person: must not grow with the company. */
  person: boolean;
  /** Sent with it. */
  headers?: Readonly<Record<string, string>>;
}

const TODAY = dayOf(UNTIL);
const YESTERDAY = addDays(TODAY, -1);

export function addresses({ person, manager, costCenter, model }: Loaded['some']): Address[] {
  const one = (name: string, path: string, ofPerson = false): Address => ({ name, path, person: ofPerson });
  const month = 'start=2026-11-01&endExclusive=2026-12-01';
  const few = 'start=2026-11-01&endExclusive=2026-11-04';
  return [
    one('/', '/'),
    one('/cost-centers', '/cost-centers'),
    one('/cost-centers/x', href`/cost-centers/${costCenter}`),
    one('/users', '/users'),
    one('/users/x', href`/users/${person}`, true),
    one('/models', '/models'),
    one('/models/x', href`/models/${model}`),
    one('/explore', '/explore?group=user&by=day'),
    one('/teams/x', href`/teams/${manager}`),
    one('/me', '/me', true),
    one('/spend of x', `/spend?${month}&user=${encodeURIComponent(person)}`, true),
    one('/budgets', '/budgets'),
    one('/budgets/over', '/budgets/over'),
    one('/alerts', '/alerts'),
    one('/people', '/people'),
    one('/people/x', href`/people/${person}`, true),
    one('/profiles', '/profiles'),
    one('/days/x', `/days/${YESTERDAY}`),
    one('/reconciliation', '/reconciliation'),
    one('/rates', '/rates'),
    one('/jobs', '/jobs'),
    one('/audit', '/audit'),
    one('/readyz', '/readyz'),
    { ...one('API me', '/api/v1/me', true), headers: { authorization: `Bearer ${TOKEN}` } },
    one('API overview', '/api/v1/overview'),
    one('API users', '/api/v1/users?limit=100'),
    one('API users/x', href`/api/v1/users/${person}`, true),
    one('API cost-centers', '/api/v1/cost-centers?limit=100'),
    one('API cost-centers/x', href`/api/v1/cost-centers/${costCenter}`),
    one('API models', '/api/v1/models?limit=100'),
    one('API models/x', href`/api/v1/models/${model}`),
    one('API teams/x', href`/api/v1/teams/${manager}`),
    one('API spend', `/api/v1/spend?${month}&limit=100`),
    one('API spend by user', `/api/v1/spend?${month}&groupBy=user&limit=100`),
    one('API spend by profile', `/api/v1/spend?${month}&groupBy=profile&limit=100`),
    one('API lines', `/api/v1/lines?${month}&limit=100`),
    one('API profiles', '/api/v1/profiles?limit=100'),
    one('API charges', `/api/v1/charges?${few}&limit=100`),
    one('API reconciliation', `/api/v1/reconciliation?${few}`),
    one('API days/x', `/api/v1/days/${YESTERDAY}`),
    one('API rates', '/api/v1/rates?limit=100'),
    one('API jobs', '/api/v1/jobs?limit=100'),
    one('API freshness', '/api/v1/freshness'),
    one('API audit', '/api/v1/audit?limit=100'),
    one('API budgets', '/api/v1/budgets?limit=100'),
    one('API alerts', '/api/v1/alerts?limit=100'),
    one('API people', '/api/v1/people?limit=100'),
    one('API people/x', href`/api/v1/people/${person}`, true),
  ];
}

/** Pages and answers about spend over other days than a calendar month; each range is no month of the calendar. */
export function otherRanges(some: Loaded['some']): Address[] {
  const pages: [name: string, path: string][] = [
    ['/', '/'],
    ['/users', '/users'],
    ['/cost-centers/x', href`/cost-centers/${some.costCenter}`],
    ['/users/x', href`/users/${some.person}`],
    ['/models', '/models'],
    ['/reconciliation', '/reconciliation'],
    ['API spend', '/api/v1/spend'],
    ['API lines', '/api/v1/lines'],
    ['API reconciliation', '/api/v1/reconciliation'],
  ];
  const back = (days: number): [string, string] => [
    `last ${days} days`,
    ranged(addDays(TODAY, 1 - days), addDays(TODAY, 1)),
  ];
  const ranges = [back(7), back(30), back(90), ['an odd range', ranged('2026-09-17', '2026-11-09')] as const];
  return pages.flatMap(([name, path]) =>
    ranges.map(([words, query]) => ({
      name: `${name}, ${words}`,
      path: `${path}?${query}${/spend|lines/.test(path) ? '&limit=100' : ''}`,
      person: name === '/users/x',
    })),
  );
}

const ranged = (start: string, endExclusive: string) => `start=${start}&endExclusive=${endExclusive}`;
