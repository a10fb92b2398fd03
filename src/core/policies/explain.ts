import { Facts } from './facts.ts';
import {
  appliesTo,
  coversAction,
  coversResource,
  heldConditions,
  type ReadyStatement,
  readyStatements,
} from './statements.ts';
import type { AccessRequest, NamedPolicy, NearMiss, PoliciesInForce, Verdict, Why } from './types.ts';

/**
 * What IAM decides about a request, for the part of its language that policies about Bedrock use: one explicit deny
 * denies; each level of service control policies, the boundary and one of the identity's own policies must allow. What
 * cannot be judged here makes the verdict unknown, but only where it could change it.
 */

/** Policies made ready: judges one request after another. */
export type Judge = (request: AccessRequest) => Verdict;

export const judge = (policies: PoliciesInForce, request: AccessRequest): Verdict =>
  judgeOf(policies)(request);

/** One of the sets of policies of which each must allow. */
interface Layer {
  denials: readonly ReadyStatement[];
  allowances: readonly ReadyStatement[];
  /** Why a request is denied that nothing in it allows. */
  why(request: Question): Why;
  /** Service control policies. */
  controls: boolean;
}

/** A request with what is looked up again and again. */
interface Question {
  request: AccessRequest;
  action: string;
  facts: Facts;
}

/** For many requests under the same policies, which must not be changed meanwhile. */
export function judgeOf({ identity, boundary, controls }: PoliciesInForce): Judge {
  const layers: readonly Layer[] = [
    ...controls.map((policies, level) => layerOf(policies, () => ({ kind: 'controls', level }), true)),
    ...(boundary === null ? [] : [layerOf([boundary], () => ({ kind: 'boundary' }))]),
    identityLayer(identity),
  ];
  const unbound = layers.filter((layer) => !layer.controls);
  return (request) => {
    const facts = new Facts(request.context);
    const question = { request, action: request.action.toLowerCase(), facts };
    return verdict(isServiceLinked(facts) ? unbound : layers, question);
  };
}

function layerOf(policies: readonly NamedPolicy[], why: Layer['why'], controls = false): Layer {
  const statements = policies.flatMap(readyStatements);
  return {
    denials: statements.filter(({ denies }) => denies),
    allowances: statements.filter(({ denies }) => !denies),
    why,
    controls,
  };
}

function identityLayer(policies: readonly NamedPolicy[]): Layer {
  const layer = layerOf(policies, (question) => ({
    kind: 'noAllow',
    nearly: nearMisses(layer.allowances, question),
  }));
  return layer;
}

/** Service control policies do not bind service-linked roles. */
function isServiceLinked(facts: Facts): boolean {
  const held = facts.held('aws:principalarn');
  return (
    held !== null && typeof held !== 'string' && (held.values[0] ?? '').includes(':role/aws-service-role/')
  );
}

/** What was found among statements: one that applies, or what of them cannot be judged. */
interface Found {
  certain: ReadyStatement | null;
  open: readonly ReadyStatement[];
  elements: readonly string[];
}

function verdict(layers: readonly Layer[], question: Question): Verdict {
  const { request } = question;
  const denial = find(layers, 'denials', question);
  if (denial.certain !== null)
    return { decision: 'denied', request, by: named(denial.certain), why: { kind: 'explicitDeny' } };
  const found = layers.map((layer) => find([layer], 'allowances', question));
  const closed = found.findIndex(({ certain, open }) => certain === null && open.length === 0);
  const missing = layers[closed];
  if (missing !== undefined) return { decision: 'denied', request, by: null, why: missing.why(question) };
  const doubts = [denial, ...found.filter(({ certain }) => certain === null)];
  const doubted = doubts.flatMap(({ open }) => open);
  const [first] = doubted;
  if (first !== undefined)
    return {
      decision: 'unknown',
      request,
      by: named(first),
      why: { kind: 'cannotJudge', elements: [...new Set(doubts.flatMap(({ elements }) => elements))] },
    };
  const allowing = found.at(-1)?.certain ?? null;
  return { decision: 'allowed', request, by: allowing && named(allowing), why: { kind: 'allow' } };
}

function find(
  layers: readonly Layer[],
  which: 'denials' | 'allowances',
  { action, request, facts }: Question,
): Found {
  const open: ReadyStatement[] = [];
  const elements: string[] = [];
  for (const layer of layers)
    for (const statement of layer[which]) {
      const applies = appliesTo(statement, action, request.resource, facts);
      if (applies === true) return { certain: statement, open, elements };
      if (applies === false) continue;
      open.push(statement);
      for (const element of applies) elements.push(`${element}, in ${statement.name} of ${statement.policy}`);
    }
  return { certain: null, open, elements };
}

const named = ({ policy, name }: ReadyStatement) => ({ policy, statement: name });

/** Statements about this action on this resource that would allow it but for their conditions. */
const nearMisses = (
  statements: readonly ReadyStatement[],
  { action, request, facts }: Question,
): NearMiss[] =>
  statements
    .filter(
      (statement) =>
        coversAction(statement, action) && coversResource(statement, request.resource, facts) === true,
    )
    .map((statement) => {
      const conditions = heldConditions(statement, facts).filter(({ holds }) => holds === false);
      return {
        ...named(statement),
        failed: conditions.map(({ operator, key }) => `${operator} ${key}`),
        conditions,
      };
    });

/** The statement that a verdict names, with each of its conditions as the request finds it; null where there is none. */
export function statementBehind(
  { identity, boundary, controls }: PoliciesInForce,
  { by, request }: Verdict,
): NearMiss | null {
  const policies = [...controls.flat(), ...(boundary === null ? [] : [boundary]), ...identity];
  const found = policies
    .filter(({ name }) => name === by?.policy)
    .flatMap(readyStatements)
    .find(({ name }) => name === by?.statement);
  if (found === undefined) return null;
  const conditions = heldConditions(found, new Facts(request.context));
  return { ...named(found), failed: [], conditions };
}
