import { parsePolicy } from '../../../src/core/policies/parse.ts';
import type { NamedPolicy, PoliciesInForce } from '../../../src/core/policies/types.ts';

/** Policies for tests, written as short as IAM allows. */

type Statement = Readonly<Record<string, unknown>>;

export const policy = (name: string, ...statements: readonly Statement[]): NamedPolicy =>
  parsePolicy({ Version: '2012-10-17', Statement: statements }, name);

export const allow = (more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action: 'bedrock:InvokeModel',
  Resource: '*',
  ...more,
});

export const deny = (more: Statement = {}): Statement => ({ ...allow(more), Effect: 'Deny' });

export const identity = (...statements: readonly Statement[]): PoliciesInForce => ({
  identity: [policy('own', ...statements)],
  boundary: null,
  controls: [],
});
