import { AwsError } from './errors.ts';
import { getAccountAuthorizationDetails } from './iam-details.ts';
import { policyHandlers } from './iam-policies.ts';
import { roleHandlers } from './iam-roles.ts';
import { simulateCustomPolicy } from './iam-simulate.ts';
import { userHandlers } from './iam-users.ts';
import { parseModel } from './model.ts';
import { iam as text } from './models/iam.ts';
import type { Service } from './service.ts';

/** Identity and Access Management: one for all Regions, of the account whose key it is. */
export function iamService(): Service {
  return {
    id: 'iam',
    signingName: 'iam',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    model: parseModel(text),
    invalid: (message) => new AwsError('ValidationError', message),
    throttled: (message) => new AwsError('Throttling', message),
    handlers: {
      ...roleHandlers,
      ...userHandlers,
      ...policyHandlers,
      GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
      SimulateCustomPolicy: simulateCustomPolicy,
    },
  };
}
