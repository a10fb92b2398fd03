import type { NamedPolicy } from './types.ts';

/** What AWS attaches to every level of an organization: it allows everything. */
export const FULL_ACCESS: NamedPolicy = {
  name: 'FullAWSAccess',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};
