import { ANY_INVOKE } from '../policies/actions.ts';
import type { PolicyChoices } from '../policies/choices.ts';
import { LIMITS } from '../policies/limits.ts';
import { type PrintedStatement, resourceTag } from '../policies/printed.ts';
import type { Instant } from '../types.ts';
import { type MarkRules, retryAt } from './marks.ts';
import { slotText } from './reprieves.ts';
import type { Stop } from './stops.ts';

/**
 * Stops of a whole cost center, or of everybody, by one policy in each account: a permissions boundary, which allows nothing by
 * itself, so that whoever may write it can grant nothing. It lists cost centers; who is never stopped is left out by address.
 * Pure.
 */

export const boundaryArn = (partition: string, accountId: string, policyName: string): string =>
  `arn:${partition}:iam::${accountId}:policy/${policyName}`;

/** What of a stop the boundary denies. */
export interface Denied {
  everybody: boolean;
  costCenters: readonly string[];
  /** Addresses as profiles have them in their tags, of people who are never stopped. */
  exempt: readonly string[];
}
export const NOTHING_DENIED: Denied = { everybody: false, costCenters: [], exempt: [] };

export interface BoundaryDocument {
  Version: '2012-10-17';
  Statement: readonly PrintedStatement[];
}

const ALL_ELSE = 'LeaveAllElseToPolicies';
const OF_CENTERS = 'DenyStoppedCostCenters';
const OF_EVERYBODY = 'DenyWhileAllAreStopped';

/** The whole policy: what is not stopped it leaves to the policies of whoever calls. */
export function boundaryDocument(
  { everybody, costCenters, exempt }: Denied,
  { partition, tagKeys }: Pick<PolicyChoices, 'partition' | 'tagKeys'>,
): BoundaryDocument {
  // Models have no tags: what is asked of an owner is asked of profiles alone.
  const profiles = [`arn:${partition}:bedrock:*:*:application-inference-profile/*`];
  const others =
    exempt.length === 0
      ? {}
      : { StringNotEquals: { [resourceTag(tagKeys.user)]: [...new Set(exempt)].sort() } };
  const deny = (
    Sid: string,
    Condition: NonNullable<PrintedStatement['Condition']>,
    Resource = profiles,
  ): PrintedStatement => ({
    Sid,
    Effect: 'Deny',
    Action: [ANY_INVOKE],
    Resource,
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  });
  const centers = [...new Set(costCenters)].sort();
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: ALL_ELSE, Effect: 'Allow', Action: ['*'], Resource: ['*'] },
      ...(everybody ? [deny(OF_EVERYBODY, others, exempt.length === 0 ? ['*'] : profiles)] : []),
      ...(everybody || centers.length === 0
        ? []
        : [deny(OF_CENTERS, { StringEquals: { [resourceTag(tagKeys.costCenter)]: centers }, ...others })]),
    ],
  };
}

/** Characters as IAM counts them at the most. */
export const boundarySize = (document: BoundaryDocument): number => JSON.stringify(document).length;
/** From here on it is told that it is nearly full. */
const NEARLY = (LIMITS.managedPolicy * 8) / 10;
export const isNearlyFull = (document: BoundaryDocument): boolean => boundarySize(document) >= NEARLY;

export interface BoundaryWanted {
  document: BoundaryDocument;
  /** The stops that it holds, by their slots; all others need marks. */
  held: ReadonlySet<string>;
  /** Wide stops that found no room in it. */
  left: number;
}

/**
 * What the boundary should deny: wide stops of all models, oldest first, as many as there is room for.
 * @param exemptIn addresses in tags of profiles, of people who are never stopped, among those that a stop is of
 */
export function boundaryWanted(
  stops: readonly Stop[],
  exemptIn: (stop: Stop) => readonly string[],
  choices: Pick<PolicyChoices, 'partition' | 'tagKeys'>,
): BoundaryWanted {
  const wide = stops
    .filter(({ scopeKind, narrowing }) => isWide(scopeKind) && narrowing === '')
    .sort((a, b) => (`${a.since} ${slotText(a)}` < `${b.since} ${slotText(b)}` ? -1 : 1));
  const held = new Set<string>();
  let denied = NOTHING_DENIED;
  let document = boundaryDocument(denied, choices);
  for (const stop of wide) {
    const more: Denied = {
      everybody: denied.everybody || stop.scopeKind === 'organisation',
      costCenters:
        stop.scopeKind === 'costCenter' ? [...denied.costCenters, stop.scopeKey] : denied.costCenters,
      exempt: [...denied.exempt, ...exemptIn(stop)],
    };
    const next = boundaryDocument(more, choices);
    if (boundarySize(next) > LIMITS.managedPolicy) continue;
    held.add(slotText(stop));
    denied = more;
    document = next;
  }
  return { document, held, left: wide.length - held.size };
}
const isWide = (kind: Stop['scopeKind']): boolean => kind === 'costCenter' || kind === 'organisation';

/** What AWS says of the policy of an account. */
export interface BoundaryFound {
  /** The version in force. */
  text: string | null;
  /** How many roles and users have it as their boundary, and how many as a policy that grants. */
  carriers: number;
  attached: number;
}

/** Why a policy cannot stop anybody. */
export type BoundaryFault = 'missing' | 'attached' | 'foreign' | 'uncarried';

/** What is wrong with it, whatever it denies; null: nothing. */
export function boundaryFault(found: BoundaryFound | null): BoundaryFault | null {
  if (found === null) return 'missing';
  // All that it does not deny it would grant there.
  if (found.attached > 0) return 'attached';
  if (!isOurs(found.text)) return 'foreign';
  return found.carriers === 0 ? 'uncarried' : null;
}

/** Whether a policy holds nothing that this product would not write: another's is never written over. */
function isOurs(text: string | null): boolean {
  const statements = statementsOf(text);
  return (
    statements.length > 0 &&
    statements.every(({ Sid }) => Sid === ALL_ELSE || Sid === OF_CENTERS || Sid === OF_EVERYBODY)
  );
}

/** Whether a policy says the same as the wanted one, however it is laid out. */
export function isBoundary(text: string | null, { Statement }: BoundaryDocument): boolean {
  return JSON.stringify(statementsOf(text).map(sorted)) === JSON.stringify(Statement.map(sorted));
}

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 1 ? sorted(value[0]) : value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
};

function statementsOf(text: string | null): { Sid?: unknown }[] {
  try {
    const { Statement } = JSON.parse(text ?? '') as { Statement?: unknown };
    return (Array.isArray(Statement) ? Statement : [Statement]).filter(
      (one): one is object => typeof one === 'object' && one !== null,
    );
  } catch {
    return [];
  }
}

/** What the ledger knows of the boundary of an account. */
export interface BoundaryKept {
  accountId: string;
  arn: string;
  /** Whether it should deny something, and whether the version in force does what it should, as AWS said last. */
  isDenying: boolean;
  isAsWanted: boolean;
  /** Slots of the stops that it holds where it is as it should be; the others bear marks. */
  held: readonly string[];
  fault: BoundaryFault | null;
  checkedAt: Instant;
  refusedAt: Instant | null;
  refusals: number;
  lastError: string | null;
  /** From when on something is to be done about it; null: nothing is. */
  dueAt: Instant | null;
}

/** By what marks are decided in an account: what its boundary holds needs none. */
export function markRulesBeside(
  rules: MarkRules,
  boundaries: readonly BoundaryKept[],
  accountId: string,
): MarkRules {
  const held = new Set(boundaries.find((one) => one.accountId === accountId)?.held);
  return held.size === 0 ? rules : { ...rules, stops: rules.stops.filter((one) => !held.has(slotText(one))) };
}

/** Whether it is time to write: at once, or once a refusal is some minutes old. */
export const mayWriteBoundary = (kept: BoundaryKept | null, now: number): boolean =>
  kept === null || retryAt(kept) <= now;
