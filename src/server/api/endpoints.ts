import { billEndpoints } from './bill.ts';
import { budgetEndpoints } from './budgets.ts';
import type { Endpoint } from './endpoint.ts';
import { operationsEndpoints } from './operations.ts';
import { peopleEndpoints } from './people.ts';
import { profileEndpoints } from './profiles.ts';
import { spendEndpoints } from './spend.ts';
import { standingEndpoints } from './standings.ts';

/** Where the API begins. */
export const API = '/api/v1';

/** Every address of the API: what is not here is not served, and what is here is described. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...peopleEndpoints.filter(({ tag }) => tag === 'Me'),
  ...standingEndpoints,
  ...spendEndpoints,
  ...billEndpoints,
  ...budgetEndpoints,
  ...profileEndpoints,
  ...peopleEndpoints.filter(({ tag }) => tag !== 'Me'),
  ...operationsEndpoints,
];
