import * as z from 'zod';
import { showPolicies } from '../../app/policies/print.ts';
import { POLICY_KINDS, type PrintedPolicy } from '../../core/policies/generate.ts';
import { TARGETS } from '../../core/policies/limits.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { askingOf } from '../http/asking.ts';

/** The policies that the settings make. */

const statement = z
  .looseObject({ Sid: z.string(), Effect: z.enum(['Allow', 'Deny']) })
  .meta({ id: 'PolicyStatement', description: 'A statement as IAM takes it.' });

const policy = endpoint({
  id: 'getPolicy',
  tag: 'Profiles',
  path: '/policies',
  summary: 'Who may call which model: the policy of a kind, as the settings make it',
  description:
    '`invoke` and `self-service` are for people, `guard` is a service control policy, `service` is for the role of Bedrock Ledger, `trust` says who takes that role on.',
  scope: 'profiles',
  audience: 'everybody',
  query: { kind: z.enum(POLICY_KINDS).default('invoke').describe('Which policy.') },
  answer: {
    kind: z.enum(POLICY_KINDS),
    target: z.enum(TARGETS).describe('Where it is put.'),
    size: z.int().describe('Characters without white space.'),
    limit: z.int().describe('Characters that its place holds.'),
    document: z.strictObject({ Version: z.string(), Statement: z.array(statement) }),
  },
  example: '/policies?kind=trust',
  async answers({ c, deps, query: { kind } }) {
    const { policies } = await showPolicies(askingOf(c, deps), [kind], {});
    const [{ target, size, limit, document }] = policies as [PrintedPolicy];
    return {
      kind,
      target,
      size,
      limit,
      document: { ...document, Statement: document.Statement.map((one) => ({ ...one })) },
    };
  },
});

export const policyEndpoints: readonly Endpoint[] = [policy];
