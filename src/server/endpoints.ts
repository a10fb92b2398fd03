import { credentialEndpoints } from './access/api.ts';
import { type Endpoint, TAGS } from './api/endpoint.ts';
import { billEndpoints } from './bill/api.ts';
import { budgetEndpoints } from './budgets/api.ts';
import { messageEndpoints } from './messages/api.ts';
import { channelEndpoints } from './messages/channelsApi.ts';
import { operationsEndpoints } from './operations/api.ts';
import { peopleEndpoints } from './people/api.ts';
import { policyEndpoints } from './policies/api.ts';
import { privacyEndpoints } from './privacy/api.ts';
import { profileEndpoints } from './profiles/api.ts';
import { spendEndpoints } from './spend/api.ts';
import { adviceEndpoints } from './spend/apiAdvice.ts';
import { bypassEndpoints } from './spend/apiBypass.ts';
import { standingEndpoints } from './spend/apiStandings.ts';
import { stopEndpoints } from './stops/api.ts';

/** Where the API begins. */
export const API = '/api/v1';

const ALL: readonly Endpoint[] = [
  ...peopleEndpoints,
  ...adviceEndpoints,
  ...credentialEndpoints,
  ...standingEndpoints,
  ...spendEndpoints,
  ...bypassEndpoints,
  ...privacyEndpoints,
  ...billEndpoints,
  ...budgetEndpoints,
  ...messageEndpoints,
  ...stopEndpoints,
  ...profileEndpoints,
  ...policyEndpoints,
  ...operationsEndpoints,
  ...channelEndpoints,
];

/** Every address of the API, by what it is about: what is not here is not served, and what is here is described. */
export const ENDPOINTS: readonly Endpoint[] = Object.keys(TAGS).flatMap((tag) =>
  ALL.filter((one) => one.tag === tag),
);
