import { billEndpoints } from './bill.ts';
import { budgetEndpoints } from './budgets.ts';
import { credentialEndpoints } from './credentials.ts';
import { type Endpoint, TAGS } from './endpoint.ts';
import { operationsEndpoints } from './operations.ts';
import { peopleEndpoints } from './people.ts';
import { profileEndpoints } from './profiles.ts';
import { spendEndpoints } from './spend.ts';
import { standingEndpoints } from './standings.ts';

/** Where the API begins. */
export const API = '/api/v1';

const ALL: readonly Endpoint[] = [
  ...peopleEndpoints,
  ...credentialEndpoints,
  ...standingEndpoints,
  ...spendEndpoints,
  ...billEndpoints,
  ...budgetEndpoints,
  ...profileEndpoints,
  ...operationsEndpoints,
];

/** Every address of the API, by what it is about: what is not here is not served, and what is here is described. */
export const ENDPOINTS: readonly Endpoint[] = Object.keys(TAGS).flatMap((tag) =>
  ALL.filter((one) => one.tag === tag),
);
