import { boundaryDocument, NOTHING_DENIED } from '../stop/boundary.ts';
import type { PolicyChoices } from './choices.ts';
import { type GuardPart, guardStatements } from './guard.ts';
import { invokeStatements, selfServiceStatements } from './invoke.ts';
import { LIMITS, type Target } from './limits.ts';
import type { PrintedStatement } from './printed.ts';
import { type ServicePart, serviceStatements, trustStatements } from './service.ts';

/** The policies that this product prints. Pure: the same choices give the same text. */

export const POLICY_KINDS = ['invoke', 'self-service', 'guard', 'service', 'trust', 'boundary'] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

export interface PrintedPolicy {
  kind: PolicyKind;
  target: Target;
  document: { Version: '2012-10-17'; Statement: readonly PrintedStatement[] };
  /** Characters without white space, as AWS counts them at the most. */
  size: number;
  limit: number;
}

/** Where a policy of a kind can be put; the first is the usual place. */
export const TARGETS_OF: Readonly<Record<PolicyKind, readonly [Target, ...Target[]]>> = {
  invoke: ['permissionSet', 'managedPolicy', 'role'],
  'self-service': ['permissionSet', 'managedPolicy', 'role'],
  guard: ['scp', 'managedPolicy', 'role'],
  service: ['role', 'managedPolicy'],
  trust: ['trust'],
  boundary: ['managedPolicy'],
};

export interface Printing {
  /** Where it is put; left out: the usual place of its kind. */
  target?: Target;
  /** Of the service's policy, the parts that are switched on. */
  parts?: readonly ServicePart[];
  /** Of the guard; left out: both parts in one policy. */
  guardParts?: readonly GuardPart[];
  /** Of the trust policy: who takes the role on, and with which word. */
  trust?: { principal: string; externalId: string | null };
}

/** One policy. Whether it fits its place says `fits`; nothing is cut. */
export function printPolicy(
  kind: PolicyKind,
  choices: PolicyChoices,
  printing: Printing = {},
): PrintedPolicy {
  const target = printing.target ?? TARGETS_OF[kind][0];
  const Statement = statementsOf(kind, choices, printing).map(plain);
  const document = { Version: '2012-10-17', Statement } as const;
  return { kind, target, document, size: JSON.stringify(document).length, limit: LIMITS[target] };
}

export const fits = ({ size, limit }: Pick<PrintedPolicy, 'size' | 'limit'>): boolean => size <= limit;

function statementsOf(
  kind: PolicyKind,
  choices: PolicyChoices,
  { parts, guardParts, trust }: Printing,
): PrintedStatement[] {
  switch (kind) {
    case 'invoke':
      return [...invokeStatements(choices), ...(choices.selfService ? selfServiceStatements(choices) : [])];
    case 'self-service':
      return selfServiceStatements(choices);
    case 'guard':
      return guardStatements(choices, guardParts);
    case 'service':
      return serviceStatements(choices, parts);
    case 'boundary':
      return [...boundaryDocument(NOTHING_DENIED, choices).Statement];
    case 'trust':
      return trustStatements(trust?.principal ?? choices.serviceRoles[0] ?? '*', trust?.externalId ?? null);
  }
}

/** A list of one as the one, as people write policies and AWS shows them. */
function plain(statement: PrintedStatement): PrintedStatement {
  const one = (values: string | readonly string[]) =>
    typeof values !== 'string' && values.length === 1 ? (values[0] as string) : values;
  const { Action, Resource, NotResource, Condition, ...rest } = statement;
  return {
    ...rest,
    ...(Action === undefined ? {} : { Action: one(Action) }),
    ...(Resource === undefined ? {} : { Resource: one(Resource) }),
    ...(NotResource === undefined ? {} : { NotResource: one(NotResource) }),
    ...(Condition === undefined
      ? {}
      : {
          Condition: Object.fromEntries(
            Object.entries(Condition).map(([operator, keys]) => [
              operator,
              Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, one(values)])),
            ]),
          ),
        }),
  };
}
