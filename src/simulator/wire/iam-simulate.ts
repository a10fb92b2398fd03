import { keysNamed, MalformedPolicy, readDocument, type Written } from '../iam/documents.ts';
import { judge, matching } from '../iam/judge.ts';
import type { Context, Policy, Request } from '../iam/types.ts';
import { AwsError } from './errors.ts';
import { paged } from './iam-shared.ts';
import type {
  ContextEntry,
  EvaluationResult,
  Position,
  SimulateCustomPolicyRequest,
  SimulatePolicyResponse,
  Statement,
} from './models/iam-types.ts';
import type { Call } from './service.ts';

/** What policies that are given would decide, for each action on each resource. */
export function simulateCustomPolicy(call: Call, input: SimulateCustomPolicyRequest): SimulatePolicyResponse {
  const identity = input.PolicyInputList.map((text) => read(text));
  const boundaries = (input.PermissionsBoundaryPolicyInputList ?? []).map((text) => read(text));
  const context = contextOf(input.ContextEntries ?? []);
  const resources = input.ResourceArns?.length ? input.ResourceArns : ['*'];
  const all = input.ActionNames.flatMap((action) =>
    resources.map((resource) => evaluated({ action, resource, context }, identity, boundaries)),
  );
  return paged(call, 'EvaluationResults', all, input);
}

function read(text: string): Written {
  try {
    return readDocument(text, 'identity');
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    throw new AwsError('InvalidInputException', `Syntax error in the policy: ${error.message}`);
  }
}

function contextOf(entries: readonly ContextEntry[]): Context {
  return Object.fromEntries(
    entries.flatMap(({ ContextKeyName: key, ContextKeyValues: values = [], ContextKeyType: type }) => {
      if (key === undefined) return [];
      return [[key, type?.endsWith('List') ? values : (values[0] ?? '')]];
    }),
  );
}

function evaluated(
  request: Request,
  identity: readonly Written[],
  boundaries: readonly Written[],
): EvaluationResult {
  const named = (documents: readonly Written[], kind: string): Policy[] =>
    documents.map(({ document }, i) => ({ name: `${kind}.${i + 1}`, document }));
  const [boundary] = named(boundaries, 'PermissionsBoundaryPolicyInputList');
  const policies = named(identity, 'PolicyInputList');
  const verdict = judge({ identity: policies, boundary: boundary ?? null, controls: [] }, request);
  const effect = verdict.allowed ? 'Allow' : 'Deny';
  const matched = [...policies, ...(boundary && effect === 'Deny' ? [boundary] : [])].flatMap((policy, i) => {
    const source = identity[i] ?? boundaries[0];
    return matching(policy, effect, request).map(({ at }) => shown(policy.name, source?.text ?? '', at));
  });
  const given = new Set(Object.keys(request.context).map((key) => key.toLowerCase()));
  const keys = [...identity, ...boundaries].flatMap(({ document }) => keysNamed(document));
  const missing = [...new Set(keys)].filter((key) => !given.has(key.toLowerCase()));
  return {
    EvalActionName: request.action,
    EvalResourceName: request.resource,
    EvalDecision: verdict.allowed ? 'allowed' : verdict.explicit ? 'explicitDeny' : 'implicitDeny',
    MatchedStatements: matched,
    MissingContextValues: missing,
    ...(boundary && {
      PermissionsBoundaryDecisionDetail: {
        AllowedByPermissionsBoundary: judge({ identity: [boundary], controls: [] }, request).allowed,
      },
    }),
  };
}

function shown(name: string, text: string, at: number): Statement {
  const [start, end] = spanOf(text, at);
  return {
    SourcePolicyId: name,
    SourcePolicyType: 'none',
    StartPosition: position(text, start),
    EndPosition: position(text, end),
  };
}

/** Lines and columns count from 1. */
function position(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { Line: before.length, Column: (before.at(-1) ?? '').length + 1 };
}

/** Where the statement of a number stands in a policy's text, from its first brace to behind its last. */
function spanOf(text: string, at: number): [number, number] {
  const open: number[] = [];
  const spans: [number, number][] = [];
  // Everything that stands outside of texts; a statement is an object in the policy's object, in a list or not.
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (match[0] === '{') open.push(match.index);
    if (match[0] !== '}') continue;
    const start = open.pop() ?? 0;
    if (open.length === 1) spans.push([start, match.index + 1]);
  }
  return spans[at] ?? [0, text.length];
}
