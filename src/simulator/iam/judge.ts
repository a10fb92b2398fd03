import { conditionsHold } from './conditions.ts';
import { fits, Keys, patternOf, type Reading } from './patterns.ts';
import {
  type Kind,
  listOf,
  type Policies,
  type Policy,
  type Request,
  type Statement,
  statementsOf,
  type Verdict,
} from './types.ts';

/**
 * IAM's evaluation of one request (IAM User Guide, "Policy evaluation logic"): a statement that denies wins wherever
 * it stands; then every level of service control policies, the identity's policies, the boundary and the session
 * policies must each allow.
 */
export function judge(policies: Policies, request: Request): Verdict {
  const keys = new Keys(request.context);
  const groups = groupsOf(policies);
  for (const { kind, policies: list } of groups) {
    const by = found(list, 'Deny', request, keys);
    if (by) return { allowed: false, explicit: true, by, kind };
  }
  let allowing: Verdict['by'] = null;
  for (const { kind, policies: list } of groups) {
    const by = found(list, 'Allow', request, keys);
    if (!by) return { allowed: false, explicit: false, by: null, kind };
    if (kind === 'identity') allowing = by;
  }
  return { allowed: true, explicit: false, by: allowing, kind: 'identity' };
}

/** Each group must allow, in the order in which AWS asks them. */
function groupsOf({
  identity,
  boundary,
  session = [],
  controls,
}: Policies): { kind: Kind; policies: readonly Policy[] }[] {
  return [
    ...controls.map((policies) => ({ kind: 'control' as const, policies })),
    { kind: 'identity', policies: identity },
    ...(boundary ? [{ kind: 'boundary' as const, policies: [boundary] }] : []),
    ...(session.length > 0 ? [{ kind: 'session' as const, policies: session }] : []),
  ];
}

function found(
  policies: readonly Policy[],
  effect: Statement['Effect'],
  request: Request,
  keys: Keys,
): { policy: string; statement: string } | null {
  for (const policy of policies) {
    const [first] = matching(policy, effect, request, keys);
    if (first) return { policy: policy.name, statement: first.name };
  }
  return null;
}

/** The statements of a policy with an effect that apply to a request, by their place from 0. */
export function matching(
  { document }: Policy,
  effect: Statement['Effect'],
  request: Request,
  keys = new Keys(request.context),
): { at: number; name: string; statement: Statement }[] {
  const reading = { keys, variables: document.Version === '2012-10-17' };
  return statementsOf(document)
    .map((statement, at) => ({ at, name: statement.Sid ?? String(at + 1), statement }))
    .filter(({ statement }) => statement.Effect === effect && applies(statement, request, reading));
}

/** Whether a statement speaks of a request, its principal left aside. */
export function applies(statement: Statement, { action, resource }: Request, reading: Reading): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const acts = (patterns: Statement['Action']) =>
    listOf<string>(patterns).some((pattern) => fitsAction(pattern, action));
  if (NotAction === undefined ? !acts(Action) : acts(NotAction)) return false;
  // A variable without a value stands for no resource at all.
  const named = (patterns: Statement['Resource']) =>
    listOf<string>(patterns).some((text) => {
      const pattern = patternOf(text, EARLY.test(text) ? { ...reading, variables: false } : reading);
      return pattern !== null && fits(pattern, resource);
    });
  if (NotResource !== undefined && named(NotResource)) return false;
  if (NotResource === undefined && !named(Resource) && !ofTrust(statement)) return false;
  return conditionsHold(Condition, reading);
}

/** Variables stand for parts of a resource behind the fifth colon of its ARN; before it they are plain text. */
const EARLY = /^(?:[^:]*:){0,4}[^:]*\$\{/;

/** A role's trust policy speaks of the role alone and names no resource. */
const ofTrust = ({ Principal, NotPrincipal, Resource }: Statement): boolean =>
  Resource === undefined && (Principal ?? NotPrincipal) !== undefined;

const NOTHING = { keys: new Keys({}), variables: false };

/** Actions are compared in any case and know no variables. */
function fitsAction(pattern: string, action: string): boolean {
  const read = patternOf(pattern.toLowerCase(), NOTHING);
  return read !== null && fits(read, action.toLowerCase());
}
